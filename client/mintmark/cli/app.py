"""The root command: options that hold for all, and errors as people read them.

Owns: `main`, exit codes. Never: the commands themselves.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mintmark.cli import ascode, keys, nouns, sessions, tokens
from mintmark.cli.state import Output, State, print_error
from mintmark.client import DEFAULT_TIMEOUT
from mintmark.connection import CA_FILE_VARIABLE, CREDENTIAL_FILE_VARIABLE, CREDENTIAL_VARIABLE, DEFAULT_TARGET, TARGET_VARIABLE
from mintmark.errors import (
    AbsenceError,
    AccessError,
    ClaimsError,
    ConflictError,
    MintmarkError,
    RefusedError,
    StateError,
    UnavailabilityError,
)

USAGE = 2
_EXIT_CODES: tuple[tuple[type[MintmarkError], int], ...] = (
    (RefusedError, 3),
    (ClaimsError, 3),
    (StateError, 3),
    (AccessError, 4),
    (AbsenceError, 5),
    (ConflictError, 6),
    (UnavailabilityError, 7),
)


class _Root(TyperGroup):
    """Exit code 2 of `plan` means changes, so wrong usage of it exits as its other errors do."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if ctx.invoked_subcommand == "plan" and getattr(error, "exit_code", None) == USAGE and hasattr(error, "format_message"):
                error.exit_code = ascode.ERROR  # type: ignore[attr-defined]
            raise


app = typer.Typer(
    name="mintmark",
    cls=_Root,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Issue, preview and explain tokens, and manage what decides over their claims.",
)


@app.callback()
def root(
    context: typer.Context,
    target: Annotated[str, typer.Option(envvar=TARGET_VARIABLE, help="Where the service is: host:port.")] = DEFAULT_TARGET,
    credential_file: Annotated[
        Path | None, typer.Option(envvar=CREDENTIAL_FILE_VARIABLE, help=f"A file with the caller's secret; else {CREDENTIAL_VARIABLE}.")
    ] = None,
    project: Annotated[str, typer.Option("--project", "-p", envvar="MINTMARK_PROJECT", help="The project's id.")] = "demo",
    output: Annotated[Output, typer.Option("--output", "-o", help="Tables for people, JSON for programs.")] = Output.TABLE,
    ca_file: Annotated[Path | None, typer.Option(envvar=CA_FILE_VARIABLE, help="Speak TLS and trust this CA.")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds that one call may take.")] = DEFAULT_TIMEOUT,
) -> None:
    """Keep what all commands need."""
    context.obj = State(target=target, credential_file=credential_file, project=project, output=output, ca_file=ca_file, timeout=timeout)


app.add_typer(tokens.app, name="token", help="Issue, preview, explain and decode tokens.")
nouns.add_commands(app)
app.add_typer(sessions.app, name="session", help="Sessions: look at them, refresh and end them.")
app.add_typer(keys.keys_app, name="key", help="Signing keys and the key set.")
app.add_typer(keys.audit_app, name="audit", help="The audit log.")
ascode.add_commands(app)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; exit with a documented code."""
    try:
        app(arguments, standalone_mode=True)
    except MintmarkError as error:
        print_error(error)
        sys.exit(next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), 1))
    except BrokenPipeError:
        sys.exit(1)
