"""The size of the finished token, and the budgets that it has to fit.

Owns: budget reports and their problems (DESIGN §6). Never: limits on claims (claims.check).

A cookie is its name, `=`, the token and the assumed attributes (RFC 6265bis §5.7); a header is `Authorization: Bearer ` and the token.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

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
    """Bytes of the finished token and its payload, with a report per budget."""

    token_bytes: int
    payload_bytes: int
    budgets: tuple[BudgetReport, ...]


def count_encoded(size: int) -> int:
    """Return how many characters base64url without padding takes for `size` bytes."""
    return (size * 4 + 2) // 3


def build_size(kind: TokenKind, *, header_bytes: int, payload_bytes: int, signature_bytes: int, budgets: Iterable[Budget]) -> TokenSize:
    """Return the size of a compact JWS; `header_bytes` is the encoded header, the others are raw."""
    token_bytes = header_bytes + 1 + count_encoded(payload_bytes) + 1 + count_encoded(signature_bytes)
    reports = tuple(_report(budget, kind, token_bytes) for budget in budgets if kind in _TRAVELS[budget.kind])
    return TokenSize(token_bytes=token_bytes, payload_bytes=payload_bytes, budgets=reports)


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


def _report(budget: Budget, kind: TokenKind, token_bytes: int) -> BudgetReport:
    limit, actual = budget.custom_bytes, token_bytes
    if budget.kind is BudgetKind.COOKIE:
        name = budget.cookie_name or DRN[kind]
        limit, actual = COOKIE_BUDGET_BYTES, len(name.encode()) + 1 + token_bytes + len(budget.cookie_attributes.encode())
    elif budget.kind is BudgetKind.HEADER:
        limit, actual = HEADER_BUDGET_BYTES, len(_HEADER_PREFIX) + token_bytes
    return BudgetReport(kind=budget.kind, limit_bytes=limit, actual_bytes=actual, enforced=budget.mode is BudgetMode.ENFORCE)
