"""What has to hold for the clients of all languages, whether their toolchains are here or not."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from xml.etree import ElementTree as ET

import pytest

from tests.e2e.conftest import ROOT

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
THIN = {"go/*.go": 620, "java/src/main/java/dev/mintmark/*.java": 640, "typescript/src/*.ts": 620}
"""Lines of code written by hand, blank ones, comments and imports apart (Java has an import for each class)."""
_NO_CODE = re.compile(r"\s*(//|/?\*)|import |package ")


def count_code(pattern: str) -> int:
    """Count the lines of code in files of the clients that are not generated."""
    files = [path for path in (ROOT / "client").glob(pattern) if not path.name.endswith("_test.go")]
    assert files
    return sum(1 for file in files for line in file.read_text().splitlines() if line.strip() and not _NO_CODE.match(line))


@pytest.mark.parametrize("pattern", THIN)
def test_a_client_is_thin(pattern: str) -> None:
    assert count_code(pattern) <= THIN[pattern]


def test_the_typescript_client_is_in_step() -> None:
    package = json.loads((ROOT / "client/typescript/package.json").read_text())
    lock = json.loads((ROOT / "client/typescript/package-lock.json").read_text())
    assert package["version"] == lock["version"] == VERSION


def test_the_java_client_is_in_step_and_pinned() -> None:
    pom = ET.parse(ROOT / "client/java/pom.xml")
    names = {"m": "http://maven.apache.org/POM/4.0.0"}
    assert pom.findtext("m:version", namespaces=names) == VERSION
    versions = [element.text or "" for element in pom.iterfind(".//m:version", names)]
    assert not [version for version in versions if not re.fullmatch(r"[0-9.]+|\$\{[a-z]+\.version\}|\[17,\)", version)]


def test_no_lock_file_names_where_packages_come_from() -> None:
    listed = subprocess.run(["git", "ls-files", "client"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    locks = [
        ROOT / name
        for name in listed
        if re.search(r"package-lock\.json$|\.npmrc$|pom\.xml$|dependencies\.lock$|settings\.xml$|go\.mod$", name)
    ]
    assert locks
    for lock in locks:
        hosts = re.findall(r"registry\.[a-z.]+|repo[a-z0-9.]*\.maven[a-z.]*|proxy\.golang\.org", lock.read_text())
        assert not hosts, f"{lock} names {hosts}"
