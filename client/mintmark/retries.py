"""Retries: which calls are tried again, and under which request id.

Owns: the retry policy as a service config, filling in request ids. Never: trying again itself; the channel does, by the config.

A call is tried again while the service is UNAVAILABLE. Whether it ran and only its answer was lost can't be told from outside: so what
changes something is repeated under a request id alone, with which the service gives the first answer.
"""

from __future__ import annotations

import json
import uuid
from typing import Any, Final

from mintmark.contract import SERVICES

_SAFE: Final = ("Get", "List", "Compare", "Validate", "Preview", "Introspect", "Explain")
_HARMLESS_TWICE: Final = frozenset(
    {
        "IssueSessionToken",
        "IssueIdToken",
        "IssueAccessKeyToken",
        "RefreshSession",
        "SelectTenant",
        "UpdateSessionClaims",
    }
)
"""They change, but a repeat does no harm: a stateless token stores nothing, and a refresh token's repeat gets the first answer. A request
id would cost each of them a stored answer."""


def build_service_config() -> str:
    """Return the retry policy: UNAVAILABLE only (AIP-194), for methods that are safe by themselves, then for those with a request id.

    The other languages' clients read the same from protos/service_config.json.
    """
    safe, identified = [], []
    for service in SERVICES:
        for method in service.methods:
            name = {"service": service.full_name, "method": method.name}
            if method.name.startswith(_SAFE) or method.name in _HARMLESS_TWICE:
                safe.append(name)
            elif "request_id" in method.input_type.fields_by_name:
                identified.append(name)
    policy = {
        "maxAttempts": 4,
        "initialBackoff": "0.1s",
        "maxBackoff": "2s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"],
    }
    config = {
        "methodConfig": [{"name": names, "retryPolicy": policy} for names in (safe, identified)],
        "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1},
    }
    return json.dumps(config)


def _find_identified() -> frozenset[str]:
    """Return the methods, without their services, that are repeated under a request id."""
    return frozenset(name["method"] for name in json.loads(build_service_config())["methodConfig"][1]["name"])


_IDENTIFIED: Final = _find_identified()


def identify(method: str, request: Any) -> Any:
    """Return the request, or its copy with a request id of its own where a repeat needs one."""
    if method not in _IDENTIFIED or request.request_id:
        return request
    copy = type(request)()
    copy.CopyFrom(request)
    copy.request_id = str(uuid.uuid4())
    return copy
