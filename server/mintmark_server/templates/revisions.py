"""Template revisions: full copies, one for each write (AIP-162).

Owns: keeping them beside the template, listing, rolling back. Never: checking a template (checks).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mintmark_server.call import Call
from mintmark_server.ids import build_revision_id, new_uid
from mintmark_server.model.layers import Template, TemplateRevision
from mintmark_server.model.record import Ref
from mintmark_server.storage.port import Put, Remove, Store
from mintmark_server.storage.reading import read_all


def build_revision(template: Template, _stored: Template | None, call: Call) -> Sequence[Put]:
    """Return the copy that is stored with a template, in the same intent."""
    revision = TemplateRevision(
        project_id=template.project_id,
        id=build_revision_id(template.id, template.revision),
        uid=new_uid(),
        revision=1,
        created_at=template.updated_at,
        updated_at=template.updated_at,
        template=template,
        author=call.actor,
    )
    return [Put(revision)]


def find_revisions(store: Store, ref: Ref) -> Sequence[Remove]:
    """Return the removal of a template's revisions, which go with it."""
    return [Remove(revision.ref, revision.revision) for revision in read_all(store, TemplateRevision, ref.project_id, prefix=f"{ref.id}/")]


def roll_back(stored: Template, revision: TemplateRevision) -> Template:
    """Return the template as the revision has it; it becomes a new revision."""
    return replace(revision.template, uid=stored.uid, revision=stored.revision)


def print_overrides(template: Template) -> str:
    """Return the audit note of a template: nothing, or that it may override a subject."""
    return "overrides the subject" if template.settings.override_subject else ""
