"""What a call's metadata and connection say.

Owns: the request id, the bearer token, the identities of a client certificate. Never: who that is (directory.credentials).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import grpc

from mintmark_server.errors import Unauthenticated
from mintmark_server.ids import random_hex

REQUEST_ID_HEADER: Final = "x-request-id"
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")


class CallMetadata(NamedTuple):
    """The caller's request id where it has the form of one, else a new one; what stands under `authorization`."""

    request_id: str
    authorization: tuple[str, ...]

    def find_bearer(self) -> str | None:
        """Return the bearer token, or None. Raises: Unauthenticated for two of them, or another scheme."""
        if not self.authorization:
            return None
        scheme, _, bearer = self.authorization[0].partition(" ")
        if len(self.authorization) > 1 or scheme.lower() != "bearer":
            raise Unauthenticated
        return bearer.strip()


def read_metadata(context: grpc.ServicerContext) -> CallMetadata:
    """Read a call's metadata, once."""
    request_id = ""
    authorization: tuple[str, ...] = ()
    for key, value in context.invocation_metadata() or ():
        if key == "authorization":
            authorization = (*authorization, str(value))
        elif key == REQUEST_ID_HEADER and not request_id and isinstance(value, str) and _REQUEST_ID.match(value):
            request_id = value
    return CallMetadata(request_id or random_hex(1), authorization)


def find_identities(context: grpc.ServicerContext) -> tuple[str, ...]:
    """Return the SPIFFE ID and SANs of a verified client certificate."""
    peer = context.auth_context()
    values = [*peer.get("peer_spiffe_id", ()), *peer.get("x509_subject_alternative_name", ())]
    return tuple(dict.fromkeys(value.decode(errors="replace") for value in values))
