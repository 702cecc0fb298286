"""Records at the largest sizes that may be stored, and expressions written at random over them.

Owns: what the bench of expressions and the property on their results share. Never: measuring.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from mintmark_server.claims.engine import build_engine
from mintmark_server.claims.expressions import Expression, ExpressionCompiler, Inputs, Use, plan_inputs
from mintmark_server.claims.kinds import AttributeScope, AttributeType
from mintmark_server.claims.roots import AttributeSpec
from mintmark_server.errors import Problem
from mintmark_server.limits import (
    MAX_CAPTURED_VALUES,
    MAX_ID_CHARS,
    MAX_LIST_ELEMENTS,
    MAX_MEMBERSHIPS,
    MAX_NAME_CHARS,
    MAX_TEXT_CHARS,
    MAX_USER_AGENT_CHARS,
)

ENGINE = build_engine(
    tuple(
        sorted(
            AttributeSpec(AttributeScope.USER, name, type_)
            for name, type_ in (
                ("text", AttributeType.STRING),
                ("many", AttributeType.STRING_LIST),
                ("one", AttributeType.STRING_LIST),
                ("box", AttributeType.OBJECT),
                ("number", AttributeType.NUMBER),
            )
        )
    )
)
_TEXT = "a" * MAX_TEXT_CHARS


def _texts(count: int, chars: int) -> list[str]:
    return [f"{index:0{chars}}" for index in range(count)]


IDS, NAMES = _texts(MAX_LIST_ELEMENTS, MAX_ID_CHARS), _texts(MAX_LIST_ELEMENTS, MAX_NAME_CHARS)
MANY = _texts(MAX_LIST_ELEMENTS, MAX_TEXT_CHARS // MAX_LIST_ELEMENTS - 3)
ROOTS: dict[str, Any] = {
    "user": {
        **dict.fromkeys(("email", "phone", "given_name", "middle_name", "family_name", "picture", "locale"), _TEXT),
        "id": "u" * MAX_ID_CHARS,
        "name": "a" * (MAX_TEXT_CHARS // 2) + "b",
        "login_ids": MANY,
        "verified_email": True,
        "status": "enabled",
        "roles": IDS,
        "permissions": NAMES,
        "tenant_ids": _texts(MAX_MEMBERSHIPS, MAX_ID_CHARS),
        "tenant_names": _texts(MAX_MEMBERSHIPS, MAX_NAME_CHARS),
        "custom_attributes": {
            "text": _TEXT,
            "many": MANY,
            "one": [_TEXT[:-4]],
            "box": {f"k{index:03}": "v" * 50 for index in range(MAX_LIST_ELEMENTS)},
            "number": 5.5,
        },
    },
    "tenant": {"id": "t" * MAX_ID_CHARS, "name": _TEXT, "domains": MANY, "roles": IDS, "permissions": NAMES, "custom_attributes": {}},
    "session": {"amr": ["pwd", "mfa"], "anonymous": False, "created_at": 1.0},
    "request": {"time": 1.0, "user_agent": "u" * MAX_USER_AGENT_CHARS},
    "form": {
        "text": "x" * 4_000,
        "numbers": list(range(MAX_CAPTURED_VALUES // 2 - 8)),
        "texts": ["y" * 40] * (MAX_CAPTURED_VALUES // 2 - 8),
        "deep": {"a": {"b": {"c": 1}}},
    },
}

TEXTS = (
    "user.email", "user.name", "user.custom_attributes.text", "user.custom_attributes.one[0]", "tenant.name", "user.permissions[0]",
    "user.roles[0]", "request.user_agent", "form.text", "user.id", "'a'", "string(user.custom_attributes.number)",
)  # fmt: skip
LISTS = (
    "user.roles", "user.permissions", "user.tenant_ids", "user.tenant_names", "user.login_ids", "user.custom_attributes.many",
    "user.custom_attributes.one", "tenant.roles", "tenant.permissions", "form.numbers", "form.texts", "['a', 'b']", "session.amr",
)  # fmt: skip

TEMPLATES = (
    "{l}.all(x, size({l}+{l}+{l}+{l}) > 0)",
    "{l}.all(x, x in {l})",
    "{l}.all(x, {l}.exists(y, y == x))",
    "{l}.map(x, {t}+{t}+{t})",
    "{l}.map(x, {l})",
    "{l}.map(x, [x])",
    "{l}.map(x, {{'a': x}})",
    "{l}.map(x, 'role:' + x)",
    "{l}.filter(x, x != {t})",
    "{l}.filter(x, x.contains({t}))",
    "{l}.exists(x, x == {t})",
    "{l}.exists_one(x, x.startsWith({t}))",
    "[{l}][0].map(x, x + 'x')",
    "{{'a': {l}}}.a.all(x, x in {{'a': {l}}}.a)",
    "[{l}, {l}].map(x, x.map(y, x))",
    "[{l}].exists(x, x.all(y, y in x))",
    "[{l}].map(x, x + x).map(x, x + x).map(x, x + x)",
    "[{t}].map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x).map(x, x + x)",
    "[[1]]" + ".map(x, x + x)" * 20,
    "[[1]]" + ".map(x, [x, x])" * 20,
    "[{{'a': 1}}]" + ".map(x, {{'a': x, 'b': x}})" * 16,
    "{l} + {l} + {l}",
    "{l} == {l}",
    "{t}.contains({t})",
    "{t} + {t} + {t} + {t}",
    "{l}.all(x, timestamp('2026-01-01T00:00:00Z').getHours(x) == 1)",
    "{l}.all(x, duration('1s') == duration('1s'))",
    "{l}.all(x, has(user.custom_attributes.box.k001))",
    "user.custom_attributes.box.all(k, user.custom_attributes.box[k] != {t})",
    "user.custom_attributes.box == user.custom_attributes.box",
    "{l}.all(x, form.deep.a.b.c == 1)",
    "{l}.all(x, " + " + ".join(["1"] * 30) + " == 30)",
    "{l}.all(x, " + " && ".join(["x != 'q'"] * 15) + ")",
)
"""Shapes that are slow, or that a model of sizes gets wrong."""


def compile_expression(source: str) -> tuple[Expression | None, list[Problem]]:
    """Return a compiled expression, None with its problems when it is refused."""
    compiler = ExpressionCompiler(ENGINE, layer="flow", dynamic_roots=True)
    return compiler.expression(source, "x", use=Use.VALUE), compiler.problems


def resolve(expression: Expression) -> object:
    """Evaluate an expression on the largest inputs, handing them over anew."""
    return expression.resolve(Inputs(ROOTS, plan_inputs([expression]), {}))


def write_adversarial(random_: random.Random) -> str:
    """Write one of the templates over random inputs."""
    template = random_.choice(TEMPLATES)
    parts = template.replace("{{", "\0").replace("}}", "\1")
    while "{l}" in parts or "{t}" in parts:
        parts = parts.replace("{l}", random_.choice(LISTS), 1).replace("{t}", random_.choice(TEXTS), 1)
    return parts.replace("\0", "{").replace("\1", "}")


class Writer:
    """Writes well-typed expressions at random."""

    def __init__(self, random_: random.Random) -> None:
        self._random = random_

    def write(self) -> str:
        """Write one, up to five operations deep."""
        return self._pick(self.text, self.number, self.condition, self.list)(self._random.randint(1, 5))

    def text(self, depth: int) -> str:
        if depth <= 0:
            return self._random.choice(TEXTS)
        return self._pick(
            lambda: self._random.choice(TEXTS),
            lambda: f"({self.text(depth - 1)} + {self.text(depth - 1)})",
            lambda: f"({self.condition(depth - 1)} ? {self.text(depth - 1)} : {self.text(depth - 1)})",
            lambda: f"string({self._pick(self.text, self.number, self.condition)(depth - 1)})",
            lambda: f"string({self.list(depth - 1)}[0])",
            lambda: f"string(bytes({self.text(depth - 1)}))",
        )()

    def number(self, depth: int) -> str:
        if depth <= 0:
            return "1"
        return self._pick(
            lambda: f"size({self._pick(self.text, self.list)(depth - 1)})",
            lambda: f"({self.number(depth - 1)} + {self.number(depth - 1)})",
            lambda: f"({self.condition(depth - 1)} ? {self.number(depth - 1)} : {self.number(depth - 1)})",
        )()

    def condition(self, depth: int) -> str:
        if depth <= 0:
            return self._random.choice(["has(user.phone)", "true", "user.verified_email"])
        return self._pick(
            lambda: f"{self.text(depth - 1)}.{self._random.choice(['startsWith', 'endsWith', 'contains'])}({self.text(depth - 1)})",
            lambda: f"({self.text(depth - 1)} {self._random.choice(['==', '<', '>=', '!='])} {self.text(depth - 1)})",
            lambda: f"({self.text(depth - 1)} in {self.list(depth - 1)})",
            lambda: f"({self.condition(depth - 1)} {self._random.choice(['&&', '||'])} {self.condition(depth - 1)})",
            lambda: f"{self.list(depth - 1)}.{self._random.choice(['all', 'exists', 'exists_one'])}(x, {self.inner(depth - 1)})",
            lambda: f"({self.list(depth - 1)} == {self.list(depth - 1)})",
            lambda: f"({self.number(depth - 1)} < {self.number(depth - 1)})",
            lambda: f"!{self.condition(depth - 1)}",
        )()

    def inner(self, depth: int) -> str:
        return self._pick(
            lambda: f"x == {self.text(depth)}",
            lambda: f"string(x).contains({self.text(depth)})",
            lambda: f"x in {self.list(depth)}",
            lambda: f"[x, {self.text(depth)}] == [{self.text(depth)}, x]",
            lambda: f"(string(x) + {self.text(depth)}) == {self.text(depth)}",
            lambda: self.condition(depth),
        )()

    def list(self, depth: int) -> str:
        if depth <= 0:
            return self._random.choice(LISTS)
        added = ("x", "[x]", "{'a': x}", "[[x], x]", f"string(x) + {self.text(depth - 1)}", self.text(depth - 1))
        return self._pick(
            lambda: self._random.choice(LISTS),
            lambda: f"({self.list(depth - 1)} + {self.list(depth - 1)})",
            lambda: f"{self.list(depth - 1)}.filter(x, {self.inner(depth - 1)})",
            lambda: f"{self.list(depth - 1)}.map(x, {self._random.choice(added)})",
            lambda: f"[{self.text(depth - 1)}, {self.text(depth - 1)}]",
            lambda: f"({self.condition(depth - 1)} ? {self.list(depth - 1)} : {self.list(depth - 1)})",
        )()

    def _pick(self, *choices: Callable[..., str]) -> Callable[..., str]:
        return self._random.choice(choices)
