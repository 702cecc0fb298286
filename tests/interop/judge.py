"""The judgement: a run against what is expected, and a run against another language's.

Owns: matching, and making random strings comparable. Never: executing anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.interop.scenarios import Scenario, ScenarioError, substitute

ANY = "<any>"
SHORTEST = 8
"""Random strings are longer than any that is not, as the page token `2`."""
_RANDOM = {"uid", "etag", "jti", "sid", "kid", "x", "y", "n", "publicJwk", "keySet", "token", "secret", "digest", "previousDigest"}
_RANDOM |= {"at_hash", "requestId", "request_id", "nextPageToken", "peer"}
_RANDOM_NAME = re.compile(r"projects/[^/]+/(?:sessions|keys|auditEvents)/([^/]+)")


def judge(scenario: Scenario, outcome: Mapping[str, Any], *, now: int) -> list[str]:
    """Return what is not as expected; empty when all is."""
    problems = [f"the runner stopped: {outcome['failed']}"] if outcome.get("failed") else []
    results = outcome["steps"]
    if not problems and len(results) != len(scenario.steps):
        problems.append(f"{len(results)} results of {len(scenario.steps)} steps")
    for number, (step, expected, result) in enumerate(zip(scenario.steps, scenario.expected, results, strict=False), 1):
        label = f"step {number} ({step.get('call', '').rpartition('/')[2] or next(iter(step))})"
        try:
            wanted = substitute(expected, outcome["captures"], now=now, strict=True)
        except ScenarioError as error:
            problems.append(f"{label}: {error}")
            continue
        problems += [f"{label}: {problem}" for problem in _judge_step(wanted, result)]
    return problems


def normalise(outcome: Mapping[str, Any], prefix: str) -> Any:
    """Return a run's results with random strings numbered in order of appearance, and the project prefix replaced."""
    results = [_sorted(result) for result in outcome["steps"]]
    numbers: dict[str, str] = {}
    for text in _random_strings(results):
        if len(text) >= SHORTEST:
            numbers.setdefault(text, f"<random {len(numbers) + 1}>")
    pattern = re.compile("|".join(map(re.escape, sorted([*numbers, prefix], key=len, reverse=True))))
    return _replaced(results, lambda text: pattern.sub(lambda match: numbers.get(match.group(0), "<prefix>"), text))


def differences(ours: Any, theirs: Any, path: str = "") -> Iterator[str]:
    """Yield where two results differ. An algorithm that one of two libraries does not know can't be compared."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if {"unsupported"} in (set(ours), set(theirs)):
            return
        for key in sorted(set(ours) | set(theirs)):
            yield from differences(ours.get(key, "<absent>"), theirs.get(key, "<absent>"), f"{path}.{key}" if path else key)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(mine, other, f"{path}[{index}]")
    elif ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool):
        yield f"{path}: {_short(ours)} here, {_short(theirs)} there"


def _judge_step(expected: Any, result: Mapping[str, Any]) -> list[str]:
    if expected is None:
        return [f"failed with {_short(result['error'])}"] if "error" in result else []
    if "error" in result and "error" not in expected:
        return [f"failed with {_short(result['error'])}"]
    problems: list[str] = []
    for member, wanted in expected.items():
        match member:
            case "payload":
                problems += _mismatch(wanted.rstrip("\n"), result.get("verified", {}).get("payload"), "payload")
            case "refused":
                problems += _mismatch(wanted, result.get("refused", False), "refused")
            case "verified_where_known":
                problems += [] if "unsupported" in result else _mismatch(wanted, result.get("verified"), "verified")
            case "absent":
                problems += [f"{path} is there" for path in wanted if _find(result, path) is not None]
            case "response" | "responses" | "error" | "verified" | "http":
                problems += _mismatch(wanted, result.get(member), member)
            case _:
                problems.append(f"nothing is known about expecting `{member}`")
    return problems


def _mismatch(wanted: Any, actual: Any, path: str) -> list[str]:
    if wanted == ANY:
        return [f"{path} is absent"] if actual in (None, "") else []
    if isinstance(wanted, dict) and isinstance(actual, dict):
        return [problem for key, value in wanted.items() for problem in _mismatch(value, actual.get(key), f"{path}.{key}")]
    if isinstance(wanted, list) and isinstance(actual, list) and len(wanted) == len(actual):
        pairs = enumerate(zip(wanted, actual, strict=True))
        return [problem for index, (value, other) in pairs for problem in _mismatch(value, other, f"{path}[{index}]")]
    if wanted == actual and isinstance(wanted, bool) == isinstance(actual, bool):
        return []
    return [f"{path} is {_short(actual)}, expected {_short(wanted)}"]


def _find(node: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(node, list) and part.isdecimal() and int(part) < len(node):
            node = node[int(part)]
        elif isinstance(node, dict):
            node = node.get(part)
        else:
            return None
    return node


def _random_strings(node: Any, key: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        for name, member in node.items():
            yield from _random_strings(member, name)
    elif isinstance(node, list):
        for member in node:
            yield from _random_strings(member, key)
    elif isinstance(node, str):
        if key in _RANDOM and node:
            yield node
        for match in _RANDOM_NAME.finditer(node):
            yield match.group(1)
        if key == "payload" and node.startswith("{"):
            yield from _random_strings(json.loads(node))


def _replaced(node: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(node, dict):
        return {replace(key): _replaced(member, replace) for key, member in node.items()}
    if isinstance(node, list):
        return [_replaced(member, replace) for member in node]
    return replace(node) if isinstance(node, str) else node


def _sorted(node: Any) -> Any:
    """Return the node with members in order, so that the first appearance is the same whatever order a printer chose."""
    if isinstance(node, dict):
        return {key: _sorted(node[key]) for key in sorted(node)}
    if isinstance(node, list):
        return [_sorted(member) for member in node]
    return node


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else text[:300] + "…"
