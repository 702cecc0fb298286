"""Rate limits: what a call costs, and what is remembered, does not grow with how many call. Calls are counted, not timed."""

from __future__ import annotations

import pytest
from mintmark_server.errors import Unavailable
from mintmark_server.rpc.limiter import MAX_BUCKETS, RateLimiter


class Counted(str):
    """A name that counts how often a table looks it up, keeps it, or lets it go."""

    __slots__ = ()
    touches = 0

    def __hash__(self) -> int:
        Counted.touches += 1
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other)


def test_a_call_costs_the_same_however_many_call_at_once() -> None:
    limiter, method = RateLimiter(), Counted("RefreshSession")
    most = 0
    for number in range(3 * MAX_BUCKETS):
        before = Counted.touches
        limiter.check(method, f"ipv4:10.{number >> 16}.{number >> 8 & 255}.{number & 255}:1", now=0.001 * (number % 1000))
        most = max(most, Counted.touches - before)
    assert 1 <= most <= 4
    assert len(limiter._buckets) == MAX_BUCKETS


def test_who_calls_all_the_time_is_not_forgotten_for_others() -> None:
    limiter = RateLimiter(rate=1, burst=3)
    for number in range(3):
        limiter.check("m", "projects/p/sessions/s", now=0.0)
        for other in range(MAX_BUCKETS - 1):
            limiter.check("m", f"ipv4:{number}.{other >> 8}.{other & 255}.1:1", now=0.0)
    with pytest.raises(Unavailable) as caught:
        limiter.check("m", "projects/p/sessions/s", now=0.5)
    assert caught.value.retry_after.total_seconds() == 0.5


def test_waiting_as_long_as_was_said_is_enough() -> None:
    limiter = RateLimiter(rate=4, burst=2)
    now, refused = 0.0, 0
    for _ in range(20):
        try:
            limiter.check("m", "unix:", now=now)
        except Unavailable as error:
            refused += 1
            now += error.retry_after.total_seconds()
            limiter.check("m", "unix:", now=now)
    assert (refused, now) == (18, 18 / 4)
