"""The closed vocabularies of claims: kinds of token, layers, settings, reasons of absence.

Owns: enumerations whose values are the words of the contract. Never: behaviour.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class TokenKind(StrEnum):
    """The four kinds of token that carry custom claims (DESIGN §5)."""

    __hash__ = str.__hash__  # That of an enumeration is a call of Python, at each look-up.

    SESSION = "SESSION"
    REFRESH = "REFRESH"
    ID = "ID"
    ACCESS_KEY = "ACCESS_KEY"


class Layer(IntEnum):
    """One source of claims; a higher number wins (DESIGN §5). Stamps and client claims are no layers but have origins."""

    PROJECT_TEMPLATE = 1
    APPLICATION_TEMPLATE = 2
    SCOPE_MAPPING = 3
    KEY_CLAIMS = 4
    FLOW = 5
    SESSION_CLAIMS = 6
    STAMP = 7
    CLIENT = 8

    @property
    def word(self) -> str:
        """The layer's name in problems and origins, e.g. `project_template`."""
        return self.name.lower()


class MergeRule(StrEnum):
    """How a layer's claims combine with lower layers'."""

    REPLACE = "REPLACE"
    DEEP_MERGE = "DEEP_MERGE"


class Notation(StrEnum):
    """The two ways to write claims (DESIGN §3)."""

    SIMPLE = "SIMPLE"
    ADVANCED = "ADVANCED"


class TemplateKind(StrEnum):
    """Whose tokens a template is for."""

    USER = "USER"
    ACCESS_KEY = "ACCESS_KEY"


class AuthSchema(StrEnum):
    """How roles, permissions and tenants are written."""

    __hash__ = str.__hash__  # That of an enumeration is a call of Python, at each look-up.

    DEFAULT = "DEFAULT"
    TENANT_ONLY = "TENANT_ONLY"
    NONE = "NONE"


class EmptyClaimPolicy(StrEnum):
    """What happens to a dynamic value that resolves to missing, null, "", [] or {}."""

    NONE = "NONE"
    NIL = "NIL"
    DELETE = "DELETE"


class AbsenceReason(StrEnum):
    """Why a configured claim is not in the token: one each."""

    CONDITION_FALSE = "CONDITION_FALSE"
    EMPTY_DELETED = "EMPTY_DELETED"
    REMOVED = "REMOVED"
    OMITTED_FOR_KIND = "OMITTED_FOR_KIND"
    NOT_IN_SCOPE = "NOT_IN_SCOPE"
    OVERRIDDEN = "OVERRIDDEN"


class WarningReason(StrEnum):
    """What a caller should know about a token that was issued all the same."""

    STANDARD_CLAIM_OVERRIDDEN = "STANDARD_CLAIM_OVERRIDDEN"
    BUDGET_EXCEEDED = "BUDGET_EXCEEDED"


class AttributeScope(StrEnum):
    """Whose custom attribute a definition declares."""

    USER = "USER"
    TENANT = "TENANT"
    ACCESS_KEY = "ACCESS_KEY"


class AttributeType(StrEnum):
    """Types of a declared custom attribute."""

    STRING = "STRING"
    BOOL = "BOOL"
    NUMBER = "NUMBER"
    STRING_LIST = "STRING_LIST"
    OBJECT = "OBJECT"


class IssuerStyle(StrEnum):
    """What `iss` says; fixed when a project is made."""

    URL = "URL"
    PROJECT_ID = "PROJECT_ID"


class BudgetKind(StrEnum):
    """Where a token travels, and so how large it may be."""

    __hash__ = str.__hash__  # That of an enumeration is a call of Python, at each look-up.

    COOKIE = "COOKIE"
    HEADER = "HEADER"
    CUSTOM = "CUSTOM"
