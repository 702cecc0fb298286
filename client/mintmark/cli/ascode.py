"""Commands of configuration as code: plan, apply, export, import, schema.

Owns: options, prompts, exit codes. Never: what a plan is (mintmark.ascode).

`plan` exits as `terraform plan -detailed-exitcode` does: 0 no changes, 1 error, 2 changes. The others exit as all commands do: 0 done (also
when there is nothing to do), 3 the files or the service refuse, 6 the plan is stale.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mintmark.ascode.apply import ApplyError, apply_plan
from mintmark.ascode.current import read_current
from mintmark.ascode.descope import import_templates
from mintmark.ascode.desired import read_desired
from mintmark.ascode.export import export_files
from mintmark.ascode.files import read_documents
from mintmark.ascode.findings import DocumentsError
from mintmark.ascode.plan import Plan, find_stale
from mintmark.ascode.planfile import MAX_PLAN_BYTES, PlanFileError, plan_from_text, plan_to_json
from mintmark.ascode.planning import make_plan
from mintmark.ascode.schema import read_schema
from mintmark.ascode.yamltext import write_yaml
from mintmark.cli.plans import show_done, show_findings, show_plan, show_rest, show_stale
from mintmark.cli.state import Output, State, print_error, printable
from mintmark.client import Client
from mintmark.errors import AlreadyExistsError, EtagMismatchError, MintmarkError, NotFoundError, UnavailabilityError

ERROR, CHANGES, REFUSED, STALE = 1, 2, 3, 6
"""Exit codes: of plan, and of the others where files refuse or the plan is stale."""

FilesOption = Annotated[
    list[Path] | None, typer.Option("--file", "-f", help="A file, or a folder with all its .yaml, .yml and .json files.")
]
PruneOption = Annotated[bool, typer.Option("--prune", help="Delete what an earlier apply made and no file describes any more.")]
AdoptOption = Annotated[
    bool, typer.Option("--adopt", help="Mark what is described and there already, so that --prune may delete it one day.")
]
OwnerOption = Annotated[str, typer.Option(help="Whose files these are: several folders can share a project, each with its owner.")]
ApproveOption = Annotated[bool, typer.Option("--auto-approve", help="Don't ask.")]

import_app = typer.Typer(no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(plan)
    app.command()(apply)
    app.command()(export)
    app.command()(schema)
    app.add_typer(import_app, name="import", help="Turn what others export into documents.")


def plan(
    context: typer.Context,
    file: FilesOption = None,
    prune: PruneOption = False,
    adopt: AdoptOption = False,
    owner: OwnerOption = "files",
    out: Annotated[Path | None, typer.Option("--out", help="Write the plan to this file, for `mintmark apply FILE`.")] = None,
) -> None:
    """Show what `apply` would change. Exit code 0: nothing, 2: something, 1: it can't be said."""
    state: State = context.obj
    try:
        with _refusing(ERROR), state.connect() as client:
            made = _plan(client, state, file, prune=prune, adopt=adopt, owner=owner)
        if out is not None:
            out.write_text(json.dumps(plan_to_json(made), indent=2, ensure_ascii=False) + "\n", "utf-8")
    except MintmarkError as error:
        print_error(error)
        raise typer.Exit(ERROR) from error
    except OSError as error:
        print(f"{out} can't be written: {error.strerror}", file=sys.stderr)
        raise typer.Exit(ERROR) from error
    _show(state, made)
    raise typer.Exit(CHANGES if made.steps else 0)


def apply(
    context: typer.Context,
    saved: Annotated[Path | None, typer.Argument(metavar="[PLAN]", help="A plan that `plan --out` wrote, instead of --file.")] = None,
    file: FilesOption = None,
    prune: PruneOption = False,
    adopt: AdoptOption = False,
    owner: OwnerOption = "files",
    auto_approve: ApproveOption = False,
) -> None:
    """Make the service have what the files say; or do what a saved plan says, or stop with ABORTED."""
    if (saved is None) == (not file):
        raise typer.BadParameter("Give documents with --file, or one saved plan.")
    if saved is not None and (prune or adopt):
        raise typer.BadParameter("A saved plan says itself what it deletes and marks.")
    if not auto_approve and not sys.stdin.isatty():
        raise typer.BadParameter("There is no terminal to ask on; --auto-approve applies without asking.")
    state: State = context.obj
    with _refusing(REFUSED), state.connect() as client:
        made = _read_plan(saved) if saved is not None else _plan(client, state, file, prune=prune, adopt=adopt, owner=owner)
        _show(state, made)
        if not made.steps:
            return
        if not auto_approve and not typer.confirm("Apply these changes?", err=True):
            typer.echo("Nothing was changed.", err=True)
            raise typer.Exit(ERROR)
        _check_fresh(client, made)
        _apply(client, made)
    typer.echo("Applied.")


def export(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A folder for one file of each kind; unset: standard output.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace these files where they exist.")] = False,
) -> None:
    """Write a project's configuration as documents that `plan` finds nothing to change in."""
    state: State = context.obj
    with state.connect() as client:
        current = read_current(client, [state.parent])
    if state.parent not in current.resources:
        raise NotFoundError(f"{state.parent} does not exist, or may not be seen.")
    files = export_files(current.resources)
    for unread in current.unread:
        typer.echo(printable(f"May not be read, so not exported: {unread}"), err=True)
    _write(files, out, overwrite=overwrite)


@import_app.command()
def descope(
    file: Annotated[Path, typer.Argument(help="A JWT template as Descope's API has it, {template: …}, or a list of them; JSON.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A folder for the documents; unset: standard output.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file where it exists.")] = False,
) -> None:
    """Turn Descope's JWT templates into documents, and list all that has no counterpart here."""
    with _refusing(REFUSED):
        documents, notes = import_templates(read_documents([file]))
    _write({"templates.yaml": write_yaml(documents)}, out, overwrite=overwrite)
    show_findings(notes)


def schema() -> None:
    """Print the JSON Schema of documents, for editors."""
    typer.echo(read_schema(), nl=False)


def _plan(client: Client, state: State, files: list[Path] | None, *, prune: bool, adopt: bool, owner: str) -> Plan:
    if not files:
        raise typer.BadParameter("Give documents with --file.")
    desired = read_desired(read_documents(files), state.project)
    if not desired:
        raise typer.BadParameter(f"No document stands in {', '.join(map(str, files))}.")
    return make_plan(client, desired, owner=owner, prune=prune, adopt=adopt)


def _read_plan(file: Path) -> Plan:
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_PLAN_BYTES + 1)
        if len(data) > MAX_PLAN_BYTES:
            raise typer.BadParameter(f"{file} is larger than a plan may be.")
        return plan_from_text(data.decode("utf-8"))
    except OSError as error:
        raise typer.BadParameter(f"{file} can't be read: {error.strerror}") from error
    except (PlanFileError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{file}: {error}") from error


def _check_fresh(client: Client, made: Plan) -> None:
    stale = find_stale(made, read_current(client, [*made.seen, *made.projects]).resources)
    if stale:
        show_stale(stale)
        raise typer.Exit(STALE)


def _apply(client: Client, made: Plan) -> None:
    try:
        apply_plan(client, made, told=show_done)
    except ApplyError as error:
        cause = error.__cause__
        assert isinstance(cause, MintmarkError)
        show_rest(error)
        if isinstance(cause, UnavailabilityError):
            print("Whether the last step was done is not known.", file=sys.stderr)
        if isinstance(cause, EtagMismatchError | AlreadyExistsError | NotFoundError):
            undone = [error.failed.name, *(step.name for step in error.left)]
            rest = replace(made, seen={name: seen for name, seen in made.seen.items() if name in undone})
            show_stale(find_stale(rest, read_current(client, undone).resources))
        raise cause from error


def _show(state: State, made: Plan) -> None:
    if state.output is Output.JSON:
        typer.echo(json.dumps(plan_to_json(made), indent=2, ensure_ascii=False))
    else:
        show_plan(made)


def _write(files: dict[str, str], out: Path | None, *, overwrite: bool) -> None:
    if out is None:
        typer.echo("---\n".join(files.values()), nl=False)
        return
    there = [name for name in files if (out / name).exists()]
    if there and not overwrite:
        raise typer.BadParameter(f"{out} has {', '.join(there)} already; --overwrite replaces them.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).write_text(text, "utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{out} can't be written: {error.strerror}") from error
    typer.echo(f"Wrote {', '.join(str(out / name) for name in files)}.")


@contextmanager
def _refusing(code: int) -> Iterator[None]:
    """Print what is wrong with files, and exit."""
    try:
        yield
    except DocumentsError as error:
        show_findings(error.findings)
        raise typer.Exit(code) from error
