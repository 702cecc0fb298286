"""Commands of the nouns: list, get, create, update, delete, and what some have besides.

Owns: one table of nouns. Never: what a noun may hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from google.protobuf import field_mask_pb2, timestamp_pb2
from google.protobuf.message import Message

from mintmark.cli import directory, templates
from mintmark.cli.state import (
    Output,
    State,
    enum_text,
    fill_from,
    id_text,
    list_records,
    print_message,
    print_messages,
    print_table,
    print_with_secret,
    take,
    tell_more,
    time_text,
)
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
    user_pb2,
    user_service_pb2,
)

_FORCE = "Although others use it; what that breaks is told."
FileOption = Annotated[Path, typer.Option("--file", "-f", help="JSON or YAML with the resource; - is standard input.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A noun: how it is called in the contract, and what a table of it shows.

    `short` is its command, where that is another word; `example` is a filter.
    """

    singular: str
    messages: Any
    columns: tuple[str, ...]
    example: str = 'labels.team = "shop"'
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
    def word(self) -> str:
        """One of it, as people say it."""
        return f"{'an' if self.singular[0] in 'aeio' else 'a'} {self.singular.replace('_', ' ')}"

    @property
    def words(self) -> str:
        """Many of it, as people say it."""
        return self.plural.replace("_", " ")

    def offers(self, verb: str, field: str) -> bool:
        """Tell whether one of its methods' requests has a field."""
        return field in self.request(verb).DESCRIPTOR.fields_by_name

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
    Noun(singular="project", messages=project_service_pb2, columns=("id", "display_name", "issuer_url"), in_project=False),
    Noun(singular="template", messages=template_service_pb2, columns=("id", "kind", "revision", "claims")),
    Noun(singular="flow", messages=flow_service_pb2, columns=("id", "revision", "claims")),
    Noun(
        singular="user",
        messages=user_service_pb2,
        columns=("id", "display_name", "email", "status", "roles", "memberships"),
        example='email = "ada@example.com"',
    ),
    Noun(singular="tenant", messages=tenant_service_pb2, columns=("id", "display_name", "domains")),
    Noun(singular="role", messages=role_service_pb2, columns=("id", "permissions")),
    Noun(singular="attribute", messages=attribute_service_pb2, columns=("id", "type", "description")),
    Noun(singular="application", messages=application_service_pb2, columns=("id", "kind", "client_id", "disabled"), short="app"),
    Noun(
        singular="access_key",
        messages=access_key_service_pb2,
        columns=("id", "display_name", "state", "expire_time"),
        example='tenant = "acme"',
        secret=True,
    ),
    Noun(
        singular="credential",
        messages=credential_service_pb2,
        columns=("id", "display_name", "expire_time", "revoke_time"),
        in_project=False,
        secret=True,
        deletes=False,
    ),
)


def add_commands(app: typer.Typer) -> None:
    """Add a group of commands for each noun."""
    for noun in NOUNS:
        group = typer.Typer(no_args_is_help=True, help=f"Manage {noun.words}.")
        _add_standard(group, noun)
        if noun.command == "template":
            templates.add_commands(group)
        else:
            _add_create(group, noun)
        if noun.command == "user":
            directory.add_user_commands(group)
        if noun.command == "access-key":
            directory.add_access_key_commands(group)
        if noun.command == "credential":
            directory.add_credential_commands(group)
        app.add_typer(group, name=noun.command)


def _add_standard(group: typer.Typer, noun: Noun) -> None:
    @group.command("list", help=f"List {noun.words}.")
    def list_(
        context: typer.Context,
        filter_: Annotated[str, typer.Option("--filter", help=f"E.g. '{noun.example}'.")] = "",
        limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 1_000,
    ) -> None:
        state: State = context.obj
        found, more = take(noun.list_records(state, filter_=filter_, limit=limit + 1), limit)
        if state.output is Output.JSON:
            print_messages(found)
        else:
            print_table(noun.columns, ([_cell(record, column) for column in noun.columns] for record in found))
        if more:
            tell_more(len(found))

    @group.command(help=f"Show {noun.word}.")
    def get(context: typer.Context, name: Annotated[str, typer.Argument(help="Id or resource name.")]) -> None:
        state: State = context.obj
        print_message(getattr(noun.call(state, "Get", noun.request("Get", name=noun.name(state, name))), noun.singular))

    @group.command(help=f"Change {noun.word} from a file.")
    def update(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help="Id or resource name.")],
        file: FileOption,
        mask: Annotated[str, typer.Option(help="Fields to change, comma-separated; * for all. Unset: those the file has.")] = "",
        allow_missing: Annotated[bool, typer.Option("--allow-missing", help="Create it where it is absent.")] = False,
        validate_only: Annotated[bool, typer.Option("--validate-only", help="Check, and store nothing.")] = False,
        force: Annotated[bool, typer.Option("--force", help=_FORCE, hidden=not noun.offers("Update", "force"))] = False,
    ) -> None:
        state: State = context.obj
        request = noun.request("Update", validate_only=validate_only, allow_missing=allow_missing)
        _force(request, force=force)
        record = getattr(request, noun.singular)
        fill_from(record, file)
        record.name = noun.name(state, name)
        if mask:
            request.update_mask.CopyFrom(field_mask_pb2.FieldMask(paths=[path.strip() for path in mask.split(",")]))
        answer = noun.call(state, "Update", request)
        print_message(getattr(answer, noun.singular))
        _tell_broken(answer)

    if noun.deletes:

        @group.command(help=f"Delete {noun.word}.")
        def delete(
            context: typer.Context,
            name: Annotated[str, typer.Argument(help="Id or resource name.")],
            etag: Annotated[str, typer.Option(help="Only if it has this etag.")] = "",
            allow_missing: Annotated[bool, typer.Option("--allow-missing", help="Succeed where it is absent.")] = False,
            validate_only: Annotated[bool, typer.Option("--validate-only", help="Check, and delete nothing.")] = False,
            force: Annotated[bool, typer.Option("--force", help=_FORCE, hidden=not noun.offers("Delete", "force"))] = False,
        ) -> None:
            state: State = context.obj
            request = noun.request(
                "Delete", name=noun.name(state, name), etag=etag, allow_missing=allow_missing, validate_only=validate_only
            )
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
    @group.command(help=f"Create {noun.word} from a file.")
    def create(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help="The new id.")],
        file: FileOption,
        validate_only: Annotated[bool, typer.Option("--validate-only", help="Check, and store nothing.")] = False,
    ) -> None:
        state: State = context.obj
        request = noun.request("Create", validate_only=validate_only, **{f"{noun.singular}_id": name})
        if noun.in_project:
            request.parent = state.parent
        fill_from(getattr(request, noun.singular), file)
        answer = noun.call(state, "Create", request)
        print_with_secret(state, getattr(answer, noun.singular), answer.secret if noun.secret else "")


def _cell(record: Any, column: str) -> str:
    """Return what a table shows of a field: ids for names, words for enums, the names of claims."""
    if column == "id":
        return id_text(record.name)
    value = getattr(record, column)
    enum = record.DESCRIPTOR.fields_by_name[column].enum_type
    if enum is not None:
        return enum_text(enum.values_by_number[value].name, enum)
    if isinstance(value, timestamp_pb2.Timestamp):
        return time_text(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, str | int):
        return str(value)
    return ", ".join(sorted(map(_item, value)) if column == "claims" else map(_item, value))


def _item(value: str | user_pb2.Membership) -> str:
    if isinstance(value, str):
        return value
    roles = f" ({', '.join(value.roles)})" if value.roles else ""
    return f"{id_text(value.tenant)}{roles}"
