"""Many small changes at once.

Owns: `commit_each`, for work that nobody waits for. Never: what is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mintmark_server.errors import MintmarkError, Unavailable
from mintmark_server.storage.port import Intent, Put, Remove, Store

_AT_ONCE: Final = 100
"""Changes of one transaction: others wait for a few milliseconds at most."""


def commit_each(store: Store, changes: Sequence[Put | Remove]) -> int:
    """Commit changes that have nothing to do with one another; return how many happened. Where one fails, those beside it still happen."""
    done = 0
    for start in range(0, len(changes), _AT_ONCE):
        chunk = tuple(changes[start : start + _AT_ONCE])
        try:
            store.commit(Intent(changes=chunk))
        except Unavailable:
            # The next run sees to it.
            return done
        except MintmarkError:
            done += sum(_commit_alone(store, change) for change in chunk)
        else:
            done += len(chunk)
    return done


def _commit_alone(store: Store, change: Put | Remove) -> bool:
    try:
        store.commit(Intent(changes=(change,)))
    except MintmarkError:
        # Somebody was faster.
        return False
    return True
