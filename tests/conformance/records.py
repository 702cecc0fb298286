"""Records with every field set, and short ones for tests of the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mintmark_server.claims.kinds import (
    AttributeScope,
    AttributeType,
    AuthSchema,
    BudgetKind,
    EmptyClaimPolicy,
    IssuerStyle,
    MergeRule,
    Notation,
    TemplateKind,
    TokenKind,
)
from mintmark_server.claims.layers import LayerDefinition, TemplateSettings
from mintmark_server.claims.snapshot import RecordRevision
from mintmark_server.limits import Limits
from mintmark_server.model.directory import (
    AccessKey,
    Algorithm,
    Application,
    ApplicationKind,
    AttributeDefinition,
    AudiencePolicy,
    Budget,
    BudgetMode,
    IdTokenClaims,
    LifetimeOverrides,
    Lifetimes,
    Project,
    ReceiptMode,
    RefreshPolicy,
    Role,
    ScopeMapping,
    Tenant,
    User,
    UserStatus,
)
from mintmark_server.model.layers import Flow, Template, TemplateRevision
from mintmark_server.model.record import Record
from mintmark_server.model.security import (
    AuditEntry,
    CallerPermission,
    CallerRole,
    Credential,
    Grant,
    KeyState,
    ProjectSecret,
    SigningKey,
    StoredAnswer,
)
from mintmark_server.model.sessions import (
    Authentication,
    FlowRun,
    IssueReceipt,
    Receipt,
    Session,
    SessionEnd,
    SessionEndCause,
    TokenReceipt,
)

AT = datetime(2031, 4, 1, 12, 0, 0, 123_456, tzinfo=UTC)
LATER = AT + timedelta(days=1, microseconds=1)
LAYER = LayerDefinition(
    notation=Notation.SIMPLE,
    source='{"näme":{"string":"a\\u0000\\"b\'"}}',
    conditions={"a": "user.email == 'x'"},
    fallbacks={"b.c": {"list": [1, 0.5, None, True, "é"]}},
    locked=("a", "b"),
    remove_claims=("c",),
    merge=MergeRule.DEEP_MERGE,
)
RECEIPT = IssueReceipt(
    generation=2,
    issued_at=AT,
    key_id="kid",
    tokens=(TokenReceipt(kind=TokenKind.REFRESH, jti="j", token_digest="t", digest="d", expires_at=LATER),),
    layers=(RecordRevision("flow", "projects/P/flows/F", 3),),
    records=(RecordRevision("user", "projects/P/users/U", 4),),
    overrides=("aud",),
)


def common(record_id: str, project_id: str = "P") -> dict[str, Any]:
    return {
        "project_id": project_id,
        "id": record_id,
        "uid": f"uid-{record_id}",
        "revision": 1,
        "created_at": AT,
        "updated_at": LATER,
        "labels": {"team": "core", "näme": 'a"b'},
        "display_name": "Ada 'the' \"first\"\nLovelace ✓",
    }


def project(project_id: str = "P") -> Project:
    return Project(**common(project_id, project_id))


def user(user_id: str, project_id: str = "P", **fields: Any) -> User:
    return User(**{**common(user_id, project_id), **fields})


def role(role_id: str, project_id: str = "P") -> Role:
    return Role(**common(role_id, project_id))


def tenant(tenant_id: str, project_id: str = "P") -> Tenant:
    return Tenant(**common(tenant_id, project_id))


def updated(record: Any, **fields: Any) -> Any:
    return replace(record, revision=record.revision + 1, **fields)


def entry(project_id: str = "P", note: str = "") -> AuditEntry:
    return AuditEntry(
        project_id=project_id,
        actor="credentials/c",
        method="UserService.CreateUser",
        resource="projects/P/users/U",
        request_id="r",
        at=AT,
        fields=("email", "roles"),
        note=note,
    )


def full_records() -> list[Record]:
    """Return one record of each noun with no field at its default; none refers to another."""
    template = Template(
        **common("T"),
        kind=TemplateKind.ACCESS_KEY,
        layer=LAYER,
        settings=TemplateSettings(
            auth_schema=AuthSchema.TENANT_ONLY,
            empty_claim_policy=EmptyClaimPolicy.NIL,
            auto_tenant_claim=True,
            conformance_issuer=False,
            enforce_issuer=True,
            exclude_permissions=False,
            override_subject=True,
            add_jti=True,
            omit_from_refresh=False,
        ),
        inherit=False,
    )
    mapping = ScopeMapping(scope="s", layer=LAYER, description="d", mandatory=True)
    return [
        Project(
            **common("P"),
            issuer_style=IssuerStyle.PROJECT_ID,
            lifetimes=Lifetimes(session=timedelta(seconds=61, microseconds=1), session_idle=timedelta(hours=1)),
            limits=Limits(max_keys=7),
            budgets=(Budget(kind=BudgetKind.CUSTOM, mode=BudgetMode.ENFORCE, custom_bytes=5, cookie_name="c", cookie_attributes=""),),
            scope_mappings=(mapping,),
            algorithm=Algorithm.RS256,
            refresh_policy=RefreshPolicy(rotation=False, overlap=timedelta(seconds=3)),
            allowed_overrides=("aud", "sub"),
            receipt_mode=ReceiptMode.ALL,
            verify_one_in_n=3,
        ),
        User(
            **common("U"),
            login_ids=("a@b", "+49"),
            email="",
            verified_email=False,
            phone="+49",
            verified_phone=True,
            given_name="A",
            middle_name="M",
            family_name="F",
            picture="p",
            locale="de",
            status=UserStatus.DISABLED,
            custom_attributes={"plan": "x", "n": 0.5, "o": {"a": [1, None, True]}, "l": ["a"]},
        ),
        Tenant(**common("TE"), domains=("a.example",), custom_attributes={"region": "eu"}),
        Role(**common("R"), permissions=("read", "write"), description="d"),
        AttributeDefinition(
            **common("user.plan"), scope=AttributeScope.USER, attribute="plan", type=AttributeType.STRING_LIST, description="d"
        ),
        Application(
            **common("A"),
            kind=ApplicationKind.INBOUND,
            client_id="c",
            disabled=True,
            id_token_claims=IdTokenClaims.ALWAYS,
            audience_policy=AudiencePolicy.CUSTOM,
            audiences=("x",),
            scope_mappings=(mapping,),
            use_project_mappings=False,
            allowed_scopes=("openid",),
            issuer="i",
            lifetimes=LifetimeOverrides(session=timedelta(minutes=3)),
        ),
        AccessKey(
            **common("K"),
            secret_digest="d",
            previous_secret_digest="e",
            previous_valid_until=LATER,
            active=False,
            expires_at=LATER,
            permitted_ips=("10.0.0.0/8",),
            custom_attributes={"plan": "x"},
            layer=LAYER,
            description="d",
        ),
        template,
        TemplateRevision(**common("T/0000000001"), template=template, author="credentials/c"),
        Flow(**common("F"), layer=LAYER),
        SigningKey(
            **common("kid"),
            algorithm=Algorithm.EDDSA,
            state=KeyState.REVOKED,
            public_jwk='{"kty":"OKP"}',
            sealed="v1.a.b.c",
            published_at=AT,
            activated_at=LATER,
            retiring_at=LATER,
            retired_at=LATER,
            revoked_at=LATER,
        ),
        ProjectSecret(**common("digest"), sealed="v1.a.b.c"),
        StoredAnswer(**common("0001-a", ""), key="k", request_digest="d", sealed="v1.a.b.c", expires_at=LATER),
        Credential(
            **common("C", ""),
            secret_digest="d",
            grants=(Grant(project_id="-", roles=frozenset(CallerRole), permissions=frozenset(CallerPermission)),),
            mtls_identities=("spiffe://a/b",),
            expires_at=LATER,
            revoked_at=AT,
        ),
        Session(
            **common("S"),
            user_id="U",
            application_id="A",
            tenant_id="TE",
            flow_run=FlowRun(flow_id="F", revision=3, layer=LAYER, context={"form": {"a": [1]}}),
            session_claims=LAYER,
            authentication=Authentication(amr=("pwd",), auth_time=AT, acr="a", step_up_until=LATER, impersonator_id="U2", anonymous=True),
            scopes=("openid",),
            client_claims={"a": {"b": 1}},
            generation=4,
            refresh_digest="d",
            expires_at=LATER,
            idle_expires_at=LATER,
            receipts=(RECEIPT,),
            end=SessionEnd(cause=SessionEndCause.REUSED, at=LATER, generation=3, peer="p"),
        ),
        Receipt(
            **common("0001-r"),
            key="k",
            issue=RECEIPT,
            session_id="S",
            user_id="U",
            access_key_id="K",
            application_id="A",
            tenant_id="TE",
            scopes=("openid",),
            kept_until=LATER,
        ),
    ]
