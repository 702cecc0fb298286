"""Pages of listings (AIP-158).

Owns: how large a page may be, and opaque tokens of the next one, each bound to its query. Never: finding records.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Generic

from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.ids import is_segment
from mintmark_server.limits import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE
from mintmark_server.storage.port import R


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """A page and the token of the next one; empty after the last."""

    records: tuple[R, ...]
    next_page_token: str


def parse_page_size(page_size: int) -> int:
    """Return how many records a page has: big sizes are coerced down (AIP-158). Raises: InvalidInput."""
    if page_size < 0:
        message = "A page size can't be negative."
        raise InvalidInput([Problem(reason=Reason.INVALID_FIELD, path="page_size", message=message)])
    return min(page_size, MAX_PAGE_SIZE) or DEFAULT_PAGE_SIZE


def build_page_token(after: str, query: str) -> str:
    """Return an opaque token, bound to its query."""
    return base64.urlsafe_b64encode(json.dumps([after, _bind(query)]).encode()).decode()


def parse_page_token(token: str, query: str) -> str:
    """Return the id to go on after. Raises: InvalidInput INVALID_PAGE_TOKEN, also for another query's token."""
    if not token:
        return ""
    try:
        after, bound = json.loads(base64.b64decode(token, altchars=b"-_", validate=True))
        fits = isinstance(after, str) and bound == _bind(query) and all(is_segment(part) for part in after.split("/"))
    except (ValueError, binascii.Error, TypeError, RecursionError):
        fits = False
    if not fits:
        message = "The page token belongs to another query, or is none."
        hint = "Ask for the first page with the same parent and filter."
        raise InvalidInput([Problem(reason=Reason.INVALID_PAGE_TOKEN, path="page_token", message=message, hint=hint)])
    return str(after)


def _bind(query: str) -> str:
    return hashlib.sha256(query.encode(errors="replace")).hexdigest()[:16]
