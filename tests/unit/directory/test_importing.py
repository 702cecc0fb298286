"""Importing users on the memory store: what is read and written for how many."""

from __future__ import annotations

from mintmark_server.call import Call
from mintmark_server.claims.roots import AttributeSpec
from mintmark_server.directory.importing import USERS_AT_ONCE, ImportItem, UserImport
from mintmark_server.model.directory import Project, User
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Intent, Put
from mintmark_server.testing import START

COMMON = {"uid": "", "revision": 1, "created_at": START, "updated_at": START}
CALL = Call(now=START, actor="credentials/c", method="UserService.ImportUsers", request_id="r")


def item(number: int) -> ImportItem:
    user = User(**COMMON, project_id="p", id=f"u{number}")
    return ImportItem(user=user, name=f"projects/p/users/u{number}", update=False)


def test_attributes_are_read_once_for_each_batch() -> None:
    store, read = MemoryStore(), []

    def load_attributes(project_id: str) -> tuple[AttributeSpec, ...]:
        read.append(project_id)
        return ()

    store.commit(Intent(changes=(Put(Project(**COMMON, project_id="p", id="p")),)))
    result = UserImport(store, load_attributes).run((item(number) for number in range(2 * USERS_AT_ONCE + 1)), call=CALL)
    assert (result.created, result.updated, result.failures) == (201, 0, [])
    assert read == ["p", "p", "p"]
