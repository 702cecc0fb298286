"""What the service has.

Owns: reading the configuration of projects. Never: changing anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mintmark.ascode.kinds import KINDS, PROJECT, Kind, kind_of, project_of
from mintmark.client import Client
from mintmark.errors import NotFoundError, PermissionDeniedError

PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """Resources by name, and (project, collection) pairs that the caller may not read."""

    resources: Mapping[str, Any]
    unread: tuple[str, ...]


def read_current(client: Client, names: Iterable[str]) -> Current:
    """Read the configuration of the projects of these resources.

    A collection that none of the names stands in, and that the caller may not read, is left out. Raises: MintmarkError.
    """
    wanted = list(names)
    resources: dict[str, Any] = {}
    unread: list[str] = []
    for project in sorted({project_of(name) for name in wanted}):
        needed = {kind_of(name).collection for name in wanted if project_of(name) == project}
        try:
            answer = PROJECT.call(client, "Get", PROJECT.request("Get", name=project))
        except NotFoundError:
            continue
        resources[project] = answer.project
        for kind in KINDS[1:]:
            try:
                resources |= {resource.name: resource for resource in list_resources(client, kind, project)}
            except PermissionDeniedError:
                if kind.collection in needed:
                    raise
                unread.append(f"{project}/{kind.collection}")
    return Current(resources=resources, unread=tuple(unread))


def list_resources(client: Client, kind: Kind, project: str) -> Iterator[Any]:
    """Yield all resources of a kind, in order of their ids."""
    token = ""
    while True:
        answer = kind.call(client, "List", kind.request("List", parent=project, page_size=PAGE, page_token=token))
        yield from getattr(answer, kind.collection)
        token = answer.next_page_token
        if not token:
            return
