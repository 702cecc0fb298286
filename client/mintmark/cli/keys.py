"""Commands of signing keys and of the audit log.

Owns: list, prepare, activate, rotate, retire, revoke, the key set; audit events. Never: private keys.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from typing import Annotated, Any

import typer

from mintmark.cli.rotation import rotate
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
    to_dict,
)
from mintmark.v1 import audit_pb2, audit_service_pb2, key_pb2, key_service_pb2, project_pb2

keys_app = typer.Typer(no_args_is_help=True)
audit_app = typer.Typer(no_args_is_help=True)


@keys_app.command("list")
def list_(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 1_000,
) -> None:
    """List the project's keys."""
    state: State = context.obj
    with state.connect() as client:
        request = key_service_pb2.ListKeysRequest(parent=state.parent)
        keys, more = take(list_records(client.keys.ListKeys, request, "keys", limit=limit + 1), limit)
    if state.output is Output.JSON:
        print_messages(keys)
    else:
        rows = [
            (
                id_text(key.name),
                enum_text(project_pb2.SigningAlgorithm.Name(key.algorithm), project_pb2.SigningAlgorithm.DESCRIPTOR),
                enum_text(key_pb2.SigningKeyState.Name(key.state), key_pb2.SigningKeyState.DESCRIPTOR),
                time_text(key.publish_time),
            )
            for key in keys
        ]
        print_table(("kid", "algorithm", "state", "published"), rows)
    if more:
        tell_more(len(keys))


@keys_app.command()
def prepare(
    context: typer.Context,
    algorithm: Annotated[str, typer.Option(help="E.g. ES256, EDDSA, RS256; unset: the project's.")] = "",
) -> None:
    """Make a key and publish it; it signs once it is activated."""
    state: State = context.obj
    request = key_service_pb2.PrepareKeyRequest(parent=state.parent, algorithm=_algorithm(algorithm))
    with state.connect() as client:
        print_message(client.keys.PrepareKey(request).key)


@keys_app.command()
def activate(
    context: typer.Context,
    kid: Annotated[str, typer.Argument(help="The key's id.")],
    force: Annotated[bool, typer.Option("--force", help="Also before verifiers can have seen it.")] = False,
) -> None:
    """Let a prepared key sign from now on."""
    state: State = context.obj
    request = key_service_pb2.ActivateKeyRequest(name=state.name("keys", kid), force=force)
    with state.connect() as client:
        print_message(client.keys.ActivateKey(request).key)


@keys_app.command("rotate")
def rotate_(
    context: typer.Context,
    algorithm: Annotated[str, typer.Option(help="E.g. ES256, EDDSA, RS256; unset: the project's.")] = "",
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="Wait until verifiers can know the key, or leave it to the next run.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Activate at once, also before verifiers can know the key.")] = False,
) -> None:
    """Prepare a key, wait until verifiers know it, let it sign, and retire keys whose tokens are over. Interrupted, run it again."""
    state: State = context.obj
    with state.connect() as client:
        key = rotate(
            client, state.parent, algorithm=_algorithm(algorithm), wait=wait, force=force, say=lambda text: typer.echo(text, err=True)
        )
    print_message(key)


@keys_app.command()
def retire(context: typer.Context, kid: Annotated[str, typer.Argument(help="The key's id.")]) -> None:
    """Take a key that signs no more out of the key set, once its last token is over."""
    state: State = context.obj
    with state.connect() as client:
        print_message(client.keys.RetireKey(key_service_pb2.RetireKeyRequest(name=state.name("keys", kid))).key)


@keys_app.command()
def revoke(context: typer.Context, kid: Annotated[str, typer.Argument(help="The key's id.")]) -> None:
    """Make a key and all its tokens worthless, at once and for good."""
    state: State = context.obj
    with state.connect() as client:
        print_message(client.keys.RevokeKey(key_service_pb2.RevokeKeyRequest(name=state.name("keys", kid))).key)


def _algorithm(text: str) -> Any:
    name = f"SIGNING_ALGORITHM_{text.upper() or 'UNSPECIFIED'}"
    if name not in project_pb2.SigningAlgorithm.keys():  # noqa: SIM118
        raise typer.BadParameter(f"There is no algorithm {text}.")
    return project_pb2.SigningAlgorithm.Value(name)


@keys_app.command("set")
def key_set(context: typer.Context) -> None:
    """Print the published key set (JWKS)."""
    state: State = context.obj
    with state.connect() as client:
        typer.echo(client.keys.GetJsonWebKeySet(key_service_pb2.GetJsonWebKeySetRequest(parent=state.parent)).key_set)


LimitOption = Annotated[int, typer.Option(min=1, help="How many at most.")]
ServiceOption = Annotated[bool, typer.Option("--service", help="The service's own log in place of a project's.")]


@audit_app.command("list")
def list_events(
    context: typer.Context,
    limit: LimitOption = 1_000,
    last: Annotated[bool, typer.Option("--last", help="The newest, in place of the oldest.")] = False,
    service: ServiceOption = False,
) -> None:
    """List audit events, the oldest first."""
    state: State = context.obj
    request = audit_service_pb2.ListAuditEventsRequest(parent="projects/-" if service else state.parent)
    with state.connect() as client:
        records = list_records(client.audit.ListAuditEvents, request, "audit_events", limit=sys.maxsize if last else limit + 1)
        # They come oldest first, so the newest are known when all are.
        events, more = (list(deque(records, maxlen=limit)), False) if last else take(records, limit)
    if state.output is Output.JSON:
        print_messages(events)
    else:
        print_table(_EVENT, map(_row, events))
    if more:
        tell_more(len(events))


@audit_app.command()
def watch(
    context: typer.Context,
    after: Annotated[int, typer.Option(min=0, help="Events after this number; 0: all, from the first.")] = 0,
) -> None:
    """Print a project's audit events as they happen, a line each, until Ctrl-C. With --output json each line is an object."""
    state: State = context.obj
    request = audit_service_pb2.WatchAuditEventsRequest(parent=state.parent, after_sequence=after)
    with state.connect() as client:
        for answer in client.audit.WatchAuditEvents(request):
            event = answer.audit_event
            if state.output is Output.JSON:
                line = json.dumps(to_dict(event), ensure_ascii=False)
            else:
                line = printable("  ".join(filter(None, _row(event))))
            print(line, flush=True)


_EVENT = ("#", "time", "actor", "method", "resource", "fields", "note")


def _row(event: audit_pb2.AuditEvent) -> tuple[str, ...]:
    fields = ", ".join(event.fields)
    return (str(event.sequence), time_text(event.time), event.actor, event.method, event.resource, fields, event.note)
