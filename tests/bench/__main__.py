"""Measure everything that has a bar, as ratios to floors of the same run: `python -m tests.bench [--only part,…] [--out FILE]`.

Exit code 1 when a bar is missed. `--quick` takes few samples: it shows that the bench runs, its figures mean little. What got worse than
`baseline.json` beyond the noise of both runs is told; `--keep` writes the run as the new baseline, and the page on performance from it.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from mintmark_server.storage.sqlite.connection import driver

from tests.bench import evaluation, expressions, growth, plan, reads, served, verification, workers
from tests.bench.floors import measure_commits
from tests.bench.load import describe_load
from tests.bench.page import BASELINE, MACHINE, write_kept
from tests.bench.processes import list_cores, pin
from tests.bench.rows import Row, find_worse, print_table, read_rows, write_rows


def measure_evaluation(_folder: Path, *, quick: bool) -> list[Row]:
    return evaluation.measure(rounds=3 if quick else evaluation.ROUNDS)


def measure_served(folder: Path, *, quick: bool) -> list[Row]:
    return served.measure(folder, rounds=1, seconds=2) if quick else served.measure(folder)


def measure_storage(folder: Path, *, quick: bool) -> list[Row]:
    return [*reads.measure(folder), *measure_commits(folder, rounds=2 if quick else 9)]


def measure_verification(folder: Path, *, quick: bool) -> list[Row]:
    return verification.measure(folder, rounds=3 if quick else verification.ROUNDS)


def measure_expressions(_folder: Path, *, quick: bool) -> list[Row]:
    return expressions.measure(seconds=3) if quick else expressions.measure()


def measure_growth(_folder: Path, *, quick: bool) -> list[Row]:
    return growth.measure(rounds=1, many_users=FEWER_USERS) if quick else growth.measure()


def measure_plan(_folder: Path, *, quick: bool) -> list[Row]:
    return plan.measure(rounds=1, subjects=FEWER_SUBJECTS) if quick else plan.measure()


def measure_workers(folder: Path, *, quick: bool) -> list[Row]:
    return workers.measure(folder, rounds=1) if quick else workers.measure(folder)


FEWER_USERS = 100_000
"""What a quick run grows to: the rows say so in their names."""
FEWER_SUBJECTS = 20_000

PARTS: dict[str, Callable[..., list[Row]]] = {
    "evaluation": measure_evaluation,
    "expressions": measure_expressions,
    "storage": measure_storage,
    "served": measure_served,
    "verification": measure_verification,
    "workers": measure_workers,
    "plan": measure_plan,
    "growth": measure_growth,
}


def describe_machine() -> str:
    """Return what the figures were taken on."""
    models = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    processor = models[0] if models else platform.machine()
    system = f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}"
    versions = f"Python {platform.python_version()}, SQLite {driver.sqlite_version}"
    return f"{len(list_cores())} cores of {processor}, {system}, {versions}, {describe_load()}"


def measure_part(part: str, *, quick: bool) -> list[Row]:
    """Return the rows of a part; none, and why on the error stream, where it broke off: the others are measured all the same."""
    cores = list_cores()
    try:
        with tempfile.TemporaryDirectory(prefix="mintmark-bench-") as folder:
            return PARTS[part](Path(folder), quick=quick)
    except Exception:  # noqa: BLE001  (whatever it was, it is told, and the run fails)
        traceback.print_exc()
        return []
    finally:
        pin(0, cores)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts, of {', '.join(PARTS)}")
    parser.add_argument("--out", type=Path, help="write the rows as JSON")
    parser.add_argument("--quick", action="store_true", help="few samples: shows that the bench runs")
    parser.add_argument("--keep", action="store_true", help="write this run as the baseline, and the page")
    options = parser.parse_args()
    parts = options.only.split(",")
    if unknown := set(parts) - PARTS.keys():
        parser.error(f"no part {', '.join(sorted(unknown))}")
    if options.keep and (options.quick or parts != [*PARTS]):
        parser.error("a baseline is a whole run: --keep goes with neither --quick nor --only")
    rows: list[Row] = []
    broken: list[str] = []
    print(describe_machine(), flush=True)
    begun = time.monotonic()
    for part in parts:
        started = time.monotonic()
        found = measure_part(part, quick=options.quick)
        if not found:
            broken.append(part)
        rows += found
        print(f"\n{part} ({time.monotonic() - started:.0f} s)\n{print_table(found)}", flush=True)
    failed = [row.name for row in rows if row.verdict == "fail"]
    worse = find_worse(rows, read_rows(BASELINE)) if BASELINE.exists() else []
    met = sum(row.verdict == "pass" for row in rows)
    print(f"\n{met} bars met, {len(failed)} missed, in {(time.monotonic() - begun) / 60:.1f} minutes")
    print("".join(f"missed: {name}\n" for name in failed) + "".join(f"not measured, see above: {part}\n" for part in broken), end="")
    print("".join(f"worse than the baseline: {line}\n" for line in worse), end="")
    if options.out:
        write_rows(rows, options.out)
    if options.keep and not broken:
        write_rows(rows, BASELINE)
        MACHINE.write_text(describe_machine() + "\n")
        write_kept()
    return 1 if broken or (failed and not options.quick) else 0


if __name__ == "__main__":
    sys.exit(main())
