"""What has to change: a pure function of the files, the service's state and what the service would store.

Owns: `Plan`, deciding it, and whether it is still fresh. Never: calls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mintmark.ascode.compare import OWNER_PATH, Change, find_changes
from mintmark.ascode.desired import Desired, mentions_attribute, references
from mintmark.ascode.findings import Finding
from mintmark.ascode.kinds import ATTRIBUTE, KINDS, OWNER_LABEL, PROJECT, kind_of, project_of
from mintmark.ascode.nodes import split
from mintmark.ascode.preflight import Checked, labelled


class Action(StrEnum):
    """What happens to a resource."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One resource's change. `after` is what is sent, None for a delete; `waits` could not be checked before."""

    action: Action
    name: str
    after: Any | None
    changes: tuple[Change, ...]
    waits: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Steps in the order in which they are done, and what they were decided on.

    `seen`: the service's state of each resource that is described or deleted, None where there was none. `projects`: uids of projects that
    are not described. `kept`: owned, gone from the files, and not pruned. `unmarked`: as described, but without the owner's mark.
    `unread`: collections that the caller may not read.
    """

    owner: str
    steps: tuple[Step, ...]
    seen: Mapping[str, Any | None]
    projects: Mapping[str, str]
    kept: tuple[str, ...] = ()
    unmarked: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stale:
    """A resource that is not any more what the plan saw."""

    name: str
    what: str
    changes: tuple[Change, ...]


def decide_plan(
    desired: Sequence[Desired],
    current: Mapping[str, Any],
    checked: Mapping[str, Checked],
    *,
    owner: str,
    prune: bool,
    adopt: bool,
    unread: tuple[str, ...] = (),
) -> Plan:
    """Decide what has to change. A missing owner's mark alone is no change, unless it is to be adopted."""
    steps: list[Step] = []
    unmarked: list[str] = []
    for one in desired:
        before, after = current.get(one.name), checked[one.name]
        changes = find_changes(before, after.message, canonical=after.canonical)
        action = Action.CREATE if before is None else Action.UPDATE
        marks = [change for change in changes if change.path == OWNER_PATH]
        if before is not None and len(changes) == len(marks) and not adopt:
            unmarked += [one.name] if marks else []
            continue
        if changes or before is None:
            step = Step(
                action=action,
                name=one.name,
                after=labelled(one, owner),
                changes=changes,
                waits=after.waits,
                place=str(one.node.place),
            )
            steps.append(step)
    described = {one.name for one in desired}
    projects = {one.project for one in desired}
    gone = [
        name
        for name, resource in current.items()
        if name not in described
        and project_of(name) in projects
        and kind_of(name) is not PROJECT
        and resource.labels.get(OWNER_LABEL) == owner
    ]
    gone.sort(key=lambda name: (-_rank(name), name))
    if prune:
        steps += [Step(action=Action.DELETE, name=name, after=None, changes=find_changes(current[name], None)) for name in gone]
    return Plan(
        owner=owner,
        steps=tuple(steps),
        seen={name: current.get(name) for name in [*sorted(described), *(gone if prune else ())]},
        projects={name: current[name].uid for name in sorted(projects - described)},
        kept=() if prune else tuple(gone),
        unmarked=tuple(unmarked),
        unread=unread,
    )


def find_conflicts(desired: Sequence[Desired], current: Mapping[str, Any], plan: Plan) -> list[Finding]:
    """Return findings of files that contradict the plan or the service: what they name is deleted, a client id is another's."""
    deleted = {step.name for step in plan.steps if step.action is Action.DELETE}
    findings = []
    for one in desired:
        named = [(path, name) for path, name in references(one.message) if name in deleted]
        said = str(one.message)
        named += [("", name) for name in deleted if kind_of(name) is ATTRIBUTE and mentions_attribute(said, name)]
        for path, name in named:
            place = one.node.find(split(path))[0].place
            message = f"{name} would be deleted: no file describes it, and an earlier apply made it."
            findings.append(Finding(place, path, message, "Describe it, or don't use it here.", "RESOURCE_IN_USE"))
    described = {one.name: one for one in desired}
    taken = {
        (project_of(name), resource.client_id): name
        for name, resource in current.items()
        if getattr(resource, "client_id", "") and name not in described and name not in deleted
    }
    for one in desired:
        other = taken.get((one.project, getattr(one.message, "client_id", "")))
        if other is not None:
            message = f"{other} has this client id."
            findings.append(Finding(one.node.place, "client_id", message, "A client id is unique in its project.", "ALREADY_EXISTS"))
    return findings


def find_stale(plan: Plan, current: Mapping[str, Any]) -> tuple[Stale, ...]:
    """Return what changed since the plan was made."""
    stale = [
        Stale(name, "is not the project that it was", ())
        for name, uid in plan.projects.items()
        if name not in current or current[name].uid != uid
    ]
    for name, seen in plan.seen.items():
        now = current.get(name)
        if seen is None and now is None:
            continue
        if seen is None or now is None:
            what = "was made meanwhile" if seen is None else "was deleted meanwhile"
            stale.append(Stale(name, what, find_changes(seen, now)))
        elif now.etag != seen.etag:
            what = "was made anew meanwhile" if now.uid != seen.uid else "changed meanwhile"
            stale.append(Stale(name, what, find_changes(seen, now)))
    return tuple(stale)


def _rank(name: str) -> int:
    return [kind.collection for kind in KINDS].index(kind_of(name).collection)
