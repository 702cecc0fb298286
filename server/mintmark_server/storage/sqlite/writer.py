"""Group commit: what waits at the same time is one transaction.

Owns: the connection that writes, whose turn it is, and who gets which outcome. Never: SQL of records (intents).

There is no thread for writing. Whoever comes while nobody writes, leads: it begins a transaction, takes along all that waits by then, its
own work first, commits once, and hands out the outcomes. So a lone piece of work waits for nobody and changes no thread, and N that wait
share one flush to the disk.

1. The transaction begins (`BEGIN IMMEDIATE`, which waits for other processes) before anything is taken.
2. What is taken is asked whether somebody still waits for it; what is not wanted any more is left out.
3. Pieces that are nothing but a row of the same table and project are inserted with one statement. Where it refuses one of them, it has
   done nothing, and each is done by itself.
4. Each piece runs in a savepoint of its own: one that fails harms no other. A lone one needs none, nor does a single statement.
5. One commit. Nothing is acknowledged before it.
6. What fails as a whole, as a full disk, is undone as a whole; then each piece has a transaction of its own, and an outcome of its own.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar, cast

from mintmark_server.storage import conditions
from mintmark_server.storage.sqlite.connection import BUSY_TIMEOUT_MS, Connection, driver, is_busy, translated
from mintmark_server.storage.sqlite.rows import AT_ONCE, Row, insert_rows

MAX_WAITING: Final = 1_000
"""Pieces of work that may wait; more are refused at once."""
MAX_GROUP: Final = 100
"""Pieces that share a commit: it bounds how long the first waits for the last."""

_POLL_MS: Final = 1
"""SQLite itself looks ever more rarely whether another process is done, up to every 100 ms, so that whoever writes without a pause is
served first, and others wait for a second. Asked anew each time, it looks each millisecond, and all have the same chance."""

T = TypeVar("T")
Work = Callable[[Connection], T]
Watch = Callable[[], Callable[[], None]]
"""Called inside a transaction that the change log says nothing of, and what it returns right after the commit."""


def unwatched() -> Callable[[], None]:
    """Watch nothing."""
    return lambda: None


class Writer:
    """Writes with one connection, for all threads. `commits` counts transactions, `pieces` what was in them, `held` threads that wait."""

    def __init__(
        self,
        connection: Connection,
        *,
        busy_timeout_ms: int = BUSY_TIMEOUT_MS,
        max_waiting: int = MAX_WAITING,
        watch: Watch = unwatched,
    ) -> None:
        self.commits = 0
        self.pieces = 0
        self.held = 0
        self._connection = connection
        self._connection.execute(f"PRAGMA busy_timeout = {_POLL_MS}")
        self._patience = busy_timeout_ms / 1000
        self._max_waiting = max_waiting
        self._watch = watch
        self._lock = threading.Lock()
        self._waiting: deque[_Piece[Any]] = deque()
        self._is_led = False
        self._closed = False

    def run(
        self,
        work: Work[T],
        *,
        check: Callable[[], None] | None = None,
        is_single: bool = False,
        is_logged: bool = True,
        row: Row | None = None,
    ) -> T:
        """Do the work in a transaction; return after it is durable. `check` raises when nobody waits for it any more.

        `is_single`: it writes with one statement, before which nothing and after which only reading can fail. `is_logged`: what the
        change log says may be different afterwards. `row`: inserting it is all of the work, which returns nothing.

        Raises: Unavailable, and what `work` and `check` raise; nothing of the work is stored then.
        """
        piece = _Piece(work, check, is_single=is_single, is_logged=is_logged, row=row)
        with self._lock:
            if self._closed:
                raise RuntimeError("The store is closed.")
            if len(self._waiting) >= self._max_waiting:
                raise conditions.unavailable("Too many writes wait; nothing was stored.")
            self._enter(piece)
        return self._await(piece)

    @property
    def waiting(self) -> int:
        """How many pieces wait."""
        return len(self._waiting)

    def close(self) -> None:
        """Wait for what is under way, and close the connection."""
        last: _Piece[None] = _Piece(lambda _: None, None, is_single=True, is_logged=False)
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._enter(last)
        try:
            self._await(last)
        finally:
            self._connection.close()

    def _enter(self, piece: _Piece[Any]) -> None:
        if self._is_led:
            piece.turn = threading.Lock()
            piece.turn.acquire()
        self._is_led = True
        self._waiting.append(piece)
        self.held += 1

    def _await(self, piece: _Piece[T]) -> T:
        if piece.turn is not None:
            piece.turn.acquire()
        if not piece.is_done:
            self._lead()
        with translated():
            return piece.take()

    def _lead(self) -> None:
        """Serve one group, then let the next in the queue lead."""
        group: list[_Piece[Any]] = []
        try:
            self._serve(group)
        except BaseException:
            self._roll_back()
            if not group:
                self._take(1, group)
            for piece in group:
                piece.error = piece.error or conditions.unavailable("Writing was interrupted; read what is stored before trying again.")
            raise
        finally:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._is_led = following is not None
                self.held -= len(group)
            for piece in ([following] if following is not None else []) + group:
                piece.is_done = piece is not following
                if piece.turn is not None:
                    piece.turn.release()

    def _serve(self, group: list[_Piece[Any]]) -> None:
        before = len(self._waiting)
        try:
            # 1
            self._execute_in_turn("BEGIN IMMEDIATE")
        except driver.Error as error:
            # Who came meanwhile has not waited for the other process yet, and tries for itself.
            self._take(before, group)
            for piece in group:
                piece.error = error
            return
        self._take(MAX_GROUP, group)
        # 2
        wanted = [piece for piece in group if piece.is_wanted()]
        try:
            done = self._do(wanted)
        except driver.Error as error:
            self._roll_back()
            self._do_apart(wanted, error)
        else:
            self.commits += bool(done)
            self.pieces += done

    def _take(self, most: int, group: list[_Piece[Any]]) -> None:
        with self._lock:
            group += [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]

    def _do(self, pieces: list[_Piece[Any]]) -> int:
        """Do the pieces in the transaction that has begun, and commit; return how many are stored. Raises: driver.Error."""
        is_alone = len(pieces) == 1
        # 3
        for piece in pieces if is_alone else self._insert_together(pieces):
            # 4
            if is_alone or piece.is_single:
                piece.do(self._connection)
                continue
            self._connection.execute("SAVEPOINT piece")
            if not piece.do(self._connection):
                self._connection.execute("ROLLBACK TO piece")
            self._connection.execute("RELEASE piece")
        # 5
        done = sum(piece.error is None for piece in pieces)
        committed = self._watch() if done and not any(piece.is_logged for piece in pieces) else None
        self._execute_in_turn("COMMIT" if done else "ROLLBACK")
        if committed is not None:
            committed()
        return done

    def _insert_together(self, pieces: list[_Piece[Any]]) -> list[_Piece[Any]]:
        """Insert what are rows of one place; return the pieces that are left. Raises: driver.Error."""
        place = next((piece.row.place for piece in pieces if piece.row is not None), None)
        joined = [piece for piece in pieces if piece.row is not None and piece.row.place == place][:AT_ONCE]
        rows = [piece.row for piece in joined if piece.row is not None]
        if len(rows) < 2 or not insert_rows(self._connection, rows):  # noqa: PLR2004
            return pieces
        return [piece for piece in pieces if piece not in joined]

    def _do_apart(self, pieces: list[_Piece[Any]], error: Exception) -> None:
        # 6
        for piece in pieces:
            piece.error = error
            if len(pieces) > 1:
                try:
                    piece.error = None
                    self._execute_in_turn("BEGIN IMMEDIATE")
                    done = self._do([piece])
                except driver.Error as own:
                    self._roll_back()
                    piece.error = own
                else:
                    self.commits += done
                    self.pieces += done

    def _execute_in_turn(self, sql: str) -> None:
        """Execute what waits for other processes, for as long as the busy timeout says. Raises: driver.Error."""
        end = time.monotonic() + self._patience
        while True:
            try:
                self._connection.execute(sql)
            except driver.OperationalError as error:
                if not is_busy(error) or time.monotonic() >= end:
                    raise
            else:
                return

    def _roll_back(self) -> None:
        # A full disk has ended the transaction already.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


class _Piece(Generic[T]):
    """A piece of work and its outcome. `turn` is held until it is done, or leads; who leads at once has none."""

    __slots__ = ("_check", "_result", "_work", "error", "is_done", "is_logged", "is_single", "row", "turn")

    def __init__(
        self, work: Work[T], check: Callable[[], None] | None, *, is_single: bool, is_logged: bool, row: Row | None = None
    ) -> None:
        self.is_single = is_single
        self.is_logged = is_logged
        self.row = row
        self._work = work
        self._check = check
        self._result: T | None = None
        self.error: BaseException | None = None
        self.is_done = False
        self.turn: threading.Lock | None = None

    def is_wanted(self) -> bool:
        """Tell whether somebody still waits for it."""
        try:
            if self._check is not None:
                self._check()
        except Exception as error:  # noqa: BLE001  (handed to whoever waits)
            self.error = error
        return self.error is None

    def do(self, connection: Connection) -> bool:
        """Do the work; tell whether it succeeded. Raises: driver.Error, which is not its own fault."""
        try:
            self._result = self._work(connection)
        except driver.Error:
            raise
        except Exception as error:  # noqa: BLE001  (handed to whoever waits)
            self.error = error
        return self.error is None

    def take(self) -> T:
        """Return the result, or raise the error."""
        if self.error is not None:
            raise self.error
        return cast("T", self._result)
