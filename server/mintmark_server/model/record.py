"""What all stored records have in common.

Owns: `Record`, `Ref` and the unique values and search terms that storage indexes. Never: the nouns themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, ClassVar, TypeAlias

Plain: TypeAlias = Annotated[str, "plain"]
"""Text that the service makes of ASCII letters, digits and `-_.` alone, such as a digest: storage prints it without looking at it."""
NO_LABELS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A record's place: noun, project (empty for what no project owns) and id. Compared byte-exactly."""

    noun: str
    project_id: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A stored record. Times are UTC with microseconds.

    `revision` counts the record's writes from 1. A record that is handed to storage carries the revision it will have, so storage
    knows the one that must be there now: `revision - 1`, or none for 1.
    """

    noun: ClassVar[str]
    """The noun's name in storage: a plural, e.g. `users`."""
    in_change_log: ClassVar[bool] = True
    """False for session writes, which would cool the caches of configuration and directory (DESIGN §10)."""

    project_id: str
    id: str
    uid: str
    revision: int
    created_at: datetime
    updated_at: datetime
    labels: Mapping[str, str] = field(default_factory=lambda: NO_LABELS)
    display_name: str = ""

    @property
    def ref(self) -> Ref:
        """The record's place."""
        return Ref(self.noun, self.project_id, self.id)

    @property
    def etag(self) -> str:
        """Quoted, as RFC 9110 §8.8.3 and AIP-154 have it; another record under the same id never has the same."""
        return f'"{self.uid}-{self.revision}"'

    def references(self) -> Iterable[Ref]:
        """Records that must exist as long as this one does; storage refuses a write or delete that would break it."""
        return ()

    def unique_values(self) -> Iterable[tuple[str, str]]:
        """(index, value) pairs that only one record of the noun in the project may have, and can be found by."""
        return ()

    def terms(self) -> Iterable[tuple[str, str]]:
        """(field, value) pairs that `list` can filter by, besides labels."""
        return ()
