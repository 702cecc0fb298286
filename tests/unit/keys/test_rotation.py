"""Which step of a rotation is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from mintmark_server.keys.rotation import Due, Step, decide
from mintmark_server.model.directory import Algorithm, Project
from mintmark_server.model.security import KeyState, SigningKey
from mintmark_server.testing import START

LIFE = timedelta(hours=1)
PERIOD = timedelta(days=30)


def project(period: timedelta | None = PERIOD) -> Project:
    return Project(project_id="p", id="p", uid="", revision=1, created_at=START, updated_at=START, key_rotation_period=period)


def key(kid: str, state: KeyState, at: datetime = START, *, longest_life: timedelta = timedelta()) -> SigningKey:
    return SigningKey(
        project_id="p",
        id=kid,
        uid="",
        revision=1,
        created_at=at,
        updated_at=at,
        algorithm=Algorithm.ES256,
        state=state,
        public_jwk="{}",
        sealed="",
        published_at=at,
        activated_at=at if state is not KeyState.NEXT else None,
        retiring_at=at if state is KeyState.RETIRING else None,
        longest_life=longest_life,
    )


def due(*keys: SigningKey, after: timedelta, period: timedelta | None = PERIOD) -> list[Due]:
    return decide(project(period), keys, START + after, longest_life=LIFE)


def test_a_key_is_prepared_the_max_age_before_it_is_needed() -> None:
    active = key("a", KeyState.ACTIVE)
    assert due(active, after=PERIOD - timedelta(minutes=5, seconds=1)) == []
    assert due(active, after=PERIOD - timedelta(minutes=5)) == [Due(Step.PREPARE)]
    assert due(active, after=timedelta(days=999), period=None) == []


def test_the_waiting_key_is_activated_when_verifiers_can_know_it() -> None:
    active, waiting = key("a", KeyState.ACTIVE), key("b", KeyState.NEXT, START + PERIOD - timedelta(minutes=2))
    assert due(active, waiting, after=PERIOD) == []
    assert due(active, waiting, after=PERIOD + timedelta(minutes=2, seconds=59)) == []
    assert due(active, waiting, after=PERIOD + timedelta(minutes=3)) == [Due(Step.ACTIVATE, "b")]
    early = key("c", KeyState.NEXT)
    assert due(active, early, after=PERIOD - timedelta(seconds=1)) == []
    assert due(active, waiting, early, after=PERIOD) == [Due(Step.ACTIVATE, "c")], "the one that was published first"


def test_a_key_retires_when_its_last_token_is_over() -> None:
    active, retiring = key("a", KeyState.ACTIVE), key("r", KeyState.RETIRING)
    assert due(active, retiring, after=timedelta(hours=1, minutes=4, seconds=59)) == []
    assert due(active, retiring, after=timedelta(hours=1, minutes=5)) == [Due(Step.RETIRE, "r")]
    lowered = key("r", KeyState.RETIRING, longest_life=timedelta(days=2))
    assert due(active, lowered, after=timedelta(days=2)) == [], "tokens from before the lives were lowered hold"
    assert due(active, lowered, after=timedelta(days=2, minutes=5)) == [Due(Step.RETIRE, "r")]


def test_a_clock_that_goes_back_makes_nothing_due() -> None:
    keys = (key("a", KeyState.ACTIVE), key("b", KeyState.NEXT), key("r", KeyState.RETIRING))
    assert due(*keys, after=timedelta(hours=-1)) == []


def test_without_an_active_key_a_person_has_to_look() -> None:
    assert due(key("b", KeyState.NEXT), after=timedelta(days=999)) == []
