"""Commands of templates and tokens, through the command line, against a service."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from mintmark.cli import state, templates
from mintmark.cli.evaluations import build_tree
from mintmark.v1 import token_service_pb2
from mintmark_server.testing import TestService

from tests.commands import CommandLine
from tests.project import ProjectUnderTest


@pytest.fixture
def commands(service: TestService, project: ProjectUnderTest, tmp_path: Path) -> CommandLine:
    return CommandLine(service, tmp_path, project.id)


def squeeze(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def draft(folder: Path, claims: str) -> Path:
    (folder / "draft.yaml").write_text(f"kind: TEMPLATE_KIND_USER\nsource: {{advanced: '{claims}'}}\n")
    return folder / "draft.yaml"


def test_revisions_are_listed_compared_and_rolled_back(commands: CommandLine, project: ProjectUnderTest) -> None:
    project.create_template("t", {"plan": "free", "old": 1})
    first = commands.run("template", "diff", "t")
    assert (first.code, "has no revision before its first" in first.err) == (5, True)
    project.update_template("t", "source", source={"advanced": '{"plan": "{{user.custom_attributes.plan}}", "new": true}'})
    listed = squeeze(commands.run("template", "revisions", "t").out)
    assert listed == [
        "revision written by claims",
        "2 2031-04-01T12:00:00Z credentials/bootstrap-owner new, plan",
        "1 2031-04-01T12:00:00Z credentials/bootstrap-owner old, plan",
    ]
    assert len(commands.run("template", "revisions", "t", "--limit", "1").out.splitlines()) == 2
    assert commands.run("template", "diff", "t").out == (
        'Revision 1 to 2:\n  + claims.new: true\n  - claims.old: 1\n  ~ claims.plan: "free" -> "{{user.custom_attributes.plan}}"\n'
    )
    assert commands.run("template", "rollback", "t", "1").code == 0
    assert commands.run("template", "diff", "t", "--from", "1").out == "Revision 1 to 3:\n  They say the same.\n"
    assert commands.run("template", "rollback", "t", "9").code == 5
    assert commands.run("template", "rollback", "t", "1", "--etag", '"x"').code == 6


def test_a_draft_is_compared_with_what_is_stored(commands: CommandLine, project: ProjectUnderTest, tmp_path: Path) -> None:
    project.create_template("t", {"plan": "free"})
    assert commands.run("template", "diff", "t", "-f", draft(tmp_path, '{"plan" : "free"}')).out == "They say the same.\n"
    assert commands.run("template", "diff", "t", "-f", draft(tmp_path, '{"plan": "paid"}')).out == '~ claims.plan: "free" -> "paid"\n'
    wrong = commands.run("template", "diff", "t", "-f", draft(tmp_path, '{"sub": "x"}'))
    assert wrong.code == 3
    assert "RESERVED_CLAIM" in wrong.out


@pytest.mark.parametrize("changes", [0, 1, 500])
def test_a_plan_counts_what_a_draft_would_change(
    commands: CommandLine, project: ProjectUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: int
) -> None:
    # 0 is answered as any request by a service that has no groups yet.
    monkeypatch.setattr(templates, "CHANGES", changes)
    project.use_template({"plan": "free", "n": 1})
    project.create_user("bob", custom_attributes={"level": 0})
    project.update_user("ada", "custom_attributes", custom_attributes={"level": 2})
    file = draft(tmp_path, '{"plan": "paid", "n": "{{ 1.0 / user.custom_attributes.level > 9.0 ? 1 : 1 }}"}')
    done = commands.run("template", "plan", "default-user", "-f", draft(tmp_path, '{"plan": "paid", "n": 1}'), "--details")
    assert done.code == 0, done.err
    assert squeeze(done.out) == [
        f"{project.name}/users/ada: plan CHANGED (+0 bytes)",
        f"{project.name}/users/bob: plan CHANGED (+0 bytes)",
        "2 subjects: 2 would change, 0 would newly be refused, 0 would no longer be.",
        "claim change subjects",
        "plan CHANGED 2",
    ]
    one = commands.run("template", "plan", "default-user", "-f", draft(tmp_path, '{"plan": "paid", "n": 1}'), "--max", "1", json=True)
    assert one.out.startswith('{\n  "change": {\n')
    assert '"changed": "1"' in one.out
    file = draft(tmp_path, '{"plan": "free", "n": "{{[1, 2][int(user.custom_attributes.level)]}}"}')
    refused = commands.run("template", "plan", "default-user", "-f", file, "--details")
    assert refused.code == 3, refused.out + refused.err
    assert f"{project.name}/users/ada:" in refused.out
    assert "    refused: n: " in refused.out
    assert "1 would newly be refused" in refused.out


def test_a_starter_is_printed_as_documents_that_apply(commands: CommandLine, project: ProjectUnderTest, tmp_path: Path) -> None:
    names = [line.split()[0] for line in commands.run("template", "starters").out.splitlines()[1:] if not line.startswith(" ")]
    assert {"hasura", "supabase", "kubernetes", "descope-default"} <= set(names)
    for name in ("hasura", "kubernetes"):
        (tmp_path / f"{name}.yaml").write_text(commands.run("template", "starter", name).out)
        applied = commands.run("apply", "-f", tmp_path / f"{name}.yaml", "--auto-approve")
        assert applied.code == 0, applied.err
        assert f"{project.name}/templates/{name}\n" in applied.out
        assert commands.run("plan", "-f", tmp_path / f"{name}.yaml").code == 0


def test_a_template_is_created_from_a_starter(commands: CommandLine, project: ProjectUnderTest) -> None:
    assert commands.run("template", "create", "mine", "--starter", "hasura", "--validate-only").code == 0
    made = commands.run("template", "create", "mine", "--starter", "hasura")
    assert made.code == 0, made.err
    stored = json.loads(commands.run("template", "get", "mine").out)
    assert (stored["name"], list(stored["claims"])) == (f"{project.name}/templates/mine", ["https://hasura.io/jwt/claims"])
    assert commands.run("template", "create", "mine", "--starter", "hasura").code == 6
    refused = commands.run("template", "create", "db", "--starter", "supabase")
    assert refused.code == 3
    assert "OVERRIDE_NOT_ALLOWED" in refused.err
    assert commands.run("template", "create", "x", "--starter", "nobody").code == 5
    assert commands.run("template", "create", "x").code == 2
    assert commands.run("template", "create", "x", "--starter", "hasura", "--file", "x.json").code == 2


def test_a_preview_is_a_tree_with_origins_sizes_and_absences(commands: CommandLine, project: ProjectUnderTest) -> None:
    project.use_template(
        {"box": {"tier": "gold", "gone": "{{user.phone}}", "who": "{{user.email}}", "x.y": [1]}, "plan": "free", "support": "yes"},
        conditions={"support": "false"},
        empty_claim_policy="EMPTY_CLAIM_POLICY_DELETE",
        fallbacks={},
    )
    project.create_flow("f", {"plan": "trial"})
    lines = commands.run("token", "preview", "--user", "ada", "--flow", "f").out.splitlines()
    tree = [line.rstrip() for line in lines]
    assert tree[0].split() == ["claim", "value", "origin", "bytes", "why"]
    rows = {line.split()[0]: line for line in tree[1:] if line}
    assert rows["box"].split()[1].isdigit()
    assert rows["gone"].startswith("  gone ")
    assert rows["gone"].split()[1:] == ["project_template", "absent:", "EMPTY_DELETED"]
    assert rows["tier"].split()[1:] == ["gold", "project_template", "constant"]
    assert rows["plan"].split()[1:3] == ["trial", "flow"]
    assert "constant; overrides" in rows["plan"]
    assert rows["support"].split()[1:] == ["project_template", "absent:", "CONDITION_FALSE"]
    assert "bytes as a token" in tree[-1]


def test_the_tree_has_each_leaf_once_in_order_with_the_objects_that_hold_it(project: ProjectUnderTest) -> None:
    project.use_template({"a": {"b": {"c": 1, "d e": "{{user.email}}"}, "l": [{"x": 1}]}, "https://a.b/c": {}})
    evaluation = project.preview()
    rows = [row for row in build_tree(evaluation) if row[2] != "stamp"]
    sizes = {size.name: str(size.bytes) for size in evaluation.size.claims}
    email = f"user.email; users/ada revision {evaluation.origins[0].records[0].revision if evaluation.origins[0].records else 1}"
    assert rows == [
        ("a", "", "", sizes["a"], ""),
        ("  b", "", "", "", ""),
        ("    c", "1", "project_template", "", "constant"),
        ("    d e", "ada@example.com", "project_template", "", email),
        ("  l", '[{"x": 1}]', "project_template", "", "constant"),
        ("https://a.b/c", "{}", "project_template", sizes["https://a.b/c"], "constant"),
    ]


def test_why_answers_in_one_sentence(commands: CommandLine, project: ProjectUnderTest) -> None:
    template = project.use_template({"plan": "{{user.email}}", "box": {"a": 1}, "off": 1}, conditions={"off": "false"})
    said = {
        claim: commands.run("token", "why", claim, "--user", "ada").out for claim in ("plan", "box.a", "box", "off", "iat", "no", "plna")
    }
    name = f"{template.name} revision 1"
    assert said == {
        "plan": f"plan comes from the project_template ({name}) from user.email, read from {project.name}/users/ada revision 1.\n",
        "box.a": f"box.a comes from the project_template ({name}), written there as a constant.\n",
        "box": "box is an object; ask for box.a.\n",
        "off": "off is not in the token: its condition is false for this subject (CONDITION_FALSE, project_template).\n",
        "iat": "iat is set by the service itself.\n",
        "no": "no is not in the token: no layer proposes it.\n",
        "plna": "plna is not in the token: no layer proposes it. Did you mean plan?\n",
    }
    off = json.loads(commands.run("token", "why", "off", "--user", "ada", json=True).out)
    assert off["absence"] == {"path": "off", "reason": "ABSENCE_REASON_CONDITION_FALSE", "layer": "LAYER_PROJECT_TEMPLATE"}
    assert off["explanation"] == said["off"].strip()


def test_why_takes_the_names_on_the_way_to_a_claim(commands: CommandLine, project: ProjectUnderTest) -> None:
    project.use_template({"https://a.b/c": {"who": "{{user.id}}", "off": 1}})
    exact = commands.run("token", "why", '["https://a.b/c"].who', "--user", "ada").out
    assert exact.startswith('["https://a.b/c"].who comes from the project_template')
    assert commands.run("token", "why", "https://a.b/c.who", "--user", "ada").out == exact


@pytest.mark.parametrize("named", ["https://a.b/c", '["https://a.b/c"]'])
def test_why_takes_the_bare_name_of_any_claim(commands: CommandLine, project: ProjectUnderTest, named: str) -> None:
    template = project.use_template(
        {"https://a.b/c": 1, "https://a.b/o": {"x": 1}, "https://a.b/n": 1}, conditions={"https://a.b/n": "false"}
    )
    place = '["https://a.b/c"]'
    said = commands.run("token", "why", named, "--user", "ada").out
    assert said == f"{place} comes from the project_template ({template.name} revision 1), written there as a constant.\n"
    said = commands.run("token", "why", named.replace("/c", "/o"), "--user", "ada").out
    assert said == '["https://a.b/o"] is an object; ask for ["https://a.b/o"].x.\n'
    said = commands.run("token", "why", named.replace("/c", "/n"), "--user", "ada").out
    assert said.startswith('["https://a.b/n"] is not in the token: its condition is false')


def test_explain_says_what_a_token_was_made_of_and_what_is_different_now(commands: CommandLine, project: ProjectUnderTest) -> None:
    template = project.use_template({"plan": "{{user.email}}"}, addJti=True)
    project.update_settings(receipt_mode="RECEIPT_MODE_ALL")
    token = project.issue("ada")
    for named in ([token.token], ["--jti", token.jti]):
        said = commands.run("token", "explain", *named).out
        assert f"{template.name} 1 {project.name}/users/ada 1 " in " ".join(said.split())
        assert "It would say the same now." in said
    project.update_user("ada", "email", email="other@example.com")
    said = commands.run("token", "explain", token.token).out
    assert "plan CHANGED" in " ".join(said.split())
    assert "It would say the same now." not in said
    wrong = commands.run("token", "explain", token.token, "--sid", "S")
    assert (wrong.code, "Give one of TOKEN, --jti and --sid." in wrong.err) == (2, True)


def test_what_is_wrong_in_a_file_has_its_place_there(commands: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    file = Path("draft.yaml")
    block = '  advanced: |\n    {"a": 1,\n     "b": "{{user.emial}}"}\n'
    mapping = '  advanced:\n    a: 1\n    b: "{{user.emial}}"\n'
    text = """  advanced: '{"a": 1, "b": "{{user.emial}}"}'\n"""
    for source, place in ((block, f"{file}:5:14"), (mapping, f"{file}:5:8"), (text, "1:18 of source.advanced")):
        file.write_text(f"kind: TEMPLATE_KIND_USER\nsource:\n{source}conditions: {{a: user.id}}\n")
        found = " ".join(commands.run("template", "validate", "-f", file).out.split())
        assert f"b {place} UNKNOWN_REFERENCE" in found
        refused = commands.run("template", "create", "x", "-f", file)
        assert "a [project_template] at 1:1 of conditions: INVALID_EXPRESSION" in refused.err


def test_aliases_that_multiply_are_refused_in_any_file(commands: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "bomb.yaml"
    levels = [f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]" for below, name in zip("abcdefg", "bcdefgh", strict=True)]
    file.write_text("\n".join(["a: &a [x]", *levels]) + "\n")
    refused = commands.run("template", "create", "x", "-f", file)
    assert refused.code == 2
    assert "More than 200000 values, aliases counted in full." in " ".join(refused.err.replace("│", " ").split())


def test_sessions_are_listed_by_state_as_they_are_now(service: TestService, commands: CommandLine, project: ProjectUnderTest) -> None:
    project.update_settings(lifetimes={"session_idle_ttl": "60s"})
    opened = project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest()))
    name = opened.session.name.rpartition("/")[2]

    def listed(*options: str) -> list[tuple[str, str]]:
        done = commands.run("session", "list", *options, json=True)
        return [(session["name"], session["state"]) for session in json.loads(done.out)]

    assert listed("--user", "ada", "--filter", "state = ACTIVE") == [(opened.session.name, "SESSION_STATE_ACTIVE")]
    service.clock.move(timedelta(seconds=60))
    try:
        assert listed("--user", "ada", "--filter", "state = ENDED") == [(opened.session.name, "SESSION_STATE_ENDED")]
        assert listed("--user", "alan", "--filter", "state = ENDED") == listed("--filter", "state = ACTIVE") == []
        assert "ENDED" in commands.run("session", "list").out
        shown = commands.run("session", "get", name).err
        assert f"The session was idle too long at {opened.session.idle_expire_time.ToJsonString()}." in shown
    finally:
        service.clock.move(timedelta(seconds=-60))


def test_a_template_is_validated(commands: CommandLine, tmp_path: Path) -> None:
    assert commands.run("template", "validate", "-f", draft(tmp_path, '{"a": 1}')).out == "The template is valid.\n"
    wrong = commands.run("template", "validate", "-f", draft(tmp_path, '{"a": "{{user.emial}}"}'), json=True)
    assert wrong.code == 3
    assert json.loads(wrong.out)["problems"][0]["suggestion"] == "user.email"


def test_listings_go_on_over_pages_up_to_their_limit(
    commands: CommandLine, project: ProjectUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "PAGE", 1)
    for _ in range(3):
        project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest()))
    for command in ("session", "audit"):
        for limit in (1, 2, 3):
            listed = json.loads(commands.run(command, "list", "--limit", str(limit), json=True).out)
            assert len(listed) == limit
    assert len(json.loads(commands.run("tenant", "list", "--limit", "2", json=True).out)) == 2


def test_a_credential_file_that_is_none_is_told(commands: CommandLine, tmp_path: Path) -> None:
    absent, empty = tmp_path / "absent", tmp_path / "empty"
    empty.write_text("")
    for file, said in ((absent, "can't be read: No such file"), (empty, "does not hold one credential")):
        refused = commands.run("--credential-file", file, "user", "list")
        assert refused.code == 2
        assert said in " ".join(refused.err.replace("│", " ").split())
