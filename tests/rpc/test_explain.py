"""ExplainToken and receipts: what a token came from, and what would differ now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import template_service_pb2, token_service_pb2
from mintmark_server.model.sessions import Receipt, Session
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest, decode

ADDED, REMOVED, CHANGED, POSSIBLY = (
    template_service_pb2.ClaimChangeKind.Value(f"CLAIM_CHANGE_KIND_{word}") for word in ("ADDED", "REMOVED", "CHANGED", "POSSIBLY_CHANGED")
)
CLAIMS = {"mail": "{{user.email}}", "plan": "{{user.custom_attributes.plan}}", "fixed": {"a": 1}, "tier": "free"}


@pytest.fixture
def project(project: ProjectUnderTest) -> ProjectUnderTest:
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro"})
    project.use_template(CLAIMS, empty_claim_policy="EMPTY_CLAIM_POLICY_DELETE")
    return project


@contextmanager
def passed(service: TestService, **span: float) -> Iterator[None]:
    service.clock.move(timedelta(**span))
    try:
        yield
    finally:
        service.clock.move(-timedelta(**span))


def explain(project: ProjectUnderTest, **subject: str) -> Any:
    return project.client.tokens.ExplainToken(token_service_pb2.ExplainTokenRequest(parent=project.name, **subject))


def open_session(project: ProjectUnderTest, **fields: Any) -> Any:
    return project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest(), **fields))


def differences(answer: Any) -> dict[str, tuple[int, str]]:
    return {difference.path: (difference.kind, difference.cause) for difference in answer.differences}


def change_everything(project: ProjectUnderTest) -> None:
    project.update_user("ada", "email,custom_attributes", email="lovelace@example.com", custom_attributes={})
    source = {"advanced": json.dumps({**CLAIMS, "fixed": {"a": 2, "b": 3}})}
    project.update_template("default-user", "source", source=source)


def test_a_token_that_would_be_the_same_has_no_differences(service: TestService, project: ProjectUnderTest) -> None:
    opened = open_session(project)
    for token in (opened.session_token, opened.refresh_token):
        with passed(service, seconds=30):
            answer = explain(project, token=token.token)
        assert (list(answer.differences), answer.unchanged, answer.receipt.kind) == ([], True, token.kind)
        assert answer.receipt.session == opened.session.name
        assert [(layer.root, layer.name, layer.revision) for layer in answer.receipt.layers] == [
            ("project_template", f"{project.name}/templates/default-user", 1)
        ]
        assert [(record.root, record.name, record.revision) for record in answer.receipt.records] == [
            ("user", f"{project.name}/users/ada", 2)
        ]
        assert (answer.receipt.key, answer.receipt.digest) == (token.key, token.evaluation.digest)


def test_each_difference_has_its_cause(project: ProjectUnderTest) -> None:
    opened = open_session(project)
    change_everything(project)
    answer = explain(project, token=opened.session_token.token)
    template, user = f"{project.name}/templates/default-user", f"{project.name}/users/ada"
    newer_template = f"{template} changed from revision 1 to 2"
    newer_user = f"{user} changed from revision 2 to 3"
    assert differences(answer) == {
        "fixed.a": (CHANGED, f"{newer_template}."),
        "fixed.b": (ADDED, f"{newer_template}."),
        "mail": (CHANGED, f"{newer_template}; {newer_user}."),
        "plan": (REMOVED, f"it comes out empty now (project_template); {newer_template}."),
    }
    assert answer.unchanged is False
    assert json.loads(answer.evaluation.payload)["mail"] == "lovelace@example.com"


def test_a_jti_or_sid_tells_from_its_receipt_what_may_have_changed(project: ProjectUnderTest) -> None:
    opened = open_session(project)
    jti, sid = opened.refresh_token.jti, opened.session.name.rpartition("/")[2]
    assert jti.startswith(f"{sid}.")
    assert decode(opened.refresh_token.token)[1]["jti"] == jti
    for subject in ({"jti": jti}, {"sid": sid}):
        assert list(explain(project, **subject).differences) == []
        assert explain(project, **subject).unchanged is True
    change_everything(project)
    found = differences(explain(project, jti=jti))
    assert {path: kind for path, (kind, _) in found.items()} == dict.fromkeys(["fixed.a", "fixed.b", "mail", "plan", "tier"], POSSIBLY)
    assert found["fixed.a"][1] == f"{project.name}/templates/default-user changed from revision 1 to 2."


def test_an_expired_token_is_explained(service: TestService, project: ProjectUnderTest) -> None:
    opened = open_session(project)
    with passed(service, days=1):
        assert explain(project, token=opened.session_token.token).unchanged is True


def test_the_latest_two_generations_have_receipts(service: TestService, project: ProjectUnderTest) -> None:
    tokens = [open_session(project).refresh_token]
    with Client(service.target) as subject:
        for _ in range(2):
            request = token_service_pb2.RefreshSessionRequest(refresh_token=tokens[-1].token)
            tokens.append(subject.tokens.RefreshSession(request).refresh_token)
    assert explain(project, jti=tokens[2].jti).receipt.jti == tokens[2].jti
    assert explain(project, jti=tokens[1].jti).unchanged is True
    with pytest.raises(errors.NotFoundError):
        explain(project, jti=tokens[0].jti)
    without = explain(project, token=tokens[0].token)
    assert (without.HasField("receipt"), list(without.differences)) == (False, [])


def test_without_a_receipt_the_differences_are_there_all_the_same(project: ProjectUnderTest) -> None:
    token = project.issue()
    change_everything(project)
    answer = explain(project, token=token.token)
    assert not answer.HasField("receipt")
    found = differences(answer)
    assert found["fixed.a"] == (
        CHANGED,
        f"No receipt was kept; it comes from {project.name}/templates/default-user (revision 2) now.",
    )
    assert found["plan"] == (REMOVED, "No receipt was kept; it comes out empty now (project_template).")


@pytest.mark.parametrize("add_jti", [True, False])
def test_all_tokens_have_receipts_where_the_project_wants_it(service: TestService, project: ProjectUnderTest, add_jti: bool) -> None:
    project.update_settings(receipt_mode="RECEIPT_MODE_ALL")
    project.update_template("default-user", "add_jti", add_jti=add_jti)
    token = project.issue()
    assert bool(token.jti) is add_jti
    answer = explain(project, token=token.token)
    assert (answer.unchanged, answer.receipt.digest, answer.receipt.session) == (True, token.evaluation.digest, "")
    change_everything(project)
    assert differences(explain(project, token=token.token))["fixed.a"][0] == CHANGED
    if add_jti:
        assert differences(explain(project, jti=token.jti))["fixed.a"][0] == POSSIBLY
    stored = [receipt for receipt in service.components.store.list_all(Receipt) if receipt.project_id == project.id]
    assert len(stored) == 1
    assert "ada@example.com" not in repr(stored)


def test_no_receipts_where_the_project_wants_none(service: TestService, project: ProjectUnderTest) -> None:
    project.update_settings(receipt_mode="RECEIPT_MODE_OFF")
    opened = open_session(project)
    assert not explain(project, token=opened.refresh_token.token).HasField("receipt")
    with pytest.raises(errors.NotFoundError):
        explain(project, sid=opened.session.name.rpartition("/")[2])


def test_an_access_keys_token_is_explained(project: ProjectUnderTest) -> None:
    project.use_template({"key": "{{access_key.name}}"}, kind="ACCESS_KEY")
    project.update_settings(receipt_mode="RECEIPT_MODE_ALL")
    project.create_access_key("ci", display_name="CI")
    request = project.fill(token_service_pb2.IssueAccessKeyTokenRequest(), "", access_key="ci")
    token = project.client.tokens.IssueAccessKeyToken(request).token
    answer = explain(project, token=token.token)
    assert (answer.unchanged, list(answer.differences)) == (True, [])


def test_a_subject_that_gets_no_tokens_now_is_a_problem(project: ProjectUnderTest) -> None:
    opened = open_session(project)
    project.update_user("ada", "status", status="USER_STATUS_DISABLED")
    answer = explain(project, token=opened.session_token.token)
    assert [problem.path for problem in answer.evaluation.problems] == ["user"]
    assert answer.receipt.jti == opened.session_token.jti


def test_a_flows_claims_are_explained_with_what_it_captured(project: ProjectUnderTest) -> None:
    project.create_flow("login", {"risk": "{{form.risk}}", "plan": "flow"})
    opened = open_session(project, flow="login", flow_context={"form": {"risk": "low"}})
    answer = explain(project, token=opened.session_token.token)
    assert (answer.unchanged, list(answer.differences)) == (True, [])
    assert [layer.root for layer in answer.receipt.layers] == ["project_template", "flow"]


def test_overrides_are_in_the_receipt_and_counted(service: TestService, project: ProjectUnderTest) -> None:
    project.update_settings(allowed_overrides=["aud"])
    project.update_template("default-user", "source", source={"advanced": json.dumps({"aud": "https://api.example.com"})})
    before = service.components.print_metrics().count('mintmark_claim_overrides_total{claim="aud"}')
    opened = open_session(project)
    assert list(explain(project, token=opened.session_token.token).receipt.overrides) == ["aud"]
    assert before in (0, 1)
    assert 'mintmark_claim_overrides_total{claim="aud"}' in service.components.print_metrics()


@pytest.mark.parametrize(
    ("subject", "error", "path"),
    [
        ({}, errors.FieldRequiredError, "subject"),
        ({"token": "x.y.z"}, errors.InvalidFieldError, "token"),
        ({"jti": "absent"}, errors.NotFoundError, ""),
        ({"sid": "absent"}, errors.NotFoundError, ""),
    ],
)
def test_what_can_not_be_explained_is_said(project: ProjectUnderTest, subject: dict[str, str], error: type[Exception], path: str) -> None:
    with pytest.raises(error) as caught:
        explain(project, **subject)
    assert [problem.path for problem in getattr(caught.value, "problems", ())] == ([path] if path else [])


def test_another_projects_token_is_none_of_this(client: Client, project: ProjectUnderTest) -> None:
    other = ProjectUnderTest(client, f"{project.id}-other")
    other.create()
    with pytest.raises(errors.InvalidFieldError):
        explain(project, token=other.issue().token)


def test_sessions_and_receipts_go_a_week_after_their_end(service: TestService, project: ProjectUnderTest) -> None:
    project.update_settings(receipt_mode="RECEIPT_MODE_ALL")
    open_session(project)
    store = service.components.store

    def kept() -> tuple[int, int]:
        return (
            len([record for record in store.list_all(Session) if record.project_id == project.id]),
            len([record for record in store.list_all(Receipt) if record.project_id == project.id]),
        )

    assert kept() == (1, 2)
    with passed(service, days=7, minutes=9):
        service.components.maintain()
        assert kept() == (1, 2)
    with passed(service, days=7, minutes=10):
        service.components.maintain()
        assert kept() == (1, 1)
    with passed(service, days=34, hours=23):
        service.components.maintain()
        assert kept() == (1, 1)
    with passed(service, days=35):
        service.components.maintain()
        assert kept() == (0, 0)


def test_the_answer_reads_well_as_json(project: ProjectUnderTest) -> None:
    opened = open_session(project)
    document = json_format.MessageToDict(explain(project, token=opened.session_token.token).receipt)
    assert document["layers"] == [{"root": "project_template", "name": f"{project.name}/templates/default-user", "revision": "1"}]


def test_an_id_tokens_client_is_found_by_its_client_id(project: ProjectUnderTest) -> None:
    project.create_application("web", client_id="client-7", id_token_claims="ID_TOKEN_CLAIMS_ALWAYS")
    request = project.fill(token_service_pb2.IssueIdTokenRequest(), application="web", scopes=["openid"])
    token = project.client.tokens.IssueIdToken(request).token.token
    assert decode(token)[1]["aud"] == "client-7"
    answer = explain(project, token=token)
    assert list(answer.evaluation.problems) == []
    assert json.loads(answer.evaluation.payload)["aud"] == "client-7"
