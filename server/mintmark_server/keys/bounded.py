"""A remote signer within bounds: however slow or broken it is, a call gets an answer.

Owns: the time that a remote signature may take, and what its faults look like. Never: looking at what came back (TokenProver does).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import Final

from mintmark_server.claims.check import CheckedClaims
from mintmark_server.claims.kinds import TokenKind
from mintmark_server.errors import Reason, Unavailable
from mintmark_server.keys.signer import Signer

SIGNATURE_TIME: Final = timedelta(seconds=2)
"""How long a call waits for a remote signature."""
MAX_WAITING: Final = 64
"""Signatures that a remote signer may owe at a time; each that never comes holds a thread."""
RETRY_AFTER: Final = timedelta(seconds=1)


class BoundedSigner:
    """Another signer, waited for no longer than `wait`. Whatever it raises is SIGNER_UNAVAILABLE."""

    remote = True

    def __init__(self, signer: Signer, *, wait: timedelta = SIGNATURE_TIME) -> None:
        self._signer = signer
        self._wait = wait
        self._owed = threading.BoundedSemaphore(MAX_WAITING)
        self.kid = signer.kid
        self.algorithm = signer.algorithm
        self.public_key = signer.public_key
        self.signature_bytes = signer.signature_bytes

    def header_bytes(self, kind: TokenKind) -> int:
        """Return the length of a kind's encoded header."""
        return self._signer.header_bytes(kind)

    def sign(self, claims: CheckedClaims) -> str:
        """Return what the signer returned, unlooked at. Raises: Unavailable SIGNER_UNAVAILABLE."""
        if not self._owed.acquire(blocking=False):
            raise _unavailable("The signer owes too many signatures.")
        answers: SimpleQueue[Callable[[], str]] = SimpleQueue()
        # A thread of its own, which a signer that never answers does not keep the process alive with.
        threading.Thread(target=self._run, args=(claims, answers), name="signature", daemon=True).start()
        try:
            answer = answers.get(timeout=self._wait.total_seconds())
        except Empty:
            raise _unavailable("The signer did not answer in time.") from None
        return answer()

    def _run(self, claims: CheckedClaims, answers: SimpleQueue[Callable[[], str]]) -> None:
        try:
            token = self._signer.sign(claims)
        except Exception as error:  # noqa: BLE001  (an adapter's faults are its own; the caller learns that there is no signature)
            answers.put(_raising(error))
        else:
            answers.put(lambda: token)
        finally:
            self._owed.release()


def _raising(cause: Exception) -> Callable[[], str]:
    def answer() -> str:
        raise _unavailable("The signer failed.") from cause

    return answer


def _unavailable(message: str) -> Unavailable:
    return Unavailable(Reason.SIGNER_UNAVAILABLE, f"{message} Nothing was issued or stored.", retry_after=RETRY_AFTER)
