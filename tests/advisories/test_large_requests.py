"""Attack: a request that is cheap to send and dear to read or to refuse. One key of a megabyte, and a problem below it for each number."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import token_service_pb2
from mintmark_server.claims.notation import parse_constant
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest
from tests.rpc.calls import open_session

LONG_KEY = "k" * 60_000


@pytest.fixture
def subject(service: TestService) -> Iterator[Client]:
    """A client with nothing but refresh tokens."""
    with Client(service.target) as anonymous:
        yield anonymous


def refresh_with(client: Client, token: str, claims: dict[str, Any]) -> Any:
    request = token_service_pb2.RefreshSessionRequest(refresh_token=token)
    request.client_claims.update(claims)
    return client.tokens.RefreshSession(request, timeout=10)


def test_a_long_key_is_not_repeated_for_all_that_stands_below_it(project: ProjectUnderTest, subject: Client) -> None:
    opened = open_session(project)
    tracemalloc.start()
    with pytest.raises(errors.MintmarkError) as caught:
        refresh_with(subject, opened.refresh_token.token, {LONG_KEY: [1e99] * 5_000})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.problems[0].path.startswith('nsec["kkk')
    assert peak < 64 * 1024 * 1024


def test_the_path_of_a_long_key_is_cut() -> None:
    problems = parse_constant({LONG_KEY: [1e99, {"a b": 1e99}]}, "nsec")[1]
    cut = f'nsec["{"k" * 256}…"]'
    assert [problem.path for problem in problems] == [f"{cut}[0]", f'{cut}[1]["a b"]']


@pytest.mark.parametrize("field", ["client_claims", "flow_context.form"])
def test_what_is_passed_on_is_measured_before_it_is_read(project: ProjectUnderTest, field: str) -> None:
    request = project.fill(token_service_pb2.IssueSessionTokenRequest())
    struct = request.client_claims if field == "client_claims" else request.flow_context.form
    struct.update({"k": ["x" * 100] * 2_000})
    with pytest.raises(errors.InputTooLargeError) as caught:
        project.client.tokens.IssueSessionToken(request)
    assert [(problem.path, problem.limit) for problem in caught.value.problems] == [(field, 131_072)]


def test_who_has_no_credential_sends_half_a_megabyte_at_most(subject: Client) -> None:
    with pytest.raises(errors.InputTooLargeError) as caught:
        refresh_with(subject, "no token", {"k": "x" * 524_288})
    assert caught.value.problems[0].limit == 524_288
    with pytest.raises(errors.InputTooLargeError) as caught:
        refresh_with(subject, "no token", {"k": "x" * 200_000})
    assert caught.value.problems[0].path == "client_claims"
    with pytest.raises(errors.InputTooLargeError):
        subject.tokens.RevokeSession(token_service_pb2.RevokeSessionRequest(refresh_token="x" * 524_288))


MANY: dict[str, tuple[dict[str, Any], str, int]] = {
    "login ids": ({"login_ids": ["", "a"] * 10_000}, "user.login_ids", 250),
    "roles": ({"roles": [""] * 20_000}, "user.roles", 250),
    "memberships": ({"memberships": [{}] * 20_000}, "user.memberships", 1_000),
    "labels": ({"labels": {f"!{number}": "x" * 300 for number in range(5_000)}}, "user.labels", 64),
}


@pytest.mark.parametrize(("fields", "path", "limit"), MANY.values(), ids=MANY)
def test_too_many_elements_are_one_problem(project: ProjectUnderTest, fields: dict[str, Any], path: str, limit: int) -> None:
    with pytest.raises(errors.InputTooLargeError) as caught:
        project.create_user("many", **fields)
    (problem,) = caught.value.problems
    assert (problem.path, problem.limit) == (path, limit)
    with pytest.raises(errors.InputTooLargeError) as caught:
        project.issue(user="", subject={"upsert_user": {"name": f"{project.name}/users/many", **fields}})
    assert [problem.limit for problem in caught.value.problems] == [limit]


def test_a_records_problems_are_told_up_to_a_number(project: ProjectUnderTest) -> None:
    with pytest.raises(errors.InvalidFieldError) as caught:
        project.create_user("many", custom_attributes={f"a{number}": 1 for number in range(5_000)})
    assert caught.value.details.metadata["problems"] == "1000"


def test_masks_mappings_budgets_and_kinds_have_bounds(project: ProjectUnderTest) -> None:
    calls: dict[str, Callable[[], object]] = {
        "update_mask.paths": lambda: project.update_user("ada", ",".join(["nonsense"] * 1_001)),
        "application.scope_mappings": lambda: project.create_application("web", scope_mappings=[{}] * 251),
        "project.settings.budgets": lambda: project.update_settings(budgets=[{"kind": "BUDGET_KIND_COOKIE"}] * 17),
        "expected_kinds": lambda: project.client.tokens.IntrospectToken(
            token_service_pb2.IntrospectTokenRequest(parent=project.name, token="x", expected_kinds=[1] * 1_001)
        ),
    }
    for path, call in calls.items():
        with pytest.raises(errors.InputTooLargeError) as caught:
            call()
        assert [problem.path for problem in caught.value.problems] == [path]
