"""TokenService: what happens to a session after it was opened, and introspection.

Owns: the handlers. Never: the protocol (tokens.sessions).
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from mintmark.jws import decode_segment
from mintmark.v1 import claim_pb2, evaluation_pb2, token_service_pb2
from mintmark.verify import Kind

from mintmark_server.claims.kinds import MergeRule, TokenKind
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.errors import InvalidInput, Problem, Reason, Unauthenticated
from mintmark_server.ids import format_name, parse_name, parse_project
from mintmark_server.limits import MAX_MASK_PATHS
from mintmark_server.model.record import Ref
from mintmark_server.model.security import CallerPermission
from mintmark_server.model.sessions import Authentication
from mintmark_server.rpc.boundary import Handler
from mintmark_server.rpc.call import RpcCall
from mintmark_server.rpc.convert.evaluations import FULL, KINDS, issued_to_proto
from mintmark_server.rpc.convert.layers import source_from_proto
from mintmark_server.rpc.convert.records import Names
from mintmark_server.rpc.convert.tokens import authentication_from_proto, session_to_proto, write_session
from mintmark_server.rpc.convert.values import enum_from_proto, sent_struct_from_proto, struct_to_proto, too_long
from mintmark_server.tokens.introspect import Introspector
from mintmark_server.tokens.listing import SessionListing
from mintmark_server.tokens.sessions import Exchange, ExchangedToken, RefreshRequest, Sessions

_FIELDS = {TokenKind.SESSION: "session_token", TokenKind.REFRESH: "refresh_token", TokenKind.ID: "id_token"}


class SessionServicer:
    """Handlers of sessions that exist."""

    def __init__(self, sessions: Sessions, listing: SessionListing, introspector: Introspector) -> None:
        self._sessions = sessions
        self._listing = listing
        self._introspector = introspector

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by their name in METHOD_POLICY."""
        return {
            "TokenService.RefreshSession": self.refresh_session,
            "TokenService.SelectTenant": self.select_tenant,
            "TokenService.UpdateSessionClaims": self.update_session_claims,
            "TokenService.GetSession": self.get_session,
            "TokenService.ListSessions": self.list_sessions,
            "TokenService.RevokeSession": self.revoke_session,
            "TokenService.RevokeUserSessions": self.revoke_user_sessions,
            "TokenService.IntrospectToken": self.introspect_token,
        }

    def refresh_session(self, message: Any, call: RpcCall) -> token_service_pb2.RefreshSessionResponse:
        """Serve RefreshSession."""
        response = token_service_pb2.RefreshSessionResponse()
        self._exchange(message, _read(message), call, response)
        return response

    def select_tenant(self, message: Any, call: RpcCall) -> token_service_pb2.SelectTenantResponse:
        """Serve SelectTenant."""
        response = token_service_pb2.SelectTenantResponse()
        self._exchange(message, replace(_read(message), tenant_name=message.tenant), call, response)
        return response

    def update_session_claims(self, message: Any, call: RpcCall) -> token_service_pb2.UpdateSessionClaimsResponse:
        """Serve UpdateSessionClaims: the claims given replace those that were set before."""
        notation, source = source_from_proto(message)
        merge = enum_from_proto(claim_pb2.MergeRule, message.merge, "MERGE_RULE", MergeRule, path="merge", default=MergeRule.REPLACE)
        claims = LayerDefinition(notation=notation, source=source, merge=merge, remove_claims=tuple(message.remove_claims))
        response = token_service_pb2.UpdateSessionClaimsResponse()
        permission = CallerPermission.UPDATE_SESSION_CLAIMS
        self._exchange(message, replace(_read(message), session_claims=claims), call, response, permission=permission)
        return response

    def get_session(self, message: Any, call: RpcCall) -> token_service_pb2.GetSessionResponse:
        """Serve GetSession."""
        session = self._listing.get(parse_name(message.name, "sessions"))
        return token_service_pb2.GetSessionResponse(session=session_to_proto(session, call.now))

    def list_sessions(self, message: Any, call: RpcCall) -> token_service_pb2.ListSessionsResponse:
        """Serve ListSessions."""
        page = self._listing.list_now(
            parse_project(message.parent),
            page_size=message.page_size,
            page_token=message.page_token,
            filter_text=message.filter,
            now=call.now,
        )
        sessions = [session_to_proto(session, call.now) for session in page.records]
        return token_service_pb2.ListSessionsResponse(sessions=sessions, next_page_token=page.next_page_token)

    def revoke_session(self, message: Any, call: RpcCall) -> token_service_pb2.RevokeSessionResponse:
        """Serve RevokeSession: by name, or by the session's own refresh token."""
        if bool(message.name) is bool(message.refresh_token):
            text = "Give the session's name, or its refresh token."
            raise InvalidInput([Problem(reason=Reason.FIELD_REQUIRED, path="name", message=text)])
        if message.refresh_token:
            session = self._sessions.revoke_by_token(message.refresh_token, authorise=call.authorise_in, call=call)
        else:
            session = self._sessions.revoke(parse_name(message.name, "sessions"), call=call)
        return token_service_pb2.RevokeSessionResponse(session=session_to_proto(session, call.now))

    def revoke_user_sessions(self, message: Any, call: RpcCall) -> token_service_pb2.RevokeUserSessionsResponse:
        """Serve RevokeUserSessions."""
        ref = parse_name(message.user, "users", path="user")
        return token_service_pb2.RevokeUserSessionsResponse(revoked_count=self._sessions.revoke_all(ref.project_id, ref.id, call=call))

    def introspect_token(self, message: Any, call: RpcCall) -> token_service_pb2.IntrospectTokenResponse:
        """Serve IntrospectToken."""
        project_id = parse_project(message.parent)
        if len(message.expected_kinds) > MAX_MASK_PATHS:
            raise InvalidInput([too_long("expected_kinds", len(message.expected_kinds), MAX_MASK_PATHS, "kinds")])
        kinds = [
            Kind(enum_from_proto(evaluation_pb2.TokenKind, number, "TOKEN_KIND", TokenKind, path=f"expected_kinds[{index}]").value.lower())
            for index, number in enumerate(message.expected_kinds)
        ]
        given: dict[str, Any] = {"kinds": kinds} if kinds else {}
        found = self._introspector.introspect(project_id, message.token, audience=message.audience, call=call, **given)
        response = token_service_pb2.IntrospectTokenResponse()
        if found is None:
            return response
        token = found.token
        noun = "access_keys" if token.kind is Kind.ACCESS_KEY else "users"
        response.active = True
        response.kind = evaluation_pb2.TokenKind.Value(f"TOKEN_KIND_{token.kind.value.upper()}")
        response.subject = format_name(Ref(noun, project_id, found.subject_id))
        if token.session_id:
            response.session = format_name(Ref("sessions", project_id, token.session_id))
        response.expire_time.seconds = token.expires_at
        response.claims.CopyFrom(struct_to_proto(token.claims))
        response.untrusted_claims.CopyFrom(struct_to_proto(token.untrusted_claims))
        return response

    def _exchange(
        self, message: Any, request: RefreshRequest, call: RpcCall, response: Any, *, permission: CallerPermission | None = None
    ) -> None:
        def authorise(project_id: str) -> None:
            call.authorise_in(project_id)
            if permission is not None:
                call.require(permission, project_id=project_id)
            if request.authentication is not None and call.is_subject:
                raise Unauthenticated
            if request.step_up:
                call.require(CallerPermission.STEP_UP, project_id=project_id)

        if call.is_subject:
            # Who calls for itself has the address that it calls from.
            request = replace(request, ip=call.peer_ip)
        exchange = self._sessions.refresh(request, trusted=not call.is_subject, authorise=authorise, call=call)
        _fill(exchange, message.view, call, response)


def _read(message: Any) -> RefreshRequest:
    """Return what all exchanges have in common. Raises: InvalidInput with all problems."""
    if not message.refresh_token:
        problem = Problem(reason=Reason.FIELD_REQUIRED, path="refresh_token", message="The refresh token is required.")
        raise InvalidInput([problem])
    authentication: Authentication | None = None
    if message.HasField("authentication"):
        if message.authentication.impersonator or message.authentication.anonymous:
            text = "Who acts, and for whom, is fixed when a session is opened."
            raise InvalidInput([Problem(reason=Reason.IMMUTABLE_FIELD, path="authentication", message=text)])
        authentication = authentication_from_proto(message.authentication, Names(""), "authentication")
    return RefreshRequest(
        refresh_token=message.refresh_token,
        client_claims=sent_struct_from_proto(message.client_claims, path="client_claims") if message.HasField("client_claims") else None,
        authentication=authentication,
        step_up=message.authentication.step_up,
        ip=message.request_context.ip,
        user_agent=message.request_context.user_agent,
        with_id_token=message.with_id_token,
    )


def _fill(exchange: Exchange, view: int, call: RpcCall, response: Any) -> None:
    write_session(exchange.session, call.now, response.session)
    for kind, token in exchange.tokens.items():
        target = getattr(response, _FIELDS[kind])
        if token.issued is not None:
            issued_to_proto(token.issued, view, target)
        else:
            _fill_again(token, view, target)


def _fill_again(token: ExchangedToken, view: int, target: Any) -> None:
    """Write a token that was issued before: what it says itself, and its digest."""
    text = decode_segment(token.token.split(".")[1].encode()).decode()
    payload = json.loads(text)
    target.token = token.token
    target.kind = KINDS[token.kind]
    target.expire_time.seconds = payload["exp"]
    target.jti = payload.get("jti", "")
    target.key = token.key
    target.evaluation.digest = token.digest
    target.evaluation.size.token_bytes = len(token.token)
    if view == FULL:
        target.evaluation.payload = text
