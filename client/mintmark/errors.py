"""The exceptions of the client: one per reason of the contract, built from the answer's details.

Owns: `MintmarkError` and its tree; turning a gRPC error into one. Never: retrying (the channel's service config does).

Catch a class for one reason, a group for a kind of failure (`RefusedError`, `ClaimsError`, `AccessError`, `AbsenceError`,
`ConflictError`, `StateError`, `UnavailabilityError`, `ServiceError`), or `MintmarkError` for all. `__cause__` is gRPC's own error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from mintmark.v1 import error_pb2

DOMAIN = "mintmark"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: reason, path, what to do. `limit` and `actual` are set for limits only."""

    reason: str
    path: str
    message: str
    hint: str = ""
    suggestion: str = ""
    limit: int | None = None
    actual: int | None = None
    layer: str = ""
    line: int = 0
    column: int = 0
    source_field: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """What an answer says besides its reason."""

    code: str = ""
    request_id: str = ""
    resource: str = ""
    problems: tuple[Problem, ...] = ()
    retry_after: timedelta | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


_BY_REASON: Final[dict[str, type[MintmarkError]]] = {}
"""The class of each reason."""


class MintmarkError(Exception):
    """The service refused, or could not be reached. A reason that this version does not know has no class of its own, but its group's."""

    reason: str = ""

    def __init_subclass__(cls, *, reason: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        if reason:
            cls.reason = reason
            _BY_REASON[reason] = cls

    def __init__(self, message: str, details: Details | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details = details or Details()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, in order of paths."""
        return self.details.problems


class RefusedError(MintmarkError):
    """What the call says is wrong."""


class ClaimsError(MintmarkError):
    """Claims are refused: by what the call brings, or by what is stored."""


class AccessError(MintmarkError):
    """The caller is not known, or may not do this."""


class AbsenceError(MintmarkError):
    """Something is absent, or may not be seen."""


class ConflictError(MintmarkError):
    """Somebody else was faster, or the name is taken."""


class StateError(MintmarkError):
    """What is stored does not allow it."""


class UnavailabilityError(MintmarkError):
    """Not possible now; worth another try."""


class ServiceError(MintmarkError):
    """The service can't do this."""


class UnreachableError(UnavailabilityError):
    """No answer came from the service."""


class MalformedRequestError(RefusedError, reason="MALFORMED_REQUEST"):
    """The request's bytes are not a message of the method's type."""


class FieldRequiredError(RefusedError, reason="FIELD_REQUIRED"):
    """A required field is absent or empty."""


class InvalidFieldError(RefusedError, reason="INVALID_FIELD"):
    """A field's value is not one of those allowed; the message says which are."""


class InvalidResourceNameError(RefusedError, reason="INVALID_RESOURCE_NAME"):
    """A resource name does not have the form of its type."""


class InvalidIdError(RefusedError, reason="INVALID_ID"):
    """An id has characters or a length that ids can't have."""


class InvalidFieldMaskError(RefusedError, reason="INVALID_FIELD_MASK"):
    """`update_mask` names a field that does not exist or can't be written."""


class InvalidPageTokenError(RefusedError, reason="INVALID_PAGE_TOKEN"):
    """The page token is not one of ours, or belongs to another query."""


class InvalidFilterError(RefusedError, reason="INVALID_FILTER"):
    """The filter is not in the documented form."""


class InvalidRequestIdError(RefusedError, reason="INVALID_REQUEST_ID"):
    """The request id is not a UUID."""


class RequestIdReusedError(RefusedError, reason="REQUEST_ID_REUSED"):
    """The request id was used before with another request."""


class ImmutableFieldError(RefusedError, reason="IMMUTABLE_FIELD"):
    """A field that is fixed once the resource exists would change."""


class InputTooLargeError(RefusedError, reason="INPUT_TOO_LARGE"):
    """A value that was sent or captured is larger than its kind may be; the problem says how large that is."""


class InvalidJsonError(RefusedError, reason="INVALID_JSON"):
    """A text is not JSON, or not the JSON that is expected here (an object, no NaN, no lone surrogate, not too deep)."""


class DuplicateJsonKeyError(RefusedError, reason="DUPLICATE_JSON_KEY"):
    """A JSON object has the same member twice."""


class ClaimsRefusedError(RefusedError, reason="CLAIMS_REFUSED"):
    """Several problems of different reasons; the ProblemList has them."""


class UnauthenticatedError(AccessError, reason="UNAUTHENTICATED"):
    """No credential, or one that does not hold."""


class PermissionDeniedError(AccessError, reason="PERMISSION_DENIED"):
    """The caller lacks the role or permission."""


class NotFoundError(AbsenceError, reason="NOT_FOUND"):
    """The resource does not exist, or the caller may not see it."""


class AlreadyExistsError(ConflictError, reason="ALREADY_EXISTS"):
    """A resource of that name, or with that unique value, exists."""


class EtagMismatchError(ConflictError, reason="ETAG_MISMATCH"):
    """The resource changed since the etag was read."""


class ResourceInUseError(StateError, reason="RESOURCE_IN_USE"):
    """Others refer to the resource; the message says who."""


class ReferenceNotFoundError(RefusedError, reason="REFERENCE_NOT_FOUND"):
    """A field names a resource that does not exist."""


class OperatorOnlyError(AccessError, reason="OPERATOR_ONLY"):
    """The limit or setting would go beyond what the caller may set."""


class ReservedClaimError(ClaimsError, reason="RESERVED_CLAIM"):
    """The claim's name is reserved for the service."""


class OverrideNotAllowedError(ClaimsError, reason="OVERRIDE_NOT_ALLOWED"):
    """The project's allowed_overrides do not name this standard claim."""


class InvalidClaimTypeError(ClaimsError, reason="INVALID_CLAIM_TYPE"):
    """The claim's value does not have the type that its name asks for."""


class UntrustedOverrideSourceError(ClaimsError, reason="UNTRUSTED_OVERRIDE_SOURCE"):
    """A standard claim is overridden from a source that callers control."""


class SubjectNotAllowedError(ClaimsError, reason="SUBJECT_NOT_ALLOWED"):
    """The overridden subject is another subject's id, or empty."""


class DuplicateClaimError(ClaimsError, reason="DUPLICATE_CLAIM"):
    """Two claims whose names are the same after NFKC and case folding."""


class ClaimLockedError(ClaimsError, reason="CLAIM_LOCKED"):
    """A lower layer locked the claim."""


class ClaimKeyTooLongError(ClaimsError, reason="CLAIM_KEY_TOO_LONG"):
    """A key is longer than the limit."""


class ClaimValueTooLongError(ClaimsError, reason="CLAIM_VALUE_TOO_LONG"):
    """A value is longer than the limit."""


class TooManyClaimsError(ClaimsError, reason="TOO_MANY_CLAIMS"):
    """More keys than the limit."""


class ClaimTooDeepError(ClaimsError, reason="CLAIM_TOO_DEEP"):
    """Nested deeper than the limit."""


class NumberOutOfRangeError(ClaimsError, reason="NUMBER_OUT_OF_RANGE"):
    """A number that is not finite, or beyond 2^53-1."""


class InvalidClaimValueError(ClaimsError, reason="INVALID_CLAIM_VALUE"):
    """Text that is not Unicode (a lone surrogate), or a value of no kind."""


class UnknownClaimError(ClaimsError, reason="UNKNOWN_CLAIM"):
    """A condition, fallback, lock or removal names a claim or path that the layer does not have, or can't have."""


class InvalidPlaceholderError(ClaimsError, reason="INVALID_PLACEHOLDER"):
    """A placeholder is not closed, or empty."""


class InvalidExpressionError(ClaimsError, reason="INVALID_EXPRESSION"):
    """An expression does not compile, or its result is no claim value."""


class UnknownReferenceError(ClaimsError, reason="UNKNOWN_REFERENCE"):
    """An expression names a root, field or attribute that does not exist."""


class ExpressionTooCostlyError(ClaimsError, reason="EXPRESSION_TOO_COSTLY"):
    """An expression's worst case is beyond the budget for one evaluation."""


class ExpressionFailedError(ClaimsError, reason="EXPRESSION_FAILED"):
    """An expression failed on this subject."""


class BudgetExceededError(ClaimsError, reason="BUDGET_EXCEEDED"):
    """The finished token is larger than an enforced budget."""


class NotAMemberError(StateError, reason="NOT_A_MEMBER"):
    """The user or access key is not a member of the tenant."""


class SubjectDisabledError(StateError, reason="SUBJECT_DISABLED"):
    """The user, or who acts as the user, is disabled."""


class ApplicationDisabledError(StateError, reason="APPLICATION_DISABLED"):
    """The application is disabled."""


class AccessKeyInactiveError(StateError, reason="ACCESS_KEY_INACTIVE"):
    """The access key is inactive or expired, or may not be used from this address."""


class WrongKindError(RefusedError, reason="WRONG_KIND"):
    """A template, application or token is of another kind than the call needs."""


class IssuerMismatchError(StateError, reason="ISSUER_MISMATCH"):
    """`enforce_issuer` is set and the request or application names another issuer than the project's."""


class SessionEndedError(StateError, reason="SESSION_ENDED"):
    """The session has ended; the message says why."""


class SupersededError(ConflictError, reason="SUPERSEDED"):
    """The refresh token was already exchanged with another request."""


class InvalidStateError(StateError, reason="INVALID_STATE"):
    """The step is not possible in the resource's present state; the message says what is."""


class KeyNotYetPublishedError(StateError, reason="KEY_NOT_YET_PUBLISHED"):
    """The key has not been published for as long as verifiers may cache the key set."""


class NoActiveKeyError(StateError, reason="NO_ACTIVE_KEY"):
    """The project has no active signing key."""


class ConsentRequiredError(StateError, reason="CONSENT_REQUIRED"):
    """The user does not consent to being impersonated, or no more."""


class DeadlineExceededError(UnavailabilityError, reason="DEADLINE_EXCEEDED"):
    """The deadline passed before anything was signed or stored."""


class RateLimitedError(UnavailabilityError, reason="RATE_LIMITED"):
    """Too many calls; RetryInfo says when to try again."""


class StorageUnavailableError(UnavailabilityError, reason="STORAGE_UNAVAILABLE"):
    """The storage is busy, full or away; nothing was stored."""


class SignerUnavailableError(UnavailabilityError, reason="SIGNER_UNAVAILABLE"):
    """The signer did not answer, failed, or signed something else; nothing was issued."""


class InternalError(ServiceError, reason="INTERNAL"):
    """A fault of the service; the request id finds it in the log."""


_BY_CODE = {
    grpc.StatusCode.INVALID_ARGUMENT: RefusedError,
    grpc.StatusCode.UNAUTHENTICATED: AccessError,
    grpc.StatusCode.PERMISSION_DENIED: AccessError,
    grpc.StatusCode.NOT_FOUND: AbsenceError,
    grpc.StatusCode.ALREADY_EXISTS: ConflictError,
    grpc.StatusCode.ABORTED: ConflictError,
    grpc.StatusCode.FAILED_PRECONDITION: StateError,
    grpc.StatusCode.RESOURCE_EXHAUSTED: UnavailabilityError,
    grpc.StatusCode.UNAVAILABLE: UnavailabilityError,
}
"""The groups of reasons that a newer service has and this version does not know."""


def from_grpc(error: grpc.RpcError) -> MintmarkError:
    """Return the exception of a failed call; raise it `from` the error."""
    call: Any = error
    code: grpc.StatusCode = call.code()
    try:
        status = rpc_status.from_call(call)
    except ValueError:
        status = None
    info = error_details_pb2.ErrorInfo()
    problems = error_pb2.ProblemList()
    retry = error_details_pb2.RetryInfo()
    for detail in status.details if status is not None else ():
        for target in (info, problems, retry):
            if detail.Is(target.DESCRIPTOR):
                detail.Unpack(target)
    if info.domain != DOMAIN:
        return _from_transport(code, call.details() or "")
    details = Details(
        code=code.name,
        request_id=info.metadata.get("request_id", ""),
        resource=info.metadata.get("resource", ""),
        problems=tuple(read_problem(problem) for problem in problems.problems),
        retry_after=retry.retry_delay.ToTimedelta() if retry.HasField("retry_delay") else None,
        metadata=dict(info.metadata),
    )
    message = status.message if status is not None else ""
    if info.reason in _BY_REASON:
        return _BY_REASON[info.reason](message, details)
    made = _BY_CODE.get(code, ServiceError)(message, details)
    made.reason = info.reason
    return made


def _from_transport(code: grpc.StatusCode, message: str) -> MintmarkError:
    """Return the exception of a failure that the service did not answer itself."""
    details = Details(code=code.name)
    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return DeadlineExceededError("The service did not answer in time; give a longer timeout, or ask for less.", details)
    if code is grpc.StatusCode.UNAVAILABLE:
        return UnreachableError(
            f"The service can't be reached; check the address, and that both sides use TLS or neither: {message}", details
        )
    if code is grpc.StatusCode.RESOURCE_EXHAUSTED:
        return RefusedError(f"The message is too large, ask for less at once (page_size), or too many calls run: {message}", details)
    return ServiceError(message or code.name, details)


def _reason_name(reason: int) -> str:
    """Return a reason as it is published; of one that this version does not know, its number."""
    value = error_pb2.ErrorReason.DESCRIPTOR.values_by_number.get(reason)
    return str(reason) if value is None else value.name.removeprefix("ERROR_REASON_")


def read_problem(problem: error_pb2.Problem) -> Problem:
    """Return a problem of an answer."""
    return Problem(
        reason=_reason_name(problem.reason),
        path=problem.path,
        message=problem.message,
        hint=problem.hint,
        suggestion=problem.suggestion,
        limit=problem.limit if problem.HasField("limit") else None,
        actual=problem.actual if problem.HasField("actual") else None,
        layer=problem.layer,
        line=problem.line,
        column=problem.column,
        source_field=problem.source_field,
    )
