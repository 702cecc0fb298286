"""Commands of templates beyond the standard ones: create from a file or starter, validate, revisions, diff, rollback, plan, starters.

Owns: showing what the service says of a template's life. Never: what a change means.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mintmark.ascode.compare import find_changes
from mintmark.ascode.desired import Desired
from mintmark.ascode.export import to_document
from mintmark.ascode.kinds import TEMPLATE
from mintmark.ascode.preflight import locate
from mintmark.ascode.yamltext import write_yaml
from mintmark.cli.plans import change_lines
from mintmark.cli.state import (
    Output,
    State,
    fill,
    fill_from,
    list_records,
    print_message,
    print_messages,
    print_table,
    printable,
    read_node,
    time_text,
)
from mintmark.client import Client
from mintmark.errors import Problem, RefusedError, read_problem
from mintmark.v1 import attribute_pb2, error_pb2, template_pb2, template_service_pb2

CHANGES = 500
"""Changes that a plan sends in one message."""
LONG_SECONDS = 24 * 3_600
"""A plan over all subjects may take as long as it takes; it can be interrupted."""
FileOption = Annotated[Path, typer.Option("--file", "-f", help="JSON or YAML with the template; - is standard input.")]
NameArgument = Annotated[str, typer.Argument(help="Id or resource name.")]


def add_commands(group: typer.Typer) -> None:
    """Add the commands."""
    for command in (create, validate, revisions, diff, rollback, plan, starters, starter):
        group.command()(command)


def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The new id.")],
    file: Annotated[Path | None, typer.Option("--file", "-f", help="JSON or YAML with the template; - is standard input.")] = None,
    from_starter: Annotated[str, typer.Option("--starter", help="A starter template, as it is, instead.")] = "",
    validate_only: Annotated[bool, typer.Option("--validate-only", help="Check, and store nothing.")] = False,
) -> None:
    """Create one from a file, or from a starter template."""
    state: State = context.obj
    if (file is None) == (not from_starter):
        raise typer.BadParameter("Give a --file or a --starter.")
    request = template_service_pb2.CreateTemplateRequest(parent=state.parent, template_id=name, validate_only=validate_only)
    with state.connect() as client:
        if file is not None:
            fill_from(request.template, file)
        else:
            request.template.CopyFrom(_get_starter(client, state, from_starter).template)
        print_message(client.templates.CreateTemplate(request).template)


def validate(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A stored template; without a file it is checked anew.")] = "",
    file: Annotated[Path | None, typer.Option("--file", "-f", help="JSON or YAML with a draft; - is standard input.")] = None,
) -> None:
    """Check a draft, or a stored template anew: all problems, with paths, places and hints. Stores nothing."""
    state: State = context.obj
    if file is None and not name:
        raise typer.BadParameter("Give a --file, or the name of a stored template.")
    request = template_service_pb2.ValidateTemplateRequest(parent=state.parent, name=state.name("templates", name))
    desired = None
    if file is not None:
        node = read_node(file)
        fill(request.template, node, str(file))
        desired = Desired(kind=TEMPLATE, name=request.name, message=request.template, node=node)
    with state.connect() as client:
        answer = client.templates.ValidateTemplate(request)
    if state.output is Output.JSON:
        print_message(answer)
    elif answer.valid:
        typer.echo("The template is valid.")
    else:
        _print_problems(answer.problems, desired)
    raise typer.Exit(0 if answer.valid else 3)


def revisions(context: typer.Context, name: NameArgument, limit: Annotated[int, typer.Option(help="How many at most.")] = 50) -> None:
    """List a template's revisions, newest first: when each was written, and by whom."""
    state: State = context.obj
    request = template_service_pb2.ListTemplateRevisionsRequest(parent=state.name("templates", name))
    with state.connect() as client:
        # They come oldest first, so the newest are known when all are.
        found = list(list_records(client.templates.ListTemplateRevisions, request, "revisions", limit=sys.maxsize))
    found = sorted(found, key=lambda revision: revision.template.revision, reverse=True)[:limit]
    if state.output is Output.JSON:
        print_messages(found)
        return
    rows = [
        (
            revision.name.rpartition("/")[2],
            time_text(revision.create_time),
            revision.author,
            ", ".join(sorted(revision.template.claims)),
        )
        for revision in found
    ]
    print_table(("revision", "written", "by", "claims"), rows)


def diff(
    context: typer.Context,
    name: NameArgument,
    base: Annotated[int, typer.Option("--from", help="The earlier revision; unset: the one before.")] = 0,
    revision: Annotated[int, typer.Option("--to", help="The later revision; unset: the newest.")] = 0,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Compare what is stored with this draft instead.")] = None,
) -> None:
    """Show what two revisions, or the stored template and a draft, say differently: claim by claim, by what they mean."""
    state: State = context.obj
    full = state.name("templates", name)
    if file is not None:
        _diff_draft(state, full, file)
        return
    request = template_service_pb2.CompareTemplateRevisionsRequest(name=full, base_revision=base, revision=revision)
    with state.connect() as client:
        answer = client.templates.CompareTemplateRevisions(request)
    if state.output is Output.JSON:
        print_message(answer)
        return
    typer.echo(f"Revision {answer.base_revision} to {answer.revision}:")
    for difference in answer.differences:
        typer.echo(printable(f"  {_line(difference.path, difference.before, difference.after)}"))
    if not answer.differences:
        typer.echo("  They say the same.")


def rollback(
    context: typer.Context,
    name: NameArgument,
    revision: Annotated[int, typer.Argument(help="The revision whose content becomes the newest.")],
    etag: Annotated[str, typer.Option(help="Only if the template has this etag.")] = "",
) -> None:
    """Write an earlier revision's content as the newest one."""
    state: State = context.obj
    request = template_service_pb2.RollbackTemplateRequest(name=state.name("templates", name), revision=revision, etag=etag)
    with state.connect() as client:
        print_message(client.templates.RollbackTemplate(request).template)


def plan(
    context: typer.Context,
    name: NameArgument,
    file: FileOption,
    filter_: Annotated[str, typer.Option("--filter", help="Only these subjects, e.g. 'tenant = \"acme\"'.")] = "",
    limit: Annotated[int, typer.Option("--max", help="So many subjects at most; 0: all.")] = 0,
    application: Annotated[str, typer.Option("--app", help="As this application's template, instead of the project's.")] = "",
    details: Annotated[bool, typer.Option("--details", help="Print each subject whose token would change.")] = False,
) -> None:
    """Show what a draft would change in real subjects' tokens, without signing any. Exit code 3: some would newly be refused."""
    state: State = context.obj
    request = template_service_pb2.PlanTemplateChangeRequest(filter=filter_, max_subjects=limit, changes_per_message=CHANGES)
    fill_from(request.template, file)
    request.template.name = state.name("templates", name)
    if application:
        request.application = state.name("applications", application)
    last = template_service_pb2.PlanProgress()
    console = Console(stderr=True)
    with state.connect() as client, console.status("Evaluating") as status:
        for answer in client.templates.PlanTemplateChange(request, timeout=LONG_SECONDS):
            if answer.WhichOneof("step") == "progress":
                last = answer.progress
                status.update(_progress(last))
            # A service that knows nothing of groups sends each change by itself.
            for change in [answer.change] if answer.HasField("change") else answer.changes.changes:
                if state.output is Output.JSON:
                    print_message(template_service_pb2.PlanTemplateChangeResponse(change=change))
                elif details:
                    _print_change(change)
    if state.output is Output.JSON:
        print_message(last)
    else:
        _print_counts(last)
    raise typer.Exit(3 if last.newly_refused else 0)


def starters(context: typer.Context) -> None:
    """List the starter templates: ready-made ones for known readers of tokens."""
    state: State = context.obj
    with state.connect() as client:
        answer = client.templates.ListStarterTemplates(template_service_pb2.ListStarterTemplatesRequest(parent=state.parent))
    if state.output is Output.JSON:
        print_messages(answer.starter_templates)
        return
    rows = [(one.name.rpartition("/")[2], one.display_name, one.description) for one in answer.starter_templates]
    print_table(("name", "for", "description"), rows)


def starter(context: typer.Context, name: Annotated[str, typer.Argument(help="The starter's name.")]) -> None:
    """Print a starter template and the attributes that it uses as documents, for `mintmark apply`."""
    state: State = context.obj
    with state.connect() as client:
        found = _get_starter(client, state, name)
    if state.output is Output.JSON:
        print_message(template_service_pb2.GetStarterTemplateResponse(starter_template=found))
        return
    for attribute in found.attributes:
        scope = attribute_pb2.AttributeScope.Name(attribute.scope).removeprefix("ATTRIBUTE_SCOPE_").lower()
        attribute.name = f"{state.parent}/attributes/{scope}.{attribute.attribute}"
    found.template.name = f"{state.parent}/templates/{found.name.rpartition('/')[2]}"
    typer.echo(write_yaml([to_document(resource) for resource in [*found.attributes, found.template]]), nl=False)
    if found.allowed_overrides:
        typer.echo(f"The project's settings.allowed_overrides have to name {', '.join(found.allowed_overrides)}.", err=True)


def _get_starter(client: Client, state: State, name: str) -> template_pb2.StarterTemplate:
    request = template_service_pb2.GetStarterTemplateRequest(name=state.name("starterTemplates", name))
    return client.templates.GetStarterTemplate(request).starter_template


def _diff_draft(state: State, name: str, file: Path) -> None:
    draft = template_service_pb2.ValidateTemplateRequest(parent=state.parent, name=name)
    fill_from(draft.template, file)
    with state.connect() as client:
        stored = client.templates.GetTemplate(template_service_pb2.GetTemplateRequest(name=name)).template
        checked = client.templates.ValidateTemplate(draft)
    if not checked.valid:
        _print_problems(checked.problems)
        raise typer.Exit(3)
    lines = list(change_lines(find_changes(stored, checked.template)))
    for line in lines or ["They say the same."]:
        typer.echo(printable(line))


def _print_problems(problems: Iterable[error_pb2.Problem], desired: Desired | None = None) -> None:
    read = [read_problem(problem) for problem in problems]
    rows = [(problem.path, _place(problem, desired), problem.reason, problem.message, problem.hint) for problem in read]
    print_table(("path", "place", "reason", "message", "hint"), rows)


def _place(problem: Problem, desired: Desired | None) -> str:
    """Say where a problem stands: in the file, or, where the claims are a text in it, in that text."""
    if desired is not None:
        source, done = desired.node.find(["source", "advanced"])
        if done < len(["source", "advanced"]) or source.block or not isinstance(source.value, str) or not problem.line:
            return str(locate(desired, problem).place)
    return f"{problem.line}:{problem.column} of {problem.source_field}" if problem.line else problem.source_field


def _line(path: str, before: str, after: str) -> str:
    if not before:
        return f"+ {path}: {after}"
    return f"- {path}: {before}" if not after else f"~ {path}: {before} -> {after}"


def _kind(number: int) -> str:
    return template_service_pb2.ClaimChangeKind.Name(number).removeprefix("CLAIM_CHANGE_KIND_")  # type: ignore[arg-type]


def _progress(progress: template_service_pb2.PlanProgress) -> str:
    total = f" of {progress.subjects_total:,}" if progress.subjects_total else ""
    return f"{progress.subjects:,}{total} subjects, {progress.changed:,} would change, {progress.newly_refused:,} would newly be refused"


def _print_change(change: template_service_pb2.SubjectChange) -> None:
    claims = ", ".join(f"{claim.path} {_kind(claim.kind)}" for claim in change.claims)
    typer.echo(printable(f"{change.subject}: {claims or 'no claim'} ({change.payload_bytes_delta:+} bytes)"))
    for problem in change.new_problems:
        typer.echo(printable(f"    refused: {problem.path or '(all)'}: {problem.message}"))


def _print_counts(progress: template_service_pb2.PlanProgress) -> None:
    if not progress.done:
        raise RefusedError("The plan broke off before its end.")
    typer.echo(
        f"{progress.subjects:,} subjects: {progress.changed:,} would change, {progress.newly_refused:,} would newly be refused,"
        f" {progress.newly_accepted:,} would no longer be."
    )
    if progress.claims:
        print_table(("claim", "change", "subjects"), [(claim.path, _kind(claim.kind), str(claim.subjects)) for claim in progress.claims])
