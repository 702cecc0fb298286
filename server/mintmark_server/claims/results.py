"""Results of expressions, by what was read for them.

Owns: which results are remembered, how many, and telling values apart. Never: evaluating (expressions).

An expression gives the same for the same values, and most ask for what many subjects share: a role, a status, a plan. CEL takes ten times
as long as finding the result. Values are told apart by Python's notation, in which 1, 1.0 and True differ, and 0.0 and -0.0. A result is
kept as long as it is one value that nobody can change, and short, as what was read for it. There is nothing to invalidate; when there are
too many, all go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mintmark_server.claims.engine import read_canonical
from mintmark_server.claims.roots import Path
from mintmark_server.claims.values import MISSING, Json, Missing

MAX_RESULTS: Final = 2_000
"""Of all projects together: some 500 bytes each."""
MAX_CHARS: Final = 250
_MAX_ELEMENTS: Final = 20
OWN_FIELDS: Final[frozenset[Path]] = frozenset(
    {("user", field) for field in ("id", "login_ids", "email", "phone", "name", "picture")} | {("access_key", "id"), ("access_key", "name")}
)
"""What hardly two subjects share: a result that depends on it would be in the way of those that are asked for again."""
Place = tuple[object, str]
"""An expression, and the notation of what it reads."""


class Results:
    """Results by place."""

    def __init__(self, *, most: int = MAX_RESULTS) -> None:
        self._most = most
        self._results: dict[Place, Json] = {}

    def find(self, place: Place) -> Json | Missing:
        """Return what is remembered, or MISSING, which is no result."""
        return self._results.get(place, MISSING)

    def keep(self, place: Place, result: Json) -> None:
        """Remember a result, unless it is long or might be changed."""
        if isinstance(result, list | dict) or len(place[1]) > MAX_CHARS or (isinstance(result, str) and len(result) > MAX_CHARS):
            return
        if len(self._results) >= self._most:
            self.clear()
        self._results[place] = result

    def clear(self) -> None:
        """Forget all of them."""
        self._results.clear()

    def __len__(self) -> int:
        return len(self._results)


RESULTS: Final = Results()
"""Those of this process."""


def find_place(expression: object, paths: tuple[Path, ...], roots: Mapping[str, Any]) -> Place | None:
    """Return the place of an expression's result; None where what stands at its paths is too long to be remembered."""
    values = [read_canonical(roots, path) for path in paths]
    for value in values:
        if isinstance(value, str | list | dict) and len(value) > (MAX_CHARS if isinstance(value, str) else _MAX_ELEMENTS):
            return None
    return expression, repr(values)
