"""Which layers a token is made of, and the program they make.

Owns: choosing layers (DESIGN §5) from configuration, flow, key and session; caching programs of stored layers. Never: records of
subjects' values, evaluation.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from mintmark_server.claims.compile import LayerOrigin
from mintmark_server.claims.kinds import Layer, TemplateKind, TokenKind
from mintmark_server.claims.layers import NO_CLAIMS, EffectiveSettings, LayerDefinition, build_effective_settings
from mintmark_server.claims.program import Program, build_program, find_lock_problems
from mintmark_server.claims.roots import Path
from mintmark_server.claims.snapshot import RecordRevision
from mintmark_server.claims.stamps import CUSTOM_CLAIMS_SCOPE
from mintmark_server.errors import FailedState, InvalidInput, Problem, ProblemsError
from mintmark_server.ids import format_name
from mintmark_server.model.directory import AccessKey, Application, ApplicationKind, IdTokenClaims, Project
from mintmark_server.model.layers import Flow, Template
from mintmark_server.model.record import Ref
from mintmark_server.model.sessions import FlowRun
from mintmark_server.tokens.configuration import ProjectConfiguration, StoredLayer
from mintmark_server.tokens.request import NO_DRAFTS, Drafts, IssueRequest

STORED_ROOTS: Final = frozenset({"user", "access_key", "application", "tenant"})
"""The roots that are built of stored records."""
TENANT_NAMES: Final[Path] = ("user", "tenant_names")
"""What of `user` is other records' than the user's."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Layering:
    """Compiled layers, lowest first, for all kinds of one issue; settings are the templates' together.

    Has no slots, since what follows from the layers is worked out once, on first use.
    """

    templates: tuple[StoredLayer, ...]
    mappings: tuple[StoredLayer, ...] = ()
    key: StoredLayer | None = None
    flow: StoredLayer | None = None
    session: StoredLayer | None = None
    settings: EffectiveSettings
    replaced: tuple[StoredLayer, ...] = ()
    from_drafts: bool = False
    programs: dict[Hashable, Program] = field(default_factory=dict, init=False)
    """The programs of these layers, by kind and whether the templates are in scope."""

    @cached_property
    def refused(self) -> tuple[list[Problem], bool]:
        """What refuses every token of these layers, and whether the request brought it."""
        problems: list[Problem] = []
        by_request = False
        for layer in self.all():
            problems += layer.problems
            by_request = by_request or (bool(layer.problems) and layer.compiled.origin.from_request)
        return problems, by_request

    @cached_property
    def reads(self) -> frozenset[Path]:
        """The canonical paths that any layer reads."""
        return frozenset().union(*(layer.compiled.reads for layer in self.all()))

    @cached_property
    def roots(self) -> frozenset[str]:
        """The canonical roots that any layer reads."""
        return frozenset(path[0] for path in self.reads)

    @cached_property
    def is_settled(self) -> bool:
        """Whether stored records, and nothing that a request brings, decide all claims of these layers."""
        stored = self.flow is None and self.session is None and not self.from_drafts
        return stored and self.roots <= STORED_ROOTS and TENANT_NAMES not in self.reads

    @cached_property
    def revisions(self) -> tuple[RecordRevision, ...]:
        """The layers as receipts name them, lowest first; what a request carried has no name."""
        layers = (layer.compiled for layer in self.all())
        return tuple(RecordRevision(layer.layer.word, layer.origin.resource, layer.origin.revision) for layer in layers)

    def check(self) -> None:
        """Raise what refuses every token of these layers. Raises: FailedState, InvalidInput."""
        problems, by_request = self.refused
        if problems:
            raise refusal(problems, by_request=by_request)

    def program(
        self, kind: TokenKind, configuration: ProjectConfiguration, application: Application | None, scopes: frozenset[str]
    ) -> Program:
        """Return the program of a kind."""
        templates_in_scope = (
            kind is not TokenKind.ID
            or CUSTOM_CLAIMS_SCOPE in scopes
            or (application is not None and application.id_token_claims is IdTokenClaims.ALWAYS)
        )
        found = self.programs.get((kind, templates_in_scope))
        if found is not None:
            return found
        layers = self._layers_of(kind, application)
        key = (kind, self.settings, templates_in_scope, layers, self.replaced)
        cached = configuration.programs.get(key)
        if cached is None:
            compiled = [layer.compiled for layer in layers]
            cached = build_program(
                compiled,
                kind=kind,
                settings=self.settings,
                limits=configuration.project.limits,
                templates_in_scope=templates_in_scope,
            )
            if self.replaced:
                problems = find_lock_problems(compiled[:1], replaced=[layer.compiled for layer in self.replaced])
                cached = replace(cached, problems=(*cached.problems, *problems))
            if not self.from_drafts and not any(layer.compiled.origin.from_request for layer in layers):
                configuration.keep_program(key, cached)
        self.programs[kind, templates_in_scope] = cached
        return cached

    def _layers_of(self, kind: TokenKind, application: Application | None) -> tuple[StoredLayer, ...]:
        if kind is TokenKind.ACCESS_KEY:
            return (*self.templates, *((self.key,) if self.key else ()))
        inbound = application is not None and application.kind is ApplicationKind.INBOUND
        mappings = self.mappings if kind is TokenKind.ID or inbound else ()
        later = tuple(layer for layer in (self.flow, self.session) if layer is not None)
        return (*self.templates, *mappings, *later)

    def all(self) -> Iterable[StoredLayer]:
        """Yield all layers, lowest first."""
        yield from self.templates
        yield from self.mappings
        yield from (layer for layer in (self.key, self.flow, self.session) if layer is not None)


def refusal(problems: Iterable[Problem], *, by_request: bool) -> ProblemsError:
    """Return the error of problems: the request's fault as soon as it caused one of them (DESIGN §6)."""
    return InvalidInput(problems) if by_request else FailedState(problems)


def build_layering(
    configuration: ProjectConfiguration,
    *,
    template_kind: TemplateKind,
    application: Application | None,
    scopes: frozenset[str] = frozenset(),
    key: AccessKey | None = None,
    flow: StoredLayer | None = None,
    session: StoredLayer | None = None,
    drafts: Drafts = NO_DRAFTS,
) -> Layering:
    """Choose the layers of a subject's tokens. Raises: NotFound for a template that is gone."""
    field = "user_template_id" if template_kind is TemplateKind.USER else "access_key_template_id"
    lowest = drafts.template or configuration.template(getattr(configuration.project, field))
    own = drafts.application_template or (configuration.template(getattr(application, field)) if application else None)
    project_layer = _template_layer(configuration, lowest, Layer.PROJECT_TEMPLATE, draft=lowest is not None and lowest is drafts.template)
    templates = [project_layer] if project_layer else []
    settings = [lowest.settings] if lowest else []
    replaced: tuple[StoredLayer, ...] = ()
    if own is not None:
        own_layer = _template_layer(configuration, own, Layer.APPLICATION_TEMPLATE, draft=own is drafts.application_template)
        assert own_layer is not None
        if own.inherit:
            templates.append(own_layer)
            settings.append(own.settings)
        else:
            replaced = tuple(templates)
            templates, settings = [own_layer], [own.settings]
    return Layering(
        templates=tuple(templates),
        mappings=tuple(_mapping_layers(configuration, application, scopes)),
        key=_key_layer(configuration, key),
        flow=flow,
        session=session,
        settings=build_effective_settings(*settings),
        replaced=replaced,
        from_drafts=drafts is not NO_DRAFTS,
    )


def with_key(configuration: ProjectConfiguration, layering: Layering, key: AccessKey) -> Layering:
    """Return the layers with a key's own claims in place of another's."""
    own = _key_layer(configuration, key)
    return layering if own is layering.key else replace(layering, key=own)


def _key_layer(configuration: ProjectConfiguration, key: AccessKey | None) -> StoredLayer | None:
    return configuration.key_layer(key) if key is not None and key.layer != NO_CLAIMS else None


def build_run_layer(configuration: ProjectConfiguration, run: FlowRun) -> StoredLayer:
    """Return the layer of a flow that ran: its claims and revision are fixed."""
    name = format_name(Ref(Flow.noun, configuration.project.id, run.flow_id)) if run.flow_id else ""
    return configuration.compile(run.layer, Layer.FLOW, LayerOrigin(resource=name, revision=run.revision))


def build_session_layer(configuration: ProjectConfiguration, request: IssueRequest) -> StoredLayer | None:
    """Return the layer of claims that were set on the session."""
    if request.session_claims is None:
        return None
    name = format_name(Ref("sessions", configuration.project.id, request.session_id))
    origin = LayerOrigin(resource=name, from_request=request.session_claims_from_request)
    return configuration.compile(request.session_claims, Layer.SESSION_CLAIMS, origin)


def build_flow_layer(configuration: ProjectConfiguration, *, stored: Flow | None, inline: LayerDefinition | None) -> StoredLayer | None:
    """Return the layer of a stored flow (also a draft), or of one that the request carries."""
    if inline is not None:
        return configuration.compile(inline, Layer.FLOW, LayerOrigin(from_request=True))
    return configuration.flow_layer(stored) if stored is not None else None


def _template_layer(configuration: ProjectConfiguration, template: Template | None, layer: Layer, *, draft: bool) -> StoredLayer | None:
    if template is None:
        return None
    if draft:
        origin = LayerOrigin(resource=format_name(template.ref) if template.id else "", revision=template.revision)
        return configuration.compile(template.layer, layer, origin, template.settings)
    return configuration.template_layer(template, layer)


def _mapping_layers(configuration: ProjectConfiguration, application: Application | None, scopes: frozenset[str]) -> Iterable[StoredLayer]:
    """Yield the layers of granted and mandatory scopes, the project's before the application's own."""
    if application is None:
        return
    owners: tuple[Project | Application, ...] = (application,)
    if application.use_project_mappings:
        owners = (configuration.project, application)
    for owner in owners:
        for index, mapping in enumerate(owner.scope_mappings):
            if mapping.mandatory or mapping.scope in scopes:
                yield configuration.mapping_layer(owner, index)
