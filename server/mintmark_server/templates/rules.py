"""What a project gives its layers: declared attributes and rules.

Owns: reading both. Never: compiling (claims).
"""

from __future__ import annotations

from mintmark_server.claims.compile import LayerRules
from mintmark_server.claims.layers import TemplateSettings
from mintmark_server.claims.roots import AttributeSpec
from mintmark_server.limits import MAX_PAGE_SIZE
from mintmark_server.model.directory import AttributeDefinition, Project
from mintmark_server.storage.port import R, Store


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


def read_all(store: Store, record_type: type[R], project_id: str, *, prefix: str = "") -> list[R]:
    """Return all records of a noun in a project."""
    found: list[R] = []
    after: str | None = ""
    while after is not None:
        page = store.list_records(record_type, project_id, prefix=prefix, after=after, limit=MAX_PAGE_SIZE)
        found += page.records
        after = page.next_after
    return found
