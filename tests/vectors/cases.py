"""Claims cases as data: reading them, and comparing what came out (format: tests/vectors/design/README.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent
LAYERS = ("project_template", "application_template", "flow")
STAMPS = frozenset(
    [
        "iss",
        "exp",
        "iat",
        "nbf",
        "jti",
        "drn",
        "sid",
        "dct",
        "dsub",
        "nsec",
        "tenants",
        "roles",
        "permissions",
        "rexp",
        "su",
        "act",
        "may_act",
        "cnf",
        "azp",
        "nonce",
        "auth_time",
        "acr",
        "at_hash",
        "c_hash",
        "scope",
        "client_id",
        "aud",
        "amr",
        "sub",
    ]
)
DEFAULT_USER = {"id": "U1", "email": "ada@example.com", "name": "Ada Lovelace"}


@dataclass(frozen=True)
class Case:
    """One case."""

    source: Path
    data: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.source.stem}: {self.data['name']}"


@dataclass
class Outcome:
    """What one step gave: a payload with its explanation, or problems (dictionaries of what the errors say)."""

    payload: dict[str, Any] | None = None
    origins: dict[str, str] = field(default_factory=dict)
    absences: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    write_error: list[dict[str, Any]] = field(default_factory=list)
    issue_error: list[dict[str, Any]] = field(default_factory=list)


def load_cases(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.rglob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text("utf-8")):
            yield Case(path, expand(document))


def expand(case: dict[str, Any]) -> dict[str, Any]:
    """Carry out `generate_claims`, `NAME_repeat` and `value_repeat`."""
    for layer in case.get("layers", {}).values():
        _expand_layer(layer)
    for record in [case.get("user"), case.get("access_key"), *case.get("tenants", [])]:
        attributes = (record or {}).get("custom_attributes", {})
        for name in [name for name in attributes if name.endswith("_repeat")]:
            repeat = attributes.pop(name)
            attributes[repeat["into"]] = repeat["text"] * repeat["times"]
    return case


def _expand_layer(layer: dict[str, Any]) -> None:
    claims = layer.setdefault("claims", {})
    if generate := layer.pop("generate_claims", None):
        members = {f"{generate['prefix']}{index}": 1 for index in range(generate["count"])}
        if "under" in generate:
            claims |= {name: dict(members) for name in generate["under"]}
        else:
            claims |= members
    if repeat := layer.pop("value_repeat", None):
        *parents, last = repeat["path"].split(".")
        target = claims
        for parent in parents:
            target = target[parent]
        target[last] = repeat["text"] * repeat["times"]


def compact(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def compare(expect: dict[str, Any], outcome: Outcome) -> list[str]:
    """Return what differs from what the case expects."""
    found: list[str] = []
    for kind in ("write_error", "issue_error"):
        _compare_problems(kind, expect.get(kind, []), getattr(outcome, kind), found)
    if expect.get("write_error") or expect.get("issue_error"):
        return found
    if outcome.payload is None:
        return [*found, "there is no payload"]
    claims = {name: value for name, value in outcome.payload.items() if name not in STAMPS}
    if "claims" in expect and compact(claims) != compact(expect["claims"]):
        found.append(f"claims {compact(claims)} != {compact(expect['claims'])}")
    for name, value in expect.get("stamps", {}).items():
        wanted = outcome.payload["iss"] if value == "$iss" else value
        if name not in outcome.payload or compact(outcome.payload[name]) != compact(wanted):
            found.append(f"stamp {name}: {compact(outcome.payload.get(name))} != {compact(wanted)}")
    found += [f"{name} is in the payload" for name in expect.get("absent", []) if name in outcome.payload]
    for path, layer in expect.get("origins", {}).items():
        if outcome.origins.get(path) != layer:
            found.append(f"origin of {path}: {outcome.origins.get(path)} != {layer}")
    for path, reason in expect.get("absences", {}).items():
        if outcome.absences.get(path) != reason:
            found.append(f"absence of {path}: {outcome.absences.get(path)} != {reason}")
    if outcome.warnings != expect.get("warnings", outcome.warnings):
        found.append(f"warnings {outcome.warnings}")
    return found


def _compare_problems(kind: str, wanted: list[dict[str, Any]], actual: list[dict[str, Any]], found: list[str]) -> None:
    if len(wanted) != len(actual):
        found.append(f"{kind}: {actual} != {wanted}")
        return
    for expected, problem in zip(wanted, actual, strict=True):
        differing = {key: problem.get(key) for key, value in expected.items() if problem.get(key) != value}
        if differing:
            found.append(f"{kind}: {differing} != {expected}")
