"""Evaluations as people read them: a table, a tree, one sentence.

Owns: how claims, origins, absences and sizes are shown. Never: what they are.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from typing import Any

import typer

from mintmark.ascode.nodes import join, split
from mintmark.cli.state import print_table, printable, time_text, value_text
from mintmark.v1 import error_pb2, evaluation_pb2, template_service_pb2, token_service_pb2


def show_evaluation(evaluation: evaluation_pb2.Evaluation) -> None:
    """Print an evaluation: claims with value, origin and bytes, then what is absent, warnings, problems, totals."""
    payload: dict[str, Any] = json.loads(evaluation.payload) if evaluation.payload else {}
    sizes = {size.name: size.bytes for size in evaluation.size.claims}
    origins = {origin.path: origin for origin in evaluation.origins}
    rows = []
    for name, value in payload.items():
        below = [origin for path, origin in origins.items() if _is_below(path, join("", name))]
        layers = list(dict.fromkeys(_layer(origin.layer) for origin in below))
        rows.append((name, value_text(value), ", ".join(layers), str(sizes.get(name, ""))))
    if rows:
        print_table(("claim", "value", "origin", "bytes"), rows)
    if evaluation.absences:
        typer.echo("")
        print_table(
            ("not in the token", "reason", "layer"),
            [(absence.path, _absence(absence.reason), _layer(absence.layer)) for absence in evaluation.absences],
        )
    _show_totals(evaluation)


def show_tree(evaluation: evaluation_pb2.Evaluation) -> None:
    """Print an evaluation as a tree: each leaf with its value, origin and why it is so, and what is absent where it would stand."""
    rows = list(build_tree(evaluation))
    if rows:
        print_table(("claim", "value", "origin", "bytes", "why"), rows)
    _show_totals(evaluation)


def show_explained(explained: token_service_pb2.ExplainTokenResponse) -> None:
    """Print what a token was made of, as its receipt says, and claim by claim what would be different in it now."""
    receipt = explained.receipt
    if explained.HasField("receipt"):
        typer.echo(printable(f"Issued {time_text(receipt.issue_time)}, until {time_text(receipt.expire_time)}, signed by {receipt.key}."))
        print_table(("made of", "revision"), [(made.name, str(made.revision)) for made in (*receipt.layers, *receipt.records)])
    else:
        typer.echo("No receipt of it was kept: by default only a session's tokens have one (the project's settings.receipt_mode).")
    typer.echo("")
    if explained.differences:
        kinds = template_service_pb2.ClaimChangeKind
        rows = [(one.path, kinds.Name(one.kind).removeprefix("CLAIM_CHANGE_KIND_"), one.cause) for one in explained.differences]
        print_table(("claim", "now", "because"), rows)
    else:
        typer.echo("It would say the same now." if explained.unchanged else "Nothing is known to be different now.")
    for problem in explained.evaluation.problems:
        typer.echo(printable(f"A token is refused now: {problem.path}: {problem.message}"))


def build_tree(evaluation: evaluation_pb2.Evaluation) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield a row for each object and each leaf, present or absent, depth first in order of names; names are indented by depth."""
    payload: dict[str, Any] = json.loads(evaluation.payload) if evaluation.payload else {}
    sizes = {size.name: str(size.bytes) for size in evaluation.size.claims}
    leaves: dict[tuple[str | int, ...], tuple[str, str, str]] = {
        tuple(split(absence.path)): ("", _layer(absence.layer), f"absent: {_absence(absence.reason)}") for absence in evaluation.absences
    }
    for origin in evaluation.origins:
        steps = tuple(split(origin.path))
        leaves[steps] = (value_text(_value(payload, steps)), _layer(origin.layer), _why(origin))
    shown: set[tuple[str | int, ...]] = set()
    for steps in sorted(leaves, key=lambda steps: [str(step) for step in steps]):
        for depth in range(1, len(steps)):
            if steps[:depth] not in shown and steps[:depth] not in leaves:
                shown.add(steps[:depth])
                yield _name(steps[:depth]), "", "", sizes.get(str(steps[0]), "") if depth == 1 else "", ""
        value, layer, why = leaves[steps]
        yield _name(steps), value, layer, sizes.get(str(steps[0]), "") if len(steps) == 1 else "", why


def _name(steps: tuple[str | int, ...]) -> str:
    last = steps[-1]
    return "  " * (len(steps) - 1) + (f"[{last}]" if isinstance(last, int) else last)


def _value(payload: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps:
        payload = payload[step]
    return payload


def _why(origin: evaluation_pb2.Origin) -> str:
    """Say in a few words where a leaf comes from."""
    if _layer(origin.layer) in ("stamp", "client"):
        return ""
    parts = [origin.expression or "constant"]
    if origin.fallback:
        parts.append("fallback")
    parts += [f"{record.name.partition('/')[2].partition('/')[2]} revision {record.revision}" for record in origin.records]
    if origin.overrode:
        parts.append(f"overrides {', '.join(map(_layer, origin.overrode))}")
    return "; ".join(parts)


def _show_totals(evaluation: evaluation_pb2.Evaluation) -> None:
    """Print warnings, problems and sizes."""
    for warning in evaluation.warnings:
        typer.echo(f"warning: {printable(warning.path)}: {printable(warning.message)}", err=True)
    for problem in evaluation.problems:
        hint = f" {problem.hint}" if problem.hint else ""
        typer.echo(f"problem: {printable(problem.path) or '(all)'}: {printable(problem.message)}{hint}", err=True)
    size = evaluation.size
    if size.token_bytes:
        budgets = "; ".join(
            f"{_word(evaluation_pb2.BudgetKind.Name(report.kind), 'BUDGET_KIND_').lower()} has {report.headroom_bytes} of"
            f" {report.limit_bytes} left"
            for report in size.budgets
        )
        typer.echo(f"\n{size.token_bytes} bytes as a token, {size.payload_bytes} of payload; {budgets}.")


def find_leaf(
    evaluation: evaluation_pb2.Evaluation, claim: str
) -> tuple[str, error_pb2.Problem | evaluation_pb2.Origin | evaluation_pb2.Absence] | None:
    """Return what an evaluation says of a claim, and whether that is a problem, an origin or an absence; None if nothing.

    `claim` is its path, or the names on the way to it joined by dots.
    """
    for problem in evaluation.problems:
        if not problem.path or _is_path(problem.path, claim):
            return "problem", problem
    for origin in evaluation.origins:
        if _is_path(origin.path, claim):
            return "origin", origin
    for absence in evaluation.absences:
        if _is_path(absence.path, claim):
            return "absence", absence
    return None


def _is_path(path: str, claim: str) -> bool:
    return claim in (path, ".".join(map(str, split(path))))


def explain_claim(evaluation: evaluation_pb2.Evaluation, claim: str) -> str:
    """Return one sentence on a claim."""
    found = find_leaf(evaluation, claim)
    leaf = found[1] if found is not None else None
    if isinstance(leaf, error_pb2.Problem):
        return f"There is no token: {leaf.message}"
    if isinstance(leaf, evaluation_pb2.Origin):
        return _why_present(leaf)
    if isinstance(leaf, evaluation_pb2.Absence):
        reason = _absence(leaf.reason)
        return f"{leaf.path} is not in the token: {_ABSENT[reason]} ({reason}, {_layer(leaf.layer)})."
    for place in (claim, join("", claim)):
        below = sorted(origin.path for origin in evaluation.origins if _is_below(origin.path, place))
        if below:
            return f"{place} is an object; ask for {', '.join(below)}."
    known = [*(origin.path for origin in evaluation.origins), *(absence.path for absence in evaluation.absences)]
    close = difflib.get_close_matches(claim, [*known, *(path.partition(".")[0] for path in known)], n=1)
    return f"{claim} is not in the token: no layer proposes it.{f' Did you mean {close[0]}?' if close else ''}"


_ABSENT = {
    "CONDITION_FALSE": "its condition is false for this subject",
    "EMPTY_DELETED": "its value came out empty, and the template leaves empty values out",
    "REMOVED": "a later layer removes it",
    "OMITTED_FOR_KIND": "this kind of token does not carry it",
    "NOT_IN_SCOPE": "the scope that brings it was not granted",
    "OVERRIDDEN": "a later layer replaces it",
}


def _why_present(origin: evaluation_pb2.Origin) -> str:
    layer = _layer(origin.layer)
    if layer == "stamp":
        return f"{origin.path} is set by the service itself."
    if layer == "client":
        return f"{origin.path} was sent by the client and is not to be trusted."
    source = f" ({origin.source} revision {origin.source_revision})" if origin.source else ""
    how = f" from {origin.expression}" if origin.expression else ", written there as a constant"
    read = ", ".join(f"{record.name} revision {record.revision}" for record in origin.records)
    fallback = "; its fallback stands in" if origin.fallback else ""
    overrode = f"; it overrides {', '.join(_layer(layer) for layer in origin.overrode)}" if origin.overrode else ""
    return f"{origin.path} comes from the {layer}{source}{how}{f', read from {read}' if read else ''}{fallback}{overrode}."


def _is_below(path: str, place: str) -> bool:
    """Tell whether a path is a place, or leads on from it."""
    return path == place or path.startswith((f"{place}.", f"{place}["))


def _absence(number: int) -> str:
    return _word(evaluation_pb2.AbsenceReason.Name(number), "ABSENCE_REASON_")  # type: ignore[arg-type]


def _layer(number: int) -> str:
    return _word(evaluation_pb2.Layer.Name(number), "LAYER_").lower()  # type: ignore[arg-type]


def _word(name: str, prefix: str) -> str:
    return name.removeprefix(prefix)
