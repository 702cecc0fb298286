"""Key sets: where a verifier has its keys from.

Owns: keys that are at hand, and those behind a URL with their cache. Never: trusting a token; one decides nothing here but whether the
set is looked at again, and that not at will.

| the set at hand is | and the key | then |
| --- | --- | --- |
| fresh (its max-age, within bounds) | in it | it serves; from half its age on, a new one is fetched behind |
| fresh | not in it | one fetch in ten seconds; who needs its answer waits for it |
| expired | | it is fetched, and waited for; while that fails it serves on for `stale_for`, and is tried again behind |
| older, or none | | `keys_unavailable` |
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from mintmark.fetching import FETCH_SECONDS, DiscoveredFetch, Fetch, KeySetFetch
from mintmark.jwks import JwkError, VerificationKey, load_key_set, parse_key_set
from mintmark.refusals import RefusalReason, TokenRefusedError

MAX_AGE_SECONDS: Final = 300.0
MIN_AGE_SECONDS: Final = 10.0
"""A set is never fetched more often for its age, whatever its answer says."""
UNKNOWN_KEY_SECONDS: Final = 10.0
RETRY_SECONDS: Final = 10.0
STALE_SECONDS: Final = 3_600.0
_FIRST_RETRY_SECONDS: Final = 1.0
_WAIT_SECONDS: Final = FETCH_SECONDS + 1.0
_NEVER: Final = float("-inf")


class KeySource(Protocol):
    """Where keys come from."""

    def find(self, kid: str) -> Mapping[str, VerificationKey] | None:
        """Return the keys without waiting; None where `get` might wait."""

    def get(self, kid: str) -> Mapping[str, VerificationKey]:
        """Return the keys, having looked again where `kid` is not among them. Raises: TokenRefusedError keys_unavailable."""


class FixedKeys:
    """A key set that is at hand."""

    def __init__(self, key_set: str | Mapping[str, Any]) -> None:
        """Raises: JwkError when it is no key set."""
        self._keys = load_key_set(key_set) if isinstance(key_set, str) else parse_key_set(key_set)

    def find(self, _kid: str) -> Mapping[str, VerificationKey]:
        """Return the keys."""
        return self._keys

    def get(self, _kid: str) -> Mapping[str, VerificationKey]:
        """Return the keys."""
        return self._keys


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The set at hand; instants are monotonic seconds."""

    keys: Mapping[str, VerificationKey]
    etag: str
    fetched_at: float
    expires_at: float

    @property
    def refresh_at(self) -> float:
        return (self.fetched_at + self.expires_at) / 2


_NOTHING: Final = _Held(keys={}, etag="", fetched_at=_NEVER, expires_at=_NEVER)


class _Fetching:
    """A fetch that runs."""

    def __init__(self, started_at: float) -> None:
        self.started_at = started_at
        self.done = threading.Event()


class RemoteKeys:
    """A key set behind a URL, or wherever `fetch` has it from. Safe to share between threads."""

    def __init__(
        self,
        url: str = "",
        *,
        fetch: Fetch | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        max_age: float = MAX_AGE_SECONDS,
        stale_for: float = STALE_SECONDS,
        allow_plaintext: bool = False,
    ) -> None:
        """Keep a set for its own max-age, but `max_age` at most, and `stale_for` while it can't be fetched (seconds since it was).

        Raises: ValueError for a URL that is not to be read (HTTP off loopback needs `allow_plaintext`).
        """
        self._fetch = fetch if fetch is not None else KeySetFetch(url, allow_plaintext=allow_plaintext)
        self._monotonic = monotonic
        self._max_age = max(max_age, MIN_AGE_SECONDS)
        self._stale_for = stale_for
        self._lock = threading.Lock()
        self._held = _NOTHING
        self._fetching: _Fetching | None = None
        self._failing = False
        self._tried_at = _NEVER
        self._asked_at = _NEVER

    def find(self, kid: str) -> Mapping[str, VerificationKey] | None:
        """Return the keys without waiting; None where `get` might wait."""
        now, held = self._monotonic(), self._held
        if kid not in held.keys or now >= (self._usable_until(held) if self._failing else held.expires_at):
            return None
        if now >= held.refresh_at and now >= self._tried_at + RETRY_SECONDS:
            self._start(now, kid)
        return held.keys

    def get(self, kid: str) -> Mapping[str, VerificationKey]:
        """Return the keys. Raises: TokenRefusedError keys_unavailable."""
        found = self.find(kid)
        if found is not None:
            return found
        fetching = self._start(self._monotonic(), kid)
        if fetching is not None and not fetching.done.wait(_WAIT_SECONDS):
            self._give_up(fetching)
        held = self._held
        if self._monotonic() >= self._usable_until(held):
            raise TokenRefusedError(RefusalReason.KEYS_UNAVAILABLE, "The key set can't be fetched.")
        return held.keys

    def _usable_until(self, held: _Held) -> float:
        return max(held.expires_at, held.fetched_at + self._stale_for)

    def _start(self, now: float, kid: str) -> _Fetching | None:
        """Start a fetch where one is due; return it, or the one that runs, or None for neither."""
        with self._lock:
            if self._fetching is not None:
                return self._fetching
            held = self._held
            if now < held.expires_at and kid not in held.keys:
                # Counted apart from other fetches, so that a new key is found at once, also right after the set was refreshed.
                if now < self._asked_at + UNKNOWN_KEY_SECONDS:
                    return None
                self._asked_at = now
            elif now < self._tried_at + (RETRY_SECONDS if held is not _NOTHING else _FIRST_RETRY_SECONDS):
                return None
            self._tried_at = now
            fetching = _Fetching(now)
            self._fetching = fetching
        try:
            threading.Thread(target=self._run, args=(fetching,), name="mintmark-keys", daemon=True).start()
        except RuntimeError:
            # No thread can be had, as while the interpreter ends.
            self._give_up(fetching)
        return fetching

    def _give_up(self, fetching: _Fetching) -> None:
        """Wait no more for a fetch that hangs; should it end all the same, what it brought counts."""
        with self._lock:
            if self._fetching is fetching:
                self._fetching = None
                self._failing = True
        fetching.done.set()

    def _run(self, fetching: _Fetching) -> None:
        held = self._held
        fresh = None
        try:
            fetched = self._fetch(held.etag)
            lifetime = min(self._max_age if fetched.max_age is None else max(fetched.max_age, MIN_AGE_SECONDS), self._max_age)
            at, until = fetching.started_at, fetching.started_at + lifetime
            if fetched.text is not None:
                fresh = _Held(keys=load_key_set(fetched.text), etag=fetched.etag, fetched_at=at, expires_at=until)
            elif held is not _NOTHING:
                fresh = replace(held, fetched_at=at, expires_at=until)  # It has not changed.
        except (OSError, JwkError):
            fresh = None
        finally:
            with self._lock:
                if fresh is not None and fresh.fetched_at >= self._held.fetched_at:
                    self._held = fresh
                if self._fetching is fetching:
                    self._fetching = None
                    self._failing = fresh is None
            fetching.done.set()


def discover_keys(issuer: str, *, allow_plaintext: bool = False) -> RemoteKeys:
    """Return an issuer's keys, found by its discovery document. Raises: ValueError for an issuer that is no URL to be read."""
    return RemoteKeys(fetch=DiscoveredFetch(issuer, allow_plaintext=allow_plaintext))
