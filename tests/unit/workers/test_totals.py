"""Sums of workers' metrics, and what they are told."""

from __future__ import annotations

from pathlib import Path

from mintmark_server.config import Settings, load_settings
from mintmark_server.rpc.metrics import RpcMetrics, print_metrics
from mintmark_server.workers.process import write_settings
from mintmark_server.workers.totals import Totals, read_figures


def count(*calls: str) -> RpcMetrics:
    metrics = RpcMetrics()
    for method in calls:
        metrics.observe("s", method, "OK", 0.002)
    return metrics


def lines(totals: Totals) -> list[str]:
    text = print_metrics(totals.collect())
    return [line for line in text.splitlines() if line.startswith("grpc_server_call_duration_seconds_count")]


def test_workers_are_summed_by_label() -> None:
    totals = Totals()
    totals.update(1, read_figures(count("a", "a", "b").collect()))
    totals.update(2, read_figures(count("b").collect()))
    assert lines(totals) == [
        'grpc_server_call_duration_seconds_count{grpc_method="s/a",grpc_status="OK"} 2.0',
        'grpc_server_call_duration_seconds_count{grpc_method="s/b",grpc_status="OK"} 2.0',
    ]


def test_buckets_are_summed_and_nothing_says_when_a_sum_was_made() -> None:
    totals = Totals()
    totals.update(1, read_figures(count("a").collect()))
    totals.update(2, read_figures(count("a").collect()))
    text = print_metrics(totals.collect())
    assert 'grpc_server_call_duration_seconds_bucket{grpc_method="s/a",grpc_status="OK",le="0.001"} 0.0' in text
    assert 'grpc_server_call_duration_seconds_bucket{grpc_method="s/a",grpc_status="OK",le="0.0025"} 2.0' in text
    assert "_created" not in text


def test_a_sum_does_not_fall_when_a_worker_ends_and_its_next_begins_anew() -> None:
    totals = Totals()
    totals.update(1, read_figures(count("a", "a").collect()))
    totals.update(1, read_figures(count("a", "a", "a").collect()))
    totals.end(1)
    totals.end(1)
    assert lines(totals) == ['grpc_server_call_duration_seconds_count{grpc_method="s/a",grpc_status="OK"} 3.0']
    totals.update(1, read_figures(count("a").collect()))
    totals.end(1)
    totals.update(1, read_figures(count("a").collect()))
    assert lines(totals) == ['grpc_server_call_duration_seconds_count{grpc_method="s/a",grpc_status="OK"} 5.0']


def test_commits_are_shown_as_the_store_counts_them() -> None:
    metrics = RpcMetrics()
    metrics.follow_commits(lambda: (3, 7))
    text = metrics.print()
    assert "mintmark_commits_total 3.0" in text
    assert "mintmark_committed_intents_total 7.0" in text


def test_a_worker_reads_the_settings_that_the_supervisor_has() -> None:
    for settings in (
        Settings(),
        Settings(
            data_dir=Path("a"),
            database=Path("b"),
            tls_cert=Path("c"),
            tls_key=Path("k"),
            allow_plaintext=True,
            workers=3,
            drain_seconds=1.5,
        ),
    ):
        assert load_settings(write_settings(settings), {}, None) == settings
