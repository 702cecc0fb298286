"""Assessing: steps 2 to 5 of the pipeline, with what the finished token adds.

Owns: `Assessment`, what the stamps are made of (ids, times), sizes against budgets, the digest. Never: claims logic (claims), signing.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from mintmark.jws import encode_segment

from mintmark_server.call import Call
from mintmark_server.claims.evaluate import Evaluation, Warning, evaluate, find_overridden_subject
from mintmark_server.claims.kinds import TokenKind, WarningReason
from mintmark_server.claims.snapshot import Snapshot, StampInputs
from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.frozen import value
from mintmark_server.ids import random_hex
from mintmark_server.keys.keyring import Keyring
from mintmark_server.keys.signer import Signer
from mintmark_server.model.directory import AccessKey, User
from mintmark_server.model.sessions import NO_AUTHENTICATION
from mintmark_server.secret import DigestKey
from mintmark_server.storage.port import Store
from mintmark_server.tokens.facts import Facts
from mintmark_server.tokens.request import IssueRequest
from mintmark_server.tokens.roots import is_stepped_up
from mintmark_server.tokens.sizes import TokenSize, budget_problem

_JTI_WORDS: Final = 2
_SESSION_JTI_WORDS: Final = 1
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
class SessionTimes:
    """The session that a token belongs to, as far as its stamps need it."""

    id: str
    expires_at: datetime


class Assessor:
    """Evaluates and measures."""

    def __init__(self, store: Store, keyring: Keyring) -> None:
        self._store = store
        self._keyring = keyring

    def assess(self, facts: Facts, kind: TokenKind, call: Call, *, session: SessionTimes | None) -> Assessment:
        """Do steps 2 to 5 and measure; what refuses the token is in the answer."""
        configuration = facts.configuration
        keys = self._keyring.get(configuration.project.id)
        expires_at = call.now + choose_lifetime(facts, kind)
        if session is not None:
            expires_at = session.expires_at if kind is TokenKind.REFRESH else min(expires_at, session.expires_at)
        authentication = facts.request.authentication
        if authentication.step_up_until is not None and kind is TokenKind.SESSION and is_stepped_up(authentication, call.now):
            # A token that says `su` never outlives the step-up.
            expires_at = min(expires_at, authentication.step_up_until)
        jti = ""
        if session is not None:
            jti = f"{session.id}.{random_hex(_SESSION_JTI_WORDS)}"
        elif facts.layering.settings.add_jti or kind in (TokenKind.REFRESH, TokenKind.ID):
            jti = random_hex(_JTI_WORDS)
        stamps = _build_stamp_inputs(facts, kind, now=call.now, expires_at=expires_at, jti=jti, session=session, signer=keys.signer)
        gathered = facts.gathered
        program = facts.layering.program(kind, configuration, facts.application, gathered.scopes)
        evaluation = evaluate(
            program,
            Snapshot(roots=facts.roots, records=gathered.records, stamps=stamps, views=gathered.views, kept=gathered.kept),
        )
        problems = evaluation.problems
        if evaluation.careful:
            problems = (*problems, *self._find_taken_subject(facts, evaluation))
        size = _measure(kind, evaluation, keys.signer, facts)
        warnings = evaluation.warnings
        enforced = tuple([budget_problem(report) for report in size.exceeded if report.enforced])
        for report in size.exceeded:
            if not report.enforced:
                problem = budget_problem(report)
                warnings = (*warnings, Warning(WarningReason.BUDGET_EXCEEDED, problem.path, problem.message))
        return Assessment(
            evaluation=evaluation,
            size=size,
            warnings=warnings,
            problems=(*problems, *enforced),
            request_caused=evaluation.request_caused or (bool(enforced) and _brought_claims(facts.request)),
            digest=_digest(evaluation, keys.digest_key),
            expires_at=expires_at,
            jti=jti,
        )

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


def choose_lifetime(facts: Facts, kind: TokenKind) -> timedelta:
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


def _brought_claims(request: IssueRequest) -> bool:
    return bool(request.client_claims or request.flow_context or request.inline_flow)


def _build_stamp_inputs(
    facts: Facts, kind: TokenKind, *, now: datetime, expires_at: datetime, jti: str, session: SessionTimes | None, signer: Signer | None
) -> StampInputs:
    configuration, request, gathered = facts.configuration, facts.request, facts.gathered
    authentication = request.authentication
    told: dict[str, Any] = {}
    if authentication is not NO_AUTHENTICATION:
        told = {
            "amr": authentication.amr,
            "auth_time": int(authentication.auth_time.timestamp()) if authentication.auth_time else 0,
            "acr": authentication.acr,
            "step_up": is_stepped_up(authentication, now),
            "impersonator_id": authentication.impersonator_id,
        }
    if session is not None:
        told["sid"] = session.id
        told["refresh_expires_at"] = int(session.expires_at.timestamp())
    if kind is TokenKind.ID:
        told["at_hash"] = _at_hash(request.access_token, signer)
    return StampInputs(
        issuer_url=configuration.issuer_url,
        issuer_id=configuration.issuer,
        subject_id=facts.subject.id,
        issued_at=int(now.timestamp()),
        expires_at=int(expires_at.timestamp()),
        jti=jti,
        tenant_id=gathered.tenant_id,
        authorization=gathered.authorization,
        client_id=gathered.client_id,
        audience=gathered.audience,
        scopes=gathered.scopes,
        inbound=gathered.inbound,
        nonce=request.nonce,
        client_claims=request.client_claims,
        **told,
    )


def _at_hash(access_token: str, signer: Signer | None) -> str:
    if not access_token or signer is None:
        return ""
    digest = hashlib.new(_AT_HASHES[signer.algorithm], access_token.encode()).digest()
    return encode_segment(digest[: len(digest) // 2]).decode()


def _measure(kind: TokenKind, evaluation: Evaluation, signer: Signer | None, facts: Facts) -> TokenSize:
    payload_bytes = len(evaluation.checked.payload if evaluation.checked is not None else evaluation.payload.encode())
    if signer is None:
        return facts.configuration.size(kind, 0, payload_bytes, 0)
    return facts.configuration.size(kind, signer.header_bytes(kind), payload_bytes, signer.signature_bytes)


def _digest(evaluation: Evaluation, key: DigestKey) -> str:
    """Return the keyed digest; that of kept claims is kept with them, as long as text and key are the same."""
    text = evaluation.digest_text()
    if evaluation.settled is None:
        return key.digest(text)
    settled = evaluation.settled
    if settled.keyed is None or settled.keyed[0] is not key or settled.keyed[1] is not text:
        settled.keyed = (key, text, key.digest(text))
    return settled.keyed[2]
