"""A project's configuration, compiled and cached.

Owns: `ProjectConfiguration` (an immutable picture of project, attributes, roles, templates, applications and flows, with their layers
compiled on first use) and `Configurations`, the cache that stays honest by the store's change log (DESIGN §10).
Never: users, tenants, keys, sessions: those are read for each token.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from mintmark_server.bounded import keep
from mintmark_server.claims.compile import CompiledLayer, LayerOrigin, compile_layer
from mintmark_server.claims.engine import Engine, build_engine
from mintmark_server.claims.kinds import IssuerStyle, Layer, TokenKind
from mintmark_server.claims.layers import LayerDefinition, TemplateSettings
from mintmark_server.claims.program import Program
from mintmark_server.claims.roots import AttributeSpec
from mintmark_server.claims.snapshot import RoleTexts
from mintmark_server.errors import NotFound, Problem
from mintmark_server.ids import format_name
from mintmark_server.model.directory import AccessKey, Application, AttributeDefinition, Project, Role
from mintmark_server.model.layers import Flow, Template
from mintmark_server.model.record import Record, Ref
from mintmark_server.storage.port import Changes, Cursor, R, Store
from mintmark_server.storage.reading import read_all
from mintmark_server.templates.rules import build_rules, load_attributes
from mintmark_server.tokens.sizes import BudgetRule, TokenSize, build_budget_rules, build_size

MAX_CACHED_LAYERS = 1_000
MAX_CACHED_PROGRAMS = 1_000
MAX_CACHED_SIZES = 2_000

CONFIGURATION_NOUNS = frozenset(record.noun for record in (Project, AttributeDefinition, Role, Template, Application, Flow))


@dataclass(frozen=True, slots=True, eq=False)
class StoredLayer:
    """A stored layer, compiled, with the problems that refuse it (what was fine when written may have been forced broken)."""

    compiled: CompiledLayer
    problems: tuple[Problem, ...]


@dataclass(slots=True, eq=False)
class ProjectConfiguration:
    """A project as it was read. What is compiled on first use is the same whoever does it."""

    project: Project
    attributes: tuple[AttributeSpec, ...]
    permissions: dict[str, tuple[str, ...]]
    store: Store
    issuer_url: str
    records: dict[Ref, Record | None] = field(default_factory=dict)
    layers: dict[tuple[Ref, Layer, str], StoredLayer] = field(default_factory=dict)
    programs: dict[Hashable, Program] = field(default_factory=dict)
    budgets: dict[TokenKind, tuple[BudgetRule, ...]] = field(default_factory=dict)
    sizes: dict[tuple[TokenKind, int, int, int], TokenSize] = field(default_factory=dict)
    """By kind and the bytes of header, payload and signature."""
    role_texts: RoleTexts = field(default_factory=dict)
    layerings: dict[Hashable, Any] = field(default_factory=dict)
    """What tokens of stored layers are made of (layering.Layering), by what chooses the layers."""

    @property
    def engine(self) -> Engine:
        """The engine of the declared attributes."""
        return build_engine(self.attributes)

    @property
    def issuer(self) -> str:
        """The issuer in the project's style (DESIGN §5)."""
        return self.issuer_url if self.project.issuer_style is IssuerStyle.URL else self.project.id

    def get(self, record_type: type[R], record_id: str) -> R:
        """Return a record of the configuration. Raises: NotFound."""
        ref = Ref(record_type.noun, self.project.id, record_id)
        if ref not in self.records:
            self.records[ref] = self.store.get(record_type, self.project.id, record_id)
        record = self.records[ref]
        if not isinstance(record, record_type):
            raise NotFound(format_name(ref))
        return record

    def template(self, template_id: str) -> Template | None:
        """Return a template, or None for no id. Raises: NotFound."""
        return self.get(Template, template_id) if template_id else None

    def template_layer(self, template: Template, layer: Layer) -> StoredLayer:
        """Return a stored template's layer."""
        origin = LayerOrigin(resource=format_name(template.ref), revision=template.revision)
        return self._layer(template, layer, template.layer, origin, template.settings)

    def flow_layer(self, flow: Flow) -> StoredLayer:
        """Return a stored flow's layer."""
        return self._layer(flow, Layer.FLOW, flow.layer, LayerOrigin(resource=format_name(flow.ref), revision=flow.revision))

    def mapping_layer(self, owner: Project | Application, index: int) -> StoredLayer:
        """Return the layer of one entry of a project's or application's scope mappings; a scope may have several."""
        origin = LayerOrigin(resource=format_name(owner.ref), revision=owner.revision)
        return self._layer(owner, Layer.SCOPE_MAPPING, owner.scope_mappings[index].layer, origin, part=str(index))

    def key_layer(self, key: AccessKey) -> StoredLayer:
        """Return the layer of an access key's own claims. Its uid tells it from a key that had its id before, and the same revision."""
        if len(self.layers) >= MAX_CACHED_LAYERS and (key.ref, Layer.KEY_CLAIMS, key.uid) not in self.layers:
            self.layers = {place: layer for place, layer in self.layers.items() if place[0].noun != AccessKey.noun}
        origin = LayerOrigin(resource=format_name(key.ref), revision=key.revision)
        return self._layer(key, Layer.KEY_CLAIMS, key.layer, origin, part=key.uid)

    def budget_rules(self, kind: TokenKind) -> tuple[BudgetRule, ...]:
        """Return what the project's budgets say of a kind of token."""
        found = self.budgets.get(kind)
        if found is None:
            found = self.budgets[kind] = build_budget_rules(kind, self.project.budgets)
        return found

    def size(self, kind: TokenKind, header_bytes: int, payload_bytes: int, signature_bytes: int) -> TokenSize:
        """Return the size of a token of a kind, with what the project's budgets say of it."""
        key = (kind, header_bytes, payload_bytes, signature_bytes)
        found = self.sizes.get(key)
        if found is None:
            if len(self.sizes) >= MAX_CACHED_SIZES:
                self.sizes = {}
            found = self.sizes[key] = build_size(
                header_bytes=header_bytes,
                payload_bytes=payload_bytes,
                signature_bytes=signature_bytes,
                rules=self.budget_rules(kind),
            )
        return found

    def keep_program(self, key: Hashable, program: Program) -> None:
        """Keep the program of stored layers."""
        if len(self.programs) >= MAX_CACHED_PROGRAMS:
            self.programs = {}
        self.programs[key] = program

    def keep_layering(self, place: Hashable, layering: object) -> None:
        """Keep what tokens of stored layers are made of."""
        if len(self.layerings) >= MAX_CACHED_PROGRAMS:
            self.layerings = {}
        self.layerings[place] = layering

    def compile(
        self, definition: LayerDefinition, layer: Layer, origin: LayerOrigin, settings: TemplateSettings | None = None
    ) -> StoredLayer:
        """Compile a layer under the project's rules."""
        compiled, problems = compile_layer(
            definition, layer=layer, engine=self.engine, rules=build_rules(self.project, settings), origin=origin
        )
        return StoredLayer(compiled, tuple(problems))

    def _layer(
        self,
        record: Record,
        layer: Layer,
        definition: LayerDefinition,
        origin: LayerOrigin,
        settings: TemplateSettings | None = None,
        *,
        part: str = "",
    ) -> StoredLayer:
        key = (record.ref, layer, part)
        found = self.layers.get(key)
        if found is None or found.compiled.origin != origin:
            found = self.compile(definition, layer, origin, settings)
            self.layers[key] = found
        return found


class Configurations:
    """The cache of configurations; each look-up asks the change log first, so no stale answer follows an acknowledged change."""

    def __init__(self, store: Store, *, public_url: str) -> None:
        self._store = store
        self._public_url = public_url
        self._lock = threading.Lock()
        self._cursor: Cursor | None = None
        self._cached: dict[str, ProjectConfiguration] = {}
        self._version = 0
        self._listeners: list[Callable[[frozenset[Ref] | None], None]] = []

    def subscribe(self, listener: Callable[[frozenset[Ref] | None], None]) -> None:
        """Call the listener with the places that changed (None: all of them) before the next look-up answers."""
        self._listeners.append(listener)

    def get(self, project_id: str) -> ProjectConfiguration:
        """Return a project's configuration as of now. Raises: NotFound."""
        self.refresh()
        with self._lock:
            found = self._cached.get(project_id)
            version = self._version
        if found is not None:
            return found
        loaded = load_configuration(self._store, project_id, public_url=self._public_url)
        with self._lock:
            self._invalidate()
            # What was loaded may be older than a change that came meanwhile; then it is used once and not kept.
            if version == self._version:
                keep(self._cached, project_id, loaded)
        return loaded

    def current(self, project_id: str) -> ProjectConfiguration:
        """Return a project's configuration as of the last refresh: what the start of a call has done. Raises: NotFound."""
        found = self._cached.get(project_id)
        return found if found is not None else self.get(project_id)

    def refresh(self) -> None:
        """Take note of what changed. Where nothing did, as nearly always, no call waits for another one here."""
        cursor = self._cursor
        changes = self._store.changes_since(cursor)
        if isinstance(changes, Changes) and not changes.refs and changes.cursor == cursor:
            return
        with self._lock:
            self._invalidate()

    def _invalidate(self) -> None:
        changes = self._store.changes_since(self._cursor)
        if not isinstance(changes, Changes):
            self._cached.clear()
            self._version += 1
            for listener in self._listeners:
                listener(None)
        elif changes.refs:
            self._version += 1
            for ref in changes.refs:
                if ref.noun in CONFIGURATION_NOUNS:
                    self._cached.pop(ref.project_id, None)
            for listener in self._listeners:
                listener(changes.refs)
        # Last: whoever sees this cursor finds the caches without what changed before it.
        self._cursor = changes.cursor


def build_issuer_url(public_url: str, project_id: str) -> str:
    """Return a project's URL: where discovery stands (OpenID Connect Discovery §4)."""
    return f"{public_url}/projects/{project_id}"


def load_configuration(store: Store, project_id: str, *, public_url: str) -> ProjectConfiguration:
    """Read a project with its attributes and roles. Raises: NotFound."""
    project = store.get(Project, project_id, project_id)
    if project is None:
        raise NotFound(f"projects/{project_id}")
    attributes = load_attributes(store, project_id)
    permissions = {role.id: role.permissions for role in read_all(store, Role, project_id)}
    return ProjectConfiguration(project, attributes, permissions, store, build_issuer_url(public_url, project_id))
