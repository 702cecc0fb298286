"""The flow's context: its bounds, and what of it is kept.

Owns: checking and pruning what a flow collected (DESIGN §4). Never: evaluating it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mintmark_server.claims import paths
from mintmark_server.claims.jsontext import dump
from mintmark_server.claims.measure import count_values
from mintmark_server.claims.notation import parse_constant
from mintmark_server.claims.roots import Path
from mintmark_server.claims.values import Json
from mintmark_server.errors import Problem, Reason
from mintmark_server.limits import MAX_CAPTURED_VALUES, MAX_CONTEXT_BYTES, MAX_CONTEXT_ELEMENTS


def find_context_problems(context: Mapping[str, Json]) -> list[Problem]:
    """Return what is too large, or no claim value, in a flow's context."""
    if not context:
        return []
    problems: list[Problem] = []
    for root, value in context.items():
        path = f"flow_context.{root}"
        problems += parse_constant(value, path)[1]
        _find_wide(value, path, problems)
    size = len(dump(context).encode()) if not problems else 0
    if size > MAX_CONTEXT_BYTES:
        message = f"The flow's context has {size} bytes; at most {MAX_CONTEXT_BYTES} are allowed."
        problems.append(Problem(reason=Reason.INPUT_TOO_LARGE, path="flow_context", message=message, limit=MAX_CONTEXT_BYTES, actual=size))
    return problems


def find_captured_problems(captured: Mapping[str, Json]) -> list[Problem]:
    """Return what is too large of what a flow's claims read."""
    actual = count_values(captured)
    if actual <= MAX_CAPTURED_VALUES:
        return []
    message = f"What the flow's claims read of its context has {actual} values; at most {MAX_CAPTURED_VALUES} are allowed."
    hint = "Read less of it: a member in place of the whole object."
    limit = MAX_CAPTURED_VALUES
    return [Problem(reason=Reason.INPUT_TOO_LARGE, path="flow_context", message=message, hint=hint, limit=limit, actual=actual)]


def _find_wide(value: Json, path: str, problems: list[Problem]) -> None:
    if not isinstance(value, list | dict):
        return
    if len(value) > MAX_CONTEXT_ELEMENTS:
        message = f"{len(value)} elements; at most {MAX_CONTEXT_ELEMENTS} are allowed in one list or object."
        limit, actual = MAX_CONTEXT_ELEMENTS, len(value)
        problems.append(Problem(reason=Reason.INPUT_TOO_LARGE, path=path, message=message, limit=limit, actual=actual))
        return
    if isinstance(value, dict):
        for key, item in value.items():
            _find_wide(item, paths.member(path, key), problems)
    else:
        for index, item in enumerate(value):
            _find_wide(item, paths.element(path, index), problems)


def keep_captured(context: Mapping[str, Json], captures: Iterable[Path]) -> dict[str, Json]:
    """Return the context with the captured paths, and nothing else.

    Above an absent path what stands there stays: an object an object (without its members), a scalar a scalar. So `has()` answers the
    same at every later evaluation.
    """
    kept: dict[str, Json] = {}
    for path in sorted(captures):
        source: Json = dict(context)
        target = kept
        for depth, step in enumerate(path, 1):
            if not isinstance(source, dict) or step not in source:
                break
            source = source[step]
            if depth == len(path) or not isinstance(source, dict):
                target.setdefault(step, source)
                break
            below = target.setdefault(step, {})
            if below is source:
                break  # A shorter captured path keeps all of it.
            assert isinstance(below, dict)
            target = below
    return kept
