"""Reads from the database: how many a warm issue makes, and whether they grow with the data.

Owns: a store that counts what is asked of it, and the row. Never: time.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from mintmark.client import Client
from mintmark_server.storage.sqlite import SqliteStore
from mintmark_server.testing import run_service

from tests.bench.evaluation import CONSTANTS, REFERENCES
from tests.bench.rows import Row
from tests.project import ProjectUnderTest

_READS = frozenset({"get", "find", "list_records", "count", "referrers", "changes_since", "list_audit", "list_all"})
CALLS = 20
MORE_USERS = 200


class CountingStore:
    """Another store, with its reads counted by name."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.counts: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        if name not in _READS:
            return found

        def counted(*arguments: Any, **options: Any) -> Any:
            self.counts[name] += 1
            return found(*arguments, **options)

        return counted


def measure(folder: Path) -> list[Row]:
    """Return the rows of reads: with one user, and with many more."""
    store = CountingStore(SqliteStore(folder / "reads.db"))
    with run_service(store) as service, Client(service.target, credential=service.credential) as client:  # type: ignore[arg-type]
        project = ProjectUnderTest(client, "reads")
        project.create()
        project.update_user("ada", "custom_attributes", custom_attributes={"plan": "pro", "teams": ["a"], "level": 3})
        project.use_template(CONSTANTS | REFERENCES)
        few = _count(store, project)
        for number in range(MORE_USERS):
            project.create_user(f"user{number}", email=f"user{number}@example.com")
        many = _count(store, project)
    return [
        Row(name="reads from the database per warm issue", unit="reads", samples=few, floor_samples=(1.0,) * CALLS, bar=2),
        Row(name="the same with 200 more users", unit="reads", samples=many, floor_samples=few, bar=1),
    ]


def _count(store: CountingStore, project: ProjectUnderTest) -> tuple[float, ...]:
    project.issue()
    found = []
    for _ in range(CALLS):
        store.counts.clear()
        project.issue(view="EVALUATION_VIEW_BASIC")
        found.append(float(store.counts.total()))
    return tuple(found)
