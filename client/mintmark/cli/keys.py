"""Commands of signing keys and of the audit log.

Owns: list, prepare, activate, rotate, retire, revoke, the key set; audit events. Never: private keys.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mintmark.cli.rotation import rotate
from mintmark.cli.state import Output, State, list_records, print_message, print_table, to_dict
from mintmark.v1 import audit_service_pb2, key_service_pb2, project_pb2

keys_app = typer.Typer(no_args_is_help=True)
audit_app = typer.Typer(no_args_is_help=True)


@keys_app.command("list")
def list_(context: typer.Context, limit: Annotated[int, typer.Option(help="How many at most.")] = 1_000) -> None:
    """List the project's keys."""
    state: State = context.obj
    request = key_service_pb2.ListKeysRequest(parent=state.parent)
    with state.connect() as client:
        found = list(list_records(client.keys.ListKeys, request, "keys", limit=limit))
    if state.output is Output.JSON:
        print_message(key_service_pb2.ListKeysResponse(keys=found))
        return
    rows = []
    for key in found:
        shown = to_dict(key)
        rows.append((key.name.rpartition("/")[2], shown["algorithm"][18:], shown["state"][18:], shown["publish_time"]))
    print_table(("kid", "algorithm", "state", "published"), rows)


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


@audit_app.command("list")
def list_events(
    context: typer.Context,
    limit: Annotated[int, typer.Option(help="How many at most, from the oldest.")] = 1_000,
    service: Annotated[bool, typer.Option("--service", help="The service's own log in place of a project's.")] = False,
) -> None:
    """List audit events."""
    state: State = context.obj
    parent = "projects/-" if service else state.parent
    request = audit_service_pb2.ListAuditEventsRequest(parent=parent)
    with state.connect() as client:
        found = list(list_records(client.audit.ListAuditEvents, request, "audit_events", limit=limit))
    if state.output is Output.JSON:
        print_message(audit_service_pb2.ListAuditEventsResponse(audit_events=found))
        return
    rows = [
        (str(event.sequence), event.time.ToJsonString(), event.actor, event.method, event.resource, ", ".join(event.fields), event.note)
        for event in found
    ]
    print_table(("#", "time", "actor", "method", "resource", "fields", "note"), rows)
