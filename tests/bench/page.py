"""The operator's page on performance, written from a run of the bench.

Owns: `server/docs/performance.md`: what is said of each figure. Never: measuring. `python -m tests.bench --keep` writes it with the
baseline; a test holds the two together.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.rows import Row, read_rows

BASELINE = Path(__file__).parent / "baseline.json"
MACHINE = Path(__file__).parent / "baseline.machine"
PAGE = Path(__file__).parents[2] / "server/docs/performance.md"

_OPERATIONS = (
    ("Session token, one a call", "IssueSessionToken / empty call"),
    ("Session token with a receipt of its own", "IssueSessionToken, receipts ALL / empty call"),
    ("Preview with every origin", "PreviewToken / empty call"),
    ("Session token in a batch of 100", "BatchIssue of 100, per token / ES256 signature"),
    ("Session token over a stream", "StreamIssue, per token / empty message"),
    ("Refresh, 32 at once", "RefreshSession, 32 in flight / commit + 2 signatures + verification + call"),
    ("Introspection", "IntrospectToken / verification + empty call"),
)
_ALGORITHMS = ("EdDSA", "ES384", "RS256", "PS256")
_INTRODUCTION = """\
# Performance

Written by `python -m tests.bench --keep`, never by hand. Figures are of one run on {machine}. Absolute figures are that machine's; the
ratios hold elsewhere. `make bench` repeats them on yours.

## What a core gives

One core of the server, ten claims of which half are dynamic, ES256, credential checked. The load has another core.

| operation | us of CPU | a second and core |
| --- | --- | --- |
{operations}

An empty call through the same credential check takes {empty:.0f} us; most of a unary call is the transport. Whoever needs more tokens
than that sends batches or a stream.

## What settings cost

| setting | cost |
| --- | --- |
{settings}

## All figures

Each row is a ratio of medians: the measured thing to a floor that was sampled in turns with it. The spread is half of the middle half of
the pairs' ratios.

| what | measured | floor | ratio | spread | bar |
| --- | --- | --- | --- | --- | --- |
{rows}
"""


def write_page(rows: Sequence[Row], machine: str) -> str:
    """Return the page of a run."""
    named = {row.name: row for row in rows}
    operations = [
        f"| {label} | {_median(row):.0f} | {1e6 / _median(row):,.0f} |"
        for label, name in _OPERATIONS
        if (row := named.get(name)) is not None and row.samples
    ]
    empty = statistics.median(named["IssueSessionToken / empty call"].floor_samples)
    return _INTRODUCTION.format(
        machine=machine,
        operations="\n".join(operations),
        empty=empty,
        settings="\n".join(_settings(named)),
        rows="\n".join(map(_line, rows)),
    )


def _settings(named: Mapping[str, Row]) -> list[str]:
    issue, receipts = named["IssueSessionToken / empty call"], named["IssueSessionToken, receipts ALL / empty call"]
    verification = named["raw ES256 verification / signature"]
    lines = [f"| `receipt_mode` ALL | {_median(receipts) - _median(issue):+.0f} us a token; each is stored before its token leaves |"]
    lines.append(f"| `verify_one_in_n` N | {_median(verification):.0f} us / N a token |")
    flushed = named["one commit, flushed / not flushed"]
    saved = _median(flushed) - statistics.median(flushed.floor_samples)
    grouped = _median(named["one of 32 in a flushed commit / alone"])
    lines.append(
        f"| flushed commits (always on: what was acknowledged is there after a power cut) | {saved:+.0f} us for a lone write;"
        f" of 32 at once each takes {grouped:.0f} us in all |"
    )
    signature = statistics.median(verification.floor_samples)
    for algorithm in _ALGORITHMS:
        row = named[f"raw {algorithm} signature / ES256"]
        lines.append(f"| `algorithm` {algorithm} | {_median(row) - signature:+.0f} us a token |")
    return lines


def _line(row: Row) -> str:
    if row.ratio is None:
        return f"| {row.name} | | | n/a: {row.reason} | | |"
    bar = "" if row.bar is None else f"{'≥' if row.at_least else '≤'} {row.bar:g}: {row.verdict}"
    floor = statistics.median(row.floor_samples)
    return f"| {row.name} | {_median(row):.4g} {row.unit} | {floor:.4g} | {row.ratio:.2f} | {row.spread:.0%} | {bar} |"


def _median(row: Row) -> float:
    return statistics.median(row.samples)


def write_kept() -> None:
    """Write the page of the kept baseline."""
    PAGE.write_text(write_page(read_rows(BASELINE), MACHINE.read_text().strip()))
