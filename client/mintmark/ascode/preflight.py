"""What the service says of a change before anything is changed.

Owns: dry runs (`validate_only`) of all creates and updates, problems with their places in the files, and what can't be asked yet because it
waits for another change of the same plan. Never: deciding what changes (plan).
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mintmark.ascode.desired import Desired, mentions_attribute, references
from mintmark.ascode.findings import DocumentsError, Finding, nearest
from mintmark.ascode.jsontext import read_embedded_json
from mintmark.ascode.kinds import ATTRIBUTE, OWNER_LABEL, PROJECT, TEMPLATE, id_of, kind_of, project_of
from mintmark.ascode.nodes import Node, split
from mintmark.client import Client
from mintmark.errors import MintmarkError, PermissionDeniedError, Problem, UnauthenticatedError, UnavailabilityError
from mintmark.v1 import template_pb2

WAITING: Final = ("source", "conditions", "fallbacks", "locked", "remove_claims", "user_template", "access_key_template", "scope_mappings")
"""Fields that rely on other resources: claims on attributes, references on templates. They stand in a resource or in its settings."""
_OF_LIMITS: Final = frozenset({"CLAIM_KEY_TOO_LONG", "CLAIM_VALUE_TOO_LONG", "TOO_MANY_CLAIMS", "CLAIM_TOO_DEEP", "OVERRIDE_NOT_ALLOWED"})
_OF_ATTRIBUTES: Final = frozenset({"UNKNOWN_REFERENCE", "INVALID_EXPRESSION"})
_BESIDE: Final = (["conditions"], ["fallbacks"], ["locked"], ["remove_claims"])
"""Fields that stand beside the claims and speak of them."""
_WRAPPERS: Final = (("source", "advanced"), ("source", "simple", "fields"), ("struct", "fields"), ("list", "values"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A resource as the service would store it. `canonical`: with its claims in canonical form.

    `waits`: what could not be checked, and why.
    """

    message: Any
    canonical: bool
    waits: tuple[str, ...] = ()


def labelled(desired: Desired, owner: str) -> Any:
    """Return the resource as it is sent: with its owner's mark."""
    message = desired.kind.message()
    message.CopyFrom(desired.message)
    message.labels[OWNER_LABEL] = owner  # type: ignore[attr-defined]
    return message


def replace_waiting(message: Any, other: Any | None) -> Any:
    """Return the message with the fields that rely on other resources taken from another, or left out."""
    replaced = type(message)()
    replaced.CopyFrom(message)
    for field in replaced.DESCRIPTOR.fields:
        if field.name in WAITING:
            replaced.ClearField(field.name)
    if other is not None:
        kept = type(message)()
        kept.CopyFrom(other)
        for field, _ in kept.ListFields():
            if field.name not in WAITING:
                kept.ClearField(field.name)
        replaced.MergeFrom(kept)
    if "settings" in replaced.DESCRIPTOR.fields_by_name and any(one is not None and one.HasField("settings") for one in (message, other)):
        replaced.settings.CopyFrom(replace_waiting(message.settings, other.settings if other is not None else None))
    return replaced


class Preflight:
    """Asks the service about each desired resource. `findings` are the problems that no other change of the plan solves."""

    def __init__(self, client: Client, current: Mapping[str, Any], desired: Sequence[Desired], owner: str) -> None:
        self._client = client
        self._current = current
        self._owner = owner
        self._new = {one.name: one.message for one in desired if one.name not in current}
        self._rules_change: set[str] = set()
        self._described = {one.name: one for one in desired}
        self._retyped = {one.name for one in desired if one.kind is ATTRIBUTE and self._is_retyped(one)}
        self._unknown: set[tuple[str, str]] = set()
        self._awaited: set[tuple[str, str]] = set()
        self.findings: list[Finding] = []

    def find_deadlocks(self, changed: Container[str]) -> list[Finding]:
        """Return findings of changes that wait for each other, or for one that is no change. `changed` are the names that change."""
        findings = []
        for name, other in sorted(self._awaited):
            if other in changed and (other, name) not in self._awaited:
                continue
            if name not in self._retyped:
                continue  # It is told once, at the attribute.
            message = f"{name} can't have another type: {other} uses it, and does not change."
            hint = "Change the claims that use it in the same plan."
            if other in changed:
                message = f"{name} and {other} can't change at once: each needs the other's new form first."
                hint = "Apply first without the claims that use it; bring them back once the attribute has its new type."
            node = self._described[name].node.find(["type"])[0]
            findings.append(Finding(node.place, "type", message, hint, "RESOURCE_IN_USE"))
        return findings

    def check(self, desired: Desired) -> Checked:
        """Return a resource as it would be stored, as far as that can be known; projects come first."""
        message = labelled(desired, self._owner)
        stored = self._current.get(desired.name)
        self._check_references(desired)
        if desired.kind is PROJECT:
            return self._check_project(desired, message, stored)
        if desired.project not in self._current:
            return Checked(message=message, canonical=False, waits=(f"{desired.project} does not exist yet",))
        return self._ask(desired, message, stored)

    def _check_project(self, desired: Desired, message: Any, stored: Any | None) -> Checked:
        if stored is not None:
            checked = self._ask(desired, message, stored)
            before, after = stored.settings, checked.message.settings
            if before.limits != after.limits or list(before.allowed_overrides) != list(after.allowed_overrides):
                self._rules_change.add(desired.name)
            return checked
        first = replace_waiting(message, None)
        checked = self._ask(desired, first, None)
        if first == message:
            return checked
        return Checked(message=message, canonical=False, waits=("templates and mappings are set after the project is made",))

    def _ask(self, desired: Desired, message: Any, stored: Any | None) -> Checked:
        try:
            return Checked(message=self._dry_run(desired, message, stored), canonical=True)
        except MintmarkError as error:
            if isinstance(error, UnavailabilityError | UnauthenticatedError):
                raise
            waits = self._sort_out(desired, error)
        if stored is None or not waits:
            return Checked(message=message, canonical=False, waits=waits)
        try:
            first = self._dry_run(desired, replace_waiting(message, stored), stored)
        except MintmarkError:
            return Checked(message=message, canonical=False, waits=waits)
        return Checked(message=replace_waiting(first, message), canonical=False, waits=waits)

    def _dry_run(self, desired: Desired, message: Any, stored: Any | None) -> Any:
        kind = desired.kind
        if stored is None:
            request = kind.request("Create", validate_only=True, **{f"{kind.singular}_id": id_of(desired.name), kind.singular: message})
            if kind is not PROJECT:
                request.parent = desired.project
            return getattr(kind.call(self._client, "Create", request), kind.singular)
        request = kind.request("Update", validate_only=True, update_mask={"paths": ["*"]}, **{kind.singular: message})
        getattr(request, kind.singular).etag = stored.etag
        return getattr(kind.call(self._client, "Update", request), kind.singular)

    def _sort_out(self, desired: Desired, error: MintmarkError) -> tuple[str, ...]:
        """Keep problems as findings, and return what only waits for other changes."""
        if isinstance(error, PermissionDeniedError) or not error.problems:
            self.findings.append(Finding(desired.node.place, "", f"{desired.name}: {error.message}", "", error.reason))
            return ()
        waits = []
        prefix = f"{desired.kind.singular}."
        for problem in error.problems:
            if (desired.name, problem.path.removeprefix(prefix)) in self._unknown:
                continue
            reason = self._find_wait(desired, problem)
            if reason:
                waits.append(f"{problem.path}: {reason}" if problem.path else reason)
            else:
                self.findings.append(locate(desired, problem))
        told = int(error.details.metadata.get("problems", len(error.problems)))
        if told > len(error.problems):
            more = f"{told - len(error.problems)} more problems did not fit into the answer."
            self.findings.append(Finding(desired.node.place, "", more, "Mend these first."))
        return tuple(dict.fromkeys(waits))

    def _find_wait(self, desired: Desired, problem: Problem) -> str:
        """Say which other change of the plan a problem may go away with, or "" for none."""
        if problem.reason == "REFERENCE_NOT_FOUND":
            named = [name for _, name in references(desired.message) if name in self._new]
            return f"{', '.join(named)} does not exist yet" if named else ""
        if problem.reason in _OF_ATTRIBUTES:
            return self._find_attribute(desired, problem)
        if problem.reason == "RESOURCE_IN_USE" and desired.kind is ATTRIBUTE:
            user = problem.message.partition(" ")[0]
            return self._await(desired, user, "changes first") if user in self._described else ""
        if problem.reason in _OF_LIMITS and desired.project in self._rules_change:
            return "the project's limits or overrides change first"
        if problem.reason == "CLAIM_LOCKED" and any(
            kind_of(name) is TEMPLATE and name != desired.name and name.startswith(desired.project) for name in self._described
        ):
            return "another template that locks it may change first"
        return ""

    def _find_attribute(self, desired: Desired, problem: Problem) -> str:
        said = f"{problem.message} {locate_node(desired, problem).plain()}"
        for name in sorted(self._new):
            if kind_of(name) is ATTRIBUTE and project_of(name) == desired.project and mentions_attribute(said, name):
                return f"{name} does not exist yet"
        for name in sorted(self._retyped):
            if project_of(name) == desired.project and mentions_attribute(said, name):
                return self._await(desired, name, "has another type first")
        return ""

    def _await(self, desired: Desired, other: str, said: str) -> str:
        self._awaited.add((desired.name, other))
        return f"{other} {said}"

    def _is_retyped(self, desired: Desired) -> bool:
        stored = self._current.get(desired.name)
        return stored is not None and stored.type != desired.message.type

    def _check_references(self, desired: Desired) -> None:
        for path, name in references(desired.message):
            kind = kind_of(name)
            place = desired.node.find(split(path))[0].place
            belongs = f"TEMPLATE_KIND_{path.rpartition('.')[2].removesuffix('_template').upper()}"
            if name in self._new and kind is TEMPLATE and self._new[name].kind != template_pb2.TemplateKind.Value(belongs):
                message = f"{name} is of another kind; here belongs one of kind {belongs}."
                self.findings.append(Finding(place, path, message, "", "WRONG_KIND"))
            if name not in self._current and name not in self._new:
                known = [other for other in {*self._current, *self._new} if kind_of(other) is kind]
                self._unknown.add((desired.name, path))
                hint = nearest(name, known) or "Describe it in a file, or create it first."
                self.findings.append(Finding(place, path, f"{name} does not exist and no file describes it.", hint, "REFERENCE_NOT_FOUND"))


def locate(desired: Desired, problem: Problem) -> Finding:
    """Return a problem of the service with its place in the file."""
    source, place = _find_source(desired, problem), locate_node(desired, problem).place
    if source is not None and isinstance(source.value, str) and problem.line:
        place = source.place_in_text(problem.line, problem.column)
    return Finding(place, problem.path, problem.message, problem.hint, problem.reason)


def locate_node(desired: Desired, problem: Problem) -> Node:
    """Return the value in the document that a problem is about, or the nearest one around it."""
    steps, field = _below(desired, problem.path), _below(desired, problem.source_field)
    if field[-1:] in _BESIDE:
        beside, done = desired.node.find(field)
        return _entry(beside, steps[len(field) - 1 :]) if done == len(field) else beside
    node, done = _follow(desired.node, steps, claims_first=bool(problem.layer))
    source = _find_source(desired, problem)
    return source if source is not None and done == len(steps) and problem.line and isinstance(node.value, dict) else node


def _below(desired: Desired, path: str) -> list[str | int]:
    """Return the steps of a path below the resource."""
    steps = split(path)
    return steps[1:] if steps and steps[0] == desired.kind.singular else steps


def _find_source(desired: Desired, problem: Problem) -> Node | None:
    """Return the claims in the document that a problem's line and column count in, where they are written as JSON."""
    field = _below(desired, problem.source_field)
    if field[-2:] != ["source", "advanced"]:
        return None
    node, done = desired.node.find(field)
    return node if done == len(field) else None


def _entry(node: Node, claim: list[str | int]) -> Node:
    """Return what stands beside the claims for one of them: in a mapping by its name or path, or in a list of names."""
    entries = node.value.items() if isinstance(node.value, dict) else [(str(item.value), item) for item in _items(node)]
    return next((item for key, item in entries if claim in ([key], split(key))), node)


def _items(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) else []


def _follow(node: Node, steps: list[str | int], *, claims_first: bool) -> tuple[Node, int]:
    """Follow steps through a document, and through what wraps claims there; return where they lead furthest."""
    if not steps:
        return node, 0
    tried: list[tuple[Node, int]] = []
    for wrapper in _WRAPPERS if claims_first else ((), *_WRAPPERS):
        inside, done = node.find(list(wrapper))
        if done < len(wrapper):
            continue
        if wrapper == ("source", "advanced") and isinstance(inside.value, str):
            tried.append((inside, 0))
            inside = _read_text(inside)
        below, one = inside.find(steps[:1])
        if one:
            found, more = _follow(below, steps[1:], claims_first=False)
            tried.append((found, 1 + more))
    if claims_first and not any(done for _, done in tried):
        tried.append(_follow(node, steps, claims_first=False))
    return max(tried, key=lambda one: one[1], default=(node, 0))


def _read_text(node: Node) -> Node:
    """Return the claims in a text of JSON; the text itself where it is none."""
    try:
        return read_embedded_json(node)
    except DocumentsError:
        return node
