"""Plans as a pure function of files, state, and what the service would store."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark.ascode.compare import Change, find_changes
from mintmark.ascode.desired import read_desired
from mintmark.ascode.kinds import kind_of
from mintmark.ascode.plan import Action, Plan, decide_plan, find_conflicts, find_stale
from mintmark.ascode.planfile import plan_from_text, plan_to_json
from mintmark.ascode.preflight import Checked, labelled
from mintmark.ascode.yamltext import read_yaml
from mintmark.v1 import template_pb2

OWNED = {"labels": {"mintmark.dev/applied-by": "files"}}


def resource(name: str, **fields: Any) -> Any:
    full = f"projects/p/{name}" if name else "projects/p"
    return json_format.ParseDict({"name": full, "uid": name, "etag": f"{name}-1", **fields}, kind_of(full).message())


def state(*resources: Any) -> dict[str, Any]:
    return {one.name: one for one in (resource(""), *resources)}


def plan(text: str, current: dict[str, Any], *, prune: bool = False, adopt: bool = False) -> Plan:
    desired = read_desired(read_yaml(text, "f"), "p")
    checked = {one.name: Checked(message=labelled(one, "files"), canonical=True) for one in desired}
    return decide_plan(desired, current, checked, owner="files", prune=prune, adopt=adopt)


def steps(made: Plan) -> list[tuple[Action, str, tuple[Change, ...]]]:
    return [(step.action, step.name.removeprefix("projects/p/"), step.changes) for step in made.steps]


def test_what_is_as_described_needs_no_step_and_its_missing_mark_is_noted() -> None:
    current = state(resource("roles/a", permissions=["x"]), resource("roles/b", **OWNED))
    made = plan("name: roles/a\npermissions: [x]\n---\nname: roles/b\n", current)
    assert (steps(made), made.unmarked) == ([], ("projects/p/roles/a",))
    adopted = plan("name: roles/a\npermissions: [x]\n---\nname: roles/b\n", current, adopt=True)
    mark = Change('labels["mintmark.dev/applied-by"]', None, '"files"')
    assert steps(adopted) == [(Action.UPDATE, "roles/a", (mark,))]


def test_a_field_that_the_file_does_not_have_is_taken_away() -> None:
    current = state(resource("roles/a", permissions=["x"], description="d", labels={"mintmark.dev/applied-by": "files", "k": "v"}))
    assert steps(plan("name: roles/a\npermissions: [x]\n", current)) == [
        (Action.UPDATE, "roles/a", (Change("description", '"d"', None), Change("labels.k", '"v"', None)))
    ]


def test_steps_stand_in_order_of_dependence_and_deletions_in_the_opposite() -> None:
    source = "source: {advanced: {}}"
    documents = [
        "name: applications/a\nkind: APPLICATION_KIND_OIDC",
        f"name: flows/f\n{source}",
        f"name: templates/b\nkind: TEMPLATE_KIND_USER\n{source}",
        f"name: templates/a\nkind: TEMPLATE_KIND_USER\n{source}",
        "name: roles/r\npermissions: [x]",
        "name: attributes/user.x\ntype: ATTRIBUTE_TYPE_BOOL",
    ]
    gone = [resource(f"{collection}/gone", **OWNED) for collection in ("attributes", "roles", "templates", "flows", "applications")]
    made = plan("\n---\n".join(documents), state(*gone), prune=True)
    assert [(step.action.value, step.name.removeprefix("projects/p/")) for step in made.steps] == [
        ("create", "attributes/user.x"),
        ("create", "roles/r"),
        ("create", "templates/a"),
        ("create", "templates/b"),
        ("create", "flows/f"),
        ("create", "applications/a"),
        ("delete", "applications/gone"),
        ("delete", "flows/gone"),
        ("delete", "templates/gone"),
        ("delete", "roles/gone"),
        ("delete", "attributes/gone"),
    ]


def test_only_what_this_owner_made_is_deleted_and_only_when_asked() -> None:
    others = {"labels": {"mintmark.dev/applied-by": "others"}}
    current = state(resource("roles/mine", **OWNED), resource("roles/theirs", **others), resource("roles/nobodys"))
    current["projects/q/roles/elsewhere"] = json_format.ParseDict(
        {"name": "projects/q/roles/elsewhere", **OWNED}, kind_of("projects/q/roles/r").message()
    )
    text = "name: attributes/user.x\ntype: ATTRIBUTE_TYPE_BOOL"
    assert plan(text, current).kept == ("projects/p/roles/mine",)
    assert [step.name for step in plan(text, current, prune=True).steps[1:]] == ["projects/p/roles/mine"]


def test_a_projects_own_mark_never_makes_it_be_deleted() -> None:
    current = {"projects/p": resource("", **OWNED)}
    assert [step.action for step in plan("name: roles/r\n", current, prune=True).steps] == [Action.CREATE]


def test_what_is_deleted_may_not_be_named() -> None:
    text = "name: applications/a\nkind: APPLICATION_KIND_OIDC\nuser_template: t"
    current = state(resource("templates/t", **OWNED))
    made = plan(text, current, prune=True)
    (finding,) = find_conflicts(read_desired(read_yaml(text, "f"), "p"), current, made)
    assert (str(finding.place), finding.path, finding.reason) == ("f:3:16", "user_template", "RESOURCE_IN_USE")


def test_a_client_id_of_another_application_is_refused() -> None:
    text = "name: applications/a\nkind: APPLICATION_KIND_OIDC\nclient_id: web"
    current = state(resource("applications/b", client_id="web"))
    (finding,) = find_conflicts(read_desired(read_yaml(text, "f"), "p"), current, plan(text, current))
    assert finding.message == "projects/p/applications/b has this client id."


def test_a_plan_is_stale_when_what_it_speaks_of_changed() -> None:
    before = state(resource("roles/a"), resource("roles/b", **OWNED), resource("roles/c"))
    made = plan("name: roles/a\npermissions: [x]\n---\nname: roles/new\n", before, prune=True)
    assert find_stale(made, before) == ()
    after = state(
        resource("roles/a", etag="roles/a-2", description="d"),
        resource("roles/c", etag="roles/c-2"),
        resource("roles/new"),
    )
    after["projects/p"].etag = "other settings are no matter"
    assert [(one.name, one.what, one.changes) for one in find_stale(made, after)] == [
        ("projects/p/roles/a", "changed meanwhile", (Change("description", None, '"d"'),)),
        ("projects/p/roles/new", "was made meanwhile", ()),
        ("projects/p/roles/b", "was deleted meanwhile", (Change('labels["mintmark.dev/applied-by"]', '"files"', None),)),
    ]
    after["projects/p"].uid = "another"
    assert find_stale(made, after)[0].what == "is not the project that it was"


def test_a_plan_survives_its_file() -> None:
    current = state(resource("roles/a"), resource("roles/b", **OWNED))
    made = plan("name: roles/a\npermissions: [x]\n---\nname: roles/new\n", current, prune=True)
    assert plan_from_text(json.dumps(plan_to_json(made))) == made


def template(**fields: Any) -> Any:
    return json_format.ParseDict(fields, template_pb2.Template())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"string": 'a"b'}, '"a\\"b"'),
        ({"string": "{{x}}"}, '"{{{{x}}"'),
        ({"dynamic": {"expression": "x"}}, "{{x}}"),
        ({"dynamic": {"text": "{{x}}"}}, '"{{x}}"'),
        ({"dynamic": {"expression": "x", "fallback": {"number": 1}}}, "{{x}} or 1"),
        ({"number": 1}, "1"),
        ({"number": 0.5}, "0.5"),
        ({"bool": False}, "false"),
        ({"null": None}, "null"),
        ({"struct": {}}, "{}"),
        ({"list": {}}, "[]"),
        ({"list": {"values": [{"struct": {"fields": {"b": {"bool": True}, "a": {"string": "x"}}}}]}}, '[{"a": "x", "b": true}]'),
    ],
)
def test_claims_are_written_so_that_different_ones_differ(value: dict[str, Any], text: str) -> None:
    after = template(name="n", source={"advanced": "{}"}, claims={"c": value})
    assert find_changes(None, after) == (Change("claims.c", None, text),)


def test_claims_differ_member_by_member_and_what_the_service_writes_never_does() -> None:
    before = template(
        name="n",
        etag="1",
        revision=3,
        uid="u",
        source={"advanced": '{"a": {"b": 1, "c": 2}}'},
        claims={"a": {"struct": {"fields": {"b": {"number": 1}, "c": {"number": 2}}}}},
        inherit=False,
    )
    after = template(
        name="n",
        source={"simple": {"fields": {}}},
        claims={"a": {"struct": {"fields": {"b": {"number": 1}, "d e": {"number": 2}}}}},
    )
    assert find_changes(before, after) == (
        Change("claims.a.c", "2", None),
        Change('claims.a["d e"]', None, "2"),
        Change("inherit", "false", None),
    )


def test_without_canonical_claims_the_sources_are_compared() -> None:
    before = template(source={"advanced": '{"a": {"b": 1.0}, "x": "{{user.id}}"}'})
    after = template(
        source={"simple": {"fields": {"a": {"struct": {"fields": {"b": {"number": 1}}}}, "x": {"dynamic": {"expression": "user.id"}}}}}
    )
    assert find_changes(before, after, canonical=False) == ()
    broken = template(source={"advanced": "{"})
    assert find_changes(broken, broken, canonical=False) == ()
