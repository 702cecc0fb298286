"""Issue requests, explanations, sessions.

Owns: each message both ways. Never: what a request leads to.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mintmark.v1 import context_pb2, evaluation_pb2, session_pb2, token_service_pb2

from mintmark_server.claims.kinds import TokenKind
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.ids import format_name, match_name, parse_project
from mintmark_server.model.sessions import NO_AUTHENTICATION, Authentication, Session
from mintmark_server.rpc.convert.directory import user_from_proto
from mintmark_server.rpc.convert.evaluations import CHANGE_KINDS, FULL, KINDS, assessment_to_proto, problems_to_proto
from mintmark_server.rpc.convert.layers import layer_from_proto
from mintmark_server.rpc.convert.records import Names, name_of
from mintmark_server.rpc.convert.values import (
    enum_to_proto,
    sent_struct_from_proto,
    span_from_proto,
    time_from_proto,
    time_to_proto,
    write_time,
)
from mintmark_server.tokens.assessment import Assessment
from mintmark_server.tokens.explaining import ExplainedToken
from mintmark_server.tokens.receipts import Found
from mintmark_server.tokens.request import IssueRequest, UserChoice
from mintmark_server.tokens.roots import is_stepped_up

_OPENING = ("IssueSessionRequest", "IssueRefreshTokenRequest")
"""Requests that open a session."""
_ROOTS = ("flow", "form", "connectors", "device")
_MAX_KEPT = 256
_MAX_KEPT_BYTES = 512
_read: dict[tuple[type[Any], bool, bytes], IssueRequest] = {}
"""Requests by their class and bytes; the class says the kind."""


def issue_from_proto(message: Any, kind: TokenKind, *, path: str = "", by_secret: bool = False) -> IssueRequest:
    """Return the request that a message of a kind says; a key that calls for itself need not be named. Raises: InvalidInput.

    Small messages that come again, byte for byte, are read once: the same bytes say the same, and what is read of them never changes.
    """
    data = message.SerializeToString()
    place = (message.__class__, by_secret, data)
    request = _read.get(place)
    if request is None:
        request = _read_issue(message, kind, path=path, by_secret=by_secret)
        if len(data) <= _MAX_KEPT_BYTES:
            if len(_read) >= _MAX_KEPT:
                _read.clear()
            _read[place] = request
    return request


def _read_issue(message: Any, kind: TokenKind, *, path: str, by_secret: bool) -> IssueRequest:
    # What a message does not have is not even looked at: most have little more than a subject.
    prefix = f"{path}." if path else ""
    project_id = parse_project(message.parent, path=f"{prefix}parent")
    names = Names(project_id)
    problems: list[Problem] = []
    given: dict[str, Any] = {}
    if message.application:
        given["application_id"] = names.read(message.application, "applications", f"{prefix}application")
    if message.tenant:
        given["tenant_id"] = names.read(message.tenant, "tenants", f"{prefix}tenant")
    if message.issuer:
        given["issuer"] = message.issuer
    if message.scopes:
        given["scopes"] = tuple(message.scopes)
    if message.HasField("client_claims"):
        with _collected(problems):
            given["client_claims"] = sent_struct_from_proto(message.client_claims, path=f"{prefix}client_claims")
    if message.HasField("request_context"):
        given |= {"ip": message.request_context.ip, "user_agent": message.request_context.user_agent}
    if message.HasField("ttl"):
        with _collected(problems):
            given["ttl"] = span_from_proto(message, "ttl", path=f"{prefix}ttl")
    if kind is TokenKind.ACCESS_KEY:
        read = names.read if by_secret else names.require
        given["access_key_id"] = read(message.access_key, "access_keys", f"{prefix}access_key")
    else:
        _read_user_fields(message, project_id, names, prefix, given=given, problems=problems)
    if kind is TokenKind.SESSION and message.session:
        given["session_id"] = names.read(message.session, "sessions", f"{prefix}session")
    if kind is TokenKind.ID:
        given |= {"nonce": message.nonce, "access_token": message.access_token}
    elif kind is TokenKind.REFRESH and message.DESCRIPTOR.name == "IssueSessionRequest":
        given["nonce"] = message.nonce
    problems += names.problems
    if problems:
        raise InvalidInput(problems)
    return IssueRequest(kind=kind, project_id=project_id, **given)


def _read_user_fields(message: Any, project_id: str, names: Names, prefix: str, *, given: dict[str, Any], problems: list[Problem]) -> None:
    """Read what the tokens of users have, and those of access keys have not."""
    subject = message.subject
    user_id = match_name(subject.user, "users", project_id)
    if user_id:
        given["user"] = UserChoice(user_id=user_id)
    elif subject.WhichOneof("kind") == "user":
        given["user"] = UserChoice(user_id=names.require(subject.user, "users", f"{prefix}subject.user"))
    else:
        with _collected(problems):
            given["user"] = _choice(message, project_id, names, f"{prefix}subject")
    if message.HasField("authentication"):
        with _collected(problems):
            given["authentication"] = authentication_from_proto(message.authentication, names, f"{prefix}authentication")
        given["step_up"] = message.authentication.step_up
    if message.HasField("flow_context"):
        context = message.flow_context
        with _collected(problems):
            given["flow_context"] = {
                root: sent_struct_from_proto(getattr(context, root), path=f"{prefix}flow_context.{root}")
                for root in _ROOTS
                if context.HasField(root)
            }
    if message.flow:
        given["flow_id"] = names.read(message.flow, "flows", f"{prefix}flow")
    if message.HasField("inline_flow"):
        with _collected(problems):
            given["inline_flow"] = _inline_flow(message.inline_flow, f"{prefix}inline_flow")


def authentication_from_proto(message: context_pb2.AuthenticationContext, names: Names, path: str) -> Authentication:
    """Return how the subject authenticated, a step-up left out. Raises: InvalidInput."""
    return Authentication(
        amr=tuple(dict.fromkeys(message.amr)),
        auth_time=time_from_proto(message, "auth_time", path=f"{path}.auth_time"),
        acr=message.acr,
        impersonator_id=names.read(message.impersonator, "users", f"{path}.impersonator"),
        anonymous=message.anonymous,
    )


def _inline_flow(message: Any, path: str) -> LayerDefinition:
    if message.HasField("refresh_ttl"):
        text = "A flow that a request brings along has no life of its own."
        problem = Problem(reason=Reason.INVALID_FIELD, path=f"{path}.refresh_ttl", message=text, hint="Shorten it by the request's `ttl`.")
        raise InvalidInput([problem])
    return layer_from_proto(message)


class _collected:  # noqa: N801
    """Collects the problems of a part, so that the other parts are looked at too."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems

    def __enter__(self) -> None:
        pass

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> bool:
        if isinstance(error, InvalidInput):
            self._problems += error.problems
            return True
        return False


def _choice(message: Any, project_id: str, names: Names, path: str) -> UserChoice:
    subject: context_pb2.Subject = message.subject
    match subject.WhichOneof("kind"):
        case "login_id" if subject.login_id:
            return UserChoice(login_id=subject.login_id)
        case "upsert_user":
            user_id = names.require(subject.upsert_user.name, "users", f"{path}.upsert_user.name")
            return UserChoice(upsert=user_from_proto(subject.upsert_user, project_id, user_id, path=f"{path}.upsert_user"))
        case None if message.authentication.anonymous and message.DESCRIPTOR.name in _OPENING:
            return UserChoice(is_nobody=True)
        case _:
            text = "The subject is required: a user's name, a login id, or the user's record."
            hint = "Only where a session is opened, an anonymous one may do without."
            raise InvalidInput([Problem(reason=Reason.FIELD_REQUIRED, path=path, message=text, hint=hint)])


def session_to_proto(session: Session, now: datetime) -> session_pb2.Session:
    """Return a session's message, as it is by `now`."""
    message = session_pb2.Session()
    write_session(session, now, message)
    return message


def write_session(session: Session, now: datetime, target: session_pb2.Session) -> None:
    """Write a session, as it is by `now`, into a new message; what most sessions don't have is not touched."""
    project_id = session.project_id
    end = session.end_by(now)
    target.name = format_name(session.ref)
    write_time(session.created_at, target.create_time)
    write_time(session.updated_at, target.update_time)
    if session.labels:
        target.labels.update(session.labels)
    if session.has_user:
        target.user = name_of("users", project_id, session.user_id)
    if session.application_id:
        target.application = name_of("applications", project_id, session.application_id)
    if session.tenant_id:
        target.tenant = name_of("tenants", project_id, session.tenant_id)
    if session.flow_run is not None and session.flow_run.flow_id:
        target.flow = name_of("flows", project_id, session.flow_run.flow_id)
    _write_authentication(session.authentication, project_id, now, target.authentication)
    target.generation = session.generation
    write_time(session.expires_at, target.expire_time)
    if session.idle_expires_at is not None:
        write_time(session.idle_expires_at, target.idle_expire_time)
    target.state = session_pb2.SESSION_STATE_ENDED if end is not None else session_pb2.SESSION_STATE_ACTIVE
    if end is not None:
        target.end.cause = enum_to_proto(session_pb2.SessionEndCause, end.cause, "SESSION_END_CAUSE")
        write_time(end.at, target.end.time)
        target.end.generation = end.generation
        target.end.peer = end.peer


def _write_authentication(authentication: Authentication, project_id: str, now: datetime, target: Any) -> None:
    target.SetInParent()
    if authentication is NO_AUTHENTICATION or authentication == NO_AUTHENTICATION:
        return
    target.amr.extend(authentication.amr)
    if authentication.auth_time is not None:
        write_time(authentication.auth_time, target.auth_time)
    target.acr = authentication.acr
    target.step_up = is_stepped_up(authentication, now)
    target.impersonator = name_of("users", project_id, authentication.impersonator_id)
    target.anonymous = authentication.anonymous


def explained_to_proto(project_id: str, explained: ExplainedToken) -> token_service_pb2.ExplainTokenResponse:
    """Return an explanation's message."""
    response = token_service_pb2.ExplainTokenResponse(unchanged=explained.unchanged)
    if isinstance(explained.assessment, Assessment):
        assessment_to_proto(explained.assessment, FULL, response.evaluation)
    else:
        response.evaluation.problems.extend(problems_to_proto(explained.assessment))
    for difference in explained.differences:
        response.differences.add(path=difference.change.path, kind=CHANGE_KINDS[difference.change.kind], cause=difference.cause)
    if explained.found is not None:
        _receipt_to_proto(project_id, explained.found, response.receipt)
    return response


def _receipt_to_proto(project_id: str, found: Found, target: evaluation_pb2.Receipt) -> None:
    session_id = found.session.id if found.session is not None else found.record.session_id if found.record is not None else ""
    issue, token = found.issue, found.token
    target.jti = token.jti
    target.kind = KINDS[token.kind]
    target.session = name_of("sessions", project_id, session_id)
    target.key = name_of("signing_keys", project_id, issue.key_id)
    target.issue_time.CopyFrom(time_to_proto(issue.issued_at))
    target.expire_time.CopyFrom(time_to_proto(token.expires_at))
    target.digest = token.digest
    target.overrides.extend(issue.overrides)
    for items, field in ((issue.layers, target.layers), (issue.records, target.records)):
        for item in items:
            field.add(root=item.root, name=item.name, revision=item.revision)
