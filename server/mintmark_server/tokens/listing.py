"""Listing sessions by the state that they are in now.

Owns: which conditions of storage stand for `state:ACTIVE` and `state:ENDED`. Never: noting the end of a session (sessions, retention).

A session whose time is over has ended, although nobody noted it yet. So the time is a term of its own, which is compared with the time of
the call: those whose end is noted and the others are found by index, and merged in order of their ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from mintmark_server.directory.pages import Listing, build_page_token, parse_page_size, parse_page_token
from mintmark_server.directory.standard import ReadMethods
from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.model.sessions import ENDS, Session, print_instant
from mintmark_server.storage.port import Comparison, Page, Store, Term

_ACTIVE: Final = Term("state", "ACTIVE")
_ENDED: Final = Term("state", "ENDED")


class SessionListing(ReadMethods[Session]):
    """Get and list of sessions."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, Session, filters=frozenset({"user", "application", "tenant", "state"}))

    def list_now(self, project_id: str, *, page_size: int, page_token: str, filter_text: str, now: datetime) -> Listing[Session]:
        """Return a page in order of ids. Raises: InvalidInput INVALID_FILTER, INVALID_PAGE_TOKEN, INVALID_FIELD."""
        found = self.parse_filter(filter_text)
        # What is rarer leads the search.
        terms = [term for term in found if term.field != "state"]
        states = {term for term in found if term.field == "state"}
        if not states <= {_ACTIVE, _ENDED}:
            problem = Problem(reason=Reason.INVALID_FILTER, path="filter", message="A session's state is ACTIVE or ENDED.")
            raise InvalidInput([problem])
        limit = parse_page_size(page_size)
        query = f"{Session.noun}\n{project_id}\n{filter_text}"
        after = parse_page_token(page_token, query)
        page = self._find(project_id, terms, states, now, after=after, limit=limit)
        return Listing(page.records, build_page_token(page.next_after, query) if page.next_after is not None else "")

    def _find(self, project_id: str, terms: list[Term], states: set[Term], now: datetime, *, after: str, limit: int) -> Page[Session]:
        def read(*more: Term) -> Page[Session]:
            return self._store.list_records(Session, project_id, terms=[*terms, *more], after=after, limit=limit)

        instant = print_instant(now)
        if states == {_ACTIVE}:
            return read(_ACTIVE, Term(ENDS, instant, Comparison.ABOVE))
        if states == {_ENDED}:
            return _merge([read(_ENDED), read(Term(ENDS, instant, Comparison.AT_MOST))], limit)
        return read(*states)


def _merge(pages: Sequence[Page[Session]], limit: int) -> Page[Session]:
    """Merge the first pages of listings that have no record in common."""
    records = sorted((record for page in pages for record in page.records), key=lambda record: record.id.encode())
    more = len(records) > limit or any(page.next_after is not None for page in pages)
    records = records[:limit]
    return Page(records=tuple(records), next_after=records[-1].id if more else None)
