"""What is refused because of what is stored, in the same words by every backend and use case.

Owns: the errors of the port's conditions, and of callers' etags. Never: finding out whether a condition holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from mintmark_server.errors import AlreadyExists, Conflict, FailedState, InvalidInput, NotFound, Problem, Reason, Unavailable
from mintmark_server.ids import format_name
from mintmark_server.model.record import Record, Ref

RETRY_AFTER = timedelta(milliseconds=250)


def check_revision(ref: Ref, *, stored: int | None, expected: int) -> None:
    """Check a compare-and-set; `expected` 0 stands for nothing stored. Raises: AlreadyExists, NotFound, Conflict."""
    if stored is None and expected:
        raise NotFound(format_name(ref))
    if stored is not None and not expected:
        raise AlreadyExists(format_name(ref))
    if stored is not None and stored != expected:
        raise changed_meanwhile(ref)


def check_etag(stored: Record, etag: str) -> None:
    """Check a caller's etag; an empty one says nothing (AIP-154). Raises: Conflict ETAG_MISMATCH."""
    if etag and etag != stored.etag:
        raise changed_meanwhile(stored.ref)


def changed_meanwhile(ref: Ref) -> Conflict:
    """Return the error of a record that is not any more what the caller read."""
    name = format_name(ref)
    return Conflict(Reason.ETAG_MISMATCH, f"{name} changed meanwhile; read it again.", resource=name)


def value_taken(ref: Ref, index: str) -> AlreadyExists:
    """Return the error of a unique value that another record has."""
    message = f"Another of the {ref.noun.replace('_', ' ')} has this {index.replace('_', ' ')}."
    return AlreadyExists(format_name(ref), message=message)


def in_use(ref: Ref, referrers: Sequence[Ref]) -> FailedState:
    """Return the error of a removal that others stand in the way of."""
    users = [format_name(other) for other in referrers]
    message = f"{format_name(ref)} is in use by {', '.join(users)}{' and more' if len(referrers) >= REFERRERS_NAMED else ''}."
    problem = Problem(reason=Reason.RESOURCE_IN_USE, path="name", message=message, hint="Change those first.")
    return FailedState([problem], metadata={"users": ",".join(users)})


def owns_records(ref: Ref) -> FailedState:
    """Return the error of a project that owns records and is removed without force."""
    message = f"{format_name(ref)} still owns records."
    return FailedState([Problem(reason=Reason.RESOURCE_IN_USE, path="name", message=message, hint="Set `force` to remove them too.")])


def missing_reference(ref: Ref) -> InvalidInput:
    """Return the error of a put that refers to what is absent."""
    message = f"{format_name(ref)} does not exist."
    return InvalidInput([Problem(reason=Reason.REFERENCE_NOT_FOUND, path=ref.noun, message=message, hint="Create it first.")])


def unavailable(message: str) -> Unavailable:
    """Return the error of a database that can't be written now; nothing was stored."""
    return Unavailable(Reason.STORAGE_UNAVAILABLE, message, retry_after=RETRY_AFTER)


REFERRERS_NAMED = 5
