"""Rows of records that are stored once and stand alone: many of them are one statement.

Owns: which records those are, their statement, and why one was refused. Never: transactions (writer), all other records (intents).

A receipt has no side entries, refers to nothing and is in no change log, and its unique value has a column of its own. So all that storing
it has to check, its project and that nobody has its id or key, one INSERT checks as it goes: it stores all of its rows or none, needs no
savepoint, and gives the interpreter lock away once, not several times for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NoReturn

from mintmark_server.errors import NotFound
from mintmark_server.frozen import value
from mintmark_server.ids import format_name
from mintmark_server.model.record import Ref
from mintmark_server.storage import conditions
from mintmark_server.storage.sqlite.connection import Connection, driver
from mintmark_server.storage.sqlite.schema import KEYS

AT_ONCE: Final = 50
"""Rows of one statement: SQLite keeps each number's compiled."""


@value
class Row:
    """A row of the first revision. `place` is noun and project; `values` are id, times, body and key."""

    place: tuple[str, str]
    values: tuple[str, int, int, str, str]


def insert_rows(connection: Connection, rows: Sequence[Row]) -> bool:
    """Insert rows of one place with one statement; tell whether it did. Where not, nothing happened."""
    noun, project_id = rows[0].place
    arguments: list[str | int] = [project_id]
    for row in rows:
        arguments += row.values
    try:
        inserted: int = connection.execute(_STATEMENTS[noun][len(rows)], arguments).rowcount
    except driver.IntegrityError:
        return False
    return inserted == len(rows)


def refuse(connection: Connection, row: Row) -> NoReturn:
    """Raise why a row was not inserted, by reading alone. Raises: NotFound, AlreadyExists."""
    noun, project_id = row.place
    if connection.execute("SELECT 1 FROM projects WHERE project_id = ?1 AND id = ?1", (project_id,)).fetchone() is None:
        raise NotFound(format_name(Ref("projects", project_id, project_id)))
    ref = Ref(noun, project_id, row.values[0])
    sql = f"SELECT revision FROM {noun} WHERE project_id = ? AND id = ?"  # noqa: S608
    stored = connection.execute(sql, (project_id, ref.id)).fetchone()
    conditions.check_revision(ref, stored=stored[0] if stored else None, expected=0)
    raise conditions.value_taken(ref, KEYS[noun])


def _print_statement(noun: str, count: int) -> str:
    rows = ", ".join(["(?, ?, ?, ?, ?)"] * count)
    return (
        f"INSERT INTO {noun} (project_id, revision, id, created_at, updated_at, body, {KEYS[noun]})"  # noqa: S608
        f" SELECT ?1, 1, * FROM (VALUES {rows}) WHERE EXISTS (SELECT 1 FROM projects WHERE project_id = ?1 AND id = ?1)"
    )


_STATEMENTS: Final = {noun: [_print_statement(noun, count) for count in range(AT_ONCE + 1)] for noun in KEYS}
