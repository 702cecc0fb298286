"""The one map from errors to `google.rpc.Status` (AIP-193, DESIGN §3).

Owns: status codes, details, their largest size. Never: raising; logging.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from mintmark.v1 import error_pb2

from mintmark_server.errors import (
    AlreadyExists,
    Conflict,
    DeadlineExceeded,
    Denied,
    FailedState,
    InvalidInput,
    MintmarkError,
    NotFound,
    Problem,
    ProblemsError,
    Reason,
    Unauthenticated,
    Unavailable,
)
from mintmark_server.rpc.convert.evaluations import problem_to_proto

DOMAIN: Final = "mintmark"
MAX_DETAILS_BYTES: Final = 6 * 1024
"""Details travel in trailers, base64, and many clients refuse more than 8 KiB of those."""
MAX_TEXT_CHARS: Final = 512

_CODES: Final = {
    InvalidInput: grpc.StatusCode.INVALID_ARGUMENT,
    FailedState: grpc.StatusCode.FAILED_PRECONDITION,
    Unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
    Denied: grpc.StatusCode.PERMISSION_DENIED,
    NotFound: grpc.StatusCode.NOT_FOUND,
    AlreadyExists: grpc.StatusCode.ALREADY_EXISTS,
    Conflict: grpc.StatusCode.ABORTED,
    DeadlineExceeded: grpc.StatusCode.DEADLINE_EXCEEDED,
    Unavailable: grpc.StatusCode.UNAVAILABLE,
}


def code_of(error: MintmarkError) -> grpc.StatusCode:
    """Return the status code of an error."""
    if error.reason is Reason.RATE_LIMITED:
        return grpc.StatusCode.RESOURCE_EXHAUSTED
    return _CODES[type(error)]


def to_status(error: MintmarkError, *, request_id: str) -> status_pb2.Status:
    """Return the status of an error, with one ErrorInfo and the details that apply."""
    metadata = {"request_id": request_id}
    details: list[Message] = []
    if isinstance(error, ProblemsError):
        problems = [_bounded(problem) for problem in error.problems]
        first = problems[0]
        metadata |= {"problems": str(len(problems)), **error.metadata}
        metadata |= {
            name: str(value)
            for name, value in (("path", first.path), ("layer", first.layer), ("limit", first.limit), ("actual", first.actual))
            if value not in ("", None)
        }
        details += _problem_details(error, problems, request_id)
    if error.resource:
        metadata["resource"] = error.resource
        details.append(error_details_pb2.ResourceInfo(resource_name=error.resource, description=error.message))
    if isinstance(error, Unavailable):
        micros = int(error.retry_after.total_seconds() * 1_000_000)
        delay = duration_pb2.Duration(seconds=micros // 1_000_000, nanos=micros % 1_000_000 * 1_000)
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    info = error_details_pb2.ErrorInfo(reason=error.reason.value, domain=DOMAIN, metadata=metadata)
    return _pack(code_of(error), error.message, [info, *details])


def internal_status(request_id: str) -> status_pb2.Status:
    """Return the status of a bug: its request id and nothing more."""
    info = error_details_pb2.ErrorInfo(reason=Reason.INTERNAL.value, domain=DOMAIN, metadata={"request_id": request_id})
    return _pack(grpc.StatusCode.INTERNAL, f"Something went wrong here; the log has it under request id {request_id}.", [info])


def _problem_details(error: ProblemsError, problems: list[Problem], request_id: str) -> list[Message]:
    """Return typed and standard details, as many problems in each as fit; ErrorInfo's `problems` says how many there are."""
    typed = error_pb2.ProblemList(request_id=request_id)
    standard: list[Message] = []
    request = error_details_pb2.BadRequest()
    state = error_details_pb2.PreconditionFailure()
    room = MAX_DETAILS_BYTES
    for problem in problems:
        message = problem_to_proto(problem)
        room -= message.ByteSize() + len(problem.message.encode()) + len(problem.path.encode()) + len(problem.reason) + 16
        if room < 0:
            break
        typed.problems.append(message)
        if isinstance(error, InvalidInput):
            request.field_violations.add(field=problem.path, description=problem.message, reason=problem.reason.value)
        else:
            state.violations.add(type=problem.reason.value, subject=problem.path, description=problem.message)
    standard.append(request if isinstance(error, InvalidInput) else state)
    return [typed, *standard]


def _bounded(problem: Problem) -> Problem:
    """Cut overlong texts, which only a caller's own overlong names can make; the path keeps its beginning."""
    if max(len(problem.path), len(problem.message), len(problem.hint)) <= MAX_TEXT_CHARS:
        return problem
    return replace(problem, path=_cut(problem.path), message=_cut(problem.message), hint=_cut(problem.hint))


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT_CHARS else text[: MAX_TEXT_CHARS - 1] + "…"


def _pack(code: grpc.StatusCode, message: str, details: list[Message]) -> status_pb2.Status:
    status = status_pb2.Status(code=code.value[0], message=_cut(message))
    for detail in details:
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status
