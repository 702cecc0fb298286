"""The errors that this service raises, and the reasons it gives.

Owns: `Reason` (the published reasons, one line each), `Problem` (one thing that is wrong, with its path) and one small tree of
exceptions. Never: gRPC statuses (rpc maps them at one boundary), secrets, tokens or claim values in a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum


class Reason(StrEnum):
    """Why something was refused: the values of `mintmark.v1.ErrorReason` without their prefix (DESIGN §3)."""

    MALFORMED_REQUEST = "MALFORMED_REQUEST"
    FIELD_REQUIRED = "FIELD_REQUIRED"
    INVALID_FIELD = "INVALID_FIELD"
    INVALID_RESOURCE_NAME = "INVALID_RESOURCE_NAME"
    INVALID_ID = "INVALID_ID"
    INVALID_FIELD_MASK = "INVALID_FIELD_MASK"
    INVALID_PAGE_TOKEN = "INVALID_PAGE_TOKEN"
    INVALID_FILTER = "INVALID_FILTER"
    INVALID_REQUEST_ID = "INVALID_REQUEST_ID"
    REQUEST_ID_REUSED = "REQUEST_ID_REUSED"
    IMMUTABLE_FIELD = "IMMUTABLE_FIELD"
    INPUT_TOO_LARGE = "INPUT_TOO_LARGE"
    INVALID_JSON = "INVALID_JSON"
    DUPLICATE_JSON_KEY = "DUPLICATE_JSON_KEY"
    CLAIMS_REFUSED = "CLAIMS_REFUSED"

    UNAUTHENTICATED = "UNAUTHENTICATED"
    PERMISSION_DENIED = "PERMISSION_DENIED"
    NOT_FOUND = "NOT_FOUND"
    ALREADY_EXISTS = "ALREADY_EXISTS"
    ETAG_MISMATCH = "ETAG_MISMATCH"
    RESOURCE_IN_USE = "RESOURCE_IN_USE"
    REFERENCE_NOT_FOUND = "REFERENCE_NOT_FOUND"
    OPERATOR_ONLY = "OPERATOR_ONLY"

    RESERVED_CLAIM = "RESERVED_CLAIM"
    OVERRIDE_NOT_ALLOWED = "OVERRIDE_NOT_ALLOWED"
    INVALID_CLAIM_TYPE = "INVALID_CLAIM_TYPE"
    UNTRUSTED_OVERRIDE_SOURCE = "UNTRUSTED_OVERRIDE_SOURCE"
    SUBJECT_NOT_ALLOWED = "SUBJECT_NOT_ALLOWED"
    DUPLICATE_CLAIM = "DUPLICATE_CLAIM"
    CLAIM_LOCKED = "CLAIM_LOCKED"
    CLAIM_KEY_TOO_LONG = "CLAIM_KEY_TOO_LONG"
    CLAIM_VALUE_TOO_LONG = "CLAIM_VALUE_TOO_LONG"
    TOO_MANY_CLAIMS = "TOO_MANY_CLAIMS"
    CLAIM_TOO_DEEP = "CLAIM_TOO_DEEP"
    NUMBER_OUT_OF_RANGE = "NUMBER_OUT_OF_RANGE"
    INVALID_CLAIM_VALUE = "INVALID_CLAIM_VALUE"
    UNKNOWN_CLAIM = "UNKNOWN_CLAIM"
    INVALID_PLACEHOLDER = "INVALID_PLACEHOLDER"
    INVALID_EXPRESSION = "INVALID_EXPRESSION"
    UNKNOWN_REFERENCE = "UNKNOWN_REFERENCE"
    EXPRESSION_TOO_COSTLY = "EXPRESSION_TOO_COSTLY"
    EXPRESSION_FAILED = "EXPRESSION_FAILED"
    BUDGET_EXCEEDED = "BUDGET_EXCEEDED"

    NOT_A_MEMBER = "NOT_A_MEMBER"
    SUBJECT_DISABLED = "SUBJECT_DISABLED"
    APPLICATION_DISABLED = "APPLICATION_DISABLED"
    ACCESS_KEY_INACTIVE = "ACCESS_KEY_INACTIVE"
    WRONG_KIND = "WRONG_KIND"
    ISSUER_MISMATCH = "ISSUER_MISMATCH"
    SESSION_ENDED = "SESSION_ENDED"
    SUPERSEDED = "SUPERSEDED"
    INVALID_STATE = "INVALID_STATE"
    KEY_NOT_YET_PUBLISHED = "KEY_NOT_YET_PUBLISHED"
    NO_ACTIVE_KEY = "NO_ACTIVE_KEY"
    CONSENT_REQUIRED = "CONSENT_REQUIRED"

    DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED"
    RATE_LIMITED = "RATE_LIMITED"
    STORAGE_UNAVAILABLE = "STORAGE_UNAVAILABLE"
    SIGNER_UNAVAILABLE = "SIGNER_UNAVAILABLE"
    INTERNAL = "INTERNAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, where, and what would mend it. `limit` and `actual` are set for limits only.

    `source_field` is the field of the claims' owner that it stands in; line and column count from 1 in that field's text.
    """

    reason: Reason
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

    def within(self, prefix: str) -> Problem:
        """Return the problem with its path and field below the field `prefix` of a request."""
        source_field = f"{prefix}.{self.source_field}" if self.source_field else ""
        return replace(self, path=f"{prefix}.{self.path}" if self.path else prefix, source_field=source_field)


class MintmarkError(Exception):
    """A refusal with one reason; the root of everything that is not a bug."""

    reason: Reason

    def __init__(self, reason: Reason, message: str, *, resource: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.resource = resource


class ProblemsError(MintmarkError):
    """A refusal with a list of problems, in code-point order of their paths; one reason if all agree, else CLAIMS_REFUSED."""

    def __init__(self, problems: Iterable[Problem], *, metadata: Mapping[str, str] | None = None) -> None:
        self.metadata = dict(metadata or {})
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.path, problem.reason)))
        reasons = {problem.reason for problem in self.problems}
        reason = reasons.pop() if len(reasons) == 1 else Reason.CLAIMS_REFUSED
        first = self.problems[0]
        rest = len(self.problems) - 1
        more = f" (and {rest} more)" if rest else ""
        where = f"{first.path}: " if first.path else ""
        super().__init__(reason, f"{where}{first.message}{more}")


class InvalidInput(ProblemsError):
    """What the caller sent is wrong (INVALID_ARGUMENT)."""


class FailedState(ProblemsError):
    """What is stored does not allow it (FAILED_PRECONDITION)."""


class Unauthenticated(MintmarkError):
    """No credential that holds. One public text for all causes."""

    def __init__(self) -> None:
        super().__init__(Reason.UNAUTHENTICATED, "The call needs a valid credential.")


class Denied(MintmarkError):
    """The caller is known and may not do this (PERMISSION_DENIED)."""


class NotFound(MintmarkError):
    """The resource is absent, or the caller may not see it (NOT_FOUND)."""

    def __init__(self, resource: str, *, message: str = "") -> None:
        super().__init__(Reason.NOT_FOUND, message or f"{resource} does not exist.", resource=resource)


class AlreadyExists(MintmarkError):
    """A resource of that name or unique value exists (ALREADY_EXISTS)."""

    def __init__(self, resource: str, *, message: str = "") -> None:
        super().__init__(Reason.ALREADY_EXISTS, message or f"{resource} already exists.", resource=resource)


class Conflict(MintmarkError):
    """Somebody else changed it meanwhile (ABORTED)."""


class Unavailable(MintmarkError):
    """Not possible now, worth another try (UNAVAILABLE; RESOURCE_EXHAUSTED for RATE_LIMITED)."""

    def __init__(self, reason: Reason, message: str, *, retry_after: timedelta) -> None:
        super().__init__(reason, message)
        self.retry_after = retry_after


class DeadlineExceeded(MintmarkError):
    """The caller's deadline passed; nothing was signed or stored (DEADLINE_EXCEEDED)."""

    def __init__(self) -> None:
        super().__init__(Reason.DEADLINE_EXCEEDED, "The deadline passed before anything was signed or stored.")
