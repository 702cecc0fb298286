"""The roots that expressions refer to: their fields, spellings and largest sizes.

Owns: the table of DESIGN §4 with the Descope spellings as aliases, and the schema of a project's declared attributes.
Never: compiling or evaluating; values.

A spelling leads to one canonical path, e.g. `user.customAttributes.plan` and `user.custom_attributes.plan` to
("user", "custom_attributes", "plan"); snapshots hold canonical paths only.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final

from mintmark_server.claims.kinds import AttributeScope, AttributeType
from mintmark_server.limits import (
    MAX_ADDRESS_CHARS,
    MAX_ID_CHARS,
    MAX_LIST_ELEMENTS,
    MAX_MEMBERSHIPS,
    MAX_NAME_CHARS,
    MAX_STAMPED_CHARS,
    MAX_TEXT_CHARS,
    MAX_USER_AGENT_CHARS,
)

Path = tuple[str, ...]

DYNAMIC_ROOTS: Final = frozenset({"flow", "form", "connectors", "device"})
"""What a flow captured; untyped, and in flows only."""

REQUEST_ROOTS: Final = DYNAMIC_ROOTS | {"request"}
"""Roots whose values the request brings: a problem they cause is the request's fault (DESIGN §6)."""

UNTRUSTED_ROOTS: Final = frozenset({"form", "device", "connectors", "request"})
"""Roots that no standard claim may be overridden from (DESIGN §5)."""

_MAX_NAMED: Final = 50
"""Names that a hint lists where nothing is near."""
_ATTRIBUTE_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_CEL_KEYWORDS: Final = frozenset(
    [
        "true",
        "false",
        "null",
        "in",
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ]
)


class FieldType(Enum):
    """Types of a root's fields."""

    STRING = "STRING"
    BOOL = "BOOL"
    NUMBER = "NUMBER"
    LIST = "LIST"
    OBJECT = "OBJECT"
    MESSAGE = "MESSAGE"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a root. `path` is canonical; `max_chars` bounds a text, or all texts of a list or object together."""

    type: FieldType
    path: Path
    max_chars: int = MAX_TEXT_CHARS
    max_elements: int = 1
    max_element_chars: int = 0
    members: Mapping[str, Field] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, order=True)
class AttributeSpec:
    """A declared custom attribute, as far as expressions need it."""

    scope: AttributeScope
    name: str
    type: AttributeType


@dataclass(frozen=True, slots=True)
class Schema:
    """All typed roots of a project by spelling."""

    attributes: tuple[AttributeSpec, ...]
    roots: Mapping[str, Field]


_S, _B, _N, _L = FieldType.STRING, FieldType.BOOL, FieldType.NUMBER, FieldType.LIST
_IDS: Final = MAX_LIST_ELEMENTS * MAX_ID_CHARS
_NAMES: Final = MAX_LIST_ELEMENTS * MAX_NAME_CHARS

_FIELDS: Final[Mapping[str, Mapping[str, tuple[FieldType, int, int]]]] = {
    "user": {
        "id": (_S, MAX_ID_CHARS, 1),
        "login_ids": (_L, MAX_TEXT_CHARS, MAX_LIST_ELEMENTS),
        "email": (_S, MAX_TEXT_CHARS, 1),
        "verified_email": (_B, 0, 1),
        "phone": (_S, MAX_TEXT_CHARS, 1),
        "verified_phone": (_B, 0, 1),
        "name": (_S, MAX_TEXT_CHARS, 1),
        "given_name": (_S, MAX_TEXT_CHARS, 1),
        "middle_name": (_S, MAX_TEXT_CHARS, 1),
        "family_name": (_S, MAX_TEXT_CHARS, 1),
        "picture": (_S, MAX_TEXT_CHARS, 1),
        "locale": (_S, MAX_TEXT_CHARS, 1),
        "status": (_S, MAX_ID_CHARS, 1),
        "roles": (_L, _IDS, MAX_LIST_ELEMENTS),
        "permissions": (_L, _NAMES, MAX_LIST_ELEMENTS),
        "tenant_ids": (_L, MAX_MEMBERSHIPS * MAX_ID_CHARS, MAX_MEMBERSHIPS),
        "tenant_names": (_L, MAX_MEMBERSHIPS * MAX_NAME_CHARS, MAX_MEMBERSHIPS),
    },
    "tenant": {
        "id": (_S, MAX_ID_CHARS, 1),
        "name": (_S, MAX_TEXT_CHARS, 1),
        "domains": (_L, MAX_TEXT_CHARS, MAX_LIST_ELEMENTS),
        "roles": (_L, _IDS, MAX_LIST_ELEMENTS),
        "permissions": (_L, _NAMES, MAX_LIST_ELEMENTS),
    },
    "application": {
        "id": (_S, MAX_ID_CHARS, 1),
        "name": (_S, MAX_TEXT_CHARS, 1),
        "kind": (_S, MAX_ID_CHARS, 1),
        "client_id": (_S, MAX_TEXT_CHARS, 1),
    },
    "access_key": {
        "id": (_S, MAX_ID_CHARS, 1),
        "name": (_S, MAX_TEXT_CHARS, 1),
        "roles": (_L, _IDS, MAX_LIST_ELEMENTS),
        "permissions": (_L, _NAMES, MAX_LIST_ELEMENTS),
        "tenant_ids": (_L, MAX_MEMBERSHIPS * MAX_ID_CHARS, MAX_MEMBERSHIPS),
        "bound_user": (_S, MAX_ID_CHARS, 1),
    },
    "session": {
        "id": (_S, MAX_ID_CHARS, 1),
        "created_at": (_N, 0, 1),
        "auth_time": (_N, 0, 1),
        "amr": (_L, 64, 9),
        "acr": (_S, MAX_STAMPED_CHARS, 1),
        "anonymous": (_B, 0, 1),
        "step_up": (_B, 0, 1),
        "impersonator": (_S, MAX_ID_CHARS, 1),
    },
    "request": {
        "time": (_N, 0, 1),
        "ip": (_S, MAX_ADDRESS_CHARS, 1),
        "user_agent": (_S, MAX_USER_AGENT_CHARS, 1),
    },
}

_SCOPE_ROOTS: Final = {
    AttributeScope.USER: "user",
    AttributeScope.TENANT: "tenant",
    AttributeScope.ACCESS_KEY: "access_key",
}

_ATTRIBUTE_FIELDS: Final = {
    AttributeType.STRING: (FieldType.STRING, 1),
    AttributeType.BOOL: (FieldType.BOOL, 1),
    AttributeType.NUMBER: (FieldType.NUMBER, 1),
    AttributeType.STRING_LIST: (FieldType.LIST, MAX_LIST_ELEMENTS),
    AttributeType.OBJECT: (FieldType.OBJECT, MAX_LIST_ELEMENTS),
}

_ROOT_ALIASES: Final = {"accesskey": "access_key", "accessKey": "access_key", "app": "application"}

_DECLARE: Final = "It has no meaning here: declare an attribute for it."
_TENANTS: Final = "It has no meaning here: write `{0}.tenant_ids`, or read the selected tenant from `tenant`."

_REPLACEMENTS: Final = {
    "unauthUser": ("user", "Flows and templates both read the user from `user`."),
    "authInfo": ("session", "How the subject authenticated is in `session`: amr, acr, auth_time."),
    "ssoAppId": ("application.id", "Write `application.id`."),
    "user.userID": ("user.id", "Write `user.id`."),
    "user.emailDomain": ("user.email", "It has no meaning here: test `user.email.endsWith('@example.com')`."),
    "user.userTenants": ("user.tenant_ids", _TENANTS.format("user")),
    "user.tenants": ("user.tenant_ids", _TENANTS.format("user")),
    "user.fingerprint": ("device", "It has no meaning here: a flow reads what it knows of the device from `device`."),
    "user.lastAuth": ("session.auth_time", "It has no meaning here: `session.auth_time` is when, `request.ip` is where from."),
    "user.test": ("user.custom_attributes", _DECLARE),
    "accesskey.tenants": ("access_key.tenant_ids", _TENANTS.format("access_key")),
    "access_key.tenants": ("access_key.tenant_ids", _TENANTS.format("access_key")),
    "accessKey.tenants": ("access_key.tenant_ids", _TENANTS.format("access_key")),
}
"""Descope spellings that have no meaning here: the nearest thing to write, and how."""


def is_attribute_name(name: str) -> bool:
    """Tell whether a custom attribute may have this name (DESIGN §4)."""
    return _ATTRIBUTE_NAME.match(name) is not None and name not in _CEL_KEYWORDS


def build_schema(attributes: Iterable[AttributeSpec]) -> Schema:
    """Build the typed roots of a project from its declared attributes."""
    declared = tuple(sorted(attributes))
    roots: dict[str, Field] = {}
    for root, fields in _FIELDS.items():
        members = {name: _field((root, name), *shape) for name, shape in fields.items()}
        members |= {_camel(name): field for name, field in members.items()}
        custom = {spec.name: _attribute_field(root, spec) for spec in declared if _SCOPE_ROOTS[spec.scope] == root}
        if root in _SCOPE_ROOTS.values():
            attributes_field = Field(FieldType.MESSAGE, (root, "custom_attributes"), members=MappingProxyType(custom))
            members |= {"custom_attributes": attributes_field, "customAttributes": attributes_field}
        roots[root] = Field(FieldType.MESSAGE, (root,), members=MappingProxyType(members))
    user, tenant = dict(roots["user"].members), roots["tenant"]
    user |= {"userId": user["id"], "tenant": tenant}
    roots["user"] = Field(FieldType.MESSAGE, ("user",), members=MappingProxyType(user))
    roots |= {alias: roots[root] for alias, root in _ROOT_ALIASES.items()}
    roots["tenant_id"] = tenant.members["id"]
    return Schema(declared, MappingProxyType(roots))


@dataclass(frozen=True, slots=True)
class Unknown:
    """A path's first step that does not exist, by its index; the nearest canonical spelling ("" for none), and a hint."""

    index: int
    nearest: str
    hint: str


def find_unknown(schema: Schema, path: Path, *, dynamic_roots: bool, searches: bool = True) -> Unknown | None:
    """Return the first step of a spelled path that does not exist, None when all do.

    Steps below a dynamic root, or below an object, can't be known beforehand. `searches`: what is near is looked for, which takes longer
    the more there is.
    """
    if path[0] in DYNAMIC_ROOTS:
        return None if dynamic_roots else Unknown(0, "", "What a flow captures is read in flows; a template reads attributes.")
    field = schema.roots.get(path[0])
    if field is None:
        if not searches:
            return Unknown(0, "", "")
        known = {name: ".".join(root.path) for name, root in schema.roots.items()}
        known |= {name: name for name in (DYNAMIC_ROOTS if dynamic_roots else ())}
        users = schema.roots["user"].members
        return _unknown(0, path[:1], known, {name: ".".join(users[name].path) for name in users}, dynamic_roots=dynamic_roots)
    for index, step in enumerate(path[1:], 1):
        if field.type is not FieldType.MESSAGE:
            return None
        member = field.members.get(step)
        if member is None:
            if not searches:
                return Unknown(index, "", "")
            known = {name: ".".join(member.path) for name, member in field.members.items()}
            custom = field.members.get("custom_attributes")
            attributes = {name: ".".join(member.path) for name, member in custom.members.items()} if custom is not None else {}
            return _unknown(index, path[: index + 1], known, attributes, dynamic_roots=dynamic_roots)
        field = member
    return None


def find_field(schema: Schema, path: Path) -> Field | None:
    """Return the field that a spelled path leads to, or None below an object or dynamic root."""
    field = schema.roots.get(path[0])
    for step in path[1:]:
        if field is None or field.type is not FieldType.MESSAGE:
            return None
        field = field.members.get(step)
    return field


def find_attribute(schema: Schema, path: Path) -> Field | None:
    """Return the custom attribute that a canonical path leads to or through, or None."""
    return find_field(schema, path[:3]) if path[1:2] == ("custom_attributes",) else None


def _unknown(index: int, path: Path, known: Mapping[str, str], exact: Mapping[str, str], *, dynamic_roots: bool) -> Unknown:
    """Return what to write: Descope's replacement, what bears this very name elsewhere (`exact`), or the nearest of what is known."""
    spelled = ".".join(path)
    if spelled in _REPLACEMENTS:
        nearest, hint = _REPLACEMENTS[spelled]
        if nearest in DYNAMIC_ROOTS and not dynamic_roots:
            nearest = ""
        return Unknown(index, nearest, hint)
    nearest = exact.get(path[-1], "") or _nearest(path[-1], known)
    if nearest:
        return Unknown(index, nearest, f"Did you mean `{nearest}`?")
    if "custom_attributes" in path[:-1] or "customAttributes" in path[:-1]:
        return Unknown(index, "", "Declare the attribute first.")
    names = sorted({name.rpartition(".")[2] if index else name.partition(".")[0] for name in known.values()})
    more = " and others" if len(names) > _MAX_NAMED else ""
    return Unknown(index, "", f"There are {', '.join(names[:_MAX_NAMED])}{more}.")


def _attribute_field(root: str, spec: AttributeSpec) -> Field:
    type_, elements = _ATTRIBUTE_FIELDS[spec.type]
    return _field((root, "custom_attributes", spec.name), type_, MAX_TEXT_CHARS, elements)


def _field(path: Path, type_: FieldType, chars: int, elements: int) -> Field:
    # Lists of ids and names have room for that many; in others one element may take the whole room.
    longest = chars if chars == MAX_TEXT_CHARS else chars // elements
    return Field(type_, path, chars, elements, longest)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _nearest(step: str, known: Mapping[str, str]) -> str:
    close = difflib.get_close_matches(step, known, n=1, cutoff=0.5)
    return known[close[0]] if close else ""
