"""The exceptions of the client: one per reason of the contract, built from the answer's details.

Owns: `MintmarkError` and its tree; turning a gRPC error into one. Never: retrying (the channel's service config does).

Catch a class for one reason, a group for a kind of failure (`RefusedError`, `ClaimsError`, `AccessError`, `AbsenceError`,
`ConflictError`, `StateError`, `UnavailabilityError`, `ServiceError`), or `MintmarkError` for all. `__cause__` is gRPC's own error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

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


class MintmarkError(Exception):
    """The service refused, or could not be reached. A reason that this version does not know has no class of its own, but its group's."""

    reason: str = ""

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


class MalformedRequestError(RefusedError):
    """The request's bytes are not a message of the method's type."""

    reason = "MALFORMED_REQUEST"


class FieldRequiredError(RefusedError):
    """A required field is absent or empty."""

    reason = "FIELD_REQUIRED"


class InvalidFieldError(RefusedError):
    """A field's value is not one of those allowed; the message says which are."""

    reason = "INVALID_FIELD"


class InvalidResourceNameError(RefusedError):
    """A resource name does not have the form of its type."""

    reason = "INVALID_RESOURCE_NAME"


class InvalidIdError(RefusedError):
    """An id has characters or a length that ids can't have."""

    reason = "INVALID_ID"


class InvalidFieldMaskError(RefusedError):
    """`update_mask` names a field that does not exist or can't be written."""

    reason = "INVALID_FIELD_MASK"


class InvalidPageTokenError(RefusedError):
    """The page token is not one of ours, or belongs to another query."""

    reason = "INVALID_PAGE_TOKEN"


class InvalidFilterError(RefusedError):
    """The filter is not in the documented form."""

    reason = "INVALID_FILTER"


class InvalidRequestIdError(RefusedError):
    """The request id is not a UUID."""

    reason = "INVALID_REQUEST_ID"


class RequestIdReusedError(RefusedError):
    """The request id was used before with another request."""

    reason = "REQUEST_ID_REUSED"


class ImmutableFieldError(RefusedError):
    """A field that is fixed once the resource exists would change."""

    reason = "IMMUTABLE_FIELD"


class InputTooLargeError(RefusedError):
    """A stored or captured value is larger than its kind may be (DESIGN: every input has a largest size)."""

    reason = "INPUT_TOO_LARGE"


class InvalidJsonError(RefusedError):
    """A text is not JSON, or not the JSON that is expected here (an object, no NaN, no lone surrogate, not too deep)."""

    reason = "INVALID_JSON"


class DuplicateJsonKeyError(RefusedError):
    """A JSON object has the same member twice."""

    reason = "DUPLICATE_JSON_KEY"


class ClaimsRefusedError(RefusedError):
    """Several problems of different reasons; the ProblemList has them."""

    reason = "CLAIMS_REFUSED"


class UnauthenticatedError(AccessError):
    """No credential, or one that does not hold."""

    reason = "UNAUTHENTICATED"


class PermissionDeniedError(AccessError):
    """The caller lacks the role or permission."""

    reason = "PERMISSION_DENIED"


class NotFoundError(AbsenceError):
    """The resource does not exist, or the caller may not see it."""

    reason = "NOT_FOUND"


class AlreadyExistsError(ConflictError):
    """A resource of that name, or with that unique value, exists."""

    reason = "ALREADY_EXISTS"


class EtagMismatchError(ConflictError):
    """The resource changed since the etag was read."""

    reason = "ETAG_MISMATCH"


class ResourceInUseError(StateError):
    """Others refer to the resource; the message says who."""

    reason = "RESOURCE_IN_USE"


class ReferenceNotFoundError(RefusedError):
    """A field names a resource that does not exist."""

    reason = "REFERENCE_NOT_FOUND"


class OperatorOnlyError(AccessError):
    """The limit or setting would go beyond what the caller may set."""

    reason = "OPERATOR_ONLY"


class ReservedClaimError(ClaimsError):
    """The claim's name is reserved for the service."""

    reason = "RESERVED_CLAIM"


class OverrideNotAllowedError(ClaimsError):
    """The project's allowed_overrides do not name this standard claim."""

    reason = "OVERRIDE_NOT_ALLOWED"


class InvalidClaimTypeError(ClaimsError):
    """The claim's value does not have the type that its name asks for."""

    reason = "INVALID_CLAIM_TYPE"


class UntrustedOverrideSourceError(ClaimsError):
    """A standard claim is overridden from a source that callers control."""

    reason = "UNTRUSTED_OVERRIDE_SOURCE"


class SubjectNotAllowedError(ClaimsError):
    """The overridden subject is another subject's id, or empty."""

    reason = "SUBJECT_NOT_ALLOWED"


class DuplicateClaimError(ClaimsError):
    """Two claims whose names are the same after NFKC and case folding."""

    reason = "DUPLICATE_CLAIM"


class ClaimLockedError(ClaimsError):
    """A lower layer locked the claim."""

    reason = "CLAIM_LOCKED"


class ClaimKeyTooLongError(ClaimsError):
    """A key is longer than the limit."""

    reason = "CLAIM_KEY_TOO_LONG"


class ClaimValueTooLongError(ClaimsError):
    """A value is longer than the limit."""

    reason = "CLAIM_VALUE_TOO_LONG"


class TooManyClaimsError(ClaimsError):
    """More keys than the limit."""

    reason = "TOO_MANY_CLAIMS"


class ClaimTooDeepError(ClaimsError):
    """Nested deeper than the limit."""

    reason = "CLAIM_TOO_DEEP"


class NumberOutOfRangeError(ClaimsError):
    """A number that is not finite, or beyond 2^53-1."""

    reason = "NUMBER_OUT_OF_RANGE"


class InvalidClaimValueError(ClaimsError):
    """Text that is not Unicode (a lone surrogate), or a value of no kind."""

    reason = "INVALID_CLAIM_VALUE"


class UnknownClaimError(ClaimsError):
    """A condition, fallback, lock or removal names a claim or path that the layer does not have, or can't have."""

    reason = "UNKNOWN_CLAIM"


class InvalidPlaceholderError(ClaimsError):
    """A placeholder is not closed, or empty."""

    reason = "INVALID_PLACEHOLDER"


class InvalidExpressionError(ClaimsError):
    """An expression does not compile, or its result is no claim value."""

    reason = "INVALID_EXPRESSION"


class UnknownReferenceError(ClaimsError):
    """An expression names a root, field or attribute that does not exist."""

    reason = "UNKNOWN_REFERENCE"


class ExpressionTooCostlyError(ClaimsError):
    """An expression's worst case is beyond the budget for one evaluation."""

    reason = "EXPRESSION_TOO_COSTLY"


class ExpressionFailedError(ClaimsError):
    """An expression failed on this subject."""

    reason = "EXPRESSION_FAILED"


class BudgetExceededError(ClaimsError):
    """The finished token is larger than an enforced budget."""

    reason = "BUDGET_EXCEEDED"


class NotAMemberError(StateError):
    """The user is not a member of the tenant."""

    reason = "NOT_A_MEMBER"


class SubjectDisabledError(StateError):
    """The user is disabled."""

    reason = "SUBJECT_DISABLED"


class ApplicationDisabledError(StateError):
    """The application is disabled."""

    reason = "APPLICATION_DISABLED"


class AccessKeyInactiveError(StateError):
    """The access key is inactive or expired."""

    reason = "ACCESS_KEY_INACTIVE"


class WrongKindError(RefusedError):
    """A template, application or token is of another kind than the call needs."""

    reason = "WRONG_KIND"


class IssuerMismatchError(StateError):
    """`enforce_issuer` is set and the request or application names another issuer than the project's."""

    reason = "ISSUER_MISMATCH"


class SessionEndedError(StateError):
    """The session has ended; the message says why."""

    reason = "SESSION_ENDED"


class SupersededError(ConflictError):
    """The refresh token was already exchanged with another request."""

    reason = "SUPERSEDED"


class InvalidStateError(StateError):
    """The step is not possible in the resource's present state; the message says what is."""

    reason = "INVALID_STATE"


class KeyNotYetPublishedError(StateError):
    """The key has not been published for as long as verifiers may cache the key set."""

    reason = "KEY_NOT_YET_PUBLISHED"


class NoActiveKeyError(StateError):
    """The project has no active signing key."""

    reason = "NO_ACTIVE_KEY"


class ConsentRequiredError(StateError):
    """The user does not consent to being impersonated, or no more."""

    reason = "CONSENT_REQUIRED"


class DeadlineExceededError(UnavailabilityError):
    """The deadline passed before anything was signed or stored."""

    reason = "DEADLINE_EXCEEDED"


class RateLimitedError(UnavailabilityError):
    """Too many calls; RetryInfo says when to try again."""

    reason = "RATE_LIMITED"


class StorageUnavailableError(UnavailabilityError):
    """The storage is busy, full or away; nothing was stored."""

    reason = "STORAGE_UNAVAILABLE"


class SignerUnavailableError(UnavailabilityError):
    """The signer did not answer."""

    reason = "SIGNER_UNAVAILABLE"


class InternalError(ServiceError):
    """A fault of the service; the request id finds it in the log."""

    reason = "INTERNAL"


_BY_REASON = {
    error.reason: error
    for error in (
        MalformedRequestError,
        FieldRequiredError,
        InvalidFieldError,
        InvalidResourceNameError,
        InvalidIdError,
        InvalidFieldMaskError,
        InvalidPageTokenError,
        InvalidFilterError,
        InvalidRequestIdError,
        RequestIdReusedError,
        ImmutableFieldError,
        InputTooLargeError,
        InvalidJsonError,
        DuplicateJsonKeyError,
        ClaimsRefusedError,
        UnauthenticatedError,
        PermissionDeniedError,
        NotFoundError,
        AlreadyExistsError,
        EtagMismatchError,
        ResourceInUseError,
        ReferenceNotFoundError,
        OperatorOnlyError,
        ReservedClaimError,
        OverrideNotAllowedError,
        InvalidClaimTypeError,
        UntrustedOverrideSourceError,
        SubjectNotAllowedError,
        DuplicateClaimError,
        ClaimLockedError,
        ClaimKeyTooLongError,
        ClaimValueTooLongError,
        TooManyClaimsError,
        ClaimTooDeepError,
        NumberOutOfRangeError,
        InvalidClaimValueError,
        UnknownClaimError,
        InvalidPlaceholderError,
        InvalidExpressionError,
        UnknownReferenceError,
        ExpressionTooCostlyError,
        ExpressionFailedError,
        BudgetExceededError,
        NotAMemberError,
        SubjectDisabledError,
        ApplicationDisabledError,
        AccessKeyInactiveError,
        WrongKindError,
        IssuerMismatchError,
        SessionEndedError,
        SupersededError,
        InvalidStateError,
        KeyNotYetPublishedError,
        NoActiveKeyError,
        ConsentRequiredError,
        DeadlineExceededError,
        RateLimitedError,
        StorageUnavailableError,
        SignerUnavailableError,
        InternalError,
    )
}


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
