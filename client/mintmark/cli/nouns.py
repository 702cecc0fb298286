"""Commands of the nouns: list, get, create, update, delete, and what some have besides.

Owns: one table of nouns. Never: what a noun may hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from google.protobuf import field_mask_pb2
from google.protobuf.message import Message
from rich.console import Console
from rich.progress import track

from mintmark.cli import templates
from mintmark.cli.state import Output, State, fill, list_records, print_message, print_table, read_document, to_dict
from mintmark.v1 import (
    access_key_service_pb2,
    application_service_pb2,
    attribute_service_pb2,
    credential_service_pb2,
    flow_service_pb2,
    project_service_pb2,
    role_service_pb2,
    template_service_pb2,
    tenant_service_pb2,
    user_service_pb2,
)

ForceOption = Annotated[bool, typer.Option("--force", help="Although others use it; what that breaks is told.")]
FileOption = Annotated[Path, typer.Option("--file", "-f", help="JSON or YAML with the resource; - is standard input.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A noun: how it is called in the contract, and what a table of it shows. `short` is its command, where that is another word."""

    singular: str
    messages: Any
    columns: tuple[str, ...]
    short: str = ""
    in_project: bool = True
    secret: bool = False
    deletes: bool = True

    @property
    def command(self) -> str:
        """The noun as a command."""
        return self.short or self.singular.replace("_", "-")

    @property
    def plural(self) -> str:
        """The plural, as the client and answers call it."""
        return f"{self.singular}s"

    @property
    def pascal(self) -> str:
        """The noun in method names."""
        return "".join(part.capitalize() for part in self.singular.split("_"))

    @property
    def collection(self) -> str:
        """The plural in resource names."""
        return f"{self.pascal[0].lower()}{self.pascal[1:]}s"

    def request(self, verb: str, **fields: Any) -> Any:
        """Return a request of one of its methods, but List."""
        return getattr(self.messages, f"{verb}{self.pascal}Request")(**fields)

    def call(self, state: State, verb: str, request: Any) -> Any:
        """Call one of its methods, but List."""
        with state.connect() as client:
            return getattr(getattr(client, self.plural), f"{verb}{self.pascal}")(request)

    def list_records(self, state: State, *, filter_: str, limit: int) -> Iterator[Message]:
        """Yield its records."""
        request = getattr(self.messages, f"List{self.pascal}sRequest")(filter=filter_)
        if self.in_project:
            request.parent = state.parent
        with state.connect() as client:
            method = getattr(getattr(client, self.plural), f"List{self.pascal}s")
            yield from list_records(method, request, self.plural, limit=limit)

    def name(self, state: State, given: str) -> str:
        """Return the resource name of an id or name."""
        if self.in_project:
            return state.name(self.collection, given)
        return given if "/" in given else f"{self.collection}/{given}"


NOUNS = (
    Noun(singular="project", messages=project_service_pb2, columns=("name", "display_name", "issuer_url"), in_project=False),
    Noun(singular="template", messages=template_service_pb2, columns=("name", "kind", "revision", "claims")),
    Noun(singular="flow", messages=flow_service_pb2, columns=("name", "revision", "claims")),
    Noun(singular="user", messages=user_service_pb2, columns=("name", "display_name", "email", "status", "roles")),
    Noun(singular="tenant", messages=tenant_service_pb2, columns=("name", "display_name", "domains")),
    Noun(singular="role", messages=role_service_pb2, columns=("name", "permissions")),
    Noun(singular="attribute", messages=attribute_service_pb2, columns=("name", "type", "description")),
    Noun(singular="application", messages=application_service_pb2, columns=("name", "kind", "client_id", "disabled"), short="app"),
    Noun(singular="access_key", messages=access_key_service_pb2, columns=("name", "display_name", "state", "expire_time"), secret=True),
    Noun(
        singular="credential",
        messages=credential_service_pb2,
        columns=("name", "display_name", "expire_time", "revoke_time"),
        in_project=False,
        secret=True,
        deletes=False,
    ),
)


def add_commands(app: typer.Typer) -> None:
    """Add a group of commands for each noun."""
    for noun in NOUNS:
        group = typer.Typer(no_args_is_help=True, help=f"Manage {noun.plural.replace('_', ' ')}.")
        _add_standard(group, noun)
        if noun.command == "template":
            templates.add_commands(group)
        else:
            _add_create(group, noun)
        if noun.command == "user":
            _add_import(group)
        if noun.command == "credential":
            _add_revoke(group)
        app.add_typer(group, name=noun.command)


def _add_standard(group: typer.Typer, noun: Noun) -> None:
    @group.command("list")
    def list_(
        context: typer.Context,
        filter_: Annotated[str, typer.Option("--filter", help="E.g. 'email = \"ada@example.com\"'.")] = "",
        limit: Annotated[int, typer.Option(help="How many at most.")] = 1_000,
    ) -> None:
        """List."""
        state: State = context.obj
        found = list(noun.list_records(state, filter_=filter_, limit=limit))
        if state.output is Output.JSON:
            typer.echo(json.dumps([to_dict(record) for record in found], indent=2, ensure_ascii=False))
        else:
            print_table(noun.columns, ([_cell(record, column) for column in noun.columns] for record in found))

    @group.command()
    def get(context: typer.Context, name: Annotated[str, typer.Argument(help="Id or resource name.")]) -> None:
        """Show one."""
        state: State = context.obj
        print_message(getattr(noun.call(state, "Get", noun.request("Get", name=noun.name(state, name))), noun.singular))

    @group.command()
    def update(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help="Id or resource name.")],
        file: FileOption,
        mask: Annotated[str, typer.Option(help="Fields to change, comma-separated; * for all. Unset: those the file has.")] = "",
        allow_missing: Annotated[bool, typer.Option("--allow-missing", help="Create it where it is absent.")] = False,
        validate_only: Annotated[bool, typer.Option("--validate-only", help="Check, and store nothing.")] = False,
        force: ForceOption = False,
    ) -> None:
        """Change one from a file."""
        state: State = context.obj
        request = noun.request("Update", validate_only=validate_only, allow_missing=allow_missing)
        _force(request, force=force)
        record = getattr(request, noun.singular)
        fill(record, read_document(file), str(file))
        record.name = noun.name(state, name)
        if mask:
            request.update_mask.CopyFrom(field_mask_pb2.FieldMask(paths=[path.strip() for path in mask.split(",")]))
        answer = noun.call(state, "Update", request)
        print_message(getattr(answer, noun.singular))
        _tell_broken(answer)

    if noun.deletes:

        @group.command()
        def delete(
            context: typer.Context,
            name: Annotated[str, typer.Argument(help="Id or resource name.")],
            etag: Annotated[str, typer.Option(help="Only if it has this etag.")] = "",
            force: ForceOption = False,
        ) -> None:
            """Delete one."""
            state: State = context.obj
            request = noun.request("Delete", name=noun.name(state, name), etag=etag)
            _force(request, force=force)
            _tell_broken(noun.call(state, "Delete", request))


def _force(request: Any, *, force: bool) -> None:
    """Ask for it by force. Raises: typer.BadParameter where that does not exist."""
    if not force:
        return
    if "force" not in request.DESCRIPTOR.fields_by_name:
        raise typer.BadParameter("There is no --force for this.")
    request.force = True


def _tell_broken(answer: Any) -> None:
    for name in getattr(answer, "broken", ()):
        typer.echo(f"broken now: {name}", err=True)


def _add_create(group: typer.Typer, noun: Noun) -> None:
    @group.command()
    def create(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help="The new id.")],
        file: FileOption,
        validate_only: Annotated[bool, typer.Option("--validate-only", help="Check, and store nothing.")] = False,
    ) -> None:
        """Create one from a file."""
        state: State = context.obj
        request = noun.request("Create", validate_only=validate_only, **{f"{noun.singular}_id": name})
        if noun.in_project:
            request.parent = state.parent
        fill(getattr(request, noun.singular), read_document(file), str(file))
        answer = noun.call(state, "Create", request)
        print_message(getattr(answer, noun.singular))
        if noun.secret and answer.secret:
            typer.echo(f"The secret, shown only now: {answer.secret}", err=True)


def _add_import(group: typer.Typer) -> None:
    @group.command("import")
    def import_(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(help="One user a line, as ProtoJSON with its `name` or `id`.")],
        update: Annotated[bool, typer.Option("--update", help="Update users that exist.")] = False,
    ) -> None:
        """Import users from a file with one JSON object a line."""
        state: State = context.obj
        try:
            lines = [line for line in file.read_text("utf-8").splitlines() if line.strip()]
        except OSError as error:
            raise typer.BadParameter(f"{file} can't be read: {error.strerror}") from error
        requests = [_import_request(state, line, number, update=update) for number, line in enumerate(lines, 1)]
        console = Console(stderr=True)
        shown = track(requests, description="Importing", console=console, disable=not console.is_terminal)
        with state.connect() as client:
            answer = client.users.ImportUsers(iter(shown), timeout=3_600)
        if state.output is Output.JSON:
            print_message(answer)
        else:
            typer.echo(f"created {answer.created_count}, updated {answer.updated_count}, failed {len(answer.failures)}")
            for failure in answer.failures:
                for problem in failure.problems:
                    typer.echo(f"  line {failure.index + 1} {failure.name}: {problem.path}: {problem.message}", err=True)
        raise typer.Exit(3 if answer.failures else 0)


def _import_request(state: State, line: str, number: int, *, update: bool) -> user_service_pb2.ImportUsersRequest:
    request = user_service_pb2.ImportUsersRequest(parent=state.parent, update_existing=update)
    try:
        document = json.loads(line)
    except ValueError as error:
        raise typer.BadParameter(f"Line {number} is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise typer.BadParameter(f"Line {number} is no JSON object.")
    user_id = document.pop("id", "")
    fill(request.user, document, f"line {number}")
    if user_id:
        request.user.name = state.name("users", str(user_id))
    return request


def _add_revoke(group: typer.Typer) -> None:
    @group.command()
    def revoke(context: typer.Context, name: Annotated[str, typer.Argument(help="Id or resource name.")]) -> None:
        """Make a credential useless, at once and for good."""
        state: State = context.obj
        full = name if "/" in name else f"credentials/{name}"
        with state.connect() as client:
            answer = client.credentials.RevokeCredential(credential_service_pb2.RevokeCredentialRequest(name=full))
        print_message(answer.credential)


def _cell(record: Any, column: str) -> str:
    value = to_dict(record).get(column, "")
    if column == "claims":
        return ", ".join(sorted(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
