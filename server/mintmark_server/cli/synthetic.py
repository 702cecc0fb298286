"""A project of any size, for measuring: `mintmark-server load-demo`.

Owns: what its records are, and storing them in large transactions that a broken-off run goes on from. Never: records that a use case would
refuse: what is few goes through the use cases, and users are made such that they pass their checks.

The same seed makes the same users, one by one in the order of their numbers, so the ones that are stored are always the first.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any, Final

from mintmark_server.app import Components
from mintmark_server.call import Call
from mintmark_server.claims.kinds import AttributeScope, AttributeType, TemplateKind
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.directory.standard import StandardMethods
from mintmark_server.errors import AlreadyExists
from mintmark_server.model.directory import AttributeDefinition, Membership, Project, Role, Tenant, User
from mintmark_server.model.layers import Template
from mintmark_server.model.record import Ref
from mintmark_server.storage.port import Intent, Put, R

USERS_AT_ONCE: Final = 2_000
"""Users of one transaction: it holds the database's lock for about a fifth of a second."""
MOST_USERS: Final = 100_000_000
_USERS_PER_TENANT: Final = 500
_MOST_TENANTS: Final = 2_000
_LABEL: Final = "load-demo-seed"
TEMPLATE_ID: Final = "default"
_PLANS: Final = ("free", "pro", "team", "enterprise")
_GIVEN: Final = ("Ada", "Alan", "Barbara", "Claude", "Donald", "Edsger", "Frances", "Grace", "Jean", "Kathleen", "Radia", "Tony")
_FAMILY: Final = ("Allen", "Bartik", "Booth", "Dijkstra", "Hoare", "Hopper", "Knuth", "Liskov", "Lovelace", "Perlman", "Shannon", "Turing")
_ROLES: Final = {
    "admin": ("read", "write", "invite"),
    "auditor": ("read", "export"),
    "billing": ("invoices",),
    "member": ("read",),
    "support": ("tickets",),
}
_ATTRIBUTES: Final = {
    "user.plan": AttributeType.STRING,
    "user.seats": AttributeType.NUMBER,
    "user.teams": AttributeType.STRING_LIST,
    "tenant.region": AttributeType.STRING,
}
TEMPLATE: Final = {
    **{f"fixed{number}": f"value {number}" for number in range(5)},
    "mail": "{{user.email}}",
    "name": "{{user.name}}",
    "plan": "{{user.custom_attributes.plan}}",
    "teams": "{{user.custom_attributes.teams}}",
    "admin": "{{'admin' in user.roles}}",
}


class SyntheticProjectError(Exception):
    """The project can't be filled; says why and what to do."""


class SyntheticProject:
    """A project `project_id` of made-up users."""

    def __init__(self, components: Components, project_id: str, *, seed: int, now: datetime) -> None:
        self._components = components
        self._id = project_id
        self._seed = seed
        self._now = now
        self._call = Call(now=now, actor="mintmark-server", method="load-demo", request_id="load-demo")

    def prepare(self) -> int:
        """Make the project, or find the one that a run before made; return how many users it has.

        Raises: SyntheticProjectError when it is another project, or of another seed.
        """
        stored = self._components.store.get(Project, self._id, self._id)
        if stored is None:
            self._make_project()
        elif _LABEL not in stored.labels:
            raise SyntheticProjectError(f"projects/{self._id} exists and was not made by load-demo: choose another --project.")
        elif stored.labels[_LABEL] != str(self._seed):
            message = f"projects/{self._id} was made with --seed {stored.labels[_LABEL]}: give that one, or choose another --project."
            raise SyntheticProjectError(message)
        # A run may have broken off anywhere: what is there already stays.
        self._make_configuration()
        return self._count_users()

    def fill(self, count: int, *, have: int, progress: Callable[[int], None]) -> None:
        """Store users up to `count`; `progress` is told how many each transaction stored."""
        self._make_tenants(_count_tenants(count))
        for start in range(have, count, USERS_AT_ONCE):
            users = [self.build_user(number) for number in range(start, min(count, start + USERS_AT_ONCE))]
            audit = self._call.audit(Ref(Project.noun, self._id, self._id), note=f"{len(users)} users from {users[0].id}")
            self._components.store.commit(Intent(changes=tuple(map(Put, users)), audit=(audit,)))
            progress(len(users))

    def build_user(self, number: int) -> User:
        """Return a user by number: from 1 to 3 memberships, roles, attributes."""
        random = Random(self._seed * MOST_USERS + number)  # noqa: S311  (made-up people, the same each time)
        given, family = random.choice(_GIVEN), random.choice(_FAMILY)
        email = f"{given}.{family}.{number}@example.com".lower()
        chosen = sorted({random.randrange(_count_tenants(number)) for _ in range(random.choice((1, 1, 2, 3)))})
        roles = tuple(_ROLES)
        return User(
            project_id=self._id,
            id=user_id(number),
            uid=f"{random.getrandbits(80):020x}",
            revision=1,
            created_at=self._now,
            updated_at=self._now,
            display_name=f"{given} {family}",
            login_ids=(email,),
            email=email,
            verified_email=True,
            given_name=given,
            family_name=family,
            roles=(random.choice(roles),),
            memberships=tuple(Membership(tenant_id=_tenant_id(tenant), roles=(random.choice(roles),)) for tenant in chosen),
            custom_attributes={
                "plan": random.choice(_PLANS),
                "seats": random.randrange(1, 500),
                "teams": [f"team-{random.randrange(50)}", f"team-{50 + random.randrange(50)}"],
            },
        )

    def _make_project(self) -> None:
        project = Project(**self._new(self._id), labels={_LABEL: str(self._seed)}, display_name="Made by load-demo")
        self._components.directory.projects.create(project, validate_only=False, call=self._call)

    def _make_configuration(self) -> None:
        directory = self._components.directory
        for attribute_id, type_ in _ATTRIBUTES.items():
            scope, _, name = attribute_id.partition(".")
            definition = AttributeDefinition(**self._new(attribute_id), scope=AttributeScope(scope.upper()), attribute=name, type=type_)
            self._create(directory.attributes.methods, definition)
        for role_id, permissions in _ROLES.items():
            self._create(directory.roles, Role(**self._new(role_id), permissions=permissions))
        layer = LayerDefinition(source=json.dumps(TEMPLATE))
        self._create(self._components.templates, Template(**self._new(TEMPLATE_ID), kind=TemplateKind.USER, layer=layer))
        place = Ref(Project.noun, self._id, self._id)
        directory.projects.update(place, _use_template, etag="", allow_missing=False, validate_only=False, call=self._call)

    def _make_tenants(self, count: int) -> None:
        store = self._components.store
        for number in range(count):
            if store.get(Tenant, self._id, _tenant_id(number)) is None:
                region = ("eu-west", "us-east", "ap-south")[number % 3]
                attributes = {"region": region}
                tenant = Tenant(**self._new(_tenant_id(number)), display_name=f"Tenant {number}", custom_attributes=attributes)
                self._create(self._components.directory.tenants, tenant)

    def _create(self, methods: StandardMethods[R], record: R) -> None:
        """Create a record through its use case, unless a run that broke off did."""
        with contextlib.suppress(AlreadyExists):
            methods.create(record, validate_only=False, call=self._call)

    def _new(self, record_id: str) -> dict[str, Any]:
        return {"project_id": self._id, "id": record_id, "uid": "", "revision": 1, "created_at": self._now, "updated_at": self._now}

    def _count_users(self) -> int:
        """Return how many users are stored: the first ones, so halving finds the last with few reads."""
        low, high = 0, MOST_USERS
        while low < high:
            middle = (low + high) // 2
            if self._components.store.get(User, self._id, user_id(middle)) is None:
                high = middle
            else:
                low = middle + 1
        return low


def user_id(number: int) -> str:
    """Return a user's id."""
    return f"u{number:08}"


def _count_tenants(users: int) -> int:
    """Return how many tenants there are when so many users are stored."""
    return min(_MOST_TENANTS, 2 + users // _USERS_PER_TENANT)


def _tenant_id(number: int) -> str:
    return f"t{number:04}"


def _use_template(project: Project | None) -> Project:
    assert project is not None
    return replace(project, user_template_id=TEMPLATE_ID)
