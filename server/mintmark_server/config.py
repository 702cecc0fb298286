"""Settings: from flags, environment and one file, checked all at once.

Owns: `Settings`, where each comes from (a flag wins over `MINTMARK_…` in the environment, that over the file), and what may not be
combined. Never: acting on them (serving).
"""

from __future__ import annotations

import ipaddress
import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from mintmark_server.limits import RECORD_CACHE_BYTES

ENVIRONMENT_PREFIX: Final = "MINTMARK_"
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off", ""})
_MAX_PORT: Final = 65_535
_RANGES: Final = {
    "workers": (0, 256),
    "threads": (1, 1024),
    "max_concurrent_calls": (1, 100_000),
    "cache_bytes": (0, 1 << 40),
    "drain_seconds": (0, 3_600),
}


class SettingsError(Exception):
    """Settings that can't be used; `problems` has a line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set. `workers` 0 stands for one per core; the settings after it hold for each of them."""

    data_dir: Path = Path("mintmark-data")
    database: Path = Path()
    encryption_key_file: Path = Path()
    grpc_address: str = "127.0.0.1:50051"
    http_address: str = "127.0.0.1:8080"
    public_url: str = ""
    tls_cert: Path | None = None
    tls_key: Path | None = None
    client_ca: Path | None = None
    allow_plaintext: bool = False
    workers: int = 0
    threads: int = 8
    max_concurrent_calls: int = 256
    cache_bytes: int = RECORD_CACHE_BYTES
    drain_seconds: float = 10.0
    log_level: str = "info"

    @property
    def database_path(self) -> Path:
        """The database file."""
        return self.database if self.database != Path() else self.data_dir / "mintmark.db"

    @property
    def encryption_key_path(self) -> Path:
        """The file of the key-encryption key."""
        return self.encryption_key_file if self.encryption_key_file != Path() else self.data_dir / "encryption.key"

    @property
    def worker_count(self) -> int:
        """How many processes serve: as set, else one per core that this process may use (one where processes can't share a port)."""
        return self.workers or (len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1)

    @property
    def public_base(self) -> str:
        """What issuers and discovery are built from, without a slash at its end."""
        return (self.public_url or f"http://{self.http_address}").rstrip("/")


def load_settings(flags: Mapping[str, Any], environment: Mapping[str, str], file: Path | None) -> Settings:
    """Merge and check settings. Raises: SettingsError with all problems."""
    problems: list[str] = []
    given: dict[str, Any] = {}
    types = {field.name: field for field in fields(Settings)}
    for name, value in _read_file(file, problems).items():
        if name not in types:
            problems.append(f"{file}: there is no setting {name}.")
        else:
            _take(given, name, value, f"{file}: {name}", problems)
    for name in types:
        variable = ENVIRONMENT_PREFIX + name.upper()
        if variable in environment:
            _take(given, name, environment[variable], variable, problems)
    for name, value in flags.items():
        if value is not None:
            _take(given, name, value, f"--{name.replace('_', '-')}", problems)
    settings = replace(Settings(), **given)
    problems += find_problems(settings)
    if problems:
        raise SettingsError(problems)
    return settings


def find_problems(settings: Settings) -> list[str]:
    """Return what is wrong with settings, a line each."""
    problems = []
    hosts = []
    for name in ("grpc_address", "http_address"):
        try:
            hosts.append(split_address(getattr(settings, name))[0])
        except ValueError as error:
            problems.append(f"{name}: {error}")
    exposed = [host for host in hosts if not is_loopback(host)]
    if bool(settings.tls_cert) != bool(settings.tls_key):
        problems.append("tls_cert and tls_key belong together: give both or none.")
    if settings.client_ca and not settings.tls_cert:
        problems.append("client_ca needs tls_cert and tls_key: client certificates come with TLS.")
    if exposed and not settings.tls_cert and not settings.allow_plaintext:
        problems.append(f"{exposed[0]} is not loopback: give tls_cert and tls_key, or allow_plaintext where something in front speaks TLS.")
    if exposed and not settings.public_url:
        problems.append("public_url is needed off loopback: issuers and discovery are built from it, and must not change later.")
    if settings.public_url:
        url = urlsplit(settings.public_url)
        if url.scheme not in ("http", "https") or not url.netloc or url.query or url.fragment:
            problems.append("public_url: expected https://host[:port][/path].")
    if settings.workers > 1 and sys.platform != "linux":
        problems.append("workers: processes share a port on Linux only; give 1.")
    for name, (low, high) in _RANGES.items():
        if not low <= getattr(settings, name) <= high:
            problems.append(f"{name}: from {low} to {high}.")
    if settings.log_level not in ("debug", "info", "warning", "error"):
        problems.append("log_level: one of debug, info, warning, error.")
    return problems


def split_address(address: str) -> tuple[str, int]:
    """Return host and port. Raises: ValueError."""
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > _MAX_PORT:
        message = f"expected host:port, e.g. 127.0.0.1:50051, not {address!r}"
        raise ValueError(message)
    return host.strip("[]"), int(port)


def is_loopback(host: str) -> bool:
    """Tell whether a host is reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read_file(file: Path | None, problems: list[str]) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{file} can't be read: {getattr(error, 'strerror', 'it is not UTF-8')}.")
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{file} is not TOML: {error}.")
    return {}


def _take(given: dict[str, Any], name: str, value: Any, where: str, problems: list[str]) -> None:  # noqa: ANN401
    default = getattr(Settings(), name)
    try:
        if isinstance(default, bool):
            given[name] = _to_bool(value)
        elif isinstance(default, int):
            given[name] = int(value)
        elif isinstance(default, float):
            given[name] = float(value)
        elif isinstance(default, Path) or default is None:
            given[name] = Path(value).expanduser()
        else:
            given[name] = str(value)
    except (TypeError, ValueError):
        expected = "a path" if default is None else f"a value like {default}"
        problems.append(f"{where}: expected {expected}.")


def _to_bool(value: Any) -> bool:  # noqa: ANN401
    text = str(value).lower()
    if text not in _TRUE | _FALSE:
        raise ValueError(text)
    return text in _TRUE
