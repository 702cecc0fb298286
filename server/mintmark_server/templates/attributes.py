"""Who uses an attribute definition, and what a change of it would break.

Owns: finding the layers (templates, flows, scope mappings, access keys' claims) that compile today and would not with other
definitions. Never: changing a definition (directory); what sessions froze, which fails at their next refresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mintmark_server.claims.compile import compile_layer
from mintmark_server.claims.engine import build_engine
from mintmark_server.claims.kinds import Layer
from mintmark_server.claims.layers import NO_CLAIMS, LayerDefinition, TemplateSettings
from mintmark_server.claims.roots import AttributeSpec
from mintmark_server.errors import NotFound, Problem
from mintmark_server.ids import format_name
from mintmark_server.model.directory import AccessKey, Application, AttributeDefinition, Project
from mintmark_server.model.layers import Flow, Template
from mintmark_server.model.record import Record
from mintmark_server.storage.port import Store
from mintmark_server.storage.reading import read_all
from mintmark_server.templates.rules import build_rules, load_attributes


@dataclass(frozen=True, slots=True)
class AttributeUse:
    """A record whose claims use an attribute: the first problem that a change would bring, None where it would bring none."""

    name: str
    problem: Problem | None


def find_uses(store: Store, stored: AttributeDefinition, changed: AttributeDefinition | None) -> list[AttributeUse]:
    """Return who uses the stored definition, in order of their names, and what the changed one (None: gone) would do to each.

    Each layer is compiled with the definitions as they are and as they would be; what it uses is read from its expressions.
    """
    project = store.get(Project, stored.project_id, stored.project_id)
    if project is None:
        raise NotFound(f"projects/{stored.project_id}")
    declared = load_attributes(store, project.id)
    spec = AttributeSpec(stored.scope, stored.attribute, stored.type)
    rest = tuple(item for item in declared if item != spec)
    would_be = rest if changed is None else tuple(sorted((*rest, AttributeSpec(changed.scope, changed.attribute, changed.type))))
    engines = build_engine(declared), build_engine(would_be)
    found: dict[str, AttributeUse] = {}
    for owner, layer, definition, settings in _list_layers(store, project):
        rules = build_rules(project, settings)
        before, after = (compile_layer(definition, layer=layer, engine=engine, rules=rules) for engine in engines)
        brought = next((problem for problem in after[1] if problem not in before[1]), None)
        if brought is not None or stored.id in before[0].attributes:
            name = format_name(owner.ref)
            known = found.get(name)
            found[name] = AttributeUse(name, known.problem if known is not None and known.problem is not None else brought)
    return [found[name] for name in sorted(found)]


def _list_layers(store: Store, project: Project) -> Iterator[tuple[Record, Layer, LayerDefinition, TemplateSettings | None]]:
    """Yield every stored layer of a project with its owner."""
    for template in read_all(store, Template, project.id):
        yield template, Layer.PROJECT_TEMPLATE, template.layer, template.settings
    for flow in read_all(store, Flow, project.id):
        yield flow, Layer.FLOW, flow.layer, None
    owners: tuple[Project | Application, ...] = (project, *read_all(store, Application, project.id))
    for owner in owners:
        for mapping in owner.scope_mappings:
            yield owner, Layer.SCOPE_MAPPING, mapping.layer, None
    for key in read_all(store, AccessKey, project.id):
        if key.layer != NO_CLAIMS:
            yield key, Layer.KEY_CLAIMS, key.layer, None
