"""What stored records give a subject's tokens: roots, revisions, the selected tenant.

Owns: `Gatherer`, and choosing the tenant. Never: what a request brings (loading).

Where nothing but stored records decides the claims, what was gathered is kept with the subject's view and used until a record changes:
view and layers go with their records, and the tenant's record is looked at each time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, Final

from mintmark_server.claims.settled import Kept
from mintmark_server.claims.snapshot import RecordRevision
from mintmark_server.claims.stamps import normalise_scopes
from mintmark_server.errors import FailedState, NotFound, Problem, Reason
from mintmark_server.ids import format_name
from mintmark_server.model.directory import Application, ApplicationKind, AudiencePolicy, Tenant
from mintmark_server.model.record import Record, Ref
from mintmark_server.tokens.facts import Begun, Gathered
from mintmark_server.tokens.layering import TENANT_NAMES, Layering
from mintmark_server.tokens.records import RecordCache, SubjectView
from mintmark_server.tokens.request import NO_DRAFTS, Drafts
from mintmark_server.tokens.roots import build_application_root

_MAX_KEPT: Final = 8
"""What is kept with a subject: one for each of its tenants and applications that tokens were issued for lately."""


class Gatherer:
    """Gathers what a subject's tokens are made of."""

    def __init__(self, records: RecordCache) -> None:
        self._records = records

    def find(self, begun: Begun, layering: Layering, subject: SubjectView) -> Gathered:
        """Return what is kept with the only subject of settled layers, or gather it. Raises: NotFound, FailedState."""
        is_user = subject.revision.root == "user"
        user, key = (subject, None) if is_user else (None, subject)
        if subject.charge is None:
            return self.gather(begun, layering, user=user, key=key)
        place = (layering, begun.request.tenant_id)
        found: Gathered | None = subject.gathered.get(place)
        if found is not None and (found.tenant is None or self._tenant(begun, found.tenant_id) is found.tenant):
            return found
        gathered = self.gather(begun, layering, user=user, key=key, kept=Kept(subject.charge))
        if found is not None and found.kept is not None:
            found.kept.clear()
        if len(subject.gathered) >= _MAX_KEPT:
            for each in subject.gathered.values():
                each.kept.clear()
            subject.gathered.clear()
        subject.gathered[place] = gathered
        return gathered

    def gather(
        self,
        begun: Begun,
        layering: Layering,
        *,
        user: SubjectView | None,
        key: SubjectView | None,
        drafts: Drafts = NO_DRAFTS,
        kept: Kept | None = None,
    ) -> Gathered:
        """Gather what layers read of stored records. Raises: NotFound, FailedState NOT_A_MEMBER."""
        request, application = begun.request, begun.application
        holder = user if user is not None else key
        assert holder is not None
        tenant_id = select_tenant(holder.tenants, request.tenant_id, automatic=layering.settings.auto_tenant_claim)
        roots: dict[str, Any] = {}
        records: list[RecordRevision] = []
        if user is not None:
            roots["user"] = user.root
            if TENANT_NAMES in layering.reads:
                roots["user"] = {**user.root, "tenant_names": self._tenant_names(request.project_id, user.tenants)}
            if not request.user.is_nobody:
                records.append(user.revision)
        if key is not None:
            roots["access_key"] = key.root
            records.append(key.revision)
        if application is not None:
            roots["application"] = build_application_root(application)
            records.append(_revision("application", application))
        tenant: Tenant | None = None
        if tenant_id and "tenant" in layering.roots:
            tenant = self._tenant(begun, tenant_id)
            if drafts.tenant_attributes:
                tenant = replace(tenant, custom_attributes={**tenant.custom_attributes, **drafts.tenant_attributes})
            roots["tenant"] = holder.tenant_root(tenant)
            records.append(_revision("tenant", tenant))
        return Gathered(
            tenant_id=tenant_id,
            tenant=tenant,
            authorization=holder.authorization,
            scopes=normalise_scopes(request.scopes),
            client_id=(application.client_id or application.id) if application else "",
            audience=_audience(application, request.project_id),
            inbound=application is not None and application.kind is ApplicationKind.INBOUND,
            roots=roots,
            records=tuple(records),
            views=holder.views if user is None or key is None else {},
            kept=kept,
        )

    def _tenant(self, begun: Begun, tenant_id: str) -> Tenant:
        tenant = self._records.get(Tenant, begun.request.project_id, tenant_id)
        if tenant is None:
            raise NotFound(format_name(Ref(Tenant.noun, begun.request.project_id, tenant_id)))
        return tenant

    def _tenant_names(self, project_id: str, tenants: Iterable[str]) -> list[str]:
        found = (self._records.get(Tenant, project_id, tenant_id) for tenant_id in tenants)
        return [tenant.display_name if tenant else "" for tenant in found]


def select_tenant(tenants: Collection[str], asked: str, *, automatic: bool) -> str:
    """Return the selected tenant: the one asked for, or the subject's only one where the template says so; "" for none.

    Raises: FailedState NOT_A_MEMBER.
    """
    if asked:
        if asked not in tenants:
            message = "The subject is not a member of the selected tenant."
            hint = "Select another tenant, or add the membership."
            raise FailedState([Problem(reason=Reason.NOT_A_MEMBER, path="tenant", message=message, hint=hint)])
        return asked
    return next(iter(tenants)) if automatic and len(tenants) == 1 else ""


def _audience(application: Application | None, project_id: str) -> tuple[str, ...]:
    if application is None:
        return ()
    if application.audience_policy is AudiencePolicy.NONE:
        return ()
    return {
        AudiencePolicy.CLIENT_ID: (application.client_id or application.id,),
        AudiencePolicy.PROJECT_ID: (project_id,),
        AudiencePolicy.APPLICATION_ID: (application.id,),
        AudiencePolicy.CUSTOM: application.audiences,
    }[application.audience_policy]


def _revision(root: str, record: Record) -> RecordRevision:
    return RecordRevision(root, format_name(record.ref), record.revision)
