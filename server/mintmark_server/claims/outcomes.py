"""Outcomes: what became of each top-level claim, and who had a part in it.

Owns: steps 2 and 3 of the pipeline (DESIGN §1), resolve and merge, slot by slot and with everything that an explanation needs. Never:
stamps, checks (evaluate).

A claim's proposals are looked at from the highest layer down; the first that proposes something decides, and one that merges deeply
asks the next lower one too. So a proposal that is replaced as a whole is never evaluated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mintmark_server.claims import paths
from mintmark_server.claims.compile import Entry
from mintmark_server.claims.expressions import ExpressionError, Inputs
from mintmark_server.claims.kinds import AbsenceReason
from mintmark_server.claims.measure import Measure, measure
from mintmark_server.claims.nodes import ConstantNode, ResolveContext
from mintmark_server.claims.notation import number_out_of_range, parse_constant
from mintmark_server.claims.places import CONDITIONS
from mintmark_server.claims.program import Program, Slot, merges
from mintmark_server.claims.values import MISSING, Json, Missing
from mintmark_server.errors import Problem


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one entry proposed."""

    entry: Entry
    value: Json


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one top-level claim: its value and text, who proposed (highest first), and who did not, and why."""

    slot: Slot
    value: Json | Missing
    measured: Measure | None
    proposals: tuple[Proposal, ...]
    skipped: tuple[tuple[Entry, AbsenceReason], ...]


class Resolver:
    """Resolves slots of a program; collects what is wrong, and whether the request had a part in it."""

    def __init__(self, program: Program, inputs: Inputs) -> None:
        self._program = program
        self._inputs = inputs
        self.problems: list[Problem] = []
        self.request_caused = False

    def resolve(self, slot: Slot) -> Outcome:
        """Resolve a slot."""
        proposals: list[Proposal] = []
        skipped: list[tuple[Entry, AbsenceReason]] = []
        for entry in slot.proposals:
            value = self._propose(entry, skipped)
            if value is MISSING:
                continue
            proposals.append(Proposal(entry, value))
            if not (merges(entry) and isinstance(value, dict)):
                break
        if not proposals:
            return Outcome(slot, MISSING, None, (), tuple(skipped))
        if len(proposals) == 1:
            node, merged = proposals[0].entry.node, proposals[0].value
            measured = node.measure if isinstance(node, ConstantNode) else measure(merged)
        else:
            merged = merge_deeply([proposal.value for proposal in reversed(proposals)])
            measured = measure(merged)
        return Outcome(slot, merged, measured, tuple(proposals), tuple(skipped))

    def _propose(self, entry: Entry, skipped: list[tuple[Entry, AbsenceReason]]) -> Json | Missing:
        node = entry.node
        if entry.condition is not None and not self._holds(entry):
            skipped.append((entry, AbsenceReason.CONDITION_FALSE))
            return MISSING
        if isinstance(node, ConstantNode):
            return node.value
        before = len(self.problems)
        context = ResolveContext(self._inputs, self._program.settings.empty_claim_policy, entry.layer.layer.word, self.problems)
        value = node.resolve(context, paths.member("", entry.name))
        if len(self.problems) > before:
            self.problems[before:] = [entry.layer.locate(problem) for problem in self.problems[before:]]
            self.request_caused = self.request_caused or entry.from_request
        elif value is MISSING:
            skipped.append((entry, AbsenceReason.EMPTY_DELETED))
        elif entry.from_request:
            value, found = parse_constant(value, paths.member("", entry.name))
            if found:
                self.request_caused = True
                word = entry.layer.layer.word
                self.problems += [entry.layer.locate(number_out_of_range(problem.path, layer=word)) for problem in found]
        return value

    def _holds(self, entry: Entry) -> bool:
        assert entry.condition is not None
        try:
            return entry.condition.resolve_condition(self._inputs)
        except ExpressionError as error:
            problem = error.problem(paths.member("", entry.name), layer=entry.layer.layer.word)
            self.problems.append(replace(problem, source_field=CONDITIONS, line=1, column=1))
            self.request_caused = self.request_caused or entry.from_request
            return False


def merge_deeply(lowest_first: list[Json]) -> Json:
    """Merge objects member by member, from the lowest up; anything that is no object replaces."""
    merged = lowest_first[0]
    for value in lowest_first[1:]:
        merged = _merge(merged, value)
    return merged


def _merge(lower: Json, upper: Json) -> Json:
    if not (isinstance(lower, dict) and isinstance(upper, dict)):
        return upper
    merged = dict(lower)
    for key, value in upper.items():
        merged[key] = _merge(lower[key], value) if key in lower else value
    return merged
