"""Run claims cases on the pure core and over gRPC: `python -m tests.vectors [folder]`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import grpc
from mintmark_server.testing import run_service

from tests.vectors.cases import ROOT, Case, Outcome, compare, load_cases
from tests.vectors.core import CoreRun
from tests.vectors.served import RefusedError, ServedRun

EXPECTED_FAILURES: dict[str, str] = {}
"""Cases that can't pass over gRPC yet, and why; one that passes all the same is a failure."""


class Run(Protocol):
    """A case that runs step by step."""

    def run(self) -> Outcome: ...

    def step(self, step: dict[str, object]) -> Outcome | None: ...


def check(case: Case, run: Run) -> list[str]:
    """Return what differs over all steps of a case."""
    try:
        found = compare(case.data["expect"], run.run())
        for number, step in enumerate(case.data.get("then", ()), 1):
            outcome = run.step(step)
            if outcome is not None:
                found += [f"step {number}: {difference}" for difference in compare(step["expect"], outcome)]
    except RefusedError as error:
        return [f"refused: {error}"]
    return found


def run_core(cases: Sequence[Case]) -> dict[str, list[str]]:
    """Return the differences of each case on the pure core."""
    return {case.name: check(case, CoreRun(case)) for case in cases}


def run_served(cases: Sequence[Case]) -> dict[str, list[str]]:
    """Return the differences of each case through a running server."""
    with run_service() as service, grpc.insecure_channel(service.target) as channel:
        return {case.name: check(case, ServedRun(case, channel, service.credential, f"P{index}")) for index, case in enumerate(cases)}


def main(folder: Path) -> int:
    cases = list(load_cases(folder))
    names = [case.name for case in cases]
    if len(set(names)) != len(names):
        print("two cases have the same name")
        return 1
    core, served = run_core(cases), run_served(cases)
    for side, results in (("core", core), ("grpc", served)):
        for name, differences in results.items():
            if side == "grpc" and name in EXPECTED_FAILURES:
                continue
            for difference in differences:
                print(f"{side} {name}: {difference}")
    failed = [name for name in names if name in EXPECTED_FAILURES and served[name]]
    surprises = [name for name in names if name in EXPECTED_FAILURES and not served[name]]
    passed_core = sum(not differences for differences in core.values())
    passed_served = sum(not differences for differences in served.values()) + len(failed)
    for name in surprises:
        print(f"passes and is expected to fail: {name}")
    print(f"cases {len(cases)} core {passed_core} grpc {passed_served}")
    for name in failed:
        print(f"  expected failure: {name} ({EXPECTED_FAILURES[name]})")
    return 0 if passed_core == passed_served == len(cases) and not surprises else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
