"""The header of the WAL index: whether anybody committed, told without asking SQLite.

Owns: reading the 48 bytes that every commit changes before it is acknowledged (sqlite.org/walformat.html, "The WAL-Index Header": a
counter of transactions, the number of frames, salts, a checksum). Never: what changed; the write side.

`PRAGMA data_version` moves when SQLite finds these very bytes other than they were, but gives the interpreter lock away for that, which
costs a busy server more than all else that a warm call reads. The bytes lie in memory that SQLite maps as well, so a look is a
comparison:

1. A commit is acknowledged after both copies of the header are written, so whoever looks at the first copy later finds it changed.
2. A header caught half-written is the old one (nothing is acknowledged yet) or equals none, and then SQLite is asked.
3. A header never comes back: the counter, the salts of a WAL that starts anew, and the frames' checksum are in it. A checkpoint leaves it.
4. The file stays the one that SQLite has mapped as long as a store has a connection open: leaving WAL mode needs the database alone.

A file that does not begin with two equal headers of the documented layout and right checksum is not looked at; nor is there one with the
rollback journal. Then, as before, SQLite is asked each time.

Closing a descriptor of the file would end SQLite's own locks on it in this process (POSIX), so it stays open as long as any store of
the same file does.
"""

from __future__ import annotations

import mmap
import os
import struct
import threading
from pathlib import Path
from typing import Final

_HEADER: Final = struct.Struct("=12I")
_VERSION: Final = 3_007_000
_INITIALISED_AT: Final = 12
_COUNTER: Final = struct.Struct("=8xI")
_LOOKS: Final = 100
_WORD: Final = 0xFFFF_FFFF
_lock = threading.Lock()
_open: dict[tuple[int, int], _Mapped] = {}
"""By device and inode."""


class _Mapped:
    """A mapped index and how many stores look at it."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.memory = mmap.mmap(descriptor, 2 * _HEADER.size, access=mmap.ACCESS_READ)
        self.users = 0

    def close(self) -> None:
        self.memory.close()
        os.close(self.descriptor)


class WalIndex:
    """One store's look at the index. `close` comes after all of the store's connections are closed."""

    def __init__(self, place: tuple[int, int], memory: mmap.mmap) -> None:
        self._place = place
        self._memory = memory

    def peek(self) -> bytes:
        """Return the header as it is now."""
        return self._memory[: _HEADER.size]

    def close(self) -> None:
        """Let go of the index."""
        with _lock:
            mapped = _open[self._place]
            mapped.users -= 1
            if not mapped.users:
                del _open[self._place]
                mapped.close()


def open_wal_index(database: Path) -> WalIndex | None:
    """Return the index of a database that a connection of this process has read in WAL mode; None where there is none to rely on."""
    path = Path(f"{database.resolve()}-shm")
    with _lock:
        try:
            status = path.stat()
        except OSError:
            return None
        place = (status.st_dev, status.st_ino)
        mapped = _open.get(place)
        if mapped is None:
            if status.st_size < 2 * _HEADER.size:
                return None
            mapped = _open[place] = _Mapped(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
        # Somebody may be writing it just now.
        if not any(is_header(mapped.memory[: _HEADER.size], mapped.memory[_HEADER.size :]) for _ in range(_LOOKS)):
            # The descriptor stays open: closing it would end SQLite's locks.
            return None
        mapped.users += 1
        return WalIndex(place, mapped.memory)


def is_next(before: bytes, after: bytes) -> bool:
    """Tell whether exactly one transaction was committed between two headers."""
    first, second = (int(_COUNTER.unpack_from(header)[0]) for header in (before, after))
    return (second - first) & _WORD == 1


def is_header(first: bytes, second: bytes) -> bool:
    """Tell whether two copies are a header of the documented layout."""
    if first != second or len(first) != _HEADER.size or not first[_INITIALISED_AT]:
        return False
    words = _HEADER.unpack(first)
    one = two = 0
    for even, odd in zip(words[0:10:2], words[1:10:2], strict=True):
        one = (one + even + two) & _WORD
        two = (two + odd + one) & _WORD
    return words[0] == _VERSION and words[10:] == (one, two)
