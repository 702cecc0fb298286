"""Calls to a real server: CPU of the server per call against empty calls, latency, refreshes.

Owns: rows of one server. Never: growth, several workers.

The server has a core of its own, this process and the load the others. Floor and measured thing take turns; CPU comes from `/proc`, in
ticks of 10 ms, so a sample has a second of it.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mintmark.client import Client
from mintmark.v1 import evaluation_pb2, token_service_pb2
from mintmark_server.testing import BARE, EMPTY, EMPTY_STREAM

from tests.bench.evaluation import CONSTANTS, REFERENCES
from tests.bench.floors import DurableCommit, build_signers, build_verification, timed
from tests.bench.importing import measure_import
from tests.bench.load import Load
from tests.bench.processes import BenchServer, init, list_cores, pin, serve
from tests.bench.rows import Row, take_turns
from tests.bench.server import SIGNED
from tests.project import ProjectUnderTest

TOKENS = "/mintmark.v1.TokenService/"
ROUNDS = 7
FEWER_ROUNDS = 5
"""Of what has no bar."""
CALLS = 2_500
BATCH = 100
CHAINS = 32
LATENCY_SECONDS = 30.0
CPU = "us of server CPU"


class Bench:
    """A server with a project of ten claims, and the requests that are made to it."""

    def __init__(self, server: BenchServer, load: Load, project: ProjectUnderTest) -> None:
        self.server = server
        self.load = load
        self.name = project.name
        request = project.session_request(view="EVALUATION_VIEW_BASIC")
        self.issue = request.SerializeToString()
        self.empty = token_service_pb2.IssueSessionTokenRequest(parent=project.name).SerializeToString()
        full = project.session_request(view="EVALUATION_VIEW_FULL")
        self.preview = token_service_pb2.PreviewTokenRequest(session=full).SerializeToString()
        item = token_service_pb2.IssueItem(session=request)
        self.batch = token_service_pb2.BatchIssueRequest(parent=project.name, items=[item] * BATCH).SerializeToString()
        self.message = token_service_pb2.StreamIssueRequest(item=item).SerializeToString()
        nothing = token_service_pb2.IssueItem(session=token_service_pb2.IssueSessionTokenRequest(parent=project.name))
        self.empty_message = token_service_pb2.StreamIssueRequest(item=nothing).SerializeToString()

    def cpu(self, run: Callable[[], object], count: int) -> Callable[[], float]:
        """Return a sampler: microseconds of the server's CPU for one of the `count` things that a run does."""

        def sample() -> float:
            before = self.server.cpu_micros()
            run()
            return (self.server.cpu_micros() - before) / count

        return sample

    def unary(self, method: str, request: bytes, count: int = CALLS) -> Callable[[], float]:
        """Return a sampler of a unary call."""
        return self.cpu(lambda: self.load.repeat(method, request, count), count)

    def streamed(self, method: str, message: bytes, count: int = 4 * CALLS) -> Callable[[], float]:
        """Return a sampler of a stream's message."""
        return self.cpu(lambda: self.load.stream(method, message, count), count)


def fill(server: BenchServer, *, project_id: str = "bench", **settings: Any) -> ProjectUnderTest:
    """Make the project that is measured: ten claims, half of them dynamic."""
    client = Client(server.target, credential=server.credential)
    project = ProjectUnderTest(client, project_id)
    project.create(**settings)
    project.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro", "teams": ["a", "b"], "level": 3})
    project.use_template(CONSTANTS | REFERENCES)
    return project


def measure(folder: Path, rounds: int = ROUNDS, seconds: float = LATENCY_SECONDS) -> list[Row]:
    """Return the rows of one server."""
    server_cores, load_cores = split_cores()
    credential = init(folder)
    pin(0, load_cores)
    with serve(folder, credential, cores=server_cores) as server:
        load = Load(server.target, credential)
        bench = Bench(server, load, fill(server))
        with_receipts = Bench(server, load, fill(server, project_id="receipts", receipt_mode="RECEIPT_MODE_ALL"))
        empty, issue = bench.unary(EMPTY, bench.empty), bench.unary(f"{TOKENS}IssueSessionToken", bench.issue)
        bare = bench.unary(BARE, bench.empty)
        recorded = bench.unary(f"{TOKENS}IssueSessionToken", with_receipts.issue)
        preview = bench.unary(f"{TOKENS}PreviewToken", bench.preview)
        message, token = bench.streamed(EMPTY_STREAM, bench.empty_message), bench.streamed(f"{TOKENS}StreamIssue", bench.message)
        batch = bench.cpu(lambda: load.repeat(f"{TOKENS}BatchIssue", bench.batch, 150, in_flight=4), 150 * BATCH)
        signature = timed(build_signers()["ES256"], 5_000)
        signing = bench.unary(SIGNED, bench.empty)
        rows = [
            take_turns("empty call that signs / empty call", signing, empty, unit=CPU, rounds=rounds, bar=None),
            take_turns("IssueSessionToken / empty call", issue, empty, unit=CPU, rounds=rounds, bar=1.5),
            take_turns("IssueSessionToken / bare grpcio call", issue, bare, unit=CPU, rounds=rounds, bar=1.8),
            take_turns("IssueSessionToken, receipts ALL / empty call", recorded, empty, unit=CPU, rounds=rounds, bar=1.7),
            take_turns("PreviewToken / empty call", preview, empty, unit=CPU, rounds=rounds, bar=1.5),
            take_turns("BatchIssue of 100, per token / ES256 signature", batch, signature, unit=CPU, rounds=rounds, bar=3.0),
            take_turns("StreamIssue, per token / empty message", token, message, unit=CPU, rounds=rounds, bar=1.7),
        ]
        without = Bench(server, load, fill(server, project_id="unrecorded", receipt_mode="RECEIPT_MODE_OFF"))
        rows += _measure_refresh(bench, without, empty, folder, rounds)
        rows.append(_compare_rates(rows[-2], rows[1]))
        rows.append(_measure_introspection(bench, empty, rounds))
        rows += _measure_latency(bench, seconds)
        rows.append(measure_import(server.target, load.metadata, without.name))
        load.close()
    return rows


def split_cores() -> tuple[list[int], list[int]]:
    """Return the server's core and the load's; they share where there is only one."""
    cores = list_cores()
    return cores[:1], cores[1:] or cores


def _measure_refresh(bench: Bench, without: Bench, empty: Callable[[], float], folder: Path, rounds: int) -> list[Row]:
    """Refresh many sessions at once: each a durable commit that the group shares, two signatures, one verification, one call.

    The floor's commits are as large as the server's groups are: its threads bound how many wait for one.
    """
    refreshing = _build_refreshing(bench)
    commits_before, stored_before = bench.server.count_commits()
    refreshing()
    commits_after, stored_after = bench.server.count_commits()
    group = max(1, round((stored_after - stored_before) / (commits_after - commits_before)))
    commits = DurableCommit(folder / "floor.db")
    commit = timed(lambda: commits.commit(group), 100)
    signature, verification = timed(build_signers()["ES256"], 2_000), timed(build_verification(), 1_000)

    def floor() -> float:
        return commit() / group + 2 * signature() + verification() + empty()

    name = f"RefreshSession, {CHAINS} in flight / commit + 2 signatures + verification + call"
    rows = [
        take_turns(name, refreshing, floor, unit=CPU, rounds=rounds, bar=1.6),
        take_turns(
            "RefreshSession, receipts OFF / SESSIONS",
            _build_refreshing(without),
            refreshing,
            unit=CPU,
            rounds=min(rounds, FEWER_ROUNDS),
            bar=None,
        ),
    ]
    commits.close()
    return rows


def _build_refreshing(bench: Bench) -> Callable[[], float]:
    """Open sessions; return a sampler of refreshing all of them at once."""
    opened = [open_session(bench.load, bench.issue) for _ in range(CHAINS)]
    length = CALLS // CHAINS

    def refresh_all() -> None:
        opened[:] = refresh_each(bench.load, opened, length)

    return bench.cpu(refresh_all, length * CHAINS)


def _compare_rates(refreshed: Row, issued: Row) -> Row:
    """Return the row of how many a core does in a second, of refreshes and of issues."""
    rates, floors = (tuple(1e6 / sample for sample in row.samples) for row in (refreshed, issued))
    name = "RefreshSession a second and core / IssueSessionToken (aim: 0.5)"
    return Row(name=name, unit="calls/s", samples=rates, floor_samples=floors, at_least=True)


def _measure_introspection(bench: Bench, empty: Callable[[], float], rounds: int) -> Row:
    """Introspect a session token: a call, and the verifier's work with the state of session and subject."""
    request = token_service_pb2.IssueSessionTokenRequest.FromString(bench.issue)
    issued = bench.load.call(f"{TOKENS}IssueSessionToken", bench.issue)
    token = token_service_pb2.IssueSessionTokenResponse.FromString(issued).token.token
    introspect = token_service_pb2.IntrospectTokenRequest(parent=request.parent, token=token).SerializeToString()
    measured = bench.unary(f"{TOKENS}IntrospectToken", introspect)
    verification = timed(build_verification(), 1_000)
    name = "IntrospectToken / verification + empty call"
    return take_turns(name, measured, lambda: verification() + empty(), unit=CPU, rounds=rounds, bar=None)


def open_session(load: Load, issue: bytes) -> str:
    """Open a session for the subject of a serialised IssueSessionTokenRequest; return its refresh token."""
    request = token_service_pb2.IssueSessionRequest()
    session = token_service_pb2.IssueSessionTokenRequest.FromString(issue)
    request.parent = session.parent
    request.subject.CopyFrom(session.subject)
    answer = load.call(f"{TOKENS}IssueSession", request.SerializeToString())
    return token_service_pb2.IssueSessionResponse.FromString(answer).refresh_token.token


def refresh_each(load: Load, tokens: Sequence[str], length: int) -> list[str]:
    """Refresh each session so often, all at once; return their newest refresh tokens."""

    def ask(token: str) -> bytes:
        request = token_service_pb2.RefreshSessionRequest(refresh_token=token, view=evaluation_pb2.EVALUATION_VIEW_BASIC)
        data: bytes = request.SerializeToString()
        return data

    def read(answer: bytes) -> str:
        return token_service_pb2.RefreshSessionResponse.FromString(answer).refresh_token.token

    return load.chains(f"{TOKENS}RefreshSession", tokens, length, ask=ask, read=read)


def _measure_latency(bench: Bench, seconds: float) -> list[Row]:
    """Return the rows of rate and latency: the peak, p99 to p50 at half of it, and what calls cost a server that is half busy.

    A busy machine shows in the empty calls.
    """
    method = f"{TOKENS}IssueSessionToken"
    rates = [CALLS / bench.load.repeat(method, bench.issue, CALLS) for _ in range(3)]
    empties = [CALLS / bench.load.repeat(EMPTY, bench.empty, CALLS) for _ in range(3)]
    rate = statistics.median(rates) / 2
    cost, (slow, typical) = _measure_paced(bench, method, bench.issue, rate=rate, seconds=seconds)
    empty_cost, (slow_empty, typical_empty) = _measure_paced(bench, EMPTY, bench.empty, rate=rate, seconds=seconds)
    return [
        Row(name="rate of IssueSessionToken / empty calls", unit="calls/s", samples=tuple(rates), floor_samples=tuple(empties)),
        Row(name="p99 / p50 of IssueSessionToken at half the peak rate", unit="ms", samples=(slow,), floor_samples=(typical,), bar=5),
        Row(name="p99 / p50 of empty calls at that rate", unit="ms", samples=(slow_empty,), floor_samples=(typical_empty,)),
        Row(
            name="IssueSessionToken at half the peak rate / empty calls",
            unit=CPU,
            samples=(cost,),
            floor_samples=(empty_cost,),
        ),
    ]


def _measure_paced(bench: Bench, method: str, request: bytes, *, rate: float, seconds: float) -> tuple[float, tuple[float, float]]:
    """Return what a call at a fixed rate takes of the server's CPU in microseconds, and its tail."""
    before = bench.server.cpu_micros()
    latencies = bench.load.latencies(method, request, rate=rate, seconds=seconds)
    return (bench.server.cpu_micros() - before) / len(latencies), _find_tail(latencies)


def _find_tail(latencies: Sequence[float]) -> tuple[float, float]:
    """Return the 99th percentile and the median."""
    return sorted(latencies)[int(len(latencies) * 0.99)], statistics.median(latencies)
