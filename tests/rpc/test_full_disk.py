"""A full disk during a refresh: refused, nothing consumed, and well again as soon as there is room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mintmark.client import Client
from mintmark.errors import StorageUnavailableError
from mintmark.v1 import token_service_pb2
from mintmark_server.errors import Unavailable
from mintmark_server.model.record import Ref
from mintmark_server.storage.port import Intent, Put, Remove
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.testing import TestService, run_service

from tests.conformance.records import project as build_project
from tests.conformance.records import user
from tests.project import ProjectUnderTest


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    path = tmp_path / "mintmark.db"
    SqliteStore(path).close()
    store = SqliteStore(path, max_pages=path.stat().st_size // 4096 + 60)
    yield store
    store.close()


@pytest.fixture
def service(store: SqliteStore) -> Iterator[TestService]:
    with run_service(store) as running:
        yield running


def fill(store: SqliteStore) -> None:
    """Fill the disk up to the last page, in a project of its own."""
    store.commit(Intent(changes=(Put(build_project("filler")),)))
    for size in (20_000, 2_000, 100):
        for number in range(1_000):
            try:
                store.commit(Intent(changes=(Put(user(f"u{size}-{number}", "filler", picture="x" * size)),)))
            except Unavailable:
                break


def test_a_full_disk_during_a_refresh_consumes_nothing(store: SqliteStore, service: TestService) -> None:
    with Client(service.target, credential=service.credential) as client:
        project = ProjectUnderTest(client, "p")
        project.create()
        sessions = [client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest())) for _ in range(3)]
        fill(store)

        def refresh(token: str) -> token_service_pb2.RefreshSessionResponse:
            # Grows the record, so that it doesn't fit where it was.
            request = token_service_pb2.RefreshSessionRequest(refresh_token=token)
            request.client_claims.update({f"claim{number}": "x" * 500 for number in range(9)})
            answer: token_service_pb2.RefreshSessionResponse = client.tokens.RefreshSession(request, timeout=3)
            return answer

        for opened in sessions:
            with pytest.raises(StorageUnavailableError):
                refresh(opened.refresh_token.token)
            request = token_service_pb2.GetSessionRequest(name=opened.session.name)
            assert client.tokens.GetSession(request).session == opened.session
        assert project.payload()["sub"] == "ada"
        store.commit(Intent(changes=(Remove(Ref("projects", "filler", "filler"), 1, force=True),)))
        for opened in sessions:
            assert refresh(opened.refresh_token.token).session.generation == 2
    assert store.check() == []
