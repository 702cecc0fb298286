"""Keys, credentials and audit events.

Owns: each message both ways. Never: private keys; secrets, but the one that is shown once.
"""

from __future__ import annotations

from mintmark.v1 import audit_pb2, credential_pb2, key_pb2, project_pb2

from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.ids import format_name, parse_name
from mintmark_server.model.security import ALL_PROJECTS, AuditEvent, CallerPermission, CallerRole, Credential, Grant, SigningKey
from mintmark_server.rpc.convert.records import common_from_proto, common_to_proto
from mintmark_server.rpc.convert.values import enum_from_proto, enum_to_proto, time_from_proto, time_to_proto


def key_to_proto(key: SigningKey) -> key_pb2.SigningKey:
    """Return a signing key's message: its public half."""
    return key_pb2.SigningKey(
        name=format_name(key.ref),
        etag=key.etag,
        create_time=time_to_proto(key.created_at),
        algorithm=enum_to_proto(project_pb2.SigningAlgorithm, key.algorithm, "SIGNING_ALGORITHM"),
        state=enum_to_proto(key_pb2.SigningKeyState, key.state, "SIGNING_KEY_STATE"),
        public_jwk=key.public_jwk,
        publish_time=time_to_proto(key.published_at),
        activate_time=time_to_proto(key.activated_at),
        retiring_time=time_to_proto(key.retiring_at),
        retire_time=time_to_proto(key.retired_at),
        revoke_time=time_to_proto(key.revoked_at),
    )


def credential_to_proto(credential: Credential) -> credential_pb2.Credential:
    """Return a credential's message; its secret is never in it."""
    message = credential_pb2.Credential(
        mtls_identities=credential.mtls_identities,
        expire_time=time_to_proto(credential.expires_at),
        revoke_time=time_to_proto(credential.revoked_at),
    )
    common_to_proto(credential, message)
    for grant in credential.grants:
        message.grants.add(
            project=f"projects/{grant.project_id}",
            roles=[enum_to_proto(credential_pb2.CallerRole, role, "CALLER_ROLE") for role in sorted(grant.roles)],
            permissions=[
                enum_to_proto(credential_pb2.CallerPermission, permission, "CALLER_PERMISSION") for permission in sorted(grant.permissions)
            ],
        )
    return message


def credential_from_proto(message: credential_pb2.Credential, _project_id: str, credential_id: str) -> Credential:
    """Return the credential that a message says, without its secret. Raises: InvalidInput with all problems."""
    problems: list[Problem] = []
    grants = []
    for index, grant in enumerate(message.grants):
        try:
            grants.append(_grant(grant, f"credential.grants[{index}]"))
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return Credential(
        **common_from_proto(message, "", credential_id),
        secret_digest="",
        grants=tuple(grants),
        mtls_identities=tuple(message.mtls_identities),
        expires_at=time_from_proto(message, "expire_time", path="credential.expire_time"),
    )


def _grant(message: credential_pb2.Grant, path: str) -> Grant:
    if message.project == f"projects/{ALL_PROJECTS}":
        project_id = ALL_PROJECTS
    else:
        project_id = parse_name(message.project, "projects", path=f"{path}.project").id
    roles = [
        enum_from_proto(credential_pb2.CallerRole, number, "CALLER_ROLE", CallerRole, path=f"{path}.roles[{index}]")
        for index, number in enumerate(message.roles)
    ]
    permissions = [
        enum_from_proto(credential_pb2.CallerPermission, number, "CALLER_PERMISSION", CallerPermission, path=f"{path}.permissions[{index}]")
        for index, number in enumerate(message.permissions)
    ]
    if not roles and not permissions:
        raise InvalidInput([Problem(reason=Reason.FIELD_REQUIRED, path=f"{path}.roles", message="A grant needs a role or a permission.")])
    return Grant(project_id=project_id, roles=frozenset(roles), permissions=frozenset(permissions))


def audit_to_proto(event: AuditEvent) -> audit_pb2.AuditEvent:
    """Return an audit event's message."""
    entry = event.entry
    return audit_pb2.AuditEvent(
        name=f"projects/{entry.project_id or ALL_PROJECTS}/auditEvents/{event.sequence}",
        sequence=event.sequence,
        time=time_to_proto(entry.at),
        actor=entry.actor,
        method=entry.method,
        resource=entry.resource,
        request_id=entry.request_id,
        fields=entry.fields,
        note=entry.note,
        previous_digest=event.previous_digest,
        digest=event.digest,
    )
