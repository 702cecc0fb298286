"""What more users cost: issuing, refreshing, starting and memory with a million of them against a thousand.

Owns: rows of growth, and the rate of `load-demo`. Never: what the rest of a call costs (served).

Each call is for a user chosen at random, each as likely as any other, and each figure is compared with a server of a thousand users that
has all of them in its cache of records. Of the million, the users are

* *cached*: chosen among so many random ones of the million as the cache has room for, and all of those were served before;
* *any*: chosen among all, with default settings and the cache full, so that about one call in a hundred finds its user there;
* *none cached* (`cache_bytes` 0): chosen among all, and read by every call.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Sequence
from typing import Final

from mintmark.v1 import token_service_pb2
from mintmark_server.cli.synthetic import user_id
from mintmark_server.limits import RECORD_CACHE_BYTES

from tests.bench.load import Load
from tests.bench.processes import BenchServer, pin, serve
from tests.bench.rows import Row, take_turns
from tests.bench.served import CHAINS, CPU, TOKENS, open_session, refresh_each, split_cores
from tests.bench.users import PROJECT, NoRoomError, Users, find_or_make

FEW: Final = 1_000
MANY: Final = 1_000_000
ROUNDS: Final = 5
CALLS: Final = 2_500
STARTS: Final = 4
_CACHED: Final = 4_000
"""Users that the default cache has room for, with some to spare."""
_FILLING: Final = 15_000
"""More users than it has room for."""
_BATCH: Final = 500
_SEED: Final = 7
_NAMES: Final = (
    "IssueSessionToken, {many} users, cached / {few}",
    "IssueSessionToken, {many} users, any / {few}",
    "IssueSessionToken, {many} users, none cached / {few}",
    "RefreshSession, {many} users, any / {few}",
    "memory of a worker, {many} users, cache full / {few} and cache_bytes",
    "start of the server, {many} users / {few}",
    "users that load-demo stores a second",
    "bytes of the database for a user",
)


class Population:
    """A server of so many users, and calls for random ones of them."""

    def __init__(self, server: BenchServer, users: Users, random_: random.Random) -> None:
        self.server = server
        self.load = Load(server.target, users.credential)
        self._random = random_
        self._chosen: Sequence[int] = range(users.count)

    def choose(self, count: int) -> None:
        """Choose so many users, or all where there are fewer, and serve each: from now on calls are for them."""
        self._chosen = self._random.sample(self._chosen, min(count, len(self._chosen)))
        self._serve(self._chosen)

    def fill(self, users: Users) -> None:
        """Serve more users than the cache has room for: from now on calls are for any."""
        self._chosen = range(users.count)
        self._serve([self._random.choice(self._chosen) for _ in range(_FILLING)])

    def _serve(self, numbers: Sequence[int]) -> None:
        for start in range(0, len(numbers), _BATCH):
            items = [token_service_pb2.IssueItem(session=_request(number)) for number in numbers[start : start + _BATCH]]
            request = token_service_pb2.BatchIssueRequest(parent=PROJECT, items=items)
            answer = token_service_pb2.BatchIssueResponse.FromString(self.load.call(f"{TOKENS}BatchIssue", request.SerializeToString()))
            assert sum(outcome.HasField("token") for outcome in answer.outcomes) == len(items)

    def issue(self) -> float:
        """Return microseconds of the server's CPU for one issue."""
        requests = [_request(self._random.choice(self._chosen)).SerializeToString() for _ in range(CALLS)]
        before = self.server.cpu_micros()
        self.load.spread(f"{TOKENS}IssueSessionToken", iter(requests), in_flight=CHAINS)
        return (self.server.cpu_micros() - before) / CALLS

    def refreshing(self) -> Callable[[], float]:
        """Open sessions of random users; return a sampler of refreshing them, in microseconds of the server's CPU for one."""
        opened = [open_session(self.load, _request(self._random.choice(self._chosen)).SerializeToString()) for _ in range(CHAINS)]
        length = CALLS // 2 // CHAINS

        def sample() -> float:
            before = self.server.cpu_micros()
            opened[:] = refresh_each(self.load, opened, length)
            return (self.server.cpu_micros() - before) / (length * CHAINS)

        return sample


def measure(rounds: int = ROUNDS, many_users: int = MANY) -> list[Row]:
    """Return the rows of growth; n/a where the disk has no room for the users."""
    cached, anyone, uncached, refreshed, memory, start, imported, stored = names = [
        name.format(many=f"{many_users:,}", few=f"{FEW:,}") for name in _NAMES
    ]
    try:
        few, many = find_or_make(FEW), find_or_make(many_users)
    except NoRoomError as error:
        return [Row(name=name, unit="", reason=str(error)) for name in names]
    server_cores, load_cores = split_cores()
    pin(0, load_cores)
    random_ = random.Random(_SEED)
    with contextlib.ExitStack() as stack:

        def populate(users: Users, **settings: str) -> Population:
            server = stack.enter_context(serve(users.folder, users.credential, cores=server_cores, **settings))
            population = Population(server, users, random_)
            stack.callback(population.load.close)
            return population

        small, large, bare = populate(few), populate(many), populate(many, cache_bytes="0")
        small.choose(FEW)
        large.choose(_CACHED)
        rows = [take_turns(cached, large.issue, small.issue, unit=CPU, rounds=rounds, bar=1.25)]
        large.fill(many)
        memories = [float(population.server.resident_bytes()) / 1e6 for population in (large, small)]
        rows += [
            take_turns(anyone, large.issue, small.issue, unit=CPU, rounds=rounds, bar=1.6),
            take_turns(uncached, bare.issue, small.issue, unit=CPU, rounds=rounds, bar=1.6),
            take_turns(refreshed, large.refreshing(), small.refreshing(), unit=CPU, rounds=rounds, bar=1.25),
        ]
    bound = memories[1] + RECORD_CACHE_BYTES / 1e6
    return [
        *rows,
        Row(name=memory, unit="MB", samples=(memories[0],), floor_samples=(bound,), bar=1.0),
        take_turns(start, _starting(many, server_cores), _starting(few, server_cores), unit="ms", rounds=min(rounds, STARTS), bar=1.25),
        Row(name=imported, unit="users/s", samples=(many.import_rate,), floor_samples=(1.0,), at_least=True),
        Row(name=stored, unit="bytes", samples=(many.bytes_each,), floor_samples=(1.0,)),
    ]


def _request(number: int) -> token_service_pb2.IssueSessionTokenRequest:
    """Return the issue of a user's session token."""
    request = token_service_pb2.IssueSessionTokenRequest(parent=PROJECT)
    request.subject.user = f"{PROJECT}/users/{user_id(number)}"
    return request


def _starting(users: Users, cores: list[int]) -> Callable[[], float]:
    """Return a sampler: milliseconds until a server is ready."""

    def sample() -> float:
        started = time.perf_counter()
        with serve(users.folder, users.credential, cores=cores):
            return (time.perf_counter() - started) * 1e3

    return sample
