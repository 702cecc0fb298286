"""Attack, or accident: a token that does not fit where it travels. A browser drops a cookie over 4,096 bytes without a word."""

from __future__ import annotations

from typing import Any

import pytest
from mintmark import errors
from mintmark.v1 import evaluation_pb2, token_service_pb2

from tests.project import ProjectUnderTest

COOKIE, HEADER, CUSTOM = (
    evaluation_pb2.BUDGET_KIND_COOKIE,
    evaluation_pb2.BUDGET_KIND_HEADER,
    evaluation_pb2.BUDGET_KIND_CUSTOM,
)


def use_budget(project: ProjectUnderTest, kind: str, mode: str, **fields: Any) -> None:
    project.update_settings(budgets=[{"kind": f"BUDGET_KIND_{kind}", "mode": f"BUDGET_MODE_{mode}", **fields}])


def report(issued: Any) -> Any:
    (found,) = issued.evaluation.size.budgets
    return found


def test_a_cookie_is_its_name_value_and_attributes(project: ProjectUnderTest) -> None:
    attributes = "; Path=/; Secure; HttpOnly"
    use_budget(project, "COOKIE", "REPORT", cookie_name="session", cookie_attributes=attributes)
    issued = project.issue()
    found = report(issued)
    assert found.actual_bytes == len(f"session={issued.token}{attributes}".encode())
    assert (found.kind, found.limit_bytes, found.headroom_bytes, found.enforced) == (COOKIE, 4_096, 4_096 - found.actual_bytes, False)
    use_budget(project, "COOKIE", "REPORT", cookie_attributes="")
    issued = project.issue()
    assert report(issued).actual_bytes == len(f"DS={issued.token}")


def test_a_header_is_its_name_scheme_and_value(project: ProjectUnderTest) -> None:
    use_budget(project, "HEADER", "REPORT")
    issued = project.issue()
    assert report(issued).actual_bytes == len(f"Authorization: Bearer {issued.token}")
    assert (report(issued).kind, report(issued).limit_bytes) == (HEADER, 8_192)


def fill_up(project: ProjectUnderTest, kind: str, mode: str, *, bytes_over: int, **fields: Any) -> Any:
    """Issue a token whose custom budget is missed by so many bytes (or kept, where negative)."""
    project.use_template({"a": "x" * 400})
    size = len(project.issue().token)
    use_budget(project, kind, mode, custom_bytes=size - bytes_over, **fields)
    return project.issue()


def test_at_the_edge_it_fits_and_a_byte_further_it_does_not(project: ProjectUnderTest) -> None:
    issued = fill_up(project, "CUSTOM", "ENFORCE", bytes_over=0)
    assert (report(issued).kind, report(issued).headroom_bytes) == (CUSTOM, 0)
    use_budget(project, "CUSTOM", "ENFORCE", custom_bytes=len(issued.token) - 1)
    with pytest.raises(errors.BudgetExceededError) as caught:
        project.issue()
    (problem,) = caught.value.problems
    assert (problem.limit, problem.actual) == (len(issued.token) - 1, len(issued.token))
    assert caught.value.details.code == "FAILED_PRECONDITION"
    assert [item.actual for item in project.preview().problems] == [len(issued.token)]


@pytest.mark.parametrize(("kind", "chars", "claims"), [("COOKIE", 480, 8), ("HEADER", 480, 14)])
def test_reported_it_warns_and_enforced_it_refuses(project: ProjectUnderTest, kind: str, chars: int, claims: int) -> None:
    project.use_template({f"c{index}": "x" * chars for index in range(claims)})
    use_budget(project, kind, "REPORT")
    issued = project.issue()
    assert report(issued).headroom_bytes < 0
    assert [warning.reason for warning in issued.evaluation.warnings] == [evaluation_pb2.WARNING_REASON_BUDGET_EXCEEDED]
    use_budget(project, kind, "ENFORCE")
    with pytest.raises(errors.BudgetExceededError):
        project.issue()


def test_what_the_client_sent_makes_it_the_requests_fault(project: ProjectUnderTest) -> None:
    project.use_template({"a": 1})
    use_budget(project, "COOKIE", "ENFORCE")
    project.issue(client_claims={"small": 1})
    with pytest.raises(errors.BudgetExceededError) as caught:
        project.issue(client_claims={f"c{index}": "x" * 490 for index in range(8)})
    assert caught.value.details.code == "INVALID_ARGUMENT"


def test_a_session_is_not_opened_when_its_refresh_token_would_not_fit(project: ProjectUnderTest) -> None:
    project.use_template({f"c{index}": "x" * 480 for index in range(8)}, omit_from_refresh=False)
    use_budget(project, "COOKIE", "ENFORCE")
    with pytest.raises(errors.BudgetExceededError):
        project.client.tokens.IssueRefreshToken(project.fill(token_service_pb2.IssueRefreshTokenRequest()))
    listed = project.client.tokens.ListSessions(token_service_pb2.ListSessionsRequest(parent=project.name))
    assert list(listed.sessions) == []


def test_bytes_per_claim_sum_to_the_payload(project: ProjectUnderTest) -> None:
    project.use_template({"é": "ü" * 100, "list": [1, 2], "quoted": '"\\"'})
    issued = project.issue(client_claims={"k": "ñ"})
    sizes = {claim.name: claim.bytes for claim in issued.evaluation.size.claims}
    assert sum(sizes.values()) + 2 == issued.evaluation.size.payload_bytes == len(issued.evaluation.payload.encode())
    assert sizes["é"] == len('"é":"'.encode()) + 200 + len('"')
    assert issued.evaluation.size.token_bytes == len(issued.token)
