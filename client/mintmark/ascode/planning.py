"""From files and a service to a plan.

Owns: the steps of planning, and the dry run of deletes. Never: changing anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mintmark.ascode.current import read_current
from mintmark.ascode.desired import Desired
from mintmark.ascode.findings import DocumentsError, Finding, Place
from mintmark.ascode.kinds import kind_of
from mintmark.ascode.plan import Action, Plan, Step, decide_plan, find_conflicts
from mintmark.ascode.preflight import Preflight
from mintmark.client import Client
from mintmark.errors import ResourceInUseError


def make_plan(client: Client, desired: Sequence[Desired], *, owner: str, prune: bool, adopt: bool) -> Plan:
    """Read the service's state, ask it about each change, and decide. Raises: DocumentsError with all problems, MintmarkError."""
    current = read_current(client, [one.name for one in desired])
    _check_projects(desired, current.resources)
    preflight = Preflight(client, current.resources, desired, owner)
    checked = {one.name: preflight.check(one) for one in desired}
    plan = decide_plan(desired, current.resources, checked, owner=owner, prune=prune, adopt=adopt, unread=current.unread if prune else ())
    deadlocks = preflight.find_deadlocks({step.name for step in plan.steps})
    findings = [*preflight.findings, *deadlocks, *find_conflicts(desired, current.resources, plan), *_find_users(client, plan)]
    if findings:
        raise DocumentsError(findings)
    return plan


def _check_projects(desired: Sequence[Desired], current: Any) -> None:
    described = {one.name for one in desired}
    findings = [
        Finding(
            one.node.place,
            "name",
            f"{one.project} does not exist, or may not be seen, and no file describes it.",
            "Say which project with --project, or add a document with `name: projects/-`.",
        )
        for one in desired
        if one.project not in current and one.project not in described
    ]
    if findings:
        raise DocumentsError(findings)


def _find_users(client: Client, plan: Plan) -> list[Finding]:
    """Return findings of deletes that resources outside of the plan stand in the way of."""
    changed = {step.name for step in plan.steps}
    findings = []
    for step in plan.steps:
        if step.action is Action.DELETE:
            users = _ask_users(client, plan, step)
            foreign = [name for name in users if name not in changed]
            if foreign:
                message = f"{step.name} can't be deleted: it is in use by {', '.join(foreign)}."
                findings.append(Finding(Place(step.name), "", message, "Change those first, or describe it again.", "RESOURCE_IN_USE"))
    return findings


def _ask_users(client: Client, plan: Plan, step: Step) -> list[str]:
    kind, seen = kind_of(step.name), plan.seen[step.name]
    assert seen is not None
    try:
        kind.call(client, "Delete", kind.request("Delete", name=step.name, etag=seen.etag, validate_only=True))
    except ResourceInUseError as error:
        return error.details.metadata.get("users", "").split(",")
    return []
