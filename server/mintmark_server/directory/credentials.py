"""Callers' credentials: who may call the API.

Owns: making and revoking them, `Caller`, and finding the caller of a secret or certificate. Never: what a method demands (rpc.policy).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from mintmark_server import secret
from mintmark_server.call import Call
from mintmark_server.directory.checks import find_credential_problems
from mintmark_server.directory.standard import StandardMethods
from mintmark_server.errors import InvalidInput, Problem, Reason, Unauthenticated
from mintmark_server.ids import format_name
from mintmark_server.model.directory import Project
from mintmark_server.model.record import Ref
from mintmark_server.model.security import ALL_PROJECTS, CallerPermission, CallerRole, Credential, Grant
from mintmark_server.storage.conditions import check_etag
from mintmark_server.storage.port import Intent, Put, Store

MAX_CACHED: Final = 10_000
_MAX_KNOWN: Final = 1_000
"""Projects of which a caller's roles are kept."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a credential's name and what it grants. Roles and permissions by project are worked out once.

    `passed` are methods and projects that the caller may call, with the project's id: what its grants say does not change. `until` is
    when its credential ends, `version` says by which credentials it was found.
    """

    name: str
    grants: tuple[Grant, ...]
    until: datetime | None = None
    version: int = field(default=0, compare=False)
    passed: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)
    _known: dict[str, tuple[frozenset[CallerRole], frozenset[CallerPermission]]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_operator(self) -> bool:
        """Whether the caller owns all projects."""
        return CallerRole.OWNER in self.roles(ALL_PROJECTS)

    def roles(self, project_id: str) -> frozenset[CallerRole]:
        """Return the caller's roles in a project, those in all projects included."""
        return (self._known.get(project_id) or self._work_out(project_id))[0]

    @property
    def granted_projects(self) -> frozenset[str] | None:
        """The projects that the caller has a role in; None for all of them."""
        if self.roles(ALL_PROJECTS):
            return None
        return frozenset(grant.project_id for grant in self.grants if grant.roles)

    def permissions(self, project_id: str) -> frozenset[CallerPermission]:
        """Return the caller's permissions in a project; an owner has them all."""
        return (self._known.get(project_id) or self._work_out(project_id))[1]

    def keep_passed(self, method: str, place: str, project_id: str) -> None:
        """Keep that the caller may call a method in a place."""
        if len(self.passed) < _MAX_KNOWN:
            self.passed[method, place] = project_id

    def _work_out(self, project_id: str) -> tuple[frozenset[CallerRole], frozenset[CallerPermission]]:
        grants = [grant for grant in self.grants if grant.project_id in (project_id, ALL_PROJECTS)]
        roles = frozenset().union(*(grant.roles for grant in grants))
        permissions = frozenset().union(*(grant.permissions for grant in grants))
        found = roles, frozenset(CallerPermission) if CallerRole.OWNER in roles else permissions
        if grants and len(self._known) < _MAX_KNOWN:
            self._known[project_id] = found
        return found


class Authenticator:
    """Finds callers; a credential that is valid once is remembered until the change log says that it changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._cached: dict[tuple[str, str], tuple[Credential, Caller]] = {}
        self._version = 0

    def forget(self, refs: frozenset[Ref] | None) -> None:
        """Forget credentials that changed (None: all)."""
        if refs is None or any(ref.noun == Credential.noun for ref in refs):
            with self._lock:
                self._cached.clear()
                self._version += 1

    def authenticate(self, bearer: str, *, now: datetime) -> Caller:
        """Return the caller of a secret. Raises: Unauthenticated, for every cause in the same words."""
        digest = secret.digest(bearer)
        # What is remembered by its digest has the form.
        if ("secret_digest", digest) not in self._cached and not secret.has_form(bearer, secret.CREDENTIAL_PREFIX):
            raise Unauthenticated
        return self._find("secret_digest", digest, now)

    def still_holds(self, caller: Caller, now: datetime) -> bool:
        """Tell whether a caller that was found before would be found again, without looking."""
        return caller.version == self._version and (caller.until is None or now < caller.until)

    def authenticate_certificate(self, identities: tuple[str, ...], *, now: datetime) -> Caller:
        """Return the caller that a client certificate's SPIFFE ID or SAN is mapped to. Raises: Unauthenticated."""
        for identity in identities:
            try:
                return self._find("mtls_identity", identity, now)
            except Unauthenticated:
                continue
        raise Unauthenticated

    def _find(self, index: str, value: str, now: datetime) -> Caller:
        key = (index, value)
        found = self._cached.get(key)
        if found is None:
            version = self._version
            credential = self._store.find(Credential, "", index, value)
            if credential is None or (index == "secret_digest" and not secret.equal(credential.secret_digest, value)):
                raise Unauthenticated
            found = credential, Caller(format_name(credential.ref), credential.grants, credential.expires_at, version)
            with self._lock:
                if version == self._version:
                    if len(self._cached) >= MAX_CACHED:
                        self._cached.clear()
                    self._cached[key] = found
        credential, caller = found
        if credential.revoked_at is not None or (credential.expires_at is not None and credential.expires_at <= now):
            raise Unauthenticated
        return caller


class Credentials:
    """Use cases of credentials: standard methods, and a secret that is shown once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.methods = StandardMethods(store, Credential, check=self._check)

    def create(self, credential: Credential, *, validate_only: bool, call: Call) -> tuple[Credential, str]:
        """Store a new credential; return it with its secret, which nothing can show again. Raises: AlreadyExists, InvalidInput."""
        shown = secret.new_secret(secret.CREDENTIAL_PREFIX)
        stored = self.methods.create(replace(credential, secret_digest=secret.digest(shown)), validate_only=validate_only, call=call)
        return stored, "" if validate_only else shown

    def revoke(self, ref: Ref, *, etag: str, call: Call) -> Credential:
        """Make a credential useless, at once and for good. Raises: NotFound, Conflict."""
        stored = self.methods.get(ref)
        check_etag(stored, etag)
        if stored.revoked_at is not None:
            return stored
        revoked = replace(stored, revoked_at=call.now, revision=stored.revision + 1, updated_at=call.now)
        self._store.commit(Intent(changes=(Put(revoked),), audit=(call.audit(ref),)))
        return revoked

    def _check(self, credential: Credential, stored: Credential | None, _call: Call) -> Credential:
        problems = find_credential_problems(credential)
        for index, grant in enumerate(credential.grants):
            if grant.project_id != ALL_PROJECTS and self._store.get(Project, grant.project_id, grant.project_id) is None:
                name = f"projects/{grant.project_id}"
                path = f"credential.grants[{index}].project"
                problems.append(Problem(reason=Reason.REFERENCE_NOT_FOUND, path=path, message=f"{name} does not exist."))
        if problems:
            raise InvalidInput(problems)
        if stored is not None:
            return replace(credential, secret_digest=stored.secret_digest, revoked_at=stored.revoked_at)
        return credential
