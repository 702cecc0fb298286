"""Run claims cases on the pure core and over gRPC: `python -m tests.vectors [folder]`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.vectors.cases import ROOT, Case, Outcome, compare, load_cases
from tests.vectors.core import CoreRun

Run = CoreRun


def check(case: Case, run: CoreRun) -> list[str]:
    """Return what differs over all steps of a case."""
    found = compare(case.data["expect"], run.run())
    for number, step in enumerate(case.data.get("then", ()), 1):
        outcome = run.step(step)
        if isinstance(outcome, Outcome):
            found += [f"step {number}: {difference}" for difference in compare(step["expect"], outcome)]
    return found


def main(folder: Path) -> int:
    cases = list(load_cases(folder))
    core = 0
    for case in cases:
        try:
            found = check(case, CoreRun(case))
        except Exception as error:  # noqa: BLE001
            import traceback

            traceback.print_exc()
            found = [repr(error)]
        core += not found
        for difference in found:
            print(f"core {case.name}: {difference}")
    print(f"cases {len(cases)} core {core} grpc {0}")
    return 0 if core == len(cases) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
