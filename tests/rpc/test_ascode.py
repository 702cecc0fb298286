"""Configuration as code, through the command line, against a service."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format
from mintmark import Client, errors
from mintmark.ascode.apply import ApplyError, apply_plan
from mintmark.ascode.current import read_current
from mintmark.ascode.desired import read_desired
from mintmark.ascode.files import read_documents
from mintmark.ascode.plan import Step
from mintmark.ascode.planning import make_plan
from mintmark.ascode.yamltext import read_yaml
from mintmark.cli import ascode as cli
from mintmark.v1 import credential_service_pb2
from mintmark_server.testing import TestService, run_service

from tests.commands import CommandLine, Done
from tests.project import ProjectUnderTest

EXAMPLE = Path(__file__).parents[2] / "client/examples/ascode"
SETTINGS = "name: projects/-\nsettings: {user_template: default}\n"
TEMPLATE = "name: templates/default\nkind: TEMPLATE_KIND_USER\nsource:\n  advanced: {plan: free}\n"


class Folder:
    """A folder of documents and the commands on it."""

    def __init__(self, folder: Path, commands: CommandLine) -> None:
        self.path = folder
        self.commands = commands
        folder.mkdir()

    def write(self, **files: str) -> None:
        for name, text in files.items():
            (self.path / f"{name}.yaml").write_text(text)

    def plan(self, *options: str | Path) -> Done:
        return self.commands.run("plan", "-f", self.path, *options)

    def apply(self, *options: str | Path) -> Done:
        return self.commands.run("apply", "-f", self.path, "--auto-approve", *options)


@pytest.fixture
def folder(service: TestService, project: ProjectUnderTest, tmp_path: Path) -> Folder:
    return Folder(tmp_path / "files", CommandLine(service, tmp_path, project.id))


def configuration(project: ProjectUnderTest) -> dict[str, Any]:
    """Return everything that a project has, without what only the service writes and names of the project itself."""
    found = {}
    for name, resource in read_current(project.client, [project.name]).resources.items():
        document = json_format.MessageToDict(resource, preserving_proto_field_name=True)
        for key in ("uid", "etag", "create_time", "update_time", "revision", "issuer_url"):
            document.pop(key, None)
        found[name.replace(project.name, "projects/-")] = json.loads(json.dumps(document).replace(project.name, "projects/-"))
    return found


def credential(project: ProjectUnderTest, name: str, *roles: str) -> str:
    request = credential_service_pb2.CreateCredentialRequest(credential_id=name)
    roles_of = [f"CALLER_ROLE_{role}" for role in roles]
    json_format.ParseDict({"grants": [{"project": project.name, "roles": roles_of}]}, request.credential)
    return project.client.credentials.CreateCredential(request).secret


def test_the_example_is_applied_to_a_new_project_and_then_nothing_changes(
    service: TestService, tmp_path: Path, project: ProjectUnderTest
) -> None:
    commands = CommandLine(service, tmp_path, "shop")
    planned = commands.run("plan", "-f", EXAMPLE)
    assert planned.code == 2
    assert "+ projects/shop/templates/members" in planned.out
    assert "    + claims.tier: {{user.custom_attributes.tier}}\n" in planned.out
    assert "because projects/shop does not exist yet: projects/shop/attributes/access_key.team," in planned.out
    applied = commands.run("apply", "-f", EXAMPLE, "--auto-approve")
    assert applied.code == 0, applied.err
    assert applied.out.endswith("created projects/shop\nApplied.\n")
    again = commands.run("plan", "-f", EXAMPLE)
    assert (again.code, again.out) == (0, "No changes: the service has what the files say.\n")
    second = commands.run("apply", "-f", EXAMPLE, "--auto-approve")
    assert (second.code, second.out) == (0, "No changes: the service has what the files say.\n")
    shop = ProjectUnderTest(project.client, "shop")
    shop.create_user("ada", given_name="Ada")
    assert shop.payload()["tier"] == "basic"
    assert shop.payload()["greeting"] == "Hello Ada"


def test_a_plan_shows_each_field_and_each_claim_that_changes(folder: Folder) -> None:
    folder.write(a="name: roles/clerk\npermissions: [read]\n", b=TEMPLATE)
    assert folder.apply().code == 0
    folder.write(
        a="name: roles/clerk\npermissions: [read, write]\ndescription: Works here.\n",
        b="name: templates/default\nkind: TEMPLATE_KIND_USER\nadd_jti: true\nlabels: {a: b}\n"
        "source:\n  advanced: {plan: '{{user.custom_attributes.plan}}', box: {deep: [1]}}\n",
    )
    planned = folder.plan()
    project = folder.commands._options[-1]
    assert planned.code == 2
    assert planned.out == (
        f"~ projects/{project}/roles/clerk  ({folder.path}/a.yaml:1:1)\n"
        '    + description: "Works here."\n'
        '    ~ permissions: ["read"] -> ["read", "write"]\n\n'
        f"~ projects/{project}/templates/default  ({folder.path}/b.yaml:1:1)\n"
        "    + add_jti: true\n"
        "    + claims.box.deep: [1]\n"
        '    ~ claims.plan: "free" -> {{user.custom_attributes.plan}}\n'
        '    + labels.a: "b"\n\n'
        "Plan: 0 to create, 2 to update, 0 to delete.\n"
    )
    assert folder.apply().code == 0
    assert folder.plan().code == 0


@pytest.mark.parametrize(
    "source",
    [
        "{advanced: {list: [1, 2], plan: '{{ user.custom_attributes.plan }}', box: {b: 1.0, a: true}}}",
        """{advanced: '{"box":{"a":true,"b":1},"plan":"{{user.custom_attributes.plan}}","list":[1,2.0]}'}""",
        (
            "{simple: {fields: {list: {list: {values: [{number: 1}, {number: 2}]}}, "
            "plan: {dynamic: {expression: user.custom_attributes.plan}}, "
            "box: {struct: {fields: {a: {bool: true}, b: {number: 1}}}}}}}"
        ),
    ],
)
def test_another_way_to_write_the_same_claims_is_no_change(folder: Folder, project: ProjectUnderTest, source: str) -> None:
    head = "name: templates/default\nkind: TEMPLATE_KIND_USER\nsource: "
    first = "{advanced: {plan: '{{user.custom_attributes.plan}}', list: [1, 2], box: {a: true, b: 1}}}"
    folder.write(a=head + first)
    assert folder.apply().code == 0
    before = configuration(project)
    folder.write(a=head + source)
    assert folder.plan().code == 0
    assert folder.apply().code == 0
    assert configuration(project) == before
    folder.write(a=head + source.replace("1.0", "1.5").replace('"b":1', '"b":1.5').replace("b: {number: 1}", "b: {number: 1.5}"))
    assert "~ claims.box.b: 1 -> 1.5\n" in folder.plan().out


def test_all_problems_of_all_files_come_at_once_with_their_places(folder: Folder) -> None:
    folder.write(
        a="name: templates/a\nkind: TEMPLATE_KIND_USER\nsource:\n  advanced:\n    ok: 1\n"
        "    plan: '{{user.custom_attributes.plam}}'\n    sub: x\n",
        b='name: flows/b\nsource:\n  advanced: |\n    {\n      "plan": "{{form.x"\n    }\n',
        c="name: applications/c\nkind: APPLICATION_KIND_OIDC\nuser_template: defauld\n"
        "scope_mappings:\n  - scope: s\n    source:\n      advanced:\n        x: '{{users.id}}'\n",
        d=TEMPLATE,
    )
    planned = folder.plan()
    project, path = folder.commands._options[-1], folder.path
    assert planned.code == 1
    assert planned.out == ""
    assert planned.err == (
        f"{path}/a.yaml:6:11: plan: UNKNOWN_REFERENCE: `user.custom_attributes.plam` does not exist.\n"
        "    Did you mean `user.custom_attributes.plan`?\n"
        f"{path}/a.yaml:7:10: sub: RESERVED_CLAIM: `sub` belongs to the service and can't be set here.\n"
        "    Set the template's `override_subject`.\n"
        f"{path}/b.yaml:5:16: plan: INVALID_PLACEHOLDER: The placeholder is not closed: " + "`}}` is missing.\n"
        "    Close it; a literal `{{` is written `{{{{`.\n"
        f"{path}/c.yaml:3:16: user_template: REFERENCE_NOT_FOUND: projects/{project}/templates/defauld does not exist"
        " and no file describes it.\n"
        f"    Did you mean projects/{project}/templates/default?\n"
        f"{path}/c.yaml:8:12: application.scope_mappings[0].x: UNKNOWN_REFERENCE: `users` does not exist.\n"
        "    Did you mean `user`?\n"
    )
    assert folder.apply().code == 3


def test_what_stands_beside_the_claims_has_its_place_too(folder: Folder) -> None:
    folder.write(
        a='name: flows/a\nsource:\n  advanced: |2\n      {"é": "\\u00e9\\n{{usr.id}}", "ok": 1,\n     "ID": 1, "id": 2}\n'
        "conditions:\n  ok: user.id\nfallbacks:\n  'box.x': {number: 1}\nlocked: [ok,\n  gone]\nremove_claims: [iss]\n",
        b="name: applications/b\nkind: APPLICATION_KIND_OIDC\nscope_mappings:\n  - scope: s\n    source:\n      advanced: |\n"
        '        {"x":\n          "{{usr.id}}"}\n',
    )
    planned = folder.plan()
    assert planned.code == 1
    assert [line.partition(": ")[0].removeprefix(str(folder.path)) for line in planned.err.splitlines() if line.startswith("/")] == [
        "/a.yaml:4:24",
        "/a.yaml:5:15",
        "/a.yaml:7:7",
        "/a.yaml:9:12",
        "/a.yaml:11:3",
        "/a.yaml:12:17",
        "/b.yaml:8:14",
    ]


def test_what_can_be_known_without_the_service_is_told_of_a_new_project_too(service: TestService, folder: Folder, tmp_path: Path) -> None:
    folder.write(
        a='name: flows/b\nsource:\n  advanced: |\n    {\n      "a": 1,\n      "b" 2\n    }\n',
        b="name: flows/c\nsource: {advanced: '[1]'}\n",
    )
    new = CommandLine(service, tmp_path, "not-yet")
    planned = new.run("plan", "-f", folder.path)
    assert planned.code == 1
    assert planned.err == (
        f"{folder.path}/a.yaml:6:11: source.advanced: Not JSON: expected :\n"
        f"{folder.path}/b.yaml:2:20: source.advanced: Expected the text of a JSON object, found a list.\n"
        "    A mapping may stand here, too.\n"
    )
    folder.write(
        a="name: projects/-\nsettings: {user_template: k, access_key_template: k}\n",
        b="name: templates/k\nkind: TEMPLATE_KIND_ACCESS_KEY\nsource: {advanced: {}}\n",
    )
    planned = new.run("plan", "-f", folder.path)
    assert planned.code == 1
    assert planned.err == (
        f"{folder.path}/a.yaml:2:27: settings.user_template: WRONG_KIND: projects/not-yet/templates/k is of another kind; "
        "here belongs one of kind TEMPLATE_KIND_USER.\n"
    )


def test_a_service_that_goes_away_in_the_middle_leaves_what_is_done(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        service = stack.enter_context(run_service())
        client = stack.enter_context(Client(service.target, credential=service.credential))
        node = read_yaml("name: projects/-\n---\nname: roles/a\n---\nname: roles/b\n", "f")
        plan = make_plan(client, read_desired(node, "p"), owner="files", prune=False, adopt=False)
        stopping = stack.pop_all()

        def told(step: Step, *, partly: bool) -> None:
            if step.name == "projects/p/roles/a":
                stopping.close()

        with pytest.raises(ApplyError) as caught:
            apply_plan(Client(service.target, credential=service.credential), plan, told=told)
    assert isinstance(caught.value.__cause__, errors.UnavailabilityError)
    assert [step.name for step in caught.value.done] == ["projects/p", "projects/p/roles/a"]
    assert (caught.value.failed.name, caught.value.left) == ("projects/p/roles/b", ())


def test_what_waits_for_other_changes_is_planned_and_said(folder: Folder, project: ProjectUnderTest) -> None:
    folder.write(a=SETTINGS, b=TEMPLATE)
    assert folder.apply().code == 0
    folder.write(
        a="name: projects/-\nsettings: {user_template: other, allowed_overrides: [aud], limits: {max_keys: 90}}\n",
        b=TEMPLATE.replace("{plan: free}", "{plan: '{{user.custom_attributes.tier}}', aud: shop}"),
        c="name: attributes/user.tier\ntype: ATTRIBUTE_TYPE_STRING\n",
        d=TEMPLATE.replace("templates/default", "templates/other"),
    )
    planned = folder.plan()
    assert planned.code == 2, planned.err
    name = project.name
    assert f"because settings.user_template: {name}/templates/other does not exist yet: {name}\n" in planned.out.replace("project.", "")
    assert f"because plan: {name}/attributes/user.tier does not exist yet: {name}/templates/default\n" in planned.out
    assert f"because aud: the project's limits or overrides change first: {name}/templates/default\n" in planned.out
    assert "    + settings.limits.max_keys: 90\n" in planned.out
    assert '    ~ claims.plan: "free" -> {{user.custom_attributes.tier}}\n' in planned.out
    section = planned.out[planned.out.index("~ projects", 1) :].split("\n\n")[0]
    assert "merge" not in section, "defaults of the service are no changes"
    applied = folder.apply()
    assert applied.code == 0, applied.err
    assert f"updated {name}, without what refers to others\n" in applied.out
    assert folder.plan().code == 0


def test_a_lock_moves_from_one_template_to_another_in_one_plan(folder: Folder, project: ProjectUnderTest) -> None:
    lower = "name: templates/z-lower\nkind: TEMPLATE_KIND_USER\nsource: {advanced: {plan: free}}\n"
    upper = "name: templates/a-upper\nkind: TEMPLATE_KIND_USER\nsource: {advanced: {other: 1}}\n"
    folder.write(
        a="name: projects/-\nsettings: {user_template: z-lower}\n",
        b=lower + "locked: [plan]\n",
        c=upper,
        d="name: applications/app\nkind: APPLICATION_KIND_OIDC\nuser_template: a-upper\n",
    )
    assert folder.apply().code == 0
    folder.write(b=lower, c=upper.replace("other: 1", "plan: paid"))
    planned = folder.plan()
    assert "because plan: another template that locks it may change first" in planned.out
    assert folder.apply().code == 0, "the one that is refused first is tried again"
    assert folder.plan().code == 0


def test_an_attributes_type_changes_with_the_templates_that_use_it(folder: Folder, project: ProjectUnderTest) -> None:
    def write(type_: str, **templates: str) -> None:
        documents = [f"name: attributes/user.tier\ntype: ATTRIBUTE_TYPE_{type_}\n"]
        for name, expression in templates.items():
            documents.append(f'name: templates/{name}\nkind: TEMPLATE_KIND_USER\nsource: {{advanced: {{t: "{{{{{expression}}}}}"}}}}\n')
        folder.write(a="---\n".join(documents))

    tier, attribute = "user.custom_attributes.tier", f"{project.name}/attributes/user.tier"
    write("STRING", before=f"{tier} + '!'", after="user.id")
    assert folder.apply().code == 0
    write("NUMBER", before=tier, after=f"{tier} > 2.0")
    planned = folder.plan()
    assert planned.code == 2, planned.err
    assert f"because attribute.type: {project.name}/templates/before changes first: {attribute}\n" in planned.out
    assert f"because t: {attribute} has another type first: {project.name}/templates/after\n" in planned.out
    applied = folder.apply()
    assert applied.code == 0, applied.err
    done = [line for line in applied.out.splitlines() if line.startswith("updated")]
    assert done == [f"updated {project.name}/templates/before", f"updated {attribute}", f"updated {project.name}/templates/after"]
    assert folder.plan().code == 0

    write("STRING", before=tier, after=f"{tier} > 2.0")
    refused = folder.plan()
    assert refused.code == 1
    assert (
        f"a.yaml:2:7: type: RESOURCE_IN_USE: {attribute} can't have another type: {project.name}/templates/after uses it, and"
        in refused.err
    )
    write("STRING", before=tier, after=f"{tier} + '!'")
    refused = folder.plan()
    assert refused.code == 1
    assert f"a.yaml:2:7: type: RESOURCE_IN_USE: {attribute} and {project.name}/templates/after can't change at once" in refused.err
    assert "Apply first without the claims that use it" in refused.err
    write("STRING", before=tier, after="user.id")
    assert folder.apply().code == 0
    write("STRING", before=tier, after=f"{tier} + '!'")
    assert folder.apply().code == 0
    project.create_user("eve", custom_attributes={"tier": "gold"})
    write("NUMBER", before=tier, after="user.id")
    assert f"{project.name}/users/eve holds a value that is no number." in folder.plan().err


def test_a_saved_plan_is_applied_or_aborts_with_what_changed(folder: Folder, project: ProjectUnderTest, tmp_path: Path) -> None:
    folder.write(a=TEMPLATE, b="name: roles/clerk\npermissions: [read]\n")
    assert folder.apply().code == 0
    folder.write(a=TEMPLATE.replace("free", "paid"), c="name: roles/new\n")
    saved = tmp_path / "saved.plan"
    assert folder.plan("--out", saved).code == 2
    project.update_template("default", "source", source={"advanced": '{"plan": "meanwhile"}'})
    project.create_role("new", ["x"])
    stale = folder.commands.run("apply", saved, "--auto-approve")
    assert stale.code == 6
    assert stale.err == (
        "ABORTED: the plan is stale; nothing more is changed. Plan anew.\n"
        f"  {project.name}/roles/new was made meanwhile\n"
        '      + permissions: ["x"]\n'
        f"  {project.name}/templates/default changed meanwhile\n"
        '      ~ claims.plan: "free" -> "meanwhile"\n'
    )
    assert folder.plan("--out", saved).code == 2
    done = folder.commands.run("apply", saved, "--auto-approve")
    assert done.code == 0, done.err
    assert folder.plan().code == 0
    assert folder.commands.run("apply", saved, "--auto-approve").code == 6, "a plan is applied once"


def test_a_change_between_check_and_write_aborts_too(folder: Folder, project: ProjectUnderTest, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write(a=TEMPLATE)
    folder.apply()
    folder.write(a=TEMPLATE.replace("free", "paid"), b="name: roles/first\n", c="name: flows/f\nsource: {advanced: {}}\n")
    desired = read_desired(read_documents([folder.path]), project.id)
    plan = make_plan(project.client, desired, owner="files", prune=False, adopt=False)
    project.update_template("default", "source", source={"advanced": '{"plan": "meanwhile"}'})
    with pytest.raises(errors.EtagMismatchError):
        cli._apply(project.client, plan)
    assert capsys.readouterr().err == (
        f"Stopped at: update {project.name}/templates/default\n"
        f"  done: create {project.name}/roles/first\n"
        f"  not done: create {project.name}/flows/f\n"
        "What is done stays. Apply again to go on.\n"
        "ABORTED: the plan is stale; nothing more is changed. Plan anew.\n"
        f"  {project.name}/templates/default changed meanwhile\n"
        '      ~ claims.plan: "free" -> "meanwhile"\n'
    )


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 2}', '{"version": 1, "owner": "x", "steps": [1]}', "\x00"])
def test_a_file_that_is_no_plan_is_refused(folder: Folder, tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.plan").write_text(text)
    done = folder.commands.run("apply", tmp_path / "broken.plan", "--auto-approve")
    assert done.code == 2
    assert "no plan" in done.err or "version 2" in done.err
    assert folder.commands.run("apply", tmp_path / "absent.plan", "--auto-approve").code == 2


def test_prune_deletes_only_what_apply_made_and_no_file_describes(folder: Folder, project: ProjectUnderTest) -> None:
    folder.write(a=TEMPLATE, b="name: roles/clerk\n", c="name: flows/f\nsource: {advanced: {}}\n", d=SETTINGS)
    assert folder.apply().code == 0
    (folder.path / "b.yaml").unlink()
    (folder.path / "c.yaml").unlink()
    kept = folder.plan()
    assert kept.code == 0
    names = f"{project.name}/flows/f, {project.name}/roles/clerk"
    assert f"Not in the files any more, and kept (--prune deletes them): {names}\n" in kept.out
    assert "to delete" not in folder.plan("--prune", "--owner", "somebody-else").out
    pruned = folder.apply("--prune")
    assert pruned.code == 0, pruned.err
    assert f"deleted {project.name}/flows/f\ndeleted {project.name}/roles/clerk\n" in pruned.out
    roles = [name for name in configuration(project) if "/roles/" in name]
    assert roles == ["projects/-/roles/admin", "projects/-/roles/viewer"], "what was made by hand stays"
    assert folder.plan("--prune").code == 0


def test_what_is_in_use_is_not_pruned_and_the_users_are_named(folder: Folder, project: ProjectUnderTest) -> None:
    folder.write(a=TEMPLATE, b="name: roles/clerk\n", d=SETTINGS)
    assert folder.apply().code == 0
    project.create_user("carl", roles=["clerk"])
    (folder.path / "b.yaml").unlink()
    refused = folder.plan("--prune")
    assert refused.code == 1
    message = f"RESOURCE_IN_USE: {project.name}/roles/clerk can't be deleted: it is in use by {project.name}/users/carl.\n"
    assert message in refused.err
    assert folder.plan().code == 0
    (folder.path / "a.yaml").unlink()
    refused = folder.plan("--prune")
    assert f"settings.user_template: RESOURCE_IN_USE: {project.name}/templates/default would be deleted" in refused.err
    assert f"{folder.path}/d.yaml:2:27: " in refused.err


def test_an_attribute_that_files_begin_to_use_is_not_pruned(folder: Folder, project: ProjectUnderTest) -> None:
    folder.write(a=TEMPLATE, b="name: attributes/user.tier\ntype: ATTRIBUTE_TYPE_STRING\n")
    assert folder.apply().code == 0
    folder.write(a=TEMPLATE.replace("free", "'{{user.customAttributes.tier}}'"))
    (folder.path / "b.yaml").unlink()
    refused = folder.plan("--prune")
    assert refused.code == 1
    assert f"{folder.path}/a.yaml:1:1: RESOURCE_IN_USE: {project.name}/attributes/user.tier would be deleted" in refused.err
    folder.write(a=TEMPLATE.replace("free", "'{{tenant.custom_attributes.region}}'"))
    assert folder.apply("--prune").code == 0


def test_descopes_templates_are_imported_and_planned(folder: Folder, project: ProjectUnderTest, tmp_path: Path) -> None:
    descope = {
        "name": "Members",
        "type": "user",
        "tags": ["a"],
        "template": {"plan": "{{user.customAttributes.plan}}", "id": "{{user.userId}}"},
    }
    (tmp_path / "descope.json").write_text(json.dumps({"template": descope}))
    done = folder.commands.run("import", "descope", tmp_path / "descope.json", "-o", folder.path)
    assert done.code == 0
    assert f"{tmp_path}/descope.json:1:50: tags: tags has no counterpart here: ['a']\n" in done.err
    assert folder.commands.run("import", "descope", tmp_path / "descope.json", "-o", folder.path).code == 2
    assert folder.apply().code == 0
    assert folder.plan().code == 0
    (tmp_path / "other.json").write_text("{}")
    assert folder.commands.run("import", "descope", tmp_path / "other.json").code == 3


def test_the_schema_is_printed(folder: Folder) -> None:
    assert json.loads(folder.commands.run("schema").out)["title"] == "A document of Mintmark's configuration"


def test_what_stops_using_a_resource_goes_first(folder: Folder, project: ProjectUnderTest) -> None:
    attribute = "name: attributes/user.tier\ntype: ATTRIBUTE_TYPE_STRING\n"
    using = TEMPLATE.replace("free", "'{{user.custom_attributes.tier}}'")
    folder.write(a=using, b=attribute, c=TEMPLATE.replace("templates/default", "templates/old"), d=SETTINGS.replace("default", "old"))
    assert folder.apply().code == 0
    folder.write(a=TEMPLATE, d=SETTINGS)
    (folder.path / "b.yaml").unlink()
    (folder.path / "c.yaml").unlink()
    done = folder.apply("--prune")
    assert done.code == 0, done.err
    assert f"deleted {project.name}/templates/old\ndeleted {project.name}/attributes/user.tier\nApplied.\n" in done.out


def test_what_is_there_already_is_marked_only_when_asked(folder: Folder, project: ProjectUnderTest) -> None:
    project.create_role("clerk", ["read"])
    folder.write(a="name: roles/clerk\npermissions: [read]\n", b="name: roles/viewer\npermissions: [read]\n")
    planned = folder.plan()
    assert planned.code == 0
    assert f"--prune never deletes them): {project.name}/roles/clerk, {project.name}/roles/viewer\n" in planned.out
    assert folder.plan("--adopt").code == 2
    assert folder.apply("--adopt").code == 0
    (folder.path / "a.yaml").unlink()
    assert "- projects" in folder.plan("--prune").out


def test_an_export_changes_nothing_and_makes_another_project_the_same(
    service: TestService, folder: Folder, project: ProjectUnderTest, tmp_path: Path
) -> None:
    project.use_template({"a": 1.5, "deep": {"x": ["{{user.id}}", None, "{{{{"]}, "no": "yes", "u": "é\u2028\u0085x"}, locked=["a"])
    project.use_template({"k": "{{access_key.id}}"}, kind="ACCESS_KEY", inherit=False)
    project.create_flow("f", {"on": "0o17", "x": "1e3", "m": "{{form.m}}"}, conditions={"x": "true"}, fallbacks={"m": {"null": None}})
    project.create_access_key("nightly")
    project.create_application("web", client_id="w", audience_policy="AUDIENCE_POLICY_CUSTOM", audiences=["a"], lifetimes={"id_ttl": "60s"})
    project.update_settings(
        budgets=[{"kind": "BUDGET_KIND_CUSTOM", "custom_bytes": 900}], verify_one_in_n=0, allowed_overrides=["sub", "aud"]
    )
    out = tmp_path / "out"
    done = folder.commands.run("export", "-o", out)
    assert done.code == 0, done.err
    assert sorted(path.name for path in out.iterdir()) == [
        "applications.yaml",
        "attributes.yaml",
        "flows.yaml",
        "project.yaml",
        "roles.yaml",
        "templates.yaml",
    ]
    assert "nightly" not in "".join(path.read_text() for path in out.iterdir())
    assert folder.commands.run("plan", "-f", out).code == 0
    assert folder.commands.run("export", "-o", out).code == 2
    assert folder.commands.run("export", "-o", out, "--overwrite").code == 0
    copy = CommandLine(service, tmp_path, f"{project.id}-copy")
    assert copy.run("apply", "-f", out, "--auto-approve").code == 0
    assert copy.run("plan", "-f", out).code == 0
    made = configuration(ProjectUnderTest(project.client, f"{project.id}-copy"))
    for document in made.values():
        assert document["labels"].pop("mintmark.dev/applied-by") == "files"
        if not document["labels"]:
            del document["labels"]
    expected = configuration(project)
    for both in (made, expected):
        for document in both.values():
            document.pop("source", None)
    assert made == expected
    stream = tmp_path / "all.yaml"
    stream.write_text(folder.commands.run("export").out)
    assert folder.commands.run("plan", "-f", stream).code == 0


def test_permission_is_told_for_each_document_before_anything_changes(
    service: TestService, folder: Folder, project: ProjectUnderTest, tmp_path: Path
) -> None:
    editor = CommandLine(service, tmp_path, project.id, secret=credential(project, f"{project.id}-editor", "TEMPLATE_EDITOR"))
    folder.write(a=TEMPLATE)
    assert editor.run("plan", "-f", folder.path).code == 2
    assert editor.run("apply", "-f", folder.path, "--auto-approve").code == 0
    pruned = editor.run("plan", "-f", folder.path, "--prune")
    assert pruned.code == 0
    assert f"May not be read, so nothing of it is pruned: {project.name}/roles\n" in pruned.out
    auditor = CommandLine(service, tmp_path, project.id, secret=credential(project, f"{project.id}-auditor", "AUDITOR"))
    folder.write(a=TEMPLATE.replace("free", "paid"), b="name: roles/r\n")
    refused = auditor.run("apply", "-f", folder.path, "--auto-approve")
    assert refused.code == 3
    assert refused.err.count("PERMISSION_DENIED") == 2


def test_a_failure_in_the_middle_says_what_was_done_and_a_second_apply_goes_on(
    service: TestService, folder: Folder, project: ProjectUnderTest, tmp_path: Path
) -> None:
    folder.write(
        a="name: applications/app\nkind: APPLICATION_KIND_OIDC\n",
        b=TEMPLATE,
        c="name: flows/f\nsource: {advanced: {x: 1}}\n",
        d="name: applications/also\nkind: APPLICATION_KIND_OIDC\n",
    )
    saved = tmp_path / "saved.plan"
    folder.plan("--out", saved)
    secret = credential(project, f"{project.id}-half", "TEMPLATE_EDITOR", "AUDITOR")
    half = CommandLine(service, tmp_path, project.id, secret=secret)
    stopped = half.run("apply", saved, "--auto-approve")
    assert stopped.code == 4
    assert stopped.err.startswith(
        f"Stopped at: create {project.name}/applications/also\n"
        f"  done: create {project.name}/templates/default\n"
        f"  done: create {project.name}/flows/f\n"
        f"  not done: create {project.name}/applications/app\n"
        "What is done stays. Apply again to go on.\n"
    )
    assert "PERMISSION_DENIED" in stopped.err
    rest = folder.apply()
    assert rest.code == 0
    assert "Plan: 2 to create, 0 to update, 0 to delete.\n" in rest.out


def test_a_service_that_is_away_is_an_error_of_plan_and_unavailable_for_apply(service: TestService, folder: Folder, tmp_path: Path) -> None:
    folder.write(a=TEMPLATE)
    away = CommandLine(service, tmp_path, "p", target=f"unix:{tmp_path}/nobody")
    planned = away.run("plan", "-f", folder.path)
    assert planned.code == 1
    assert "can't be reached" in planned.err
    assert away.run("apply", "-f", folder.path, "--auto-approve").code == 7


def test_a_wrong_project_is_told_at_each_document(service: TestService, folder: Folder, tmp_path: Path) -> None:
    folder.write(a=TEMPLATE, b="name: projects/-/roles/r\n")
    planned = CommandLine(service, tmp_path, "demmo").run("plan", "-f", folder.path)
    assert planned.code == 1
    assert planned.err.count("projects/demmo does not exist, or may not be seen, and no file describes it.") == 2
    assert folder.commands.run("plan", "-f", folder.path, "--project", "demmo").code == 1


def test_wrong_usage_of_plan_is_no_change(folder: Folder, tmp_path: Path) -> None:
    assert folder.commands.run("plan").code == 1
    assert folder.commands.run("plan", "--wrong").code == 1
    assert folder.plan().code == 1, "an empty folder"
    folder.write(a="# Nothing.\n")
    assert folder.plan().code == 1
    assert folder.commands.run("apply", "--wrong").code == 2
    assert folder.commands.run("apply", "--auto-approve").code == 2
    assert folder.plan("--out", tmp_path).code == 1


def test_without_a_terminal_apply_asks_for_auto_approve(folder: Folder, project: ProjectUnderTest) -> None:
    folder.write(a=TEMPLATE)
    done = folder.commands.run("apply", "-f", folder.path)
    assert done.code == 2
    assert "--auto-approve" in done.err


@pytest.mark.parametrize(("answer", "code"), [("n", 1), ("y", 0)])
@pytest.mark.timeout(60)
def test_on_a_terminal_apply_asks(folder: Folder, project: ProjectUnderTest, answer: str, code: int) -> None:
    folder.write(a=TEMPLATE)
    leader, follower = pty.openpty()
    command = [sys.executable, "-c", "from mintmark.cli import main; main()", *folder.commands._options, "apply", "-f", str(folder.path)]
    with subprocess.Popen(command, stdin=follower, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        os.write(leader, f"{answer}\n".encode())
        said = process.communicate(timeout=50)[0]
    os.close(leader)
    os.close(follower)
    assert process.returncode == code, said
    assert ("projects/-/templates/default" in configuration(project)) is (answer == "y")
    assert "Apply these changes?" in said


def test_a_plan_is_printed_for_programs_as_it_is_saved(folder: Folder, tmp_path: Path) -> None:
    folder.write(a=TEMPLATE)
    done = folder.commands.run("plan", "-f", folder.path, "--out", tmp_path / "saved.plan", json=True)
    assert done.code == 2
    assert json.loads(done.out) == json.loads((tmp_path / "saved.plan").read_text())
    assert [(step["action"], step["changes"][0]) for step in json.loads(done.out)["steps"]] == [
        ("create", {"path": "claims.plan", "before": None, "after": '"free"'})
    ]
