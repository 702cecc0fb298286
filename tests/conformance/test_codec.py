"""Records as text: what is written, and what of it is read when."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from mintmark_server.lazy import LazySequence, append
from mintmark_server.model.sessions import SealedSuccessor, Session
from mintmark_server.storage.codec import DecodeError, decode, encode

from tests.conformance.records import AT, LATER, RECEIPT, full_records, user

SESSION = next(record for record in full_records() if isinstance(record, Session))
RECEIPT_TEXT = (
    '{"generation":2,"issued_at":1932811200123456,"key_id":"kid",'
    '"tokens":[{"kind":"REFRESH","jti":"j","token_digest":"t","digest":"d","expires_at":1932897600123457}],'
    '"layers":[{"root":"flow","name":"projects/P/flows/F","revision":3}],'
    '"records":[{"root":"user","name":"projects/P/users/U","revision":4}],"overrides":["aud"]}'
)


def read_receipts(text: str) -> str:
    """Return the receipts of a session's text, as they stand there."""
    return text.partition('"receipts":')[2].partition(',"expires_at"')[0]


@pytest.mark.parametrize("record", full_records(), ids=lambda record: record.noun)
def test_a_record_is_compact_json(record: Any) -> None:
    text = encode(record)
    assert json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) == text


def test_a_session_is_written_as_ever() -> None:
    assert encode(RECEIPT) == RECEIPT_TEXT
    session = Session(
        project_id="P",
        id="S",
        uid="u",
        revision=2,
        created_at=AT,
        updated_at=LATER,
        display_name='"ä\\\n',
        user_id="U",
        generation=3,
        refresh_digest="d3",
        consumed_digests=("d1", "d2"),
        successor=SealedSuccessor(request_digest="r", sealed="v1.k.a-_.b", until=LATER),
        receipts=(RECEIPT, RECEIPT),
        expires_at=LATER,
    )
    assert encode(session) == (
        '{"project_id":"P","id":"S","uid":"u","revision":2,"created_at":1932811200123456,"updated_at":1932897600123457,'
        '"display_name":"\\"ä\\\\\\n","user_id":"U","generation":3,"refresh_digest":"d3","consumed_digests":["d1","d2"],'
        '"successor":{"request_digest":"r","sealed":"v1.k.a-_.b","until":1932897600123457},'
        f'"receipts":[{RECEIPT_TEXT},{RECEIPT_TEXT}],"expires_at":1932897600123457}}'
    )


def test_a_boolean_where_a_number_belongs_stays_json() -> None:
    assert '"revision":true,' in encode(replace(user("U"), revision=True))


def test_receipts_that_nobody_looked_at_are_written_as_they_were() -> None:
    text = encode(SESSION).replace('"key_id":"kid"', '"from_the_future":{"b":[1,"é"],"a":null},"key_id":"kid"')
    session = decode(Session, text)
    written = encode(replace(session, revision=session.revision + 1))
    assert '"from_the_future":{"b":[1,"é"],"a":null}' in written
    assert read_receipts(written) == read_receipts(text)


def test_an_unknown_field_of_a_receipt_is_refused_when_somebody_looks() -> None:
    session = decode(Session, encode(SESSION).replace('"key_id"', '"from_the_future":1,"key_id"'))
    for _ in range(2):
        with pytest.raises(DecodeError, match="A stored IssueReceipt can't be read"):
            list(session.receipts)


def test_looking_at_receipts_changes_nothing_of_what_is_written() -> None:
    session = decode(Session, encode(SESSION))
    assert session.receipts[0] == RECEIPT
    assert session.receipts == (RECEIPT,)
    assert session.receipts[-1:] == (RECEIPT,)
    assert encode(session) == encode(SESSION) == encode(session)


@pytest.mark.parametrize("damaged", ["[1]", "{}", "[[]]", "null"])
def test_receipts_that_are_none_are_refused_at_once(damaged: str) -> None:
    text = encode(SESSION)
    with pytest.raises(DecodeError):
        decode(Session, text.replace(read_receipts(text), damaged))


@pytest.mark.parametrize("damaged", ["", " ", "{}x", '{"id"', "[", "1", "nul", '{"id":"U"} {}'])
def test_text_that_is_no_record_is_refused(damaged: str) -> None:
    with pytest.raises(DecodeError, match="A stored Session can't be read"):
        decode(Session, damaged)
    with pytest.raises(DecodeError):
        decode(Session, encode(SESSION) + (damaged.strip() or "}"))


def test_an_item_is_appended_without_a_look_at_the_others() -> None:
    def decode_nothing(_: dict[str, Any]) -> str:
        raise AssertionError

    kept = LazySequence([{"n": 1}, {"n": 2}], decode_nothing).followed_by("three", kept=2)
    assert kept.items == ({"n": 2}, "three")
    assert len(kept) == 2


def test_an_item_is_printed_once() -> None:
    printed: list[str] = []

    def note(item: str) -> str:
        printed.append(item)
        return f"<{item}>"

    first = append(("one",), "two", kept=2)
    assert first.print_items(note) == ["<one>", "<two>"]
    assert first.print_items(note) == ["<one>", "<two>"]
    assert append(first, "three", kept=2).print_items(note) == ["<two>", "<three>"]
    assert printed == ["one", "two", "three"]
    assert first == ("one", "two")


def test_lazy_items_equal_what_they_are_decoded_to() -> None:
    lazy = LazySequence([{"n": 1}, "two"], lambda item: str(item["n"]))
    assert lazy == ("1", "two")
    assert hash(lazy) == hash(("1", "two"))
    assert repr(lazy) == "('1', 'two')"
    assert lazy != ("1",)
    assert lazy == LazySequence(["1", {"n": "two"}], lambda item: str(item["n"]))
