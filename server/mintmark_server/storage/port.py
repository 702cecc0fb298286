"""The storage port: what the use cases may ask of a database, and nothing more.

Owns: `Store` and its messages. Never: SQL, or a transaction that a use case holds open.

Writes are intents: an immutable command of puts and removals with its audit entry. All of one intent happens, or nothing; it is
answered after the durable commit. Each put carries its own compare-and-set: the record's `revision` is the one it will have, so
`revision - 1` has to be stored now (none for 1).

Errors: `NotFound` (a removal or update of what is absent), `AlreadyExists` (a put of revision 1 whose id or unique value is
taken), `Conflict` ETAG_MISMATCH (another revision is stored), `FailedState` RESOURCE_IN_USE (others refer to what is removed, or a
project still owns records; both without `force`), `InvalidInput` REFERENCE_NOT_FOUND (a put refers to what is absent), `Unavailable`
STORAGE_UNAVAILABLE (busy, full, away, too many wait: nothing was stored).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, NewType, Protocol, TypeVar

from mintmark_server.model.record import Record, Ref
from mintmark_server.model.security import AuditEntry, AuditEvent

R = TypeVar("R", bound=Record)

Cursor = NewType("Cursor", str)
"""A place in the change log; opaque."""


@dataclass(frozen=True, slots=True)
class Put:
    """Store the record; `revision - 1` must be stored now, or nothing where it is 1.

    `before` is the record that was read at that revision, for a noun whose ids are never given again: then what a database keeps beside
    the record need not be looked up to be changed.
    """

    record: Record
    before: Record | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove a record; its stored revision must be `revision`.

    `force` removes a project with all that it owns, and any other record although others refer to it: they keep a reference to nothing.
    """

    ref: Ref
    revision: int
    force: bool = False


@dataclass(frozen=True, slots=True)
class Expect:
    """A record that an intent rests on: its stored revision must be `revision`. Nothing is written there, so others may rest on it too."""

    ref: Ref
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One command: all of it, or nothing.

    `check` is called when its turn has come, and raises when nobody waits for it any more; then nothing is stored, and that is raised.
    """

    changes: tuple[Put | Remove, ...]
    audit: tuple[AuditEntry, ...] = ()
    expected: tuple[Expect, ...] = ()
    check: Callable[[], None] | None = field(default=None, compare=False)


class Comparison(StrEnum):
    """How a term's value is compared, as text in code-point order."""

    EQUAL = "="
    AT_MOST = "<="
    ABOVE = ">"


@dataclass(frozen=True, slots=True)
class Term:
    """A condition of a listing. `field` is one of the record's terms, or `label.{key}`; a record without the term does not meet it.

    Where the first term of a listing is not EQUAL, all that meets it is sorted: it should be few.
    """

    field: str
    value: str
    comparison: Comparison = Comparison.EQUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[R]):
    """Records in code-point order of their ids, and the id to go on after (None: that was all)."""

    records: tuple[R, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Places written since a cursor, each once, and the cursor to go on from. No change at or before it ever appears later."""

    refs: frozenset[Ref]
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class Resync:
    """The cursor is too old to answer: forget everything, go on from this one."""

    cursor: Cursor


class Store(Protocol):
    """A database of records. Safe to call from any thread."""

    def get(self, record_type: type[R], project_id: str, record_id: str) -> R | None:
        """Return the record, or None."""

    def find(self, record_type: type[R], project_id: str, index: str, value: str) -> R | None:
        """Return the record that has this unique value, or None."""

    def list_records(
        self,
        record_type: type[R],
        project_id: str,
        *,
        terms: Sequence[Term] = (),
        prefix: str = "",
        after: str = "",
        limit: int,
    ) -> Page[R]:
        """Return up to `limit` records with ids that start with `prefix` and come after `after`, and that meet all terms."""

    def count(self, record_type: type[R], project_id: str) -> int:
        """Return how many records of a noun a project has."""

    def referrers(self, ref: Ref, *, limit: int) -> Sequence[Ref]:
        """Return up to `limit` records that refer to `ref`, in order."""

    def commit(self, intent: Intent) -> None:
        """Do all of the intent and return after it is durable, or raise and do nothing."""

    def changes_since(self, cursor: Cursor | None) -> Changes | Resync:
        """Return what changed since the cursor; None answers RESYNC. Cheap when nothing did."""

    def list_audit(self, project_id: str, *, after: int, limit: int) -> Sequence[AuditEvent]:
        """Return events with a sequence above `after`, oldest first. Each project has a chain of its own; "" is the service's."""

    def list_all(self, record_type: type[R], *, after_project: str = "") -> Iterator[R]:
        """Yield all records of a noun over all projects after one, in order of project and id (administration)."""

    def prune_changes(self) -> int:
        """Drop old entries of the change log, a bounded number at once; return how many (maintenance)."""

    def close(self) -> None:
        """Release what is held. Calls after it raise."""
