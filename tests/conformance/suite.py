"""What every store does. A backend runs it by giving a `store` fixture."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from mintmark_server.errors import AlreadyExists, Conflict, FailedState, InvalidInput, NotFound, Reason
from mintmark_server.model.directory import Membership, Project, Role, Tenant, User
from mintmark_server.model.record import Ref
from mintmark_server.model.sessions import Session
from mintmark_server.storage.audit import find_break
from mintmark_server.storage.codec import DecodeError, decode, encode
from mintmark_server.storage.port import Changes, Comparison, Expect, Intent, Put, Remove, Resync, Store, Term

from tests.conformance.records import AT, entry, full_records, project, role, tenant, updated, user


def put(store: Store, *records: Any) -> None:
    store.commit(Intent(changes=tuple(Put(record) for record in records)))


class StoreSuite:
    """Each method is one behaviour of the port."""

    @pytest.fixture(autouse=True)
    def _project(self, store: Store) -> None:
        put(store, project())

    @pytest.mark.parametrize("record", full_records(), ids=lambda record: record.noun)
    def test_a_record_comes_back_as_it_was_stored(self, store: Store, record: Any) -> None:
        if isinstance(record, Project):
            record = replace(record, id="P9", project_id="P9")
        put(store, record)
        assert store.get(type(record), record.project_id, record.id) == record

    def test_an_absent_record_is_none(self, store: Store) -> None:
        assert store.get(User, "P", "U") is None
        assert store.find(User, "P", "login_id", "a") is None

    def test_ids_are_compared_byte_by_byte(self, store: Store) -> None:
        put(store, user("a"), user("A", uid="other"))
        found = store.get(User, "P", "A")
        assert found is not None
        assert found.uid == "other"
        assert store.get(User, "P", "Á") is None

    def test_a_unique_value_finds_its_record_within_the_project(self, store: Store) -> None:
        put(store, project("Q"), user("U", login_ids=("ada@example.com",)), user("U", "Q", login_ids=("grace@example.com",)))
        found = store.find(User, "P", "login_id", "ada@example.com")
        assert found is not None
        assert found.id == "U"
        assert store.find(User, "Q", "login_id", "ada@example.com") is None
        assert store.find(User, "P", "login_id", "Ada@example.com") is None

    def test_a_unique_value_that_changed_is_found_anew_and_free_for_others(self, store: Store) -> None:
        first = user("U", login_ids=("a",))
        put(store, first)
        put(store, updated(first, login_ids=("b",)), user("V", login_ids=("a",)))
        found = store.find(User, "P", "login_id", "a")
        assert found is not None
        assert found.id == "V"

    def test_a_unique_value_of_another_is_refused(self, store: Store) -> None:
        put(store, user("U", login_ids=("a",)))
        with pytest.raises(AlreadyExists):
            put(store, user("V", login_ids=("a",)))
        assert store.get(User, "P", "V") is None

    def test_pages_come_in_code_point_order_and_miss_nothing(self, store: Store) -> None:
        put(store, *[user(user_id) for user_id in ("b", "a", "B", "_x", "a1", "~")])
        found, after = [], ""
        for _ in range(10):
            page = store.list_records(User, "P", after=after, limit=2)
            found += [record.id for record in page.records]
            if page.next_after is None:
                break
            after = page.next_after
        assert found == ["B", "_x", "a", "a1", "b", "~"]

    def test_a_page_that_holds_everything_is_the_last(self, store: Store) -> None:
        put(store, user("a"), user("b"))
        page = store.list_records(User, "P", limit=2)
        assert [record.id for record in page.records] == ["a", "b"]
        assert page.next_after is None

    def test_a_listing_keeps_to_its_project_prefix_and_terms(self, store: Store) -> None:
        put(store, project("Q"), tenant("T"), role("R"))
        put(
            store,
            user("a1", email="x", memberships=(Membership(tenant_id="T"),)),
            user("a2", email="y", labels={"team": "other"}),
            user("b1", email="x"),
            user("a1", "Q", email="x"),
        )

        def ids(*terms: Term, prefix: str = "") -> list[str]:
            return [record.id for record in store.list_records(User, "P", terms=terms, prefix=prefix, limit=9).records]

        assert ids() == ["a1", "a2", "b1"]
        assert ids(prefix="a") == ["a1", "a2"]
        assert ids(Term("email", "x")) == ["a1", "b1"]
        assert ids(Term("email", "x"), prefix="b") == ["b1"]
        assert ids(Term("tenant", "T")) == ["a1"]
        assert ids(Term("label.team", "core")) == ["a1", "b1"]
        assert ids(Term("label.team", "core"), Term("email", "y")) == []
        assert ids(Term("email", "X")) == []

    def test_an_intent_rests_on_what_it_expects_and_leaves_it_alone(self, store: Store) -> None:
        put(store, user("a"), user("b"))
        seen = Expect(user("a").ref, 1)
        for other in ("b", "c"):
            stored = store.get(User, "P", other)
            change = updated(stored) if stored is not None else user(other)
            store.commit(Intent(changes=(Put(change),), expected=(seen,)))
        put(store, updated(user("a")))
        for expected in (seen, Expect(user("a").ref, 3)):
            with pytest.raises(Conflict) as caught:
                store.commit(Intent(changes=(Put(user("d")),), audit=(entry("P", "never"),), expected=(expected,)))
            assert caught.value.resource == "projects/P/users/a"
        with pytest.raises(NotFound):
            store.commit(Intent(changes=(Put(user("d")),), expected=(Expect(user("x").ref, 1),)))
        assert [record.id for record in store.list_records(User, "P", limit=9).records] == ["a", "b", "c"]
        assert [event.entry.note for event in store.list_audit("P", after=0, limit=9)] == []

    def test_terms_are_compared_as_text_in_code_point_order(self, store: Store) -> None:
        put(store, user("a", email="2031"), user("b", email="2030"), user("c", email="20"), user("d", email="2031", labels={}), user("e"))

        def ids(*terms: Term, after: str = "", limit: int = 9) -> list[str]:
            return [record.id for record in store.list_records(User, "P", terms=terms, after=after, limit=limit).records]

        at_most, above = Term("email", "2030", Comparison.AT_MOST), Term("email", "2030", Comparison.ABOVE)
        assert (ids(at_most), ids(above)) == (["b", "c"], ["a", "d"])
        assert ids(Term("email", "2031", Comparison.AT_MOST), after="a", limit=2) == ["b", "c"]
        assert ids(Term("label.team", "core"), above) == ["a"]
        assert ids(above, Term("label.team", "core")) == ["a"]
        assert ids(Term("label.team", "d", Comparison.AT_MOST), Term("email", "2031")) == ["a"]

    def test_terms_follow_an_update(self, store: Store) -> None:
        first = user("U", email="x")
        put(store, first)
        put(store, updated(first, email="y", labels={}))
        assert store.list_records(User, "P", terms=[Term("email", "x")], limit=9).records == ()
        assert len(store.list_records(User, "P", terms=[Term("email", "y")], limit=9).records) == 1
        assert store.list_records(User, "P", terms=[Term("label.team", "core")], limit=9).records == ()

    def test_a_new_record_under_a_taken_id_already_exists(self, store: Store) -> None:
        put(store, user("U"))
        with pytest.raises(AlreadyExists) as caught:
            put(store, user("U"))
        assert caught.value.resource == "projects/P/users/U"

    def test_an_update_of_what_is_absent_is_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound):
            put(store, updated(user("U")))

    @pytest.mark.parametrize("revision", [2, 4, 9])
    def test_an_update_from_another_revision_is_a_conflict(self, store: Store, revision: int) -> None:
        put(store, user("U"))
        put(store, updated(user("U")))
        with pytest.raises(Conflict) as caught:
            put(store, user("U", revision=revision))
        assert caught.value.reason is Reason.ETAG_MISMATCH

    def test_of_two_updates_from_one_revision_one_wins(self, store: Store) -> None:
        put(store, user("U"))
        outcomes: list[str] = []

        def write(name: str) -> None:
            try:
                put(store, updated(user("U"), email=name))
                outcomes.append("stored")
            except Conflict:
                outcomes.append("conflict")

        threads = [threading.Thread(target=write, args=(str(number),)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["conflict"] * 7 + ["stored"]

    def test_a_reference_has_to_lead_somewhere(self, store: Store) -> None:
        with pytest.raises(InvalidInput) as caught:
            put(store, user("U", memberships=(Membership(tenant_id="T", roles=("R",)),)))
        assert caught.value.reason is Reason.REFERENCE_NOT_FOUND
        assert store.get(User, "P", "U") is None

    def test_a_reference_may_be_stored_in_the_same_intent(self, store: Store) -> None:
        put(store, user("U", memberships=(Membership(tenant_id="T", roles=("R",)),)), tenant("T"), role("R"))
        assert store.referrers(Ref("tenants", "P", "T"), limit=9) == [Ref("users", "P", "U")]

    def test_records_are_counted_by_noun_and_project(self, store: Store) -> None:
        put(store, tenant("T"), role("R"), role("Q"))
        assert [store.count(Role, "P"), store.count(Tenant, "P"), store.count(Role, "OTHER")] == [2, 1, 0]

    def test_what_others_refer_to_stays(self, store: Store) -> None:
        put(store, tenant("T"), role("R"), user("U", roles=("R",)))
        with pytest.raises(FailedState) as caught:
            store.commit(Intent(changes=(Remove(Ref("roles", "P", "R"), 1),)))
        assert caught.value.reason is Reason.RESOURCE_IN_USE
        assert "projects/P/users/U" in caught.value.message
        assert store.get(Role, "P", "R") is not None

    def test_force_removes_what_others_refer_to_and_they_stay_as_they_are(self, store: Store) -> None:
        put(store, tenant("T"), role("R"), user("U", roles=("R",)))
        store.commit(Intent(changes=(Remove(Ref("roles", "P", "R"), 1, force=True),)))
        assert store.get(Role, "P", "R") is None
        kept = store.get(User, "P", "U")
        assert kept is not None
        assert kept.roles == ("R",)
        put(store, updated(kept, roles=()))
        put(store, role("R"))
        store.commit(Intent(changes=(Remove(Ref("roles", "P", "R"), 1),)))

    def test_a_reference_that_was_given_up_holds_nothing(self, store: Store) -> None:
        first = user("U", roles=("R",))
        put(store, role("R"), first)
        put(store, updated(first, roles=()))
        store.commit(Intent(changes=(Remove(Ref("roles", "P", "R"), 1),)))
        assert store.get(Role, "P", "R") is None

    def test_a_removal_takes_the_record_and_its_indexes_away(self, store: Store) -> None:
        put(store, user("U", login_ids=("a",), email="x"))
        store.commit(Intent(changes=(Remove(Ref("users", "P", "U"), 1),)))
        assert store.get(User, "P", "U") is None
        assert store.find(User, "P", "login_id", "a") is None
        assert store.list_records(User, "P", terms=[Term("email", "x")], limit=9).records == ()
        put(store, user("V", login_ids=("a",)))

    def test_a_removal_names_the_revision_that_it_means(self, store: Store) -> None:
        put(store, user("U"))
        with pytest.raises(Conflict):
            store.commit(Intent(changes=(Remove(Ref("users", "P", "U"), 2),)))
        with pytest.raises(NotFound):
            store.commit(Intent(changes=(Remove(Ref("users", "P", "V"), 1),)))

    def test_a_record_needs_its_project(self, store: Store) -> None:
        with pytest.raises(NotFound) as caught:
            put(store, user("U", "absent"))
        assert caught.value.resource == "projects/absent"

    def test_a_project_that_owns_records_goes_by_force_only_and_takes_them_along(self, store: Store) -> None:
        put(store, tenant("T"), role("R"), user("U", roles=("R",), login_ids=("a",)), project("Q"), user("U", "Q"))
        with pytest.raises(FailedState):
            store.commit(Intent(changes=(Remove(Ref("projects", "P", "P"), 1),)))
        store.commit(Intent(changes=(Remove(Ref("projects", "P", "P"), 1, force=True),)))
        assert store.get(Project, "P", "P") is None
        assert store.get(User, "P", "U") is None
        assert store.get(User, "Q", "U") is not None
        put(store, project(), user("U", login_ids=("a",)))

    def test_an_intent_happens_as_a_whole_or_not_at_all(self, store: Store) -> None:
        put(store, user("taken"))
        before = store.changes_since(store.changes_since(None).cursor)
        with pytest.raises(AlreadyExists):
            store.commit(Intent(changes=(Put(role("R")), Put(tenant("T")), Put(user("taken"))), audit=(entry(),)))
        assert store.get(Role, "P", "R") is None
        assert store.get(Tenant, "P", "T") is None
        assert store.list_audit("P", after=0, limit=9) == []
        assert store.changes_since(before.cursor) == Changes(frozenset(), before.cursor)

    def test_audit_events_form_a_chain_for_each_project(self, store: Store) -> None:
        for number in range(3):
            store.commit(Intent(changes=(Put(user(f"U{number}")),), audit=(entry(note=str(number)), entry("", str(number)))))
        events = store.list_audit("P", after=0, limit=9)
        assert [event.sequence for event in events] == [1, 2, 3]
        assert [event.entry.note for event in events] == ["0", "1", "2"]
        assert events[0].entry == entry(note="0")
        assert events[1].previous_digest == events[0].digest
        assert find_break(events) is None
        assert [event.sequence for event in store.list_audit("P", after=1, limit=1)] == [2]
        assert len(store.list_audit("", after=0, limit=9)) == 3

    def test_a_changed_audit_event_breaks_the_chain(self, store: Store) -> None:
        for number in range(3):
            store.commit(Intent(changes=(), audit=(entry(note=str(number)),)))
        events = list(store.list_audit("P", after=0, limit=9))
        assert find_break([events[0], replace_entry(events[1], "9"), events[2]]) == 2
        assert find_break([events[0], events[2]]) == 3

    def test_no_cursor_asks_for_everything(self, store: Store) -> None:
        assert isinstance(store.changes_since(None), Resync)

    def test_changes_name_each_place_once_and_are_not_told_again(self, store: Store) -> None:
        cursor = store.changes_since(None).cursor
        first = user("U")
        put(store, first, role("R"))
        put(store, updated(first))
        changes = store.changes_since(cursor)
        assert isinstance(changes, Changes)
        assert changes.refs == {Ref("users", "P", "U"), Ref("roles", "P", "R")}
        assert store.changes_since(changes.cursor) == Changes(frozenset(), changes.cursor)
        again = store.changes_since(cursor)
        assert isinstance(again, Changes)
        assert again.refs == changes.refs

    def test_a_removal_is_a_change(self, store: Store) -> None:
        put(store, user("U"))
        cursor = store.changes_since(None).cursor
        store.commit(Intent(changes=(Remove(Ref("users", "P", "U"), 1),)))
        changes = store.changes_since(cursor)
        assert isinstance(changes, Changes)
        assert changes.refs == {Ref("users", "P", "U")}

    def test_session_writes_do_not_cool_the_caches(self, store: Store) -> None:
        cursor = store.changes_since(None).cursor
        put(store, next(record for record in full_records() if isinstance(record, Session)))
        changes = store.changes_since(cursor)
        assert isinstance(changes, Changes)
        assert changes.refs == frozenset()

    def test_all_records_of_a_noun_come_in_order(self, store: Store) -> None:
        put(store, project("Q"), user("b"), user("a"), user("a", "Q"))
        assert [(record.project_id, record.id) for record in store.list_all(User)] == [("P", "a"), ("P", "b"), ("Q", "a")]
        assert [record.project_id for record in store.list_all(User, after_project="P")] == ["Q"]
        assert [record.id for record in store.list_all(Project, after_project="P")] == ["Q"]
        assert list(store.list_all(Project, after_project="Q")) == []

    def test_a_closed_store_answers_nothing(self, store: Store) -> None:
        store.close()
        with pytest.raises(RuntimeError):
            store.get(User, "P", "U")


def replace_entry(event: Any, note: str) -> Any:
    return replace(event, entry=replace(event.entry, note=note))


@pytest.mark.parametrize("record", full_records(), ids=lambda record: record.noun)
def test_a_record_survives_its_text(record: Any) -> None:
    assert decode(type(record), encode(record)) == record


def test_unknown_fields_are_refused() -> None:
    text = encode(user("U")).replace('"email"', '"from_the_future"').replace('"id":', '"x":1,"id":')
    with pytest.raises(DecodeError):
        decode(User, text)


def test_times_keep_their_microseconds() -> None:
    assert decode(User, encode(user("U"))).created_at == AT
