"""All records of a noun in a project.

Owns: `read_all`, for nouns of which a project has few. Never: users, sessions and whatever else there may be a million of.
"""

from __future__ import annotations

from mintmark_server.limits import MAX_PAGE_SIZE
from mintmark_server.storage.port import R, Store


def read_all(store: Store, record_type: type[R], project_id: str, *, prefix: str = "") -> list[R]:
    """Return all records of a noun in a project."""
    found: list[R] = []
    after: str | None = ""
    while after is not None:
        page = store.list_records(record_type, project_id, prefix=prefix, after=after, limit=MAX_PAGE_SIZE)
        found += page.records
        after = page.next_after
    return found
