"""Rows of the bench: a measured thing against its floor, both sampled in turns in one run.

Owns: a row's ratio, spread and verdict, rows as JSON, the comparison with an earlier run. Never: measuring.

`ratio` is the median of `samples` divided by the median of `floor_samples`. `bar` is what it may be at most (at least, with
`at_least`); None: nobody promised anything. A row whose `reason` is set could not be measured on this machine.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

WIDTH = 78
"""Characters of a name in the table."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table."""

    name: str
    unit: str
    samples: tuple[float, ...] = ()
    floor_samples: tuple[float, ...] = ()
    bar: float | None = None
    at_least: bool = False
    reason: str = ""

    @property
    def ratio(self) -> float | None:
        """How many floors the measured thing costs."""
        if not self.samples or not self.floor_samples:
            return None
        return statistics.median(self.samples) / statistics.median(self.floor_samples)

    @property
    def spread(self) -> float:
        """Half of the middle half of the pairs' ratios, as a share of their median: what the ratio may be off by from noise."""
        ratios = sorted(measured / floor for measured, floor in zip(self.samples, self.floor_samples, strict=False) if floor)
        if len(ratios) < 4:
            return 0.0
        low, _, high = statistics.quantiles(ratios, n=4)
        return (high - low) / 2 / statistics.median(ratios)

    @property
    def verdict(self) -> str:
        """pass, fail, n/a, or nothing where there is no bar."""
        if self.ratio is None:
            return "n/a"
        if self.bar is None:
            return ""
        holds = self.ratio >= self.bar if self.at_least else self.ratio <= self.bar
        return "pass" if holds else "fail"


def take_turns(name: str, measured: Callable[[], float], floor: Callable[[], float], *, unit: str, rounds: int, bar: float | None) -> Row:
    """Sample floor and measured thing in turns, after one round that does not count."""
    measured()
    floor()
    pairs = [(measured(), floor()) for _ in range(rounds)]
    return Row(name=name, unit=unit, samples=tuple(pair[0] for pair in pairs), floor_samples=tuple(pair[1] for pair in pairs), bar=bar)


def print_table(rows: Iterable[Row]) -> str:
    """Return rows as text, one a line."""
    lines = [f"{'what':<{WIDTH}} {'measured':>10} {'floor':>10} {'ratio':>7} {'+-':>5} {'bar':>8}"]
    for row in rows:
        if row.ratio is None:
            lines.append(f"{row.name:<{WIDTH}} {row.reason}")
            continue
        bar = "" if row.bar is None else f"{'>=' if row.at_least else '<='} {row.bar:g}"
        measured, floor = (f"{statistics.median(values):.4g}" for values in (row.samples, row.floor_samples))
        lines.append(
            f"{row.name:<{WIDTH}} {measured:>10} {floor:>10} {row.ratio:>7.2f} {row.spread:>5.0%} {bar:>8}  {row.verdict} ({row.unit})"
        )
    return "\n".join(lines)


def write_rows(rows: Iterable[Row], path: Path) -> None:
    """Write rows as JSON: a list, each with name, bar, at_least, ratio, samples, floor_samples, unit (and reason)."""
    found = [{**asdict(row), "ratio": row.ratio, "verdict": row.verdict} for row in rows]
    path.write_text(json.dumps(found, indent=1) + "\n")


def read_rows(path: Path) -> list[Row]:
    """Read what `write_rows` wrote."""
    fields = ("name", "unit", "bar", "at_least", "reason")
    return [
        Row(**{name: item[name] for name in fields}, samples=tuple(item["samples"]), floor_samples=tuple(item["floor_samples"]))
        for item in json.loads(path.read_text())
    ]


def find_worse(rows: Sequence[Row], baseline: Sequence[Row]) -> list[str]:
    """Return a line for each row whose ratio got worse than the baseline's by more than both spreads and 5 %."""
    earlier = {row.name: row for row in baseline}
    lines = []
    for row in rows:
        before = earlier.get(row.name)
        if before is None or row.ratio is None or before.ratio is None:
            continue
        noise = max(row.spread + before.spread, 0.05)
        change = row.ratio / before.ratio - 1
        if (-change if row.at_least else change) > noise:
            lines.append(f"{row.name}: {before.ratio:.2f} before, {row.ratio:.2f} now ({change:+.0%}, noise {noise:.0%})")
    return lines
