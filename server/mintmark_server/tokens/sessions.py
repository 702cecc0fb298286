"""The life of a session: refresh, tenant selection, session claims, revocation.

Owns: the protocol of DESIGN §7: one compare-and-set per generation, the sealed successor within the overlap window, detection of reuse.
Never: opening a session (issue), which caller may do what (rpc).

A verified refresh token of a session is one of these:

| its digest is | and | then |
| --- | --- | --- |
| the newest generation's | | it is exchanged, and consumed by compare-and-set |
| the one consumed last | within the window, same request | the same tokens again |
| the one consumed last | within the window, another request | SUPERSEDED |
| any other | | it was reused: the session is revoked |

A refresh that fails consumes nothing: the record is written last, in one intent.

A clock that went back: a refresh token from the future is exchanged all the same, since the store knows it. A window that ends later than
any window can is not trusted to be one: its token is SUPERSEDED, which neither gives the pair away for longer nor ends the session.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from mintmark.jws import UnverifiedJws
from mintmark.verify import Kind, TokenRefusedError, read_unverified_issuer, take_apart

from mintmark_server import secret
from mintmark_server.call import Call
from mintmark_server.claims.jsontext import dump, quote
from mintmark_server.claims.kinds import TokenKind
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.claims.values import Json
from mintmark_server.errors import Conflict, Denied, FailedState, InvalidInput, NotFound, Problem, Reason, Unauthenticated
from mintmark_server.frozen import value
from mintmark_server.ids import format_name
from mintmark_server.keys.keyring import Keyring
from mintmark_server.limits import MAX_PAGE_SIZE
from mintmark_server.model.directory import Application, Project, User
from mintmark_server.model.record import Ref
from mintmark_server.model.security import KeyState, SigningKey
from mintmark_server.model.sessions import Authentication, SealedSuccessor, Session, SessionEnd, SessionEndCause
from mintmark_server.storage.port import Intent, Put, Store, Term
from mintmark_server.tokens.assessment import SessionTimes
from mintmark_server.tokens.configuration import Configurations, ProjectConfiguration
from mintmark_server.tokens.issue import TokenIssuer, idle_life
from mintmark_server.tokens.issued import IssuedToken
from mintmark_server.tokens.loading import is_address
from mintmark_server.tokens.own_tokens import read_unverified_session_id, verify_own
from mintmark_server.tokens.receipts import build_receipt, keep_with_session
from mintmark_server.tokens.request import IssueRequest, UserChoice

_ATTEMPTS: Final = 64
"""Calls on one session that may overtake one another, over all processes; each round at least one of them is done."""
_KEPT_DIGESTS: Final = 32
"""Digests of consumed generations that a session keeps, to say which one was reused."""
_LONGEST_WINDOW: Final = timedelta(minutes=2)
"""More than any overlap window has left (at most a minute), with room for clocks that are set right."""
_NOTHING: Mapping[str, Json] = MappingProxyType({})


@value
class RefreshRequest:
    """An exchange of a refresh token. `tenant_id` None keeps the tenant, `session_claims` None the claims, `client_claims` None those."""

    refresh_token: str
    tenant_name: str | None = None
    session_claims: LayerDefinition | None = None
    client_claims: Mapping[str, Json] | None = None
    authentication: Authentication | None = None
    step_up: bool = False
    ip: str = ""
    user_agent: str = ""
    with_id_token: bool = False


@value
class ExchangedToken:
    """A token of an exchange; `issued` is there only for the first answer, a repeat has the token and what it says."""

    token: str
    kind: TokenKind
    key: str
    digest: str
    issued: IssuedToken | None = None


@value
class Exchange:
    """What a refresh token was exchanged for."""

    session: Session
    tokens: Mapping[TokenKind, ExchangedToken] = field(default_factory=dict)


Authorise = Callable[[str], None]
"""Checks the caller in the project that the refresh token belongs to. Raises: Denied, NotFound, Unauthenticated."""


class Sessions:
    """Use cases of sessions that exist."""

    def __init__(self, store: Store, configurations: Configurations, keyring: Keyring, issuer: TokenIssuer, *, public_url: str) -> None:
        self._store = store
        self._configurations = configurations
        self._keyring = keyring
        self._issuer = issuer
        self._public_url = public_url

    def refresh(self, request: RefreshRequest, *, trusted: bool, authorise: Authorise, call: Call) -> Exchange:
        """Exchange a refresh token; `trusted` tells that a credential calls, not the subject alone.

        Raises: Unauthenticated, FailedState SESSION_ENDED and what issuing raises, Conflict SUPERSEDED.
        """
        if trusted and request.ip and is_address(request.ip):
            call = replace(call, peer=request.ip)
        configuration, session_id = self._authenticate(request.refresh_token, authorise, call)
        project = configuration.project
        digest = secret.digest(request.refresh_token)
        fingerprint = _fingerprint(request)
        for attempt in range(_ATTEMPTS):
            session = self._store.get(Session, project.id, session_id)
            if session is None:
                raise Unauthenticated
            self._check_alive(session, call)
            rotates = project.refresh_policy.rotation or request.tenant_name is not None or request.session_claims is not None
            if not project.refresh_policy.rotation and not trusted:
                message = "Without rotation, a refresh token is exchanged by trusted callers only."
                raise Denied(Reason.PERMISSION_DENIED, message)
            try:
                if not secret.equal(digest, session.refresh_digest):
                    return self._answer_again(session, digest, fingerprint, call)
                return self._exchange(configuration, session, request, digest, fingerprint, rotates=rotates, call=call)
            except Conflict as error:
                # Another call consumed the generation meanwhile: its answer is this one's, or the session ended.
                if error.reason is Reason.SUPERSEDED or attempt == _ATTEMPTS - 1:
                    raise
        raise Unauthenticated

    def revoke(self, ref: Ref, *, call: Call) -> Session:
        """End a session; one that has ended stays as it is. Raises: NotFound."""
        for _ in range(_ATTEMPTS):
            session = self._store.get(Session, ref.project_id, ref.id)
            if session is None:
                raise NotFound(format_name(ref))
            if session.end is not None:
                return session
            try:
                return self._end_by_time(session, call) or self._end(session, SessionEndCause.REVOKED, call)
            except Conflict:
                continue
        raise Conflict(Reason.ETAG_MISMATCH, "The session changes too fast; try again.")

    def revoke_by_token(self, refresh_token: str, *, authorise: Authorise, call: Call) -> Session:
        """End the session of a refresh token. Raises: Unauthenticated."""
        configuration, session_id = self._authenticate(refresh_token, authorise, call)
        return self.revoke(Ref(Session.noun, configuration.project.id, session_id), call=call)

    def revoke_all(self, project_id: str, user_id: str, *, call: Call) -> int:
        """End all sessions of a user; return how many lasted until now. Raises: NotFound."""
        if self._store.get(User, project_id, user_id) is None:
            raise NotFound(format_name(Ref(User.noun, project_id, user_id)))
        count = 0
        after: str | None = ""
        # Also those whose time is over by now: if the clock is ahead, they must not come back when it is right again.
        terms = [Term("user", user_id), Term("state", "ACTIVE")]
        while after is not None:
            page = self._store.list_records(Session, project_id, terms=terms, after=after, limit=MAX_PAGE_SIZE)
            for session in page.records:
                call.check_deadline()
                ended = self.revoke(session.ref, call=call)
                count += ended.end is not None and ended.end.cause is SessionEndCause.REVOKED
            after = page.next_after
        return count

    def _authenticate(self, refresh_token: str, authorise: Authorise, call: Call) -> tuple[ProjectConfiguration, str]:
        """Return project and session of a refresh token that verifies. Raises: Unauthenticated, in the same words for every cause."""
        try:
            jws = take_apart(refresh_token)
            project_id = read_unverified_issuer(jws).removeprefix(f"{self._public_url}/projects/")
            configuration = self._configurations.current(project_id)
        except (TokenRefusedError, NotFound) as error:
            raise Unauthenticated from error
        try:
            token = verify_own(
                jws,
                self._keyring.get(project_id).verification_keys,
                issuers={configuration.issuer, configuration.issuer_url},
                kinds={Kind.REFRESH},
                now=call.now.timestamp(),
                forgiven="not_yet_valid",
            )
        except TokenRefusedError as error:
            if error.reason == "unknown_key":
                self._end_by_revoked_key(project_id, refresh_token, jws, authorise, call)
            raise Unauthenticated from error
        authorise(project_id)
        if not token.session_id:
            raise Unauthenticated
        call.count(Ref(Session.noun, project_id, token.session_id))
        return configuration, token.session_id

    def _end_by_revoked_key(self, project_id: str, refresh_token: str, jws: UnverifiedJws, authorise: Authorise, call: Call) -> None:
        """End the session whose newest token this is, where its key was revoked. The digest, not the signature, says that it is ours."""
        key = self._store.get(SigningKey, project_id, str(jws.unverified_header.get("kid", "")))
        session_id = read_unverified_session_id(jws)
        session = self._store.get(Session, project_id, session_id) if session_id else None
        if key is None or key.state is not KeyState.REVOKED or session is None or session.end is not None:
            return
        if secret.equal(secret.digest(refresh_token), session.refresh_digest):
            authorise(project_id)
            self._end(session, SessionEndCause.KEY_REVOKED, call)

    def _check_alive(self, session: Session, call: Call) -> None:
        """Check that a session lasts; keep the end of one whose time is over. Raises: FailedState SESSION_ENDED."""
        end = session.end_by(call.now)
        if end is None:
            return
        if session.end is None:
            self._end_by_time(session, call)
        raise _ended(end.cause)

    def _answer_again(self, session: Session, digest: str, fingerprint: str, call: Call) -> Exchange:
        """Answer a consumed generation: once more within the window, else end the session. Raises: Conflict, FailedState."""
        successor = session.successor
        is_last = bool(session.consumed_digests) and secret.equal(digest, session.consumed_digests[-1])
        if is_last and successor is not None and call.now < successor.until:
            went_back = successor.until - call.now > _LONGEST_WINDOW
            if went_back or not secret.equal(fingerprint, successor.request_digest):
                message = "The refresh token was exchanged by another request; use what that one got."
                raise Conflict(Reason.SUPERSEDED, message, resource=format_name(session.ref))
            return Exchange(
                session=session, tokens=_unseal(self._keyring.open(successor.sealed, context=_context(session.ref, session.generation)))
            )
        known = session.consumed_digests.index(digest) if digest in session.consumed_digests else -1
        generation = session.generation - len(session.consumed_digests) + known if known >= 0 else 0
        self._end(session, SessionEndCause.REUSED, call, generation=generation)
        raise _ended(SessionEndCause.REUSED)

    def _exchange(
        self,
        configuration: ProjectConfiguration,
        session: Session,
        request: RefreshRequest,
        digest: str,
        fingerprint: str,
        *,
        rotates: bool,
        call: Call,
    ) -> Exchange:
        project = configuration.project
        asked = build_request(session, request, project, call.now)
        # 1 load
        try:
            facts = self._issuer.load(asked, call=call)
        except NotFound as error:
            causes = {
                format_name(Ref(User.noun, project.id, session.user_id)): SessionEndCause.SUBJECT_DELETED,
                format_name(Ref(Application.noun, project.id, session.application_id)): SessionEndCause.APPLICATION_DELETED,
            }
            if error.resource not in causes:
                raise
            self._end(session, causes[error.resource], call)
            raise _ended(causes[error.resource]) from error
        if session.user_uid and facts.subject.uid != session.user_uid:
            # Another user has the id now.
            self._end(session, SessionEndCause.SUBJECT_DELETED, call)
            raise _ended(SessionEndCause.SUBJECT_DELETED)
        # 2-7 for all kinds
        kinds = [TokenKind.SESSION, *([TokenKind.REFRESH] if rotates else []), *([TokenKind.ID] if request.with_id_token else [])]
        times = SessionTimes(id=session.id, expires_at=session.expires_at)
        issued = self._issuer.issue_together(facts, kinds, times, call)
        tokens = {
            kind: ExchangedToken(token=one.token, kind=kind, key=one.key, digest=one.assessment.digest, issued=one)
            for kind, one in issued.items()
        }
        # 8 record
        idle = idle_life(facts)
        generation = session.generation + 1 if rotates else session.generation
        receipt = build_receipt(facts, issued, generation=generation, now=call.now)
        rotated: dict[str, Any] = {}
        if rotates:
            rotated = {
                "generation": generation,
                "refresh_digest": secret.digest(issued[TokenKind.REFRESH].token),
                "consumed_digests": (*session.consumed_digests, digest)[-_KEPT_DIGESTS:],
                "successor": self._seal(_context(session.ref, generation), tokens, fingerprint, project.refresh_policy.overlap, call.now),
            }
        refreshed = replace(
            session,
            revision=session.revision + 1,
            updated_at=call.now,
            tenant_id=facts.tenant_id,
            authentication=facts.request.authentication,
            session_claims=facts.request.session_claims,
            client_claims=facts.request.client_claims,
            idle_expires_at=call.now + idle if idle is not None else None,
            receipts=keep_with_session(session, facts, receipt),
            **rotated,
        )
        audit = [call.audit(session.ref, fields=["session_claims"])] if request.session_claims is not None else []
        self._issuer.record(facts, issued, (Put(refreshed, before=session),), call, session=refreshed, audit=audit)
        if not rotates:
            kept = ExchangedToken(token=request.refresh_token, kind=TokenKind.REFRESH, key="", digest="")
            tokens[TokenKind.REFRESH] = kept
        return Exchange(session=refreshed, tokens=tokens)

    def _seal(
        self, context: str, tokens: Mapping[TokenKind, ExchangedToken], fingerprint: str, overlap: timedelta, now: datetime
    ) -> SealedSuccessor | None:
        if not overlap:
            return None
        sealed = self._keyring.seal(_print_tokens(tokens.values()), context=context)
        return SealedSuccessor(request_digest=fingerprint, sealed=sealed, until=now + overlap)

    def _end_by_time(self, session: Session, call: Call) -> Session | None:
        """Note the end of a session whose time is over: when that was, whoever came now; None where it lasts."""
        end = session.end_by(call.now) if session.end is None else None
        return self._note_end(session, end, call) if end is not None else None

    def _end(self, session: Session, cause: SessionEndCause, call: Call, *, generation: int = 0) -> Session:
        end = SessionEnd(cause=cause, at=call.now, generation=generation, peer=call.peer)
        return self._note_end(session, end, call)

    def _note_end(self, session: Session, end: SessionEnd, call: Call) -> Session:
        ended = session.ended(end, call.now)
        audit = (call.audit(session.ref, note=f"ended: {end.cause.value}"),)
        self._store.commit(Intent(changes=(Put(ended, before=session),), audit=audit))
        return ended


def _ended(cause: SessionEndCause) -> FailedState:
    causes = {
        SessionEndCause.REVOKED: "it was revoked",
        SessionEndCause.REUSED: "a refresh token of it was used twice",
        SessionEndCause.EXPIRED: "its time is over",
        SessionEndCause.IDLE: "it was idle too long",
        SessionEndCause.SUBJECT_DELETED: "its user was deleted",
        SessionEndCause.KEY_REVOKED: "its key was revoked",
        SessionEndCause.APPLICATION_DELETED: "its application was deleted",
    }
    message = f"The session has ended: {causes[cause]}."
    return FailedState([Problem(reason=Reason.SESSION_ENDED, path="refresh_token", message=message, hint="Sign in again.")])


def build_request(session: Session, request: RefreshRequest, project: Project, now: datetime) -> IssueRequest:
    """Return the issue that a refresh is: what the session kept, with what the request changes. Raises: InvalidInput."""
    tenant_id = session.tenant_id
    if request.tenant_name is not None:
        prefix = f"projects/{project.id}/tenants/"
        tenant_id = request.tenant_name.removeprefix(prefix)
        if not request.tenant_name.startswith(prefix) or not tenant_id or "/" in tenant_id:
            message = f"Expected a name like `{prefix}{{id}}`."
            raise InvalidInput([Problem(reason=Reason.INVALID_RESOURCE_NAME, path="tenant", message=message)])
    authentication = session.authentication
    if request.authentication is not None:
        given = request.authentication
        authentication = replace(
            authentication,
            amr=tuple(dict.fromkeys((*authentication.amr, *given.amr))),
            auth_time=given.auth_time or authentication.auth_time,
            acr=given.acr or authentication.acr,
        )
    until = authentication.step_up_until
    if until is not None and (until <= now or until - now > project.lifetimes.step_up + _LONGEST_WINDOW):
        # It is over, or the clock went back and it would last for longer than any may.
        authentication = replace(authentication, step_up_until=None)
    return IssueRequest(
        kind=TokenKind.REFRESH,
        project_id=project.id,
        user=UserChoice(user_id=session.user_id, is_nobody=not session.has_user),
        application_id=session.application_id,
        tenant_id=tenant_id,
        client_claims=request.client_claims if request.client_claims is not None else session.client_claims,
        authentication=authentication,
        step_up=request.step_up,
        ip=request.ip,
        user_agent=request.user_agent,
        scopes=session.scopes,
        session_id=session.id,
        session_created_at=session.created_at,
        flow_run=session.flow_run,
        session_claims=request.session_claims if request.session_claims is not None else session.session_claims,
        session_claims_from_request=request.session_claims is not None,
    )


def _fingerprint(request: RefreshRequest) -> str:
    """Return what tells two requests with one token apart."""
    brought = (request.tenant_name, request.session_claims, request.client_claims, request.authentication)
    if brought.count(None) == len(brought) and not (request.step_up or request.with_id_token):
        return _PLAIN_FINGERPRINT
    return _print_fingerprint(request)


def _print_fingerprint(request: RefreshRequest) -> str:
    claims = request.session_claims
    authentication = request.authentication
    content: list[Json] = [
        request.tenant_name,
        repr(claims) if claims is not None else None,
        dict(request.client_claims) if request.client_claims is not None else None,
        repr(authentication) if authentication is not None else None,
        request.step_up,
        request.with_id_token,
    ]
    return hashlib.sha256(dump(content).encode()).hexdigest()


_PLAIN_FINGERPRINT: Final = _print_fingerprint(RefreshRequest(refresh_token=""))
"""Most requests bring the token and nothing else."""


def _context(ref: Ref, generation: int) -> str:
    return f"{format_name(ref)}/generations/{generation}"


def _print_tokens(tokens: Iterable[ExchangedToken]) -> bytes:
    """Return JSON. Of what it says, only the key's name, which may come from elsewhere, could need escapes."""
    rows = [f'["{token.kind.value}","{token.token}",{quote(token.key)},"{token.digest}"]' for token in tokens]
    return f"[{','.join(rows)}]".encode()


def _unseal(data: bytes) -> dict[TokenKind, ExchangedToken]:
    return {
        TokenKind(kind): ExchangedToken(token=token, kind=TokenKind(kind), key=key, digest=digest)
        for kind, token, key, digest in json.loads(data)
    }
