"""A plan over many subjects says what evaluating each of them before and after the change says, over random templates and subjects."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from mintmark_server.app import Components
from mintmark_server.call import Call
from mintmark_server.claims.kinds import AttributeScope, AttributeType, EmptyClaimPolicy, TemplateKind, TokenKind
from mintmark_server.claims.layers import LayerDefinition, TemplateSettings
from mintmark_server.errors import InvalidInput
from mintmark_server.keys.encryption import EncryptionKey
from mintmark_server.limits import DEFAULT_LIMITS
from mintmark_server.model.directory import (
    AttributeDefinition,
    Budget,
    BudgetKind,
    BudgetMode,
    Membership,
    Project,
    Role,
    Tenant,
    User,
    UserStatus,
)
from mintmark_server.model.layers import Template
from mintmark_server.model.record import Ref
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.testing import START, MovingClock
from mintmark_server.tokens.issue import Assessment
from mintmark_server.tokens.plan import PlanRequest, Progress, SubjectChange
from mintmark_server.tokens.request import IssueRequest, UserChoice

from tests.property.test_explanation import leaves

NEW: dict[str, Any] = {"project_id": "p", "uid": "", "revision": 1, "created_at": START, "updated_at": START}
CALL = Call(now=START, actor="test", method="test", request_id="test")
OF_THE_TOKEN = {"iat", "exp", "jti"}
NAMES = st.sampled_from(["a", "b", "c", "d", "é", "a.b"])
PLAIN = st.sampled_from(
    [
        "{{user.email}}", "{{user.name}}", "{{user.custom_attributes.plan}}", "{{user.custom_attributes.teams}}",
        "{{user.custom_attributes.level}}", "{{user.roles}}", "{{tenant.name}}", "{{user.tenant_names}}", "{{request.time}}",
    ]
)  # fmt: skip
COMPUTED = st.sampled_from(
    [
        "{{'admin' in user.roles}}", "{{user.custom_attributes.teams[0]}}", "{{user.custom_attributes.plan == 'pro' ? 1 : 2}}",
        "<{{user.phone}}>", "{{user.custom_attributes.plan}} of {{user.name}}", "{{tenant.id + 'x'}}",
        "{{user.custom_attributes.level > 1}}", "{{has(user.custom_attributes.box.a.b)}}",
        "{{has(user.custom_attributes.box.a.b) || true}}",
    ]
)  # fmt: skip
CONSTANTS = st.sampled_from(["x", "", 1, True, None, [], {"k": {"n": "v"}}, {"k": "{{user.email}}"}, ["{{user.phone}}"]])
CLAIMS = st.dictionaries(NAMES, st.one_of(PLAIN, PLAIN, COMPUTED, CONSTANTS), max_size=5)
USER_CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "email": st.sampled_from([None, "a@example.com", "x" * 600]),
    "phone": st.sampled_from([None, "+1"]),
    "display_name": st.sampled_from(["", "Ada", "Adaé"]),
    "roles": st.sampled_from([(), ("admin",), ("admin", "dev")]),
    "status": st.sampled_from([UserStatus.ENABLED, UserStatus.ENABLED, UserStatus.DISABLED]),
    "memberships": st.sampled_from(
        [(), (Membership(tenant_id="t1", roles=("dev",)),), (Membership(tenant_id="t1"), Membership(tenant_id="t2"))]
    ),
    "custom_attributes": st.fixed_dictionaries(
        {},
        optional={
            "plan": st.sampled_from(["pro", "free", ""]),
            "teams": st.sampled_from([[], ["x"], ["x", "y"]]),
            "level": st.integers(0, 3),
            "box": st.sampled_from([{}, {"a": 1}, {"a": {}}, {"a": {"b": 1}}]),
        },
    ),
}


class Made(NamedTuple):
    """A project, the template that it has, and the draft of another."""

    components: Components
    stored: Template
    draft: Template


@st.composite
def template(draw: st.DrawFn, like: Template | None = None) -> Template:
    claims = draw(CLAIMS)
    if like is not None:
        # A draft has most of what is stored, as drafts do.
        kept = {name: value for name, value in json.loads(like.layer.source).items() if draw(st.integers(0, 3))}
        claims = {**kept, **(claims if draw(st.booleans()) else {})}
    policy = (
        draw(st.sampled_from([None, EmptyClaimPolicy.DELETE, EmptyClaimPolicy.NIL])) if like is None else like.settings.empty_claim_policy
    )
    automatic = draw(st.booleans()) if like is None or not draw(st.integers(0, 4)) else like.settings.auto_tenant_claim
    conditions = {name: "'admin' in user.roles" for name in claims if not draw(st.integers(0, 5))}
    return Template(
        **NEW,
        id="t",
        kind=TemplateKind.USER,
        layer=LayerDefinition(source=json.dumps(claims), conditions=conditions),
        settings=TemplateSettings(empty_claim_policy=policy, auto_tenant_claim=automatic),
    )


@st.composite
def made(draw: st.DrawFn) -> Made:
    components = Components(MemoryStore(), EncryptionKey(os.urandom(32)), MovingClock(), public_url="https://t.example")
    budgets = draw(st.sampled_from([(), (), (Budget(kind=BudgetKind.CUSTOM, custom_bytes=420, mode=BudgetMode.ENFORCE),)]))
    limits = replace(DEFAULT_LIMITS, max_keys=draw(st.sampled_from([3, 100])))
    directory = components.directory
    project = Project(**NEW, id="p", budgets=budgets, limits=limits)
    directory.projects.create(project, validate_only=False, call=CALL)
    types = {"plan": AttributeType.STRING, "teams": AttributeType.STRING_LIST, "level": AttributeType.NUMBER, "box": AttributeType.OBJECT}
    for name, type_ in types.items():
        definition = AttributeDefinition(**NEW, id=f"user.{name}", scope=AttributeScope.USER, attribute=name, type=type_)
        directory.attributes.methods.create(definition, validate_only=False, call=CALL)
    for role_id, permissions in (("admin", ("write", "read")), ("dev", ("read",))):
        directory.roles.create(Role(**NEW, id=role_id, permissions=permissions), validate_only=False, call=CALL)
    for tenant_id, name in (("t1", "One"), ("t2", "")):
        directory.tenants.create(Tenant(**NEW, id=tenant_id, display_name=name), validate_only=False, call=CALL)
    for number in range(draw(st.integers(1, 4))):
        changes = {name: draw(strategy) for name, strategy in USER_CHANGES.items()}
        directory.users.create(User(**NEW, id=f"u{number}", **changes), validate_only=False, call=CALL)
    stored = draw(template())
    draft = draw(template(like=stored))
    return Made(components, stored, draft)


def _use(project: Project | None) -> Project:
    assert project is not None
    return replace(project, user_template_id="t")


def look(components: Components) -> dict[str, tuple[dict[str, str], list[Any], int]]:
    """Return each subject's leaves, problems and bytes of the payload, by previewing a token for each."""
    components.configurations.refresh()
    found = {}
    for user in components.store.list_all(User):
        if user.status is UserStatus.DISABLED:
            continue
        request = IssueRequest(kind=TokenKind.SESSION, project_id="p", user=UserChoice(user_id=user.id))
        preview = components.issuer.preview(request, call=CALL)
        if isinstance(preview, Assessment):
            payload = json.loads(preview.evaluation.payload)
            values = {
                path: json.dumps(value)
                for name, item in payload.items()
                if name not in OF_THE_TOKEN
                for path, value in leaves({name: item})
            }
            found[f"projects/p/users/{user.id}"] = (values, list(preview.problems), preview.size.payload_bytes)
        else:
            found[f"projects/p/users/{user.id}"] = ({}, list(preview), 0)
    return found


FEW = settings(max_examples=12)
MANY = settings(max_examples=400)


@FEW
@given(made())
def test_a_plan_says_what_each_subject_evaluated_before_and_after_says(case: Made) -> None:
    check(case)


@pytest.mark.long
@pytest.mark.timeout(200)
@MANY
@given(made())
def test_the_same_many_times(case: Made) -> None:
    check(case)


def check(case: Made) -> None:
    """Compare a plan with previews of every subject before and after the change."""
    components, draft = case.components, replace(case.draft, revision=2)
    try:
        components.templates.create(case.stored, validate_only=False, call=CALL)
        draft = components.layer_checks.check_template(draft, case.stored, CALL)
    except InvalidInput:
        event("refused when written")
        return
    components.directory.projects.update(Ref("projects", "p", "p"), _use, etag="", allow_missing=False, validate_only=False, call=CALL)
    components.configurations.refresh()
    before = look(components)
    steps = list(components.planner.plan(PlanRequest(draft=draft), call=CALL))
    components.templates.update(draft.ref, lambda _: draft, etag="", allow_missing=False, validate_only=False, call=CALL)
    after = look(components)
    expected = {}
    for subject, (old, old_problems, old_bytes) in before.items():
        new, new_problems, new_bytes = after[subject]
        fresh = [problem for problem in new_problems if problem not in old_problems]
        paths: dict[str, str] = {}
        if not old_problems and not new_problems:
            paths = {
                path: "ADDED" if path not in old else "REMOVED" if path not in new else "CHANGED"
                for path in {*old, *new}
                if old.get(path) != new.get(path)
            }
        if paths or fresh or bool(old_problems) is not bool(new_problems):
            expected[subject] = (paths, fresh, new_bytes - old_bytes if not old_problems and not new_problems else 0)
    told = {
        step.subject: ({change.path: change.kind.value for change in step.claims}, list(step.new_problems), step.payload_bytes_delta)
        for step in steps
        if isinstance(step, SubjectChange)
    }
    assert told == expected
    last = steps[-1]
    assert isinstance(last, Progress)
    assert (last.done, last.subjects, last.changed) == (True, len(before), len(expected))
    assert last.newly_refused == sum(bool(after[name][1]) and not before[name][1] for name in before)
    assert last.newly_accepted == sum(bool(before[name][1]) and not after[name][1] for name in before)
    event(f"changed: {bool(expected)}")
