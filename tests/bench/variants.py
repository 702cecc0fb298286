"""Ways to serve, measured beside each other: `python -m tests.bench.variants [--rounds N] [--only TEXT] [--out FILE]`.

Owns: the variants, and their table: CPU of an issue and of an empty call, CPU and tail of an issue at one rate for all. Never: choosing;
an ADR does.

All servers run at once on one core and take turns, so what else the machine does harms them alike. The rate of the tail is half of what
the service's own choice can do; it is taken in slices of a second, and the median of the slices' figures counts. Variants on uvloop are
left out where it is not installed.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mintmark_server.testing import EMPTY

from tests.bench.load import Load
from tests.bench.processes import BenchServer, init, pin, serve
from tests.bench.served import CALLS, TOKENS, fill, split_cores
from tests.bench.variant_server import IN_THREADS, Variant

_EVENT_ENGINE: Final = ("client", "listener", "callback_cq", "fork", "for_all_other_endpoints")
CHOSEN: Final = Variant(name="as it is")
VARIANTS: Final = (
    CHOSEN,
    *(Variant(name=f"{count} threads", threads=count) for count in (1, 2, 4, 16, 32)),
    Variant(name="minimal stack", options=(("grpc.minimal_stack", 1),)),
    Variant(name="optimised for throughput", options=(("grpc.optimization_target", "throughput"),)),
    Variant(name="optimised for latency", options=(("grpc.optimization_target", "latency"),)),
    Variant(name="without the event engine", experiments=",".join(f"-event_engine_{part}" for part in _EVENT_ENGINE)),
    Variant(name="collector: frozen after start", gc_freeze=True),
    Variant(name="collector: threshold 10,000", gc_threshold=10_000),
    Variant(name="collector: threshold 50,000, frozen", gc_threshold=50_000, gc_freeze=True),
    Variant(name="switch interval 1 ms", switch_interval=0.001),
    Variant(name="switch interval 20 ms", switch_interval=0.02),
    Variant(name="asyncio, handlers in the loop", loop="asyncio"),
    Variant(name="asyncio, handlers in threads", loop="asyncio", handlers=IN_THREADS),
    Variant(name="uvloop, handlers in the loop", loop="uvloop"),
    Variant(name="uvloop, handlers in threads", loop="uvloop", handlers=IN_THREADS),
    Variant(name="as it is, again"),
)
"""The service's own choice stands there twice: how far its two lines are apart is what nothing can be said below."""
ROUNDS: Final = 7
_SEED: Final = 5
SLICES: Final = 9
SLICE_SECONDS: Final = 1.0
_METHOD: Final = f"{TOKENS}IssueSessionToken"


class Measured:
    """A running variant and its samples."""

    def __init__(self, variant: Variant, server: BenchServer) -> None:
        self.variant = variant
        self._server = server
        self._load = Load(server.target, server.credential)
        project = fill(server)
        request = project.session_request(view="EVALUATION_VIEW_BASIC")
        self._issue = request.SerializeToString()
        request.ClearField("subject")
        self._empty = request.SerializeToString()
        self.issues: list[float] = []
        self.empties: list[float] = []
        self.rates: list[float] = []
        self.typical: list[float] = []
        self.slow: list[float] = []
        self.paced: list[float] = []

    def sample(self) -> None:
        """Take one sample of each."""
        before = self._server.cpu_micros()
        self.rates.append(CALLS / self._load.repeat(_METHOD, self._issue, CALLS))
        between = self._server.cpu_micros()
        self._load.repeat(EMPTY, self._empty, CALLS)
        self.issues.append((between - before) / CALLS)
        self.empties.append((self._server.cpu_micros() - between) / CALLS)

    def sample_tail(self, rate: float) -> None:
        """Take a slice of latencies, and of what a call costs, at a rate."""
        before = self._server.cpu_micros()
        found = sorted(self._load.latencies(_METHOD, self._issue, rate=rate, seconds=SLICE_SECONDS))
        self.paced.append((self._server.cpu_micros() - before) / len(found))
        self.typical.append(statistics.median(found))
        self.slow.append(found[int(len(found) * 0.99)])

    def line(self) -> str:
        """Return its line of the table."""
        samples = (self.issues, self.empties, self.rates, self.paced, self.typical, self.slow)
        issue, empty, rate, paced, typical, slow = (statistics.median(values) for values in samples)
        return f"| {self.variant.name} | {issue:.0f} | {empty:.0f} | {rate:,.0f} | {paced:.0f} | {typical:.1f} | {slow:.1f} |"

    def close(self) -> None:
        """Close the connections."""
        self._load.close()


def measure(variants: Sequence[Variant], rounds: int) -> str:
    """Return the table of variants."""
    server_cores, load_cores = split_cores()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mintmark-variants-")))
        credential = init(folder / "made")
        found = []
        for number, variant in enumerate(variants):
            place = folder / str(number)
            shutil.copytree(folder / "made", place)
            command = ["-m", "tests.bench.variant_server", variant.specification()]
            environment = {"GRPC_EXPERIMENTS": variant.experiments} if variant.experiments else {}
            server = stack.enter_context(serve(place, credential, cores=server_cores, command=command, environment=environment))
            found.append(Measured(variant, server))
            stack.callback(found[-1].close)
        pin(0, load_cores)
        order = [*found]
        random_ = random.Random(_SEED)
        for number in range(rounds + 1):
            random_.shuffle(order)  # Whoever is always first pays for what comes before.
            for measured in order:
                measured.sample()
            if number == 0:  # It warms up.
                for measured in found:
                    measured.issues, measured.empties, measured.rates = [], [], []
        rate = statistics.median(found[0].rates) / 2
        for _ in range(SLICES):
            random_.shuffle(order)
            for measured in order:
                measured.sample_tail(rate)
        head = "| variant | us of CPU, issue | us of CPU, empty call | issues a second"
        head += f" | us of CPU, issue at {rate:,.0f}/s | p50, ms | p99, ms |"
        return "\n".join([head, "|" + " --- |" * 7, *(measured.line() for measured in found)])


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.variants")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="variants whose name has this text, beside the service as it is")
    parser.add_argument("--out", type=Path, help="write the table there too")
    options = parser.parse_args()
    has_uvloop = importlib.util.find_spec("uvloop") is not None
    variants = [variant for variant in VARIANTS if CHOSEN.name in variant.name or options.only in variant.name]
    table = measure([variant for variant in variants if has_uvloop or variant.loop != "uvloop"], options.rounds)
    print(table)
    if options.out:
        options.out.write_text(f"{table}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
