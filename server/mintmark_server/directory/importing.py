"""Importing users: many in few transactions, and one bad user never harms another.

Owns: `UserImport`, its batches, and what is told of users that were not stored. Never: what a user may hold (checks).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from mintmark_server.call import Call
from mintmark_server.claims.roots import AttributeSpec
from mintmark_server.directory.checks import find_common_problems, find_user_problems
from mintmark_server.errors import InvalidInput, MintmarkError, Problem, ProblemsError, Reason
from mintmark_server.ids import new_uid
from mintmark_server.model.directory import User
from mintmark_server.storage.port import Intent, Put, Store

USERS_AT_ONCE: Final = 100
"""Users that one transaction stores."""
MAX_FAILURES: Final = 1_000
"""Failures that an answer lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportItem:
    """A user to be stored, or what is wrong with it already; `name` is the one given, `update` lets it replace an existing one."""

    user: User | MintmarkError
    name: str
    update: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFailure:
    """A user that was not stored: its place in the stream, from 0."""

    index: int
    name: str
    problems: tuple[Problem, ...]


@dataclass(slots=True, kw_only=True)
class ImportResult:
    """What an import did."""

    created: int = 0
    updated: int = 0
    failures: list[ImportFailure] = field(default_factory=list)

    def note_failure(self, index: int, name: str, error: MintmarkError) -> None:
        """Note why a user was not stored, as long as there is room."""
        if len(self.failures) < MAX_FAILURES:
            alone = (Problem(reason=error.reason, path="user", message=error.message),)
            problems = error.problems if isinstance(error, ProblemsError) else alone
            self.failures.append(ImportFailure(index=index, name=name, problems=problems))


@dataclass(frozen=True, slots=True)
class _Ready:
    """A user as it is to be stored."""

    index: int
    name: str
    user: User

    @property
    def is_new(self) -> bool:
        return self.user.revision == 1


class UserImport:
    """Stores users as they come."""

    def __init__(self, store: Store, load_attributes: Callable[[str], tuple[AttributeSpec, ...]]) -> None:
        self._store = store
        self._load_attributes = load_attributes

    def run(self, items: Iterable[ImportItem], *, call: Call) -> ImportResult:
        """Store users; what was stored before a break stays stored. Raises: DeadlineExceeded."""
        result = ImportResult()
        for batch in _batches(items):
            # Read once for each batch, not for each user.
            declared: dict[str, tuple[AttributeSpec, ...]] = {}
            ready: list[_Ready] = []
            for index, item in batch:
                try:
                    ready.append(_Ready(index, item.name, self._prepare(item, declared, call)))
                except MintmarkError as error:
                    result.note_failure(index, item.name, error)
            self._store_batch(ready, result, call)
        result.failures.sort(key=lambda failure: failure.index)
        return result

    def _prepare(self, item: ImportItem, declared: dict[str, tuple[AttributeSpec, ...]], call: Call) -> User:
        """Return the user as it is to be stored. Raises: whatever is wrong with it."""
        user = item.user
        if isinstance(user, MintmarkError):
            raise user
        if user.project_id not in declared:
            declared[user.project_id] = self._load_attributes(user.project_id)
        problems = [*find_common_problems(user), *find_user_problems(user, declared[user.project_id])]
        if problems:
            raise InvalidInput(problems)
        stored = self._store.get(User, user.project_id, user.id)
        if stored is None:
            return replace(user, uid=new_uid(), revision=1, created_at=call.now, updated_at=call.now)
        if not item.update:
            message = "The user exists."
            raise InvalidInput([Problem(reason=Reason.ALREADY_EXISTS, path="user.name", message=message, hint="Set `update_existing`.")])
        return replace(user, uid=stored.uid, revision=stored.revision + 1, created_at=stored.created_at, updated_at=call.now)

    def _store_batch(self, ready: list[_Ready], result: ImportResult, call: Call) -> None:
        """Store a batch at once; where that fails, one by one, to learn which is to blame."""
        if not ready:
            return
        call.check_deadline()
        audit = tuple(call.audit(one.user.ref) for one in ready)
        try:
            self._store.commit(Intent(changes=tuple(Put(one.user) for one in ready), audit=audit))
        except MintmarkError as error:
            if len(ready) == 1:
                result.note_failure(ready[0].index, ready[0].name, error)
                return
            for one in ready:
                self._store_batch([one], result, call)
        else:
            created = sum(one.is_new for one in ready)
            result.created += created
            result.updated += len(ready) - created


def _batches(items: Iterable[ImportItem]) -> Iterator[list[tuple[int, ImportItem]]]:
    """Yield items with their places. A name that comes twice begins a new batch, so that the second one sees the first."""
    batch: list[tuple[int, ImportItem]] = []
    names: set[str] = set()
    for index, item in enumerate(items):
        if len(batch) >= USERS_AT_ONCE or item.name in names:
            yield batch
            batch, names = [], set()
        batch.append((index, item))
        names.add(item.name)
    yield batch
