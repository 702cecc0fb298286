"""A plan in a file.

Owns: plans to JSON and back. Never: whether a plan is still fresh (plan).
"""

from __future__ import annotations

import json
from typing import Any, Final

from google.protobuf import json_format

from mintmark.ascode.compare import Change
from mintmark.ascode.kinds import kind_of
from mintmark.ascode.plan import Action, Plan, Step

VERSION: Final = 1
MAX_PLAN_BYTES: Final = 64 << 20


class PlanFileError(Exception):
    """The file holds no plan that this version reads."""


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON."""
    return {
        "version": VERSION,
        "owner": plan.owner,
        "steps": [
            {
                "action": step.action.value,
                "name": step.name,
                "place": step.place,
                "changes": [{"path": change.path, "before": change.before, "after": change.after} for change in step.changes],
                "waits": list(step.waits),
                "after": _to_json(step.after),
            }
            for step in plan.steps
        ],
        "seen": {name: _to_json(resource) for name, resource in plan.seen.items()},
        "projects": dict(plan.projects),
        "kept": list(plan.kept),
        "unmarked": list(plan.unmarked),
        "unread": list(plan.unread),
    }


def plan_from_text(text: str) -> Plan:
    """Return the plan of a file. Raises: PlanFileError."""
    try:
        document = json.loads(text)
        if document["version"] != VERSION:
            raise PlanFileError(f"The plan has version {document['version']!r}; this reads {VERSION}. Plan anew.")
        return Plan(
            owner=document["owner"],
            steps=tuple(_step(step) for step in document["steps"]),
            seen={name: _from_json(name, resource) for name, resource in document["seen"].items()},
            projects=document["projects"],
            kept=tuple(document["kept"]),
            unmarked=tuple(document["unmarked"]),
            unread=tuple(document["unread"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, json_format.ParseError) as error:
        raise PlanFileError("The file holds no plan: it is not what `mintmark plan --out` wrote.") from error


def _step(document: dict[str, Any]) -> Step:
    return Step(
        action=Action(document["action"]),
        name=document["name"],
        after=_from_json(document["name"], document["after"]),
        changes=tuple(Change(change["path"], change["before"], change["after"]) for change in document["changes"]),
        waits=tuple(document["waits"]),
        place=document["place"],
    )


def _to_json(message: Any | None) -> Any:
    return None if message is None else json_format.MessageToDict(message, preserving_proto_field_name=True)


def _from_json(name: str, document: Any) -> Any | None:
    return None if document is None else json_format.ParseDict(document, kind_of(name).message())
