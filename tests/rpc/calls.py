"""Calls that many tests of sessions and access keys make."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from google.protobuf import json_format
from mintmark.client import Client
from mintmark.v1 import key_service_pb2, token_service_pb2
from mintmark_server.model.sessions import Session
from mintmark_server.testing import TestService

from tests.project import ProjectUnderTest


@contextmanager
def passed(service: TestService, **span: float) -> Iterator[None]:
    service.clock.move(timedelta(**span))
    try:
        yield
    finally:
        service.clock.move(-timedelta(**span))


def open_session(project: ProjectUnderTest, **fields: Any) -> Any:
    return project.client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest(), **fields))


def refresh(client: Client, token: str, **fields: Any) -> Any:
    request = json_format.ParseDict(
        {"refresh_token": token, "view": "EVALUATION_VIEW_FULL", **fields}, token_service_pb2.RefreshSessionRequest()
    )
    return client.tokens.RefreshSession(request)


def session_of(service: TestService, project: ProjectUnderTest, opened: Any) -> Session:
    found = service.components.store.get(Session, project.id, opened.session.name.rpartition("/")[2])
    assert found is not None
    return found


def introspect(project: ProjectUnderTest, token: str, **fields: Any) -> Any:
    request = token_service_pb2.IntrospectTokenRequest(parent=project.name, token=token)
    return project.client.tokens.IntrospectToken(json_format.ParseDict(fields, request))


def exchange(client: Client, project: ProjectUnderTest, **fields: Any) -> Any:
    request = project.fill(token_service_pb2.IssueAccessKeyTokenRequest(), user="", **fields)
    return client.tokens.IssueAccessKeyToken(request).token


def activate_another(project: ProjectUnderTest) -> Any:
    fresh = project.client.keys.PrepareKey(key_service_pb2.PrepareKeyRequest(parent=project.name)).key
    return project.client.keys.ActivateKey(key_service_pb2.ActivateKeyRequest(name=fresh.name, force=True)).key
