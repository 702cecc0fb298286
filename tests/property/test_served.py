"""Properties through the running server: previews are the tokens, plans are the evaluations."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf import json_format
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import template_service_pb2, token_service_pb2
from mintmark_server.testing import run_service

from tests.project import ProjectUnderTest, decode

_NUMBERS = itertools.count(1)
_OF_THE_TOKEN = ("iat", "exp", "jti", "sid", "rexp", "at_hash")
NAMES = st.sampled_from(["a", "b", "box", "é"])
REFERENCES = st.sampled_from(
    ["{{user.email}}", "{{user.custom_attributes.plan}}", "{{user.custom_attributes.teams}}", "{{'admin' in user.roles}}",
     "{{user.custom_attributes.level + 1.0}}", "{{tenant.name}}"]
)  # fmt: skip
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.just("x"), REFERENCES)
VALUES = st.recursive(LEAVES, lambda inner: st.dictionaries(NAMES, inner, max_size=2), max_leaves=4)
CLAIMS = st.dictionaries(NAMES, VALUES, max_size=4)
CONDITIONS = st.dictionaries(NAMES, st.sampled_from(["user.custom_attributes.plan == 'pro'", "'admin' in user.roles"]), max_size=2)
POLICIES = st.sampled_from(["NONE", "NIL", "DELETE"])
USERS = ("ada", "bare", "rich")
SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with run_service() as service, Client(service.target, credential=service.credential) as connected:
        yield connected


@pytest.fixture(scope="module")
def project(client: Client) -> ProjectUnderTest:
    made = ProjectUnderTest(client, f"prop{next(_NUMBERS)}")
    made.create()
    made.create_user("bare")
    made.create_user(
        "rich",
        email="rich@example.com",
        roles=["admin"],
        memberships=[{"tenant": f"{made.name}/tenants/acme", "roles": ["viewer"]}],
        custom_attributes={"plan": "pro", "level": 2, "teams": ["x"]},
    )
    made.create_application("web", client_id="web", id_token_claims="ID_TOKEN_CLAIMS_ALWAYS")
    return made


def template(claims: dict[str, Any], conditions: dict[str, str], policy: str) -> dict[str, Any]:
    return {
        "kind": "TEMPLATE_KIND_USER",
        "source": {"advanced": json.dumps(claims)},
        "conditions": {name: text for name, text in conditions.items() if name in claims},
        "empty_claim_policy": f"EMPTY_CLAIM_POLICY_{policy}",
        "auto_tenant_claim": True,
    }


def store(project: ProjectUnderTest, document: dict[str, Any]) -> None:
    request = template_service_pb2.UpdateTemplateRequest(allow_missing=True)
    json_format.ParseDict({**document, "name": f"{project.name}/templates/t"}, request.template)
    request.update_mask.paths.append("*")
    project.client.templates.UpdateTemplate(request)
    project.update_settings(user_template=f"{project.name}/templates/t")


TEMPLATES = st.builds(template, CLAIMS, CONDITIONS, POLICIES)
KINDS = {
    "session": ("IssueSessionToken", token_service_pb2.IssueSessionTokenRequest),
    "refresh": ("IssueRefreshToken", token_service_pb2.IssueRefreshTokenRequest),
    "id": ("IssueIdToken", token_service_pb2.IssueIdTokenRequest),
}


@pytest.mark.timeout(120)
@SLOW
@given(TEMPLATES, st.sampled_from(sorted(KINDS)), st.sampled_from(USERS), CLAIMS)
def test_a_preview_is_the_token(project: ProjectUnderTest, document: dict[str, Any], kind: str, user: str, flow: dict[str, Any]) -> None:
    store(project, document)
    method, request_type = KINDS[kind]
    request = project.fill(request_type(), user, application="web", inline_flow={"source": {"advanced": json.dumps(flow)}})
    preview = project.client.tokens.PreviewToken(token_service_pb2.PreviewTokenRequest(**{kind: request})).evaluation
    if preview.problems:
        with pytest.raises(errors.MintmarkError) as caught:
            getattr(project.client.tokens, method)(request)
        assert [problem.path for problem in preview.problems] == [problem.path for problem in caught.value.problems]
        return
    issued = getattr(project.client.tokens, method)(request).token
    payload, foreseen = decode(issued.token)[1], json.loads(preview.payload)
    for name in _OF_THE_TOKEN:
        assert (name in payload) == (name in foreseen)
        payload.pop(name, None)
        foreseen.pop(name, None)
    assert payload == foreseen
    evaluation = issued.evaluation
    assert (evaluation.digest, list(evaluation.origins), list(evaluation.absences), list(evaluation.warnings)) == (
        preview.digest,
        list(preview.origins),
        list(preview.absences),
        list(preview.warnings),
    )
    assert sum(claim.bytes for claim in evaluation.size.claims) + 2 == evaluation.size.payload_bytes
    assert evaluation.size.token_bytes == len(issued.token)


@pytest.mark.timeout(120)
@SLOW
@given(TEMPLATES, TEMPLATES)
def test_a_plan_is_each_subject_evaluated_before_and_after(
    project: ProjectUnderTest, before: dict[str, Any], after: dict[str, Any]
) -> None:
    store(project, before)
    draft = {**after, "name": f"{project.name}/templates/t"}
    expected = {}
    for user in USERS:
        old, new = project.preview(user), project.preview(user, drafts={"draft_template": draft})
        if found := differences(old, new):
            expected[f"{project.name}/users/{user}"] = found
    request = template_service_pb2.PlanTemplateChangeRequest()
    json_format.ParseDict(draft, request.template)
    steps = list(project.client.templates.PlanTemplateChange(request))
    changes = {step.change.subject: step.change for step in steps if step.HasField("change")}
    assert set(changes) == set(expected)
    for subject, change in changes.items():
        told = {
            (item.path, template_service_pb2.ClaimChangeKind.Name(item.kind).removeprefix("CLAIM_CHANGE_KIND_")) for item in change.claims
        }
        assert (told, bool(change.new_problems)) == expected[subject]
    progress = steps[-1].progress
    assert (progress.done, progress.subjects, progress.changed) == (True, len(USERS), len(expected))


def differences(old: Any, new: Any) -> tuple[set[tuple[str, str]], bool] | None:
    """Return how two previews differ: changes of claims, and whether there are new problems; None where they don't."""
    refused = {(problem.path, problem.reason) for problem in new.problems} - {(problem.path, problem.reason) for problem in old.problems}
    if old.problems or new.problems:
        return (set(), bool(refused)) if refused or bool(old.problems) != bool(new.problems) else None
    before, after = (dict(list_leaves(json.loads(side.payload))) for side in (old, new))
    changes = {(path, "ADDED") for path in after.keys() - before.keys()} | {(path, "REMOVED") for path in before.keys() - after.keys()}
    changes |= {(path, "CHANGED") for path in before.keys() & after.keys() if json.dumps(before[path]) != json.dumps(after[path])}
    return (changes, False) if changes else None


def list_leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        below = f'{path}["{key}"]' if key == "é" else f"{path}.{key}" if path else key
        if not path and key in _OF_THE_TOKEN:
            continue
        if isinstance(item, dict) and item:
            yield from list_leaves(item, below)
        else:
            yield below, item
