"""The claims cases, each on the pure core and through a running server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from mintmark_server.testing import TestService, run_service

from tests.vectors.__main__ import EXPECTED_FAILURES, check
from tests.vectors.cases import ROOT, Case, load_cases
from tests.vectors.core import CoreRun
from tests.vectors.served import ServedRun

CASES = list(load_cases(ROOT))
SHARED = ROOT.parents[2] / "shared" / "vectors"


@pytest.fixture(scope="module")
def running() -> Iterator[TestService]:
    with run_service() as service:
        yield service


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_core_agrees(case: Case) -> None:
    assert check(case, CoreRun(case)) == []


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number].name)
def test_the_server_agrees(running: TestService, number: int) -> None:
    case = CASES[number]
    with grpc.insecure_channel(running.target) as channel:
        differences = check(case, ServedRun(case, channel, running.credential, f"P{number}"))
    assert bool(differences) is (case.name in EXPECTED_FAILURES), differences


def test_every_case_has_a_name_of_its_own_and_each_expected_failure_is_one() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    assert set(EXPECTED_FAILURES) <= set(names)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared cases are not beside this clone")
def test_the_design_cases_are_the_shared_ones() -> None:
    ours = {path.name: path.read_bytes() for path in (ROOT / "design").iterdir()}
    assert ours == {path.name: path.read_bytes() for path in SHARED.iterdir()}


def run_cases(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.vectors", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT.parents[1])


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("second", "code", "counts"), [(2, 1, "cases 2 core 1 grpc 1"), (1, 0, "cases 2 core 2 grpc 2")])
def test_the_runner_counts_and_fails_where_a_case_does(tmp_path: Path, second: int, code: int, counts: str) -> None:
    case = "name: {}\nkind: session\nlayers: {{project_template: {{auth_schema: NONE, claims: {{a: 1}}}}}}\nexpect: {{claims: {{a: {}}}}}\n"
    (tmp_path / "own.yaml").write_text(case.format("one", 1) + "---\n" + case.format("two", second))
    done = run_cases(tmp_path)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (code, counts)
