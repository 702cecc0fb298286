"""A cache of projects keeps a bounded number."""

from __future__ import annotations

from mintmark_server.bounded import keep


def test_the_oldest_goes() -> None:
    cache: dict[str, int] = {}
    for number, project_id in enumerate(["a", "b", "a", "c", "d"]):
        keep(cache, project_id, number, most=3)
    assert cache == {"a": 2, "c": 3, "d": 4}
