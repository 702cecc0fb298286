"""What a project gives its layers: declared attributes and rules.

Owns: reading both. Never: compiling (claims).
"""

from __future__ import annotations

from mintmark_server.claims.compile import LayerRules
from mintmark_server.claims.layers import TemplateSettings
from mintmark_server.claims.roots import AttributeSpec
from mintmark_server.model.directory import AttributeDefinition, Project
from mintmark_server.storage.port import Store
from mintmark_server.storage.reading import read_all


def build_rules(project: Project, settings: TemplateSettings | None = None) -> LayerRules:
    """Return what a project allows a layer to do."""
    return LayerRules(
        limits=project.limits,
        allowed_overrides=frozenset(project.allowed_overrides),
        override_subject=settings is not None and settings.override_subject is True,
    )


def load_attributes(store: Store, project_id: str) -> tuple[AttributeSpec, ...]:
    """Return a project's declared attributes, sorted."""
    return tuple(sorted(AttributeSpec(item.scope, item.attribute, item.type) for item in read_all(store, AttributeDefinition, project_id)))
