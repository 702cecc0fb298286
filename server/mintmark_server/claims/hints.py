"""What would mend an expression that is refused.

Owns: hints for CEL's messages and for results of the wrong type, and a place in a text as line and column. Never: deciding what is
refused (expressions).
"""

from __future__ import annotations

import re
from typing import Final

FUNCTIONS: Final = (
    "bool", "bytes", "contains", "double", "dyn", "endsWith", "has", "int", "size", "startsWith", "string", "uint",
    "all", "exists", "exists_one", "filter", "map",
)  # fmt: skip
"""What may be called in an expression; `matches` is left out (cost), times are numbers."""

_OVERLOAD: Final = re.compile(r"found no matching overload for '(.+?)' applied to '\((.*)\)'")
_FUNCTION: Final = re.compile(r"undeclared reference to '(\w+)'")
_LOGIC: Final = frozenset({"_&&_", "_||_", "!_"})


Place = tuple[int, int]
"""Line and column, from 1."""
START: Final[Place] = (1, 1)


def find_place(text: str, offset: int, start: Place = START) -> Place:
    """Return the place of an offset in a text that itself starts at a place."""
    before = text[:offset]
    return add_places(start, (before.count("\n") + 1, offset - before.rfind("\n")))


def add_places(start: Place, within: Place) -> Place:
    """Return the place of what stands at `within` in a text that starts at a place."""
    return start[0] + within[0] - 1, within[1] + (start[1] - 1 if within[0] == 1 else 0)


def find_compile_hint(message: str, source: str) -> str:
    """Return what would mend what CEL does not compile; "" where nothing is known."""
    if match := _OVERLOAD.search(message):
        return _hint_for_operator(match[1], match[2])
    if match := _FUNCTION.search(message):
        if match[1] in FUNCTIONS:
            return f"`{match[1]}` does not take these arguments."
        return f"There is no function `{match[1]}`; there are {', '.join(FUNCTIONS)}."
    if "operand of a select" in message:
        return "Only objects have members; a text or list has none."
    if "range of a comprehension" in message:
        return "A loop runs over a list or an object, as `user.roles.exists(role, role == 'admin')`."
    if "unsupported syntax" in message:
        return "Use `has(x) ? x : y`, or a fallback."
    if "too deep" in message or "recursion depth" in message:
        return "Make it flatter: fewer loops, brackets and operators in one expression, or an attribute that says what it computes."
    if message.startswith("Syntax error"):
        if source.startswith("{"):
            return "Placeholders don't nest; braces inside one make an object, as `{'a': user.email}`."
        return "An expression is CEL, e.g. `user.email`, `'admin' in user.roles`, `has(user.phone) ? user.phone : 'none'`."
    return ""


def find_type_hint(type_: str, *, is_condition: bool, in_text: bool) -> str:
    """Return what to write in place of a result of this type."""
    if is_condition:
        return "A condition is true or false: compare with ==, test with has(), or look with `in`."
    if in_text and type_.startswith(("LIST", "MAP")):
        return 'Let it stand alone in its string, as "{{user.roles}}", or take one element of it.'
    if type_ in ("TIMESTAMP", "DURATION"):
        return "Times are numbers of seconds here: `request.time`, `session.auth_time`."
    return "A claim is text, a boolean, a number, null, a list, or an object with text keys."


def _hint_for_operator(operator: str, applied: str) -> str:
    operands = [operand.removeprefix("wrapper(").rstrip(")") for operand in applied.split(", ")]
    if "double" in applied and "int" in applied.replace("uint", ""):
        return "Write a whole number beside a number as `2.0`."
    if operator == "_[_]" and len(operands) > 1 and operands[1] == "string":
        return "Write `user.email`, not `user['email']`; only objects and what flows capture are read by `['…']`."
    if operator in _LOGIC or (operator == "_?_:_" and operands[0] != "bool"):
        return "Booleans stand here: compare with ==, or test with has()."
    if operator == "_?_:_":
        return "Both results of `? :` are of one type; wrap them in dyn() where they differ on purpose."
    if operator == "@in":
        return "`in` looks for an element of a list; in text, use `contains`."
    return "Both sides are of one type; convert with string(), double() or int()."
