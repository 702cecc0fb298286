"""Another process holds the database's lock for three seconds: calls wait, or end by their own deadline, and nothing is half done."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import pytest
from mintmark.client import Client
from mintmark.v1 import token_service_pb2
from mintmark_server.storage.sqlite.connection import driver

from tests.project import ProjectUnderTest
from tests.workers.cluster import run_cluster, tokens
from tests.workers.test_refresh import open_session, refresh, session_of

WAITING = 40
"""More than two workers have threads for calls."""

pytestmark = [pytest.mark.long, pytest.mark.timeout(120)]


def test_a_database_that_is_locked_for_three_seconds(tmp_path: Path) -> None:
    with run_cluster(tmp_path) as cluster, cluster.channels() as channels:
        project = ProjectUnderTest(Client(cluster.target, credential=cluster.secret), "p")
        project.create()
        sessions = [open_session(project) for _ in range(WAITING)]
        hasty_name, hasty_token = open_session(project)
        raw = driver.connect(tmp_path / "data/mintmark.db", isolation_level=None)
        raw.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(WAITING) as pool:
            waiting = [pool.submit(refresh, channels[1 + number % 2], token) for number, (_, token) in enumerate(sessions)]
            # What writes nothing is served meanwhile, though more wait than there are threads for calls.
            assert project.payload()["sub"] == "ada"
            assert not any(future.done() for future in waiting)
            request = token_service_pb2.RefreshSessionRequest(refresh_token=hasty_token)
            with pytest.raises(grpc.RpcError) as caught:
                tokens(channels[1]).RefreshSession(request, timeout=1)
            error: Any = caught.value
            assert error.code() is grpc.StatusCode.DEADLINE_EXCEEDED
            threading.Event().wait(2)
            assert not any(future.done() for future in waiting)
            raw.execute("ROLLBACK")
            raw.close()
            pairs = [future.result() for future in waiting]
        assert len(set(pairs)) == WAITING
        assert [session_of(project, name).generation for name, _ in sessions] == [2] * WAITING
        # Nobody waited for the hasty one any more: its token was not consumed.
        assert session_of(project, hasty_name).generation == 1
        refresh(channels[2], hasty_token)
        assert session_of(project, hasty_name).generation == 2
        project.client.close()
