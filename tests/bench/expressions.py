"""The slowest expressions that are accepted: `python -m tests.bench.expressions [--seconds N] [--seed N]`.

Owns: writing nasty expressions, compiling them, timing those that are accepted on the largest inputs, and telling the slowest beside one
plain evaluation, and those whose time is furthest above their cost. Never: asserting; a machine's figures are no test.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import time
from dataclasses import dataclass

from mintmark_server.claims.expressions import Expression, ExpressionError

from tests.bench.largest import Writer, compile_expression, resolve, write_adversarial
from tests.bench.rows import Row, print_table

PLAIN = "user.id + 'x'"
"""One plain evaluation: what everything is compared with."""
_NOISE_MICROS = 100.0


@dataclass(frozen=True, kw_only=True)
class Found:
    """An accepted expression, with the shortest of its timings in microseconds, and its cost."""

    source: str
    micros: float
    cost: float


@dataclass(frozen=True, kw_only=True)
class Search:
    """What a search found: accepted ones, slowest first."""

    written: int
    refused: int
    found: tuple[Found, ...]


def time_once(expression: Expression) -> float:
    """Return the microseconds of one evaluation on the largest inputs."""
    started = time.perf_counter()
    with contextlib.suppress(ExpressionError):
        resolve(expression)
    return (time.perf_counter() - started) * 1e6


def search(*, seconds: float, seed: int) -> Search:
    """Write expressions for so long, every other one by a template; time each that is accepted, and the slowest again."""
    random_ = random.Random(seed)
    writer = Writer(random_)
    deadline = time.monotonic() + seconds
    seen: set[str] = set()
    refused = 0
    timed: list[tuple[float, Expression]] = []
    while time.monotonic() < deadline:
        source = write_adversarial(random_) if random_.random() < 0.5 else writer.write()
        if source in seen:
            continue
        seen.add(source)
        expression, _ = compile_expression(source)
        if expression is None:
            refused += 1
        elif expression.plain is None:
            timed.append((time_once(expression), expression))
    timed.sort(key=lambda pair: -pair[0])
    found = [
        Found(source=expression.source, micros=min(time_once(expression) for _ in range(9)), cost=expression.cost)
        for _, expression in timed[:200]
    ]
    found.sort(key=lambda item: -item.micros)
    return Search(written=len(seen), refused=refused, found=tuple(found))


def measure(*, seconds: float = 20, seed: int = 1) -> list[Row]:
    """Return the row of the slowest accepted expression against one plain evaluation, and tell which one it is."""
    slowest = search(seconds=seconds, seed=seed).found[0]
    expression, plain = compile_expression(slowest.source)[0], compile_expression(PLAIN)[0]
    assert expression is not None
    assert plain is not None
    print(f"slowest accepted expression: {slowest.source[:200]}", flush=True)
    pairs = [(time_once(expression), time_once(plain)) for _ in range(25)]
    name = "slowest accepted expression / one plain evaluation"
    return [Row(name=name, unit="us", samples=tuple(pair[0] for pair in pairs), floor_samples=tuple(pair[1] for pair in pairs))]


def main() -> int:
    """Search, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.expressions")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    result = search(seconds=options.seconds, seed=options.seed)
    print(f"{result.written} written, {result.refused} refused, {result.written - result.refused} accepted")
    print("\nslowest:")
    for item in result.found[:15]:
        print(f"{item.micros:8.0f} us  {item.cost:7.0f} units  {item.source[:160]}")
    print("\nfurthest above their cost:")
    above = sorted((item for item in result.found if item.micros > _NOISE_MICROS), key=lambda item: -item.micros / item.cost)
    for item in above[:10]:
        print(f"{item.micros / item.cost:8.3f} us per unit  {item.micros:6.0f} us  {item.source[:160]}")
    print(f"\n{print_table(measure(seconds=1, seed=options.seed))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
