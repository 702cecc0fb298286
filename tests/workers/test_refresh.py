"""Refreshing over processes: one successor pair, whoever asks, whoever dies."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import pytest
from mintmark.client import Client
from mintmark.v1 import token_service_pb2

from tests.project import ProjectUnderTest, decode
from tests.workers.cluster import Cluster, run_cluster, tokens, wait_for

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

CHAINS = 6
KILLS = 50


def refresh(channel: grpc.Channel, token: str, metadata: tuple[tuple[str, str], ...] = ()) -> tuple[str, str]:
    """Exchange a refresh token, as its subject unless a credential is given; return session token and refresh token."""
    request = token_service_pb2.RefreshSessionRequest(refresh_token=token)
    answer = tokens(channel).RefreshSession(request, timeout=30, metadata=metadata)
    return answer.session_token.token, answer.refresh_token.token


def code_of(error: Any) -> str:
    return str(error.code().name)


def prepare(cluster: Cluster, overlap: str) -> ProjectUnderTest:
    project = ProjectUnderTest(Client(cluster.target, credential=cluster.secret, timeout=30), "p")
    project.create()
    project.update_settings(refresh_policy={"overlap": overlap})
    return project


def open_session(project: ProjectUnderTest) -> tuple[str, str]:
    """Return a new session's name and refresh token."""
    answer = project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest()))
    return answer.session.name, answer.refresh_token.token


def session_of(project: ProjectUnderTest, name: str) -> Any:
    return project.client.tokens.GetSession(token_service_pb2.GetSessionRequest(name=name)).session


def test_parallel_refreshes_of_one_token_over_two_workers_get_one_pair(tmp_path: Path) -> None:
    with run_cluster(tmp_path) as cluster, cluster.channels() as channels:
        project = prepare(cluster, "5s")
        name, token = open_session(project)
        gate = threading.Barrier(64)
        asked = [channels[1 + number % 2] for number in range(64)]

        def ask(channel: grpc.Channel) -> tuple[str, str]:
            gate.wait()
            return refresh(channel, token)

        with ThreadPoolExecutor(64) as pool:
            pairs = list(pool.map(ask, asked))
        consumed_by = time.monotonic()
        assert len(set(pairs)) == 1
        assert {line["worker"] for line in cluster.lines() if line.get("method") == "TokenService.RefreshSession"} == {1, 2}
        session = session_of(project, name)
        assert (session.generation, session.HasField("end")) == (2, False)
        # Past the window, one replay ends the session, and with it the successor.
        wait_for(lambda: time.monotonic() > consumed_by + 5)
        with pytest.raises(grpc.RpcError) as caught:
            refresh(channels[2], token)
        assert code_of(caught.value) == "FAILED_PRECONDITION"
        assert session_of(project, name).end.generation == 1
        with pytest.raises(grpc.RpcError) as caught:
            refresh(channels[1], pairs[0][1])
        assert code_of(caught.value) == "FAILED_PRECONDITION"


class Chain:
    """A session that is refreshed without end: each token by two at once, at two services, until both have an answer."""

    def __init__(self, project: ProjectUnderTest, channels: list[grpc.Channel], metadata: tuple[tuple[str, str], ...]) -> None:
        self._metadata = metadata
        self.name, self.token = open_session(project)
        self.steps = 0
        self.repeats = 0
        self._channels = channels
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(2)
        self.failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def end(self) -> None:
        self._stop.set()
        self._thread.join()
        self._pool.shutdown()
        if self.failure is not None:
            raise self.failure

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                first, second = self._pool.map(self._exchange, self._channels)
                assert first == second, "two valid successors"
                self.token = first[1]
                self.steps += 1
        except BaseException as error:  # noqa: BLE001  (raised where the chain is ended)
            self.failure = error

    def _exchange(self, channel: grpc.Channel) -> tuple[str, str]:
        """Exchange the token; whoever gets no answer tries again, at either service."""
        while True:
            try:
                return refresh(channel, self.token, self._metadata)
            except grpc.RpcError as error:
                if code_of(error) not in ("UNAVAILABLE", "DEADLINE_EXCEEDED"):
                    raise
                self.repeats += 1
                channel = random.choice(self._channels)
                threading.Event().wait(0.02)


def open_channel(cluster: Cluster) -> grpc.Channel:
    """A connection without retries of its own that comes back soon after the service does."""
    back_off = [(f"grpc.{which}_reconnect_backoff_ms", 100) for which in ("initial", "min", "max")]
    return grpc.insecure_channel(cluster.target, options=[("grpc.enable_retries", 0), ("grpc.use_local_subchannel_pool", 1), *back_off])


def test_killed_at_random_nothing_acknowledged_is_lost_and_no_retry_ends_its_session(tmp_path: Path) -> None:
    one = Cluster(tmp_path, workers=1, log="one")
    other = Cluster(tmp_path, workers=1, secret=one.secret, log="other")
    services = [one, other]
    try:
        for service in services:
            service.start()
        project = prepare(one, "60s")
        channels = [open_channel(service) for service in services]
        chains = [Chain(project, channels, one.metadata()) for _ in range(CHAINS)]
        for _ in range(KILLS // 2):
            for service in random.sample(services, 2):
                threading.Event().wait(random.uniform(0.0, 0.3))
                assert service.process is not None
                service.process.kill()
                service.process.wait(timeout=20)
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(Cluster.start, services))
        for chain in chains:
            chain.end()
        for channel in channels:
            grpc.channel_ready_future(channel).result(timeout=60)
        assert sum(chain.repeats for chain in chains) > KILLS
        for chain in chains:
            # One generation for each acknowledged step: none was lost, none was counted twice.
            session = session_of(project, chain.name)
            assert (session.generation, session.HasField("end")) == (1 + chain.steps, False)
            assert chain.steps > 10
            first = refresh(channels[0], chain.token)
            assert refresh(channels[1], chain.token) == first
            assert decode(first[0])[1]["sid"] == chain.name.rpartition("/")[2]
        for channel in channels:
            channel.close()
        assert one.run("check").stdout == "All is well.\n"
    finally:
        for service in services:
            service.end()


def test_a_crash_between_record_and_answer_is_answered_with_what_was_recorded(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, workers=1)
    try:
        cluster.start()
        name, token = open_session(prepare(cluster, "60s"))
        assert cluster.stop() == 0
        # The service that ends right after its first commit of a second generation.
        command = [sys.executable, "-m", "tests.workers.crashing", cluster.target]
        with subprocess.Popen(command, env=cluster.environment(PYTHONPATH=str(Path(__file__).parents[2])), cwd=tmp_path) as crashing:
            channel = open_channel(cluster)
            grpc.channel_ready_future(channel).result(timeout=30)
            with pytest.raises(grpc.RpcError) as caught:
                refresh(channel, token)
            assert code_of(caught.value) == "UNAVAILABLE"
            assert crashing.wait(timeout=30) == 9
        cluster.start()
        grpc.channel_ready_future(channel).result(timeout=30)
        first = refresh(channel, token)
        assert refresh(channel, token) == first
        with Client(cluster.target, credential=cluster.secret) as client:
            assert session_of(ProjectUnderTest(client, "p"), name).generation == 2
        refresh(channel, first[1])
        channel.close()
    finally:
        cluster.end()
