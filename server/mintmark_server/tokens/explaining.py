"""Explaining a token that was issued: what it came from, and what an evaluation now would change.

Owns: `Explainer`: finding the receipt, evaluating for the same subject now, and one cause for each difference. Never: evaluation.

A token itself shows each difference; of a `jti` or `sid` only the receipt is known, so it shows what may have changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from mintmark.verify import Kind, TokenRefusedError, VerifiedToken

from mintmark_server.call import Call
from mintmark_server.claims.explain import Explanation, explain
from mintmark_server.claims.kinds import AbsenceReason, Layer, TokenKind
from mintmark_server.claims.snapshot import RecordRevision
from mintmark_server.errors import InvalidInput, NotFound, Problem, ProblemsError, Reason
from mintmark_server.ids import format_name
from mintmark_server.keys.keyring import Keyring
from mintmark_server.model.directory import Application
from mintmark_server.model.record import Ref
from mintmark_server.model.sessions import Authentication, IssueReceipt, Session
from mintmark_server.storage.port import Store
from mintmark_server.tokens.assessment import Assessment, SessionTimes
from mintmark_server.tokens.configuration import Configurations
from mintmark_server.tokens.differences import Change, ChangeKind, compare
from mintmark_server.tokens.issue import TokenIssuer
from mintmark_server.tokens.own_tokens import verify_own
from mintmark_server.tokens.receipts import Found, Receipts
from mintmark_server.tokens.request import IssueRequest, UserChoice
from mintmark_server.tokens.sessions import RefreshRequest, build_request

_KINDS: Final = {
    Kind.SESSION: TokenKind.SESSION,
    Kind.REFRESH: TokenKind.REFRESH,
    Kind.ID: TokenKind.ID,
    Kind.ACCESS_KEY: TokenKind.ACCESS_KEY,
}
_OF_THE_SUBJECT: Final = frozenset({"roles", "permissions", "tenants"})
"""Stamps that the subject's record decides."""
_ABSENCES: Final = {
    AbsenceReason.CONDITION_FALSE: "its condition is false now",
    AbsenceReason.EMPTY_DELETED: "it comes out empty now",
    AbsenceReason.REMOVED: "a later layer removes it now",
    AbsenceReason.OMITTED_FOR_KIND: "this kind of token does not carry it now",
    AbsenceReason.NOT_IN_SCOPE: "its scope is not granted now",
    AbsenceReason.OVERRIDDEN: "a later layer replaces it now",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim that differs, and why, in one sentence."""

    change: Change
    cause: str


@dataclass(frozen=True, slots=True)
class ExplainedToken:
    """The evaluation now (or the problems that come before any), the differences, and the receipt where one was kept."""

    assessment: Assessment | tuple[Problem, ...]
    differences: tuple[Difference, ...]
    found: Found | None

    @property
    def unchanged(self) -> bool:
        """Whether the digest is the receipt's."""
        return self.found is not None and isinstance(self.assessment, Assessment) and self.assessment.digest == self.found.token.digest


class Explainer:
    """Explains tokens."""

    def __init__(self, store: Store, configurations: Configurations, keyring: Keyring, issuer: TokenIssuer) -> None:
        self._store = store
        self._configurations = configurations
        self._keyring = keyring
        self._issuer = issuer
        self._receipts = Receipts(store)

    def explain_token(self, project_id: str, text: str, *, call: Call) -> ExplainedToken:
        """Explain a token of the project, also one that is over. Raises: InvalidInput INVALID_FIELD, NotFound for the project."""
        token = self._verify(project_id, text, call)
        jti = str(token.claims.get("jti", ""))
        found = self._receipts.find_by_token(project_id, text, jti=jti, session_id=token.session_id)
        session = self._store.get(Session, project_id, token.session_id) if token.session_id else None
        request = self._request_of(project_id, _KINDS[token.kind], session, found) or self._request_of_token(project_id, token)
        return self._explain(request, session, found, token, call)

    def explain_jti(self, project_id: str, jti: str, *, call: Call) -> ExplainedToken:
        """Explain the token with this `jti` from its receipt. Raises: NotFound where none was kept."""
        found = self._receipts.find_by_jti(project_id, jti)
        if found is None:
            raise NotFound(f"A receipt of the jti in projects/{project_id}")
        session = found.session
        if session is None and found.record is not None and found.record.session_id:
            session = self._store.get(Session, project_id, found.record.session_id)
        request = self._request_of(project_id, found.token.kind, session, found)
        assert request is not None
        return self._explain(request, session, found, None, call)

    def explain_session(self, project_id: str, session_id: str, *, call: Call) -> ExplainedToken:
        """Explain a session's newest token from its receipt. Raises: NotFound for the session, and where none was kept."""
        session = self._store.get(Session, project_id, session_id)
        found = self._receipts.find_by_session(session) if session is not None else None
        if session is None or found is None:
            raise NotFound(format_name(Ref(Session.noun, project_id, session_id)) if session is None else "A receipt of the session")
        request = self._request_of(project_id, found.token.kind, session, found)
        assert request is not None
        return self._explain(request, session, found, None, call)

    def _verify(self, project_id: str, text: str, call: Call) -> VerifiedToken:
        configuration = self._configurations.get(project_id)
        keys = self._keyring.get(project_id).verification_keys
        issuers = {configuration.issuer, configuration.issuer_url}
        try:
            return verify_own(text, keys, issuers=issuers, kinds=tuple(Kind), now=call.now.timestamp(), forgiven="expired")
        except TokenRefusedError as error:
            problem = Problem(reason=Reason.INVALID_FIELD, path="token", message=f"The token is none of this project's: {error.reason}.")
            raise InvalidInput([problem]) from error

    def _request_of(self, project_id: str, kind: TokenKind, session: Session | None, found: Found | None) -> IssueRequest | None:
        """Return the issue that session or receipt tell of; None where there is neither."""
        record = found.record if found is not None else None
        if session is not None:
            project = self._configurations.get(project_id).project
            kept = build_request(session, RefreshRequest(refresh_token=""), project, session.updated_at)
            request = replace(kept, kind=kind)
        elif record is not None:
            request = IssueRequest(
                kind=kind,
                project_id=project_id,
                user=UserChoice(user_id=record.user_id),
                access_key_id=record.access_key_id,
                application_id=record.application_id,
                scopes=record.scopes,
            )
        else:
            return None
        return replace(request, tenant_id=record.tenant_id) if record is not None else request

    def _request_of_token(self, project_id: str, token: VerifiedToken) -> IssueRequest:
        """Return the issue that a token without session and receipt tells of."""
        claims: Mapping[str, Any] = token.claims
        key = token.user_id if token.kind is Kind.ACCESS_KEY else ""
        audience = _text(claims.get("aud")) if token.kind is Kind.ID else ""
        client_id = _text(claims.get("client_id")) or _text(claims.get("azp")) or audience
        application = self._store.find(Application, project_id, "client_id", client_id) if client_id else None
        return IssueRequest(
            kind=_KINDS[token.kind],
            project_id=project_id,
            user=UserChoice(user_id="" if key else token.user_id),
            access_key_id=key,
            application_id=application.id if application is not None else client_id,
            tenant_id=_text(claims.get("dct")),
            scopes=tuple(_text(claims.get("scope")).split()),
        )

    def _explain(
        self, request: IssueRequest, session: Session | None, found: Found | None, token: VerifiedToken | None, call: Call
    ) -> ExplainedToken:
        times = SessionTimes(id=session.id, expires_at=session.expires_at) if session is not None else None
        if token is not None:
            request = _with_what_the_token_says(request, token)
        try:
            facts = self._issuer.load(request, call=call)
            assessment = self._issuer.assess(facts, request.kind, call, session=times)
        except NotFound as error:
            problem = Problem(reason=Reason.NOT_FOUND, path="subject", message=error.message)
            return ExplainedToken((problem,), (), found)
        except ProblemsError as error:
            return ExplainedToken(error.problems, (), found)
        explanation = explain(assessment.evaluation)
        moved = _Moved(found.issue if found is not None else None, (*facts.layering.revisions, *facts.records))
        if token is not None:
            now = json.loads(assessment.evaluation.payload)
            changes = compare(_carried(token), now)
            differences = [Difference(change, moved.decide_cause(change, explanation)) for change in changes]
        else:
            unchanged = found is not None and found.token.digest == assessment.digest
            differences = [] if unchanged else moved.list_possible(explanation)
        return ExplainedToken(assessment, tuple(differences), found)


class _Moved:
    """What has another revision than in the receipt."""

    def __init__(self, receipt: IssueReceipt | None, now: tuple[RecordRevision, ...]) -> None:
        self._known = receipt is not None
        before = {(item.root, item.name): item.revision for item in ((*receipt.layers, *receipt.records) if receipt else ())}
        after = {(item.root, item.name): item.revision for item in now}
        self._sentences: dict[tuple[str, str], str] = {}
        self._layers: dict[str, str] = {}
        for place in sorted(before.keys() | after.keys()):
            old, new = before.get(place), after.get(place)
            if old != new and self._known:
                self._sentences[place] = _sentence(*place, old, new)
                self._layers[place[0]] = self._sentences[place]

    def decide_cause(self, change: Change, explanation: Explanation) -> str:
        """Return why a claim differs."""
        if not self._known:
            return _without_receipt(change, explanation)
        found = self._of_origin(change.path, explanation)
        absence = next((item for item in explanation.absences if _covers(item.path, change.path)), None)
        if absence is not None:
            found.append(f"{_ABSENCES[absence.reason]} ({absence.layer.word})")
            found += [text for text in self._sentences.values() if text not in found][:1]
        if not found:
            found = list(self._sentences.values())
        if not found:
            return "Its revisions are the same: it depends on the time, the request or the project's settings."
        return "; ".join(dict.fromkeys(found)) + "."

    def list_possible(self, explanation: Explanation) -> list[Difference]:
        """Return claims whose sources changed."""
        found = []
        for origin in explanation.origins:
            if origin.layer is Layer.STAMP and origin.path not in _OF_THE_SUBJECT:
                continue
            texts = self._of_origin(origin.path, explanation)
            if texts:
                found.append(Difference(Change(origin.path, ChangeKind.POSSIBLY_CHANGED), "; ".join(dict.fromkeys(texts)) + "."))
        for absence in explanation.absences:
            if absence.layer.word in self._layers:
                cause = self._layers[absence.layer.word] + "."
                found.append(Difference(Change(absence.path, ChangeKind.POSSIBLY_CHANGED), cause))
        return sorted(found, key=lambda difference: difference.change.path)

    def _of_origin(self, path: str, explanation: Explanation) -> list[str]:
        """Return what changed among that which a claim comes from now; roles and tenants come from the subject."""
        origin = next((item for item in explanation.origins if _covers(item.path, path)), None)
        if origin is None:
            return []
        if origin.layer in (Layer.STAMP, Layer.CLIENT):
            return [text for (root, _), text in self._sentences.items() if root in ("user", "access_key", "application")]
        places = [(origin.layer.word, origin.source), *((record.root, record.name) for record in origin.records)]
        return [self._sentences[place] for place in places if place in self._sentences]


def _sentence(root: str, name: str, old: int | None, new: int | None) -> str:
    what = name or f"the {root.replace('_', ' ')} of the request"
    if old is None:
        return f"{what} (revision {new}) was no {_role(root)} then"
    if new is None and root == Layer.FLOW.word:
        return f"{what} (revision {old}) ran then; what it captured is not kept without a session"
    if new is None:
        return f"{what} (revision {old}) is no {_role(root)} now"
    return f"{what} changed from revision {old} to {new}"


def _role(root: str) -> str:
    return "layer" if any(root == layer.word for layer in Layer) else "source"


def _without_receipt(change: Change, explanation: Explanation) -> str:
    absence = next((item for item in explanation.absences if _covers(item.path, change.path)), None)
    if absence is not None:
        return f"No receipt was kept; {_ABSENCES[absence.reason]} ({absence.layer.word})."
    origin = next((item for item in explanation.origins if _covers(item.path, change.path)), None)
    if origin is not None:
        source = f"{origin.source} (revision {origin.source_revision})" if origin.source else f"the {origin.layer.word.replace('_', ' ')}"
        return f"No receipt was kept; it comes from {source} now."
    return "No receipt was kept; no layer configures it now."


def _covers(whole: str, path: str) -> bool:
    return path == whole or path.startswith((f"{whole}.", f"{whole}[")) or whole.startswith((f"{path}.", f"{path}["))


def _carried(token: VerifiedToken) -> dict[str, Any]:
    carried = dict(token.claims)
    if token.untrusted_claims:
        carried["nsec"] = dict(token.untrusted_claims)
    return carried


def _with_what_the_token_says(request: IssueRequest, token: VerifiedToken) -> IssueRequest:
    """Take from the token what the caller told of the subject's authentication and client: that is no difference."""
    claims = token.claims
    authentication = request.authentication
    if request.session_created_at is None:
        amr = claims.get("amr")
        act = claims.get("act")
        authentication = Authentication(
            amr=tuple(amr) if isinstance(amr, list) else (),
            acr=_text(claims.get("acr")),
            impersonator_id=_text(act.get("sub")) if isinstance(act, Mapping) else "",
        )
    return replace(request, authentication=authentication, client_claims=token.untrusted_claims, tenant_id=_text(claims.get("dct")))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
