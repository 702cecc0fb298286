"""What must hold of the code itself."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from mintmark import errors as client_errors
from mintmark.v1 import error_pb2, evaluation_pb2
from mintmark_server.claims.kinds import AbsenceReason, Layer, TokenKind, WarningReason
from mintmark_server.claims.layers import EffectiveSettings, TemplateSettings
from mintmark_server.errors import Reason
from mintmark_server.rpc.policy import METHOD_POLICY, Who
from mintmark_server.rpc.server import list_methods

ROOT = Path(__file__).parents[2]
SERVER, CLIENT, PROTOS = ROOT / "server/mintmark_server", ROOT / "client/mintmark", ROOT / "protos/mintmark/v1"


def modules(*roots: Path) -> Iterator[tuple[Path, ast.Module]]:
    for root in roots:
        for path in sorted(root.rglob("*.py")):
            if "v1" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text())


def calls(tree: ast.Module, name: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (getattr(node.func, "id", None) == name or getattr(node.func, "attr", None) == name)
    ]


def test_checked_claims_are_made_in_one_place() -> None:
    assert [str(path) for path, tree in modules(SERVER, CLIENT) if calls(tree, "CheckedClaims")] == [
        "server/mintmark_server/claims/check.py"
    ]
    assert [str(path) for path, tree in modules(SERVER) if calls(tree, "seal") and "claims" in path.parts] == [
        "server/mintmark_server/claims/evaluate.py"
    ]


def test_only_keys_and_jws_touch_private_keys_or_signatures() -> None:
    allowed = {"keys", "jws.py", "jwks.py"}
    for path, tree in modules(SERVER, CLIENT):
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        touches = {name for name in imported if name.split(".")[0] in ("cryptography", "jwt")}
        if touches:
            assert allowed & set(path.parts), f"{path} imports {touches}"
        if calls(tree, "load_der_private_key") or calls(tree, "private_bytes"):
            assert "keys" in path.parts, path


def test_the_clock_is_read_in_one_place() -> None:
    for path, tree in modules(SERVER):
        if path.name != "clock.py":
            for name in ("utcnow", "today"):
                assert not calls(tree, name), path
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    assert (node.value.id, node.attr) not in (("datetime", "now"), ("time", "time")), f"{path}:{node.lineno}"


def test_secrets_are_compared_in_one_place() -> None:
    assert [str(path) for path, tree in modules(SERVER, CLIENT) if calls(tree, "compare_digest")] == ["server/mintmark_server/secret.py"]


def test_servicers_never_abort() -> None:
    for path, tree in modules(SERVER / "rpc"):
        if path.name not in ("boundary.py", "health.py"):  # The health service is not ours, and says codes of its own.
            for name in ("abort", "abort_with_status", "set_code", "set_details"):
                assert not calls(tree, name), path


def test_files_stay_small() -> None:
    written = [path for root in (SERVER, CLIENT) for path in root.rglob("*.py") if "v1" not in path.parts]
    assert [path for path in written if len(path.read_text().splitlines()) > 450] == []


def test_module_docstrings_say_what_is_owned_and_what_never_happens() -> None:
    for path, tree in modules(SERVER):
        docstring = ast.get_docstring(tree) or ""
        assert docstring, path
        if path.parent.name != "mintmark_server" and path.name != "__init__.py":
            assert "Owns:" in docstring, path
            assert "Never:" in docstring, path


def test_the_reasons_are_the_contracts() -> None:
    published = {name.removeprefix("ERROR_REASON_") for name in error_pb2.ErrorReason.keys()} - {"UNSPECIFIED"}  # noqa: SIM118
    assert {reason.value for reason in Reason} == published
    assert {reason.name for reason in Reason} == published
    assert set(client_errors._BY_REASON) == published


def test_the_clients_exceptions_say_what_the_contract_says_of_their_reasons() -> None:
    comments = json.loads((SERVER / "rpc/comments.json").read_text())
    for reason, error in client_errors._BY_REASON.items():
        words = " ".join(comments[f"mintmark.v1.ErrorReason.ERROR_REASON_{reason}"].split())
        assert error.__doc__
        assert words.startswith(error.__doc__), reason
        assert error.__name__ == "".join(part.capitalize() for part in reason.split("_")) + "Error"


@pytest.mark.parametrize(
    ("members", "enum", "prefix"),
    [
        (Layer, evaluation_pb2.Layer, "LAYER"),
        (TokenKind, evaluation_pb2.TokenKind, "TOKEN_KIND"),
        (AbsenceReason, evaluation_pb2.AbsenceReason, "ABSENCE_REASON"),
        (WarningReason, evaluation_pb2.WarningReason, "WARNING_REASON"),
    ],
)
def test_the_words_are_the_contracts(members: type, enum: object, prefix: str) -> None:
    published = {name.removeprefix(f"{prefix}_") for name in enum.keys()} - {"UNSPECIFIED"}  # type: ignore[attr-defined]  # noqa: SIM118
    assert {member.name for member in members} == published  # type: ignore[attr-defined]


def test_every_reason_is_documented() -> None:
    text = (PROTOS / "error.proto").read_text()
    body = text[text.index("enum ErrorReason") :]
    for reason in Reason:
        assert re.search(rf"//[^\n]*\S[^\n]*\n\s*ERROR_REASON_{reason.value} =", body), reason


def test_every_reason_is_produced_by_some_test() -> None:
    sources = "\n".join(
        path.read_text() for path in (ROOT / "tests").rglob("*") if path.suffix in (".py", ".yaml") and path != Path(__file__)
    )
    missing = set()
    for reason in Reason:
        error = "".join(part.capitalize() for part in reason.value.split("_")) + "Error"
        if not re.search(rf"\b({reason.value}|errors\.{error})\b", sources):
            missing.add(reason.value)
    assert missing == set()


def rpc_comments() -> Iterator[tuple[str, str]]:
    for path in sorted(PROTOS.glob("*_service.proto")):
        service = ""
        comment: list[str] = []
        for line in path.read_text().splitlines():
            stripped = line.strip()
            if match := re.match(r"service (\w+) ", stripped):
                service = match.group(1)
            if stripped.startswith("//"):
                comment.append(stripped.removeprefix("//").strip())
            elif match := re.match(r"rpc (\w+)\(", stripped):
                yield f"{service}.{match.group(1)}", "\n".join(comment)
                comment = []
            else:
                comment = []


def test_each_rpcs_comment_states_caller_errors_retry_and_limits() -> None:
    comments = dict(rpc_comments())
    assert set(comments) == {method.key for method in list_methods()}
    for key, comment in comments.items():
        for part in ("Caller:", "Errors:", "Retry:", "Limits:"):
            assert part in comment, f"{key} lacks {part}"
        errors_line = comment[comment.index("Errors:") : comment.index("Retry:")]
        for name in re.findall(r"\b[A-Z][A-Z_]{3,}\b", errors_line):
            assert name in Reason.__members__, f"{key} names {name}"


def test_the_callers_of_the_comments_are_those_of_the_table() -> None:
    for key, comment in rpc_comments():
        policy = METHOD_POLICY[key]
        line = next(line for line in comment.splitlines() if line.startswith("Caller:")).removeprefix("Caller:")
        named = {word.replace("-", "_").upper() for word in re.findall(r"[a-z][a-z-]+", line.split(";")[0])}
        known = {"OWNER", "TEMPLATE_EDITOR", "DIRECTORY_EDITOR", "ISSUER", "VERIFIER", "KEY_ADMIN", "AUDITOR"}
        if policy.who in (Who.ROLES, Who.SUBJECT):
            assert named & known == {role.value for role in policy.roles}, key
        elif policy.who is Who.OPERATOR:
            assert "OPERATOR" in named, key
            assert not named & known, key
        else:
            assert "any role" in line, key


def test_template_settings_have_a_default_each() -> None:
    assert {field.name for field in fields(TemplateSettings)} == {field.name for field in fields(EffectiveSettings)}


def test_the_top_level_is_the_designs() -> None:
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True, cwd=ROOT).stdout.splitlines()
    top = {name.split("/")[0] for name in listed}
    expected = {"pyproject.toml", "protos", "server", "client", "tests", "Makefile", "README.md", "LICENSE", "CHANGELOG.md"}
    assert {name for name in top if not name.startswith(".")} == expected


def test_makefile_prints_its_targets() -> None:
    done = subprocess.run(["make", "-s"], capture_output=True, text=True, check=True, cwd=ROOT)
    for target in ("run", "test", "check", "proto", "vectors", "bench"):
        assert f"make {target}" in done.stdout
