"""Two programs on the same snapshots: where their payloads differ, without evaluating twice what they share.

Owns: `Difference`: what two programs share, and what they make of one snapshot as long as nothing needs care. Never: anything that
`evaluate` would not say; a property holds the two together.

A claim that both resolve from the same expression can't differ. It is resolved all the same, once, since it may fail. A snapshot on which
any value of either program is absent, fails or is too large has to be evaluated in full, once for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mintmark_server.claims.evaluate import resolve_quickly
from mintmark_server.claims.expressions import Expression, Inputs, Interpolation, plan_inputs
from mintmark_server.claims.jsontext import quote
from mintmark_server.claims.program import Program, QuickStep, Steps
from mintmark_server.claims.snapshot import Views


@dataclass(frozen=True, slots=True)
class Members:
    """Where two payloads differ: members `"name":value` by name, of the one and of the other."""

    before: dict[str, str]
    now: dict[str, str]

    def texts(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the compact JSON text of each member's value, before and now."""
        before, now = ({name: member[len(quote(name)) + 1 :] for name, member in side.items()} for side in (self.before, self.now))
        return before, now

    def bytes_delta(self) -> int:
        """Return by how many bytes the payload grows, commas included."""
        old, new = (sum(len(member.encode()) + 1 for member in side.values()) for side in (self.before, self.now))
        return new - old


class Difference:
    """What two programs share, and where they differ on a snapshot."""

    def __init__(self, before: Program, now: Program) -> None:
        """Take programs that `can_compare`."""
        old, new = before.steps, now.steps
        known = {step.name: step for step in new.quick}
        shared = tuple(step for step in old.quick if step.name in known and _is_same(step, known[step.name]))
        names = {step.name for step in shared}
        self._shared = _with_quick(before, shared)
        self._own = tuple(
            _with_quick(program, tuple(step for step in program.steps.quick if step.name not in names)) for program in (before, now)
        )
        self._constants = (_differing(old.constants, new.constants), _differing(new.constants, old.constants))
        self._constant_keys = (old.constant_keys, new.constant_keys)
        self._plans = plan_inputs(expression for step in (*old.quick, *new.quick) for expression in _expressions(step))

    def resolve(self, roots: Mapping[str, Any], views: Views) -> Members | None:
        """Return where the payloads differ on these roots; None where only two evaluations can tell."""
        inputs = Inputs(roots, self._plans, views)
        _, shared_keys, careful = resolve_quickly(self._shared, inputs)
        if careful:
            return None
        sides = []
        for program, constants, constant_keys in zip(self._own, self._constants, self._constant_keys, strict=True):
            claims, keys, careful = resolve_quickly(program, inputs)
            if careful or shared_keys + constant_keys + keys > program.limits.max_keys:
                return None
            sides.append({**constants, **claims})
        before, now = sides
        return Members(_differing(before, now), _differing(now, before))


def can_compare(before: Program, now: Program) -> bool:
    """Tell whether two programs stamp alike, judge alike, and hold nothing that is resolved with care on every snapshot."""
    alike = before.kind is now.kind and before.settings == now.settings and before.limits == now.limits
    return alike and not any(program.problems or program.steps.careful for program in (before, now))


def _is_same(one: QuickStep, other: QuickStep) -> bool:
    """Tell whether two steps give the same on every snapshot: the same text, compiled for the same attributes."""
    a, b = one.source, other.source
    if a.__class__ is not b.__class__ or a.source != b.source:
        return False
    pairs = zip(_expressions(one), _expressions(other), strict=True)
    return all(first.engine is second.engine and first.spelled == second.spelled for first, second in pairs)


def _expressions(step: QuickStep) -> list[Expression]:
    source: Expression | Interpolation = step.source
    return [source] if isinstance(source, Expression) else [part for part in source.parts if isinstance(part, Expression)]


def _with_quick(program: Program, quick: tuple[QuickStep, ...]) -> Program:
    """Return a program of these steps alone."""
    steps: Steps = replace(program.steps, constants={}, constant_keys=0, quick=quick)
    return replace(program, steps=steps)


def _differing(members: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {name: member for name, member in members.items() if others.get(name) != member}
