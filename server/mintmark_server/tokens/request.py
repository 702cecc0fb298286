"""What a caller asks for when a token is issued or previewed.

Owns: `IssueRequest` and its parts; the preview is the same request with drafts. Never: protos, what the request leads to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from mintmark_server.claims.kinds import TokenKind
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.claims.values import Json
from mintmark_server.frozen import value
from mintmark_server.model.directory import User
from mintmark_server.model.layers import Flow, Template
from mintmark_server.model.sessions import NO_AUTHENTICATION, Authentication, FlowRun
from mintmark_server.secret import Secret

_NOTHING: Mapping[str, Json] = MappingProxyType({})


@value
class UserChoice:
    """The user that a token is for: by id, by login id, or brought along (created or updated in the issue's transaction).

    `is_nobody`: no record is looked up; `user_id` is the id that an anonymous session has already, or empty for a new one.
    """

    user_id: str = ""
    login_id: str = ""
    upsert: User | None = None
    is_nobody: bool = False


@value
class IssueRequest:
    """One issue of one kind; fields that a kind has no use for are at their default. Ids are the project's own.

    A refresh has what the session kept: `flow_run` in place of a flow, `session_claims`, when it was created.

    `access_key_secret` is what a key itself calls with.
    `step_up`: the subject has just stepped up; how long that lasts is the project's to say.
    """

    kind: TokenKind
    project_id: str
    user: UserChoice = UserChoice()
    access_key_id: str = ""
    access_key_secret: Secret | None = None
    application_id: str = ""
    tenant_id: str = ""
    flow_id: str = ""
    inline_flow: LayerDefinition | None = None
    flow_context: Mapping[str, Json] = field(default_factory=lambda: _NOTHING)
    client_claims: Mapping[str, Json] = field(default_factory=lambda: _NOTHING)
    authentication: Authentication = NO_AUTHENTICATION
    step_up: bool = False
    ip: str = ""
    user_agent: str = ""
    issuer: str = ""
    ttl: timedelta | None = None
    scopes: tuple[str, ...] = ()
    session_id: str = ""
    session_created_at: datetime | None = None
    flow_run: FlowRun | None = None
    session_claims: LayerDefinition | None = None
    session_claims_from_request: bool = False
    nonce: str = ""
    access_token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """What a preview assumes in place of what is stored; a draft stands for the stored one of its layer."""

    template: Template | None = None
    application_template: Template | None = None
    flow: Flow | None = None
    subject_attributes: Mapping[str, Json] = field(default_factory=lambda: _NOTHING)
    tenant_attributes: Mapping[str, Json] = field(default_factory=lambda: _NOTHING)


NO_DRAFTS = Drafts()
