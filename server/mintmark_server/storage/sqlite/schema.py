"""The schema and its migrations: numbered, transactional, forward only.

Owns: every table. Never: reading or writing records.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from sqlite_utils import Database

from mintmark_server.model.directory import AccessKey, Application, AttributeDefinition, Project, Role, Tenant, User
from mintmark_server.model.layers import Flow, Template, TemplateRevision
from mintmark_server.model.record import Record
from mintmark_server.model.security import Credential, ProjectSecret, SigningKey, StoredAnswer
from mintmark_server.model.sessions import Receipt, Session
from mintmark_server.storage.sqlite.connection import Connection, transaction

RECORD_TYPES: Final[tuple[type[Record], ...]] = (
    Project,
    User,
    Tenant,
    Role,
    AttributeDefinition,
    Application,
    AccessKey,
    Template,
    TemplateRevision,
    Flow,
    SigningKey,
    ProjectSecret,
    StoredAnswer,
    Credential,
    Session,
    Receipt,
)


KEYS: Final = {Receipt.noun: "key"}
"""Nouns whose only unique value has a column and an index of its own: many are stored, each once, and never changed."""


class NewerDatabaseError(Exception):
    """The database was written by a newer version of the service."""


def migrate(connection: Connection) -> int:
    """Bring the database to this version's schema; return how many steps that took.

    Raises: NewerDatabaseError, with the database untouched.
    """
    stored: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if stored > len(_MIGRATIONS):
        message = f"The database has schema {stored}, this version knows {len(_MIGRATIONS)}: use the newer service, or a backup."
        raise NewerDatabaseError(message)
    database = Database(connection)
    for number in range(stored, len(_MIGRATIONS)):
        with transaction(connection):
            # Another process may have migrated while this one waited for the lock.
            if connection.execute("PRAGMA user_version").fetchone()[0] <= number:
                _MIGRATIONS[number](database)
                connection.execute(f"PRAGMA user_version = {number + 1}")
    return len(_MIGRATIONS) - stored


def _create(database: Database) -> None:
    for record_type in RECORD_TYPES:
        columns: dict[str, Any] = {
            "project_id": str,
            "id": str,
            "revision": int,
            "created_at": int,
            "updated_at": int,
            "body": str,
        }
        table = database[record_type.noun]
        table.create(columns, pk=("project_id", "id"), not_null=set(columns), strict=True)  # type: ignore[union-attr]
    place = {"noun": str, "project_id": str, "id": str}
    _index_table(database, "record_references", place | {"to_noun": str, "to_id": str}, ["project_id", "to_noun", "to_id"])
    _index_table(database, "record_terms", place | {"field": str, "value": str}, ["project_id", "noun", "field", "value", "id"])
    unique = {"noun": str, "project_id": str, "field": str, "value": str, "id": str}
    database["record_uniques"].create(  # type: ignore[union-attr]
        unique, pk=("noun", "project_id", "field", "value"), not_null=set(unique), strict=True
    )
    database["record_uniques"].create_index(["project_id", "noun", "id"])  # type: ignore[union-attr]
    database["changes"].create(  # type: ignore[union-attr]
        {"sequence": int, "noun": str, "project_id": str, "id": str}, pk="sequence", not_null={"noun"}, strict=True
    )
    audit = {"project_id": str, "sequence": int, "entry": str, "previous_digest": str, "digest": str}
    database["audit_events"].create(audit, pk=("project_id", "sequence"), not_null=set(audit), strict=True)  # type: ignore[union-attr]
    database["meta"].create({"name": str, "value": str}, pk="name", strict=True)  # type: ignore[union-attr]
    database.execute("INSERT INTO meta VALUES ('epoch', ?)", [secrets.token_hex(8)])


def _index_table(database: Database, name: str, columns: dict[str, Any], index: list[str]) -> None:
    database[name].create(columns, pk=tuple(columns), not_null=set(columns), strict=True)  # type: ignore[union-attr]
    database[name].create_index(index)  # type: ignore[union-attr]


def _add_session_ends(database: Database) -> None:
    """Note when each session ends whose end is not noted: `ends`, as its terms have it."""
    database.execute(
        "INSERT INTO record_terms (noun, project_id, id, field, value)"
        " SELECT 'sessions', project_id, id, 'ends',"
        " strftime('%Y-%m-%dT%H:%M:%S', micros / 1000000, 'unixepoch') || printf('.%06d+00:00', micros % 1000000)"
        " FROM (SELECT project_id, id, min(body ->> 'expires_at', coalesce(body ->> 'idle_expires_at', body ->> 'expires_at')) AS micros"
        " FROM sessions WHERE body ->> 'end' IS NULL)"
    )


def _give_receipts_keys(database: Database) -> None:
    """Keep a receipt's key beside it, in place of a row among the unique values of all nouns."""
    database.execute("ALTER TABLE receipts ADD COLUMN key TEXT NOT NULL DEFAULT ''")
    database.execute("UPDATE receipts SET key = body ->> 'key'")
    database.execute("CREATE UNIQUE INDEX receipts_by_key ON receipts (project_id, key)")
    database.execute("DELETE FROM record_uniques WHERE noun = 'receipts'")


_MIGRATIONS: Final = (_create, _add_session_ends, _give_receipts_keys)
