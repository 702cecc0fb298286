"""The standard methods over any noun (AIP-131 to AIP-135, AIP-163).

Owns: create, get, list, update, delete with etag, allow_missing, validate_only, and the audit entry of each change.
Never: what a noun may hold (checks, templates): that comes in as a function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Generic

from mintmark_server.call import Call
from mintmark_server.directory.checks import find_common_problems
from mintmark_server.directory.filters import parse_filter
from mintmark_server.directory.pages import Listing, build_page_token, parse_page_size, parse_page_token
from mintmark_server.errors import AlreadyExists, Conflict, InvalidInput, NotFound
from mintmark_server.ids import format_name, new_uid
from mintmark_server.model.record import Record, Ref
from mintmark_server.storage.conditions import REFERRERS_NAMED, changed_meanwhile, check_etag, in_use
from mintmark_server.storage.port import Expect, Intent, Put, R, Remove, Store, Term

_ATTEMPTS = 5
_UNCHANGED = frozenset({"uid", "revision", "created_at", "updated_at"})


Check = Callable[[R, R | None, Call], R]
"""Takes a record as it is to be stored and the stored one; returns it, completed, or raises InvalidInput with all problems."""
Accompany = Callable[[R, R | None, Call], Sequence[Put | Expect]]
"""Returns what is stored in the same intent, and what has to be stored already."""


class ReadMethods(Generic[R]):
    """Get and list of one noun."""

    def __init__(self, store: Store, record_type: type[R], *, filters: frozenset[str] = frozenset()) -> None:
        self._store = store
        self._type = record_type
        self._filters = filters

    def parse_filter(self, text: str) -> tuple[Term, ...]:
        """Return what a filter of this noun says. Raises: InvalidInput INVALID_FILTER."""
        return parse_filter(text, self._filters)

    def find(self, ref: Ref) -> R | None:
        """Return a record, or None."""
        return self._store.get(self._type, ref.project_id, ref.id)

    def get(self, ref: Ref) -> R:
        """Return a record. Raises: NotFound."""
        found = self.find(ref)
        if found is None:
            raise NotFound(format_name(ref))
        return found

    def list_page(self, project_id: str, *, page_size: int, page_token: str, filter_text: str = "", prefix: str = "") -> Listing[R]:
        """Return a page in order of ids. Raises: InvalidInput INVALID_FILTER, INVALID_PAGE_TOKEN, INVALID_FIELD."""
        terms = self.parse_filter(filter_text)
        limit = parse_page_size(page_size)
        query = f"{self._type.noun}\n{project_id}\n{filter_text}\n{prefix}"
        after = parse_page_token(page_token, query)
        page = self._store.list_records(self._type, project_id, terms=terms, prefix=prefix, after=after, limit=limit)
        token = build_page_token(page.next_after, query) if page.next_after is not None else ""
        return Listing(page.records, token)


class StandardMethods(ReadMethods[R]):
    """Create, get, list, update and delete of one noun."""

    def __init__(
        self,
        store: Store,
        record_type: type[R],
        *,
        check: Check[R],
        filters: frozenset[str] = frozenset(),
        accompany: Accompany[R] | None = None,
        children: Callable[[Ref], Sequence[Remove]] | None = None,
        note: Callable[[R], str] | None = None,
    ) -> None:
        super().__init__(store, record_type, filters=filters)
        self._check = check
        self._accompany = accompany
        self._children = children
        self._note = note

    def create(self, record: R, *, validate_only: bool, call: Call) -> R:
        """Store a new record, whose uid, revision and times are set here. Raises: AlreadyExists, InvalidInput."""
        record = self._checked(replace(record, uid=new_uid(), revision=1, created_at=call.now, updated_at=call.now), None, call)
        if validate_only:
            if self._store.get(self._type, record.project_id, record.id) is not None:
                raise AlreadyExists(format_name(record.ref))
            return record
        self._write(record, None, call)
        return record

    def update(self, ref: Ref, change: Callable[[R | None], R], *, etag: str, allow_missing: bool, validate_only: bool, call: Call) -> R:
        """Store what `change` makes of the stored record (None: there is none). Nothing is written where nothing changes.

        Without an etag a race is tried again. Raises: NotFound, Conflict ETAG_MISMATCH, InvalidInput.
        """
        for attempt in range(_ATTEMPTS):
            stored = self._store.get(self._type, ref.project_id, ref.id)
            if stored is None:
                if not allow_missing:
                    raise NotFound(format_name(ref))
                if etag:
                    raise changed_meanwhile(ref)
                return self.create(change(None), validate_only=validate_only, call=call)
            check_etag(stored, etag)
            kept = {name: getattr(stored, name) for name in _UNCHANGED}
            record = replace(change(stored), **kept)
            checked = self._checked(record, stored, call)
            if _is_same(checked, stored):
                return stored
            record = replace(checked, revision=stored.revision + 1, updated_at=call.now)
            if validate_only:
                return record
            try:
                self._write(record, stored, call)
            except Conflict:
                if etag or attempt == _ATTEMPTS - 1:
                    raise
            else:
                return record
        raise changed_meanwhile(ref)

    def delete(
        self, ref: Ref, *, etag: str, allow_missing: bool, validate_only: bool, call: Call, force: bool = False, note: str = ""
    ) -> None:
        """Remove a record. Raises: NotFound, Conflict, FailedState RESOURCE_IN_USE."""
        stored = self._store.get(self._type, ref.project_id, ref.id)
        if stored is None:
            if allow_missing:
                return
            raise NotFound(format_name(ref))
        check_etag(stored, etag)
        if validate_only:
            referrers = () if force else self._store.referrers(ref, limit=REFERRERS_NAMED)
            if referrers:
                raise in_use(ref, referrers)
        else:
            call.check_deadline()
            audit = call.audit(ref, note=note)
            if ref.noun == "projects":
                audit = replace(audit, project_id="")
            children = self._children(ref) if self._children is not None else ()
            self._store.commit(Intent(changes=(*children, Remove(ref, stored.revision, force=force)), audit=(audit,)))

    def _checked(self, record: R, stored: R | None, call: Call) -> R:
        """Check what every noun has, and what this one has, together."""
        problems = find_common_problems(record)
        try:
            checked = self._check(record, stored, call)
        except InvalidInput as error:
            raise InvalidInput([*problems, *error.problems]) from error
        if problems:
            raise InvalidInput(problems)
        return checked

    def _write(self, record: R, stored: R | None, call: Call) -> None:
        note = self._note(record) if self._note is not None else ""
        audit = call.audit(record.ref, fields=find_changed(record, stored), note=note)
        for attempt in range(_ATTEMPTS):
            beside = self._accompany(record, stored, call) if self._accompany is not None else ()
            call.check_deadline()
            puts = [one for one in beside if isinstance(one, Put)]
            expected = tuple(one for one in beside if isinstance(one, Expect))
            try:
                self._store.commit(Intent(changes=(Put(record), *puts), audit=(audit,), expected=expected))
            except Conflict as error:
                # What is stored beside changed meanwhile; the record itself is for whoever called.
                if error.resource == format_name(record.ref) or attempt == _ATTEMPTS - 1:
                    raise
            else:
                return


def find_changed(record: Record, stored: Record | None) -> list[str]:
    """Return the names of the fields that differ, for the audit log."""
    if stored is None:
        return []
    names = [field.name for field in fields(record) if field.name not in _UNCHANGED]
    return [name for name in names if not _is_same(getattr(record, name), getattr(stored, name))]


def _is_same(value: Any, other: Any) -> bool:  # noqa: ANN401
    """Tell whether two records, or parts of them, are the same; unlike `==`, which takes true for 1."""
    if isinstance(value, bool) or isinstance(other, bool):
        return value is other
    if is_dataclass(value):
        return type(value) is type(other) and all(_is_same(getattr(value, item.name), getattr(other, item.name)) for item in fields(value))
    if isinstance(value, Mapping):
        return isinstance(other, Mapping) and value.keys() == other.keys() and all(_is_same(value[key], other[key]) for key in value)
    if isinstance(value, list | tuple):
        return isinstance(other, list | tuple) and len(value) == len(other) and all(map(_is_same, value, other))
    return bool(value == other)
