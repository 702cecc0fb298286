"""Commands that some nouns of the directory have besides the standard ones.

Owns: import and memberships of users; rotation and states of access keys; the end of credentials. Never: the standard verbs (nouns).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from mintmark.ascode.findings import DocumentsError
from mintmark.ascode.jsontext import read_json
from mintmark.ascode.nodes import Node
from mintmark.cli.state import Output, State, fill, print_message, print_with_secret
from mintmark.v1 import access_key_service_pb2, credential_service_pb2, user_service_pb2

_IMPORT_SECONDS = 3_600
NameArgument = Annotated[str, typer.Argument(help="Id or resource name.")]
EtagOption = Annotated[str, typer.Option(help="Only if it has this etag.")]


def add_user_commands(group: typer.Typer) -> None:
    """Add the commands of users."""
    group.command("import")(import_)
    group.command("add-membership")(add_membership)
    group.command("remove-membership")(remove_membership)


def add_access_key_commands(group: typer.Typer) -> None:
    """Add the commands of access keys."""
    for command in (rotate, activate, deactivate):
        group.command()(command)


def add_credential_commands(group: typer.Typer) -> None:
    """Add the commands of credentials."""
    group.command()(revoke)


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="One user a line, as ProtoJSON with its `name` or `id`; - is standard input.")],
    update: Annotated[bool, typer.Option("--update", help="Update users that exist.")] = False,
) -> None:
    """Import users from a file with one JSON object a line."""
    state: State = context.obj
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{file} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{file} is not UTF-8.") from error
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    requests = [_import_request(state, str(file), number, line, update=update) for number, line in lines]
    console = Console(stderr=True)
    shown = track(requests, description="Importing", console=console, disable=not console.is_terminal)
    with state.connect() as client:
        answer = client.users.ImportUsers(iter(shown), timeout=_IMPORT_SECONDS)
    if state.output is Output.JSON:
        print_message(answer)
    else:
        typer.echo(f"created {answer.created_count}, updated {answer.updated_count}, failed {len(answer.failures)}")
        for failure in answer.failures:
            for problem in failure.problems:
                where = f"{file}:{lines[failure.index][0]}: {failure.name}"
                typer.echo(f"  {where}: {problem.path}: {problem.message}", err=True)
    raise typer.Exit(3 if answer.failures else 0)


def add_membership(
    context: typer.Context,
    user: NameArgument,
    tenant: Annotated[str, typer.Argument(help="The tenant's id or resource name.")],
    role: Annotated[list[str] | None, typer.Option("--role", help="A role that the user has there; may stand several times.")] = None,
    etag: EtagOption = "",
) -> None:
    """Make a user a member of a tenant, or give a member these roles in place of those it had."""
    state: State = context.obj
    request = user_service_pb2.AddMembershipRequest(user=state.name("users", user), etag=etag)
    request.membership.tenant = state.name("tenants", tenant)
    request.membership.roles.extend(role or ())
    with state.connect() as client:
        print_message(client.users.AddMembership(request).user)


def remove_membership(
    context: typer.Context,
    user: NameArgument,
    tenant: Annotated[str, typer.Argument(help="The tenant's id or resource name.")],
    etag: EtagOption = "",
    allow_missing: Annotated[bool, typer.Option("--allow-missing", help="Succeed although the user is no member.")] = False,
) -> None:
    """End a user's membership of a tenant."""
    state: State = context.obj
    request = user_service_pb2.RemoveMembershipRequest(
        user=state.name("users", user), tenant=state.name("tenants", tenant), etag=etag, allow_missing=allow_missing
    )
    with state.connect() as client:
        print_message(client.users.RemoveMembership(request).user)


def rotate(context: typer.Context, name: NameArgument, etag: EtagOption = "") -> None:
    """Give an access key a new secret; the old one holds for one more hour."""
    state: State = context.obj
    with state.connect() as client:
        answer = client.access_keys.RotateAccessKey(
            access_key_service_pb2.RotateAccessKeyRequest(name=state.name("accessKeys", name), etag=etag)
        )
    print_with_secret(state, answer.access_key, answer.secret)


def activate(context: typer.Context, name: NameArgument, etag: EtagOption = "") -> None:
    """Let an access key be exchanged again."""
    _call_key(context, "Activate", name, etag)


def deactivate(context: typer.Context, name: NameArgument, etag: EtagOption = "") -> None:
    """Stop an access key from being exchanged; tokens already issued live on."""
    _call_key(context, "Deactivate", name, etag)


def revoke(context: typer.Context, name: NameArgument) -> None:
    """Make a credential useless, at once and for good."""
    state: State = context.obj
    full = name if "/" in name else f"credentials/{name}"
    with state.connect() as client:
        print_message(client.credentials.RevokeCredential(credential_service_pb2.RevokeCredentialRequest(name=full)).credential)


def _call_key(context: typer.Context, verb: str, name: str, etag: str) -> None:
    state: State = context.obj
    request: Any = getattr(access_key_service_pb2, f"{verb}AccessKeyRequest")(name=state.name("accessKeys", name), etag=etag)
    with state.connect() as client:
        print_message(getattr(client.access_keys, f"{verb}AccessKey")(request).access_key)


def _import_request(state: State, file: str, number: int, line: str, *, update: bool) -> user_service_pb2.ImportUsersRequest:
    request = user_service_pb2.ImportUsersRequest(parent=state.parent, update_existing=update)
    try:
        node = read_json(line, file)[0]
    except DocumentsError as error:
        raise typer.BadParameter(f"{file}:{number}: {error.findings[0].message}") from error
    if not isinstance(node.value, dict):
        raise typer.BadParameter(f"{file}:{number}: Expected a JSON object.")
    members: dict[str, Node] = dict(node.value)
    user_id = members.pop("id", None)
    fill(request.user, Node(members, node.place, node.keys), file, lines_before=number - 1)
    if user_id is not None:
        request.user.name = state.name("users", str(user_id.value))
    return request
