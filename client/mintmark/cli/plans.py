"""Plans, findings and outcomes as people read them.

Owns: printing of configuration as code. Never: deciding anything.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

import typer

from mintmark.ascode.apply import ApplyError
from mintmark.ascode.compare import Change
from mintmark.ascode.findings import Finding
from mintmark.ascode.kinds import OWNER_LABEL
from mintmark.ascode.plan import Action, Plan, Stale, Step
from mintmark.cli.state import printable

_SIGNS = {Action.CREATE: "+", Action.UPDATE: "~", Action.DELETE: "-"}
_PAST = {Action.CREATE: "created", Action.UPDATE: "updated", Action.DELETE: "deleted"}


def show_plan(plan: Plan) -> None:
    """Print what would change, field by field, and what would not be touched."""
    for step in plan.steps:
        typer.echo(printable(f"{_SIGNS[step.action]} {step.name}{f'  ({step.place})' if step.place else ''}"))
        for line in change_lines(step.changes):
            typer.echo(printable(f"    {line}"))
        typer.echo("")
    for wait in dict.fromkeys(wait for step in plan.steps for wait in step.waits):
        waiting = ", ".join(step.name for step in plan.steps if wait in step.waits)
        typer.echo(printable(f"Checked only when it is applied, because {wait}: {waiting}"))
    if plan.kept:
        typer.echo(printable(f"Not in the files any more, and kept (--prune deletes them): {', '.join(plan.kept)}"))
    if plan.unmarked:
        names = ", ".join(plan.unmarked)
        typer.echo(printable(f"As described, but not marked as made by apply (--adopt marks them; --prune never deletes them): {names}"))
    for unread in plan.unread:
        typer.echo(printable(f"May not be read, so nothing of it is pruned: {unread}"))
    counts = {action: sum(step.action is action for step in plan.steps) for action in Action}
    if plan.steps:
        typer.echo(f"Plan: {counts[Action.CREATE]} to create, {counts[Action.UPDATE]} to update, {counts[Action.DELETE]} to delete.")
    else:
        typer.echo("No changes: the service has what the files say.")


def show_done(step: Step, *, partly: bool) -> None:
    """Print that a step is done, or its first part."""
    typer.echo(printable(f"{_PAST[step.action]} {step.name}{', without what refers to others' if partly else ''}"))


def show_findings(findings: Iterable[Finding]) -> None:
    """Print what is wrong in files, each with its place, path and hint."""
    for finding in findings:
        reason = f"{finding.reason}: " if finding.reason else ""
        path = f"{finding.path}: " if finding.path else ""
        print(printable(f"{finding.place}: {path}{reason}{finding.message}"), file=sys.stderr)
        if finding.hint:
            print(printable(f"    {finding.hint}"), file=sys.stderr)


def show_stale(stale: Iterable[Stale]) -> None:
    """Print what changed since the plan was made."""
    print("ABORTED: the plan is stale; nothing more is changed. Plan anew.", file=sys.stderr)
    for one in stale:
        print(printable(f"  {one.name} {one.what}"), file=sys.stderr)
        for line in change_lines(one.changes):
            print(printable(f"      {line}"), file=sys.stderr)


def show_rest(error: ApplyError) -> None:
    """Print what was done before a failure, and what was not."""
    print(printable(f"Stopped at: {error.failed.action} {error.failed.name}"), file=sys.stderr)
    for step in error.done:
        print(printable(f"  done: {step.action} {step.name}"), file=sys.stderr)
    if error.partly:
        print(printable(f"  partly done: {error.failed.action} {error.failed.name}, without what refers to others"), file=sys.stderr)
    for step in error.left:
        print(printable(f"  not done: {step.action} {step.name}"), file=sys.stderr)
    print("What is done stays. Apply again to go on.", file=sys.stderr)


def change_lines(changes: Iterable[Change]) -> Iterable[str]:
    """Yield a line for each change; the owner's mark, which each write brings, is left out."""
    for change in changes:
        if change.path.startswith("labels") and OWNER_LABEL in change.path and change.before is None:
            continue
        if change.before is None:
            yield f"+ {change.path}: {change.after}"
        elif change.after is None:
            yield f"- {change.path}: {change.before}"
        else:
            yield f"~ {change.path}: {change.before} -> {change.after}"
