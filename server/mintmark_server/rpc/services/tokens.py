"""TokenService: issuing one token or opening a session, previewing, explaining.

Owns: the handlers. Never: the pipeline (tokens).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mintmark.v1 import template_pb2, token_service_pb2

from mintmark_server.claims.kinds import TemplateKind, TokenKind
from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.ids import parse_name, parse_project
from mintmark_server.model.layers import Flow, Template
from mintmark_server.model.security import CallerPermission
from mintmark_server.rpc.boundary import Handler
from mintmark_server.rpc.call import RpcCall
from mintmark_server.rpc.convert.evaluations import FULL, assessment_to_proto, issued_to_proto, problems_to_proto
from mintmark_server.rpc.convert.layers import flow_from_proto, template_from_proto
from mintmark_server.rpc.convert.tokens import explained_to_proto, issue_from_proto, session_to_proto
from mintmark_server.rpc.convert.values import enum_to_proto, struct_from_proto
from mintmark_server.tokens.explaining import Explainer
from mintmark_server.tokens.issue import TokenIssuer
from mintmark_server.tokens.request import NO_DRAFTS, Drafts, IssueRequest

KINDS: Final = {"session": TokenKind.SESSION, "refresh": TokenKind.REFRESH, "id": TokenKind.ID, "access_key": TokenKind.ACCESS_KEY}
"""Kinds by the oneof's field."""


class TokenServicer:
    """Handlers of TokenService."""

    def __init__(self, issuer: TokenIssuer, explainer: Explainer) -> None:
        self._issuer = issuer
        self._explainer = explainer

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by their name in METHOD_POLICY."""
        return {
            "TokenService.IssueSessionToken": self.issue_session_token,
            "TokenService.IssueRefreshToken": self.issue_refresh_token,
            "TokenService.IssueIdToken": self.issue_id_token,
            "TokenService.IssueAccessKeyToken": self.issue_access_key_token,
            "TokenService.IssueSession": self.issue_session,
            "TokenService.PreviewToken": self.preview_token,
            "TokenService.ExplainToken": self.explain_token,
        }

    def issue_session_token(self, message: Any, call: RpcCall) -> token_service_pb2.IssueSessionTokenResponse:
        """Serve IssueSessionToken."""
        response = token_service_pb2.IssueSessionTokenResponse()
        self._issue(message, TokenKind.SESSION, call, response.token)
        return response

    def issue_id_token(self, message: Any, call: RpcCall) -> token_service_pb2.IssueIdTokenResponse:
        """Serve IssueIdToken."""
        response = token_service_pb2.IssueIdTokenResponse()
        self._issue(message, TokenKind.ID, call, response.token)
        return response

    def issue_access_key_token(self, message: Any, call: RpcCall) -> token_service_pb2.IssueAccessKeyTokenResponse:
        """Serve IssueAccessKeyToken."""
        response = token_service_pb2.IssueAccessKeyTokenResponse()
        request = issue_from_proto(message, TokenKind.ACCESS_KEY, by_secret=call.is_subject)
        if call.is_subject:
            # Who calls for itself has the address that it calls from.
            request = replace(request, access_key_secret=call.secret, ip=call.peer_ip)
        issued_to_proto(self._issuer.issue(request, call=call), message.view, response.token)
        return response

    def issue_refresh_token(self, message: Any, call: RpcCall) -> token_service_pb2.IssueRefreshTokenResponse:
        """Serve IssueRefreshToken."""
        request = issue_from_proto(message, TokenKind.REFRESH)
        check_permissions(request, call)
        opened = self._issuer.open_session(request, kinds=(TokenKind.REFRESH,), call=call)
        response = token_service_pb2.IssueRefreshTokenResponse(session=session_to_proto(opened.session, call.now))
        issued_to_proto(opened.refresh_token, message.view, response.token)
        return response

    def issue_session(self, message: Any, call: RpcCall) -> token_service_pb2.IssueSessionResponse:
        """Serve IssueSession."""
        request = issue_from_proto(message, TokenKind.REFRESH)
        check_permissions(request, call)
        kinds = [TokenKind.SESSION, TokenKind.REFRESH]
        if message.with_id_token:
            if not request.application_id:
                problem = Problem(reason=Reason.FIELD_REQUIRED, path="application", message="An ID token is for an application.")
                raise InvalidInput([problem])
            kinds.append(TokenKind.ID)
        opened = self._issuer.open_session(request, kinds=kinds, call=call)
        response = token_service_pb2.IssueSessionResponse(session=session_to_proto(opened.session, call.now))
        issued_to_proto(opened.refresh_token, message.view, response.refresh_token)
        if opened.session_token is not None:
            issued_to_proto(opened.session_token, message.view, response.session_token)
        if opened.id_token is not None:
            issued_to_proto(opened.id_token, message.view, response.id_token)
        return response

    def preview_token(self, message: Any, call: RpcCall) -> token_service_pb2.PreviewTokenResponse:
        """Serve PreviewToken."""
        chosen = message.WhichOneof("issue")
        if chosen is None:
            raise InvalidInput([Problem(reason=Reason.FIELD_REQUIRED, path="issue", message="The issue to preview is required.")])
        inner = getattr(message, chosen)
        request = issue_from_proto(inner, KINDS[chosen], path=chosen)
        check_permissions(request, call)
        response = token_service_pb2.PreviewTokenResponse()
        assessed = self._issuer.preview(request, call=call, drafts=_drafts(message, request))
        if isinstance(assessed, tuple):
            response.evaluation.problems.extend(problems_to_proto(assessed))
        else:
            assessment_to_proto(assessed, inner.view or FULL, response.evaluation)
        return response

    def explain_token(self, message: Any, call: RpcCall) -> token_service_pb2.ExplainTokenResponse:
        """Serve ExplainToken."""
        project_id = parse_project(message.parent)
        match message.WhichOneof("subject"):
            case "token" if message.token:
                explained = self._explainer.explain_token(project_id, message.token, call=call)
            case "jti" if message.jti:
                explained = self._explainer.explain_jti(project_id, message.jti, call=call)
            case "sid" if message.sid:
                explained = self._explainer.explain_session(project_id, message.sid, call=call)
            case _:
                problem = Problem(reason=Reason.FIELD_REQUIRED, path="subject", message="Give a token, a jti or a sid.")
                raise InvalidInput([problem])
        return explained_to_proto(project_id, explained)

    def _issue(self, message: Any, kind: TokenKind, call: RpcCall, target: Any) -> None:
        request = issue_from_proto(message, kind)
        check_permissions(request, call)
        issued_to_proto(self._issuer.issue(request, call=call), message.view, target)


def check_permissions(request: IssueRequest, call: RpcCall) -> None:
    """Check what `issuer` alone does not allow (DESIGN §8). Raises: Denied."""
    if request.inline_flow is not None:
        call.require(CallerPermission.INLINE_FLOW)
    if request.user.upsert is not None:
        call.require(CallerPermission.UPSERT_USER)
    if request.authentication.impersonator_id:
        call.require(CallerPermission.IMPERSONATE)
    if request.step_up:
        call.require(CallerPermission.STEP_UP)


def _drafts(message: Any, request: IssueRequest) -> Drafts:
    kind = TemplateKind.ACCESS_KEY if request.kind is TokenKind.ACCESS_KEY else TemplateKind.USER
    given: dict[str, Any] = {}
    for field in ("draft_template", "draft_application_template"):
        if message.HasField(field):
            draft = getattr(message, field)
            if not draft.kind:
                draft.kind = enum_to_proto(template_pb2.TemplateKind, kind, "TEMPLATE_KIND")
            template: Template = template_from_proto(draft, request.project_id, _draft_id(draft.name, "templates"))
            given[field.removeprefix("draft_")] = replace(template, revision=0)
    if message.HasField("draft_flow"):
        flow: Flow = flow_from_proto(message.draft_flow, request.project_id, _draft_id(message.draft_flow.name, "flows"))
        given["flow"] = replace(flow, revision=0)
    for field, name in (("assume_subject_attributes", "subject_attributes"), ("assume_tenant_attributes", "tenant_attributes")):
        if message.HasField(field):
            given[name] = struct_from_proto(getattr(message, field))
    return Drafts(**given) if given else NO_DRAFTS


def _draft_id(name: str, noun: str) -> str:
    return parse_name(name, noun, path="draft").id if name else ""
