"""Tokens of gRPC calls: both kinds of server, all four forms of methods."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc
import pytest
from mintmark.fetching import Fetched
from mintmark.integrations.interceptors import AsyncTokenInterceptor, TokenInterceptor, current_token
from mintmark.verify import RemoteKeys, Verifier

from tests.unit.signing import make_verifier, token_of

OPEN = "/s/Open"


def user() -> bytes:
    return current_token().user_id.encode()


def known() -> bytes:
    try:
        return user()
    except LookupError:
        return b"nobody"


class Plain:
    """Handlers for a synchronous server."""

    def one(self, _request: bytes, _context: Any) -> bytes:
        return user()

    def many(self, request: bytes, _context: Any) -> Iterator[bytes]:
        for _ in range(int(request)):
            yield user()

    def collect(self, requests: Iterator[bytes], _context: Any) -> bytes:
        return b",".join([*requests, user()])

    def each(self, requests: Iterator[bytes], _context: Any) -> Iterator[bytes]:
        for request in requests:
            yield request + user()

    def open(self, _request: bytes, _context: Any) -> bytes:
        return known()


class Asynchronous:
    """The same for an asynchronous one; `each` writes to its context."""

    async def one(self, _request: bytes, _context: Any) -> bytes:
        return user()

    async def many(self, request: bytes, _context: Any) -> AsyncIterator[bytes]:
        for _ in range(int(request)):
            yield user()

    async def collect(self, requests: AsyncIterator[bytes], _context: Any) -> bytes:
        return b",".join([*[request async for request in requests], user()])

    async def each(self, requests: AsyncIterator[bytes], context: Any) -> None:
        async for request in requests:
            await context.write(request + user())

    async def open(self, _request: bytes, _context: Any) -> bytes:
        return known()


def handlers(of: Any) -> Any:
    table = {
        "One": grpc.unary_unary_rpc_method_handler(of.one),
        "Many": grpc.unary_stream_rpc_method_handler(of.many),
        "Collect": grpc.stream_unary_rpc_method_handler(of.collect),
        "Each": grpc.stream_stream_rpc_method_handler(of.each),
        "Open": grpc.unary_unary_rpc_method_handler(of.open),
    }
    return grpc.method_handlers_generic_handler("s", table)


@contextmanager
def synchronous(verifier: Verifier) -> Iterator[str]:
    server = grpc.server(ThreadPoolExecutor(4), interceptors=[TokenInterceptor(verifier, open_methods=[OPEN])])
    server.add_generic_rpc_handlers((handlers(Plain()),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"127.0.0.1:{port}"
    server.stop(0).wait()


def talk(target: str, metadata: list[tuple[str, str]]) -> list[Any]:
    with grpc.insecure_channel(target) as channel:
        options: Any = {"metadata": metadata, "timeout": 5}
        return [
            channel.unary_unary("/s/One")(b"", **options),
            list(channel.unary_stream("/s/Many")(b"3", **options)),
            channel.stream_unary("/s/Collect")(iter([b"a", b"b"]), **options),
            list(channel.stream_stream("/s/Each")(iter([b"a", b"b"]), **options)),
        ]


Run = Callable[[Verifier, list[tuple[str, str]], str], Any]


def run_synchronous(verifier: Verifier, metadata: list[tuple[str, str]], method: str = "") -> Any:
    with synchronous(verifier) as target:
        if not method:
            return talk(target, metadata)
        with grpc.insecure_channel(target) as channel:
            return channel.unary_unary(method)(b"", metadata=metadata, timeout=5)


def run_asynchronous(verifier: Verifier, metadata: list[tuple[str, str]], method: str = "") -> Any:
    async def run() -> Any:
        server = grpc.aio.server(interceptors=[AsyncTokenInterceptor(verifier, open_methods=[OPEN])])
        server.add_generic_rpc_handlers((handlers(Asynchronous()),))
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        target = f"127.0.0.1:{port}"
        try:
            if not method:
                return await asyncio.to_thread(talk, target, metadata)
            async with grpc.aio.insecure_channel(target) as channel:
                return await channel.unary_unary(method)(b"", metadata=tuple(metadata), timeout=5)
        finally:
            await server.stop(0)

    return asyncio.run(run())


both = pytest.mark.parametrize("run", [run_synchronous, run_asynchronous])


def bearer(token: str) -> list[tuple[str, str]]:
    return [("authorization", f"Bearer {token}")]


@both
def test_every_form_of_call_knows_its_token(run: Run) -> None:
    expected = [b"U7", [b"U7"] * 3, b"a,b,U7", [b"aU7", b"bU7"]]
    assert run(make_verifier(), bearer(token_of({"sub": "U7"})), "") == expected


@both
def test_open_methods_need_no_token(run: Run) -> None:
    assert run(make_verifier(), [], OPEN) == b"nobody"


@both
@pytest.mark.parametrize("method", ["/s/One", "/s/Many", "/s/Collect", "/s/Each"])
def test_no_form_of_call_runs_without_one(run: Run, method: str) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        run(make_verifier(), [], method)
    assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED  # type: ignore[attr-defined]


@both
@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ([], "malformed"),
        ([("authorization", "Basic x")], "malformed"),
        ([*bearer(token_of()), *bearer(token_of())], "malformed"),
        (bearer(token_of({"exp": 1_000})), "expired"),
        (bearer(token_of({"aud": "other"})), "wrong_audience"),
        (bearer(token_of({"drn": "DSR"}, typ="refresh+jwt")), "wrong_kind"),
    ],
)
def test_a_refusal_says_its_reason(run: Run, metadata: list[tuple[str, str]], reason: str) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        run(make_verifier(), metadata, "/s/One")
    error: Any = caught.value
    assert error.code() is grpc.StatusCode.UNAUTHENTICATED
    assert ("mintmark-refusal", reason) in [(name, value) for name, value in error.trailing_metadata()]


@both
def test_a_key_set_that_cannot_be_had_is_no_fault_of_the_token(run: Run) -> None:
    def fetch(_etag: str) -> Fetched:
        raise OSError("down")

    with pytest.raises(grpc.RpcError) as caught:
        run(make_verifier(keys=RemoteKeys(fetch=fetch)), bearer(token_of()), "/s/One")
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE  # type: ignore[attr-defined]


def test_tokens_of_calls_at_the_same_time_stay_apart() -> None:
    with synchronous(make_verifier()) as target, ThreadPoolExecutor(8) as pool:
        users = [f"U{number}" for number in range(24)]
        answers = pool.map(lambda name: talk(target, bearer(token_of({"sub": name})))[1], users)
        assert list(answers) == [[name.encode()] * 3 for name in users]


def test_outside_of_a_call_there_is_no_token() -> None:
    with pytest.raises(LookupError):
        current_token()
