"""The boundary: one wrapper around every RPC.

Owns: authenticating and authorising by METHOD_POLICY, parsing the request's bytes, request ids, deadlines, one log line, and the map of
errors to statuses. Never: policy about claims, records or keys.

Order, fixed: (1) who calls; (2) parse; (3) may they, in this project; (4) the servicer; (5) the answer, or the status. What a caller may
not see looks exactly like what is absent: a project without a grant is answered like one that does not exist.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import grpc
from google.protobuf.message import DecodeError, Message
from grpc_status import rpc_status

from mintmark_server.call import Call
from mintmark_server.clock import Clock
from mintmark_server.directory.credentials import Authenticator, Caller
from mintmark_server.errors import InvalidInput, MintmarkError, Problem, Reason, Unauthenticated, Unavailable
from mintmark_server.rpc.answers import Answers
from mintmark_server.rpc.call import SUBJECT, RpcCall, check_caller
from mintmark_server.rpc.limiter import RateLimiter
from mintmark_server.rpc.logs import log
from mintmark_server.rpc.metrics import RpcMetrics
from mintmark_server.rpc.policy import Idempotency, MethodPolicy, Who
from mintmark_server.rpc.status import code_of, internal_status, to_status
from mintmark_server.secret import ACCESS_KEY_PREFIX, Secret, has_form

REQUEST_ID_HEADER: Final = "x-request-id"
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
_PROJECT: Final = re.compile(r"projects/([A-Za-z0-9._~-]{1,63})(?:/|\Z)")

_STREAM_RETRY: Final = timedelta(seconds=1)

Handler = Callable[[Any, RpcCall], Message]
Authorise = Callable[[Any], RpcCall]
StreamHandler = Callable[[Iterator[Any], Authorise], Message]
ServerStreamHandler = Callable[[Any, RpcCall], Iterator[Message]]
DuplexHandler = Callable[[Iterator[Any], Authorise], Iterator[Message]]
MAX_STREAMS: Final = 4
"""Streams of answers at once: each holds a thread, and threads are what serves calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One RPC of the contract: full name, short name, messages and which sides stream."""

    service: str
    name: str
    request: type[Message]
    client_streaming: bool
    server_streaming: bool

    @property
    def key(self) -> str:
        """The name in METHOD_POLICY, e.g. `TokenService.IssueSession`."""
        return f"{self.service.rpartition('.')[2]}.{self.name}"


class Boundary:
    """Wraps handlers. `before` runs at the start of each call: caches take note of what changed."""

    def __init__(
        self, authenticator: Authenticator, clock: Clock, *, before: Callable[[], None], metrics: RpcMetrics, answers: Answers
    ) -> None:
        self._authenticator = authenticator
        self._clock = clock
        self._before = before
        self._metrics = metrics
        self._limiter = RateLimiter()
        self._answers = answers
        self._streams = threading.BoundedSemaphore(MAX_STREAMS)

    def unary(self, method: Method, policy: MethodPolicy, handler: Handler) -> Callable[[bytes, grpc.ServicerContext], bytes]:
        """Return the behaviour of a unary method over bytes."""

        def behave(data: bytes, context: grpc.ServicerContext) -> bytes:
            def run(begun: _Begun) -> bytes:
                request: Any = parse(method.request, data)
                call = begun.authorise(policy, request)
                if policy.idempotency is Idempotency.REQUEST_ID and request.request_id:
                    return self._answers.once(request, call, lambda: handler(request, call))
                return handler(request, call).SerializeToString()

            return self._run(method, policy, context, run)

        return behave

    def client_stream(
        self, method: Method, policy: MethodPolicy, handler: StreamHandler
    ) -> Callable[[Iterator[bytes], grpc.ServicerContext], bytes]:
        """Return the behaviour of a method whose requests stream; each request is authorised."""

        def behave(items: Iterator[bytes], context: grpc.ServicerContext) -> bytes:
            def run(begun: _Begun) -> bytes:
                requests = (parse(method.request, data) for data in items)
                return handler(requests, lambda request: begun.authorise(policy, request)).SerializeToString()

            return self._run(method, policy, context, run)

        return behave

    def server_stream(
        self, method: Method, policy: MethodPolicy, handler: ServerStreamHandler
    ) -> Callable[[bytes, grpc.ServicerContext], Iterator[bytes]]:
        """Return the behaviour of a method whose answers stream."""

        def behave(data: bytes, context: grpc.ServicerContext) -> Iterator[bytes]:
            def run(begun: _Begun) -> Iterator[bytes]:
                request = parse(method.request, data)
                for answer in handler(request, begun.authorise(policy, request)):
                    yield answer.SerializeToString()

            return self._run_stream(method, policy, context, run)

        return behave

    def duplex(
        self, method: Method, policy: MethodPolicy, handler: DuplexHandler
    ) -> Callable[[Iterator[bytes], grpc.ServicerContext], Iterator[bytes]]:
        """Return the behaviour of a method of which both sides stream; each request is authorised."""

        def behave(items: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
            def run(begun: _Begun) -> Iterator[bytes]:
                requests = (parse(method.request, data) for data in items)
                for answer in handler(requests, lambda request: begun.authorise(policy, request)):
                    yield answer.SerializeToString()

            return self._run_stream(method, policy, context, run)

        return behave

    def _run(self, method: Method, policy: MethodPolicy, context: grpc.ServicerContext, run: Callable[[_Begun], bytes]) -> bytes:
        observed = _Observed(new_request_id(context))
        answer = b""
        with self._observe(method, context, observed):
            answer = run(self._begin(method, policy, context, observed))
        observed.end(context)
        return answer

    def _run_stream(
        self, method: Method, policy: MethodPolicy, context: grpc.ServicerContext, run: Callable[[_Begun], Iterator[bytes]]
    ) -> Iterator[bytes]:
        observed = _Observed(new_request_id(context))
        with self._observe(method, context, observed):
            if not self._streams.acquire(blocking=False):
                raise Unavailable(Reason.RATE_LIMITED, "There are too many streams at once.", retry_after=_STREAM_RETRY)
            try:
                yield from run(self._begin(method, policy, context, observed))
            finally:
                self._streams.release()
        observed.end(context)

    @contextmanager
    def _observe(self, method: Method, context: grpc.ServicerContext, observed: _Observed) -> Iterator[None]:
        """Turn errors into a status, and count and log the call. Whoever goes away before a stream's end cancelled it."""
        started = time.perf_counter()
        try:
            yield
            observed.code = "OK"
        except MintmarkError as error:
            observed.refuse(to_status(error, request_id=observed.request_id), code_of(error), error.reason)
        except Exception:  # noqa: BLE001  (the last line of defence: nothing unexpected leaves the process)
            observed.refuse(internal_status(observed.request_id), grpc.StatusCode.INTERNAL, Reason.INTERNAL)
            log.exception("bug", method=method.key, request_id=observed.request_id)
        finally:
            seconds = time.perf_counter() - started
            self._metrics.observe(method.service, method.name, observed.code, seconds)
            log.info(
                "rpc",
                method=method.key,
                code=observed.code,
                reason=observed.reason,
                caller=observed.caller,
                peer=context.peer(),
                request_id=observed.request_id,
                ms=round(seconds * 1000, 2),
            )

    def _begin(self, method: Method, policy: MethodPolicy, context: grpc.ServicerContext, observed: _Observed) -> _Begun:
        self._before()
        now = self._clock.now()
        bearer = find_bearer(context)
        given: Secret | None = None
        if bearer is not None and policy.by_access_key and has_form(bearer, ACCESS_KEY_PREFIX):
            caller, given = SUBJECT, Secret(bearer.encode())
        elif bearer is not None:
            caller = self._authenticator.authenticate(bearer, now=now)
        elif policy.who is Who.SUBJECT and not policy.by_access_key and not find_identities(context):
            caller = SUBJECT
        else:
            caller = self._authenticator.authenticate_certificate(find_identities(context), now=now)

        observed.caller = caller.name
        if not caller.name:
            self._limiter.check(method.key, context.peer(), now=time.perf_counter())

        def remaining() -> float | None:
            left: float | None = context.time_remaining() if context.is_active() else 0.0
            return left

        call = Call(
            now=now,
            actor=caller.name,
            method=method.key,
            request_id=observed.request_id,
            peer=context.peer(),
            remaining=remaining,
        )
        return _Begun(call, caller, given)


@dataclass(slots=True)
class _Observed:
    """What a call's log line says, and the status that it ends with."""

    request_id: str
    caller: str = ""
    code: str = grpc.StatusCode.CANCELLED.name
    reason: str = ""
    status: Any = None

    def refuse(self, status: Any, code: grpc.StatusCode, reason: Reason) -> None:
        """End with a status."""
        self.status, self.code, self.reason = status, code.name, reason.value

    def end(self, context: grpc.ServicerContext) -> None:
        """Send the request id, and the status where the call was refused: outside of any `try`, aborting raises a bare Exception."""
        context.set_trailing_metadata(((REQUEST_ID_HEADER, self.request_id),))
        if self.status is not None:
            abort(context, self.status, self.request_id)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A call whose caller is known."""

    call: Call
    caller: Caller
    secret: Secret | None

    def authorise(self, policy: MethodPolicy, request: Message) -> RpcCall:
        """Check the caller against a row. Raises: Denied, NotFound (no grant in the project), InvalidInput for `request_id`."""
        place = read_place(request, policy.place) if policy.place else ""
        match = _PROJECT.match(place)
        project_id = match.group(1) if match else ""
        check_caller(self.caller, policy, project_id, place=place)
        check_request_id(request)
        call = self.call
        return RpcCall(
            now=call.now,
            actor=call.actor,
            method=call.method,
            request_id=call.request_id,
            peer=call.peer,
            remaining=call.remaining,
            caller=self.caller,
            project_id=project_id,
            secret=self.secret,
        )


def parse(message_type: type[Message], data: bytes) -> Message:
    """Parse a request. Raises: InvalidInput MALFORMED_REQUEST."""
    try:
        return message_type.FromString(data)
    except DecodeError as error:
        message = f"The bytes are no {message_type.DESCRIPTOR.full_name}."
        raise InvalidInput([Problem(reason=Reason.MALFORMED_REQUEST, path="", message=message)]) from error


def read_place(request: Message, path: str) -> str:
    """Return the text of a field; a oneof's name stands for whichever of its fields is set."""
    value: Any = request
    for step in path.split("."):
        if step in value.DESCRIPTOR.oneofs_by_name:
            chosen = value.WhichOneof(step)
            if chosen is None:
                return ""
            value = getattr(value, chosen)
        else:
            value = getattr(value, step)
    return str(value)


def check_request_id(request: Any) -> None:
    """Check that `request_id`, where given, is a UUID (AIP-155). Raises: InvalidInput INVALID_REQUEST_ID."""
    given = getattr(request, "request_id", "")
    if not given:
        return
    try:
        fits = str(uuid.UUID(given)) == given.lower()
    except ValueError:
        fits = False
    if not fits:
        problem = Problem(reason=Reason.INVALID_REQUEST_ID, path="request_id", message="A request id is a UUID.")
        raise InvalidInput([problem])


def new_request_id(context: grpc.ServicerContext) -> str:
    """Return the caller's request id where it has the form of one, else a new one."""
    for key, value in context.invocation_metadata() or ():
        if key == REQUEST_ID_HEADER and isinstance(value, str) and _REQUEST_ID.match(value):
            return value
    return secrets.token_hex(8)


def find_bearer(context: grpc.ServicerContext) -> str | None:
    """Return the bearer token of the metadata, or None. Raises: Unauthenticated for two of them, or another scheme."""
    found = [value for key, value in context.invocation_metadata() or () if key == "authorization"]
    if not found:
        return None
    scheme, _, bearer = str(found[0]).partition(" ")
    if len(found) > 1 or scheme.lower() != "bearer":
        raise Unauthenticated
    return bearer.strip()


def find_identities(context: grpc.ServicerContext) -> tuple[str, ...]:
    """Return the SPIFFE ID and SANs of a verified client certificate."""
    peer = context.auth_context()
    values = [*peer.get("peer_spiffe_id", ()), *peer.get("x509_subject_alternative_name", ())]
    return tuple(dict.fromkeys(value.decode(errors="replace") for value in values))


def abort(context: grpc.ServicerContext, status: Any, request_id: str) -> None:
    """End the call with a status."""
    converted = rpc_status.to_status(status)
    context.abort_with_status(_Status(converted.code, converted.details, (*converted.trailing_metadata, (REQUEST_ID_HEADER, request_id))))


class _Status(grpc.Status):
    def __init__(self, code: Any, details: Any, trailing_metadata: Any) -> None:
        self.code = code
        self.details = details
        self.trailing_metadata = trailing_metadata
