"""Records with the text that they stand for, so that a text which comes again is not decoded again.

Owns: which are kept, and for how long. Never: what is stored: a record is handed out only for the very text that was just read, whoever
wrote it, so nothing here is ever to be invalidated.

What was kept longest ago goes when the bound is reached: each read of a text that changed, and each write, keeps it anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

from mintmark_server.model.record import Record

MAX_BYTES: Final = 4 * 1024 * 1024
"""Of text: some hundreds of sessions; with their objects about three times as much memory."""


class DecodedRecords:
    """Records by project and id, of one noun."""

    def __init__(self, *, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._entries: OrderedDict[tuple[str, str], tuple[str, Record]] = OrderedDict()
        self.size = 0
        """Bytes of text that are kept."""

    def find(self, project_id: str, record_id: str, text: str) -> Record | None:
        """Return the record that a text stands for, where it is kept."""
        entry = self._entries.get((project_id, record_id))
        return entry[1] if entry is not None and entry[0] == text else None

    def keep(self, record: Record, text: str) -> None:
        """Keep a record that was decoded from this text, or encoded as it."""
        place = (record.project_id, record.id)
        with self._lock:
            before = self._entries.pop(place, None)
            self._entries[place] = (text, record)
            self.size += len(text) - (len(before[0]) if before is not None else 0)
            while self.size > self._max_bytes:
                _, (dropped, _) = self._entries.popitem(last=False)
                self.size -= len(dropped)
