"""Floors that need no server: raw signatures and verifications, a durable commit, a bare evaluation.

Owns: samplers of one operation's microseconds, of this process's CPU or until it is done, and the rows of commits. Never: servers.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from mintmark_server.storage.sqlite.connection import connect

from tests.bench.rows import Row, take_turns

GROUP = 32
MESSAGE = b"x" * 600
"""As long as a token of ten claims."""


def timed(operation: Callable[[], object], count: int) -> Callable[[], float]:
    """Return a sampler: microseconds of CPU of one operation, the mean of `count`."""

    def sample() -> float:
        started = time.process_time()
        for _ in range(count):
            operation()
        return (time.process_time() - started) / count * 1e6

    return sample


def waited(operation: Callable[[], object], count: int) -> Callable[[], float]:
    """Return a sampler: microseconds until one operation is done, waiting included, the mean of `count`."""

    def sample() -> float:
        started = time.perf_counter()
        for _ in range(count):
            operation()
        return (time.perf_counter() - started) / count * 1e6

    return sample


def measure_commits(folder: Path, rounds: int) -> list[Row]:
    """Return the rows of commits: flushed and not, alone and as a group."""
    full, normal = DurableCommit(folder / "full.db"), DurableCommit(folder / "normal.db", synchronous="NORMAL")
    alone, unflushed = waited(lambda: full.commit(1), 100), waited(lambda: normal.commit(1), 100)
    group = waited(lambda: full.commit(GROUP), 20)
    rows = [
        take_turns("one commit, flushed / not flushed", alone, unflushed, unit="us", rounds=rounds, bar=None),
        take_turns(f"one of {GROUP} in a flushed commit / alone", lambda: group() / GROUP, alone, unit="us", rounds=rounds, bar=None),
    ]
    full.close()
    normal.close()
    return rows


def build_signers() -> dict[str, Callable[[], bytes]]:
    """Return a raw signature by each algorithm."""
    elliptic, larger = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP384R1())
    edwards, modulus = ed25519.Ed25519PrivateKey.generate(), rsa.generate_private_key(65_537, 2_048)
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
    return {
        "ES256": lambda: elliptic.sign(MESSAGE, ec.ECDSA(hashes.SHA256())),
        "EdDSA": lambda: edwards.sign(MESSAGE),
        "RS256": lambda: modulus.sign(MESSAGE, padding.PKCS1v15(), hashes.SHA256()),
        "PS256": lambda: modulus.sign(MESSAGE, pss, hashes.SHA256()),
        "ES384": lambda: larger.sign(MESSAGE, ec.ECDSA(hashes.SHA384())),
    }


def build_verification() -> Callable[[], None]:
    """Return a raw ES256 verification."""
    key = ec.generate_private_key(ec.SECP256R1())
    signature, public = key.sign(MESSAGE, ec.ECDSA(hashes.SHA256())), key.public_key()
    return lambda: public.verify(signature, MESSAGE, ec.ECDSA(hashes.SHA256()))


class DurableCommit:
    """A transaction of `rows` small rows in a database of the service's own settings; NORMAL leaves the flush to the disk out."""

    def __init__(self, path: Path, *, synchronous: str = "FULL") -> None:
        self._connection: Any = connect(path)
        self._connection.execute(f"PRAGMA synchronous = {synchronous}")
        self._connection.execute("CREATE TABLE floor (id INTEGER PRIMARY KEY, body TEXT)")

    def commit(self, rows: int) -> None:
        """Insert rows and commit."""
        self._connection.execute("BEGIN IMMEDIATE")
        for _ in range(rows):
            self._connection.execute("INSERT INTO floor (body) VALUES (?)", ("x" * 600,))
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
