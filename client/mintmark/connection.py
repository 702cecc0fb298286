"""Connections: where the service is, as whom to call it, and how.

Owns: what both clients (client, aio) are made of: target, credential, TLS, channel options, the surface of stubs. Never: calling.

What is not given is taken from the environment:

| option | variable | else |
| --- | --- | --- |
| `target` | MINTMARK_TARGET | 127.0.0.1:50051 |
| `credential` | MINTMARK_CREDENTIAL, else the file that MINTMARK_CREDENTIAL_FILE names | none |
| `ca_file` | MINTMARK_CA_FILE | on loopback no TLS, else TLS with the roots that gRPC ships |
| `allow_plaintext` | MINTMARK_ALLOW_PLAINTEXT=true | no plaintext off loopback: a credential is never sent in the clear by mistake |
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import grpc

from mintmark.addresses import is_local_target
from mintmark.retries import build_service_config, identify

DEFAULT_TARGET: Final = "127.0.0.1:50051"
TARGET_VARIABLE: Final = "MINTMARK_TARGET"
CREDENTIAL_VARIABLE: Final = "MINTMARK_CREDENTIAL"
CREDENTIAL_FILE_VARIABLE: Final = "MINTMARK_CREDENTIAL_FILE"
CA_FILE_VARIABLE: Final = "MINTMARK_CA_FILE"
PLAINTEXT_VARIABLE: Final = "MINTMARK_ALLOW_PLAINTEXT"
_MAX_CREDENTIAL_BYTES: Final = 4_096
_MAX_METADATA_BYTES: Final = 32 * 1024

Metadata = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What a channel is made of; `tls` is None for plaintext."""

    target: str
    tls: grpc.ChannelCredentials | None
    timeout: float
    _credential: str = field(repr=False)

    @property
    def options(self) -> list[tuple[str, Any]]:
        """The channel's options."""
        return [
            ("grpc.service_config", build_service_config()),
            ("grpc.enable_retries", 1),
            ("grpc.max_metadata_size", _MAX_METADATA_BYTES),
            # Each client is a connection of its own, so that several reach several of a service's processes.
            ("grpc.use_local_subchannel_pool", 1),
        ]

    def build_metadata(self, given: Metadata) -> Metadata:
        """Return a call's metadata, with the credential unless the call brings one of its own."""
        if not self._credential or any(name == "authorization" for name, _ in given):
            return given
        return (*given, ("authorization", f"Bearer {self._credential}"))

    def choose_timeout(self, method: object, given: float | None) -> float | None:
        """Return a call's deadline in seconds: its own, else the connection's; none for streams, which last as long as they last."""
        unary = isinstance(method, (grpc.UnaryUnaryMultiCallable, grpc.aio.UnaryUnaryMultiCallable))
        return given if given is not None else self.timeout if unary else None


class Surface:
    """A stub's methods, each going through a client's call; what needs a request id for that gets one."""

    def __init__(self, stub: Any, call: Callable[[Any, Any, float | None, Metadata], Any]) -> None:
        self._stub = stub
        self._call = call

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._stub, name)

        def invoke(request: Any, *, timeout: float | None = None, metadata: Metadata = ()) -> Any:
            return self._call(method, identify(name, request), timeout, metadata)

        setattr(self, name, invoke)
        return invoke


def load_connection(
    target: str,
    *,
    credential: str,
    credential_file: Path | None,
    timeout: float,
    ca_file: Path | None,
    cert_file: Path | None,
    key_file: Path | None,
    allow_plaintext: bool,
) -> Connection:
    """Return the connection that options and environment describe. Raises: OSError for a file that can't be read, ValueError."""
    if credential and credential_file is not None:
        raise ValueError("Give the credential, or the file that it is in.")
    if (cert_file is None) is not (key_file is None):
        raise ValueError("A client certificate needs `cert_file` and `key_file`.")
    target = target or os.environ.get(TARGET_VARIABLE, "") or DEFAULT_TARGET
    if not credential:
        credential = _load_credential(credential_file)
    if ca_file is None and os.environ.get(CA_FILE_VARIABLE):
        ca_file = Path(os.environ[CA_FILE_VARIABLE])
    plaintext = is_local_target(target) or allow_plaintext or os.environ.get(PLAINTEXT_VARIABLE, "").lower() in ("1", "true")
    tls = None
    if ca_file is not None or cert_file is not None or not plaintext:
        pair = (key_file.read_bytes(), cert_file.read_bytes()) if key_file and cert_file else (None, None)
        tls = grpc.ssl_channel_credentials(ca_file.read_bytes() if ca_file is not None else None, *pair)
    return Connection(target=target, tls=tls, timeout=timeout, _credential=credential)


def _load_credential(file: Path | None) -> str:
    """Return the secret of a file, else that of the environment, "" for none. Raises: OSError, ValueError."""
    if file is None:
        given = os.environ.get(CREDENTIAL_VARIABLE, "")
        if given or not os.environ.get(CREDENTIAL_FILE_VARIABLE):
            return given
        file = Path(os.environ[CREDENTIAL_FILE_VARIABLE])
    with file.expanduser().open("rb") as opened:
        secret = opened.read(_MAX_CREDENTIAL_BYTES + 1).strip()
    if not secret or len(secret) > _MAX_CREDENTIAL_BYTES or not secret.isascii() or len(secret.split()) != 1:
        raise ValueError(f"{file} does not hold one credential.")
    return secret.decode()
