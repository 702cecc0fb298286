"""Commands of sessions.

Owns: list, get, refresh, revoke. Never: the protocol.
"""

from __future__ import annotations

from typing import Annotated

import typer

from mintmark.cli.state import (
    Output,
    State,
    enum_text,
    id_text,
    list_records,
    print_message,
    print_messages,
    print_table,
    printable,
    take,
    tell_more,
    time_text,
)
from mintmark.v1 import session_pb2, token_service_pb2

app = typer.Typer(no_args_is_help=True)

_CAUSES = {
    "REVOKED": "was revoked",
    "REUSED": "ended: reused generation {generation}",
    "EXPIRED": "expired",
    "IDLE": "was idle too long",
    "SUBJECT_DELETED": "ended because its user was deleted",
    "KEY_REVOKED": "ended because its key was revoked",
    "APPLICATION_DELETED": "ended because its application was deleted",
}


@app.command("list")
def list_(
    context: typer.Context,
    user: Annotated[str, typer.Option("--user", "-u", help="Only this user's.")] = "",
    filter_: Annotated[str, typer.Option("--filter", help="E.g. 'state = ENDED AND tenant = \"acme\"'.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 100,
) -> None:
    """List sessions."""
    state: State = context.obj
    terms = [term for term in (f'user = "{id_text(user)}"' if user else "", filter_) if term]
    request = token_service_pb2.ListSessionsRequest(parent=state.parent, filter=" AND ".join(terms))
    with state.connect() as client:
        found, more = take(list_records(client.tokens.ListSessions, request, "sessions", limit=limit + 1), limit)
    if state.output is Output.JSON:
        print_messages(found)
    else:
        rows = [
            (
                id_text(session.name),
                id_text(session.user),
                str(session.generation),
                enum_text(session_pb2.SessionState.Name(session.state), session_pb2.SessionState.DESCRIPTOR),
                time_text(session.expire_time),
            )
            for session in found
        ]
        print_table(("id", "user", "generation", "state", "expires"), rows)
    if more:
        tell_more(len(found))


@app.command()
def get(context: typer.Context, name: Annotated[str, typer.Argument(help="Id or resource name.")]) -> None:
    """Show a session, and why it ended."""
    state: State = context.obj
    with state.connect() as client:
        session = client.tokens.GetSession(token_service_pb2.GetSessionRequest(name=state.name("sessions", name))).session
    print_message(session)
    if session.HasField("end") and state.output is Output.TABLE:
        typer.echo(printable(describe_end(session)), err=True)


@app.command()
def refresh(
    context: typer.Context,
    token: Annotated[str, typer.Argument(help="The refresh token; - is standard input.")],
    tenant: Annotated[str, typer.Option("--tenant", "-t", help="Select this tenant.")] = "",
) -> None:
    """Exchange a refresh token, with or without a credential."""
    state: State = context.obj
    text = typer.get_text_stream("stdin").read().strip() if token == "-" else token
    with state.connect() as client:
        if tenant:
            selecting = token_service_pb2.SelectTenantRequest(refresh_token=text, tenant=state.name("tenants", tenant))
            print_message(client.tokens.SelectTenant(selecting))
        else:
            print_message(client.tokens.RefreshSession(token_service_pb2.RefreshSessionRequest(refresh_token=text)))


@app.command()
def revoke(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Id or resource name of a session; with --user, of a user.")],
    user: Annotated[bool, typer.Option("--user", help="All sessions of a user.")] = False,
) -> None:
    """End a session, or all of a user's."""
    state: State = context.obj
    with state.connect() as client:
        if user:
            request = token_service_pb2.RevokeUserSessionsRequest(user=state.name("users", name))
            count = client.tokens.RevokeUserSessions(request).revoked_count
            typer.echo("1 session ended." if count == 1 else f"{count:,} sessions ended.")
        else:
            print_message(client.tokens.RevokeSession(token_service_pb2.RevokeSessionRequest(name=state.name("sessions", name))).session)


def describe_end(session: session_pb2.Session) -> str:
    """Return one sentence on why a session ended."""
    cause = session_pb2.SessionEndCause.Name(session.end.cause).removeprefix("SESSION_END_CAUSE_")
    generation = session.end.generation or "(an older one)"
    how = _CAUSES.get(cause, "ended").format(generation=generation)
    where = f" from {session.end.peer}" if session.end.peer else ""
    return f"The session {how} at {time_text(session.end.time)}{where}."
