"""Workers as processes: started, watched, replaced, drained, reaped; health and metrics as one."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from grpc_health.v1 import health_pb2, health_pb2_grpc
from mintmark.client import Client
from mintmark.errors import NotFoundError, RequestIdReusedError
from mintmark.v1 import credential_service_pb2, key_service_pb2, token_service_pb2, user_service_pb2

from tests.project import ProjectUnderTest, decode
from tests.workers.cluster import Cluster, children_of, is_alive, kill, run_cluster, tokens, wait_for

pytestmark = [pytest.mark.long, pytest.mark.timeout(180)]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with run_cluster(tmp_path) as running:
        yield running


def health(channel: grpc.Channel) -> int:
    answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=20)
    return int(answer.status)


def test_each_worker_serves_and_what_they_count_is_one_sum(cluster: Cluster) -> None:
    assert len(cluster.worker_pids()) == 2
    with cluster.channels() as channels:
        assert sorted(channels) == [1, 2]
        before = cluster.metric("grpc_server_call_duration_seconds_count")
        for channel in channels.values():
            assert health(channel) == health_pb2.HealthCheckResponse.SERVING
            with pytest.raises(grpc.RpcError):
                tokens(channel).IssueSessionToken(token_service_pb2.IssueSessionTokenRequest(), metadata=cluster.metadata())
        assert cluster.metric("grpc_server_call_duration_seconds_count") - before == 2
    assert cluster.metric("mintmark_workers") == 2
    assert cluster.metric("mintmark_worker_restarts_total") == 0
    assert cluster.stop() == 0
    assert "Draining." in cluster.log.read_text()


def test_a_worker_that_was_killed_is_replaced_and_only_its_own_calls_fail(cluster: Cluster) -> None:
    with Client(cluster.target, credential=cluster.secret) as client:
        project = ProjectUnderTest(client, "p")
        project.create()
        request = project.session_request()
    first, second = cluster.worker_pids()
    outcomes: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    stop = threading.Event()

    def call(number: int, channel: grpc.Channel) -> None:
        outcomes[str(number)] = seen = set()
        counts[str(number)] = 0
        while not stop.is_set():
            try:
                tokens(channel).IssueSessionToken(request, metadata=cluster.metadata(), timeout=20)
                counts[str(number)] += 1
                seen.add("OK")
            except grpc.RpcError as error:
                seen.add(code_of(error).name)

    with cluster.channels() as channels:
        threads = [threading.Thread(target=call, args=item) for item in channels.items()]
        for thread in threads:
            thread.start()
        wait_for(lambda: all(counts.get(str(number), 0) > 20 for number in channels))
        before = cluster.metric("grpc_server_call_duration_seconds_count")
        kill(first)
        wait_for(lambda: not is_alive(first))
        wait_for(lambda: cluster.metric("mintmark_worker_restarts_total") == 1)
        wait_for(lambda: cluster.metric("mintmark_workers") == 2)
        after = dict(counts)
        wait_for(lambda: all(counts[number] > after[number] + 20 for number in counts))
        stop.set()
        for thread in threads:
            thread.join()
        assert cluster.metric("grpc_server_call_duration_seconds_count") > before
    killed = [seen for seen in outcomes.values() if seen != {"OK"}]
    assert sorted(map(sorted, outcomes.values())) in ([["OK"], ["OK"]], [["OK"], ["OK", "UNAVAILABLE"]])
    assert len(killed) <= 1
    assert second in cluster.worker_pids()
    assert first not in cluster.worker_pids()
    assert len(cluster.worker_pids()) == 2
    assert any(line["event"] == "worker ended" and line["exit_code"] == -9 for line in cluster.lines())


def test_a_worker_that_is_told_to_end_drains_and_is_replaced(cluster: Cluster) -> None:
    first, _ = cluster.worker_pids()
    kill(first, signal.SIGTERM)
    wait_for(lambda: cluster.metric("mintmark_worker_restarts_total") == 1 and cluster.metric("mintmark_workers") == 2)
    assert any(line["event"] == "worker ended" and line["exit_code"] == 0 for line in cluster.lines())
    assert cluster.ready() == (200, "ok\n")


def test_a_stop_drains_what_runs_in_all_workers(cluster: Cluster) -> None:
    with Client(cluster.target, credential=cluster.secret) as client:
        project = ProjectUnderTest(client, "p")
        project.create()
    go_on = threading.Event()
    created: dict[int, int] = {}

    def is_stored(client: Client, number: int) -> bool:
        """Tell whether a worker has stored its first hundred users: then its call runs for certain."""
        request = user_service_pb2.GetUserRequest(name=f"projects/p/users/w{number}-99")
        with contextlib.suppress(NotFoundError):
            return bool(client.users.GetUser(request).user.name)
        return False

    def import_slowly(number: int, channel: grpc.Channel) -> None:
        def requests() -> Iterator[user_service_pb2.ImportUsersRequest]:
            for index in range(102):
                request = user_service_pb2.ImportUsersRequest(parent="projects/p")
                request.user.name = f"projects/p/users/w{number}-{index}"
                yield request
                if index == 99:
                    go_on.wait(30)

        with_stub = channel.stream_unary(
            "/mintmark.v1.UserService/ImportUsers",
            request_serializer=user_service_pb2.ImportUsersRequest.SerializeToString,
            response_deserializer=user_service_pb2.ImportUsersResponse.FromString,
        )
        created[number] = with_stub(requests(), metadata=cluster.metadata(), timeout=40).created_count

    with cluster.channels() as channels:
        threads = [threading.Thread(target=import_slowly, args=item) for item in channels.items()]
        for thread in threads:
            thread.start()
        with Client(cluster.target, credential=cluster.secret) as client:
            wait_for(lambda: all(is_stored(client, number) for number in channels))
        assert cluster.process is not None
        cluster.process.terminate()
        wait_for(lambda: cluster.ready() == (503, "DRAINING\n"))
        go_on.set()
        for thread in threads:
            thread.join()
    assert created == {1: 102, 2: 102}
    assert cluster.process.wait(timeout=30) == 0
    assert children_of(cluster.process.pid) == []


def test_no_orphan_keeps_the_port_when_the_supervisor_is_killed(cluster: Cluster) -> None:
    pids = cluster.worker_pids()
    assert cluster.process is not None
    cluster.process.kill()
    cluster.process.wait(timeout=20)
    wait_for(lambda: not any(map(is_alive, pids)))
    cluster.start()
    assert cluster.ready() == (200, "ok\n")


def rotate(project: ProjectUnderTest) -> str:
    """Make a new key the active one; return its id."""
    key = project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name)).key
    project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=key.name, force=True))
    return key.name.rpartition("/")[2]


def test_changes_hold_in_all_workers_as_soon_as_they_are_acknowledged(cluster: Cluster) -> None:
    with cluster.clients() as clients:
        here, there = (ProjectUnderTest(clients[number], "p") for number in (1, 2))
        here.create()
        here.use_template({"round": 0})
        assert there.payload()["round"] == 0
        for number in range(1, 11):
            source = {"round": number, "plan": "{{user.custom_attributes.plan}}"}
            here.update_template("default-user", "source", source={"advanced": json.dumps(source)})
            assert there.payload()["round"] == number
            here.update_user("ada", "custom_attributes", custom_attributes={"plan": f"plan {number}"})
            assert there.payload()["plan"] == f"plan {number}"
            here.update_user("ada", "roles", roles=["admin"] if number % 2 else [])
            assert there.payload().get("roles") == (["admin"] if number % 2 else None)
            kid = rotate(here)
            token = there.issue().token
            assert decode(token)[0]["kid"] == kid
            assert introspect(there, token)
            here.client.keys.RevokeKey(key_service_pb2.RevokeKeyRequest(name=f"projects/p/keys/{kid}"))
            assert not introspect(there, token)
            assert decode(there.issue().token)[0]["kid"] != kid


def introspect(project: ProjectUnderTest, token: str) -> bool:
    return project.client.tokens.IntrospectToken(token_service_pb2.IntrospectTokenRequest(parent=project.name, token=token)).active


def test_a_credential_holds_and_ends_in_all_workers(cluster: Cluster) -> None:
    with cluster.clients() as clients, cluster.channels() as channels:
        here = ProjectUnderTest(clients[1], "p")
        here.create()
        request = here.session_request()
        for number in range(5):
            asked = credential_service_pb2.CreateCredentialRequest(credential_id=f"c{number}")
            json_format.ParseDict({"grants": [{"project": "projects/p", "roles": ["CALLER_ROLE_ISSUER"]}]}, asked.credential)
            created = clients[1].credentials.CreateCredential(asked)
            metadata = (("authorization", f"Bearer {created.secret}"),)
            tokens(channels[2]).IssueSessionToken(request, metadata=metadata, timeout=20)
            clients[1].credentials.RevokeCredential(credential_service_pb2.RevokeCredentialRequest(name=created.credential.name))
            with pytest.raises(grpc.RpcError) as caught:
                tokens(channels[2]).IssueSessionToken(request, metadata=metadata, timeout=20)
            assert code_of(caught.value) is grpc.StatusCode.UNAUTHENTICATED


def code_of(error: Any) -> grpc.StatusCode:
    found: grpc.StatusCode = error.code()
    return found


def test_a_repeat_at_another_worker_gets_the_first_answer(cluster: Cluster) -> None:
    with cluster.clients() as clients:
        here, there = (ProjectUnderTest(clients[number], "p") for number in (1, 2))
        here.create()
        request_id = "7f3c0c6e-3a53-4b57-9d5c-0f6ed3a4f5b1"
        assert here.issue(request_id=request_id) == there.issue(request_id=request_id)
        with pytest.raises(RequestIdReusedError):
            there.issue(tenant="acme", request_id=request_id)


def test_what_only_has_a_secret_is_limited_by_each_worker_for_itself(cluster: Cluster) -> None:
    request = token_service_pb2.RefreshSessionRequest(refresh_token="x.y.z")
    with cluster.channels() as channels:
        codes: dict[int, list[str]] = {number: [] for number in channels}
        for number, channel in channels.items():
            while "RESOURCE_EXHAUSTED" not in codes[number]:
                with pytest.raises(grpc.RpcError) as caught:
                    tokens(channel).RefreshSession(request, timeout=20)
                codes[number].append(code_of(caught.value).name)
    # Each has let its own burst through: the first's limit is no limit at the second.
    assert all(seen.count("UNAUTHENTICATED") >= 200 for seen in codes.values())


def test_each_wrong_start_is_told_once_and_never_tried_again(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = cluster.run("serve", "--workers", "2", "--grpc-address", address, "--http-address", "127.0.0.1:0")
        assert (done.returncode, done.stderr) == (1, f"The gRPC address {address} can't be bound: Address already in use.\n")
        done = cluster.run("serve", "--workers", "2", "--grpc-address", "127.0.0.1:0", "--http-address", address)
        assert (done.returncode, done.stderr) == (1, f"The HTTP address {address} can't be bound: Address already in use.\n")
    free = ["--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0"]
    done = cluster.run("serve", "--workers", "2", *free, "--tls-cert", "absent.pem", "--tls-key", "absent.key")
    assert (done.returncode, done.stderr) == (1, "absent.key can't be read: No such file or directory.\n")
    done = cluster.run("serve", "--workers", "300", *free)
    assert (done.returncode, done.stderr) == (2, "workers: from 0 to 256.\n")
    raw = sqlite3.connect(tmp_path / "data/mintmark.db")
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    done = cluster.run("serve", "--workers", "2", *free)
    assert done.returncode == 1
    assert done.stderr.startswith("The database has schema 99")


def test_a_second_service_at_the_same_address_is_refused(cluster: Cluster) -> None:
    for workers in ("1", "2"):
        done = cluster.run("serve", "--workers", workers, "--grpc-address", cluster.target, "--http-address", "127.0.0.1:0")
        assert (done.returncode, done.stderr) == (1, f"The gRPC address {cluster.target} can't be bound: Address already in use.\n")
