"""What the files say should be.

Owns: documents to resources: names, duplicates, conflicts. Never: the service's state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message

from mintmark.ascode.filling import Filler
from mintmark.ascode.findings import DocumentsError, Finding, nearest
from mintmark.ascode.kinds import BY_COLLECTION, KINDS, OWNER_LABEL, PROJECT, REFUSED, Kind, id_of, project_of, reference_kind
from mintmark.ascode.nodes import Node, word

_EXAMPLE = "E.g. name: templates/default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired:
    """A resource as a document describes it."""

    kind: Kind
    name: str
    message: Any
    node: Node

    @property
    def project(self) -> str:
        """The name of the project that owns it, or that it is."""
        return project_of(self.name)


def read_desired(documents: Iterable[Node], project: str) -> tuple[Desired, ...]:
    """Return what documents describe, in order of dependence and names. `project` is the id of the project of relative names.

    Raises: DocumentsError with all findings.
    """
    findings: list[Finding] = []
    found: dict[str, Desired] = {}
    for node in documents:
        desired = _read(node, project, findings)
        if desired is None:
            continue
        if desired.name in found:
            message = f"{desired.name} is described twice: here and at {found[desired.name].node.place}."
            findings.append(Finding(node.place, "name", message, "A document is the whole of its resource; keep one of them."))
        found.setdefault(desired.name, desired)
    findings += _find_same_clients(found.values())
    if findings:
        raise DocumentsError(findings)
    order = {kind.collection: index for index, kind in enumerate(KINDS)}
    return tuple(sorted(found.values(), key=lambda desired: (order[desired.kind.collection], desired.name)))


def references(message: Message) -> Iterator[tuple[str, str]]:
    """Yield (field path, name) of each resource that a message names."""
    for field, value in message.ListFields():
        if field.message_type is None and not field.is_repeated and reference_kind(field) is not None:
            yield field.name, value
        elif field.message_type is not None and not field.is_repeated:
            for path, name in references(value):
                yield f"{field.name}.{path}", name


def mentions_attribute(text: str, name: str) -> bool:
    """Tell whether claims or conditions name an attribute, in any of its spellings. `name` is its resource name."""
    scope, _, attribute = id_of(name).partition(".")
    root = scope.replace("access_key", "access_?[kK]ey")
    return re.search(rf"\b{root}\.custom_?[aA]ttributes\.{re.escape(attribute)}\b", text) is not None


def _read(node: Node, project: str, findings: list[Finding]) -> Desired | None:
    if not isinstance(node.value, dict):
        findings.append(Finding(node.place, "", f"A document is a mapping; this one is {word(node.value)}.", _EXAMPLE))
        return None
    name = node.value.get("name")
    if name is None or not isinstance(name.value, str) or not name.value:
        findings.append(Finding(node.place, "name", "A document needs the name of its resource.", _EXAMPLE))
        return None
    parsed = _parse_name(name, project, findings)
    if parsed is None:
        return None
    kind, full = parsed
    message = kind.message()
    Filler(project_of(full), findings).fill(message, node, "", but=frozenset({"name"}))
    message.name = full  # type: ignore[attr-defined]
    if OWNER_LABEL in message.labels:  # type: ignore[attr-defined]
        hint = "Leave it out; `--owner` says whose files these are."
        findings.append(Finding(node.value["labels"].place, "labels", f"The label {OWNER_LABEL} is written by apply.", hint))
    return Desired(kind=kind, name=full, message=message, node=node)


def _parse_name(node: Node, project: str, findings: list[Finding]) -> tuple[Kind, str] | None:
    given = str(node.value)
    segments = given.split("/")
    if segments[0] != "projects" and len(segments) == 2:  # noqa: PLR2004
        segments = ["projects", "-", *segments]
    if segments[:2] == ["projects", "-"]:
        segments[1] = project
    collection = segments[2] if len(segments) == 4 else "projects" if len(segments) == 2 else ""  # noqa: PLR2004
    if segments[0] in REFUSED or collection in REFUSED:
        hint = REFUSED[collection if collection in REFUSED else segments[0]]
        findings.append(Finding(node.place, "name", f"{given} can't stand in files.", hint))
    elif not all(segments) or not collection or segments[0] != "projects":
        hint = f"Write projects/-, or COLLECTION/ID; collections are {', '.join(sorted(set(BY_COLLECTION) - {'projects'}))}."
        findings.append(Finding(node.place, "name", f"{given} is not a resource name.", hint))
    elif collection not in BY_COLLECTION:
        known = set(BY_COLLECTION) - {"projects"}
        findings.append(Finding(node.place, "name", f"There is no collection {collection}.", nearest(collection, known)))
    else:
        return (PROJECT if len(segments) == 2 else BY_COLLECTION[collection]), "/".join(segments)  # noqa: PLR2004
    return None


def _find_same_clients(desired: Iterable[Desired]) -> list[Finding]:
    """Return findings of applications that claim the same client id."""
    findings = []
    seen: dict[tuple[str, str], Desired] = {}
    for one in desired:
        client_id = getattr(one.message, "client_id", "")
        if not client_id:
            continue
        other = seen.setdefault((one.project, client_id), one)
        if other is not one:
            message = f"The client id {client_id} is also that of {other.name} at {other.node.place}."
            findings.append(Finding(one.node.place, "client_id", message, "A client id is unique in its project."))
    return findings
