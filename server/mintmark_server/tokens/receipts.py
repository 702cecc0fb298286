"""Receipts: what was issued from what, as revisions and digests, never values (DESIGN §7).

Owns: building them, finding them again, and for how long they are kept. Never: explaining (explaining).

| setting | what is kept |
| --- | --- |
| SESSIONS | with a session, those of its latest two generations |
| ALL | that, and one of each token by itself |
| OFF | nothing |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from mintmark_server import secret
from mintmark_server.claims.kinds import TokenKind
from mintmark_server.ids import new_uid
from mintmark_server.lazy import append
from mintmark_server.model.directory import ReceiptMode
from mintmark_server.model.sessions import IssueReceipt, Receipt, Session, TokenReceipt
from mintmark_server.storage.port import Put, Store
from mintmark_server.tokens.facts import Facts
from mintmark_server.tokens.issued import IssuedToken

RETENTION: Final = timedelta(days=7)
"""How long receipts, and sessions with theirs, are kept after the tokens are over."""
KEPT_GENERATIONS: Final = 2
_DIGEST_CHARS: Final = 32


@dataclass(frozen=True, slots=True)
class Found:
    """A receipt, the token in it that was asked for, and what kept it: the session, or the receipt's own record."""

    issue: IssueReceipt
    token: TokenReceipt
    session: Session | None = None
    record: Receipt | None = None


def build_receipt(facts: Facts, issued: Mapping[TokenKind, IssuedToken], *, generation: int, now: datetime) -> IssueReceipt:
    """Return the receipt of tokens that were issued together."""
    tokens = [
        TokenReceipt(
            kind=kind,
            jti=one.jti,
            token_digest=_digest(one.token),
            digest=one.assessment.digest,
            expires_at=one.assessment.expires_at,
        )
        for kind, one in sorted(issued.items())
    ]
    return IssueReceipt(
        generation=generation,
        issued_at=now,
        key_id=next(iter(issued.values())).key_id,
        tokens=tuple(tokens),
        layers=facts.layering.revisions,
        records=facts.records,
        overrides=tuple(sorted({name for one in issued.values() for name in one.overrides})),
    )


def keep_with_session(session: Session | None, facts: Facts, receipt: IssueReceipt) -> Sequence[IssueReceipt]:
    """Return the receipts that a session has from now on."""
    if facts.configuration.project.receipt_mode is ReceiptMode.OFF:
        return ()
    earlier = session.receipts if session is not None else ()
    return append(earlier, receipt, kept=KEPT_GENERATIONS)


def keep_by_itself(facts: Facts, issued: Mapping[TokenKind, IssuedToken], receipt: IssueReceipt, *, session_id: str) -> tuple[Put, ...]:
    """Return the records of receipts, for a project that wants them of all tokens."""
    return tuple(Put(record) for record in _build_records(facts, issued, receipt, session_id))


def _build_records(facts: Facts, issued: Mapping[TokenKind, IssuedToken], receipt: IssueReceipt, session_id: str) -> Iterable[Receipt]:
    request = facts.request
    for token in receipt.tokens:
        one = issued[token.kind]
        kept_until = token.expires_at + RETENTION
        key = token.jti or token.token_digest
        yield Receipt(
            project_id=request.project_id,
            id=f"{int(kept_until.timestamp()):012}-{_digest(key)}",
            uid=new_uid(),
            revision=1,
            created_at=receipt.issued_at,
            updated_at=receipt.issued_at,
            key=key,
            # What was issued alone has its receipt already.
            issue=receipt if len(receipt.tokens) == 1 else replace(receipt, key_id=one.key_id, tokens=(token,), overrides=one.overrides),
            session_id=session_id,
            user_id=facts.subject.id if token.kind is not TokenKind.ACCESS_KEY else "",
            access_key_id=facts.subject.id if token.kind is TokenKind.ACCESS_KEY else "",
            application_id=request.application_id,
            tenant_id=facts.tenant_id,
            scopes=request.scopes,
            kept_until=kept_until,
        )


class Receipts:
    """Finds receipts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find_by_token(self, project_id: str, text: str, *, jti: str, session_id: str) -> Found | None:
        """Return the receipt of a token, or None where none was kept."""
        digest = _digest(text)
        by_session = self._find_in_session(project_id, session_id, lambda token: token.token_digest == digest)
        return by_session or self._find_record(project_id, jti or digest)

    def find_by_jti(self, project_id: str, jti: str) -> Found | None:
        """Return the receipt of the token with this `jti`; a session's start with its id."""
        by_session = self._find_in_session(project_id, jti.partition(".")[0], lambda token: token.jti == jti)
        return by_session or self._find_record(project_id, jti)

    def find_by_session(self, session: Session) -> Found | None:
        """Return the receipt of a session's newest token: the session token, where one was issued."""
        if not session.receipts:
            return None
        issue = session.receipts[-1]
        tokens = {token.kind: token for token in issue.tokens}
        return Found(issue, tokens.get(TokenKind.SESSION) or issue.tokens[0], session=session)

    def _find_in_session(self, project_id: str, session_id: str, fits: Callable[[TokenReceipt], bool]) -> Found | None:
        session = self._store.get(Session, project_id, session_id) if session_id else None
        for issue in session.receipts if session is not None else ():
            for token in issue.tokens:
                if fits(token):
                    return Found(issue, token, session=session)
        return None

    def _find_record(self, project_id: str, key: str) -> Found | None:
        record = self._store.find(Receipt, project_id, "key", key)
        return Found(record.issue, record.issue.tokens[0], record=record) if record is not None else None


def _digest(text: str) -> str:
    return secret.digest(text)[:_DIGEST_CHARS]
