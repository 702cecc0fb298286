"""Key sets behind a URL: when they are looked at again, and when not. Time is a number that tests set."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from mintmark.fetching import Fetched
from mintmark.jwks import JwkError, build_jwk
from mintmark.key_sets import FixedKeys, RemoteKeys
from mintmark.refusals import TokenRefusedError

JWK = build_jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), algorithm="ES256")
KID = JWK["kid"]


class FakeServer:
    """Answers what it is told to, and counts."""

    def __init__(self) -> None:
        self.keys: list[Any] = [JWK]
        self.text = ""
        self.max_age: float | None = 300.0
        self.down = False
        self.etags: list[str] = []
        self.answered = threading.Semaphore(0)
        self.may_answer = threading.Event()
        self.may_answer.set()

    @property
    def count(self) -> int:
        return len(self.etags)

    def __call__(self, etag: str) -> Fetched:
        self.etags.append(etag)
        try:
            self.may_answer.wait(5)
            if self.down:
                raise OSError("down")
            tag = str(len(self.keys))
            if etag == tag:
                return Fetched(None, etag, self.max_age)
            return Fetched((self.text or json.dumps({"keys": self.keys})).encode(), tag, self.max_age)
        finally:
            self.answered.release()


class Watched:
    """Keys of a server at an instant that tests set."""

    def __init__(self, **options: Any) -> None:
        self.server = FakeServer()
        self.now = 0.0
        self.keys = RemoteKeys(fetch=self.server, monotonic=lambda: self.now, **options)

    def at(self, now: float, kid: str = KID) -> bool:
        """Tell whether a key is known at an instant."""
        self.now = now
        return kid in self.keys.get(kid)

    def unavailable(self, now: float, kid: str = KID) -> bool:
        self.now = now
        try:
            self.keys.get(kid)
        except TokenRefusedError as error:
            return error.reason == "keys_unavailable"
        return False

    def settle(self) -> None:
        """Wait for the fetch that runs behind."""
        assert self.server.answered.acquire(timeout=5)
        for thread in threading.enumerate():
            if thread.name == "mintmark-keys":
                thread.join(5)


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.server.may_answer.set()


def test_a_set_is_fetched_once_for_its_life(watched: Watched) -> None:
    assert all(watched.at(at) for at in (0.0, 10.0, 149.0))
    assert watched.server.count == 1
    watched.settle()
    assert watched.at(301.0)
    assert watched.server.count == 2


def test_from_half_its_age_a_set_is_fetched_behind(watched: Watched) -> None:
    watched.at(0.0)
    watched.settle()
    watched.server.may_answer.clear()
    watched.server.keys = [JWK, {**JWK, "kid": "new"}]
    assert watched.at(151.0), "nobody waits"
    assert watched.at(152.0), "one fetch at a time"
    watched.server.may_answer.set()
    watched.settle()
    assert watched.server.count == 2
    assert watched.at(153.0, "new")
    assert watched.server.count == 2


def test_a_key_that_was_taken_out_is_forgotten_after_the_max_age(watched: Watched) -> None:
    watched.server.max_age = 1_000_000.0
    watched.at(0.0)
    watched.server.keys = []
    assert not watched.at(301.0)


@pytest.mark.parametrize(("max_age", "life"), [(None, 300.0), (0.0, 10.0), (1.0, 10.0), (60.0, 60.0), (86_400.0, 300.0)])
def test_a_max_age_counts_within_bounds(max_age: float | None, life: float) -> None:
    watched = Watched(stale_for=0)
    watched.server.max_age = max_age
    watched.at(0.0)
    watched.server.down = True
    watched.now = life - 0.001
    assert watched.keys.find(KID) is not None
    watched.now = life
    assert watched.keys.find(KID) is None


def test_an_entity_tag_saves_the_answer_and_extends_the_life(watched: Watched) -> None:
    watched.at(0.0)
    assert watched.at(301.0)
    assert watched.at(450.0)
    assert watched.server.etags == ["", "1"]


def test_an_unknown_key_makes_it_look_again_but_not_at_will(watched: Watched) -> None:
    watched.at(0.0)
    assert not any(watched.at(1.0 + number / 100, f"unknown{number}") for number in range(100))
    assert watched.server.count == 2
    watched.server.keys = [JWK, {**JWK, "kid": "new"}]
    assert not watched.at(10.9, "new")
    assert watched.at(11.0, "new")
    assert watched.server.count == 3


def test_a_new_key_is_found_right_after_the_set_was_refreshed(watched: Watched) -> None:
    watched.at(0.0)
    watched.at(301.0)
    watched.server.keys = [JWK, {**JWK, "kid": "new"}]
    assert watched.at(301.5, "new")


def test_all_who_need_a_fetch_wait_for_the_same(watched: Watched) -> None:
    watched.server.may_answer.clear()
    found: list[bool] = []
    threads = [threading.Thread(target=lambda: found.append(KID in watched.keys.get(KID))) for _ in range(8)]
    for thread in threads:
        thread.start()
    watched.server.may_answer.set()
    for thread in threads:
        thread.join(5)
    assert found == [True] * 8
    assert watched.server.count == 1


def test_a_set_at_hand_serves_while_the_server_is_away(watched: Watched) -> None:
    watched.at(0.0)
    watched.server.down = True
    assert watched.at(301.0)
    assert watched.server.count == 2
    assert all(watched.at(at) for at in (302.0, 305.0, 310.0))
    assert watched.server.count == 2, "it is tried again every ten seconds only"
    assert watched.at(3_599.0)
    assert watched.unavailable(3_620.0)
    watched.server.down = False
    assert watched.at(3_631.0)


def test_nothing_stale_serves_where_that_is_not_wanted() -> None:
    watched = Watched(stale_for=0)
    watched.at(0.0)
    watched.server.down = True
    assert watched.at(299.0)
    watched.settle()
    assert watched.unavailable(300.0 + 11)


def test_without_a_first_set_there_is_no_answer(watched: Watched) -> None:
    watched.server.down = True
    assert watched.unavailable(0.0)
    assert watched.unavailable(0.5)
    assert watched.server.count == 1
    watched.server.down = False
    assert watched.at(1.0)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"keys":1}', '{"keys":[],"keys":[]}', "[" * 100_000, "\ud800".encode("utf-8", "replace").decode()]
)
def test_what_is_no_key_set_leaves_the_one_at_hand(watched: Watched, text: str) -> None:
    watched.at(0.0)
    watched.server.keys = [JWK, JWK]
    watched.server.text = text or " "
    assert watched.at(301.0)
    assert watched.unavailable(3_700.0)


def test_a_server_that_hangs_is_waited_for_once(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mintmark.key_sets._WAIT_SECONDS", 0.05)
    watched.at(0.0)
    watched.server.may_answer.clear()
    assert watched.at(301.0), "the set at hand serves"
    assert all(watched.at(at) for at in (302.0, 303.0))
    assert watched.server.count == 2
    assert watched.keys.find(KID) is not None, "and nobody waits any more"
    watched.server.keys = [JWK, {**JWK, "kid": "new"}]
    watched.server.may_answer.set()
    watched.settle()
    watched.settle()
    assert watched.at(304.0, "new"), "what came late counts"
    assert watched.server.count == 2


def test_keys_at_hand_are_read_once() -> None:
    for keys in (FixedKeys({"keys": [JWK]}), FixedKeys(json.dumps({"keys": [JWK]}))):
        assert keys.find("x").keys() == keys.get("x").keys() == {KID}
    for wrong in ("[]", "{", '{"keys":[],"keys":[]}', {}):
        with pytest.raises(JwkError):
            FixedKeys(wrong)
