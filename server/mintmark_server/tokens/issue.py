"""Issuing and previewing tokens: the pipeline of DESIGN §1.

Owns: the numbered steps from a request to a signed token, and the same steps without a signature. Never: claims logic (claims), reading
records (loading), protos.

    1 load     2 resolve  3 merge  4 stamp  5 check    6 sign  7 verify    8 record
    loading    └────────── claims.evaluate ────────┘    └── keys.signer ┘  one intent
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mintmark_server import secret
from mintmark_server.call import Call
from mintmark_server.claims.kinds import TokenKind
from mintmark_server.errors import DeadlineExceeded, FailedState, InvalidInput, MintmarkError, NotFound, Problem, ProblemsError, Reason
from mintmark_server.ids import format_name, new_id, new_uid
from mintmark_server.keys.keyring import Keyring
from mintmark_server.keys.signer import TokenProver
from mintmark_server.model.directory import ReceiptMode
from mintmark_server.model.record import Ref
from mintmark_server.model.security import AuditEntry
from mintmark_server.model.sessions import Session
from mintmark_server.storage.port import Intent, Put, Store
from mintmark_server.tokens.assessment import Assessment, Assessor, SessionTimes, choose_lifetime
from mintmark_server.tokens.facts import Facts
from mintmark_server.tokens.issued import IssuedToken
from mintmark_server.tokens.layering import refusal
from mintmark_server.tokens.loading import Loader
from mintmark_server.tokens.receipts import build_receipt, keep_by_itself, keep_with_session
from mintmark_server.tokens.request import NO_DRAFTS, Drafts, IssueRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    """A new session with its tokens, all from one snapshot."""

    session: Session
    session_token: IssuedToken | None
    refresh_token: IssuedToken
    id_token: IssuedToken | None


class TokenIssuer:
    """Issues and previews tokens."""

    def __init__(self, store: Store, loader: Loader, keyring: Keyring, *, count_override: Callable[[str], None] = lambda _: None) -> None:
        self._count_override = count_override
        self._store = store
        self.loader = loader
        self._keyring = keyring
        self._prover = TokenProver()
        self.assess = Assessor(store, keyring).assess

    def issue(self, request: IssueRequest, *, call: Call) -> IssuedToken:
        """Issue one token that opens no session. Raises: NotFound, FailedState, InvalidInput, Unavailable, DeadlineExceeded."""
        # 1 load, 2-5 resolve, merge, stamp, check
        facts, assessment = self._assess_one(request, call)
        # 6, 7 sign and verify
        issued = self._sign(assessment, facts, call)
        # 8 record
        self.record(facts, {request.kind: issued}, (), call)
        return issued

    def issue_many(self, requests: Sequence[IssueRequest], *, call: Call) -> list[IssuedToken | MintmarkError]:
        """Issue a token for each request, as `issue` does, or return why not; one that fails leaves the others alone.

        Each step is done for all before the next: what a step needs stays in the processor's caches, which is worth a third of the
        time. So no request sees what another one stores. Raises: DeadlineExceeded.
        """
        # 1 load, 2-5 resolve, merge, stamp, check
        call.check_deadline()
        assessed: list[tuple[Facts, Assessment] | MintmarkError] = []
        for request in requests:
            try:
                assessed.append(self._assess_one(request, call))
            except MintmarkError as error:
                assessed.append(error)
        # 6, 7 sign and verify
        issued: list[IssuedToken | MintmarkError] = []
        for one in assessed:
            try:
                issued.append(one if isinstance(one, MintmarkError) else self._sign(one[1], one[0], call))
            except DeadlineExceeded:
                raise
            except MintmarkError as error:
                issued.append(error)
        # 8 record
        for one, token in zip(assessed, issued, strict=True):
            if not isinstance(one, MintmarkError) and isinstance(token, IssuedToken):
                self.record(one[0], {token.assessment.evaluation.kind: token}, (), call)
        return issued

    def _assess_one(self, request: IssueRequest, call: Call) -> tuple[Facts, Assessment]:
        times = self._load_session(request, call) if request.session_id else None
        facts = self.loader.load(request, call=call, session_id=request.session_id)
        assessment = self.assess(facts, request.kind, call, session=times)
        _check_all({request.kind: assessment})
        return facts, assessment

    def open_session(self, request: IssueRequest, *, kinds: Sequence[TokenKind], call: Call) -> OpenedSession:
        """Open a session: a token of each kind (REFRESH among them) from one snapshot, and the record of the first generation."""
        session_id = new_id("S")
        # 1 load
        facts = self.loader.load(request, call=call, session_id=session_id, created_at=call.now)
        life = choose_lifetime(facts, TokenKind.REFRESH)
        times = SessionTimes(id=session_id, expires_at=call.now + life)
        # 2-7 for all kinds
        issued = self.issue_together(facts, kinds, times, call)
        # 8 record
        session = self._build_session(facts, times, issued[TokenKind.REFRESH].token, call.now)
        session = replace(session, receipts=keep_with_session(None, facts, build_receipt(facts, issued, generation=1, now=call.now)))
        self.record(facts, issued, (Put(session),), call, session=session)
        return OpenedSession(
            session=session,
            session_token=issued.get(TokenKind.SESSION),
            refresh_token=issued[TokenKind.REFRESH],
            id_token=issued.get(TokenKind.ID),
        )

    def load(self, request: IssueRequest, *, call: Call) -> Facts:
        """Do step 1 for a session that is refreshed. Raises: NotFound, FailedState, InvalidInput."""
        return self.loader.load(request, call=call)

    def issue_together(self, facts: Facts, kinds: Sequence[TokenKind], times: SessionTimes, call: Call) -> dict[TokenKind, IssuedToken]:
        """Do steps 2 to 7 for several kinds from one snapshot: all are checked before any is signed. Raises: FailedState, InvalidInput."""
        # 2-5 resolve, merge, stamp, check
        assessments = {kind: self.assess(facts, kind, call, session=times) for kind in kinds}
        _check_all(assessments)
        # 6, 7 sign and verify
        issued: dict[TokenKind, IssuedToken] = {}
        for kind in (kind for kind in kinds if kind is not TokenKind.ID):
            issued[kind] = self._sign(assessments[kind], facts, call)
        if TokenKind.ID in assessments:
            beside = issued.get(TokenKind.SESSION)
            again = replace(facts, request=replace(facts.request, access_token=beside.token if beside else ""))
            final = self.assess(again, TokenKind.ID, call, session=times)
            _check_all({TokenKind.ID: final})
            issued[TokenKind.ID] = self._sign(final, facts, call)
        return issued

    def preview(self, request: IssueRequest, *, call: Call, drafts: Drafts = NO_DRAFTS) -> Assessment | tuple[Problem, ...]:
        """Do steps 1 to 5 as `issue` does them; return the assessment, or the problems that come before any evaluation."""
        session_id = new_id("S") if request.kind is TokenKind.REFRESH else request.session_id
        try:
            times = self._load_session(request, call) if request.session_id else None
            facts = self.loader.load(request, call=call, session_id=session_id, drafts=drafts)
        except ProblemsError as error:
            return error.problems
        if request.kind is TokenKind.REFRESH:
            times = SessionTimes(id=session_id, expires_at=call.now + choose_lifetime(facts, TokenKind.REFRESH))
        return self.assess(facts, request.kind, call, session=times)

    def _sign(self, assessment: Assessment, facts: Facts, call: Call) -> IssuedToken:
        project = facts.configuration.project
        keys = self._keyring.get(project.id)
        signer = keys.signer or self._keyring.signer(project.id)
        checked = assessment.evaluation.checked
        assert checked is not None
        call.check_deadline()
        token = signer.sign(checked)
        self._prover.prove(token, checked, signer, verify_one_in_n=project.verify_one_in_n)
        return IssuedToken(token=token, key=keys.signer_name, assessment=assessment)

    def record(
        self,
        facts: Facts,
        issued: Mapping[TokenKind, IssuedToken],
        changes: tuple[Put, ...],
        call: Call,
        *,
        session: Session | None = None,
        audit: Sequence[AuditEntry] = (),
    ) -> None:
        """Do step 8: store what the issue changes and its receipts in one intent, durable before the answer leaves."""
        audit = [*audit]
        if facts.configuration.project.receipt_mode is ReceiptMode.ALL:
            generation = session.generation if session is not None else 0
            receipt = build_receipt(facts, issued, generation=generation, now=call.now)
            session_id = session.id if session is not None else facts.request.session_id
            changes = (*changes, *keep_by_itself(facts, issued, receipt, session_id=session_id))
        for one in issued.values():
            if one.assessment.warnings:
                for name in one.overrides:
                    self._count_override(name)
        if facts.upsert is not None:
            changes = (facts.upsert, *changes)
            audit.append(call.audit(facts.upsert.record.ref, note="brought along"))
        impersonator = facts.request.authentication.impersonator_id
        if impersonator:
            audit.append(call.audit(facts.subject.ref, note=f"impersonated by {impersonator}"))
        if changes or audit:
            call.check_deadline()
            self._store.commit(Intent(changes=changes, audit=tuple(audit), check=call.check_deadline))

    def _load_session(self, request: IssueRequest, call: Call) -> SessionTimes:
        session = self._store.get(Session, request.project_id, request.session_id)
        if session is None:
            raise NotFound(format_name(Ref(Session.noun, request.project_id, request.session_id)))
        if session.user_id != request.user.user_id:
            message = "The session belongs to another user; name the user by its resource name."
            raise InvalidInput([Problem(reason=Reason.INVALID_FIELD, path="session", message=message)])
        if session.end_by(call.now) is not None:
            raise FailedState([Problem(reason=Reason.SESSION_ENDED, path="session", message="The session has ended.")])
        return SessionTimes(id=session.id, expires_at=session.expires_at)

    def _build_session(self, facts: Facts, times: SessionTimes, refresh_token: str, now: datetime) -> Session:
        project = facts.configuration.project
        idle = idle_life(facts)
        return Session(
            project_id=project.id,
            id=times.id,
            uid=new_uid(),
            revision=1,
            created_at=now,
            updated_at=now,
            user_id=facts.subject.id,
            user_uid=facts.subject.uid,
            application_id=facts.request.application_id,
            tenant_id=facts.tenant_id,
            flow_run=facts.flow_run,
            authentication=facts.request.authentication,
            scopes=facts.request.scopes,
            client_claims=facts.request.client_claims,
            refresh_digest=secret.digest(refresh_token),
            expires_at=times.expires_at,
            idle_expires_at=now + idle if idle is not None else None,
        )


def idle_life(facts: Facts) -> timedelta | None:
    """Return how long a session lasts without a refresh: the application's, else the project's; None for as long as it may."""
    own = facts.application.lifetimes.session_idle if facts.application is not None else None
    return own if own is not None else facts.configuration.project.lifetimes.session_idle


def _check_all(assessments: dict[TokenKind, Assessment]) -> None:
    """Raise all problems of all kinds, each once. Raises: FailedState, InvalidInput."""
    for assessment in assessments.values():
        if assessment.problems:
            break
    else:
        return
    problems = list(dict.fromkeys(problem for assessment in assessments.values() for problem in assessment.problems))
    raise refusal(problems, by_request=any(assessment.request_caused for assessment in assessments.values()))
