"""Every token of a loaded service says what the acknowledged state allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workers.load import run

pytestmark = [pytest.mark.long, pytest.mark.timeout(180)]


def test_every_token_under_load_says_what_the_acknowledged_state_allows(tmp_path: Path) -> None:
    report = run(tmp_path, 8)
    assert report.wrong == []
    assert report.workers == {1, 2}
    assert report.tokens > 100
    assert report.refreshes > 20
    assert all(count > 5 for count in report.changes.values())
