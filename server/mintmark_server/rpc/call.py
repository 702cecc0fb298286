"""A call as handlers see it: who calls, and what they may do.

Owns: `RpcCall`, and checking a caller against a row of METHOD_POLICY. Never: gRPC contexts.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from mintmark_server.call import Call
from mintmark_server.directory.credentials import Caller
from mintmark_server.errors import Denied, NotFound, Reason, Unauthenticated
from mintmark_server.frozen import value
from mintmark_server.model.security import ALL_PROJECTS, CallerPermission
from mintmark_server.rpc.policy import METHOD_POLICY, MethodPolicy, Who
from mintmark_server.secret import Secret

SUBJECT: Final = Caller("", ())
"""Who calls with nothing but a subject's own secret in the request."""


@value
class RpcCall(Call):
    """A call with its caller, and the project that was authorised ("" for none)."""

    caller: Caller
    project_id: str
    secret: Secret | None = None

    @property
    def peer_ip(self) -> str:
        """The peer's address, "" where it is none (a unix socket)."""
        scheme, _, rest = self.peer.partition(":")
        return unquote(rest.rpartition(":")[0]).strip("[]") if scheme in ("ipv4", "ipv6") else ""

    @property
    def is_subject(self) -> bool:
        """Whether nobody but the subject itself calls."""
        return not self.caller.name

    def require(self, permission: CallerPermission, *, project_id: str = "") -> None:
        """Check a permission in the call's project, or in one that was found later. Raises: Denied."""
        if permission not in self.caller.permissions(project_id or self.project_id):
            raise Denied(Reason.PERMISSION_DENIED, f"The call needs the permission {permission.value}.")

    def authorise_in(self, project_id: str) -> None:
        """Check the caller's roles in the project that the request's secret belongs to. Raises: Denied, NotFound."""
        if not self.is_subject:
            check_caller(self.caller, METHOD_POLICY[self.method], project_id, place=f"projects/{project_id}")


def check_caller(caller: Caller, policy: MethodPolicy, project_id: str, *, place: str) -> None:
    """Check a caller against a row. Raises: Denied; NotFound where the caller has no grant in the project."""
    if policy.who is Who.OPERATOR:
        if not caller.is_operator:
            raise Denied(Reason.PERMISSION_DENIED, f"The call needs {Who.OPERATOR.value}.")
        return
    if caller is SUBJECT:
        # The secret in the request is what authorises; the use case looks at it before anything else.
        if place and not policy.by_access_key:
            raise Unauthenticated
        return
    if policy.who is Who.SUBJECT and not place:
        return
    if not project_id:
        if place.startswith(f"projects/{ALL_PROJECTS}") or policy.who is not Who.ROLES or not policy.roles:
            return
        # A name that is none is refused as such, but only to those who could call the method somewhere.
        roles = frozenset().union(*(grant.roles for grant in caller.grants))
    else:
        roles = caller.roles(project_id)
        if not roles and not caller.permissions(project_id):
            raise NotFound(f"projects/{project_id}")
    if policy.who is not Who.ANY_ROLE and not roles & policy.roles:
        names = ", ".join(sorted(role.value for role in policy.roles))
        raise Denied(Reason.PERMISSION_DENIED, f"The call needs one of the roles {names}.")
