"""The size of the finished token, and the budgets that it has to fit.

Owns: budget reports and their problems (DESIGN §6). Never: limits on claims (claims.check).

A cookie is its name, `=`, the token and the assumed attributes (RFC 6265bis §5.7); a header is `Authorization: Bearer ` and the token.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Final, NamedTuple

from mintmark_server.claims.kinds import BudgetKind, TokenKind
from mintmark_server.claims.stamps import DRN
from mintmark_server.errors import Problem, Reason
from mintmark_server.frozen import value
from mintmark_server.limits import COOKIE_BUDGET_BYTES, HEADER_BUDGET_BYTES
from mintmark_server.model.directory import Budget, BudgetMode

_HEADER_PREFIX: Final = "Authorization: Bearer "
_TRAVELS: Final = {
    BudgetKind.COOKIE: frozenset({TokenKind.SESSION, TokenKind.REFRESH}),
    BudgetKind.HEADER: frozenset({TokenKind.SESSION, TokenKind.ID, TokenKind.ACCESS_KEY}),
    BudgetKind.CUSTOM: frozenset(TokenKind),
}
"""Which kinds of token travel that way."""


@value
class BudgetReport:
    """How a token fits one budget; headroom is negative when it does not."""

    kind: BudgetKind
    limit_bytes: int
    actual_bytes: int
    enforced: bool

    @property
    def headroom_bytes(self) -> int:
        """What is left."""
        return self.limit_bytes - self.actual_bytes


@value
class TokenSize:
    """Bytes of the finished token and its payload, with a report per budget; `exceeded` are those of budgets that it does not fit."""

    token_bytes: int
    payload_bytes: int
    budgets: tuple[BudgetReport, ...]
    exceeded: tuple[BudgetReport, ...] = ()
    printed: list[bytes] = field(default_factory=list, compare=False)
    """What answers say of it (whoever writes them): many tokens have the same size."""


def count_encoded(size: int) -> int:
    """Return how many characters base64url without padding takes for `size` bytes."""
    return (size * 4 + 2) // 3


class BudgetRule(NamedTuple):
    """A budget of one kind of token: the bound, and the bytes that the token does not have itself."""

    kind: BudgetKind
    limit_bytes: int
    more_bytes: int
    enforced: bool


def build_budget_rules(kind: TokenKind, budgets: Iterable[Budget]) -> tuple[BudgetRule, ...]:
    """Return what budgets say of a kind of token."""
    return tuple(_build_rule(budget, kind) for budget in budgets if kind in _TRAVELS[budget.kind])


def build_size(*, header_bytes: int, payload_bytes: int, signature_bytes: int, rules: Iterable[BudgetRule]) -> TokenSize:
    """Return the size of a compact JWS; `header_bytes` is the encoded header, the others are raw."""
    token_bytes = header_bytes + 1 + count_encoded(payload_bytes) + 1 + count_encoded(signature_bytes)
    reports = [
        BudgetReport(kind=kind, limit_bytes=limit, actual_bytes=token_bytes + more, enforced=enforced)
        for kind, limit, more, enforced in rules
    ]
    exceeded = tuple([report for report in reports if report.headroom_bytes < 0])
    return TokenSize(token_bytes=token_bytes, payload_bytes=payload_bytes, budgets=tuple(reports), exceeded=exceeded)


def budget_problem(report: BudgetReport) -> Problem:
    """Return the problem of a token over a budget."""
    message = f"The token needs {report.actual_bytes} bytes as a {report.kind.value.lower()}; the budget is {report.limit_bytes}."
    if report.kind is BudgetKind.CUSTOM:
        message = f"The token has {report.actual_bytes} bytes; the budget is {report.limit_bytes}."
    return Problem(
        reason=Reason.BUDGET_EXCEEDED,
        path="",
        message=message,
        hint="Ask for bytes per claim, and leave the largest out or keep it out of the refresh token.",
        limit=report.limit_bytes,
        actual=report.actual_bytes,
    )


def _build_rule(budget: Budget, kind: TokenKind) -> BudgetRule:
    limit, more = budget.custom_bytes, 0
    if budget.kind is BudgetKind.COOKIE:
        name = budget.cookie_name or DRN[kind]
        limit, more = COOKIE_BUDGET_BYTES, len(name.encode()) + 1 + len(budget.cookie_attributes.encode())
    elif budget.kind is BudgetKind.HEADER:
        limit, more = HEADER_BUDGET_BYTES, len(_HEADER_PREFIX)
    return BudgetRule(budget.kind, limit, more, budget.mode is BudgetMode.ENFORCE)
