"""Explanations: for every claim in the token its origin, for every configured claim that is not, one reason.

Owns: origins and absences of an evaluation that is done. Never: anything that the evaluation did not say: what is resolved once more
here comes out the same, since evaluating is pure (so explaining changes nothing).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from mintmark_server.claims import names, paths
from mintmark_server.claims.compile import Entry
from mintmark_server.claims.evaluate import Evaluation
from mintmark_server.claims.kinds import AbsenceReason, Layer
from mintmark_server.claims.nodes import DynamicNode, ListNode, Node, ObjectNode, find_expressions
from mintmark_server.claims.outcomes import Outcome, Resolver
from mintmark_server.claims.program import Slot
from mintmark_server.claims.snapshot import RecordRevision
from mintmark_server.claims.values import MISSING, Json, Missing
from mintmark_server.frozen import value


@value
class Origin:
    """Which layer set what stands at a path, from what, and what it overrode (lowest first)."""

    path: str
    layer: Layer
    source: str = ""
    source_revision: int = 0
    expression: str = ""
    fallback: bool = False
    records: tuple[RecordRevision, ...] = ()
    overrode: tuple[Layer, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """A configured claim that the token does not have, and the one reason."""

    path: str
    reason: AbsenceReason
    layer: Layer


@dataclass(frozen=True, slots=True)
class Explanation:
    """Origins and absences, each in code-point order of their paths."""

    origins: tuple[Origin, ...]
    absences: tuple[Absence, ...]


def explain(evaluation: Evaluation) -> Explanation:
    """Explain an evaluation; what is explained of kept claims is kept with them."""
    frame, records = evaluation.frame, evaluation.snapshot.records
    if frame is None:
        return _explain(evaluation)
    if frame.explained is not None and frame.explained[0] is records:
        kept: Explanation = frame.explained[1]
        return kept
    explanation = _explain(evaluation)
    frame.keep_explanation(records, explanation, origins=len(explanation.origins))
    return explanation


def _explain(evaluation: Evaluation) -> Explanation:
    origins: dict[str, Origin] = {}
    absences: list[Absence] = []
    silent: dict[str, list[_Silent]] = {}
    for entry, reason in evaluation.program.omitted:
        silent.setdefault(entry.name, []).append(_Silent(entry, reason))
    careful = {outcome.slot.name: outcome for outcome in evaluation.careful}
    for slot in evaluation.program.slots:
        kept = _find_kept(evaluation, slot) if slot.name not in careful and slot.name not in silent else None
        if kept is not None:
            origins.update(kept.origins_for(evaluation.snapshot.records))
            absences += kept.absences
            continue
        outcome = careful.get(slot.name) or Resolver(evaluation.program, evaluation.inputs()).resolve(slot)
        _find_origins(evaluation, outcome, origins)
        silent[slot.name] = [*_list_silent(outcome), *silent.get(slot.name, [])]
    for name in evaluation.members():
        if name not in evaluation.custom:
            stamp = _STAMPS.get(name) or _build_stamp(name)
            origins.setdefault(stamp.path, stamp)
    absences += [absence for name, entries in silent.items() for absence in _find_absences(name, entries, origins)]
    return Explanation(
        tuple([origins[path] for path in sorted(origins)]),
        tuple(sorted(absences, key=lambda absence: absence.path)),
    )


def _build_stamp(name: str) -> Origin:
    return Origin(path=paths.member("", name), layer=Layer.CLIENT if name == "nsec" else Layer.STAMP)


_STAMPS: Final = {name: _build_stamp(name) for name in (*names.LOCKED_STAMPS, *names.OVERRIDABLE)}


@dataclass(frozen=True, slots=True)
class _Kept:
    """What explains a slot that was quick each time, but for the records; `roots` are those whose records an origin names, by its path."""

    origins: dict[str, Origin]
    roots: dict[str, frozenset[str]]
    absences: tuple[Absence, ...]

    def origins_for(self, records: tuple[RecordRevision, ...]) -> dict[str, Origin]:
        """Return the origins with the records of a snapshot."""
        if not self.roots:
            return self.origins
        return {
            path: replace(origin, records=tuple([record for record in records if record.root in self.roots[path]]))
            if path in self.roots
            else origin
            for path, origin in self.origins.items()
        }


def _find_kept(evaluation: Evaluation, slot: Slot) -> _Kept | None:
    """Return what explains a slot: kept from an earlier evaluation of the program, or for later ones; None for what has to be looked at.

    A constant is explained the same way each time, and so is one value, as long as it is one leaf: an object has one for each member.
    """
    steps, member = evaluation.program.steps, evaluation.custom.get(slot.name)
    if member is None or (slot.name not in steps.constants and member.endswith("}")):
        return None
    kept = steps.explained.get(slot.name)
    if not isinstance(kept, _Kept):
        outcome = Resolver(evaluation.program, evaluation.inputs()).resolve(slot)
        origins: dict[str, Origin] = {}
        roots = _find_origins(evaluation, outcome, origins)
        kept = _Kept(origins, roots, tuple(_find_absences(slot.name, _list_silent(outcome), origins)))
        steps.explained[slot.name] = kept
    return kept


@dataclass(frozen=True, slots=True)
class _Silent:
    """An entry that something written in may be absent of; `proposed` are the leaves of what it proposed, if it did."""

    entry: Entry
    reason: AbsenceReason
    proposed: frozenset[str] | None = None

    def reason_of(self, leaf: str) -> AbsenceReason:
        """Return why a leaf that it wrote is absent: what it proposed was overridden, what it did not was empty."""
        return AbsenceReason.EMPTY_DELETED if self.proposed is not None and leaf not in self.proposed else self.reason


def _find_origins(evaluation: Evaluation, outcome: Outcome, origins: dict[str, Origin]) -> dict[str, frozenset[str]]:
    """Add an origin for each leaf of an outcome; return the roots whose records an origin names, by its path."""
    inputs = evaluation.inputs()
    lowest_first = list(reversed(outcome.proposals))
    proposing = [proposal.entry.layer.layer for proposal in lowest_first]
    path = paths.member("", outcome.slot.name)
    proposed: dict[str, tuple[Entry, Node | None]] = {}
    for proposal in lowest_first:
        for leaf in _leaves(proposal.value, path):
            proposed[leaf] = (proposal.entry, _find_node(proposal.entry.node, path, leaf))
    replaced = [entry.layer.layer for entry in _list_replaced(outcome)]
    roots: dict[str, frozenset[str]] = {}
    for leaf in () if outcome.value is MISSING else _leaves(outcome.value, path):
        entry, node = proposed[leaf]
        below = [layer for layer in [*replaced, *proposing] if layer < entry.layer.layer]
        expressions = list(find_expressions(node)) if node is not None else []
        reads = frozenset(path[0] for expression in expressions for path in expression.reads)
        if reads:
            roots[leaf] = reads
        dynamic = node if isinstance(node, DynamicNode) else None
        origins[leaf] = Origin(
            path=leaf,
            layer=entry.layer.layer,
            source=entry.layer.origin.resource,
            source_revision=entry.layer.origin.revision,
            expression=dynamic.source.source if dynamic is not None else ", ".join(item.source for item in expressions),
            fallback=dynamic is not None and dynamic.uses_fallback(inputs),
            records=tuple(record for record in evaluation.snapshot.records if record.root in reads),
            overrode=tuple(below),
        )
    return roots


def _list_replaced(outcome: Outcome) -> list[Entry]:
    """Return the entries that nobody looked at, since one above replaced them whole; lowest first."""
    looked_at = {id(proposal.entry) for proposal in outcome.proposals} | {id(entry) for entry, _ in outcome.skipped}
    return [entry for entry in reversed(outcome.slot.proposals) if id(entry) not in looked_at]


def _list_silent(outcome: Outcome) -> list[_Silent]:
    path = paths.member("", outcome.slot.name)
    found = [_Silent(entry, AbsenceReason.REMOVED) for entry in outcome.slot.removed]
    found += [_Silent(entry, AbsenceReason.OVERRIDDEN) for entry in _list_replaced(outcome)]
    found += [_Silent(entry, reason) for entry, reason in reversed(outcome.skipped)]
    for proposal in reversed(outcome.proposals):
        found.append(_Silent(proposal.entry, AbsenceReason.OVERRIDDEN, frozenset(_leaves(proposal.value, path))))
    return found


def _find_absences(name: str, silent: list[_Silent], origins: Mapping[str, Origin]) -> Iterator[Absence]:
    """Yield one absence for a claim that is not there at all, else one for each part of it that is not; the highest layer's reason."""
    path = paths.member("", name)
    silent = sorted(silent, key=lambda item: item.entry.layer.layer)
    present = {other for other in origins if other == path or other.startswith((f"{path}.", f"{path}["))}
    if not present:
        for item in silent[-1:]:
            yield Absence(path, item.reason_of(path), item.entry.layer.layer)
        return
    told: dict[str, Absence] = {}
    for item in silent:
        for leaf in _written_leaves(item.entry.node, path):
            if not _covered(leaf, present):
                told[leaf] = Absence(leaf, item.reason_of(leaf), item.entry.layer.layer)
    for leaf, absence in told.items():
        if not any(leaf.startswith((f"{other}.", f"{other}[")) for other in told):
            yield absence


def _covered(leaf: str, present: set[str]) -> bool:
    """Tell whether a written leaf stands in the token, as itself or as the place of a resolved object."""
    return leaf in present or any(other.startswith((f"{leaf}.", f"{leaf}[")) for other in present)


def _leaves(value: Json | Missing, path: str) -> Iterator[str]:
    """Yield the paths of scalars, lists and empty objects: the leaves of origins."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _leaves(item, paths.member(path, key))
    else:
        yield path


def _written_leaves(node: Node, path: str) -> Iterator[str]:
    """Yield the leaves as their author wrote them."""
    if isinstance(node, ObjectNode):
        for key, member in node.members:
            yield from _written_leaves(member, paths.member(path, key))
    elif isinstance(node, DynamicNode | ListNode):
        yield path
    else:
        yield from _leaves(node.value, path)


def _find_node(node: Node, path: str, leaf: str) -> Node | None:
    """Return the node that produced what stands at the leaf."""
    while isinstance(node, ObjectNode) and path != leaf:
        for key, member in node.members:
            below = paths.member(path, key)
            if leaf == below or leaf.startswith((f"{below}.", f"{below}[")):
                node, path = member, below
                break
        else:
            return None
    return node
