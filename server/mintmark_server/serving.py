"""What a process serves: opening its data, its addresses, and the order of starting and stopping.

Owns: `GrpcSide`, `HttpSide` and `Maintenance`, each startable by itself (with workers they live in different processes), and `Service`, all
three in one process. Never: use cases (app), several processes (workers).
"""

from __future__ import annotations

import gc
import os
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import grpc

from mintmark_server.app import Components
from mintmark_server.clock import SystemClock
from mintmark_server.config import Settings, split_address
from mintmark_server.keys.keyfile import ENVIRONMENT, load_encryption_key
from mintmark_server.model.security import ProjectSecret
from mintmark_server.rpc.logs import log
from mintmark_server.rpc.server import AnyHandler, GrpcServer, TransportLimits
from mintmark_server.storage.sqlite.store import PAGE_CACHE_BYTES, SqliteStore
from mintmark_server.wellknown.application import Published, build_application
from mintmark_server.wellknown.server import HttpServer

MAINTENANCE_SECONDS: Final = 5.0
_COLLECTED_AFTER: Final = 20_000
"""Objects more than were freed, after which the collector looks at the young ones. A call leaves none behind that only it could free."""


class ServiceError(Exception):
    """The service can't start; says why and what to do."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the service listens."""

    grpc: str
    http: str


def open_store(settings: Settings, *, page_cache_bytes: int = PAGE_CACHE_BYTES) -> SqliteStore:
    """Open the database, made and migrated where it has to be. Raises: ServiceError, NewerDatabaseError."""
    path = settings.database_path
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return SqliteStore(path, page_cache_bytes=page_cache_bytes)
    except OSError as error:
        raise ServiceError(f"{path} can't be opened: {error.strerror}.") from error


def open_components(settings: Settings, *, page_cache_bytes: int = PAGE_CACHE_BYTES) -> tuple[SqliteStore, Components]:
    """Open store and key, and prove that they belong together before anything is served.

    Raises: ServiceError, EncryptionKeyError, NewerDatabaseError.
    """
    encryption_key = load_encryption_key(settings.encryption_key_path, text=os.environ.get(ENVIRONMENT, ""))
    store = open_store(settings, page_cache_bytes=page_cache_bytes)
    components = Components(store, encryption_key, SystemClock(), public_url=settings.public_base, cache_bytes=settings.cache_bytes)
    components.metrics.follow_commits(lambda: (store.writer.commits, store.writer.pieces))
    components.boundary.waits.count_storing = lambda: store.writer.held
    try:
        first = next(iter(store.list_all(ProjectSecret)), None)
        if first is not None:
            components.keyring.get(first.project_id)
    except BaseException:
        store.close()
        raise
    return store, components


class GrpcSide:
    """The gRPC server of a process. With `shares_port`, other processes listen at the same address."""

    def __init__(self, components: Components, settings: Settings, *, more: Iterable[AnyHandler] = (), shares_port: bool = False) -> None:
        """Bind the address; `more` is served beside the contract. Raises: ServiceError when it is taken, or TLS files are bad."""
        limits = TransportLimits(threads=settings.threads, max_concurrent_calls=settings.max_concurrent_calls, shares_port=shares_port)
        handlers = [*components.handlers(), *more]
        self._server = GrpcServer(handlers, waits=components.boundary.waits, limits=limits, stopping=components.stopping)
        self._grace = settings.drain_seconds
        credentials = _load_tls(settings)
        try:
            if not shares_port:
                check_free(settings.grpc_address)
            port = self._server.add_port(settings.grpc_address, credentials)
        except RuntimeError as error:
            raise ServiceError(f"The gRPC address {settings.grpc_address} can't be bound: it is taken.") from error
        self.address = join_address(split_address(settings.grpc_address)[0], port)

    def start(self) -> None:
        """Serve. What was loaded by now stays, so the collector no longer looks at it; what calls leave behind, it looks at more rarely."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(_COLLECTED_AFTER, 10, 10)
        self._server.start()

    def stop(self) -> None:
        """Drain: health says NOT_SERVING, no new calls, those under way finish."""
        self._server.stop(self._grace)


class HttpSide:
    """The HTTP server of a service."""

    def __init__(self, published: Published, settings: Settings) -> None:
        """Bind the address. Raises: ServiceError when it is taken."""
        host, port = split_address(settings.http_address)
        try:
            self._server = HttpServer(build_application(published), host=host, port=port)
        except OSError as error:
            raise ServiceError(f"The HTTP address {settings.http_address} can't be bound: {error.strerror}.") from error
        self.address = join_address(host, self._server.port)

    def start(self) -> None:
        """Serve."""
        self._server.start()

    def stop(self) -> None:
        """Finish what runs, and stop."""
        self._server.stop()


class Maintenance:
    """Does what has to happen although nobody calls, in one process of a service, until its components stop."""

    def __init__(self, components: Components) -> None:
        self._components = components
        self._thread = threading.Thread(target=self._run, name="maintenance", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def join(self) -> None:
        """Wait for the end of a run that is under way."""
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._components.stopping.wait(MAINTENANCE_SECONDS):
            try:
                self._components.maintain()
            except Exception:  # noqa: BLE001  (a failure is logged and tried again; it must not end the thread)
                log.exception("maintenance")


class Service:
    """Everything in one process over the same components."""

    def __init__(self, components: Components, settings: Settings, *, more: Iterable[AnyHandler] = ()) -> None:
        """Bind both addresses; `more` is served beside the contract. Raises: ServiceError when one is taken, or TLS files are bad."""
        self._components = components
        self._http = HttpSide(components, settings)
        try:
            self._grpc = GrpcSide(components, settings, more=more)
        except ServiceError:
            self._http.stop()
            raise
        self._maintenance = Maintenance(components)
        self.addresses = Addresses(self._grpc.address, self._http.address)

    def start(self) -> None:
        """Serve."""
        self._http.start()
        self._grpc.start()
        self._maintenance.start()

    def stop(self) -> None:
        """Drain: health says NOT_SERVING, calls finish, then HTTP, then the store."""
        self._grpc.stop()
        self._http.stop()
        self._maintenance.join()
        self._components.store.close()


def check_free(address: str) -> None:
    """Check that nobody listens at an address. Raises: ServiceError."""
    host, port = split_address(address)
    with socket.socket(family_of(host), socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServiceError(f"The gRPC address {address} can't be bound: {error.strerror}.") from error


def family_of(host: str) -> socket.AddressFamily:
    """Return the family that a host is bound in."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def join_address(host: str, port: int) -> str:
    """Return host and port as one text."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _load_tls(settings: Settings) -> grpc.ServerCredentials | None:
    if settings.tls_cert is None or settings.tls_key is None:
        return None
    ca = _read(settings.client_ca) if settings.client_ca is not None else None
    try:
        pair = (_read(settings.tls_key), _read(settings.tls_cert))
        return grpc.ssl_server_credentials([pair], root_certificates=ca, require_client_auth=ca is not None)
    except ValueError as error:
        raise ServiceError(f"The TLS files can't be used: {error}.") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ServiceError(f"{path} can't be read: {error.strerror}.") from error
