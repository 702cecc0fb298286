"""Addresses: which of them never leave this machine, and which URLs keys may be read from.

Owns: telling loopback from the rest; checking URLs. Never: connecting.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself: `localhost`, 127.0.0.0/8 or ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_local_target(target: str) -> bool:
    """Tell whether a gRPC target (`host:port`, `dns:///host:port`, `ipv4:…`, `unix:…`) stays on this machine."""
    scheme, colon, rest = target.partition(":")
    if colon and scheme in ("unix", "unix-abstract"):
        return True
    if colon and scheme in ("dns", "ipv4", "ipv6"):
        target = rest.rpartition("/")[2]
    return all(is_loopback(_host(address.strip())) for address in target.split(","))


def check_url(url: str, *, allow_plaintext: bool = False) -> SplitResult:
    """Check a URL that keys are read from: HTTPS, or HTTP on loopback; return its parts. Raises: ValueError."""
    if not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError("A URL is printable ASCII without spaces.")
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ValueError(f"Expected an HTTPS URL, not {url!r}.")
    if parts.scheme == "http" and not allow_plaintext and not is_loopback(parts.hostname):
        raise ValueError(f"Expected HTTPS, since {parts.hostname} is not this machine: whoever changes the answer would make the keys.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValueError("The URL of keys has neither a user nor a fragment.")
    _ = parts.port
    return parts


def _host(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address if address.count(":") > 1 else address.partition(":")[0]
