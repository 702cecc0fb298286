"""Attribute definitions: the standard methods, and who stands in the way of a change.

Owns: refusing a change that would break layers or leave values of another type behind, or carrying it out by force. Never: finding
the layers that use a definition (templates): that comes in as a function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, Protocol

from mintmark_server.call import Call
from mintmark_server.claims.kinds import AttributeScope
from mintmark_server.directory import checks
from mintmark_server.directory.standard import StandardMethods
from mintmark_server.errors import FailedState, InvalidInput, Problem, Reason
from mintmark_server.ids import format_name
from mintmark_server.limits import MAX_PAGE_SIZE
from mintmark_server.model.directory import AccessKey, AttributeDefinition, Tenant, User
from mintmark_server.model.record import Ref
from mintmark_server.storage.port import Store

MAX_NAMED: Final = 100
"""Names that a refusal, or the answer of a forced change, lists."""
_MAX_HOLDERS_NAMED: Final = 10
_MAX_USERS_LISTED: Final = 20
"""Names in the error's metadata, which travels in a trailer of bounded size."""
_HINT: Final = "Change those first, or set `force`: issuing with them fails until they are mended."

_HOLDERS: Final[dict[AttributeScope, type[User | Tenant | AccessKey]]] = {
    AttributeScope.USER: User,
    AttributeScope.TENANT: Tenant,
    AttributeScope.ACCESS_KEY: AccessKey,
}


class Use(Protocol):
    """A record whose claims use a definition, and the problem that a change would bring (None: none)."""

    @property
    def name(self) -> str:
        """Its resource name."""

    @property
    def problem(self) -> Problem | None:
        """What would be wrong with it."""


FindUses = Callable[[AttributeDefinition, AttributeDefinition | None], Sequence[Use]]


class Attributes:
    """Use cases of attribute definitions."""

    def __init__(self, store: Store, find_uses: FindUses) -> None:
        self._store = store
        self._find_uses = find_uses
        self.methods = StandardMethods(store, AttributeDefinition, check=_checked)

    def update(
        self,
        ref: Ref,
        change: Callable[[AttributeDefinition | None], AttributeDefinition],
        *,
        etag: str,
        allow_missing: bool,
        validate_only: bool,
        force: bool,
        call: Call,
    ) -> tuple[AttributeDefinition, list[str]]:
        """Change a definition; return it with what is broken now. Raises: as StandardMethods, FailedState RESOURCE_IN_USE."""
        broken: list[str] = []

        def check(attribute: AttributeDefinition, stored: AttributeDefinition | None, call: Call) -> AttributeDefinition:
            _checked(attribute, stored, call)
            broken.clear()
            if stored is not None and stored.type is not attribute.type:
                problems = self._find_changed_problems(stored, attribute, call, broken)
                if problems and not force:
                    raise FailedState(problems[:MAX_NAMED])
            return attribute

        methods = StandardMethods(self._store, AttributeDefinition, check=check, note=lambda _: f"broke {len(broken)}" if broken else "")
        updated = methods.update(ref, change, etag=etag, allow_missing=allow_missing, validate_only=validate_only, call=call)
        return updated, broken[:MAX_NAMED]

    def delete(self, ref: Ref, *, etag: str, allow_missing: bool, validate_only: bool, force: bool, call: Call) -> list[str]:
        """Remove a definition; return what is broken now. Raises: as StandardMethods, FailedState RESOURCE_IN_USE."""
        stored = self.methods.find(ref)
        uses = self._find_uses(stored, None) if stored is not None else ()
        if uses and not force:
            users = ",".join(use.name for use in uses[:_MAX_USERS_LISTED])
            raise FailedState([_in_use(use, "name") for use in uses[:MAX_NAMED]], metadata={"users": users})
        broken = [use.name for use in uses]
        note = f"broke {len(broken)}" if broken else ""
        self.methods.delete(ref, etag=etag, allow_missing=allow_missing, validate_only=validate_only, force=force, note=note, call=call)
        return broken[:MAX_NAMED]

    def _find_changed_problems(
        self, stored: AttributeDefinition, changed: AttributeDefinition, call: Call, broken: list[str]
    ) -> list[Problem]:
        """Return a problem for each layer that another type breaks, and, where any uses the attribute, for records of the old type."""
        uses = self._find_uses(stored, changed)
        broken += [use.name for use in uses if use.problem is not None]
        problems = [_in_use(use, "attribute.type") for use in uses if use.problem is not None]
        if uses:
            for name in islice(self._list_holders(changed, call), _MAX_HOLDERS_NAMED):
                broken.append(name)
                message = f"{name} holds a value that is no {changed.type.value.lower()}."
                problems.append(Problem(reason=Reason.RESOURCE_IN_USE, path="attribute.type", message=message, hint=_HINT))
        return problems

    def _list_holders(self, changed: AttributeDefinition, call: Call) -> Iterator[str]:
        """Yield the names of records whose value does not fit the changed definition."""
        after: str | None = ""
        while after is not None:
            page = self._store.list_records(_HOLDERS[changed.scope], changed.project_id, after=after, limit=MAX_PAGE_SIZE)
            for record in page.records:
                held = record.custom_attributes
                if changed.attribute in held and not checks.fits(held[changed.attribute], changed.type):
                    yield format_name(record.ref)
            call.check_deadline()
            after = page.next_after


def _checked(attribute: AttributeDefinition, _stored: AttributeDefinition | None, _call: Call) -> AttributeDefinition:
    problems = checks.find_attribute_problems(attribute)
    if problems:
        raise InvalidInput(problems)
    return attribute


def _in_use(use: Use, path: str) -> Problem:
    message = f"{use.name} uses it."
    if use.problem is not None:
        message = f"{use.name} uses it at `{use.problem.path}`: {use.problem.message}"
    return Problem(reason=Reason.RESOURCE_IN_USE, path=path, message=message, hint=_HINT)
