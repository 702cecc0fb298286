"""Metrics of a service: the sum of its workers'.

Owns: what travels between the processes, and the sums. Never: which metrics there are.

A worker is asked when somebody scrapes, and tells its figures once more when it ends; those of one that was killed count as last seen. So
no sum ever falls. (prometheus-client's own mode for several processes writes files, at a cost to each call, and leaves them behind.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from prometheus_client import Metric

_Key: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
Figures: TypeAlias = list[list[Any]]
"""Each is name, documentation, type and samples; a sample is name, labels and value."""


def read_figures(metrics: Iterable[Metric]) -> Figures:
    """Return metrics as they travel. When a counter was made says nothing about a sum, and is left out."""
    return [
        [
            metric.name,
            metric.documentation,
            metric.type,
            [[sample.name, sample.labels, sample.value] for sample in metric.samples if not sample.name.endswith("_created")],
        ]
        for metric in metrics
    ]


class Totals:
    """The latest figures of each worker, and those of workers that ended."""

    def __init__(self) -> None:
        self._ended: list[Figures] = []
        self._latest: dict[int, Figures] = {}

    def update(self, number: int, figures: Figures) -> None:
        """Take a worker's figures in place of its earlier ones."""
        self._latest[number] = figures

    def end(self, number: int) -> None:
        """Keep the figures of a worker that ended; the next under its number begins anew."""
        ended = self._latest.pop(number, None)
        if ended is not None:
            self._ended = [read_figures(_sum([*self._ended, ended]))]

    def collect(self) -> Iterator[Metric]:
        """Yield the sums."""
        return _sum([*self._ended, *list(self._latest.values())])


def _sum(all_figures: Iterable[Figures]) -> Iterator[Metric]:
    families: dict[str, tuple[str, str, dict[_Key, float]]] = {}
    for figures in all_figures:
        for name, documentation, kind, samples in figures:
            _, _, sums = families.setdefault(name, (documentation, kind, {}))
            for sample, labels, value in samples:
                key = (sample, tuple(labels.items()))
                sums[key] = sums.get(key, 0.0) + value
    for name, (documentation, kind, sums) in families.items():
        metric = Metric(name, documentation, kind)
        for (sample, pairs), value in sums.items():
            metric.add_sample(sample, dict(pairs), value)
        yield metric
