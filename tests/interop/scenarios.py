"""The scenarios as data: read, expanded for one language's run, split into what a runner gets and what is expected.

Owns: the YAML's short forms. README.md describes them.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "scenarios.yaml"
PACKAGE = "mintmark.v1."
_VARIABLE = re.compile(r"\$\{([^}]+)\}")
_SCENARIO = {"name", "about", "setup", "template", "template_fields", "steps"}
_STEP = {"call", "verify", "http", "request", "requests", "take", "timeout_ms", "credential", "capture", "expect"}


class ScenarioError(Exception):
    """The file is not in the documented form."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One scenario of one run: `steps` for the runner, `expected` beside them for the judge."""

    name: str
    steps: list[dict[str, Any]]
    expected: list[dict[str, Any] | None]


def load(path: Path = FILE) -> dict[str, Any]:
    """Read the file. Raises: ScenarioError."""
    document = yaml.safe_load(path.read_text())
    names = [scenario.get("name") for scenario in document["scenarios"]]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or None in names:
        raise ScenarioError(f"Scenarios need names of their own; these stand twice: {twice}.")
    return dict(document)


def expand(document: Mapping[str, Any], *, prefix: str, variables: Mapping[str, str], now: int) -> list[Scenario]:
    """Return the scenarios with everything in place but the captures. Raises: ScenarioError."""
    return [_expand(scenario, document["setups"], prefix, variables, now) for scenario in document["scenarios"]]


def substitute(node: Any, variables: Mapping[str, str], *, now: int, strict: bool = False) -> Any:
    """Replace `${name}` in all texts; what is not known stays, unless `strict`. Raises: ScenarioError."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name.startswith("now"):
            return str(now + int(name[3:] or 0))
        if name not in variables and strict:
            raise ScenarioError(f"Nothing is called {name}.")
        return variables.get(name, match.group(0))

    if isinstance(node, str):
        return _VARIABLE.sub(value, node)
    if isinstance(node, dict):
        return {_VARIABLE.sub(value, key): substitute(member, variables, now=now, strict=strict) for key, member in node.items()}
    if isinstance(node, list):
        return [substitute(member, variables, now=now, strict=strict) for member in node]
    return node


def _expand(scenario: dict[str, Any], setups: Mapping[str, Any], prefix: str, variables: Mapping[str, str], now: int) -> Scenario:
    name = scenario["name"]
    if unknown := set(scenario) - _SCENARIO:
        raise ScenarioError(f"{name}: unknown members {sorted(unknown)}.")
    project_id = f"{prefix}-{name}"
    project = f"projects/{project_id}"
    known = {**variables, "project_id": project_id, "project": project, "issuer": f"{variables['http']}/{project}"}
    known["uuid"] = str(uuid.uuid5(uuid.NAMESPACE_URL, known["issuer"]))
    steps = [step for setup in scenario.get("setup", ["basic"]) for step in setups[setup]]
    if "template" in scenario:
        steps += _template_steps(scenario["template"], scenario.get("template_fields", {}))
    steps += scenario["steps"]
    for step in steps:
        if unknown := set(step) - _STEP:
            raise ScenarioError(f"{name}: unknown members {sorted(unknown)} of a step.")
    placed = [_full(substitute(step, known, now=now)) for step in steps]
    return Scenario(
        name=name,
        steps=[{key: value for key, value in step.items() if key != "expect"} for step in placed],
        expected=[step.get("expect") for step in placed],
    )


def _full(step: dict[str, Any]) -> dict[str, Any]:
    if "call" in step and not step["call"].startswith(PACKAGE):
        return {**step, "call": PACKAGE + step["call"]}
    return step


def _template_steps(claims: Any, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    template = {"kind": "TEMPLATE_KIND_USER", "source": {"advanced": json.dumps(claims, ensure_ascii=False)}, **fields}
    member = "accessKeyTemplate" if template["kind"] == "TEMPLATE_KIND_ACCESS_KEY" else "userTemplate"
    settings = {member: "${project}/templates/default"}
    return [
        {"call": "TemplateService/CreateTemplate", "request": {"parent": "${project}", "templateId": "default", "template": template}},
        {
            "call": "ProjectService/UpdateProject",
            "request": {"project": {"name": "${project}", "settings": settings}, "updateMask": f"settings.{member}"},
        },
    ]
