"""The time.

Owns: the only reading of the system's clock. `now` is read once per request and passed down.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """Return the present instant."""


class SystemClock:
    """The system's clock."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC)
