"""Claim values: what an author may write, and what they resolve to.

Owns: the types `Json` (a resolved value) and `ClaimValue` (a written one), and the marker MISSING.
Never: text notations (notation), JSON text (jsontext).

Resolved values are plain Python: None, bool, int, float, str, list, dict. Written values are the same with tuples for lists,
read-only mappings for objects, and `Dynamic` for what is computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypeAlias, Union

Json: TypeAlias = Union[None, bool, int, float, str, "list[Json]", "dict[str, Json]"]


class Missing(Enum):
    """The type of MISSING."""

    MISSING = "MISSING"


MISSING: Final = Missing.MISSING
"""What a path resolves to that is absent, and a fallback that was not given. Not null."""


class DynamicKind(Enum):
    """The two kinds of dynamic value."""

    EXPRESSION = "EXPRESSION"
    TEXT = "TEXT"


@dataclass(frozen=True, slots=True)
class Dynamic:
    """A value computed at each evaluation: one CEL expression, or text with `{{expression}}` parts (DESIGN §3)."""

    kind: DynamicKind
    source: str
    fallback: Json | Missing = MISSING
    place: tuple[int, int] = field(default=(1, 1), compare=False)
    """Line and column where the expression starts in its string, from 1: for problems only."""


ClaimValue: TypeAlias = Union[None, bool, int, float, str, Dynamic, "tuple[ClaimValue, ...]", "Mapping[str, ClaimValue]"]
