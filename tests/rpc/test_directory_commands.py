"""Commands of the nouns, of keys and of the audit log, through the command line, against a service."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from mintmark_server.testing import TestService

from tests.commands import CommandLine
from tests.project import ProjectUnderTest


@pytest.fixture
def commands(service: TestService, project: ProjectUnderTest, tmp_path: Path) -> CommandLine:
    return CommandLine(service, tmp_path, project.id)


def rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_lists_show_ids_and_words_and_say_when_they_are_cut(commands: CommandLine, project: ProjectUnderTest) -> None:
    project.create_user("bob")
    every = commands.run("user", "list")
    assert every.err == ""
    assert [row[0] for row in rows(every.out)] == ["id", "ada", "bob"]
    assert "ENABLED" in every.out
    assert "USER_STATUS" not in every.out
    cut = commands.run("user", "list", "--limit", "1", "-o", "json")
    assert cut.err == "There are more than these 1; --limit shows more.\n"
    assert [user["name"] for user in json.loads(cut.out)] == [f"{project.name}/users/ada"]
    assert commands.run("user", "list", "--limit", "0").code == 2
    for noun in ("key", "template", "session", "audit", "role"):
        assert isinstance(json.loads(commands.run(noun, "list", json=True).out), list)


def test_the_audit_log_is_read_from_either_end(commands: CommandLine, project: ProjectUnderTest) -> None:
    project.create_user("bob")
    count = len(json.loads(commands.run("audit", "list", json=True).out))
    oldest = commands.run("audit", "list", "--limit", "1")
    assert rows(oldest.out)[1][0] == "1"
    assert "There are more" in oldest.err
    newest = commands.run("audit", "list", "--limit", "1", "--last")
    assert rows(newest.out)[1][0] == str(count)
    assert newest.err == ""


def test_what_does_not_fit_a_field_has_its_place_and_the_nearest_spelling(
    commands: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '{"emial": "b", "customAttributes": {"a": [1]},\n "status": "ENABLED", "roles": "x", "memberships": [{"tennant": "x"}]}'
    (tmp_path / "u.json").write_text(text)
    refused = commands.run("user", "create", "bob", "-f", tmp_path / "u.json")
    assert refused.code == 2
    assert refused.err.partition("Invalid value: ")[2] == (
        f"{tmp_path}/u.json:1:2: emial: There is no field emial here. Did you mean email?\n"
        f"{tmp_path}/u.json:2:12: status: ENABLED is not one of the values here. Did you mean USER_STATUS_ENABLED?\n"
        f"{tmp_path}/u.json:2:32: roles: Expected a list, found text.\n"
        f"{tmp_path}/u.json:2:54: memberships[0].tennant: There is no field tennant here. Did you mean tenant?\n"
    )
    (tmp_path / "u.jsonl").write_text('{"id": "bob"}\n\n{"id": "eve", "emai": "x"}\n')
    refused = commands.run("user", "import", tmp_path / "u.jsonl")
    assert f"{tmp_path}/u.jsonl:3:15: emai: There is no field emai here. Did you mean email?" in refused.err
    (tmp_path / "u.jsonl").write_text('{"id": "bob"}\n{"id": "eve", \n')
    assert f"{tmp_path}/u.jsonl:2: Not JSON" in commands.run("user", "import", tmp_path / "u.jsonl").err
    monkeypatch.setattr("sys.stdin", io.StringIO('\n\n{"id": "ada"}\n{"id": "eve"}\n'))
    done = commands.run("user", "import", "-")
    assert (done.code, done.out) == (3, "created 1, updated 0, failed 1\n")
    assert done.err.startswith("  -:3: ")


def test_memberships_come_and_go(commands: CommandLine, project: ProjectUnderTest) -> None:
    added = commands.run("user", "add-membership", "ada", "acme", "--role", "viewer")
    assert added.code == 0, added.err
    tenant = {"tenant": f"{project.name}/tenants/acme", "roles": ["viewer"]}
    assert json.loads(added.out)["memberships"] == [tenant]
    assert "acme (viewer)" in commands.run("user", "list").out
    removed = commands.run("user", "remove-membership", "ada", "acme")
    assert "memberships" not in json.loads(removed.out)
    assert commands.run("user", "remove-membership", "ada", "acme").code == 5
    assert commands.run("user", "remove-membership", "ada", "acme", "--allow-missing").code == 0


def test_an_access_key_rotates_rests_and_comes_back(commands: CommandLine, project: ProjectUnderTest, tmp_path: Path) -> None:
    (tmp_path / "k.json").write_text("{}")
    made = commands.run("access-key", "create", "k", "-f", tmp_path / "k.json", json=True)
    secret = json.loads(made.out)["secret"]
    assert secret not in made.err
    rotated = commands.run("access-key", "rotate", "k")
    assert "The secret, shown only now: mmk_" in rotated.err
    assert secret not in rotated.err
    assert "mmk_" not in rotated.out
    assert json.loads(commands.run("access-key", "deactivate", "k").out)["state"] == "ACCESS_KEY_STATE_INACTIVE"
    assert commands.run("token", "issue", "--kind", "access-key", "--access-key", "k").code == 3
    assert json.loads(commands.run("access-key", "activate", "k").out)["state"] == "ACCESS_KEY_STATE_ACTIVE"
    assert commands.run("access-key", "activate", "k", "--etag", '"x"').code == 6


def test_a_deletion_is_tried_and_may_find_nothing(commands: CommandLine) -> None:
    assert commands.run("role", "delete", "nobody").code == 5
    assert commands.run("role", "delete", "nobody", "--allow-missing").code == 0
    assert commands.run("user", "delete", "ada", "--validate-only").code == 0
    assert commands.run("user", "get", "ada").code == 0
    assert "--force" not in commands.run("user", "delete", "--help").out
    assert "--force" in commands.run("attribute", "delete", "--help").out


def test_a_ca_file_that_is_not_there_is_wrong_usage(commands: CommandLine, tmp_path: Path) -> None:
    refused = commands.run("user", "list", "--ca-file", tmp_path / "absent")
    assert (refused.code, "should hold the CA" in refused.err) == (2, True), refused.err


def test_introspection_says_that_a_token_does_not_hold(commands: CommandLine) -> None:
    done = commands.run("token", "introspect", "x.y.z")
    assert (done.code, json.loads(done.out)) == (3, {"active": False})
