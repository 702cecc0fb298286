"""Explanations: for every claim in the token its origin, for every configured claim that is not, one reason.

Owns: origins and absences, read off an evaluation that is done. Never: evaluating anything anew (so explaining changes nothing).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mintmark_server.claims import paths
from mintmark_server.claims.compile import Entry
from mintmark_server.claims.evaluate import Evaluation
from mintmark_server.claims.expressions import Expression, Inputs
from mintmark_server.claims.kinds import AbsenceReason, Layer
from mintmark_server.claims.nodes import DynamicNode, ListNode, Node, ObjectNode, find_expressions
from mintmark_server.claims.outcomes import Outcome
from mintmark_server.claims.snapshot import RecordRevision
from mintmark_server.claims.values import MISSING, Json, Missing


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """Explain an evaluation."""
    origins: dict[str, Origin] = {}
    absences: dict[str, Absence] = {}
    inputs = Inputs(evaluation.snapshot.roots, evaluation.program.steps.inputs, evaluation.snapshot.views)
    outcomes = evaluation.outcomes()
    for outcome in outcomes:
        _explain_outcome(evaluation, inputs, outcome, origins, absences)
    for entry, reason in evaluation.program.omitted:
        _absent(entry, reason, origins, absences)
    for name in evaluation.members:
        path = paths.member("", name)
        if name not in evaluation.custom:
            layer = Layer.CLIENT if name == "nsec" else Layer.STAMP
            origins.setdefault(path, Origin(path=path, layer=layer))
    kept = [absence for path, absence in absences.items() if path not in origins]
    return Explanation(
        tuple(origins[path] for path in sorted(origins)),
        tuple(sorted(kept, key=lambda absence: absence.path)),
    )


def _explain_outcome(
    evaluation: Evaluation, inputs: Inputs, outcome: Outcome, origins: dict[str, Origin], absences: dict[str, Absence]
) -> None:
    lowest_first = list(reversed(outcome.proposals))
    proposing = [proposal.entry.layer.layer for proposal in lowest_first]
    path = paths.member("", outcome.slot.name)
    proposed: dict[str, tuple[Entry, Node | None]] = {}
    present = set() if outcome.value is MISSING else set(_leaves(outcome.value, path))
    for proposal in lowest_first:
        for leaf in _leaves(proposal.value, path):
            proposed[leaf] = (proposal.entry, _find_node(proposal.entry.node, path, leaf))
    looked_at = {id(proposal.entry) for proposal in lowest_first} | {id(entry) for entry, _ in outcome.skipped}
    replaced = [entry for entry in reversed(outcome.slot.proposals) if id(entry) not in looked_at]
    for leaf in present:
        entry, node = proposed[leaf]
        below = [layer for layer in [*(other.layer.layer for other in replaced), *proposing] if layer < entry.layer.layer]
        origins[leaf] = _origin(evaluation, inputs, leaf, entry, node, overrode=tuple(below))
    for entry in outcome.slot.removed:
        _absent(entry, AbsenceReason.REMOVED, origins, absences)
    for entry in replaced:
        for leaf in _written_leaves(entry.node, path):
            if not _covered(leaf, present):
                absences[leaf] = Absence(leaf, AbsenceReason.OVERRIDDEN, entry.layer.layer)
    for entry, reason in reversed(outcome.skipped):
        if outcome.value is MISSING:
            absences[path] = Absence(path, reason, entry.layer.layer)
    for proposal in lowest_first:
        entry = proposal.entry
        for leaf in _written_leaves(entry.node, path):
            if not _covered(leaf, present):
                reason = AbsenceReason.EMPTY_DELETED if leaf not in _leaves(proposal.value, path) else AbsenceReason.OVERRIDDEN
                absences.setdefault(leaf, Absence(leaf, reason, entry.layer.layer))


def _absent(entry: Entry, reason: AbsenceReason, origins: dict[str, Origin], absences: dict[str, Absence]) -> None:
    path = paths.member("", entry.name)
    if path not in origins:
        absences[path] = Absence(path, reason, entry.layer.layer)


def _covered(leaf: str, present: set[str]) -> bool:
    """Tell whether a written leaf stands in the token, as itself or as the place of a resolved object."""
    return leaf in present or any(other.startswith((f"{leaf}.", f"{leaf}[")) for other in present)


def _origin(evaluation: Evaluation, inputs: Inputs, leaf: str, entry: Entry, node: Node | None, *, overrode: tuple[Layer, ...]) -> Origin:
    expressions: list[Expression] = list(find_expressions(node)) if node is not None else []
    roots = {path[0] for expression in expressions for path in expression.reads}
    records = tuple(record for record in evaluation.snapshot.records if record.root in roots)
    dynamic = node if isinstance(node, DynamicNode) else None
    return Origin(
        path=leaf,
        layer=entry.layer.layer,
        source=entry.layer.origin.resource,
        source_revision=entry.layer.origin.revision,
        expression=dynamic.source.source if dynamic is not None else ", ".join(item.source for item in expressions),
        fallback=dynamic is not None and dynamic.uses_fallback(inputs),
        records=records,
        overrode=overrode,
    )


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
