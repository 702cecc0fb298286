"""Tokens in cookies (RFC 6265bis).

Owns: a cookie's name, attributes and size, the Set-Cookie values that set and clear it, reading it back. Never: verifying what was read.

    SESSION = TokenCookie(name="__Host-DS")
    response.headers.append("set-cookie", SESSION.set(token, max_age=600))

A browser drops a cookie that is too large without a word, and its user seems to be logged out: so size is checked here, by the arithmetic
of the service's cookie budget: name, `=`, token and attributes are at most 4,096 bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_COOKIE_BYTES: Final = 4_096
_HOST_PREFIX: Final = "__Host-"
_SECURE_PREFIX: Final = "__Secure-"
_NAME: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")
_ATTRIBUTE: Final = re.compile(r"[\x20-\x3a\x3c-\x7e]*\Z")
_TOKEN: Final = re.compile(r"[A-Za-z0-9._-]+\Z")


class SameSite(StrEnum):
    """When a browser sends a cookie along with a request that another site caused."""

    STRICT = "Strict"
    LAX = "Lax"
    NONE = "None"


class CookieError(ValueError):
    """A cookie that can't be, or can't be told."""


class CookieTooLargeError(CookieError):
    """A cookie that browsers would drop."""

    def __init__(self, name: str, *, limit: int, actual: int) -> None:
        super().__init__(f"The cookie {name} needs {actual} bytes, {actual - limit} more than browsers keep ({limit}).")
        self.limit = limit
        self.actual = actual


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCookie:
    """A cookie that holds a token. Secure and HttpOnly always: a token in the clear, or in the reach of scripts, is another's token.

    `__Host-` before the name keeps other hosts of the domain from setting it; that forbids `domain` and asks for the path `/`.
    """

    name: str = "DS"
    path: str = "/"
    domain: str = ""
    same_site: SameSite = SameSite.LAX

    def __post_init__(self) -> None:
        """Check that browsers accept it. Raises: CookieError."""
        if not _NAME.match(self.name):
            raise CookieError("A cookie's name is one or more of the characters of RFC 9110's tokens.")
        if not self.path.startswith("/") or not _ATTRIBUTE.match(self.path) or not _ATTRIBUTE.match(self.domain):
            raise CookieError("Path and domain are printable ASCII without `;`; a path starts with `/`.")
        if self.name.lower().startswith(_HOST_PREFIX.lower()) and (self.domain or self.path != "/"):
            raise CookieError(f"A cookie {_HOST_PREFIX}… has no domain, and the path /.")

    def build_attributes(self, *, max_age: int | None = None) -> str:
        """Return what stands after the value, from `; ` on; without `max_age` (seconds) the cookie lasts as long as the browser."""
        text = f"; Path={self.path}; Secure; HttpOnly; SameSite={self.same_site.value}"
        if self.domain:
            text += f"; Domain={self.domain}"
        return text if max_age is None else f"{text}; Max-Age={max_age}"

    def measure(self, token: str, *, max_age: int | None = None) -> int:
        """Return the cookie's bytes, as the service's cookie budget counts them."""
        return len(self.name) + 1 + len(token.encode()) + len(self.build_attributes(max_age=max_age))

    def set(self, token: str, *, max_age: int | None = None) -> str:
        """Return the Set-Cookie value that keeps a token for `max_age` seconds. Raises: CookieError, CookieTooLargeError."""
        if not _TOKEN.match(token):
            raise CookieError("A token is letters, digits, `.`, `_` and `-`.")
        if max_age is not None and max_age <= 0:
            raise CookieError("A cookie that is set lasts at least a second; to end it, clear it.")
        size = self.measure(token, max_age=max_age)
        if size > MAX_COOKIE_BYTES:
            raise CookieTooLargeError(self.name, limit=MAX_COOKIE_BYTES, actual=size)
        return f"{self.name}={token}{self.build_attributes(max_age=max_age)}"

    def clear(self) -> str:
        """Return the Set-Cookie value that ends the cookie: path and domain have to be those that it was set with."""
        return f"{self.name}={self.build_attributes(max_age=0)}"

    def read(self, header: str) -> str:
        """Return the token of a Cookie header, "" for none. Raises: CookieError where the header has two different ones.

        Two come when another host or path of the domain has set a cookie of this name; which is ours can't be told.
        """
        found = {value for name, value in parse_cookies(header) if name == self.name and value}
        if len(found) > 1:
            raise CookieError(f"The request has several cookies {self.name}.")
        return found.pop() if found else ""


def parse_cookies(header: str) -> list[tuple[str, str]]:
    """Return the pairs of a Cookie header in order; what is no pair is left out, as browsers and servers do."""
    pairs = []
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        if equals and name.strip(" \t"):
            pairs.append((name.strip(" \t"), value.strip(" \t")))
    return pairs
