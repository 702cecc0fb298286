"""Names and ids.

Owns: resource names (AIP-122) to and from `Ref`, the form of ids, and new random ids. Never: secrets (secret).
"""

from __future__ import annotations

import os
import re
import secrets
from collections import deque
from functools import lru_cache
from typing import Final

from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.limits import MAX_ID_CHARS
from mintmark_server.model.record import Ref

COLLECTIONS: Final = {
    "users": "users",
    "tenants": "tenants",
    "applications": "applications",
    "accessKeys": "access_keys",
    "roles": "roles",
    "attributes": "attributes",
    "templates": "templates",
    "starterTemplates": "starter_templates",
    "flows": "flows",
    "keys": "signing_keys",
    "secrets": "project_secrets",
    "answers": "stored_answers",
    "sessions": "sessions",
    "receipts": "receipts",
    "auditEvents": "audit_events",
}
"""Collection segments of resource names, and the noun in storage of each."""

_SEGMENTS: Final = {noun: segment for segment, noun in COLLECTIONS.items()}
_REVISION_DIGITS: Final = 10
_UID_DIGITS: Final = 20
_WORDS_DRAWN: Final = 512
_words: Final[deque[str]] = deque()
"""Random words for tokens and calls to come, each taken once: a call to the system for each would give the interpreter lock away."""
os.register_at_fork(after_in_child=_words.clear)
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*\Z")
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~-]+\Z")


def random_hex(words: int) -> str:
    """Return random hex digits, 16 for each word."""
    try:
        return _words.pop() if words == 1 else "".join([_words.pop() for _ in range(words)])
    except IndexError:
        drawn = secrets.token_hex(8 * _WORDS_DRAWN)
        _words.extend([drawn[start : start + 16] for start in range(0, len(drawn), 16)])
        return random_hex(words)


def new_uid() -> str:
    """Return a new uid: 80 random bits, in hex."""
    return random_hex(2)[:_UID_DIGITS]


def new_id(prefix: str) -> str:
    """Return a new random id that starts with `prefix`, e.g. `S` for sessions."""
    return prefix + secrets.token_hex(13)


def is_id(text: str) -> bool:
    """Tell whether the text may be an id: compared byte-exactly, so ASCII only."""
    return len(text) <= MAX_ID_CHARS and _ID.match(text) is not None


def is_segment(text: str) -> bool:
    """Tell whether the text may stand in a name: an id, or what the service made, as a key's thumbprint, which may start with - or _."""
    return len(text) <= MAX_ID_CHARS and _SEGMENT.match(text) is not None


def parse_id(text: str, *, path: str) -> str:
    """Return an id that a caller chose. Raises: InvalidInput INVALID_ID, FIELD_REQUIRED."""
    if not text:
        raise InvalidInput([Problem(reason=Reason.FIELD_REQUIRED, path=path, message="The id is required.")])
    if not is_id(text):
        message = f"An id has 1 to {MAX_ID_CHARS} characters of A-Z a-z 0-9 . _ ~ - and starts with a letter or digit."
        raise InvalidInput([Problem(reason=Reason.INVALID_ID, path=path, message=message)])
    return text


def build_revision_id(template_id: str, revision: int) -> str:
    """Return the id of a template's revision: ids sort as revisions do."""
    return f"{template_id}/{revision:0{_REVISION_DIGITS}}"


def format_name(ref: Ref) -> str:
    """Return the resource name of a record's place."""
    if ref.noun == "projects":
        return f"projects/{ref.id}"
    if ref.noun == "credentials":
        return f"credentials/{ref.id}"
    if ref.noun == "template_revisions":
        template, _, revision = ref.id.partition("/")
        return f"projects/{ref.project_id}/templates/{template}/revisions/{int(revision)}"
    return f"projects/{ref.project_id}/{_SEGMENTS[ref.noun]}/{ref.id}"


def parse_name(name: str, noun: str, *, path: str = "name") -> Ref:
    """Parse the resource name of a noun. Raises: InvalidInput INVALID_RESOURCE_NAME, FIELD_REQUIRED."""
    if not name:
        raise InvalidInput([Problem(reason=Reason.FIELD_REQUIRED, path=path, message="The resource name is required.")])
    segments = name.split("/")
    match segments:
        case ["projects", project] if noun == "projects" and is_id(project):
            return Ref(noun, project, project)
        case ["credentials", credential] if noun == "credentials" and is_id(credential):
            return Ref(noun, "", credential)
        case ["projects", project, "templates", template, "revisions", revision] if (
            noun == "template_revisions"
            and is_id(project)
            and is_id(template)
            and revision.isdecimal()
            and len(revision) <= _REVISION_DIGITS
        ):
            return Ref(noun, project, build_revision_id(template, int(revision)))
        case ["projects", project, segment, record] if is_id(project) and COLLECTIONS.get(segment) == noun and is_segment(record):
            return Ref(noun, project, record)
        case _:
            message = f"Expected a name like `{_pattern(noun)}`."
            raise InvalidInput([Problem(reason=Reason.INVALID_RESOURCE_NAME, path=path, message=message)])


def parse_optional_name(name: str, noun: str, *, path: str, project_id: str) -> str:
    """Return the id that a name of the same project says, or "" for no name. Raises: InvalidInput."""
    if not name:
        return ""
    ref = parse_name(name, noun, path=path)
    if ref.project_id != project_id:
        message = "The name belongs to another project."
        raise InvalidInput([Problem(reason=Reason.INVALID_RESOURCE_NAME, path=path, message=message)])
    return ref.id


def match_name(name: str, noun: str, project_id: str) -> str:
    """Return the id of a name that is of this noun and project beyond doubt, else ""."""
    start = f"projects/{project_id}/{_SEGMENTS[noun]}/"
    return name[len(start) :] if name.startswith(start) and is_segment(name[len(start) :]) else ""


@lru_cache(maxsize=1_024)
def parse_project(name: str, *, path: str = "parent") -> str:
    """Return the id of the project that is named. Raises: InvalidInput."""
    if name.startswith("projects/") and is_id(name[9:]):
        return name[9:]
    return parse_name(name, "projects", path=path).id


def _pattern(noun: str) -> str:
    if noun in ("projects", "credentials"):
        return f"{noun}/{{id}}"
    if noun == "template_revisions":
        return "projects/{project}/templates/{template}/revisions/{number}"
    return f"projects/{{project}}/{_SEGMENTS[noun]}/{{id}}"
