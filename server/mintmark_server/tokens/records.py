"""Records of the directory that issues read, kept in memory.

Owns: `RecordCache`, and `SubjectView`, what a subject's record gives every one of its tokens. Never: configuration (configuration),
writes; use cases that change a record read it from the store.

A record is as fresh as the last look at the change log, which the start of each call takes. What one call holds back is read from there.
The least recently used records go when the bound of bytes is reached; their sizes are estimates. Once records have to go, a new one is
kept when it is asked for a second time: where users come at random out of many more than there is room for, most are not seen again
before they would go, and keeping them costs more than it saves (ADR 25).
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from mintmark_server.claims.snapshot import Authorization, RecordRevision, Views
from mintmark_server.claims.values import Json
from mintmark_server.ids import format_name
from mintmark_server.limits import RECORD_CACHE_BYTES
from mintmark_server.model.directory import AccessKey, Tenant, User
from mintmark_server.model.record import Ref
from mintmark_server.storage.deferring import DeferringStore
from mintmark_server.storage.port import R
from mintmark_server.tokens.configuration import ProjectConfiguration
from mintmark_server.tokens.roots import build_access_key_root, build_tenant_root, build_user_root

_RECORD_BYTES: Final = 10_000
"""What a record costs besides its texts: its objects, its view, and what CEL keeps of it. What was printed for its tokens is charged."""
_VALUE_BYTES: Final = 80
_PASSED_PER_RECORD: Final = 2
"""Places of records that were read and not kept, for each record that is."""


@dataclass(slots=True, eq=False)
class SubjectView:
    """What a subject's record gives each of its tokens under one configuration. Immutable, but for what it keeps for the next one."""

    record: User | AccessKey
    configuration: ProjectConfiguration
    root: dict[str, Json]
    authorization: Authorization
    revision: RecordRevision
    tenants: Mapping[str, tuple[str, ...]]
    """The subject's roles by tenant."""
    charge: Callable[[int], None] | None
    """Is told the bytes of what is kept here for the next token. None: there is no next one, the view goes with its call."""
    tenant_roots: dict[str, tuple[Tenant, dict[str, Json]]] = field(default_factory=dict)
    views: Views = field(default_factory=dict)
    gathered: dict[Hashable, Any] = field(default_factory=dict)
    """What its tokens are made of (gathering), by layers and selected tenant."""

    def tenant_root(self, tenant: Tenant) -> dict[str, Json]:
        """Return the root `tenant` for this subject."""
        found = self.tenant_roots.get(tenant.id)
        if found is None or found[0] is not tenant:
            root = build_tenant_root(tenant, self.tenants.get(tenant.id, ()), self.configuration.permissions)
            found = self.tenant_roots[tenant.id] = (tenant, root)
        return found[1]


def build_view(record: User | AccessKey, configuration: ProjectConfiguration, charge: Callable[[int], None] | None = None) -> SubjectView:
    """Build the view of a subject; `tenant_names` are left out of the root, since they are other records'."""
    tenants = {membership.tenant_id: membership.roles for membership in record.memberships}
    permissions = configuration.permissions
    is_user = isinstance(record, User)
    return SubjectView(
        record=record,
        configuration=configuration,
        root=build_user_root(record, permissions) if isinstance(record, User) else build_access_key_root(record, permissions),
        authorization=Authorization(roles=record.roles, tenants=tenants, permissions=permissions, role_texts=configuration.role_texts),
        revision=RecordRevision("user" if is_user else "access_key", format_name(record.ref), record.revision),
        tenants=tenants,
        charge=charge,
    )


@dataclass(slots=True, eq=False, weakref_slot=True)
class _Entry:
    """A record in its place. Its view refers to it weakly: a circle would keep it after it was let go."""

    record: User | Tenant | AccessKey
    size: int
    """Bytes of the record, and `kept` besides."""
    view: SubjectView | None = None
    kept: int = 0


class RecordCache:
    """Users, tenants and access keys by place. `max_bytes` 0 keeps none."""

    def __init__(self, store: DeferringStore, *, max_bytes: int = RECORD_CACHE_BYTES) -> None:
        self._store = store
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._entries: OrderedDict[tuple[str, str, str], _Entry] = OrderedDict()
        self._places: OrderedDict[tuple[str, str, str, str], str] = OrderedDict()
        self._is_full = False
        """Whether a record had to go, and none was forgotten since."""
        self._passed: OrderedDict[tuple[str, str, str], None] = OrderedDict()
        """Places that were asked for once since the cache was full, the latest last."""
        self._bytes = 0
        self._version = 0

    def forget(self, refs: frozenset[Ref] | None) -> None:
        """Forget records that changed (None: all)."""
        with self._lock:
            self._version += 1
            if refs is None:
                self._entries.clear()
                self._passed.clear()
                self._bytes = 0
                self._is_full = False
                return
            for ref in refs:
                entry = self._entries.pop((ref.noun, ref.project_id, ref.id), None)
                if entry is not None:
                    self._bytes -= entry.size
                    self._is_full = False

    def get(self, record_type: type[R], project_id: str, record_id: str) -> R | None:
        """Return a record, or None."""
        if self._store.holds(record_type, project_id, record_id):
            return self._store.get(record_type, project_id, record_id)
        key = (record_type.noun, project_id, record_id)
        entry = self._entries.get(key)
        if entry is not None and isinstance(entry.record, record_type):
            self._touch(key)
            return entry.record
        version = self._version
        record = self._store.get(record_type, project_id, record_id)
        if isinstance(record, User | Tenant | AccessKey):
            self._keep(key, record, version)
        return record

    def find(self, record_type: type[R], project_id: str, index: str, value: str) -> R | None:
        """Return the record that has a unique value, or None."""
        if self._store.holds_back():
            return self._store.find(record_type, project_id, index, value)
        place = (record_type.noun, project_id, index, value)
        known = self._places.get(place)
        if known is not None:
            record = self.get(record_type, project_id, known)
            # Only the record itself says whether it still has the value.
            if record is not None and (index, value) in record.unique_values():
                return record
        version = self._version
        record = self._store.find(record_type, project_id, index, value)
        if isinstance(record, User | Tenant | AccessKey):
            self._keep((record.noun, project_id, record.id), record, version)
            with self._lock:
                self._places[place] = record.id
                while len(self._places) > max(1, len(self._entries)):
                    self._places.popitem(last=False)
        return record

    def view(self, record: User | AccessKey, configuration: ProjectConfiguration) -> SubjectView:
        """Return the view of a subject; kept with its record, where that is kept."""
        entry = self._entries.get((record.noun, record.project_id, record.id))
        if entry is None or entry.record is not record:
            return build_view(record, configuration)
        view = entry.view
        if view is None or view.configuration is not configuration:
            self._charge(lambda: entry, -entry.kept)
            view = entry.view = build_view(record, configuration, partial(self._charge, weakref.ref(entry)))
        return view

    @property
    def size(self) -> tuple[int, int]:
        """How many records are kept, and their estimated bytes."""
        return len(self._entries), self._bytes

    def _touch(self, key: tuple[str, str, str]) -> None:
        try:
            self._entries.move_to_end(key)
        except KeyError:
            return  # Another thread has just let it go.

    def _keep(self, key: tuple[str, str, str], record: User | Tenant | AccessKey, version: int) -> None:
        if not self._max_bytes or (self._is_full and not self._was_passed(key)):
            return
        entry = _Entry(record, estimate_bytes(record))
        with self._lock:
            # What was read may be older than a change that came meanwhile; then it is used once and not kept.
            if version != self._version or entry.size > self._max_bytes:
                return
            before = self._entries.pop(key, None)
            self._bytes += entry.size - (before.size if before is not None else 0)
            self._entries[key] = entry
            self._shrink()

    def _was_passed(self, key: tuple[str, str, str]) -> bool:
        """Tell whether a record was asked for before, not long ago; remember that it is now."""
        with self._lock:
            if key in self._passed:
                del self._passed[key]
                return True
            if len(self._passed) >= _PASSED_PER_RECORD * max(1, len(self._entries)):
                self._passed.popitem(last=False)
            self._passed[key] = None
        return False

    def _charge(self, place: Callable[[], _Entry | None], size: int) -> None:
        entry = place()
        if entry is None:
            return
        with self._lock:
            entry.kept += size
            entry.size += size
            record = entry.record
            if self._entries.get((record.noun, record.project_id, record.id)) is entry:
                self._bytes += size
                self._shrink()

    def _shrink(self) -> None:
        while self._bytes > self._max_bytes:
            _, dropped = self._entries.popitem(last=False)
            self._bytes -= dropped.size
            self._is_full = True


def estimate_bytes(record: User | Tenant | AccessKey) -> int:
    """Return about how many bytes a record and what is kept with it take."""
    found = _RECORD_BYTES + _weigh(record.custom_attributes) + (_weigh(record.labels) if record.labels else _VALUE_BYTES)
    if isinstance(record, Tenant):
        return found + _weigh(record.domains)
    if isinstance(record, User):
        found += _weigh(record.login_ids)
    return found + _weigh(record.roles) + sum([_VALUE_BYTES * (8 + 4 * len(membership.roles)) for membership in record.memberships])


def _weigh(value: Any) -> int:  # noqa: ANN401
    class_ = value.__class__
    if class_ is str:
        return _VALUE_BYTES + len(value)
    if class_ is list or class_ is tuple:
        return _VALUE_BYTES + sum([_weigh(item) for item in value])
    if class_ is dict or isinstance(value, Mapping):
        return _VALUE_BYTES + sum([2 * _VALUE_BYTES + len(key) + _weigh(item) for key, item in value.items()])
    return _VALUE_BYTES
