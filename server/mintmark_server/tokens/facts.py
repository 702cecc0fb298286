"""What one issue read: step 1 of the pipeline, done.

Owns: `Facts` and what they consist of. Never: reading (loading).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mintmark_server.claims.settled import Kept
from mintmark_server.claims.snapshot import Authorization, RecordRevision, Views
from mintmark_server.frozen import value
from mintmark_server.model.directory import AccessKey, Application, Tenant, User
from mintmark_server.model.sessions import FlowRun
from mintmark_server.storage.port import Put
from mintmark_server.tokens.configuration import ProjectConfiguration
from mintmark_server.tokens.layering import Layering
from mintmark_server.tokens.request import IssueRequest


@value
class Begun:
    """A request that is checked as far as that goes without its subject."""

    request: IssueRequest
    configuration: ProjectConfiguration
    application: Application | None


@value
class Gathered:
    """What stored records give a subject's tokens, whenever they are issued; `tenant` is the selected one where it is read.

    `kept` is None where it is one token's alone.
    """

    tenant_id: str
    tenant: Tenant | None
    authorization: Authorization
    scopes: frozenset[str]
    client_id: str
    audience: tuple[str, ...]
    inbound: bool
    roots: Mapping[str, Any]
    records: tuple[RecordRevision, ...]
    views: Views
    kept: Kept | None


@value
class Facts:
    """What one issue read. `refresh_life` is the flow's own, `upsert` the user's record to store, where the request brought one."""

    request: IssueRequest
    configuration: ProjectConfiguration
    layering: Layering
    application: Application | None
    subject: User | AccessKey
    gathered: Gathered
    roots: Mapping[str, Any]
    flow_run: FlowRun | None = None
    refresh_life: timedelta | None = None
    upsert: Put | None = None

    @property
    def tenant_id(self) -> str:
        """The selected tenant's id; "" for none."""
        return self.gathered.tenant_id

    @property
    def records(self) -> tuple[RecordRevision, ...]:
        """The records that were read, with their revisions."""
        return self.gathered.records
