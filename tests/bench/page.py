"""The operator's page on performance, written from a run of the bench.

Owns: `server/docs/performance.md`: what is said of each figure. Never: measuring. `python -m tests.bench --keep` writes it with the
baseline; a test holds the two together.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from mintmark_server.limits import RECORD_CACHE_BYTES

from tests.bench.rows import Row, read_rows

BASELINE = Path(__file__).parent / "baseline.json"
MACHINE = Path(__file__).parent / "baseline.machine"
PAGE = Path(__file__).parents[2] / "server/docs/performance.md"

ISSUE = "IssueSessionToken / empty call"
RECORDED = "IssueSessionToken, receipts ALL / empty call"
REFRESH = "RefreshSession, 32 in flight / commit + 2 signatures + verification + call"
UNRECORDED = "RefreshSession, receipts OFF / SESSIONS"
VERIFICATION = "raw ES256 verification / signature"
FLUSHED = "one commit, flushed / not flushed"
GROUPED = "one of 32 in a flushed commit / alone"
MEMORY = "memory of a worker, 1,000,000 users, cache full / 1,000 and cache_bytes"
START = "start of the server, 1,000,000 users / 1,000"
IMPORT = "users that load-demo stores a second"
STORED = "bytes of the database for a user"
PLANNED = "PlanTemplateChange, subjects a second and core / 10,000"
LATENCY = "p99 / p50 of IssueSessionToken at half the peak rate"
PACED = "IssueSessionToken at half the peak rate / empty calls"
ANYONE = "IssueSessionToken, 1,000,000 users, any / 1,000"
CACHED = "IssueSessionToken, 1,000,000 users, cached / 1,000"
_OPERATIONS = (
    ("Session token, one a call", ISSUE),
    ("Session token with a receipt of its own", RECORDED),
    ("Preview with every origin", "PreviewToken / empty call"),
    ("Session token in a batch of 100", "BatchIssue of 100, per token / ES256 signature"),
    ("Session token over a stream", "StreamIssue, per token / empty message"),
    ("Refresh, 32 at once", REFRESH),
    ("Introspection", "IntrospectToken / verification + empty call"),
)
_ALGORITHMS = ("EdDSA", "ES384", "RS256", "PS256")
_INTRODUCTION = """\
# Performance

Written by `python -m tests.bench --keep`, never by hand. All figures are of one run, on {machine}.
Absolute figures are that machine's; the ratios hold elsewhere, and `make bench` repeats them on yours. Where cores are shared with others,
spreads are wide: run it twice before you believe a bar that was missed narrowly.

## What a core gives

One core of the server, ten claims of which half are dynamic, ES256, credential checked. The load has another core.

| operation | us of CPU | a second and core |
| --- | --- | --- |
{operations}

An empty call through the same credential check takes {empty:.0f} us; most of a unary call is the transport. Whoever needs more tokens
than that sends batches or a stream. At half of the peak rate, half of the calls are answered within {p50:.1f} ms and 99 of 100 within
{p99:.1f} ms, and a call takes {paced:.0f} us, {paced_ratio:.2f} empty ones: it wakes threads that a busier server finds awake.
A plan of a template's change, which sends its changes in groups and changes one subject in four, looks at {planned:,.0f} subjects a second.

## How to size

* **Cores.** Add up what your operations take at your busiest second, from the table above, and have twice that: the latencies above are
  those of a core that is half busy. `--workers` is one process a core.
* **Memory.** A worker takes {base:.0f} MB with few users. It grows by its cache of records until that is full (`cache_bytes`,
  {cache:.0f} MB unless it is set): {full:.0f} MB were seen then. The supervisor takes about as much as a worker with few users.
* **Disk.** A user with two memberships and three attributes takes {user_bytes:,.0f} bytes with all indexes. With `receipt_mode` ALL
  each token leaves a receipt for as long as it lives and seven days.
* **Users.** With a million, a token of a user whose record the cache holds costs {cached:.2f} times what it costs with a thousand, and
  {anyone:.2f} times when users come at random and about one in a hundred is there; so give the cache room for those who are active, about
  13 KB each. The start takes {start:.2f} times as long. `mintmark-server load-demo`, which makes users up and stores them as any other
  record, stored {imported:,.0f} a second.

## What settings cost

| setting | cost |
| --- | --- |
{settings}

## How it is measured

`make bench` starts real servers on loopback, binds them to one core and the load to another, lets the measured thing and its floor take
turns, and counts the CPU time of the server's process. Every answer is checked; an error ends the run. The load of calls that are all the
same comes from `h2load` where it is there (Debian's `nghttp2-client`); the bench's own client is no match for a server of empty calls,
which then waits for each, pays for each waking, so that ratios to it come out lower. It makes a project of a million users the first time,
which takes a few minutes and 2 GB below `.bench`; the next run finds it there, and `make clean` removes it. `make bench OUT=rows.json`
writes the rows. A row without a verdict has no bar; n/a means that this machine can't show it. What is worse than
`tests/bench/baseline.json` by more than the spreads of both runs is told. `.venv/bin/python -m tests.bench --quick` shows in two minutes
that the bench runs; `--only growth,plan` measures these parts alone.

Speed is worth nothing without being right: `make soak` issues and refreshes for a minute over two workers while templates, users, roles and
keys change, and checks every token, by a decoder of its own, against what the acknowledged changes allow. `make check` does the same for
eight seconds.

## All figures

Each row is a ratio of medians: the measured thing to a floor that was sampled in turns with it. The spread is half of the middle half of
the pairs' ratios.

| what | measured | floor | ratio | spread | bar |
| --- | --- | --- | --- | --- | --- |
{rows}
"""


def write_page(rows: Sequence[Row], machine: str) -> str:
    """Return the page of a whole run."""
    named = {row.name: row for row in rows}
    operations = [f"| {label} | {_median(named[name]):.0f} | {1e6 / _median(named[name]):,.0f} |" for label, name in _OPERATIONS]
    cache = RECORD_CACHE_BYTES / 1e6
    return _INTRODUCTION.format(
        machine=machine,
        operations="\n".join(operations),
        empty=_floor(named[ISSUE]),
        p50=_floor(named[LATENCY]),
        p99=_median(named[LATENCY]),
        paced=_median(named[PACED]),
        paced_ratio=named[PACED].ratio,
        planned=_median(named[PLANNED]),
        base=_floor(named[MEMORY]) - cache,
        cache=cache,
        full=_median(named[MEMORY]),
        user_bytes=_median(named[STORED]),
        anyone=named[ANYONE].ratio,
        cached=named[CACHED].ratio,
        start=named[START].ratio,
        imported=_median(named[IMPORT]),
        settings="\n".join(_settings(named)),
        rows="\n".join(map(_line, rows)),
    )


def _settings(named: Mapping[str, Row]) -> list[str]:
    issue, receipts, without = named[ISSUE], named[RECORDED], named[UNRECORDED]
    verification, flushed = named[VERIFICATION], named[FLUSHED]
    saved = _median(flushed) - _floor(flushed)
    kept, grouped = _floor(without) - _median(without), _median(named[GROUPED])
    against = f"{kept:+.0f} us a refresh against OFF" if kept > 0 else "a refresh takes no more than with OFF"
    sessions = f"nothing for a token without a session; {against}"
    always = "flushed commits (SQLite's `synchronous` FULL, always on: what was acknowledged is there after a power cut)"
    lines = [
        f"| `receipt_mode` SESSIONS (default) | {sessions} |",
        f"| `receipt_mode` ALL | {_median(receipts) - _median(issue):+.0f} us a token; each is stored before its token leaves |",
        f"| `verify_one_in_n` N | {_median(verification):.0f} us / N a token |",
        f"| {always} | {saved:+.0f} us for a lone write against NORMAL; of 32 at once each takes {grouped:.0f} us in all |",
    ]
    signature = _floor(verification)
    for algorithm in _ALGORITHMS:
        row = named[f"raw {algorithm} signature / ES256"]
        lines.append(f"| `algorithm` {algorithm} | {_median(row) - signature:+.0f} us a token |")
    return lines


def _line(row: Row) -> str:
    if row.ratio is None:
        return f"| {row.name} | | | n/a: {row.reason} | | |"
    bar = "" if row.bar is None else f"{'≥' if row.at_least else '≤'} {row.bar:g}: {row.verdict}"
    return f"| {row.name} | {_median(row):,.4g} {row.unit} | {_floor(row):,.4g} | {row.ratio:.2f} | {row.spread:.0%} | {bar} |"


def _median(row: Row) -> float:
    return statistics.median(row.samples)


def _floor(row: Row) -> float:
    return statistics.median(row.floor_samples)


def write_kept() -> None:
    """Write the page of the kept baseline."""
    PAGE.write_text(write_page(read_rows(BASELINE), MACHINE.read_text().strip()))
