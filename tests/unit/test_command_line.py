"""Where options of the command line may stand, and how tables and messages are printed."""

from __future__ import annotations

import contextlib
import io

import pytest
import typer
from mintmark.cli.app import app, hoist
from mintmark.cli.state import enum_text, print_error, print_table, to_dict
from mintmark.errors import ClaimsRefusedError, Details, Problem, ResourceInUseError
from mintmark.v1 import project_pb2, session_pb2, template_pb2, user_pb2


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("user list -o json", "-o json user list"),
        ("user list -ojson --limit 3", "-ojson user list --limit 3"),
        ("user --project=a get ada --output json", "--project=a --output json user get ada"),
        ("-o table user list -o json", "-o table -o json user list"),
        ("user list --filter -o -p x", "-p x user list --filter -o"),
        ("export -o out -p x", "-p x export -o out"),
        ("import descope -o out f.json", "import descope -o out f.json"),
        ("token why plan -u ada -t acme --timeout 3", "--timeout 3 token why plan -u ada -t acme"),
        ("token decode -- -o", "token decode -- -o"),
        ("token decode - -o json", "-o json token decode -"),
        ("nothing -o json", "-o json nothing"),
        ("user list --wrong", "user list --wrong"),
        ("--version", "--version"),
        ("", ""),
    ],
)
def test_options_of_the_root_may_stand_after_the_command(given: str, read: str) -> None:
    assert " ".join(hoist(typer.main.get_command(app), given.split())) == read


def test_an_option_of_the_root_needs_its_value() -> None:
    with pytest.raises(typer.BadParameter, match="-o needs a value"):
        hoist(typer.main.get_command(app), ["user", "list", "-o"])


def printed(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        print_table(columns, rows)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_row_is_one_line_where_no_terminal_has_a_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    assert printed(("id", "text"), [("a" * 60, "b " * 400 + "c")]) == ["id" + " " * 60 + "text", "a" * 60 + "  " + "b " * 400 + "c"]
    assert printed(("id",), []) == ["id"]


def test_messages_are_printed_in_one_order_with_whole_numbers_whole() -> None:
    user = user_pb2.User(name="u")
    user.custom_attributes.update({"b": 25.0, "a": {"d": [1.5, 2.0], "c": True}})
    user.labels.update({"z": "1", "a": "2"})
    printed = to_dict(user)
    assert str(printed["custom_attributes"]) == "{'a': {'c': True, 'd': [1.5, 2]}, 'b': 25}"
    assert list(printed["labels"]) == ["a", "z"]
    template = template_pb2.Template(name="t")
    for name in ("z", "m", "a"):
        template.claims[name].number = 3.0
    assert str(to_dict(template)) == "{'name': 't', 'claims': {'a': {'number': 3}, 'm': {'number': 3}, 'z': {'number': 3}}}"


def test_enums_are_printed_without_what_all_their_values_begin_with() -> None:
    assert enum_text("SESSION_END_CAUSE_KEY_REVOKED", session_pb2.SessionEndCause.DESCRIPTOR) == "KEY_REVOKED"
    assert enum_text("SIGNING_ALGORITHM_ES256", project_pb2.SigningAlgorithm.DESCRIPTOR) == "ES256"


def test_each_problem_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    first = Problem(reason="RESOURCE_IN_USE", path="name", message="In use by a.", hint="Change those.")
    print_error(ResourceInUseError("name: In use by a.", Details(problems=(first,), request_id="7")))
    assert capsys.readouterr().err == "RESOURCE_IN_USE: name: In use by a.\n    Change those.\n  request 7\n"
    second = Problem(reason="RESOURCE_IN_USE", path="name", message="In use by b.", hint="Change those.")
    third = Problem(reason="RESERVED_CLAIM", path="", message="No.", layer="flow", line=1, column=2, source_field="source.advanced")
    print_error(ClaimsRefusedError("name: In use by a. (and 2 more)", Details(problems=(first, second, third))))
    assert capsys.readouterr().err == (
        "CLAIMS_REFUSED: 3 problems\n"
        "  name: RESOURCE_IN_USE: In use by a.\n"
        "  name: RESOURCE_IN_USE: In use by b.\n"
        "      Change those.\n"
        "  (all) [flow] at 1:2 of source.advanced: RESERVED_CLAIM: No.\n"
    )
    print_error(ResourceInUseError("It is in use."))
    assert capsys.readouterr().err == "RESOURCE_IN_USE: It is in use.\n"
