"""The nouns of the directory with their standard methods, and what is more than those.

Owns: `Directory`: users with memberships, tenants, roles, attributes, applications, access keys, projects.
Never: claims of layers; they are checked by functions that come in (templates).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from mintmark_server import secret
from mintmark_server.call import Call
from mintmark_server.claims.roots import AttributeSpec
from mintmark_server.directory import checks
from mintmark_server.directory.attributes import Attributes, FindUses
from mintmark_server.directory.importing import UserImport
from mintmark_server.directory.standard import Accompany, StandardMethods
from mintmark_server.errors import Denied, InvalidInput, NotFound, Problem, Reason
from mintmark_server.ids import format_name
from mintmark_server.limits import MAX_LIST_ELEMENTS
from mintmark_server.model.directory import AccessKey, Application, Membership, Project, Role, Tenant, User
from mintmark_server.model.record import Record, Ref
from mintmark_server.storage.port import Expect, Put, R, Store

ROTATION_OVERLAP: Final = timedelta(hours=1)
"""How long an access key's secret holds after it was rotated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerProblems:
    """What is wrong with the claims of access keys, and with the mappings and templates of applications and projects."""

    of_key: Callable[[AccessKey], list[Problem]]
    of_owner: Callable[[Project | Application], list[Problem]]


class Directory:
    """Use cases of the directory."""

    def __init__(
        self,
        store: Store,
        *,
        load_attributes: Callable[[str], tuple[AttributeSpec, ...]],
        layer_problems: LayerProblems,
        find_attribute_uses: FindUses,
        found_project: Callable[[Project], tuple[Record, ...]],
        note_lives: Accompany[Project | Application],
    ) -> None:
        self._store = store
        self._load_attributes = load_attributes
        self._layer_problems = layer_problems
        self._found_project = found_project
        self._note_lives = note_lives
        self.users = StandardMethods(store, User, check=self._check_user, filters=frozenset({"email", "login_id", "tenant"}))
        self.tenants = StandardMethods(store, Tenant, check=self._check_tenant)
        self.roles = StandardMethods(store, Role, check=_check_role)
        self.user_import = UserImport(store, load_attributes)
        self.attributes = Attributes(store, find_attribute_uses)
        self.applications = StandardMethods(store, Application, check=self._check_application, accompany=note_lives)
        self.access_keys = StandardMethods(store, AccessKey, check=self._check_access_key, filters=frozenset({"tenant"}))
        self._rotations = StandardMethods(store, AccessKey, check=_as_it_is)
        self.projects = StandardMethods(store, Project, check=self._check_project, accompany=self._accompany_project)

    def list_projects(self, *, after: str, limit: int, granted: Collection[str] | None) -> tuple[list[Project], str | None]:
        """Return a page of the projects in `granted` (None: all), and the id to go on after."""
        found: list[Project] = []
        for project in self._projects_after(after, granted):
            if len(found) == limit:
                return found, found[-1].id
            found.append(project)
        return found, None

    def _projects_after(self, after: str, granted: Collection[str] | None) -> Iterator[Project]:
        if granted is None:
            yield from self._store.list_all(Project, after_project=after)
            return
        for project_id in sorted(project_id for project_id in granted if project_id > after):
            project = self._store.get(Project, project_id, project_id)
            if project is not None:
                yield project

    def create_access_key(self, key: AccessKey, *, validate_only: bool, call: Call) -> tuple[AccessKey, str]:
        """Store a new access key; return it with its secret, which nothing can show again. Raises: AlreadyExists, InvalidInput."""
        shown = secret.new_secret(secret.ACCESS_KEY_PREFIX)
        stored = self.access_keys.create(replace(key, secret_digest=secret.digest(shown)), validate_only=validate_only, call=call)
        return stored, "" if validate_only else shown

    def rotate_access_key(self, ref: Ref, *, etag: str, call: Call) -> tuple[AccessKey, str]:
        """Give a key a new secret, shown once; the one before it holds for an hour. Raises: NotFound, Conflict."""
        shown = secret.new_secret(secret.ACCESS_KEY_PREFIX)

        def change(stored: AccessKey | None) -> AccessKey:
            assert stored is not None
            return replace(
                stored,
                secret_digest=secret.digest(shown),
                previous_secret_digest=stored.secret_digest,
                previous_valid_until=call.now + ROTATION_OVERLAP,
            )

        return self._rotations.update(ref, change, etag=etag, allow_missing=False, validate_only=False, call=call), shown

    def set_access_key_active(self, ref: Ref, *, active: bool, etag: str, call: Call) -> AccessKey:
        """Activate or deactivate an access key. Raises: NotFound, Conflict."""
        return self.access_keys.update(
            ref, lambda stored: _activated(stored, active=active), etag=etag, allow_missing=False, validate_only=False, call=call
        )

    def add_membership(self, ref: Ref, membership: Membership, *, etag: str, call: Call) -> User:
        """Add a membership, or replace the roles of one that is there. Raises: NotFound, Conflict, InvalidInput."""

        def change(stored: User | None) -> User:
            assert stored is not None
            known = [item.tenant_id for item in stored.memberships]
            if membership.tenant_id in known:
                changed = tuple(membership if item.tenant_id == membership.tenant_id else item for item in stored.memberships)
                return replace(stored, memberships=changed)
            return replace(stored, memberships=(*stored.memberships, membership))

        return self.users.update(ref, change, etag=etag, allow_missing=False, validate_only=False, call=call)

    def remove_membership(self, ref: Ref, tenant_id: str, *, etag: str, allow_missing: bool, call: Call) -> User:
        """Remove a membership. Raises: NotFound, Conflict."""

        def change(stored: User | None) -> User:
            assert stored is not None
            left = tuple(item for item in stored.memberships if item.tenant_id != tenant_id)
            if len(left) == len(stored.memberships) and not allow_missing:
                raise NotFound(f"The membership of {format_name(ref)} in {tenant_id}")
            return replace(stored, memberships=left)

        return self.users.update(ref, change, etag=etag, allow_missing=False, validate_only=False, call=call)

    def _check_user(self, user: User, stored: User | None, _call: Call) -> User:
        problems = checks.find_user_problems(user, self._load_attributes(user.project_id), stored)
        _raise([*problems, *self._find_missing(user.project_id, user.roles, user.memberships, "user")])
        return user

    def _check_tenant(self, tenant: Tenant, stored: Tenant | None, _call: Call) -> Tenant:
        _raise(checks.find_tenant_problems(tenant, self._load_attributes(tenant.project_id), stored))
        return tenant

    def _check_access_key(self, key: AccessKey, stored: AccessKey | None, _call: Call) -> AccessKey:
        problems = checks.find_access_key_problems(key, self._load_attributes(key.project_id), stored)
        problems += self._find_missing(key.project_id, key.roles, key.memberships, "access_key")
        if key.bound_user_id and self._store.get(User, key.project_id, key.bound_user_id) is None:
            problems.append(_missing(Ref(User.noun, key.project_id, key.bound_user_id), "access_key.bound_user"))
        if key.bound_user_id and (key.roles or key.memberships):
            message = "A key that is bound to a user has that user's roles and tenants, and none of its own."
            problems.append(Problem(reason=Reason.INVALID_FIELD, path="access_key.bound_user", message=message))
        _raise([*problems, *self._layer_problems.of_key(key)])
        if stored is not None:
            return replace(
                key,
                secret_digest=stored.secret_digest,
                previous_secret_digest=stored.previous_secret_digest,
                previous_valid_until=stored.previous_valid_until,
            )
        return key

    def _check_application(self, application: Application, stored: Application | None, _call: Call) -> Application:
        problems = checks.find_application_problems(application)
        if stored is not None and stored.kind is not application.kind:
            message = "An application's kind can't change."
            problems.append(Problem(reason=Reason.IMMUTABLE_FIELD, path="application.kind", message=message))
        _raise([*problems, *self._layer_problems.of_owner(application)])
        return application

    def _check_project(self, project: Project, stored: Project | None, _call: Call) -> Project:
        problems = checks.find_project_problems(project)
        if stored is not None and stored.issuer_style is not project.issuer_style:
            message = "What `iss` says is fixed when a project is made: verifiers rely on it."
            problems.append(Problem(reason=Reason.IMMUTABLE_FIELD, path="project.settings.issuer_style", message=message))
        if stored is not None:
            problems += self._layer_problems.of_owner(project)
        elif project.user_template_id or project.access_key_template_id or project.scope_mappings:
            message = "A new project has no templates or mappings yet."
            hint = "Create the project, then the templates, then update its settings."
            problems.append(Problem(reason=Reason.REFERENCE_NOT_FOUND, path="project.settings", message=message, hint=hint))
        _raise(problems)
        return project

    def _accompany_project(self, project: Project, stored: Project | None, call: Call) -> Sequence[Put | Expect]:
        if stored is not None:
            return self._note_lives(project, stored, call)
        return [Put(record) for record in self._found_project(project)]

    def _find_missing(self, project_id: str, roles: Iterable[str], memberships: Iterable[Membership], path: str) -> list[Problem]:
        """Return a problem for each role and tenant that does not exist; of more than there may be, nothing is looked up."""
        roles, memberships = [*roles], [*memberships]
        if len(roles) > MAX_LIST_ELEMENTS or any(len(membership.roles) > MAX_LIST_ELEMENTS for membership in memberships):
            return []
        wanted = [(Role, role, f"{path}.roles[{index}]") for index, role in enumerate(roles)]
        problems = []
        for index, membership in enumerate(memberships):
            place = f"{path}.memberships[{index}]"
            wanted += [(Role, role, f"{place}.roles[{number}]") for number, role in enumerate(membership.roles)]
            if self._store.get(Tenant, project_id, membership.tenant_id) is None:
                problems.append(_missing(Ref(Tenant.noun, project_id, membership.tenant_id), f"{place}.tenant"))
        known: dict[str, bool] = {}
        for _, role, where in wanted:
            if role not in known:
                known[role] = self._store.get(Role, project_id, role) is not None
            if not known[role]:
                problems.append(_missing(Ref(Role.noun, project_id, role), where))
        return problems


def check_operator_limits(project: Project, stored: Project | None, *, is_operator: bool) -> None:
    """Check that only the operator raises limits (DESIGN §6). Raises: Denied OPERATOR_ONLY."""
    raised = checks.find_raised_limits(project, stored)
    if raised and not is_operator:
        raise Denied(Reason.OPERATOR_ONLY, f"Only the operator may raise limits: {', '.join(raised)}.")


def _check_role(role: Role, _stored: Role | None, _call: Call) -> Role:
    _raise(checks.find_role_problems(role))
    return role


def _as_it_is(record: R, _stored: R | None, _call: Call) -> R:
    return record


def _activated(stored: AccessKey | None, *, active: bool) -> AccessKey:
    assert stored is not None
    return replace(stored, active=active)


def _missing(ref: Ref, path: str) -> Problem:
    message = f"{format_name(ref)} does not exist."
    return Problem(reason=Reason.REFERENCE_NOT_FOUND, path=path, message=message, hint="Create it first.")


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise InvalidInput(problems)
