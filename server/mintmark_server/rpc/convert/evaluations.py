"""Evaluations and issued tokens, in the view that was asked for.

Owns: their messages, and those of problems. Never: what an evaluation finds out (claims).

What is said of kept claims (claims.settled) is the same each time, so it is kept as bytes of the message and merged into the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from mintmark.v1 import error_pb2, evaluation_pb2, template_service_pb2

from mintmark_server.claims.evaluate import Evaluation
from mintmark_server.claims.explain import Explanation, explain
from mintmark_server.claims.kinds import BudgetKind, Layer, TokenKind
from mintmark_server.errors import Problem
from mintmark_server.rpc.convert.values import enum_to_proto
from mintmark_server.tokens.assessment import Assessment
from mintmark_server.tokens.differences import ChangeKind
from mintmark_server.tokens.issued import IssuedToken
from mintmark_server.tokens.sizes import TokenSize

FULL: Final = evaluation_pb2.EVALUATION_VIEW_FULL
SIZES: Final = evaluation_pb2.EVALUATION_VIEW_SIZES
KINDS: Final = {kind: evaluation_pb2.TokenKind.Value(f"TOKEN_KIND_{kind.value}") for kind in TokenKind}
CHANGE_KINDS: Final = {kind: template_service_pb2.ClaimChangeKind.Value(f"CLAIM_CHANGE_KIND_{kind.value}") for kind in ChangeKind}
_LAYERS: Final = {layer: evaluation_pb2.Layer.Value(f"LAYER_{layer.name}") for layer in Layer}
_BUDGETS: Final = {kind: evaluation_pb2.BudgetKind.Value(f"BUDGET_KIND_{kind.value}") for kind in BudgetKind}


def problem_to_proto(problem: Problem) -> error_pb2.Problem:
    """Return a problem's message."""
    return error_pb2.Problem(
        reason=error_pb2.ErrorReason.Value(f"ERROR_REASON_{problem.reason.value}"),
        path=problem.path,
        message=problem.message,
        hint=problem.hint,
        suggestion=problem.suggestion,
        limit=problem.limit,
        actual=problem.actual,
        layer=problem.layer,
        line=problem.line,
        column=problem.column,
        source_field=problem.source_field,
    )


def problems_to_proto(problems: Iterable[Problem]) -> list[error_pb2.Problem]:
    """Return problems in code-point order of their paths."""
    return [problem_to_proto(problem) for problem in sorted(problems, key=lambda problem: (problem.path, problem.reason))]


def assessment_to_proto(assessment: Assessment, view: int, target: evaluation_pb2.Evaluation) -> None:
    """Write an evaluation in a view: BASIC has totals, warnings and digest; SIZES bytes per claim; FULL everything."""
    evaluation = assessment.evaluation
    if view in (SIZES, FULL):
        _details_to_proto(evaluation, view, target)
    if view == FULL:
        target.payload = evaluation.payload
    printed = assessment.size.printed
    if not printed:
        printed.append(_print_size(assessment.size))
    target.size.MergeFromString(printed[0])
    target.digest = assessment.digest
    for warning in assessment.warnings:
        reason = enum_to_proto(evaluation_pb2.WarningReason, warning.reason, "WARNING_REASON")
        target.warnings.add(reason=reason, path=warning.path, message=warning.message)
    if assessment.problems:
        target.problems.extend(problems_to_proto(assessment.problems))


def issued_to_proto(issued: IssuedToken, view: int, target: evaluation_pb2.IssuedToken) -> None:
    """Write an issued token."""
    assessment = issued.assessment
    target.token = issued.token
    target.kind = KINDS[assessment.evaluation.kind]
    target.expire_time.seconds = assessment.evaluation.snapshot.stamps.expires_at
    target.jti = issued.jti
    target.key = issued.key
    assessment_to_proto(assessment, view, target.evaluation)


def _details_to_proto(evaluation: Evaluation, view: int, target: evaluation_pb2.Evaluation) -> None:
    """Write bytes per claim, and in the view FULL origins and absences."""
    sizes = evaluation.claim_sizes()
    explanation = explain(evaluation) if view == FULL else None
    if evaluation.frame is None:
        _write_details(sizes, explanation, target)
        return
    printed: dict[int, tuple[Any, Any, bytes]] = evaluation.frame.printed
    kept = printed.get(view)
    if kept is None or kept[0] is not sizes or kept[1] is not explanation:
        details = evaluation_pb2.Evaluation()
        _write_details(sizes, explanation, details)
        kept = printed[view] = (sizes, explanation, details.SerializeToString(deterministic=True))
        evaluation.frame.charge(kept[2])
    target.MergeFromString(kept[2])


def _write_details(sizes: Iterable[tuple[str, int]], explanation: Explanation | None, target: evaluation_pb2.Evaluation) -> None:
    for name, size in sizes:
        target.size.claims.add(name=name, bytes=size)
    if explanation is None:
        return
    for origin in explanation.origins:
        message = target.origins.add(
            path=origin.path,
            layer=_LAYERS[origin.layer],
            source=origin.source,
            source_revision=origin.source_revision,
            expression=origin.expression,
            fallback=origin.fallback,
            overrode=[_LAYERS[layer] for layer in origin.overrode],
        )
        for record in origin.records:
            message.records.add(root=record.root, name=record.name, revision=record.revision)
    for absence in explanation.absences:
        reason = enum_to_proto(evaluation_pb2.AbsenceReason, absence.reason, "ABSENCE_REASON")
        target.absences.add(path=absence.path, reason=reason, layer=_LAYERS[absence.layer])


def _print_size(size: TokenSize) -> bytes:
    message = evaluation_pb2.TokenSize(token_bytes=size.token_bytes, payload_bytes=size.payload_bytes)
    for report in size.budgets:
        message.budgets.add(
            kind=_BUDGETS[report.kind],
            limit_bytes=report.limit_bytes,
            actual_bytes=report.actual_bytes,
            headroom_bytes=report.headroom_bytes,
            enforced=report.enforced,
        )
    return message.SerializeToString(deterministic=True)
