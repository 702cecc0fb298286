"""The bench's load: every call is made, and an answer that is not the right one stops the bench."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from mintmark.v1 import token_service_pb2
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.testing import EMPTY, EMPTY_STREAM, TestService, run_service

from tests.bench.load import Load, LoadError
from tests.project import ProjectUnderTest


@pytest.fixture(scope="module")
def service() -> Iterator[TestService]:
    with run_service(MemoryStore()) as running:
        yield running


@pytest.fixture
def load(service: TestService) -> Iterator[Load]:
    made = Load(service.target, service.credential)
    yield made
    made.close()


def empty(project: ProjectUnderTest) -> bytes:
    return token_service_pb2.IssueSessionTokenRequest(parent=project.name).SerializeToString()


def test_closed_paced_and_streaming_loads_make_every_call(load: Load, project: ProjectUnderTest) -> None:
    assert load.spread(EMPTY, iter([empty(project)] * 50), in_flight=8) > 0
    message = token_service_pb2.StreamIssueRequest()
    message.item.session.parent = project.name
    assert load.stream(EMPTY_STREAM, message.SerializeToString(), 20) == 0
    asked: list[bytes] = []

    def ask(state: bytes) -> bytes:
        asked.append(state)
        return empty(project)

    assert load.chains(EMPTY, [b"a", b"b"], 5, ask=ask, read=lambda answer: answer + b"next") == [b"next", b"next"]
    assert sorted(asked) == [b"a", b"b", *[b"next"] * 8]


def test_refused_calls_and_answers_of_another_size_stop_it(load: Load, project: ProjectUnderTest) -> None:
    with pytest.raises(LoadError, match="INVALID_ARGUMENT"):
        load.spread(EMPTY, iter([b"\xff"] * 3), in_flight=2)
    with pytest.raises(LoadError, match=r"(?s)A chain broke off: .*INVALID_ARGUMENT"):
        load.chains(EMPTY, [b"\xff"], 2, ask=lambda state: state, read=lambda answer: answer)
    with pytest.raises(LoadError, match="0 bytes, not 7"):
        load.spread(EMPTY, iter([empty(project)] * 3), in_flight=2, bytes_each=7)
