"""PlanTemplateChange: what a draft would change for real subjects, without writing it."""

from __future__ import annotations

import contextlib
import json
import threading
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import access_key_service_pb2, audit_service_pb2, template_service_pb2
from mintmark_server.model.directory import User
from mintmark_server.rpc.convert import plans
from mintmark_server.rpc.streams import MAX_STREAMS_OF_CALLER
from mintmark_server.testing import TestService
from mintmark_server.tokens import plan as planning

from tests.project import ProjectUnderTest

CLAIMS = {"mail": "{{user.email}}", "plan": "{{user.custom_attributes.plan}}", "tier": "free"}


@pytest.fixture
def project(project: ProjectUnderTest) -> ProjectUnderTest:
    project.create_user("bob", email="bob@example.com", custom_attributes={"plan": "pro"})
    project.create_user("eve", status="USER_STATUS_DISABLED")
    project.use_template(CLAIMS)
    return project


def request(project: ProjectUnderTest, claims: Any, *, template: str = "default-user", kind: str = "USER", **fields: Any) -> Any:
    document = {
        "template": {
            "name": f"{project.name}/templates/{template}",
            "kind": f"TEMPLATE_KIND_{kind}",
            "source": {"advanced": json.dumps(claims)},
            **fields.pop("settings", {}),
        },
        **fields,
    }
    return json_format.ParseDict(document, template_service_pb2.PlanTemplateChangeRequest())


def plan(project: ProjectUnderTest, claims: Any, **fields: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the changes by subject, and the last progress, both as JSON."""
    steps = [json_format.MessageToDict(step) for step in project.client.templates.PlanTemplateChange(request(project, claims, **fields))]
    assert steps[-1]["progress"]["done"] is True
    changes = {step["change"]["subject"].rpartition("/")[2]: step["change"] for step in steps if "change" in step}
    return changes, steps[-1]["progress"]


def claims_of(change: dict[str, Any]) -> dict[str, str]:
    return {claim["path"]: claim["kind"].removeprefix("CLAIM_CHANGE_KIND_") for claim in change.get("claims", [])}


def test_the_stored_template_changes_nothing(project: ProjectUnderTest) -> None:
    assert plan(project, CLAIMS) == ({}, {"subjects": "2", "subjectsTotal": "3", "done": True})


def test_each_subject_says_what_would_change(project: ProjectUnderTest) -> None:
    draft = {"mail": "{{user.email}}", "plan": "{{user.custom_attributes.plan == 'pro' ? 'PRO' : ''}}", "level": 7}
    changes, progress = plan(project, draft)
    assert {subject: claims_of(change) for subject, change in changes.items()} == {
        "ada": {"level": "ADDED", "tier": "REMOVED"},
        "bob": {"level": "ADDED", "plan": "CHANGED", "tier": "REMOVED"},
    }
    assert changes["ada"]["payloadBytesDelta"] == str(len('"level":7,') - len('"tier":"free",'))
    assert progress == {
        "subjects": "2",
        "subjectsTotal": "3",
        "changed": "2",
        "done": True,
        "claims": [
            {"path": "level", "kind": "CLAIM_CHANGE_KIND_ADDED", "subjects": "2"},
            {"path": "plan", "kind": "CLAIM_CHANGE_KIND_CHANGED", "subjects": "1"},
            {"path": "tier", "kind": "CLAIM_CHANGE_KIND_REMOVED", "subjects": "2"},
        ],
    }


def test_nothing_is_written(project: ProjectUnderTest) -> None:
    before = project.payload()
    plan(project, {"other": 1})
    after = project.payload()
    assert {name: value for name, value in after.items() if name not in ("iat", "exp")} == {
        name: value for name, value in before.items() if name not in ("iat", "exp")
    }


def test_who_would_newly_be_refused_and_why(project: ProjectUnderTest) -> None:
    project.update_user("ada", "custom_attributes", custom_attributes={"level": 0})
    project.update_user("bob", "custom_attributes", custom_attributes={"level": 2})
    changes, progress = plan(project, {**CLAIMS, "share": "{{user.custom_attributes.teams[0]}}"})
    assert {subject: [problem["path"] for problem in change["newProblems"]] for subject, change in changes.items()} == {
        "ada": ["share"],
        "bob": ["share"],
    }
    assert (progress["newlyRefused"], progress["changed"]) == ("2", "2")


def test_who_is_refused_today_and_would_not_be(project: ProjectUnderTest) -> None:
    project.update_template("default-user", "source", source={"advanced": json.dumps({"share": "{{user.custom_attributes.teams[0]}}"})})
    changes, progress = plan(project, CLAIMS)
    assert progress["newlyAccepted"] == "2"
    assert set(changes) == {"ada", "bob"}


def test_a_claim_that_comes_from_another_layer_is_told(project: ProjectUnderTest) -> None:
    project.create_template("app", {"tier": "free"}, inherit=True)
    project.create_application("web", user_template=f"{project.name}/templates/app")
    application = f"{project.name}/applications/web"
    changes, _ = plan(project, {"other": 1}, template="app", application=application, settings={"inherit": True})
    assert claims_of(changes["ada"]) == {"other": "ADDED", "tier": "ORIGIN_CHANGED"}


def test_a_filter_and_a_number_narrow_the_subjects(project: ProjectUnderTest) -> None:
    changes, progress = plan(project, {"x": 1}, filter='email = "bob@example.com"')
    assert (set(changes), progress["subjects"], "subjectsTotal" in progress) == ({"bob"}, "1", False)
    _, progress = plan(project, {"x": 1}, max_subjects=1)
    assert progress["subjects"] == "1"


def test_a_new_template_may_be_planned(project: ProjectUnderTest) -> None:
    changes, _ = plan(project, {"x": 1}, template="new")
    assert claims_of(changes["ada"]) == {"mail": "REMOVED", "plan": "REMOVED", "tier": "REMOVED", "x": "ADDED"}


def test_access_keys_have_plans_of_their_own(project: ProjectUnderTest) -> None:
    project.create_access_key("ci", display_name="CI")
    project.create_access_key("own", source={"advanced": '{"x": "mine"}'})
    project.create_access_key("off")
    project.client.access_keys.DeactivateAccessKey(access_key_service_pb2.DeactivateAccessKeyRequest(name=f"{project.name}/accessKeys/off"))
    changes, progress = plan(project, {"x": "{{access_key.name}}"}, template="keys", kind="ACCESS_KEY")
    assert {subject: claims_of(change) for subject, change in changes.items()} == {"ci": {"x": "ADDED"}}
    assert progress["subjects"] == "2"


def test_progress_is_told_page_by_page(project: ProjectUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "PAGE", 2)
    for number in range(3):
        project.create_user(f"u{number}")
    steps = list(project.client.templates.PlanTemplateChange(request(project, {"x": 1})))
    assert [(step.progress.subjects, step.progress.done) for step in steps if step.WhichOneof("step") == "progress"] == [
        (2, False),
        (3, False),
        (5, True),
    ]
    assert [step.progress.subjects_total for step in steps if step.WhichOneof("step") == "progress"] == [6, 6, 6]


def flatten(steps: list[Any]) -> list[Any]:
    """Return the steps with each change by itself."""
    changes = [list(step.changes.changes) if step.WhichOneof("step") == "changes" else [step.change] for step in steps]
    return [part for step, found in zip(steps, changes, strict=True) for part in ([step.progress] if step.HasField("progress") else found)]


@pytest.mark.parametrize(("size", "groups"), [(1, [1] * 22), (7, [7, 2, 7, 1, 5]), (1_000, [9, 8, 5])])
def test_changes_come_in_groups_where_they_are_asked_for(
    project: ProjectUnderTest, monkeypatch: pytest.MonkeyPatch, size: int, groups: list[int]
) -> None:
    monkeypatch.setattr(planning, "PAGE", 10)
    for number in range(22):
        # Of the second page two are the same afterwards.
        project.create_user(f"u{number:02}", email=f"u{number}@example.com", display_name="same" if number in (9, 13) else "")
    draft = {**CLAIMS, "tier": "{{['free', 'paid'][user.email == 'u3@example.com' ? 7 : user.name == 'same' ? 0 : 1]}}"}
    plan_change = project.client.templates.PlanTemplateChange
    alone = list(plan_change(request(project, draft)))
    together = list(plan_change(request(project, draft, changes_per_message=size)))
    assert {step.WhichOneof("step") for step in alone} == {"change", "progress"}
    assert [len(step.changes.changes) for step in together if step.WhichOneof("step") == "changes"] == groups
    assert {step.WhichOneof("step") for step in together} == {"changes", "progress"}
    assert flatten(together) == flatten(alone)


def test_a_group_that_grew_large_goes_out(project: ProjectUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    each = 40  # Bytes of a change, roughly: more than 30, fewer than 45.
    monkeypatch.setattr(plans, "MAX_CHANGES_BYTES", 3 * each)
    for number in range(5):
        project.create_user(f"u{number}")
    steps = list(project.client.templates.PlanTemplateChange(request(project, {**CLAIMS, "tier": "paid"}, changes_per_message=1_000)))
    sizes = [len(step.changes.changes) for step in steps if step.HasField("changes")]
    assert sum(sizes) == 7
    assert max(sizes) in (3, 4)


@pytest.mark.parametrize(
    ("claims", "fields", "error", "path"),
    [
        ({"iss": "me"}, {}, errors.ReservedClaimError, "iss"),
        ({"x": "{{user.nope}}"}, {}, errors.UnknownReferenceError, "x"),
        ({"x": 1}, {"kind": "ACCESS_KEY"}, errors.ImmutableFieldError, "kind"),
        ({"x": 1}, {"filter": "nope = 1"}, errors.InvalidFilterError, "filter"),
        ({"x": 1}, {"max_subjects": -1}, errors.InvalidFieldError, "max_subjects"),
        ({"x": 1}, {"changes_per_message": -1}, errors.InvalidFieldError, "changes_per_message"),
        ({"x": 1}, {"changes_per_message": 1_001}, errors.InvalidFieldError, "changes_per_message"),
        ({"x": 1}, {"application": "projects/q/applications/a"}, errors.InvalidResourceNameError, "application"),
        ({"x": 1}, {"template": "a/b"}, errors.InvalidResourceNameError, "template.name"),
    ],
)
def test_a_draft_that_could_not_be_written_is_refused(
    project: ProjectUnderTest, claims: Any, fields: dict[str, Any], error: type[errors.MintmarkError], path: str
) -> None:
    with pytest.raises(error) as caught:
        plan(project, claims, **fields)
    assert [problem.path for problem in caught.value.problems] == [path]


@pytest.mark.parametrize("size", [0, 1, 1_000])
def test_a_plan_that_is_cancelled_looks_at_nobody_else(
    service: TestService, project: ProjectUnderTest, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(planning, "PAGE", 1)
    for number in range(9):
        project.create_user(f"u{number}")
    pages: list[str] = []
    cancelled = threading.Event()
    read = service.components.store.list_records

    def list_records(record_type: Any, project_id: str, **options: Any) -> Any:
        if record_type is User:
            pages.append(options["after"])
            # The service is told of it a moment later.
            assert len(pages) == 1 or (cancelled.wait(5) and not threading.Event().wait(0.1))
        return read(record_type, project_id, **options)

    monkeypatch.setattr(service.components.store, "list_records", list_records)
    before = count_plans(service)
    stream = project.client.templates.PlanTemplateChange(request(project, {"x": 1}, changes_per_message=size))
    next(stream)
    stream.close()
    cancelled.set()
    for _ in range(100):
        if count_plans(service) > before:
            break
        threading.Event().wait(0.1)
    assert count_plans(service) == before + 1
    assert len(pages) < 10


def count_plans(service: TestService) -> float:
    """Return how many plans have ended, one way or another."""
    samples = [sample for metric in service.components.metrics.collect() for sample in metric.samples]
    return sum(s.value for s in samples if s.name.endswith("_count") and "PlanTemplateChange" in s.labels.get("grpc_method", ""))


def test_too_many_streams_are_refused(service: TestService, client: Client, project: ProjectUnderTest) -> None:
    watch = audit_service_pb2.WatchAuditEventsRequest(parent=project.name)
    streams = [client.audit.WatchAuditEvents(watch) for _ in range(MAX_STREAMS_OF_CALLER)]
    for stream in streams:
        next(stream)
    with pytest.raises(errors.RateLimitedError):
        list(project.client.templates.PlanTemplateChange(request(project, CLAIMS)))
    for stream in streams:
        stream.close()
    # A watched chain notices that its caller has gone when it looks the next time.
    for _ in range(100):
        with contextlib.suppress(errors.RateLimitedError):
            assert plan(project, CLAIMS)[1]["done"] is True
            return
        threading.Event().wait(0.1)
    pytest.fail("a closed stream keeps its place")
