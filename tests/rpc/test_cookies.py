"""Cookies: the client's arithmetic is the service's."""

from __future__ import annotations

import pytest
from mintmark import errors
from mintmark.cookies import CookieTooLargeError, SameSite, TokenCookie
from mintmark_server.model.directory import Budget

from tests.project import ProjectUnderTest

COOKIES = [
    TokenCookie(),
    TokenCookie(name="__Host-DS", same_site=SameSite.STRICT),
    TokenCookie(name="session", path="/app", domain="example.com", same_site=SameSite.NONE),
]


@pytest.mark.parametrize("cookie", COOKIES, ids=lambda cookie: cookie.name)
@pytest.mark.parametrize("max_age", [None, 600])
def test_a_cookies_size_is_what_the_service_reports(project: ProjectUnderTest, cookie: TokenCookie, max_age: int | None) -> None:
    attributes = cookie.build_attributes(max_age=max_age)
    budget = {"kind": "BUDGET_KIND_COOKIE", "mode": "BUDGET_MODE_REPORT", "cookie_name": cookie.name, "cookie_attributes": attributes}
    project.update_settings(budgets=[budget])
    project.use_template({"text": "x" * 480})
    issued = project.issue()
    (report,) = issued.evaluation.size.budgets
    assert cookie.measure(issued.token, max_age=max_age) == report.actual_bytes
    assert report.limit_bytes == 4_096
    assert len(cookie.set(issued.token, max_age=max_age)) == report.actual_bytes


def test_both_refuse_the_same_token(project: ProjectUnderTest) -> None:
    project.use_template({f"c{number}": "x" * 480 for number in range(8)})
    issued = project.issue()
    with pytest.raises(CookieTooLargeError) as ours:
        TokenCookie().set(issued.token)
    project.update_settings(budgets=[{"kind": "BUDGET_KIND_COOKIE", "mode": "BUDGET_MODE_ENFORCE"}])
    with pytest.raises(errors.BudgetExceededError) as theirs:
        project.issue()
    (problem,) = theirs.value.problems
    assert (ours.value.limit, ours.value.actual) == (problem.limit, problem.actual)


def test_the_attributes_that_are_assumed_are_the_default_cookies() -> None:
    assert TokenCookie().build_attributes() == Budget.__dataclass_fields__["cookie_attributes"].default
