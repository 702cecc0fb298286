"""The cache of records keeps within its bytes, with what is kept for their subjects' tokens."""

from __future__ import annotations

import gc
import weakref

import pytest
from mintmark_server.claims.settled import Kept
from mintmark_server.model.directory import User
from mintmark_server.storage.deferring import DeferringStore
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.storage.port import Intent, Put, R
from mintmark_server.testing import run_service
from mintmark_server.tokens.configuration import ProjectConfiguration
from mintmark_server.tokens.records import RecordCache, SubjectView, estimate_bytes

from tests.conformance.records import project, user
from tests.project import ProjectUnderTest


class CountingStore(MemoryStore):
    """A store that counts how often a record is read."""

    reads = 0

    def get(self, record_type: type[R], project_id: str, record_id: str) -> R | None:
        self.reads += 1
        return super().get(record_type, project_id, record_id)


class Cached:
    """A cache with room for ten users."""

    def __init__(self) -> None:
        store = CountingStore()
        store.commit(Intent(changes=(Put(project()), *(Put(user(f"{letter}{number}")) for letter in "UV" for number in range(30)))))
        self.each = estimate_bytes(user("U0"))
        self.count_reads = lambda: store.reads
        self.cache = RecordCache(DeferringStore(store), max_bytes=10 * self.each)
        self.configuration = ProjectConfiguration(project=project(), attributes=(), permissions={}, store=store, issuer_url="")

    def view(self, user_id: str, configuration: ProjectConfiguration | None = None) -> SubjectView:
        record = self.cache.get(User, "P", user_id)
        assert record is not None
        return self.cache.view(record, configuration or self.configuration)


def charge(view: SubjectView, size: int) -> None:
    assert view.charge is not None
    view.charge(size)


@pytest.fixture
def cached() -> Cached:
    return Cached()


def test_the_least_recently_used_go_when_there_is_no_room(cached: Cached) -> None:
    for number in range(12):
        cached.view(f"U{number}")
        cached.view("U0")
    assert cached.cache.size == (10, 10 * cached.each)
    first = cached.cache.get(User, "P", "U0")
    assert cached.cache.get(User, "P", "U0") is first


def test_once_records_have_to_go_a_new_one_is_kept_when_it_is_asked_for_again(cached: Cached) -> None:
    kept = [cached.cache.get(User, "P", f"U{number}") for number in range(1, 11)]
    cached.view("U11")  # No room: U1 goes, and the cache is full from now on.
    reads = cached.count_reads()
    cached.view("U12")
    assert [cached.cache.get(User, "P", f"U{number}") for number in range(2, 11)] == kept[1:]
    assert cached.count_reads() == reads + 1
    cached.view("U12")
    assert cached.count_reads() == reads + 2
    cached.view("U12")
    assert cached.count_reads() == reads + 2
    assert cached.cache.size == (10, 10 * cached.each)


def test_a_view_that_goes_with_its_call_keeps_nothing_for_the_next_token(cached: Cached) -> None:
    for number in range(11):
        assert cached.view(f"U{number}").charge is not None
    assert cached.view("U11").charge is None


def test_a_record_that_was_passed_too_long_ago_is_new_again(cached: Cached) -> None:
    for number in range(11):
        cached.view(f"U{number}")
    cached.view("U11")
    for number in range(30):
        cached.cache.get(User, "P", f"V{number}")
    cached.view("U11")
    reads = cached.count_reads()
    cached.view("U11")
    assert cached.count_reads() == reads + 1


def test_a_record_that_is_forgotten_leaves_room_for_a_new_one(cached: Cached) -> None:
    for number in range(11):
        cached.view(f"U{number}")
    cached.cache.forget(frozenset({user("U5").ref}))
    cached.view("U12")
    reads = cached.count_reads()
    cached.view("U12")
    assert cached.count_reads() == reads


def test_what_is_kept_for_tokens_counts_like_the_record(cached: Cached) -> None:
    for number in range(10):
        cached.view(f"U{number}")
    charge(cached.view("U9"), 4 * cached.each)
    assert cached.cache.size == (6, 10 * cached.each)
    charge(cached.view("U9"), -3 * cached.each)
    assert cached.cache.size == (6, 7 * cached.each)


def test_more_than_all_the_room_is_not_kept(cached: Cached) -> None:
    charge(cached.view("U1"), 11 * cached.each)
    assert cached.cache.size == (0, 0)


def test_what_is_kept_goes_with_the_view_and_with_the_record(cached: Cached) -> None:
    before = cached.view("U1")
    charge(before, 1_000)
    other = ProjectConfiguration(project=project(), attributes=(), permissions={}, store=cached.configuration.store, issuer_url="")
    assert cached.view("U1", other) is not before
    assert cached.cache.size == (1, cached.each)
    charge(cached.view("U1", other), 1_000)
    cached.cache.forget(frozenset({user("U1").ref}))
    assert cached.cache.size == (0, 0)
    charge(before, 1_000)
    assert cached.cache.size == (0, 0)


def test_kept_claims_count_their_texts() -> None:
    charged: list[int] = []
    kept = Kept(charged.append)
    kept.keep("program", {"a": '"a":1', "long": '"long":"' + "x" * 5_000 + '"'})
    assert 5_000 < sum(charged) < 7_000
    found = kept.get("program")
    assert found is not None
    authorization: dict[str, str] = {}
    frame = found.find_frame({"exp": 1}, authorization)
    assert found.find_frame({"exp": 2}, authorization) is frame
    assert 15_000 < sum(charged) < 18_000
    frame.charge(b"p" * 2_000)
    assert 17_000 < sum(charged) < 20_000
    before = sum(charged)
    for _ in range(2):
        frame.keep_explanation((), "explained", origins=10)
        frame.keep_sizes((1,), (("a", 5), ("long", 5_009)))
    assert sum(charged) == before + 10 * 400 + 2 * 120, "kept once, counted once"
    kept.clear()
    assert kept.get("program") is None
    assert sum(charged) == 0


def test_tokens_of_a_user_make_its_place_larger() -> None:
    with run_service() as service:
        subject = ProjectUnderTest(service.client, "demo")
        subject.create()
        subject.use_template({f"c{number}": "x" * 400 for number in range(20)})
        records = service.components.records
        subject.issue("ada")
        _, before = records.size
        for _ in range(2):
            subject.issue("ada", view="EVALUATION_VIEW_FULL")
        assert records.size[1] > before + 2 * 8_000


def test_what_is_let_go_is_free_at_once_without_the_collector(cached: Cached) -> None:
    gc.disable()
    try:
        view = cached.view("U1")
        assert view.charge is not None
        kept = view.gathered["layers"] = Kept(view.charge)
        kept.keep("program", {"a": '"a":1'})
        settled = kept.get("program")
        assert settled is not None
        settled.find_frame({"exp": 1}, {}).charge(b"p")
        assert cached.cache.size[1] > cached.each
        gone = weakref.ref(kept)
        del view, kept, settled
        cached.cache.forget(frozenset({user("U1").ref}))
        assert gone() is None
    finally:
        gc.enable()
