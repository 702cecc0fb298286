"""Evaluation: `evaluate(program, snapshot)`, a pure function.

Owns: steps 2 to 5 of the pipeline (DESIGN §1): resolve, merge, stamp, check. Issue, refresh, preview, explain, plan and batch are thin
uses of this one function. Never: a clock, I/O, randomness; signing.

Most claims are constants or one value each: the program has sorted those out (program.Steps), and a value that is there and keeps the
limits is all they need. Every other slot, and every value that is empty, fails or is too large, is resolved with care (outcomes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mintmark_server.claims import names, paths
from mintmark_server.claims.check import OVERRIDE_CHECKS, CheckedClaims, check_claim, check_client_claims, keys_problem, seal
from mintmark_server.claims.expressions import ExpressionError, Inputs
from mintmark_server.claims.jsontext import dump, quote
from mintmark_server.claims.kinds import EmptyClaimPolicy, Layer, TokenKind, WarningReason
from mintmark_server.claims.measure import Measure, measure
from mintmark_server.claims.notation import number_out_of_range, parse_constant
from mintmark_server.claims.outcomes import Outcome, Resolver
from mintmark_server.claims.program import Program, Slot, fits
from mintmark_server.claims.settled import Frame, Settled
from mintmark_server.claims.snapshot import Snapshot
from mintmark_server.claims.stamps import build_stamps, override_audience, print_authorization
from mintmark_server.claims.values import MISSING, Json, Missing
from mintmark_server.errors import Problem


@dataclass(frozen=True, slots=True)
class Warning:
    """Something to know about a token that is issued all the same."""

    reason: WarningReason
    path: str
    message: str


@dataclass(slots=True, eq=False)
class Evaluation:
    """What an evaluation found out. Immutable once made.

    `stamps` are the service's claims with overrides in them; `authorization` its members for roles, permissions and tenants; `client` the
    member `nsec`, "" for none. `custom` are the members of custom claims and of overrides as their layers set them. `careful` are the
    outcomes of the slots that were resolved with care. `problems` are sorted by path; `request_caused` tells whether the request had a
    part in one of them. `checked` is there when there are none, `frame` and `settled` where what was kept of the
    subject's roots was enough.
    """

    program: Program
    snapshot: Snapshot
    stamps: Mapping[str, Json]
    authorization: Mapping[str, str]
    client: str
    custom: Mapping[str, str]
    payload: str
    careful: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    request_caused: bool
    warnings: tuple[Warning, ...]
    checked: CheckedClaims | None
    frame: Frame | None = None
    settled: Settled | None = None
    values: tuple[str, ...] = ()
    """The texts that stand in the frame."""
    arranged: Mapping[str, str] | None = None
    """What `members` returns, where the payload was put together from it."""

    @property
    def kind(self) -> TokenKind:
        """The token's kind."""
        return self.program.kind

    def members(self) -> Mapping[str, str]:
        """Return the payload piece by piece: `"name":value` by name, in code-point order."""
        return self.arranged or arrange_members(self.stamps, self.authorization, self.client, self.custom)

    def texts(self) -> dict[str, str]:
        """Return the compact JSON text of each member's value."""
        return {name: member[len(quote(name)) + 1 :] for name, member in self.members().items()}

    def claim_sizes(self) -> tuple[tuple[str, int], ...]:
        """Return (name, bytes) of each member, its comma included; with the two braces they sum to the payload's bytes."""
        frame = self.frame
        if frame is None:
            return self._count_sizes()
        # All that can make one token's sizes differ from another's.
        lengths = tuple([len(text) if text.isascii() else len(text.encode()) for text in self.values])
        if frame.sized is None or frame.sized[0] != lengths:
            sizes = self._count_sizes()
            frame.keep_sizes(lengths, sizes)
            return sizes
        return frame.sized[1]

    def _count_sizes(self) -> tuple[tuple[str, int], ...]:
        sizes = [(name, len(member) + 1 if member.isascii() else len(member.encode()) + 1) for name, member in self.members().items()]
        if sizes:
            sizes[-1] = (sizes[-1][0], sizes[-1][1] - 1)
        return tuple(sizes)

    def inputs(self) -> Inputs:
        """Return what the program's expressions read."""
        return Inputs(self.snapshot.roots, self.program.steps.inputs, self.snapshot.views)

    def outcomes(self) -> list[Outcome]:
        """Return what became of every slot, resolved with care: what is the same in gives the same out."""
        known = {outcome.slot.name: outcome for outcome in self.careful}
        resolver = Resolver(self.program, self.inputs())
        return [known.get(slot.name) or resolver.resolve(slot) for slot in self.program.slots]

    def deciding_layers(self) -> Mapping[str, Layer]:
        """Return the layer that decided each custom claim, by name."""
        deciding = self.program.steps.deciding
        if not self.careful:
            return deciding
        outcomes = {outcome.slot.name: outcome.proposals for outcome in self.careful if outcome.slot.name not in names.OVERRIDABLE}
        lowered = {name: proposals[0].entry.layer.layer for name, proposals in outcomes.items() if proposals}
        return {**{name: layer for name, layer in deciding.items() if name not in outcomes}, **lowered}

    def digest_text(self) -> str:
        """Return what the digest is computed over (DESIGN §7): custom claims, client claims, overrides and revisions.

        Equal texts, equal custom content. Values are in it, so it never leaves the process.
        """
        settled, records = self.settled, self.snapshot.records
        if settled is not None and settled.digested is not None and settled.digested[0] is records:
            return settled.digested[1]
        custom = ",".join([self.custom[name] for name in sorted(self.custom)])
        client = self.snapshot.stamps.client_claims if self.program.carries_client_claims else None
        revisions = sorted([(record.name, record.revision) for record in records])
        listed = ",".join([f"[{quote(name)},{revision}]" for name, revision in revisions])
        text = f"[{{{custom}}},{dump(client) if client else '{}'},{self.program.steps.layers_text},[{listed}]]"
        if settled is not None:
            settled.digested = (records, text)
        return text


def evaluate(program: Program, snapshot: Snapshot) -> Evaluation:
    """Evaluate a program on a snapshot: the same in gives the same out, byte for byte."""
    kind, kept = program.kind, snapshot.kept
    stamps = build_stamps(kind, program.settings, snapshot)
    authorization = print_authorization(kind, program.settings, snapshot.stamps)
    client = snapshot.stamps.client_claims if program.carries_client_claims else None
    settled: Settled | None = kept.get(program) if kept is not None and not client else None
    if settled is not None:
        frame = settled.find_frame(stamps, authorization)
        values = frame.print_values(stamps)
        payload = frame.text % values
        checked = seal(kind, payload, ())
        custom = settled.custom
        return Evaluation(program, snapshot, stamps, authorization, "", custom, payload, (), (), False, (), checked, frame, settled, values)
    inputs = Inputs(snapshot.roots, program.steps.inputs, snapshot.views)
    claims, keys, slots = resolve_quickly(program, inputs)
    care: _Care | None = None
    nsec = ""
    if slots or client or program.problems or keys > program.limits.max_keys:
        care = _Care(program, snapshot, inputs, claims, keys)
        care.resolve(slots)
        care.override(stamps)
        care.check_keys()
        nsec = f'"nsec":{care.client_claims(client)}' if client else ""
    members = arrange_members(stamps, authorization, nsec, claims)
    payload = f"{{{','.join(members.values())}}}"
    if care is None:
        if kept is not None:
            kept.keep(program, claims)
        checked = seal(kind, payload, ())
        return Evaluation(program, snapshot, stamps, authorization, "", claims, payload, (), (), False, (), checked, arranged=members)
    problems = tuple(sorted(care.problems, key=lambda problem: (problem.path, problem.reason)))
    return Evaluation(
        program,
        snapshot,
        stamps,
        authorization,
        nsec,
        {**claims, **care.overrides},
        payload,
        tuple(care.outcomes),
        problems,
        care.request_caused,
        tuple(care.warnings),
        seal(kind, payload, problems),
        arranged=members,
    )


def arrange_members(stamps: Mapping[str, Json], authorization: Mapping[str, str], client: str, custom: Mapping[str, str]) -> dict[str, str]:
    """Return a payload's members in code-point order of their names; overrides stand among the stamps."""
    members = {name: f'"{name}":{quote(value) if value.__class__ is str else dump(value)}' for name, value in stamps.items()}
    members.update(authorization)
    if names.OVERRIDABLE.isdisjoint(custom):
        members.update(custom)
    else:
        members.update({name: member for name, member in custom.items() if name not in names.OVERRIDABLE})
    if client:
        members["nsec"] = client
    return {name: members[name] for name in sorted(members)}


def resolve_quickly(program: Program, inputs: Inputs) -> tuple[dict[str, str], int, list[Slot]]:
    """Resolve what needs no care; return those members, the number of their keys, and the slots that need it."""
    steps, limits = program.steps, program.limits
    claims, keys, slots = dict(steps.constants), steps.constant_keys, [*steps.careful]
    keeps_empty = program.settings.empty_claim_policy is EmptyClaimPolicy.NONE
    longest = limits.max_value_chars
    for name, member, source, slot in steps.quick:
        value: Json | Missing
        try:
            value = source.resolve(inputs)
        except ExpressionError:
            value = MISSING
        if value.__class__ is str:
            if (value or keeps_empty) and len(value) <= longest:
                claims[name] = member + quote(value)
                keys += 1
                continue
        elif value is not MISSING and value is not None and (keeps_empty or value not in ([], {})):
            measured = measure(value)
            if fits(name, measured, limits):
                claims[name] = member + measured.text
                keys += 1 + measured.keys
                continue
        slots.append(slot)
    return claims, keys, slots


class _Care:
    """What one evaluation needs beyond what is quick: problems, overrides, client claims. Adds to `claims`."""

    def __init__(self, program: Program, snapshot: Snapshot, inputs: Inputs, claims: dict[str, str], keys: int) -> None:
        self.program = program
        self.snapshot = snapshot
        self.inputs = inputs
        self.claims = claims
        self.keys = keys
        self.overrides: dict[str, str] = {}
        self.outcomes: list[Outcome] = []
        self.warnings: list[Warning] = []
        self.problems = [*program.problems]
        by_request = {layer.layer.word for layer in program.layers if layer.origin.from_request}
        self.request_caused = any(problem.layer in by_request for problem in program.problems)

    def resolve(self, slots: list[Slot]) -> None:
        """Resolve slots, and check each claim on its own."""
        resolver = Resolver(self.program, self.inputs)
        for slot in slots:
            outcome = resolver.resolve(slot)
            self.outcomes.append(outcome)
            if outcome.value is MISSING or outcome.measured is None:
                continue
            measured, name = outcome.measured, slot.name
            self.keys += 1 + measured.keys
            if not fits(name, measured, self.program.limits):
                layer = outcome.proposals[0].entry.layer
                found = check_claim(name, outcome.value, measured, self.program.limits, layer=layer.layer.word)
                resolver.problems += [layer.locate(problem) for problem in found]
                resolver.request_caused = resolver.request_caused or any(proposal.entry.from_request for proposal in outcome.proposals)
            into = self.overrides if name in names.OVERRIDABLE else self.claims
            into[name] = f"{quote(name)}:{measured.text}"
        self.problems += resolver.problems
        self.request_caused = self.request_caused or resolver.request_caused

    def override(self, stamps: dict[str, Json]) -> None:
        """Let overrides of `amr`, `aud` and `sub` into the stamps, with a warning for each."""
        for outcome in self.outcomes:
            if outcome.slot.name not in self.overrides or outcome.value is MISSING:
                continue
            name, value = outcome.slot.name, outcome.value
            entry = outcome.proposals[0].entry
            problem = OVERRIDE_CHECKS[name](value, layer=entry.layer.layer.word)
            if problem is not None:
                self.problems.append(entry.layer.locate(problem))
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
            self.warnings.append(Warning(WarningReason.STANDARD_CLAIM_OVERRIDDEN, name, message))

    def check_keys(self) -> None:
        """Check the number of keys over all layers and depths."""
        limit = self.program.limits.max_keys
        if self.keys <= limit:
            return
        self.problems.append(keys_problem("", limit, self.keys))
        resolver = Resolver(self.program, self.inputs)
        counted = [proposal for slot in self.program.slots for proposal in resolver.resolve(slot).proposals]
        self.request_caused = self.request_caused or any(proposal.entry.from_request for proposal in counted)

    def client_claims(self, client: Mapping[str, Json]) -> str:
        """Check client claims against their own bounds; return the text of `nsec`."""
        claims: list[tuple[str, Json, Measure]] = []
        problems: list[Problem] = []
        for name, value in sorted(client.items()):
            constant, found = parse_constant(value, paths.member("nsec", name))
            problems += [number_out_of_range(problem.path, layer=Layer.CLIENT.word) for problem in found]
            claims.append((name, constant, measure(constant)))
        problems += check_client_claims(claims, self.program.limits)
        self.problems += problems
        self.request_caused = self.request_caused or bool(problems)
        return "{" + ",".join([f"{quote(name)}:{measured.text}" for name, _, measured in claims]) + "}"


def find_overridden_subject(evaluation: Evaluation) -> str | None:
    """Return the subject that a template set in place of the real one, for the look-up by the use case; None if none did."""
    for outcome in evaluation.careful:
        if outcome.slot.name == "sub" and isinstance(outcome.value, str):
            return outcome.value
    return None
