"""Attack: connections to the HTTP side that say nothing, or not the whole of a request; redirects to wherever a request likes."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator

import httpx
import pytest
from mintmark_server.testing import TestService, run_service
from mintmark_server.wellknown import server

HALF = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture(scope="module")
def http() -> Iterator[TestService]:
    with run_service(serve_http=True) as running:
        yield running


def connect(service: TestService) -> socket.socket:
    host, _, port = service.http.removeprefix("http://").partition(":")
    made = socket.create_connection((host, int(port)))
    made.settimeout(5)
    return made


def read_all(connection: socket.socket) -> bytes:
    """Return what comes until the other side closes. Raises: TimeoutError where it does not."""
    found = b""
    try:
        while data := connection.recv(65_536):
            found += data
    except ConnectionResetError:
        pass
    return found


def test_silent_connections_keep_nobody_from_the_key_sets(http: TestService) -> None:
    with contextlib.ExitStack() as stack:
        silent = [stack.enter_context(connect(http)) for _ in range(server.MAX_CONNECTIONS + 200)]
        for connection in silent[::2]:
            connection.send(HALF)
        for _ in range(3):
            assert httpx.get(f"{http.http}/healthz").status_code == 200
        assert read_all(silent[0]) == b"", "the one that was silent for longest went"


@pytest.mark.parametrize("begun", [b"", HALF, HALF + b"\r\n", b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"])
def test_a_request_has_a_time_to_come_in(http: TestService, monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    monkeypatch.setattr(server, "SILENCE_SECONDS", 0.4)
    with connect(http) as connection:
        connection.send(begun)
        began = time.monotonic()
        answer = read_all(connection)
        assert time.monotonic() - began < 4
        assert answer[:12] in (b"", b"HTTP/1.1 200", b"HTTP/1.1 405")


def test_a_byte_now_and_then_is_no_request(http: TestService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SILENCE_SECONDS", 0.4)
    with connect(http) as connection:
        connection.send(HALF + b"X-Slow: ")
        began = time.monotonic()
        with contextlib.suppress(OSError):
            while time.monotonic() - began < 5:
                connection.send(b"x")
                time.sleep(0.05)
        assert time.monotonic() - began < 4


def test_a_kept_connection_serves_again_and_again(http: TestService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SILENCE_SECONDS", 0.4)
    with httpx.Client() as client:
        began = time.monotonic()
        while time.monotonic() - began < 1.2:
            assert client.get(f"{http.http}/healthz").text == "ok\n"
            time.sleep(0.1)


def test_no_answer_leads_to_the_host_that_a_request_names(http: TestService) -> None:
    for path in ("/healthz/", "/v2/keys/p1/", "//example.org/%2e%2e"):
        answer = httpx.get(f"{http.http}{path}", headers={"host": "example.org"})
        assert (answer.status_code, "location" in answer.headers) == (404, False)
