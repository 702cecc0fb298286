"""Growth: made-up projects of any size, and what start, issue, refresh, listing and maintenance cost in them.

Cost is counted in steps of SQLite's virtual machine, which is the same on every machine and in every run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from mintmark.client import Client
from mintmark.v1 import project_service_pb2, token_service_pb2, user_service_pb2
from mintmark_server.app import Components
from mintmark_server.cli.synthetic import SyntheticProject, SyntheticProjectError, user_id
from mintmark_server.directory.checks import find_user_problems
from mintmark_server.keys.encryption import EncryptionKey
from mintmark_server.model.directory import Project, Tenant, User
from mintmark_server.model.security import ProjectSecret
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.templates.rules import load_attributes
from mintmark_server.testing import START, MovingClock, TestService, run_service

from tests.project import ProjectUnderTest, decode

FEW, MANY = 60, 6_000
_NOTHING = lambda _count: None  # noqa: E731


def components(store: Any) -> Components:
    return Components(store, EncryptionKey(os.urandom(32)), MovingClock(), public_url="https://t.example")


def synthetic(made: Components, *, seed: int = 1, project_id: str = "load") -> SyntheticProject:
    return SyntheticProject(made, project_id, seed=seed, now=START)


def test_the_same_seed_makes_the_same_users_however_many_there_are() -> None:
    first, second, other = (synthetic(components(MemoryStore()), seed=seed) for seed in (7, 7, 8))
    users = [first.build_user(number) for number in (0, 1, 499, 500, 9_999_999)]
    assert users == [second.build_user(number) for number in (0, 1, 499, 500, 9_999_999)]
    assert users != [other.build_user(number) for number in (0, 1, 499, 500, 9_999_999)]
    assert users[0].id == "u00000000"
    assert users[4].id == "u09999999"


def test_users_are_such_as_a_use_case_stores() -> None:
    made = components(MemoryStore())
    project = synthetic(made)
    assert project.prepare() == 0
    project.fill(1_200, have=0, progress=_NOTHING)
    declared = load_attributes(made.store, "load")
    users = list(made.store.list_all(User))
    assert [user.id for user in users] == [user_id(number) for number in range(1_200)]
    assert [problem for user in users for problem in find_user_problems(user, declared)] == []
    assert len(list(made.store.list_all(Tenant))) == 4
    assert {membership.tenant_id for user in users for membership in user.memberships} == {"t0000", "t0001", "t0002", "t0003"}
    assert made.store.list_audit("load", after=0, limit=999)[-1].entry.note == "1200 users from u00000000"


def test_a_run_that_broke_off_is_gone_on_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("mintmark_server.cli.synthetic.USERS_AT_ONCE", 50)
    store = SqliteStore(tmp_path / "m.db")
    made = components(store)

    def break_off(_count: int) -> None:
        raise KeyboardInterrupt

    project = synthetic(made)
    project.prepare()
    with pytest.raises(KeyboardInterrupt):
        project.fill(230, have=0, progress=break_off)
    stored: list[int] = []
    again = synthetic(made)
    assert again.prepare() == 50
    again.fill(230, have=50, progress=stored.append)
    assert stored == [50, 50, 50, 30]
    assert synthetic(made).prepare() == 230
    assert [user.id for user in store.list_all(User)] == [user_id(number) for number in range(230)]
    store.close()


def test_another_seed_or_another_project_is_refused() -> None:
    made = components(MemoryStore())
    synthetic(made, seed=1).prepare()
    with pytest.raises(SyntheticProjectError, match="--seed 1"):
        synthetic(made, seed=2).prepare()
    project = Project(project_id="own", id="own", uid="", revision=1, created_at=START, updated_at=START)
    made.directory.projects.create(project, validate_only=False, call=synthetic(made)._call)
    with pytest.raises(SyntheticProjectError, match="was not made by load-demo"):
        synthetic(made, project_id="own").prepare()


class CountingStore(SqliteStore):
    """Counts the steps that reading and writing take."""

    steps = 0

    def _reader(self) -> Any:
        reader = super()._reader()
        reader.set_progress_handler(self._count, 1)
        return reader

    def _count(self) -> int:
        self.steps += 1
        return 0

    @contextmanager
    def counted(self, counts: list[int]) -> Iterator[None]:
        self.writer._connection.set_progress_handler(self._count, 1)
        before = self.steps
        yield
        counts.append(self.steps - before)
        self.writer._connection.set_progress_handler(None, 0)


def work(service: TestService, store: CountingStore, users: int) -> dict[str, Callable[[], object]]:
    """What is counted: each in a process that has served a call before, for a user whom it has not seen."""
    client = Client(service.target, credential=service.credential)
    project = ProjectUnderTest(client, "load")
    project.issue(user_id(0))
    opened = client.tokens.IssueSession(project.fill(token_service_pb2.IssueSessionRequest(), user_id(users - 1)))
    refresh = token_service_pb2.RefreshSessionRequest(refresh_token=opened.refresh_token.token)
    listing = user_service_pb2.ListUsersRequest(parent="projects/load", page_size=10)
    found = user_service_pb2.ListUsersRequest(parent="projects/load", filter='tenant = "projects/load/tenants/t0001"', page_size=10)

    def start() -> None:
        again = Components(store, EncryptionKey(os.urandom(32)), service.clock, public_url="https://t.example")
        next(iter(again.store.list_all(ProjectSecret)))
        again.configurations.get("load")

    return {
        "start": start,
        "issue": lambda: project.issue(user_id(users // 2)),
        "refresh": lambda: client.tokens.RefreshSession(refresh),
        "change": lambda: project.update_user(user_id(users // 3), "locale", locale="en"),
        "list": lambda: client.users.ListUsers(listing),
        "find": lambda: client.users.ListUsers(found),
        "projects": lambda: client.projects.ListProjects(project_service_pb2.ListProjectsRequest()),
        "maintain": service.components.maintain,
    }


def count_steps(path: Path, users: int) -> dict[str, int]:
    store = CountingStore(path)
    with run_service(store) as service:
        project = synthetic(service.components)
        project.fill(users, have=project.prepare(), progress=_NOTHING)
        counts: dict[str, int] = {}
        for name, do in work(service, store, users).items():
            found: list[int] = []
            with store.counted(found):
                do()
            counts[name] = found[0]
    store.close()
    return counts


@pytest.mark.timeout(60)
def test_no_cost_grows_with_the_users(tmp_path: Path) -> None:
    few, many = count_steps(tmp_path / "few.db", FEW), count_steps(tmp_path / "many.db", MANY)
    assert few["issue"] > 10
    assert few["refresh"] > 50
    assert {name: many[name] - few[name] for name in few if many[name] > few[name] * 1.15 + 10} == {}


def test_a_token_of_a_made_up_user_has_the_template_and_the_user(tmp_path: Path) -> None:
    with run_service() as service, Client(service.target, credential=service.credential) as client:
        made = synthetic(service.components)
        made.fill(10, have=made.prepare(), progress=_NOTHING)
        user = made.build_user(3)
        payload = decode(ProjectUnderTest(client, "load").issue(user.id).token)[1]
        assert (payload["fixed0"], payload["mail"], payload["name"]) == ("value 0", user.email, user.display_name)
        assert payload["teams"] == user.custom_attributes["teams"]
        assert sorted(payload["tenants"]) == [membership.tenant_id for membership in user.memberships]
