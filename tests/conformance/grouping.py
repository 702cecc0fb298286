"""A writer that pauses, so that what is committed meanwhile becomes one group, in a known order."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from mintmark_server.storage.port import Intent
from mintmark_server.storage.sqlite import SqliteStore


def wait_until_waiting(store: SqliteStore, count: int) -> None:
    while store.writer.waiting < count:
        threading.Event().wait(0.001)


class Group:
    """Holds the writer in the middle of an empty transaction until `finish`."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._go_on = threading.Event()
        self._began = threading.Event()
        self._leader = threading.Thread(target=self._lead)
        self._threads: list[threading.Thread] = []
        self.outcomes: dict[int, BaseException | None] = {}
        self._leader.start()
        self._began.wait()

    def add(self, intent: Intent) -> None:
        """Commit an intent in a thread of its own, behind those before it."""
        number = len(self._threads)
        thread = threading.Thread(target=self._commit, args=(number, intent))
        self._threads.append(thread)
        thread.start()
        wait_until_waiting(self._store, number + 1)

    def finish(self) -> list[BaseException | None]:
        """Let the writer go on; return each intent's error, in order."""
        self._go_on.set()
        for thread in (self._leader, *self._threads):
            thread.join()
        return [self.outcomes[number] for number in range(len(self._threads))]

    def _lead(self) -> None:
        def pause() -> None:
            self._began.set()
            self._go_on.wait()

        self._store.commit(Intent(changes=(), check=pause))

    def _commit(self, number: int, intent: Intent) -> None:
        try:
            self._store.commit(intent)
        except Exception as error:  # noqa: BLE001  (told to the test)
            self.outcomes[number] = error
        else:
            self.outcomes[number] = None


def commit_together(store: SqliteStore, intents: Sequence[Intent]) -> list[BaseException | None]:
    """Commit intents as one group, in this order; return each one's error."""
    group = Group(store)
    for intent in intents:
        group.add(intent)
    return group.finish()
