"""What all resources have in common: name, uid, etag, times, labels.

Owns: those fields both ways. Never: a noun's own.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.ids import format_name, match_name, parse_optional_name
from mintmark_server.model.record import Record, Ref
from mintmark_server.rpc.convert.values import time_to_proto

UNSET = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands in until storage's times are set."""


def common_to_proto(record: Record, message: Any) -> None:
    """Write the common fields into a message."""
    message.name = format_name(record.ref)
    message.uid = record.uid
    message.etag = record.etag
    message.create_time.CopyFrom(time_to_proto(record.created_at))
    message.update_time.CopyFrom(time_to_proto(record.updated_at))
    message.labels.update(record.labels)
    if record.display_name:
        message.display_name = record.display_name


def common_from_proto(message: Any, project_id: str, record_id: str) -> dict[str, Any]:
    """Return the common fields; uid, revision and times are set when the record is stored."""
    return {
        "project_id": project_id,
        "id": record_id,
        "uid": "",
        "revision": 1,
        "created_at": UNSET,
        "updated_at": UNSET,
        "labels": dict(message.labels),
        "display_name": message.display_name,
    }


def name_of(noun: str, project_id: str, record_id: str) -> str:
    """Return the resource name of an id, or "" for none."""
    return format_name(Ref(noun, project_id, record_id)) if record_id else ""


class Names:
    """Reads names of one project's resources and collects the problems."""

    def __init__(self, project_id: str) -> None:
        self._project_id = project_id
        self.problems: list[Problem] = []

    def read(self, name: str, noun: str, path: str) -> str:
        """Return the id, or "" for an empty or refused name."""
        found = match_name(name, noun, self._project_id) if name else ""
        if found or not name:
            return found
        try:
            return parse_optional_name(name, noun, path=path, project_id=self._project_id)
        except InvalidInput as error:
            self.problems += error.problems
            return ""

    def require(self, name: str, noun: str, path: str) -> str:
        """Return the id of a name that has to be there."""
        if not name:
            self.problems.append(Problem(reason=Reason.FIELD_REQUIRED, path=path, message="The resource name is required."))
            return ""
        return self.read(name, noun, path)

    def check(self) -> None:
        """Raise what was found. Raises: InvalidInput."""
        if self.problems:
            raise InvalidInput(self.problems)
