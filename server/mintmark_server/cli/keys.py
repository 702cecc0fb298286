"""Commands of keys that need the private halves: import one, change the key that encrypts them.

Owns: `mintmark-server keys`. Never: rotating signing keys, which any key admin does over gRPC (`mintmark key rotate`).
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import typer

from mintmark_server.app import Components
from mintmark_server.call import Call
from mintmark_server.cli.existing import ConfigOption, DataOption, load_existing
from mintmark_server.config import Settings
from mintmark_server.keys.encryption import EncryptionKeyError
from mintmark_server.keys.importing import MAX_FILE_BYTES, parse_private_key
from mintmark_server.keys.keyfile import ENVIRONMENT, EncryptionKeyFile
from mintmark_server.keys.rewrap import find_older, rewrap
from mintmark_server.model.directory import Algorithm
from mintmark_server.serving import ServiceError, open_components

app = typer.Typer(no_args_is_help=True, help="Keys: import a private key, change the key-encryption key.")


@app.command("import")
def import_(
    project: Annotated[str, typer.Argument(help="The project's id.")],
    file: Annotated[Path, typer.Argument(help="The private key: PEM or JWK.")],
    algorithm: Annotated[Algorithm | None, typer.Option(help="What it signs; an RSA key needs it.", case_sensitive=False)] = None,
    kid: Annotated[str, typer.Option(help="The key id that its verifiers know it by. Unset: its thumbprint.")] = "",
    keep_kid: Annotated[bool, typer.Option("--keep-kid", help="Keep the kid that the JWK says.")] = False,
    activate: Annotated[bool, typer.Option("--activate", help="Let it sign at once: for verifiers that know it already.")] = False,
    config: ConfigOption = None,
    data_dir: DataOption = None,
) -> None:
    """Bring an existing private key to a project, published and ready to be activated. The service may run meanwhile."""
    imported = parse_private_key(_read(file), algorithm=algorithm, kid=kid, keep_kid=keep_kid)
    _, components = open_components(load_existing(config, {"data_dir": data_dir}))
    try:
        call = _call(components, "keys import")
        key = components.keys.import_key(project, imported, call=call)
        if activate:
            key = components.keys.activate(project, key.id, etag="", force=True, call=call)
    finally:
        components.store.close()
    typer.echo(f"projects/{project}/keys/{key.id}  {key.algorithm.value}  {key.state.value}")
    typer.echo(f"{file} still holds the private key: delete it, or keep it as safely as the database.", err=True)
    if not activate:
        typer.echo(f"It signs after `mintmark --project {project} key activate {key.id}`.", err=True)


@app.command("rewrap")
def rewrap_(
    drop: Annotated[bool, typer.Option("--drop", help="Take the older keys out of the file, once nothing needs them.")] = False,
    config: ConfigOption = None,
    data_dir: DataOption = None,
) -> None:
    """Change the key-encryption key: add a new one, wrap everything under it. The service may run meanwhile; killed, run it again."""
    settings = load_existing(config, {"data_dir": data_dir})
    _, components = open_components(settings)
    try:
        _rewrap(components, settings, drop=drop)
    finally:
        components.store.close()


def _rewrap(components: Components, settings: Settings, *, drop: bool) -> None:
    key, path = components.encryption_key, settings.encryption_key_path
    if not isinstance(key, EncryptionKeyFile):
        if len(key.ids) == 1:
            message = f"Put a new key before the one in {ENVIRONMENT}, a space between them, restart the service, and run this again."
            raise ServiceError(message)
    elif len(key.ids) == 1 and not drop:
        old = key.id
        typer.echo(f"{path}: key {key.add_key()} added; {old} still opens.")
    elif len(key.ids) > 1:
        typer.echo(f"{path}: key {key.id} seals; {', '.join(key.ids[1:])} still opens.")
    call = _call(components, "keys rewrap")
    done = rewrap(components.store, key, call=call, progress=typer.echo)
    typer.echo(f"{done.records} rewrapped, {done.skipped} were under {key.id} already.")
    if done.older_until is not None:
        message = f"Answers to request ids under an older key run out at {done.older_until.isoformat()}"
        if drop:
            raise ServiceError(f"{message}: run this again then. Nothing was dropped.")
        typer.echo(f"{message}; then `mintmark-server keys rewrap --drop`.")
    elif drop:
        _drop(components, key, path)
    else:
        typer.echo("Nothing needs the older key: `mintmark-server keys rewrap --drop` takes it out of the file.")


def _drop(components: Components, key: object, path: Path) -> None:
    if not isinstance(key, EncryptionKeyFile):
        raise ServiceError(f"Nothing needs the older key: take it out of {ENVIRONMENT} and restart the service.")
    if len(key.ids) == 1:
        raise ServiceError(f"{path} has one key only; there is none to drop.")
    kept = key.drop_older_keys()
    if find_older(components.store, key, now=components.clock.now()) is not None:
        raise EncryptionKeyError(f"Something was sealed under the older key meanwhile: copy {kept} over {path}, and run this again.")
    typer.echo(f"{path}: key {key.id} alone. Backups from before open with {kept}: keep it with them, or delete it.")


def _call(components: Components, method: str) -> Call:
    components.configurations.refresh()
    return Call(now=components.clock.now(), actor="mintmark-server", method=method, request_id=secrets.token_hex(8))


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise ServiceError(f"{file} can't be read: {error.strerror}.") from error
