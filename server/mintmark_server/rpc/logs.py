"""The log: one JSON object a line, through the standard library's logger `mintmark`.

Owns: how a line is made. Never: tokens, secrets or claim values; which level (config).
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

LOGGER = "mintmark"
_PROCESS: dict[str, Any] = {}
"""What each line says of the process that wrote it."""


def start_log(level: str, **process: Any) -> None:
    """Write lines of a level and above to standard error; `process` stands in each, as the number of a worker."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger(LOGGER)
    logger.handlers = [handler]
    logger.setLevel(level.upper())
    logger.propagate = False
    _PROCESS.update(process)


def _add_process(_logger: object, _method: str, line: Any) -> Any:
    line.update(_PROCESS)
    return line


log: Any = structlog.wrap_logger(
    logging.getLogger(LOGGER),
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        _add_process,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
)
