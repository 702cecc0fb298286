"""METHOD_POLICY: for each RPC who may call it (and so how often), what is audited, and what a repeat does.

Owns: the table, and the check that it has a row for each method of the contract and no other. Never: enforcing it (boundary).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from mintmark_server.model.security import CallerRole


class Who(Enum):
    """Kinds of permission besides roles. A subject that calls for itself is limited per peer, and per key or session."""

    ROLES = "one of the roles, in the project"
    ANY_ROLE = "any role in the project"
    OPERATOR = "the owner of all projects"
    SUBJECT = "the subject's own secret, or one of the roles in its project"


class Idempotency(Enum):
    """What a repeat does.

    SAFE: changes nothing. REQUEST_ID: the first answer again, by `request_id`. NONE: happens twice.
    """

    SAFE = "safe"
    REQUEST_ID = "request_id"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodPolicy:
    """One row. `place` is the request's field that names the project, or a resource in it; "" for what no project owns.

    `by_access_key`: an access key's secret is a credential for it. `audited`: each call that changes something leaves an audit event.
    """

    who: Who = Who.ROLES
    roles: frozenset[CallerRole] = frozenset()
    place: str = ""
    by_access_key: bool = False
    audited: bool = False
    idempotency: Idempotency = Idempotency.SAFE


OWNER, TEMPLATES, DIRECTORY, ISSUER, VERIFIER, KEYS, AUDITOR = (
    CallerRole.OWNER,
    CallerRole.TEMPLATE_EDITOR,
    CallerRole.DIRECTORY_EDITOR,
    CallerRole.ISSUER,
    CallerRole.VERIFIER,
    CallerRole.KEY_ADMIN,
    CallerRole.AUDITOR,
)


def _reads(place: str, *roles: CallerRole) -> MethodPolicy:
    return MethodPolicy(roles=frozenset(roles), place=place)


def _changes(place: str, *roles: CallerRole) -> MethodPolicy:
    return MethodPolicy(roles=frozenset(roles), place=place, audited=True, idempotency=Idempotency.REQUEST_ID)


def _issues(place: str, *roles: CallerRole) -> MethodPolicy:
    return MethodPolicy(roles=frozenset(roles), place=place, idempotency=Idempotency.REQUEST_ID)


def _exchanges(*roles: CallerRole) -> MethodPolicy:
    return MethodPolicy(who=Who.SUBJECT, roles=frozenset(roles), idempotency=Idempotency.REQUEST_ID)


def _standard(singular: str, editor: CallerRole) -> dict[str, MethodPolicy]:
    noun = "".join(part.capitalize() for part in singular.split("_"))
    service = f"{noun}Service"
    return {
        f"{service}.Create{noun}": _changes("parent", OWNER, editor),
        f"{service}.Get{noun}": _reads("name", OWNER, editor, AUDITOR),
        f"{service}.List{noun}s": _reads("parent", OWNER, editor, AUDITOR),
        f"{service}.Update{noun}": _changes(f"{singular}.name", OWNER, editor),
        f"{service}.Delete{noun}": _changes("name", OWNER, editor),
    }


_OPERATOR_READS: Final = MethodPolicy(who=Who.OPERATOR)
_OPERATOR_CHANGES: Final = MethodPolicy(who=Who.OPERATOR, audited=True, idempotency=Idempotency.REQUEST_ID)

METHOD_POLICY: Final[dict[str, MethodPolicy]] = {
    **_standard("user", DIRECTORY),
    **_standard("tenant", DIRECTORY),
    **_standard("application", DIRECTORY),
    **_standard("access_key", DIRECTORY),
    **_standard("role", DIRECTORY),
    **_standard("attribute", DIRECTORY),
    **_standard("template", TEMPLATES),
    **_standard("flow", TEMPLATES),
    "UserService.ImportUsers": MethodPolicy(
        roles=frozenset({OWNER, DIRECTORY}), place="parent", audited=True, idempotency=Idempotency.NONE
    ),
    "UserService.AddMembership": _changes("user", OWNER, DIRECTORY),
    "UserService.RemoveMembership": _changes("user", OWNER, DIRECTORY),
    "AccessKeyService.RotateAccessKey": _changes("name", OWNER, DIRECTORY),
    "AccessKeyService.ActivateAccessKey": _changes("name", OWNER, DIRECTORY),
    "AccessKeyService.DeactivateAccessKey": _changes("name", OWNER, DIRECTORY),
    "TemplateService.ValidateTemplate": _reads("parent", OWNER, TEMPLATES, AUDITOR),
    "TemplateService.ListTemplateRevisions": _reads("parent", OWNER, TEMPLATES, AUDITOR),
    "TemplateService.GetTemplateRevision": _reads("name", OWNER, TEMPLATES, AUDITOR),
    "TemplateService.RollbackTemplate": _changes("name", OWNER, TEMPLATES),
    "TemplateService.CompareTemplateRevisions": _reads("name", OWNER, TEMPLATES, AUDITOR),
    "TemplateService.ListStarterTemplates": MethodPolicy(who=Who.ANY_ROLE, place="parent"),
    "TemplateService.GetStarterTemplate": MethodPolicy(who=Who.ANY_ROLE, place="name"),
    "TemplateService.PlanTemplateChange": _reads("template.name", OWNER, TEMPLATES),
    "ProjectService.CreateProject": _OPERATOR_CHANGES,
    "ProjectService.GetProject": MethodPolicy(who=Who.ANY_ROLE, place="name"),
    "ProjectService.ListProjects": MethodPolicy(who=Who.ANY_ROLE),
    "ProjectService.UpdateProject": _changes("project.name", OWNER),
    "ProjectService.DeleteProject": _OPERATOR_CHANGES,
    "KeyService.ListKeys": _reads("parent", OWNER, KEYS, AUDITOR),
    "KeyService.GetKey": _reads("name", OWNER, KEYS, AUDITOR),
    "KeyService.PrepareKey": _changes("parent", OWNER, KEYS),
    "KeyService.ActivateKey": _changes("name", OWNER, KEYS),
    "KeyService.RetireKey": _changes("name", OWNER, KEYS),
    "KeyService.RevokeKey": _changes("name", OWNER, KEYS),
    "KeyService.GetJsonWebKeySet": MethodPolicy(who=Who.ANY_ROLE, place="parent"),
    "CredentialService.CreateCredential": _OPERATOR_CHANGES,
    "CredentialService.GetCredential": _OPERATOR_READS,
    "CredentialService.ListCredentials": _OPERATOR_READS,
    "CredentialService.UpdateCredential": _OPERATOR_CHANGES,
    "CredentialService.RevokeCredential": _OPERATOR_CHANGES,
    "AuditService.ListAuditEvents": _reads("parent", OWNER, AUDITOR),
    "AuditService.WatchAuditEvents": _reads("parent", OWNER, AUDITOR),
    "TokenService.IssueSessionToken": _issues("parent", ISSUER),
    "TokenService.IssueRefreshToken": _issues("parent", ISSUER),
    "TokenService.IssueIdToken": _issues("parent", ISSUER),
    "TokenService.IssueAccessKeyToken": MethodPolicy(
        who=Who.SUBJECT,
        roles=frozenset({ISSUER}),
        place="parent",
        by_access_key=True,
        idempotency=Idempotency.REQUEST_ID,
    ),
    "TokenService.IssueSession": _issues("parent", ISSUER),
    "TokenService.RefreshSession": _exchanges(ISSUER),
    "TokenService.SelectTenant": _exchanges(ISSUER),
    "TokenService.UpdateSessionClaims": replace(_issues("", ISSUER), audited=True),
    "TokenService.GetSession": _reads("name", OWNER, ISSUER, AUDITOR),
    "TokenService.ListSessions": _reads("parent", OWNER, ISSUER, AUDITOR),
    "TokenService.RevokeSession": MethodPolicy(
        who=Who.SUBJECT, roles=frozenset({OWNER, ISSUER}), place="name", audited=True, idempotency=Idempotency.REQUEST_ID
    ),
    "TokenService.RevokeUserSessions": MethodPolicy(
        roles=frozenset({OWNER, ISSUER}), place="user", audited=True, idempotency=Idempotency.REQUEST_ID
    ),
    "TokenService.IntrospectToken": _reads("parent", VERIFIER, ISSUER),
    "TokenService.PreviewToken": _reads("issue.parent", ISSUER, TEMPLATES, OWNER),
    "TokenService.ExplainToken": _reads("parent", ISSUER, AUDITOR, OWNER),
    "TokenService.BatchIssue": _issues("parent", ISSUER),
    "TokenService.StreamIssue": _issues("item.issue.parent", ISSUER),
}


def check_policy(methods: frozenset[str]) -> None:
    """Check that each method of the contract has a row, and each row a method. Raises: RuntimeError, which stops the start."""
    missing, foreign = sorted(methods - set(METHOD_POLICY)), sorted(set(METHOD_POLICY) - methods)
    if missing or foreign:
        raise RuntimeError(f"METHOD_POLICY lacks {missing or 'nothing'} and has rows for unknown {foreign or 'nothing'}.")
