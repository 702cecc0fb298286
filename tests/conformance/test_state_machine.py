"""Random commands on both stores: the same answers, the same errors, the same content."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from mintmark_server.errors import MintmarkError
from mintmark_server.model.directory import Membership, Role, Tenant, User
from mintmark_server.model.record import Ref
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Changes, Intent, Put, Remove, Store, Term
from mintmark_server.storage.sqlite import SqliteStore

from tests.conformance.grouping import commit_together
from tests.conformance.records import entry, project, role, tenant, user

IDS = st.sampled_from(["a", "A", "b", "a1"])
PROJECTS = st.sampled_from(["P", "Q"])
REVISIONS = st.integers(1, 4)


class Stores(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.stores: list[Store] = [MemoryStore(), SqliteStore(Path(self.folder.name) / "m.db")]
        self.cursors = [store.changes_since(None).cursor for store in self.stores]

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
        self.folder.cleanup()

    def commit(self, *changes: Put | Remove, note: str = "") -> None:
        outcomes = []
        for store in self.stores:
            try:
                store.commit(Intent(changes=changes, audit=(entry("P", note),)))
                outcomes.append("done")
            except MintmarkError as error:
                outcomes.append(f"{type(error).__name__} {error.reason} {error.message}")
        assert outcomes[0] == outcomes[1]
        self.compare()

    def compare(self) -> None:
        memory, sqlite = self.stores
        for record_type in (User, Role, Tenant):
            for project_id in ("P", "Q"):
                pages = [store.list_records(record_type, project_id, limit=3) for store in (memory, sqlite)]
                assert pages[0] == pages[1]
                terms = [Term("label.team", "core")]
                assert memory.list_records(record_type, project_id, terms=terms, prefix="a", limit=9) == sqlite.list_records(
                    record_type, project_id, terms=terms, prefix="a", limit=9
                )
        for login_id in ("x", "y"):
            assert memory.find(User, "P", "login_id", login_id) == sqlite.find(User, "P", "login_id", login_id)
        assert memory.referrers(Ref("roles", "P", "a"), limit=9) == sqlite.referrers(Ref("roles", "P", "a"), limit=9)
        assert memory.list_audit("P", after=0, limit=99) == sqlite.list_audit("P", after=0, limit=99)
        changes = [store.changes_since(cursor) for store, cursor in zip(self.stores, self.cursors, strict=True)]
        assert isinstance(changes[0], Changes)
        assert isinstance(changes[1], Changes)
        assert changes[0].refs == changes[1].refs
        self.cursors = [change.cursor for change in changes]

    @rule(project_id=PROJECTS)
    def put_project(self, project_id: str) -> None:
        self.commit(Put(project(project_id)))

    @rule(project_id=PROJECTS, revision=REVISIONS, force=st.booleans())
    def remove_project(self, project_id: str, revision: int, force: bool) -> None:
        self.commit(Remove(Ref("projects", project_id, project_id), revision, force=force))

    @rule(record_id=IDS, project_id=PROJECTS, make=st.sampled_from([role, tenant]))
    def put_small(self, record_id: str, project_id: str, make: Any) -> None:
        self.commit(Put(make(record_id, project_id)))

    @rule(
        record_id=IDS,
        project_id=PROJECTS,
        revision=REVISIONS,
        login=st.lists(st.sampled_from(["x", "y"]), unique=True),
        roles=st.lists(IDS, unique=True, max_size=2),
        tenants=st.lists(IDS, unique=True, max_size=1),
        labelled=st.booleans(),
    )
    def put_user(
        self, record_id: str, project_id: str, revision: int, login: list[str], roles: list[str], tenants: list[str], labelled: bool
    ) -> None:
        record = user(
            record_id,
            project_id,
            revision=revision,
            login_ids=tuple(login),
            roles=tuple(roles),
            memberships=tuple(Membership(tenant_id=item) for item in tenants),
            labels={"team": "core"} if labelled else {},
        )
        self.commit(Put(record))

    @rule(record_id=IDS, project_id=PROJECTS, revision=REVISIONS, noun=st.sampled_from(["users", "roles", "tenants"]))
    def remove(self, record_id: str, project_id: str, revision: int, noun: str) -> None:
        self.commit(Remove(Ref(noun, project_id, record_id), revision))

    @rule(project_id=PROJECTS, logins=st.lists(st.tuples(IDS, REVISIONS, st.sampled_from(["x", "y", "z"])), min_size=2, max_size=5))
    def several_in_a_group(self, project_id: str, logins: list[tuple[str, int, str]]) -> None:
        """One commit on SQLite, one after the other in memory: the same outcomes."""
        records = [user(record_id, project_id, revision=revision, login_ids=(login,)) for record_id, revision, login in logins]
        intents = [Intent(changes=(Put(record),), audit=(entry("P", record.id),)) for record in records]
        memory, sqlite = self.stores
        assert isinstance(sqlite, SqliteStore)
        expected = []
        for intent in intents:
            try:
                memory.commit(intent)
                expected.append("None")
            except MintmarkError as error:
                expected.append(repr(error))
        assert [repr(outcome) for outcome in commit_together(sqlite, intents)] == expected
        self.compare()

    @rule(record_id=IDS, project_id=PROJECTS)
    def several_at_once(self, record_id: str, project_id: str) -> None:
        self.commit(Put(role(f"{record_id}x", project_id)), Put(user(f"{record_id}x", project_id, roles=(f"{record_id}x",))), note="two")


TestStores = Stores.TestCase
TestStores.settings = settings(max_examples=25, stateful_step_count=20)
