"""Whatever holds claims, checked when it is written: templates, flows, scope mappings, access keys' own claims.

Owns: compiling against the project's attributes and rules, and locks between templates (DESIGN §5). Never: storing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mintmark_server.call import Call
from mintmark_server.claims.compile import CompiledLayer, compile_layer, cost_problem
from mintmark_server.claims.engine import build_engine
from mintmark_server.claims.kinds import Layer, TemplateKind
from mintmark_server.claims.layers import LayerDefinition, TemplateSettings
from mintmark_server.claims.program import find_lock_problems
from mintmark_server.errors import InvalidInput, NotFound, Problem, Reason
from mintmark_server.ids import format_name
from mintmark_server.limits import MAX_LAYER_COST, MAX_MAPPINGS_CHARS, MAX_TTL, MIN_TTL
from mintmark_server.model.directory import AccessKey, Application, Project
from mintmark_server.model.layers import Flow, Template
from mintmark_server.model.record import Ref
from mintmark_server.storage.port import Store
from mintmark_server.storage.reading import read_all
from mintmark_server.templates.rules import build_rules, load_attributes

_SLOTS = {"user_template_id": TemplateKind.USER, "access_key_template_id": TemplateKind.ACCESS_KEY}
"""Where projects and applications name a template, and the kind that belongs there."""


class LayerChecks:
    """Checks what is about to be written against what is stored."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def check_template(self, template: Template, stored: Template | None, _call: Call) -> Template:
        """Return the template with the attributes that it uses. Raises: InvalidInput with all problems."""
        checked, problems = self.compile_template(template)
        if stored is not None and stored.kind is not template.kind:
            message = "A template's kind can't change; other records rely on it."
            problems.append(Problem(reason=Reason.IMMUTABLE_FIELD, path="kind", message=message, hint="Create another template."))
        if problems:
            raise InvalidInput(problems)
        return checked

    def compile_template(self, template: Template) -> tuple[Template, list[Problem]]:
        """Return a template with the attributes that it uses, and all its problems: its own, and locks it would break."""
        project = self._project(template.project_id)
        layer = self._layer_of(template, project)
        compiled, problems = self._compile(template.layer, layer, project, template.settings)
        if not problems:
            problems = self._find_broken_locks(template, project)
        return replace(template, attributes=compiled.attributes), problems

    def check_flow(self, flow: Flow, _stored: Flow | None, _call: Call) -> Flow:
        """Return the flow with the attributes that it uses. Raises: InvalidInput with all problems."""
        compiled, problems = self._compile(flow.layer, Layer.FLOW, self._project(flow.project_id))
        if flow.refresh_life is not None and not MIN_TTL <= flow.refresh_life <= MAX_TTL:
            message = f"A life is from {int(MIN_TTL.total_seconds())} s to {MAX_TTL.days} days."
            problems.append(Problem(reason=Reason.INVALID_FIELD, path="flow.refresh_ttl", message=message))
        if problems:
            raise InvalidInput(problems)
        return replace(flow, attributes=compiled.attributes)

    def find_key_problems(self, key: AccessKey) -> list[Problem]:
        """Return what is wrong with an access key's own claims."""
        return self._compile(key.layer, Layer.KEY_CLAIMS, self._project(key.project_id))[1]

    def find_owner_problems(self, owner: Project | Application) -> list[Problem]:
        """Return what is wrong with a project's or application's mappings and templates."""
        project = owner if isinstance(owner, Project) else self._project(owner.project_id)
        prefix = "project.settings" if isinstance(owner, Project) else "application"
        chars = sum(len(mapping.layer.source) for mapping in owner.scope_mappings)
        if chars > MAX_MAPPINGS_CHARS:
            message = f"The claims of all mappings have {chars} characters; at most {MAX_MAPPINGS_CHARS} are allowed."
            path = f"{prefix}.scope_mappings"
            return [Problem(reason=Reason.INPUT_TOO_LARGE, path=path, message=message, limit=MAX_MAPPINGS_CHARS, actual=chars)]
        problems: list[Problem] = []
        cost = 0.0
        for index, mapping in enumerate(owner.scope_mappings):
            compiled, found = self._compile(mapping.layer, Layer.SCOPE_MAPPING, project)
            problems += [problem.within(f"{prefix}.scope_mappings[{index}]") for problem in found]
            cost += compiled.cost
        if cost > MAX_LAYER_COST and not problems:
            # One token may be granted every scope.
            problems.append(cost_problem(cost, f"{prefix}.scope_mappings", what="all scope mappings", layer=Layer.SCOPE_MAPPING))
        for slot, kind in _SLOTS.items():
            problems += self._find_slot_problems(owner, slot, kind, f"{prefix}.{slot.removesuffix('_id')}")
        if not problems:
            problems = self._find_owner_locks(owner, project)
        return problems

    def _compile(
        self, definition: LayerDefinition, layer: Layer, project: Project, settings: TemplateSettings | None = None
    ) -> tuple[CompiledLayer, list[Problem]]:
        engine = build_engine(load_attributes(self._store, project.id))
        return compile_layer(definition, layer=layer, engine=engine, rules=build_rules(project, settings))

    def _project(self, project_id: str) -> Project:
        project = self._store.get(Project, project_id, project_id)
        if project is None:
            raise NotFound(f"projects/{project_id}")
        return project

    def _template(self, project_id: str, template_id: str) -> Template | None:
        return self._store.get(Template, project_id, template_id) if template_id else None

    def _layer_of(self, template: Template, project: Project) -> Layer:
        """Return the layer that problems name: an application's template only where nothing else uses it."""
        if template.id in (project.user_template_id, project.access_key_template_id):
            return Layer.PROJECT_TEMPLATE
        used = any(ref.noun == Application.noun for ref in self._store.referrers(template.ref, limit=1))
        return Layer.APPLICATION_TEMPLATE if used else Layer.PROJECT_TEMPLATE

    def _find_slot_problems(self, owner: Project | Application, slot: str, kind: TemplateKind, path: str) -> list[Problem]:
        template_id = getattr(owner, slot)
        if not template_id:
            return []
        template = self._template(owner.project_id, template_id)
        if template is None:
            name = format_name(Ref(Template.noun, owner.project_id, template_id))
            message = f"{name} does not exist."
            return [Problem(reason=Reason.REFERENCE_NOT_FOUND, path=path, message=message, hint="Create it first.")]
        if template.kind is not kind:
            message = f"The template is of kind {template.kind.value}; here belongs one of kind {kind.value}."
            return [Problem(reason=Reason.WRONG_KIND, path=path, message=message)]
        return []

    def _find_owner_locks(self, owner: Project | Application, project: Project) -> list[Problem]:
        applications: Sequence[Application] = read_all(self._store, Application, project.id) if isinstance(owner, Project) else [owner]
        problems: list[Problem] = []
        for slot in _SLOTS:
            lower = self._template(project.id, getattr(project, slot))
            if lower is not None and lower.layer.locked:
                for application in applications:
                    problems += self._find_locks(lower, self._template(project.id, getattr(application, slot)), project)
        return problems

    def _find_broken_locks(self, template: Template, project: Project) -> list[Problem]:
        """Return locks between this template and those that it stands over or under."""
        if not any(True for _ in self._store.referrers(template.ref, limit=1)):
            return []
        problems: list[Problem] = []
        for application in read_all(self._store, Application, project.id):
            for slot in _SLOTS:
                lower_id, upper_id = getattr(project, slot), getattr(application, slot)
                if template.id in (lower_id, upper_id):
                    lower = template if template.id == lower_id else self._template(project.id, lower_id)
                    upper = template if template.id == upper_id else self._template(project.id, upper_id)
                    problems += self._find_locks(lower, upper, project)
        return problems

    def _find_locks(self, lower: Template | None, upper: Template | None, project: Project) -> Iterable[Problem]:
        if lower is None or upper is None or not lower.layer.locked or lower.id == upper.id:
            return []
        below = self._compile(lower.layer, Layer.PROJECT_TEMPLATE, project, lower.settings)[0]
        above = self._compile(upper.layer, Layer.APPLICATION_TEMPLATE, project, upper.settings)[0]
        if upper.inherit:
            return find_lock_problems([below, above])
        return find_lock_problems([above], replaced=[below])
