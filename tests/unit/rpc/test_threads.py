"""Threads that serve calls: one more for each that waits, and used again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Any, cast

import grpc
import pytest
from mintmark_server.rpc.threads import MAX_REPLACED, CallThreads, Waits


class FakeContext:
    """A call that can only be ended."""

    def __init__(self) -> None:
        self.ended = threading.Event()

    def cancel(self) -> None:
        self.ended.set()


def context() -> tuple[FakeContext, grpc.ServicerContext]:
    made = FakeContext()
    return made, cast("grpc.ServicerContext", made)


@contextmanager
def running(count: int, waits: Waits) -> Iterator[CallThreads]:
    threads = CallThreads(count, waits)
    threads.start()
    try:
        yield threads
    finally:
        threads.shutdown(cancel_futures=True)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_message_is_handed_out_and_none_is_told() -> None:
    waits = Waits()
    messages = iter([b"one"])
    assert [waits.receive(messages, context()[1]) for _ in range(2)] == [b"one", None]
    assert waits.count(now=time.monotonic() + 60) == 0


def test_of_too_many_waits_the_longest_ends() -> None:
    waits = Waits(most=2)
    fakes = [context() for _ in range(4)]
    with waits.waiting(fakes[0][1]), waits.waiting(fakes[1][1]):
        assert not fakes[0][0].ended.is_set()
        with waits.waiting(fakes[2][1]), waits.waiting(fakes[3][1]):
            assert [fake.ended.is_set() for fake, _ in fakes] == [True, True, False, False]
    assert waits.count(now=time.monotonic() + 60) == 0


def test_a_wait_ends_when_its_time_is_over() -> None:
    waits = Waits()
    fake, of = context()
    with waits.waiting(of):
        began = time.monotonic()
        waits.end_overdue(now=began + 19)
        assert not fake.ended.is_set()
        waits.end_overdue(now=began + 21)
        assert fake.ended.is_set()


def test_what_has_just_begun_to_wait_takes_no_thread_of_others() -> None:
    waits = Waits()
    with waits.waiting(context()[1]):
        now = time.monotonic()
        assert (waits.count(now=now), waits.count(now=now + 0.2)) == (0, 1)
    with waits.streaming():
        assert waits.count(now=now) == 1


def test_while_threads_wait_others_serve_and_rest_afterwards() -> None:
    waits, go = Waits(), threading.Event()
    seen: set[int] = set()

    def wait() -> None:
        seen.add(threading.get_ident())
        with waits.waiting(context()[1]):
            go.wait(10)

    with running(2, waits) as threads:
        for _ in range(3):
            go.clear()
            waiting = [threads.submit(wait) for _ in range(6)]
            until(lambda: waits.count(now=time.monotonic() + 60) == 6)
            assert threads.submit(lambda: "served").result(5) == "served"
            go.set()
            assert [one.result(5) for one in waiting] == [None] * 6
            until(lambda: threads.serving == 2)
        assert threads.submit(threading.get_ident).result(5) in seen
    assert len(seen) <= 9, "threads are used again"


def test_threads_that_wait_for_a_commit_are_replaced_up_to_a_number_and_go_slowly() -> None:
    waits, storing = Waits(), 0
    waits.count_storing = lambda: storing
    with running(2, waits) as threads:
        until(lambda: threads.serving == 2)
        storing = 5
        until(lambda: threads.serving == 7)
        storing = 1_000
        until(lambda: threads.serving == 2 + MAX_REPLACED)
        storing = MAX_REPLACED - 2
        until(lambda: threads.serving == MAX_REPLACED + 1)
        until(lambda: threads.serving == MAX_REPLACED)
        storing = 0
        until(lambda: threads.serving < MAX_REPLACED)


def test_what_is_raised_is_told_and_what_waits_at_the_end_is_cancelled() -> None:
    go = threading.Event()

    def fail() -> Any:
        go.wait(10)
        raise ValueError("no")

    with running(1, Waits()) as threads:
        failing, late = threads.submit(fail), threads.submit(lambda: None)
        until(failing.running)
        threads.shutdown(cancel_futures=True)
        go.set()
        with pytest.raises(ValueError, match="no"):
            failing.result(5)
        with pytest.raises(CancelledError):
            late.result(5)
        with pytest.raises(RuntimeError):
            threads.submit(lambda: None)
