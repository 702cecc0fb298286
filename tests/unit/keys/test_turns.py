"""Rotation takes bounded turns over projects; what changes how long tokens live and what activates a key never miss each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from mintmark_server.app import Components
from mintmark_server.call import Call
from mintmark_server.errors import Conflict
from mintmark_server.keys import rotation
from mintmark_server.keys.encryption import EncryptionKey
from mintmark_server.limits import MAX_PAGE_SIZE
from mintmark_server.model.directory import Application, ApplicationKind, LifetimeOverrides, Project
from mintmark_server.model.record import Ref
from mintmark_server.model.security import KeyState, SigningKey
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Intent, Put
from mintmark_server.testing import PUBLIC_URL, START, MovingClock

CALL = Call(now=START, actor="credentials/c", method="m", request_id="r")
DAY = timedelta(days=1)
LONG = timedelta(days=300)


class FakeOvertakingStore(MemoryStore):
    """Runs what overtakes the next commit, once, and counts what is read of keys."""

    def __init__(self) -> None:
        super().__init__()
        self.overtaking: Callable[[], object] | None = None

    def commit(self, intent: Intent) -> None:
        overtaking, self.overtaking = self.overtaking, None
        if overtaking is not None:
            overtaking()
        super().commit(intent)


@pytest.fixture
def store() -> FakeOvertakingStore:
    return FakeOvertakingStore()


@pytest.fixture
def components(store: FakeOvertakingStore) -> Components:
    return Components(store, EncryptionKey(bytes(32)), MovingClock(), public_url=PUBLIC_URL)


def create_project(components: Components, project_id: str, period: timedelta | None = DAY) -> None:
    project = Project(
        project_id=project_id, id=project_id, uid="", revision=1, created_at=START, updated_at=START, key_rotation_period=period
    )
    components.directory.projects.create(project, validate_only=False, call=CALL)


def states(components: Components, project_id: str) -> list[str]:
    return sorted(key.state.value for key in components.keys.list_all(project_id))


def active(components: Components, project_id: str = "p") -> SigningKey:
    return next(key for key in components.keys.list_all(project_id) if key.state is KeyState.ACTIVE)


def application(components: Components, life: timedelta | None) -> None:
    record = Application(
        project_id="p",
        id="web",
        uid="",
        revision=1,
        created_at=START,
        updated_at=START,
        kind=ApplicationKind.INBOUND,
        lifetimes=LifetimeOverrides(refresh=life),
    )
    components.directory.applications.update(
        Ref(Application.noun, "p", "web"), lambda _: record, etag="", allow_missing=True, validate_only=False, call=CALL
    )


def test_each_project_has_its_turn_and_a_run_has_a_bound(components: Components, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "PROJECTS_PER_RUN", 4)
    monkeypatch.setattr(rotation, "ROTATING_PER_RUN", 2)
    for number in range(5):
        create_project(components, f"p{number}")
    for number in range(5, 12):
        create_project(components, f"p{number:02}", period=None)
    assert [components.rotation.run(now=START + DAY) for _ in range(5)] == [1, 1, 2, 1, 0]
    assert [states(components, f"p{number}") for number in range(5)] == [["ACTIVE", "NEXT"]] * 5
    assert states(components, "p05") == ["ACTIVE"]


def test_a_period_that_was_taken_away_counts_at_once(components: Components, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "ROTATING_PER_RUN", 1)
    for project_id in ("a", "b"):
        create_project(components, project_id)
    assert components.rotation.run(now=START + DAY) == 1
    ref = Ref(Project.noun, "b", "b")

    def change(stored: Project | None) -> Project:
        assert stored is not None
        return replace(stored, key_rotation_period=None)

    components.directory.projects.update(ref, change, etag="", allow_missing=False, validate_only=False, call=CALL)
    assert components.rotation.run(now=START + DAY) == 0
    assert states(components, "b") == ["ACTIVE"]


def test_a_life_that_is_raised_while_a_key_is_activated_makes_that_conflict(store: FakeOvertakingStore, components: Components) -> None:
    create_project(components, "p")
    fresh = components.keys.prepare("p", None, call=CALL)
    store.overtaking = lambda: application(components, LONG)
    with pytest.raises(Conflict):
        components.keys.activate("p", fresh.id, etag="", force=True, call=CALL)
    components.keys.activate("p", fresh.id, etag="", force=True, call=CALL)
    assert active(components).id == fresh.id
    assert active(components).longest_life == LONG


def test_a_key_that_is_activated_while_a_life_is_raised_has_it_all_the_same(store: FakeOvertakingStore, components: Components) -> None:
    create_project(components, "p")
    application(components, None)
    fresh = components.keys.prepare("p", None, call=CALL)
    store.overtaking = lambda: components.keys.activate("p", fresh.id, etag="", force=True, call=CALL)
    application(components, LONG)
    assert active(components).id == fresh.id
    assert active(components).longest_life == LONG
    application(components, None)
    assert active(components).longest_life == LONG


def test_a_life_that_the_old_key_knew_is_not_lost_on_the_new_one(store: FakeOvertakingStore, components: Components) -> None:
    create_project(components, "p")
    ref = Ref(Project.noun, "p", "p")

    def lower(stored: Project | None) -> Project:
        assert stored is not None
        return replace(stored, lifetimes=replace(stored.lifetimes, refresh=timedelta(hours=1)))

    components.directory.projects.update(ref, lower, etag="", allow_missing=False, validate_only=False, call=CALL)
    fresh = components.keys.prepare("p", None, call=CALL)
    store.overtaking = lambda: components.keys.activate("p", fresh.id, etag="", force=True, call=CALL)
    application(components, timedelta(days=10))
    assert active(components).longest_life == timedelta(days=10)


def test_writes_that_the_key_knows_about_do_not_wait_for_each_other(components: Components) -> None:
    create_project(components, "p")
    before = active(components).revision
    for days in (1, 2, 28):
        application(components, timedelta(days=days))
    assert active(components).revision == before


def test_a_key_that_replaces_a_revoked_one_covers_the_sessions_that_are_there(components: Components) -> None:
    create_project(components, "p")
    revoked = components.keys.revoke("p", active(components).id, etag="", call=CALL)
    assert revoked.state is KeyState.REVOKED
    assert active(components).longest_life == timedelta(days=28)
    assert active(components).sessions_until == START + timedelta(days=28)
    assert active(components).revision == 1
    waiting = components.keys.prepare("p", None, call=CALL)
    components.keys.revoke("p", active(components).id, etag="", call=CALL)
    assert (active(components).id, active(components).revision) == (waiting.id, 2)


def test_keys_that_are_retired_never_hide_the_one_that_signs(components: Components, store: FakeOvertakingStore) -> None:
    create_project(components, "p")
    (active,) = components.keys.list_all("p")
    before_it = [replace(active, id=f"-{number}", uid=f"u{number}", state=KeyState.RETIRED) for number in range(MAX_PAGE_SIZE)]
    store.commit(Intent(changes=tuple(map(Put, before_it))))
    assert len(components.keys.list_all("p")) == MAX_PAGE_SIZE + 1
    components.keyring.forget(None)
    assert components.keyring.signer("p").kid == active.id
