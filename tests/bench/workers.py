"""Several worker processes against one: what a token costs, and how many a second there are.

Owns: the rows of workers. Never: single-process figures (served).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from tests.bench.load import Load
from tests.bench.processes import BenchServer, init, list_cores, pin, serve
from tests.bench.rows import Row, take_turns
from tests.bench.served import CALLS, CPU, ROUNDS, TOKENS, fill

WORKERS = 2
CORES_FOR_RATES = 4
"""Two for the workers, as many for the load."""


def measure(folder: Path, rounds: int = ROUNDS) -> list[Row]:
    """Return the rows: two servers run side by side, and take turns."""
    cores = list_cores()
    can_tell_rates = len(cores) >= CORES_FOR_RATES
    server_cores, load_cores = (cores[:WORKERS], cores[WORKERS:]) if can_tell_rates else (cores, cores)
    with contextlib.ExitStack() as stack:
        samplers = {}
        for workers in (1, WORKERS):
            place = folder / str(workers)
            place.mkdir()
            credential = init(place)
            server = stack.enter_context(serve(place, credential, cores=server_cores, workers=workers))
            load = Load(server.target, credential)
            stack.callback(load.close)
            request = fill(server).session_request(view="EVALUATION_VIEW_BASIC").SerializeToString()
            samplers[workers] = _Sampler(server, load, request)
        pin(0, load_cores)
        one, several = samplers[1], samplers[WORKERS]
        name = f"CPU per token, {WORKERS} workers / 1"
        row = take_turns(name, several.cpu, one.cpu, unit=CPU, rounds=rounds, bar=1.1)
    rate = f"rate, {WORKERS} workers / 1"
    if not can_tell_rates:
        reason = f"needs {CORES_FOR_RATES} cores, this machine has {len(cores)}"
        return [row, Row(name=rate, unit="calls/s", bar=1.7, at_least=True, reason=reason)]
    rates = Row(name=rate, unit="calls/s", samples=tuple(several.rates), floor_samples=tuple(one.rates), bar=1.7, at_least=True)
    return [row, rates]


class _Sampler:
    """Issues session tokens; keeps the rate of each sample beside its CPU time."""

    def __init__(self, server: BenchServer, load: Load, request: bytes) -> None:
        self.rates: list[float] = []
        self._server = server
        self._issue: Callable[[], float] = lambda: load.repeat(f"{TOKENS}IssueSessionToken", request, CALLS)

    def cpu(self) -> float:
        """Return microseconds of the server's CPU, its whole process tree's, for one token."""
        before = self._server.cpu_micros()
        self.rates.append(CALLS / self._issue())
        return (self._server.cpu_micros() - before) / CALLS
