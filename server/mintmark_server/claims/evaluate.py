"""Evaluation: `evaluate(program, snapshot)`, a pure function.

Owns: steps 2 to 5 of the pipeline (DESIGN §1): resolve, merge, stamp, check. Issue, refresh, preview, explain, plan and batch are thin
uses of this one function. Never: a clock, I/O, randomness; signing.

A claim's proposals are looked at from the highest layer down; the first that proposes something decides, and one that merges deeply
asks the next lower one too. So a proposal that is replaced as a whole is never evaluated.
"""

from __future__ import annotations

from dataclasses import dataclass

from mintmark_server.claims import names, paths
from mintmark_server.claims.check import (
    OVERRIDE_CHECKS,
    CheckedClaims,
    check_claim,
    check_client_claims,
    keys_problem,
    seal,
)
from mintmark_server.claims.compile import Entry
from mintmark_server.claims.expressions import ExpressionError
from mintmark_server.claims.jsontext import dump, quote
from mintmark_server.claims.kinds import AbsenceReason, Layer, TokenKind, WarningReason
from mintmark_server.claims.measure import Measure, measure
from mintmark_server.claims.nodes import ConstantNode, ResolveContext
from mintmark_server.claims.notation import number_out_of_range, parse_constant
from mintmark_server.claims.program import Program, Slot, merges
from mintmark_server.claims.snapshot import Snapshot
from mintmark_server.claims.stamps import build_stamps, override_audience
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


@dataclass(frozen=True, slots=True)
class Warning:
    """Something to know about a token that is issued all the same."""

    reason: WarningReason
    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found out. `members` are (name, compact JSON text) in code-point order: the payload, piece by piece.

    `problems` are sorted by path; `request_caused` tells whether the request had a part in one of them. `checked` is there when there
    are none. `digest_text` holds custom claims, client claims, overrides and revisions: equal texts, equal custom content.
    """

    program: Program
    snapshot: Snapshot
    members: tuple[tuple[str, str], ...]
    payload: str
    outcomes: tuple[Outcome, ...]
    overrides: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    request_caused: bool
    warnings: tuple[Warning, ...]
    checked: CheckedClaims | None

    @property
    def kind(self) -> TokenKind:
        """The token's kind."""
        return self.program.kind

    def claim_sizes(self) -> list[tuple[str, int]]:
        """Return (name, bytes) of each member, its comma included; with the two braces they sum to the payload's bytes."""
        last = len(self.members) - 1
        return [
            (name, len(quote(name).encode()) + 1 + len(text.encode()) + (index < last)) for index, (name, text) in enumerate(self.members)
        ]

    def digest_text(self) -> str:
        """Return what the digest is computed over (DESIGN §7); values are in it, so it never leaves the process."""
        custom = {outcome.slot.name: outcome.value for outcome in (*self.outcomes, *self.overrides) if outcome.value is not MISSING}
        revisions = sorted({(layer.origin.resource, layer.origin.revision) for layer in self.program.layers})
        records = sorted((record.name, record.revision) for record in self.snapshot.records)
        client = dict(self.snapshot.stamps.client_claims) if self.program.carries_client_claims else {}
        content: list[Json] = [
            custom,
            client,
            [[name, revision] for name, revision in revisions],
            [[name, revision] for name, revision in records],
        ]
        return dump(content)


def evaluate(program: Program, snapshot: Snapshot) -> Evaluation:
    """Evaluate a program on a snapshot: the same in gives the same out, byte for byte."""
    run = _Run(program, snapshot)
    outcomes, overrides = run.resolve()
    stamps = build_stamps(program.kind, program.settings, snapshot)
    warnings = run.override(overrides, stamps)
    texts = {name: dump(value) for name, value in stamps.items()}
    total = run.check(outcomes, overrides, texts)
    if total > program.limits.max_keys:
        run.problems.append(keys_problem("", program.limits.max_keys, total))
        counted = [proposal for outcome in (*outcomes, *overrides) for proposal in outcome.proposals]
        run.request_caused = run.request_caused or any(proposal.entry.from_request for proposal in counted)
    if program.carries_client_claims and snapshot.stamps.client_claims:
        texts["nsec"] = run.client_claims()
    members = tuple(sorted(texts.items()))
    payload = "{" + ",".join([f"{quote(name)}:{text}" for name, text in members]) + "}"
    problems = sorted(run.problems, key=lambda problem: (problem.path, problem.reason))
    return Evaluation(
        program=program,
        snapshot=snapshot,
        members=members,
        payload=payload,
        outcomes=tuple(outcomes),
        overrides=tuple(overrides),
        problems=tuple(problems),
        request_caused=run.request_caused,
        warnings=tuple(warnings),
        checked=seal(program.kind, payload, problems),
    )


class _Run:
    """One evaluation's problems and steps."""

    def __init__(self, program: Program, snapshot: Snapshot) -> None:
        self.program = program
        self.snapshot = snapshot
        self.problems: list[Problem] = []
        self.request_caused = False
        self.problems += program.problems
        by_request = {layer.layer.word for layer in program.layers if layer.origin.from_request}
        self.request_caused = any(problem.layer in by_request for problem in program.problems)

    def resolve(self) -> tuple[list[Outcome], list[Outcome]]:
        """Resolve every slot; return custom claims and overrides of standard ones."""
        outcomes: list[Outcome] = []
        overrides: list[Outcome] = []
        for slot in self.program.slots:
            outcome = self._resolve_slot(slot)
            (overrides if slot.name in names.OVERRIDABLE else outcomes).append(outcome)
        return outcomes, overrides

    def _resolve_slot(self, slot: Slot) -> Outcome:
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
        context = ResolveContext(self.snapshot.roots, self.program.settings.empty_claim_policy, entry.layer.layer.word, self.problems)
        value = node.resolve(context, paths.member("", entry.name))
        if len(self.problems) > before:
            self.request_caused = self.request_caused or entry.from_request
        elif value is MISSING:
            skipped.append((entry, AbsenceReason.EMPTY_DELETED))
        elif entry.from_request:
            value, found = parse_constant(value, paths.member("", entry.name))
            if found:
                self.request_caused = True
                self.problems += [number_out_of_range(problem.path, layer=entry.layer.layer.word) for problem in found]
        return value

    def _holds(self, entry: Entry) -> bool:
        assert entry.condition is not None
        try:
            return entry.condition.resolve_condition(self.snapshot.roots)
        except ExpressionError as error:
            self.problems.append(error.problem(paths.member("", entry.name), layer=entry.layer.layer.word))
            self.request_caused = self.request_caused or entry.from_request
            return False

    def override(self, overrides: list[Outcome], stamps: dict[str, Json]) -> list[Warning]:
        """Let overrides of `amr`, `aud` and `sub` into the stamps; return a warning for each."""
        warnings = []
        for outcome in overrides:
            if outcome.value is MISSING:
                continue
            name, value = outcome.slot.name, outcome.value
            entry = outcome.proposals[0].entry
            problem = OVERRIDE_CHECKS[name](value, layer=entry.layer.layer.word)
            if problem is not None:
                self.problems.append(problem)
                self.request_caused = self.request_caused or entry.from_request
                continue
            if name == "aud":
                override_audience(value, self.program.kind, self.snapshot.stamps, stamps)
            elif name == "sub":
                stamps["dsub"] = stamps["sub"]
                stamps["sub"] = value
            else:
                stamps[name] = value
            message = f"The {entry.layer.layer.word.replace('_', ' ')} overrides `{name}`."
            warnings.append(Warning(WarningReason.STANDARD_CLAIM_OVERRIDDEN, name, message))
        return warnings

    def check(self, outcomes: list[Outcome], overrides: list[Outcome], texts: dict[str, str]) -> int:
        """Check the merged custom claims, put their text among the members, and return the number of keys."""
        limits = self.program.limits
        total = 0
        for outcome in (*outcomes, *overrides):
            if outcome.value is MISSING or outcome.measured is None:
                continue
            measured, name = outcome.measured, outcome.slot.name
            total += 1 + measured.keys
            if (
                measured.chars > limits.max_value_chars
                or len(name) > limits.max_key_chars
                or measured.longest_key > limits.max_key_chars
                or measured.depth > limits.max_depth
            ):
                word = outcome.proposals[0].entry.layer.layer.word
                self.problems += check_claim(name, outcome.value, measured, limits, layer=word)
                entries = [proposal.entry for proposal in outcome.proposals]
                self.request_caused = self.request_caused or any(entry.from_request for entry in entries)
            if name not in names.OVERRIDABLE:
                texts[name] = measured.text
        return total

    def client_claims(self) -> str:
        """Check client claims against their own bounds; return the text of `nsec`."""
        claims: list[tuple[str, Json, Measure]] = []
        problems: list[Problem] = []
        for name, value in sorted(self.snapshot.stamps.client_claims.items()):
            constant, found = parse_constant(value, paths.member("nsec", name))
            problems += [number_out_of_range(problem.path, layer=Layer.CLIENT.word) for problem in found]
            claims.append((name, constant, measure(constant)))
        problems += check_client_claims(claims, self.program.limits)
        self.problems += problems
        self.request_caused = self.request_caused or bool(problems)
        return "{" + ",".join([f"{quote(name)}:{measured.text}" for name, _, measured in claims]) + "}"


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


def find_overridden_subject(evaluation: Evaluation) -> str | None:
    """Return the subject that a template set in place of the real one, for the look-up by the use case; None if none did."""
    for outcome in evaluation.overrides:
        if outcome.slot.name == "sub" and isinstance(outcome.value, str):
            return outcome.value
    return None
