"""Programs: the layers of one kind of token, laid over each other once.

Owns: which layers a kind carries, the order of proposals for each claim, and what the layers can't do to each other (locks, names that
fold to the same). Never: values that depend on a subject (evaluate).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mintmark_server.claims import names, paths
from mintmark_server.claims.compile import CompiledLayer, Entry
from mintmark_server.claims.engine import Engine, RootPlan
from mintmark_server.claims.expressions import Expression, Interpolation, plan_inputs
from mintmark_server.claims.jsontext import dump, quote
from mintmark_server.claims.kinds import AbsenceReason, Layer, MergeRule, TokenKind
from mintmark_server.claims.layers import EffectiveSettings
from mintmark_server.claims.measure import Measure
from mintmark_server.claims.nodes import ConstantNode, DynamicNode, Node
from mintmark_server.claims.places import REMOVED
from mintmark_server.errors import Problem, Reason
from mintmark_server.limits import DEFAULT_LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Slot:
    """All proposals for one top-level claim, highest first; `removed` stood below a removal."""

    name: str
    proposals: tuple[Entry, ...]
    removed: tuple[Entry, ...]


class QuickStep(NamedTuple):
    """A claim of one dynamic value that no other proposal can take part in, unless it comes out empty or fails.

    `member` is what stands before the value in the payload: the quoted name and a colon.
    """

    name: str
    member: str
    source: Expression | Interpolation
    slot: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The slots by the work that they need. `constants` are whole members of the payload, by name; their keys are counted.

    What is quick is checked by a property against what every slot gives when it is resolved with care.
    """

    constants: Mapping[str, str]
    constant_keys: int
    quick: tuple[QuickStep, ...]
    careful: tuple[Slot, ...]
    inputs: Mapping[Engine, RootPlan]
    deciding: Mapping[str, Layer]
    """The layer that decides each constant and quick claim."""
    explained: dict[str, object] = field(default_factory=dict, compare=False)
    """What explanations keep of constants and quick claims, by name (explain)."""
    layers_text: str
    """The layers' names and revisions, as the digest holds them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """What is evaluated for one kind of token. Immutable; `problems` refuse every token of it."""

    kind: TokenKind
    settings: EffectiveSettings
    limits: Limits
    slots: tuple[Slot, ...]
    omitted: tuple[tuple[Entry, AbsenceReason], ...]
    layers: tuple[CompiledLayer, ...]
    problems: tuple[Problem, ...]
    carries_client_claims: bool
    steps: Steps


def build_program(
    layers: Sequence[CompiledLayer],
    *,
    kind: TokenKind,
    settings: EffectiveSettings,
    limits: Limits = DEFAULT_LIMITS,
    templates_in_scope: bool = True,
) -> Program:
    """Lay compiled layers over each other, lowest first as given.

    `templates_in_scope` is False for an ID token without the scope that brings its templates' claims.
    """
    omitting = kind is TokenKind.REFRESH and settings.omit_from_refresh
    carried: list[CompiledLayer] = []
    omitted: list[tuple[Entry, AbsenceReason]] = []
    for layer in layers:
        is_template = layer.layer in (Layer.PROJECT_TEMPLATE, Layer.APPLICATION_TEMPLATE)
        if omitting:
            omitted += [(entry, AbsenceReason.OMITTED_FOR_KIND) for entry in layer.entries.values()]
        elif is_template and not templates_in_scope:
            omitted += [(entry, AbsenceReason.NOT_IN_SCOPE) for entry in layer.entries.values()]
        else:
            carried.append(layer)
    slots = []
    for slot in _build_slots(carried):
        if slot.name == "aud" and kind is TokenKind.REFRESH:
            omitted += [(entry, AbsenceReason.OMITTED_FOR_KIND) for entry in slot.proposals]
        else:
            slots.append(slot)
    locks = [_located(problem, layers) for problem in find_lock_problems(layers)]
    named = {(problem.path, problem.layer) for problem in locks}
    duplicates = [problem for problem in _find_duplicates(slots) if (problem.path, problem.layer) not in named]
    return Program(
        kind=kind,
        settings=settings,
        limits=limits,
        slots=tuple(slots),
        omitted=tuple(omitted),
        layers=tuple(layers),
        problems=(*locks, *(_located(problem, layers) for problem in duplicates)),
        carries_client_claims=kind is not TokenKind.ID and not omitting,
        steps=_plan_steps(slots, layers, limits),
    )


def fits(name: str, measured: Measure, limits: Limits) -> bool:
    """Tell whether a top-level claim keeps the limits that are counted on it alone."""
    return (
        measured.chars <= limits.max_value_chars
        and len(name) <= limits.max_key_chars
        and measured.longest_key <= limits.max_key_chars
        and measured.depth <= limits.max_depth
    )


def _plan_steps(slots: Iterable[Slot], layers: Sequence[CompiledLayer], limits: Limits) -> Steps:
    constants: dict[str, str] = {}
    keys = 0
    quick: list[QuickStep] = []
    careful: list[Slot] = []
    decided: dict[str, Slot] = {}
    for slot in slots:
        name, node = slot.name, _find_only_node(slot)
        if isinstance(node, ConstantNode) and fits(name, node.measure, limits):
            constants[name] = f"{quote(name)}:{node.measure.text}"
            keys += 1 + node.measure.keys
            decided[name] = slot
        elif isinstance(node, DynamicNode) and not slot.proposals[0].from_request and len(name) <= limits.max_key_chars:
            quick.append(QuickStep(name, f"{quote(name)}:", node.source, slot))
            decided[name] = slot
        elif slot.proposals:
            careful.append(slot)
    revisions = sorted({(layer.origin.resource, layer.origin.revision) for layer in layers})
    return Steps(
        constants=constants,
        constant_keys=keys,
        quick=tuple(quick),
        careful=tuple(careful),
        inputs=plan_inputs(expression for slot in slots for entry in slot.proposals for expression in entry.expressions),
        deciding={name: slot.proposals[0].layer.layer for name, slot in sorted(decided.items())},
        layers_text=dump([[resource, revision] for resource, revision in revisions]),
    )


def _find_only_node(slot: Slot) -> Node | None:
    """Return the node that decides alone, as long as its value is there; None where others may have a part."""
    if slot.name in names.OVERRIDABLE or not slot.proposals:
        return None
    first = slot.proposals[0]
    alone = first.condition is None and (len(slot.proposals) == 1 or not merges(first))
    return first.node if alone else None


def find_lock_problems(layers: Iterable[CompiledLayer], *, replaced: Iterable[CompiledLayer] = ()) -> list[Problem]:
    """Return a problem for each claim that a layer sets, merges into or removes although a lower one locked it.

    `replaced` are lower layers that the first of `layers` replaces as a whole: their locks hold too (DESIGN §5).
    """
    problems: list[Problem] = []
    locked: dict[str, str] = {}
    for layer in replaced:
        locked |= {names.fold(name): layer.layer.word for name in layer.locks}
    lost = dict(locked)
    for layer in layers:
        for name in sorted({*layer.entries, *layer.removes}):
            if names.fold(name) in locked:
                problems.append(_lock_problem(name, locked[names.fold(name)], layer))
                lost.pop(names.fold(name), None)
        problems += [_lock_problem(name, by, layer) for name, by in sorted(lost.items())]
        lost = {}
        locked |= {names.fold(name): layer.layer.word for name in layer.locks}
    return problems


def _located(problem: Problem, layers: Iterable[CompiledLayer]) -> Problem:
    """Return a problem with its place in the layer that it names."""
    for layer in (layer for layer in layers if layer.layer.word == problem.layer):
        if any(paths.member("", name) == problem.path for name in layer.entries):
            return layer.locate(problem)
        if any(paths.member("", name) == problem.path for name in layer.removes):
            return replace(problem, source_field=REMOVED)
    return problem


def _lock_problem(name: str, locked_by: str, layer: CompiledLayer) -> Problem:
    return Problem(
        reason=Reason.CLAIM_LOCKED,
        path=paths.member("", name),
        message=f"The {locked_by.replace('_', ' ')} locks the claim; no later layer may set, remove or replace it.",
        layer=layer.layer.word,
        hint=f"Take it out of this layer, or unlock it in the {locked_by.replace('_', ' ')}.",
    )


def _build_slots(layers: Sequence[CompiledLayer]) -> list[Slot]:
    order = sorted({name for layer in layers for name in layer.entries})
    slots = []
    for name in order:
        proposals: list[Entry] = []
        removed: list[Entry] = []
        for layer in layers:
            if name in layer.removes:
                removed += proposals
                proposals = []
            entry = layer.entries.get(name)
            if entry is not None:
                proposals.append(entry)
        slots.append(Slot(name, tuple(reversed(proposals)), tuple(removed)))
    return slots


def _find_duplicates(slots: Sequence[Slot]) -> list[Problem]:
    """Return a problem for each name that folds to another layer's; the later layer is to blame."""
    first: dict[str, Slot] = {}
    problems = []
    for slot in sorted((slot for slot in slots if slot.proposals), key=lambda slot: (slot.proposals[-1].layer.layer, slot.name)):
        folded = names.fold(slot.name)
        other = first.setdefault(folded, slot)
        if other is not slot:
            problems.append(
                Problem(
                    reason=Reason.DUPLICATE_CLAIM,
                    path=paths.member("", slot.name),
                    message=f"The name is the same as `{other.name}` of a lower layer after case folding.",
                    hint="Rename or remove one of them.",
                    layer=slot.proposals[-1].layer.layer.word,
                )
            )
    return problems


def merges(entry: Entry) -> bool:
    """Tell whether the entry's object is merged into what stands below it."""
    return entry.layer.merge is MergeRule.DEEP_MERGE
