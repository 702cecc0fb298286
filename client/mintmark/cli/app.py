"""The root command: options that hold for all, and errors as people read them.

Owns: `main`, exit codes. Never: the commands themselves.
"""

from __future__ import annotations

import sys
from importlib import metadata
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
    """Takes the root's options wherever they stand.

    Exit code 2 of `plan` means changes, so wrong usage of it exits as its other errors do.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, hoist(self, args))

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if ctx.invoked_subcommand == "plan" and getattr(error, "exit_code", None) == USAGE and hasattr(error, "format_message"):
                error.exit_code = ascode.ERROR  # type: ignore[attr-defined]
            raise


def hoist(root: Any, arguments: list[str]) -> list[str]:
    """Return the arguments with the root's options first, but for those that the command has under the same name.

    Raises: typer.BadParameter for an option of the root's without its value.
    """
    front: list[str] = []
    back: list[str] = []
    command, words = root, iter(arguments)
    mine = _valued(root)
    for word in words:
        if word == "--":
            back += [word, *words]
            break
        name, attached = _split(word)
        own = {opt for param in command.params for opt in (*param.opts, *param.secondary_opts)}
        is_mine = name in mine and (command is root or name not in own)
        target = front if is_mine else back
        target.append(word)
        if not attached and name in (mine if is_mine else _valued(command)):
            value = next(words, None)
            if value is not None:
                target.append(value)
            elif is_mine:
                raise typer.BadParameter(f"{word} needs a value.")
        elif not name:
            command = getattr(command, "commands", {}).get(word, command)
    return [*front, *back]


def _valued(command: Any) -> set[str]:
    """Return a command's options that take a value."""
    return {
        opt for param in command.params if param.param_type_name == "option" and not (param.is_flag or param.count) for opt in param.opts
    }


def _split(word: str) -> tuple[str, bool]:
    """Return the option that a word names, "" for none, and whether its value stands in the same word."""
    if word.startswith("--"):
        name, equals, _ = word.partition("=")
        return name, bool(equals)
    return (word[:2], word[2:] != "") if word.startswith("-") and word != "-" else ("", False)


app = typer.Typer(
    name="mintmark",
    cls=_Root,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Issue, preview and explain tokens, and manage what decides over their claims. Options may stand after the command as well.",
)


def _show_version(value: bool) -> None:  # noqa: FBT001  # How Typer calls it.
    if value:
        typer.echo(f"mintmark {metadata.version('mintmark')}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    target: Annotated[str, typer.Option(envvar=TARGET_VARIABLE, help="Where the service is: host:port.")] = DEFAULT_TARGET,
    credential_file: Annotated[
        Path | None,
        typer.Option(
            help=f"The file with the caller's secret. Unset: {CREDENTIAL_VARIABLE}, else the file that {CREDENTIAL_FILE_VARIABLE} names."
        ),
    ] = None,
    project: Annotated[
        str, typer.Option("--project", "-p", envvar="MINTMARK_PROJECT", help="The project: its id, or its resource name.")
    ] = "demo",
    output: Annotated[Output, typer.Option("--output", "-o", help="Tables for people, JSON for programs.")] = Output.TABLE,
    ca_file: Annotated[Path | None, typer.Option(envvar=CA_FILE_VARIABLE, help="Speak TLS and trust this CA.")] = None,
    timeout: Annotated[float, typer.Option(min=0.0, help="Seconds that one call may take.")] = DEFAULT_TIMEOUT,
    version: Annotated[  # noqa: ARG001  # Its callback does it all.
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Keep what all commands need."""
    context.obj = State(
        target=target,
        credential_file=credential_file,
        project=project.removeprefix("projects/"),
        output=output,
        ca_file=ca_file,
        timeout=timeout,
    )


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
