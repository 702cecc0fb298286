"""KeyService, CredentialService and AuditService.

Owns: their handlers. Never: key material.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, Final

from mintmark.v1 import audit_service_pb2, credential_service_pb2, key_service_pb2

from mintmark_server.directory.credentials import Credentials
from mintmark_server.directory.pages import build_page_token, parse_page_size, parse_page_token
from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.ids import parse_name, parse_project
from mintmark_server.keys.lifecycle import Keys
from mintmark_server.limits import MAX_PAGE_SIZE
from mintmark_server.model.security import ALL_PROJECTS, Credential
from mintmark_server.rpc.boundary import Handler, ServerStreamHandler
from mintmark_server.rpc.call import RpcCall
from mintmark_server.rpc.convert.projects import algorithm_from_proto
from mintmark_server.rpc.convert.security import audit_to_proto, credential_to_proto, key_to_proto
from mintmark_server.rpc.convert.values import span_to_proto
from mintmark_server.rpc.standard import Noun
from mintmark_server.storage.port import Store

WATCH_SECONDS: Final = 0.25
"""How often a watched chain is looked at."""
_SEQUENCE_DIGITS: Final = 18
"""No chain is longer."""


class SecurityServicer:
    """Handlers of keys, credentials and audit events."""

    def __init__(self, keys: Keys, credentials: Credentials, noun: Noun[Credential], store: Store, *, stopping: threading.Event) -> None:
        self._stopping = stopping
        self._keys = keys
        self._credentials = credentials
        self._noun = noun
        self._store = store

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by their name in METHOD_POLICY."""
        return {
            "KeyService.ListKeys": self.list_keys,
            "KeyService.GetKey": self.get_key,
            "KeyService.PrepareKey": self.prepare_key,
            "KeyService.ActivateKey": self.activate_key,
            "KeyService.RetireKey": self.retire_key,
            "KeyService.RevokeKey": self.revoke_key,
            "KeyService.GetJsonWebKeySet": self.get_key_set,
            "CredentialService.CreateCredential": self.create_credential,
            "CredentialService.RevokeCredential": self.revoke_credential,
            "AuditService.ListAuditEvents": self.list_audit_events,
        }

    def streams(self) -> dict[str, ServerStreamHandler]:
        """Return the handlers of streams by their name in METHOD_POLICY."""
        return {"AuditService.WatchAuditEvents": self.watch_audit_events}

    def list_keys(self, message: Any, _call: RpcCall) -> key_service_pb2.ListKeysResponse:
        """Serve ListKeys."""
        project_id = parse_project(message.parent)
        query = f"keys\n{project_id}"
        after = parse_page_token(message.page_token, query)
        page = self._keys.list_page(project_id, after=after, limit=parse_page_size(message.page_size))
        token = build_page_token(page.next_after, query) if page.next_after is not None else ""
        return key_service_pb2.ListKeysResponse(keys=[key_to_proto(key) for key in page.records], next_page_token=token)

    def get_key(self, message: Any, _call: RpcCall) -> key_service_pb2.GetKeyResponse:
        """Serve GetKey."""
        ref = parse_name(message.name, "signing_keys")
        return key_service_pb2.GetKeyResponse(key=key_to_proto(self._keys.get(ref.project_id, ref.id)))

    def prepare_key(self, message: Any, call: RpcCall) -> key_service_pb2.PrepareKeyResponse:
        """Serve PrepareKey."""
        algorithm = algorithm_from_proto(message.algorithm, path="algorithm") if message.algorithm else None
        key = self._keys.prepare(parse_project(message.parent), algorithm, call=call)
        return key_service_pb2.PrepareKeyResponse(key=key_to_proto(key))

    def activate_key(self, message: Any, call: RpcCall) -> key_service_pb2.ActivateKeyResponse:
        """Serve ActivateKey."""
        ref = parse_name(message.name, "signing_keys")
        key = self._keys.activate(ref.project_id, ref.id, etag=message.etag, force=message.force, call=call)
        return key_service_pb2.ActivateKeyResponse(key=key_to_proto(key))

    def retire_key(self, message: Any, call: RpcCall) -> key_service_pb2.RetireKeyResponse:
        """Serve RetireKey."""
        ref = parse_name(message.name, "signing_keys")
        return key_service_pb2.RetireKeyResponse(key=key_to_proto(self._keys.retire(ref.project_id, ref.id, etag=message.etag, call=call)))

    def revoke_key(self, message: Any, call: RpcCall) -> key_service_pb2.RevokeKeyResponse:
        """Serve RevokeKey."""
        ref = parse_name(message.name, "signing_keys")
        return key_service_pb2.RevokeKeyResponse(key=key_to_proto(self._keys.revoke(ref.project_id, ref.id, etag=message.etag, call=call)))

    def get_key_set(self, message: Any, _call: RpcCall) -> key_service_pb2.GetJsonWebKeySetResponse:
        """Serve GetJsonWebKeySet."""
        key_set = self._keys.key_set(parse_project(message.parent))
        return key_service_pb2.GetJsonWebKeySetResponse(key_set=key_set.text, max_age=span_to_proto(key_set.max_age), etag=key_set.etag)

    def create_credential(self, message: Any, call: RpcCall) -> credential_service_pb2.CreateCredentialResponse:
        """Serve CreateCredential."""
        record = self._noun.read_new(message)
        credential, secret = self._credentials.create(record, validate_only=message.validate_only, call=call)
        return credential_service_pb2.CreateCredentialResponse(credential=credential_to_proto(credential), secret=secret)

    def revoke_credential(self, message: Any, call: RpcCall) -> credential_service_pb2.RevokeCredentialResponse:
        """Serve RevokeCredential."""
        credential = self._credentials.revoke(parse_name(message.name, "credentials"), etag=message.etag, call=call)
        return credential_service_pb2.RevokeCredentialResponse(credential=credential_to_proto(credential))

    def list_audit_events(self, message: Any, call: RpcCall) -> audit_service_pb2.ListAuditEventsResponse:
        """Serve ListAuditEvents: a project's chain, or with `projects/-` the service's own, for the operator."""
        project_id = _chain_of(message.parent, call)
        query = f"audit\n{project_id}"
        after = parse_page_token(message.page_token, query)
        if after and not (after.isdecimal() and len(after) <= _SEQUENCE_DIGITS):
            problem = Problem(reason=Reason.INVALID_PAGE_TOKEN, path="page_token", message="The page token is none.")
            raise InvalidInput([problem])
        limit = parse_page_size(message.page_size)
        events = self._store.list_audit(project_id, after=int(after or 0), limit=limit + 1)
        token = build_page_token(str(events[limit - 1].sequence), query) if len(events) > limit else ""
        return audit_service_pb2.ListAuditEventsResponse(
            audit_events=[audit_to_proto(event) for event in events[:limit]], next_page_token=token
        )

    def watch_audit_events(self, message: Any, call: RpcCall) -> Iterator[audit_service_pb2.WatchAuditEventsResponse]:
        """Serve WatchAuditEvents: what is there, then each event as it comes, until the caller goes or the service stops."""
        project_id = _chain_of(message.parent, call)
        after = message.after_sequence
        if after < 0:
            problem = Problem(reason=Reason.INVALID_FIELD, path="after_sequence", message="A sequence is not negative.")
            raise InvalidInput([problem])
        while True:
            call.check_deadline()
            events = self._store.list_audit(project_id, after=after, limit=MAX_PAGE_SIZE)
            for event in events:
                after = event.sequence
                yield audit_service_pb2.WatchAuditEventsResponse(audit_event=audit_to_proto(event))
            if not events and self._stopping.wait(WATCH_SECONDS):
                return


def _chain_of(parent: str, call: RpcCall) -> str:
    """Return the project whose chain is asked for, "" for the service's own. Raises: InvalidInput."""
    if parent == f"projects/{ALL_PROJECTS}" and call.caller.is_operator:
        return ""
    return parse_project(parent)
