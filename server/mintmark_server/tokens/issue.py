"""Issuing and previewing tokens: the pipeline of DESIGN §1.

Owns: the numbered steps from a request to a signed token, and the same steps without a signature. Never: claims logic (claims), reading
records (loading), protos.

    1 load     2 resolve  3 merge  4 stamp  5 check    6 sign  7 verify    8 record
    loading    └────────── claims.evaluate ────────┘    └── keys.signer ┘  one intent
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from mintmark.jws import encode_segment

from mintmark_server import secret
from mintmark_server.call import Call
from mintmark_server.claims.evaluate import Evaluation, Warning, evaluate, find_overridden_subject
from mintmark_server.claims.kinds import TokenKind, WarningReason
from mintmark_server.claims.snapshot import Snapshot, StampInputs
from mintmark_server.errors import DeadlineExceeded, FailedState, InvalidInput, MintmarkError, NotFound, Problem, ProblemsError, Reason
from mintmark_server.frozen import value
from mintmark_server.ids import format_name, new_id, new_uid
from mintmark_server.keys.keyring import Keyring
from mintmark_server.keys.signer import Signer, TokenProver
from mintmark_server.model.directory import AccessKey, Application, ApplicationKind, AudiencePolicy, ReceiptMode, User
from mintmark_server.model.record import Ref
from mintmark_server.model.security import AuditEntry
from mintmark_server.model.sessions import IssueReceipt, Session
from mintmark_server.storage.port import Intent, Put, Store
from mintmark_server.tokens.layering import refusal
from mintmark_server.tokens.loading import Facts, Loader
from mintmark_server.tokens.receipts import Issued, build_receipt, keep_by_itself, keep_with_session
from mintmark_server.tokens.request import NO_DRAFTS, Drafts, IssueRequest
from mintmark_server.tokens.roots import is_stepped_up
from mintmark_server.tokens.sizes import TokenSize, budget_problem, build_size

_JTI_BYTES: Final = 16
_SESSION_JTI_BYTES: Final = 8
"""After the session's id and a dot: so the receipt, which is kept with the session, is found by the `jti`."""
_LIFETIMES: Final = {kind: kind.value.lower() for kind in TokenKind}
"""The setting of each kind's life."""
_AT_HASHES: Final = {"ES256": "sha256", "RS256": "sha256", "PS256": "sha256", "ES384": "sha384", "EdDSA": "sha512", "Ed25519": "sha512"}
"""The hash that `at_hash` takes, by the signature's algorithm (OpenID Connect Core §3.1.3.6)."""


@value
class Assessment:
    """An evaluation with what the finished token adds: size, budgets, digest. The same for a preview and for the token itself."""

    evaluation: Evaluation
    size: TokenSize
    warnings: tuple[Warning, ...]
    problems: tuple[Problem, ...]
    request_caused: bool
    digest: str
    expires_at: datetime
    jti: str


@value
class IssuedToken:
    """A signed token and how it came about."""

    token: str
    key: str
    assessment: Assessment

    @property
    def jti(self) -> str:
        """Its `jti`; "" where it has none."""
        return self.assessment.jti if "jti" in self.assessment.evaluation.members else ""

    @property
    def overrides(self) -> tuple[str, ...]:
        """The registered claims that a layer overrode."""
        return tuple(warning.path for warning in self.assessment.warnings if warning.reason is WarningReason.STANDARD_CLAIM_OVERRIDDEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    """A new session with its tokens, all from one snapshot."""

    session: Session
    session_token: IssuedToken | None
    refresh_token: IssuedToken
    id_token: IssuedToken | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTimes:
    """The session that a token belongs to, as far as its stamps need it."""

    id: str
    expires_at: datetime


class TokenIssuer:
    """Issues and previews tokens."""

    def __init__(self, store: Store, loader: Loader, keyring: Keyring, *, count_override: Callable[[str], None] = lambda _: None) -> None:
        self._count_override = count_override
        self._store = store
        self.loader = loader
        self._keyring = keyring
        self._prover = TokenProver()

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
        assessed: list[tuple[Facts, Assessment] | MintmarkError] = []
        for request in requests:
            call.check_deadline()
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
        life = _lifetime(facts, TokenKind.REFRESH)
        times = SessionTimes(id=session_id, expires_at=call.now + life)
        # 2-7 for all kinds
        issued = self.issue_together(facts, kinds, times, call)
        # 8 record
        session = self._build_session(facts, times, issued[TokenKind.REFRESH].token, call.now)
        session = replace(session, receipts=keep_with_session(None, facts, self.receipt(facts, issued, call, generation=1)))
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
            times = SessionTimes(id=session_id, expires_at=call.now + _lifetime(facts, TokenKind.REFRESH))
        return self.assess(facts, request.kind, call, session=times)

    def assess(self, facts: Facts, kind: TokenKind, call: Call, *, session: SessionTimes | None) -> Assessment:
        """Do steps 2 to 5 and measure; what refuses the token is in the answer."""
        configuration = facts.configuration
        keys = self._keyring.get(configuration.project.id)
        expires_at = call.now + _lifetime(facts, kind)
        if session is not None:
            expires_at = session.expires_at if kind is TokenKind.REFRESH else min(expires_at, session.expires_at)
        step_up_until = facts.request.authentication.step_up_until
        if kind is TokenKind.SESSION and step_up_until is not None and is_stepped_up(facts.request.authentication, call.now):
            # A token that says `su` never outlives the step-up.
            expires_at = min(expires_at, step_up_until)
        jti = ""
        if session is not None:
            jti = f"{session.id}.{secrets.token_hex(_SESSION_JTI_BYTES)}"
        elif facts.layering.settings.add_jti or kind in (TokenKind.REFRESH, TokenKind.ID):
            jti = secrets.token_hex(_JTI_BYTES)
        stamps = _build_stamp_inputs(facts, kind, now=call.now, expires_at=expires_at, jti=jti, session=session, signer=keys.signer)
        program = facts.layering.program(kind, configuration, facts.application, facts.scopes)
        evaluation = evaluate(program, Snapshot(roots=facts.roots, records=facts.records, stamps=stamps, views=facts.views))
        problems = [*evaluation.problems, *self._find_taken_subject(facts, evaluation)]
        size = _measure(kind, evaluation, keys.signer, facts)
        warnings = evaluation.warnings
        enforced: list[Problem] = []
        for report in size.budgets:
            if report.headroom_bytes < 0:
                problem = budget_problem(report)
                if report.enforced:
                    enforced.append(problem)
                else:
                    warnings = (*warnings, Warning(WarningReason.BUDGET_EXCEEDED, problem.path, problem.message))
        return Assessment(
            evaluation=evaluation,
            size=size,
            warnings=warnings,
            problems=tuple([*problems, *enforced]),
            request_caused=evaluation.request_caused or (bool(enforced) and _brought_claims(facts.request)),
            digest=secret.keyed_digest(keys.digest_key, evaluation.digest_text()),
            expires_at=expires_at,
            jti=jti,
        )

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

    def receipt(self, facts: Facts, issued: Mapping[TokenKind, IssuedToken], call: Call, *, generation: int) -> IssueReceipt:
        """Return the receipt of what was issued together."""
        return build_receipt(facts, _for_receipt(issued), generation=generation, now=call.now)

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
            receipt = self.receipt(facts, issued, call, generation=generation)
            session_id = session.id if session is not None else facts.request.session_id
            changes = (*changes, *keep_by_itself(facts, _for_receipt(issued), receipt, session_id=session_id))
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

    def _find_taken_subject(self, facts: Facts, evaluation: Evaluation) -> list[Problem]:
        """`sub` from a template may be nobody else's id (DESIGN §5)."""
        subject = find_overridden_subject(evaluation)
        if subject is None or subject == facts.subject.id:
            return []
        project_id = facts.configuration.project.id
        if self._store.get(User, project_id, subject) is None and self._store.get(AccessKey, project_id, subject) is None:
            return []
        message = "`sub` came out as another subject's id."
        return [Problem(reason=Reason.SUBJECT_NOT_ALLOWED, path="sub", message=message)]

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


def _for_receipt(issued: Mapping[TokenKind, IssuedToken]) -> dict[TokenKind, Issued]:
    return {
        kind: Issued(
            token=one.token,
            key_id=one.key.rpartition("/")[2],
            digest=one.assessment.digest,
            jti=one.jti,
            expires_at=one.assessment.expires_at,
            overrides=one.overrides,
        )
        for kind, one in issued.items()
    }


def idle_life(facts: Facts) -> timedelta | None:
    """Return how long a session lasts without a refresh: the application's, else the project's; None for as long as it may."""
    own = facts.application.lifetimes.session_idle if facts.application is not None else None
    return own if own is not None else facts.configuration.project.lifetimes.session_idle


def _check_all(assessments: dict[TokenKind, Assessment]) -> None:
    """Raise all problems of all kinds, each once. Raises: FailedState, InvalidInput."""
    if not any(assessment.problems for assessment in assessments.values()):
        return
    problems = list(dict.fromkeys(problem for assessment in assessments.values() for problem in assessment.problems))
    raise refusal(problems, by_request=any(assessment.request_caused for assessment in assessments.values()))


def _brought_claims(request: IssueRequest) -> bool:
    return bool(request.client_claims or request.flow_context or request.inline_flow)


def _lifetime(facts: Facts, kind: TokenKind) -> timedelta:
    """Return the life of a kind: the flow's, else the application's, else the project's; a request may shorten it. Raises: InvalidInput."""
    name = _LIFETIMES[kind]
    own = facts.refresh_life if kind is TokenKind.REFRESH else None
    if own is None and facts.application is not None:
        own = getattr(facts.application.lifetimes, name)
    life: timedelta = own if own is not None else getattr(facts.configuration.project.lifetimes, name)
    asked = facts.request.ttl
    if asked is None or kind is not facts.request.kind:
        return life
    if not timedelta(seconds=1) <= asked <= life:
        message = f"A shorter life is from 1 s to the configured {int(life.total_seconds())} s."
        raise InvalidInput([Problem(reason=Reason.INVALID_FIELD, path="ttl", message=message)])
    return asked


def _build_stamp_inputs(
    facts: Facts, kind: TokenKind, *, now: datetime, expires_at: datetime, jti: str, session: SessionTimes | None, signer: Signer | None
) -> StampInputs:
    configuration, request, application = facts.configuration, facts.request, facts.application
    authentication = request.authentication
    return StampInputs(
        issuer_url=configuration.issuer_url,
        issuer_id=configuration.issuer,
        subject_id=facts.subject.id,
        issued_at=int(now.timestamp()),
        expires_at=int(expires_at.timestamp()),
        jti=jti,
        sid=session.id if session else "",
        refresh_expires_at=int(session.expires_at.timestamp()) if session else 0,
        tenant_id=facts.tenant_id,
        authorization=facts.authorization,
        client_id=(application.client_id or application.id) if application else "",
        audience=_audience(application, configuration.project.id),
        scopes=facts.scopes,
        inbound=application is not None and application.kind is ApplicationKind.INBOUND,
        nonce=request.nonce,
        at_hash=_at_hash(request.access_token, signer) if kind is TokenKind.ID else "",
        amr=authentication.amr,
        auth_time=int(authentication.auth_time.timestamp()) if authentication.auth_time else 0,
        acr=authentication.acr,
        step_up=is_stepped_up(authentication, now),
        impersonator_id=authentication.impersonator_id,
        client_claims=request.client_claims,
    )


def _audience(application: Application | None, project_id: str) -> tuple[str, ...]:
    if application is None:
        return ()
    if application.audience_policy is AudiencePolicy.NONE:
        return ()
    return {
        AudiencePolicy.CLIENT_ID: (application.client_id or application.id,),
        AudiencePolicy.PROJECT_ID: (project_id,),
        AudiencePolicy.APPLICATION_ID: (application.id,),
        AudiencePolicy.CUSTOM: application.audiences,
    }[application.audience_policy]


def _at_hash(access_token: str, signer: Signer | None) -> str:
    if not access_token or signer is None:
        return ""
    digest = hashlib.new(_AT_HASHES[signer.algorithm], access_token.encode()).digest()
    return encode_segment(digest[: len(digest) // 2]).decode()


def _measure(kind: TokenKind, evaluation: Evaluation, signer: Signer | None, facts: Facts) -> TokenSize:
    return build_size(
        header_bytes=signer.header_bytes(kind) if signer else 0,
        payload_bytes=len(evaluation.checked.payload if evaluation.checked is not None else evaluation.payload.encode()),
        signature_bytes=signer.signature_bytes if signer else 0,
        rules=facts.configuration.budget_rules(kind),
    )
