"""The boundary: one wrapper around every RPC.

Owns: authenticating and authorising by METHOD_POLICY, parsing the request's bytes, request ids, deadlines, one log line, and the map of
errors to statuses. Never: policy about claims, records or keys.

Order, fixed: (1) who calls; (2) parse; (3) may they, in this project; (4) the servicer; (5) the answer, or the status. What a caller may
not see looks exactly like what is absent: a project without a grant is answered like one that does not exist.

A stream is looked at anew with each of its messages, whichever way they go: the time, what changed, and whether the caller's credential
still holds. All methods are served as streams, so that waiting for the message of a call is done here, and bounded (threads).
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import grpc
from google.protobuf.message import Message
from grpc_status import rpc_status

from mintmark_server.clock import Clock
from mintmark_server.directory.credentials import Authenticator, Caller
from mintmark_server.errors import MintmarkError, Reason
from mintmark_server.ids import format_name
from mintmark_server.limits import MAX_MESSAGE_BYTES, MAX_SUBJECT_MESSAGE_BYTES
from mintmark_server.model.record import Ref
from mintmark_server.rpc.answers import Answers
from mintmark_server.rpc.call import SUBJECT, RpcCall, check_caller
from mintmark_server.rpc.limiter import RateLimiter
from mintmark_server.rpc.logs import CallLine, log, write_call, writes_calls
from mintmark_server.rpc.metadata import REQUEST_ID_HEADER, CallMetadata, find_identities, read_metadata
from mintmark_server.rpc.metrics import RpcMetrics
from mintmark_server.rpc.parsing import build_place_reader, check_request_id, parse
from mintmark_server.rpc.policy import Idempotency, MethodPolicy, Who
from mintmark_server.rpc.status import code_of, internal_status, to_status
from mintmark_server.rpc.streams import Streams
from mintmark_server.rpc.threads import Waits
from mintmark_server.secret import ACCESS_KEY_PREFIX, Secret, has_form

_PROJECT: Final = re.compile(r"projects/([A-Za-z0-9._~-]{1,63})(?:/|\Z)")

Handler = Callable[[Any, RpcCall], Message]
Authorise = Callable[[Any], RpcCall]
StreamHandler = Callable[[Iterator[Any], Authorise], Message]
ServerStreamHandler = Callable[[Any, RpcCall], Iterator[Message]]
DuplexHandler = Callable[[Iterator[Any], Authorise], Iterator[Message]]
Behaviour = Callable[[Iterator[bytes], grpc.ServicerContext], bytes]
StreamBehaviour = Callable[[Iterator[bytes], grpc.ServicerContext], Iterator[bytes]]
_OK: Final = "OK"
_NO_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)


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
        self,
        authenticator: Authenticator,
        clock: Clock,
        *,
        before: Callable[[], None],
        metrics: RpcMetrics,
        answers: Answers,
    ) -> None:
        self._authenticator = authenticator
        self._clock = clock
        self._before = before
        self._metrics = metrics
        self._limiter = RateLimiter()
        self._answers = answers
        self._streams = Streams()
        self.waits = Waits()

    def unary(self, method: Method, policy: MethodPolicy, handler: Handler) -> Behaviour:
        """Return the behaviour of a unary method, whose requests are a stream of one, over bytes."""
        served = _Served(method, policy)
        repeats = policy.idempotency is Idempotency.REQUEST_ID

        def behave(messages: Iterator[bytes], context: grpc.ServicerContext) -> bytes:
            def receive() -> bytes | None:
                return self.waits.receive(messages, context)

            def run(begun: _Begun, data: bytes | None) -> bytes:
                request: Any = parse(method.request, data, limit=served.max_bytes)
                call = begun.authorise(request)
                if repeats and request.request_id:
                    return self._answers.once(request, call, lambda: handler(request, call))
                return handler(request, call).SerializeToString()

            return self._run(served, context, receive, run)

        return behave

    def client_stream(self, method: Method, policy: MethodPolicy, handler: StreamHandler) -> Behaviour:
        """Return the behaviour of a method whose requests stream; each request is authorised."""
        served = _Served(method, policy)

        def behave(items: Iterator[bytes], context: grpc.ServicerContext) -> bytes:
            def run(begun: _Begun, _data: bytes | None) -> bytes:
                requests = (parse(method.request, data) for data in items)
                with self._streams.of(begun.caller.name), self.waits.streaming():
                    return handler(requests, self._authorise_each(begun)).SerializeToString()

            return self._run(served, context, _nothing, run)

        return behave

    def server_stream(self, method: Method, policy: MethodPolicy, handler: ServerStreamHandler) -> StreamBehaviour:
        """Return the behaviour of a method whose answers stream."""
        served = _Served(method, policy)

        def behave(messages: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
            def receive() -> bytes | None:
                return self.waits.receive(messages, context)

            def run(begun: _Begun, data: bytes | None) -> Iterator[bytes]:
                request = parse(method.request, data)
                authorise = self._authorise_each(begun)
                for answer in handler(request, authorise(request)):
                    authorise(request)
                    yield answer.SerializeToString()

            return self._run_stream(served, context, receive, run)

        return behave

    def duplex(self, method: Method, policy: MethodPolicy, handler: DuplexHandler) -> StreamBehaviour:
        """Return the behaviour of a method of which both sides stream; each request is authorised."""
        served = _Served(method, policy)

        def behave(items: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
            def run(begun: _Begun, _data: bytes | None) -> Iterator[bytes]:
                requests = (parse(method.request, data) for data in items)
                for answer in handler(requests, self._authorise_each(begun)):
                    yield answer.SerializeToString()

            return self._run_stream(served, context, _nothing, run)

        return behave

    def _run(
        self,
        served: _Served,
        context: grpc.ServicerContext,
        receive: Callable[[], bytes | None],
        run: Callable[[_Begun, bytes | None], bytes],
    ) -> bytes:
        observed = _Observed(read_metadata(context), context.peer())
        answer = b""
        try:
            # What is waited for comes first: what is known of caller and time is known of now.
            data = receive()
            answer = run(self._begin(served, context, observed), data)
            observed.code = _OK
        except grpc.RpcError:
            # The call is over: the caller went away, or its message did not come in time.
            observed.now = self._clock.now()
        except Exception as error:  # noqa: BLE001  (the last line of defence: nothing unexpected leaves the process)
            observed.refuse(error, served)
        self._note(served, observed)
        observed.end(context)
        return answer

    def _run_stream(
        self,
        served: _Served,
        context: grpc.ServicerContext,
        receive: Callable[[], bytes | None],
        run: Callable[[_Begun, bytes | None], Iterator[bytes]],
    ) -> Iterator[bytes]:
        observed = _Observed(read_metadata(context), context.peer())
        try:
            data = receive()
            begun = self._begin(served, context, observed)
            with self._streams.of(begun.caller.name), self.waits.streaming():
                yield from run(begun, data)
            observed.code = _OK
        except grpc.RpcError:
            observed.now = self._clock.now()
            return
        except Exception as error:  # noqa: BLE001  (as above)
            observed.refuse(error, served)
        finally:
            # Whoever goes away before a stream's end cancelled it.
            self._note(served, observed)
        observed.end(context)

    def _note(self, served: _Served, observed: _Observed) -> None:
        """Count and log a call."""
        seconds = time.perf_counter() - observed.started
        self._metrics.observe(served.method.service, served.method.name, observed.code, seconds)
        if writes_calls():
            write_call(
                CallLine(
                    method=served.key,
                    code=observed.code,
                    reason=observed.reason,
                    caller=observed.caller,
                    peer=observed.peer,
                    request_id=observed.metadata.request_id,
                    ms=round(seconds * 1000, 2),
                    ended=observed.now.timestamp() + seconds,
                )
            )

    def _begin(self, served: _Served, context: grpc.ServicerContext, observed: _Observed) -> _Begun:
        observed.now = self._clock.now()
        self._before()
        begun = _Begun(served, context, observed, self._find_caller(served, context, observed), self._limiter)
        observed.caller = begun.caller.name
        if not observed.caller:
            self._limiter.check(served.key, observed.peer, now=time.perf_counter())
        return begun

    def _find_caller(self, served: _Served, context: grpc.ServicerContext, observed: _Observed) -> tuple[Caller, Secret | None]:
        policy, bearer, now = served.policy, observed.metadata.find_bearer(), observed.now
        if bearer is not None:
            if policy.by_access_key and has_form(bearer, ACCESS_KEY_PREFIX):
                return SUBJECT, Secret(bearer.encode())
            return self._authenticator.authenticate(bearer, now=now), None
        if policy.who is Who.SUBJECT and not policy.by_access_key and not find_identities(context):
            return SUBJECT, None
        return self._authenticator.authenticate_certificate(find_identities(context), now=now), None

    def _authorise_each(self, begun: _Begun) -> Authorise:
        """Return how a stream's requests are authorised, each as a call of its own.

        What the stream began with holds until a credential changes or the caller's is past its time; then it is asked anew who calls.
        """
        observed = begun.observed

        def authorise(request: Any) -> RpcCall:
            nonlocal begun
            self._before()
            observed.now = self._clock.now()
            if not self._authenticator.still_holds(begun.caller, observed.now):
                who = self._find_caller(begun.served, begun.context, observed)
                begun = _Begun(begun.served, begun.context, observed, who, self._limiter)
            return begun.authorise(request)

        return authorise


class _Served:
    """A method with its row, and what of them is the same for each call."""

    __slots__ = ("has_request_id", "key", "max_bytes", "method", "policy", "read_place")

    def __init__(self, method: Method, policy: MethodPolicy) -> None:
        self.method = method
        self.policy = policy
        self.key = method.key
        self.max_bytes = MAX_SUBJECT_MESSAGE_BYTES if policy.who is Who.SUBJECT else MAX_MESSAGE_BYTES
        self.has_request_id = "request_id" in method.request.DESCRIPTOR.fields_by_name
        self.read_place: Callable[[Message], str] = build_place_reader(method.request, policy.place)


class _Observed:
    """What a call's log line says, and the status that it ends with."""

    __slots__ = ("caller", "code", "metadata", "now", "peer", "reason", "started", "status")

    def __init__(self, metadata: CallMetadata, peer: str) -> None:
        self.started = time.perf_counter()
        self.metadata = metadata
        self.now = _NO_TIME
        self.peer = peer
        self.caller = ""
        self.code: str = grpc.StatusCode.CANCELLED.name
        self.reason = ""
        self.status: Any = None

    def refuse(self, error: Exception, served: _Served) -> None:
        """End with the status of an error; one that nobody expected is a bug, and says so in the log alone."""
        request_id = self.metadata.request_id
        if isinstance(error, MintmarkError):
            self.status = to_status(error, request_id=request_id)
            self.code, self.reason = code_of(error).name, error.reason.value
        else:
            self.status = internal_status(request_id)
            self.code, self.reason = grpc.StatusCode.INTERNAL.name, Reason.INTERNAL.value
            log.exception("bug", method=served.key, request_id=request_id)

    def end(self, context: grpc.ServicerContext) -> None:
        """Send the request id, and the status where the call was refused: outside of any `try`, aborting raises a bare Exception."""
        context.set_trailing_metadata(((REQUEST_ID_HEADER, self.metadata.request_id),))
        if self.status is not None:
            context.abort_with_status(_Status(self.status, self.metadata.request_id))


class _Begun:
    """A call whose caller is known."""

    __slots__ = ("caller", "context", "deadline", "limiter", "observed", "secret", "served")

    def __init__(
        self, served: _Served, context: grpc.ServicerContext, observed: _Observed, who: tuple[Caller, Secret | None], limiter: RateLimiter
    ) -> None:
        self.limiter = limiter
        self.served = served
        self.context = context
        self.observed = observed
        self.caller, self.secret = who
        self.deadline: float | None = None

    def remaining(self) -> float | None:
        """Return how many seconds the caller still waits; None without a deadline."""
        if not self.context.is_active():
            return 0.0
        if self.deadline is None:
            left: float | None = self.context.time_remaining()
            self.deadline = math.inf if left is None else time.monotonic() + left
        return None if self.deadline == math.inf else self.deadline - time.monotonic()

    def count(self, ref: Ref) -> None:
        """Count a use of a subject's own secret, wherever it comes from. Raises: Unavailable RATE_LIMITED."""
        if not self.caller.name:
            self.limiter.check(self.served.key, format_name(ref), now=time.perf_counter())

    def authorise(self, request: Any) -> RpcCall:
        """Check the caller against the method's row. Raises: Denied, NotFound (no grant in the project), InvalidInput for `request_id`."""
        served, observed, caller = self.served, self.observed, self.caller
        place = served.read_place(request)
        project_id = caller.passed.get((served.key, place))
        if project_id is None:
            match = _PROJECT.match(place)
            project_id = match[1] if match else ""
            check_caller(caller, served.policy, project_id, place=place)
            if match and match.end() == len(place) and caller is not SUBJECT:
                caller.keep_passed(served.key, place, project_id)
        if served.has_request_id and request.request_id:
            check_request_id(request.request_id)
        return RpcCall(
            now=observed.now,
            actor=caller.name,
            method=served.key,
            request_id=observed.metadata.request_id,
            peer=observed.peer,
            remaining=self.remaining,
            count=self.count,
            caller=caller,
            project_id=project_id,
            secret=self.secret,
        )


def _nothing() -> None:
    """Wait for nothing: the handler reads the messages of its stream."""


class _Status(grpc.Status):
    """What ends a call in place of an answer."""

    def __init__(self, status: Any, request_id: str) -> None:
        converted = rpc_status.to_status(status)
        self.code = converted.code
        self.details = converted.details
        self.trailing_metadata = (*converted.trailing_metadata, (REQUEST_ID_HEADER, request_id))
