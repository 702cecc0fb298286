"""Commands that set up, run and look after a service.

Owns: options, exit codes (0 done, 1 failed, 2 wrong usage or settings), signals. Never: use cases.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Annotated

import typer

from mintmark_server.app import BOOTSTRAP_ID, Components
from mintmark_server.cli import keys
from mintmark_server.cli.demo import Demo, keep_credential
from mintmark_server.cli.existing import ConfigOption, DataOption, load_existing
from mintmark_server.cli.synthetic import MOST_USERS, SyntheticProject, SyntheticProjectError
from mintmark_server.clock import SystemClock
from mintmark_server.config import Settings, SettingsError, load_settings
from mintmark_server.errors import MintmarkError
from mintmark_server.ids import parse_id
from mintmark_server.keys.encryption import EncryptionKey, EncryptionKeyError
from mintmark_server.keys.keyfile import ENVIRONMENT, create_encryption_key_file, load_encryption_key
from mintmark_server.keys.rewrap import find_closed
from mintmark_server.rpc.logs import start_log
from mintmark_server.serving import Addresses, Service, ServiceError, open_components, open_store
from mintmark_server.storage.sqlite.schema import NewerDatabaseError
from mintmark_server.workers.supervisor import Supervisor

DEMO_DIR = Path(".mintmark-demo")
_LOADING_BYTES = 256 * 1024 * 1024
"""Pages in memory while many users are stored."""

app = typer.Typer(
    name="mintmark-server",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Run and look after the token-claims service.",
)


@app.command()
def init(config: ConfigOption = None, data_dir: DataOption = None) -> None:
    """Make a key-encryption key, a database and the first credential, whose secret is printed once."""
    settings = load_settings({"data_dir": data_dir}, os.environ, config)
    if settings.database_path.exists():
        _fail(f"{settings.database_path} exists; `mintmark-server serve` uses it.")
    encryption_key = _find_or_make_key(settings)
    store = open_store(settings)
    components = Components(store, encryption_key, SystemClock(), public_url=settings.public_base)
    secret = components.create_operator(BOOTSTRAP_ID, now=components.clock.now())
    store.close()
    typer.echo(f"Database:            {settings.database_path}", err=True)
    if not os.environ.get(ENVIRONMENT):
        typer.echo(f"Key-encryption key:  {settings.encryption_key_path} (keep a copy elsewhere; without it no key opens)", err=True)
    typer.echo(f"credentials/{BOOTSTRAP_ID} owns all projects. Its secret, shown only now:", err=True)
    typer.echo(secret)


@app.command()
def serve(
    config: ConfigOption = None,
    data_dir: DataOption = None,
    grpc_address: Annotated[str | None, typer.Option(help="host:port of gRPC.")] = None,
    http_address: Annotated[str | None, typer.Option(help="host:port of discovery, key sets and health.")] = None,
    public_url: Annotated[str | None, typer.Option(help="What issuers and discovery are built from.")] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="PEM chain of the gRPC server.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="PEM private key of the gRPC server.")] = None,
    client_ca: Annotated[Path | None, typer.Option(help="PEM CA of client certificates; makes them required.")] = None,
    allow_plaintext: Annotated[bool | None, typer.Option("--allow-plaintext", help="Plaintext off loopback.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that serve calls; 0: one per core.")] = None,
    threads: Annotated[int | None, typer.Option(help="Threads of each process that serve calls.")] = None,
    log_level: Annotated[str | None, typer.Option(help="debug, info, warning or error.")] = None,
) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    flags = {
        "data_dir": data_dir,
        "grpc_address": grpc_address,
        "http_address": http_address,
        "public_url": public_url,
        "tls_cert": tls_cert,
        "tls_key": tls_key,
        "client_ca": client_ca,
        "allow_plaintext": allow_plaintext,
        "workers": workers,
        "threads": threads,
        "log_level": log_level,
    }
    settings = load_existing(config, flags)
    start_log(settings.log_level)
    _, components = open_components(settings)
    if settings.worker_count == 1:
        _run(_bind(components, settings), settings)
    else:
        _run_workers(components, settings)


@app.command()
def demo(
    data_dir: Annotated[Path, typer.Option(help="Where the demo keeps its data.")] = DEMO_DIR,
    grpc_address: Annotated[str | None, typer.Option(help="host:port of gRPC.")] = None,
    http_address: Annotated[str | None, typer.Option(help="host:port of discovery, key sets and health.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Stop after the first token.")] = False,
) -> None:
    """Serve a demo project, issue a token for a demo user and show where each claim came from."""
    flags = {"data_dir": data_dir, "grpc_address": grpc_address, "http_address": http_address, "log_level": "warning"}
    settings = load_settings(flags, os.environ, None)
    start_log(settings.log_level)
    if not settings.database_path.exists():
        _find_or_make_key(settings)
    _, components = open_components(settings)
    service = _bind(components, settings)
    demonstration = Demo(components, settings.data_dir, service.addresses)
    demonstration.prepare()
    service.start()
    try:
        demonstration.show()
    except BaseException:
        service.stop()
        raise
    if once:
        service.stop()
        return
    typer.echo("\nServing until Ctrl-C.")
    _wait()
    service.stop()


@app.command("load-demo")
def load_demo(
    users: Annotated[int, typer.Option(help="How many users the project has afterwards.", min=1, max=MOST_USERS)],
    data_dir: Annotated[Path, typer.Option(help="Where database, key-encryption key and credential are; made if absent.")] = DEMO_DIR,
    project: Annotated[str, typer.Option(help="The project's id.")] = "load",
    seed: Annotated[int, typer.Option(help="The same seed makes the same users.", min=0)] = 1,
) -> None:
    """Fill a project with made-up users, to measure with. Broken off, the same command goes on."""
    settings = load_settings({"data_dir": data_dir}, os.environ, None)
    if not settings.database_path.exists():
        _find_or_make_key(settings)
    _, components = open_components(settings, page_cache_bytes=_LOADING_BYTES)
    try:
        keep_credential(components, settings.data_dir / "credential")
        _load_users(
            components, SyntheticProject(components, parse_id(project, path="project"), seed=seed, now=components.clock.now()), users
        )
    finally:
        components.store.close()


def _load_users(components: Components, synthetic: SyntheticProject, users: int) -> None:
    have = synthetic.prepare()
    if have >= users:
        typer.echo(f"The project has {have:,} users; nothing to do.")
        return
    stored, started = have, time.perf_counter()
    with typer.progressbar(length=users - have, label=f"{users - have:,} users", file=sys.stderr) as bar:

        def progress(count: int) -> None:
            nonlocal stored
            stored += count
            bar.update(count)

        try:
            synthetic.fill(users, have=have, progress=progress)
        except KeyboardInterrupt:
            _fail(f"\nStopped after {stored:,} of {users:,} users; the same command goes on.")
    seconds = time.perf_counter() - started
    while components.store.prune_changes():
        pass
    typer.echo(f"{users - have:,} users in {seconds:.1f} s: {(users - have) / seconds:,.0f} a second. The project has {users:,}.")


@app.command()
def migrate(config: ConfigOption = None, data_dir: DataOption = None) -> None:
    """Bring the database to this version's schema."""
    settings = load_existing(config, {"data_dir": data_dir})
    store = open_store(settings)
    typer.echo(f"{store.migrated} migrations; {settings.database_path} is up to date.")
    store.close()


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="The new file.")], config: ConfigOption = None, data_dir: DataOption = None) -> None:
    """Write a consistent copy of the database, also while the service runs. The key-encryption key is not in it."""
    settings = load_existing(config, {"data_dir": data_dir})
    store = open_store(settings)
    try:
        store.backup(target)
    except FileExistsError:
        _fail(f"{target} exists; a backup never overwrites.")
    except OSError as error:
        _fail(f"{target} can't be written: {error.strerror}.")
    except MintmarkError as error:
        _fail(error.message)
    finally:
        store.close()
    typer.echo(f"{target} written. Keep {settings.encryption_key_path} apart from it.")


@app.command()
def check(config: ConfigOption = None, data_dir: DataOption = None) -> None:
    """Check the database file, the audit log's chains, and that the key-encryption key opens what is sealed."""
    settings = load_existing(config, {"data_dir": data_dir})
    store, components = open_components(settings)
    found = [*store.check(), *find_closed(store, components.encryption_key)]
    store.close()
    for line in found:
        typer.echo(line, err=True)
    typer.echo("All is well." if not found else f"{len(found)} problems.")
    raise typer.Exit(1 if found else 0)


app.add_typer(keys.app, name="keys")


def main() -> None:
    """Run the command line."""
    try:
        app()
    except SettingsError as error:
        _fail("\n".join(error.problems), code=2)
    except (ServiceError, EncryptionKeyError, NewerDatabaseError, SyntheticProjectError) as error:
        _fail(str(error))
    except MintmarkError as error:
        _fail(error.message)


def _find_or_make_key(settings: Settings) -> EncryptionKey:
    text = os.environ.get(ENVIRONMENT, "")
    if text or settings.encryption_key_path.exists():
        return load_encryption_key(settings.encryption_key_path, text=text)
    return create_encryption_key_file(settings.encryption_key_path)


def _bind(components: Components, settings: Settings) -> Service:
    try:
        return Service(components, settings)
    except BaseException:
        components.store.close()
        raise


def _run(service: Service, settings: Settings) -> None:
    service.start()
    _announce(service.addresses, settings)
    _wait()
    _say_draining()
    service.stop()


def _run_workers(components: Components, settings: Settings) -> None:
    try:
        supervisor = Supervisor(components, settings)
    except BaseException:
        components.store.close()
        raise
    supervisor.run(announce=lambda: _announce(supervisor.addresses, settings), draining=_say_draining)


def _announce(addresses: Addresses, settings: Settings) -> None:
    workers = f" ({settings.worker_count} workers)" if settings.worker_count > 1 else ""
    typer.echo(f"gRPC on {addresses.grpc}{workers}, HTTP on {addresses.http}, issuers below {settings.public_base}", err=True)


def _say_draining() -> None:
    typer.echo("Draining.", err=True)


def _wait() -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()


def _fail(message: str, *, code: int = 1) -> None:
    typer.echo(message, err=True)
    sys.exit(code)
