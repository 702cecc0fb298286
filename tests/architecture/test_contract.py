"""The contract against the released one: what would break a caller is caught."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from mintmark.contract import SERVICES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "protos/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_service_of_the_protos_is_listed_once_and_in_one_place() -> None:
    declared = [
        name
        for path in sorted((ROOT / "protos/mintmark/v1").glob("*.proto"))
        for name in re.findall(r"(?m)^service (\w+)", path.read_text())
    ]
    assert sorted(service.name for service in SERVICES) == sorted(declared)
    assert len(declared) == 13
    roots = (ROOT / "client/mintmark", ROOT / "server/mintmark_server")
    lists = [path for root in roots for path in root.rglob("*.py") if re.search(r"(?m)^_FILES\b", path.read_text())]
    assert lists == [ROOT / "client/mintmark/contract.py"]


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(protos: Path) -> None:
        path = protos / "mintmark/v1" / file
        text = path.read_text()
        assert re.search(old, text), old
        path.write_text(re.sub(old, new, text, count=1))

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            replaced("user.proto", r"string email = 11", "string mail = 11"),
            'Field "11".* on message "User" changed name from "email" to "mail"',
        ),
        (replaced("user.proto", r"bool verified_email = 12", "string verified_email = 12"), 'changed type from "bool" to "string"'),
        (replaced("error.proto", r"ERROR_REASON_NOT_FOUND = 22", "ERROR_REASON_NOT_FOUND = 222"), 'enum value "22"'),
        (replaced("user_service.proto", r"(?s)  rpc GetUser\(.*?;\n", ""), 'RPC "GetUser" on service "UserService" was deleted'),
        (replaced("claim.proto", r'option java_package = "[^"]*"', 'option java_package = "com.example"'), 'option "java_package" changed'),
    ],
)
def test_a_breaking_change_is_caught(
    generate: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str], change: Callable[[Path], None], told: str
) -> None:
    protos = tmp_path / "protos"
    shutil.copytree(ROOT / "protos", protos)
    change(protos)
    assert generate.run_buf("breaking", generate.build_image(protos), against=generate.build_image()) != 0
    assert re.search(told, capfd.readouterr().out)


def test_an_addition_breaks_nothing(generate: ModuleType, tmp_path: Path) -> None:
    protos = tmp_path / "protos"
    shutil.copytree(ROOT / "protos", protos)
    replaced("user.proto", r"(  optional string email = 11)", r"  // New.\n  string nickname = 900;\n\1")(protos)
    replaced("user.proto", r"(  USER_STATUS_ENABLED = 1)", r"  // New.\n  USER_STATUS_PARKED = 90;\n\1")(protos)
    assert generate.run_buf("breaking", generate.build_image(protos), against=generate.build_image()) == 0


def test_the_released_contract_is_in_the_history_and_not_broken() -> None:
    version, commit = (ROOT / "protos/released.txt").read_text().split()
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert re.fullmatch(r"[0-9a-f]{40}", commit)
    done = subprocess.run([sys.executable, ROOT / "protos/generate.py", "breaking"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_commit_that_is_not_in_the_history_is_said(generate: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="is not in the history here"):
        generate.load_released("0" * 40, tmp_path)
