"""The log: one JSON object a line, through the standard library's logger `mintmark`.

Owns: how a line is made. Never: tokens, secrets or claim values; where lines go (cli).
"""

from __future__ import annotations

import logging
from typing import Any

import structlog

LOGGER = "mintmark"

log: Any = structlog.wrap_logger(
    logging.getLogger(LOGGER),
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
)
