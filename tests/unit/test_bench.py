"""The bench's arithmetic: ratios, verdicts, and what counts as worse."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bench import growth, plan, served
from tests.bench.__main__ import main
from tests.bench.page import BASELINE, MACHINE, PAGE, write_page
from tests.bench.rows import Row, find_worse, print_table, read_rows, take_turns, write_rows
from tests.bench.variants import VARIANTS
from tests.bench.variants import measure as measure_variants


def row(measured: float, floor: float, *, bar: float | None = 1.5, at_least: bool = False) -> Row:
    return Row(name="a / b", unit="us", samples=(measured,) * 5, floor_samples=(floor,) * 5, bar=bar, at_least=at_least)


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (row(3.0, 2.0), "pass"),
        (row(3.1, 2.0), "fail"),
        (row(3.0, 2.0, at_least=True), "pass"),
        (row(2.9, 2.0, at_least=True), "fail"),
        (row(9.0, 1.0, bar=None), ""),
        (Row(name="x", unit="us", bar=1.0, reason="needs 4 cores"), "n/a"),
    ],
)
def test_a_row_meets_its_bar_or_not(given: Row, verdict: str) -> None:
    assert given.verdict == verdict


def test_the_ratio_is_that_of_the_medians() -> None:
    given = Row(name="x", unit="us", samples=(1.0, 6.0, 100.0), floor_samples=(2.0, 3.0, 4.0))
    assert given.ratio == 2.0


def test_floor_and_measured_thing_take_turns_after_a_round_that_does_not_count() -> None:
    order = []

    def measured() -> float:
        order.append("m")
        return float(len(order))

    def floor() -> float:
        order.append("f")
        return 1.0

    found = take_turns("x", measured, floor, unit="us", rounds=2, bar=None)
    assert ("".join(order), found.samples, found.floor_samples) == ("mfmfmf", (3.0, 5.0), (1.0, 1.0))


def test_rows_are_written_with_their_ratio_and_read_back(tmp_path: Path) -> None:
    rows = [row(3.0, 2.0), Row(name="y", unit="ms", reason="needs 4 cores")]
    write_rows(rows, tmp_path / "rows.json")
    written = json.loads((tmp_path / "rows.json").read_text())
    assert [(item["name"], item["bar"], item["at_least"], item["ratio"], item["unit"]) for item in written] == [
        ("a / b", 1.5, False, 1.5, "us"),
        ("y", None, False, None, "ms"),
    ]
    assert read_rows(tmp_path / "rows.json") == rows


def test_only_what_is_worse_beyond_the_noise_is_told() -> None:
    before = [row(10.0, 10.0)]
    assert find_worse([row(10.4, 10.0)], before) == []
    assert find_worse([row(11.0, 10.0)], before) == ["a / b: 1.00 before, 1.10 now (+10%, noise 5%)"]
    noisy = Row(name="a / b", unit="us", samples=(8.0, 10.0, 12.0, 14.0, 11.0), floor_samples=(10.0,) * 5)
    assert find_worse([noisy], before) == []
    assert find_worse([row(9.0, 10.0, at_least=True)], [row(10.0, 10.0, at_least=True)]) != []


def test_the_table_names_each_row_with_its_verdict() -> None:
    lines = print_table([row(3.0, 2.0), Row(name="y", unit="ms", reason="needs 4 cores")]).splitlines()
    assert lines[1].startswith("a / b")
    assert lines[1].endswith("<= 1.5  pass (us)")
    assert lines[2].split() == ["y", "needs", "4", "cores"]


def test_the_page_on_performance_is_the_kept_run_and_nothing_else() -> None:
    assert PAGE.read_text() == write_page(read_rows(BASELINE), MACHINE.read_text().strip())


def test_the_kept_run_has_every_row_of_the_bars_and_names_no_machine_but_by_kind() -> None:
    bars = {item.name: (item.bar, item.at_least) for item in read_rows(BASELINE) if item.bar is not None}
    refresh = "RefreshSession, 32 in flight / commit + 2 signatures + verification + call"
    assert {
        "IssueSessionToken / empty call": (1.5, False),
        "IssueSessionToken / bare grpcio call": (1.8, False),
        "IssueSessionToken, receipts ALL / empty call": (1.7, False),
        "PreviewToken / empty call": (1.5, False),
        "BatchIssue of 100, per token / ES256 signature": (3.0, False),
        "StreamIssue, per token / empty message": (1.7, False),
        "evaluate 10 claims, 5 references / ES256 signature": (0.8, False),
        "evaluate 10 claims, 5 expressions / ES256 signature": (1.5, False),
        "evaluate 100 claims / 10 claims": (11, False),
        refresh: (1.6, False),
        "reads from the database per warm issue": (2, False),
        "CPU per token, 2 workers / 1": (1.1, False),
        "rate, 2 workers / 1": (1.7, True),
        "IssueSessionToken, 1,000,000 users, cached / 1,000": (1.25, False),
        "IssueSessionToken, 1,000,000 users, any / 1,000": (1.6, False),
        "IssueSessionToken, 1,000,000 users, none cached / 1,000": (1.6, False),
        "p99 / p50 of IssueSessionToken at half the peak rate": (5, False),
        "PlanTemplateChange, subjects a second and core / 10,000": (1.0, True),
    }.items() <= bars.items()
    machine = r"\d+ cores of [\w() .@-]+, \w+ \d+\.\d+, Python [\d.]+, SQLite [\d.]+(, load from [\w ',:]+)?\n"
    assert re.fullmatch(machine, MACHINE.read_text())


@pytest.mark.parametrize("options", [["--keep", "--quick"], ["--keep", "--only", "plan"], ["--only", "nothing"]])
def test_a_part_of_a_run_is_never_kept(options: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["bench", *options])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert "error: " in capsys.readouterr().err


@pytest.fixture
def cores() -> Iterator[None]:
    """Give the process its cores back."""
    before = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, before)


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("measure", [growth.measure, plan.measure])
def test_rows_of_many_users_are_measured_with_few(measure: Callable[[int, int], list[Row]], cores: None) -> None:
    rows = measure(1, 2_000)
    assert [item.name for item in rows if item.verdict == "n/a"] == []
    assert len({item.name for item in rows}) == len(rows)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_rows_of_one_server_are_measured(tmp_path: Path, cores: None) -> None:
    rows = served.measure(tmp_path, rounds=1, seconds=1)
    assert [item.name for item in rows if item.verdict == "n/a" or not item.samples] == []
    assert len({item.name for item in rows}) == len(rows)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_variants_of_the_server_serve_the_same(cores: None) -> None:
    chosen = [variant for variant in VARIANTS if variant.name in ("as it is", "minimal stack", "asyncio, handlers in the loop")]
    lines = measure_variants(chosen, rounds=1).splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == [variant.name for variant in chosen]
