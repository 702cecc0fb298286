"""The memory store is a store."""

from __future__ import annotations

import pytest
from mintmark_server.storage.memory import MemoryStore

from tests.conformance.suite import (
    StoreSuite,
    test_a_record_survives_its_text,
    test_times_keep_their_microseconds,
    test_unknown_fields_are_refused,
)

__all__ = ["test_a_record_survives_its_text", "test_times_keep_their_microseconds", "test_unknown_fields_are_refused"]


class TestMemoryStore(StoreSuite):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()
