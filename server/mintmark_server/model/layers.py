"""Stored layers: templates and flows, and their revisions.

Owns: `Template`, `Flow`, `TemplateRevision`. Never: compiled programs (claims.compile).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from mintmark_server.claims.kinds import TemplateKind
from mintmark_server.claims.layers import NO_CLAIMS, LayerDefinition, TemplateSettings
from mintmark_server.model.record import Record, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Record):
    """A JWT template. `attributes` are the ids of the attribute definitions that its expressions use (`user.plan`)."""

    noun: ClassVar[str] = "templates"

    kind: TemplateKind
    layer: LayerDefinition = NO_CLAIMS
    settings: TemplateSettings = TemplateSettings()
    inherit: bool = True
    attributes: tuple[str, ...] = ()

    def references(self) -> Iterable[Ref]:
        """The attribute definitions in use."""
        return [Ref("attributes", self.project_id, attribute) for attribute in self.attributes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Record):
    """A flow's custom claims action, and how long sessions live that it opens (None: as elsewhere). `attributes` as in Template."""

    noun: ClassVar[str] = "flows"

    layer: LayerDefinition = NO_CLAIMS
    refresh_life: timedelta | None = None
    attributes: tuple[str, ...] = ()

    def references(self) -> Iterable[Ref]:
        """The attribute definitions in use."""
        return [Ref("attributes", self.project_id, attribute) for attribute in self.attributes]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRevision(Record):
    """A template as it was; the id is `{template}/{revision}` (ids.build_revision_id)."""

    noun: ClassVar[str] = "template_revisions"
    in_change_log: ClassVar[bool] = False

    template: Template
    author: str = ""
