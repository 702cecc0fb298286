"""Plans: what a draft template would change in real subjects' tokens, before it is written.

Owns: evaluating the stored layers and the draft for one subject after the other, and counting. Never: signing, storing.

For users the session token is compared, for access keys theirs: without a flow and without client claims, for the tenant that the
template selects by itself. Both evaluations have the same snapshot, so what differs is the template's doing. Memory does not grow with
the number of subjects.

Most subjects need no two evaluations: what both programs resolve alike is resolved once (shortcut). Whoever has an absent,
failing or too large value anywhere is evaluated in full, twice; so is everyone where settings differ or a budget refuses tokens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mintmark_server.call import Call
from mintmark_server.claims.difference import Members
from mintmark_server.claims.evaluate import Evaluation
from mintmark_server.claims.kinds import TemplateKind, TokenKind
from mintmark_server.errors import Problem, ProblemsError
from mintmark_server.ids import format_name
from mintmark_server.model.directory import AccessKey, User, UserStatus
from mintmark_server.model.layers import Template
from mintmark_server.storage.port import Store, Term
from mintmark_server.tokens.assessment import Assessment
from mintmark_server.tokens.differences import OF_THE_TOKEN, Change, ChangeKind, compare_members
from mintmark_server.tokens.facts import Begun
from mintmark_server.tokens.issue import TokenIssuer
from mintmark_server.tokens.layering import Layering, with_key
from mintmark_server.tokens.records import SubjectView
from mintmark_server.tokens.request import NO_DRAFTS, Drafts, IssueRequest
from mintmark_server.tokens.shortcut import Shortcut, find_moved, find_shortcut

PAGE: Final = 500
"""Subjects read at a time; after each page the progress is told."""
MAX_CLAIM_COUNTS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What to plan. `application_id` names the application whose template it is, "" the project's default; 0 subjects means all."""

    draft: Template
    application_id: str = ""
    terms: tuple[Term, ...] = ()
    max_subjects: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectChange:
    """How one subject's token would change."""

    subject: str
    claims: tuple[Change, ...] = ()
    new_problems: tuple[Problem, ...] = ()
    payload_bytes_delta: int = 0


@dataclass(slots=True, kw_only=True)
class Progress:
    """Counts so far; `total` 0: nobody knows yet."""

    total: int = 0
    subjects: int = 0
    changed: int = 0
    newly_refused: int = 0
    newly_accepted: int = 0
    claims: Counter[Change] = field(default_factory=Counter)
    done: bool = False


_Side = Assessment | ProblemsError
"""What one side makes of a subject."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What differs for one subject, and which problems each side has."""

    claims: list[Change]
    payload_bytes_delta: int = 0
    old: tuple[Problem, ...] = ()
    new: tuple[Problem, ...] = ()


_SAME: Final = _Verdict([])


class Planner:
    """Plans changes of templates."""

    def __init__(self, store: Store, issuer: TokenIssuer) -> None:
        self._store = store
        self._loader = issuer.loader
        self._issuer = issuer

    def plan(self, request: PlanRequest, *, call: Call) -> Iterator[SubjectChange | Progress]:
        """Yield each subject whose token would change, the progress now and then, and at the end `done`. The draft is a checked one.

        Raises: NotFound for the application, DeadlineExceeded.
        """
        begun = self._loader.begin(_base(request), call)
        sides = [self._layer(begun, drafts) for drafts in (NO_DRAFTS, _drafts(request))]
        layerings = [side for side in sides if isinstance(side, Layering)]
        shortcut = find_shortcut(self._loader, begun, *layerings) if len(layerings) == len(sides) else None
        is_user = request.draft.kind is TemplateKind.USER
        record_type: type[User | AccessKey] = User if is_user else AccessKey
        progress = Progress(total=0 if request.terms else self._store.count(record_type, request.draft.project_id))
        after: str | None = ""
        while after is not None and not progress.done:
            page = self._store.list_records(record_type, request.draft.project_id, terms=request.terms, after=after, limit=PAGE)
            for subject in page.records:
                if not _gets_tokens(subject, call):
                    continue
                change = _count(subject, self._judge(begun, sides, shortcut, subject, call), progress)
                progress.subjects += 1
                if change is not None:
                    yield change
                if progress.subjects == request.max_subjects:
                    progress.done = True
                    break
            call.check_deadline()
            after = page.next_after
            if after is not None and not progress.done:
                yield progress
        progress.done = True
        yield progress

    def _layer(self, begun: Begun, drafts: Drafts) -> Layering | ProblemsError:
        layering = self._loader.layer(begun, None, drafts)
        try:
            layering.check()
        except ProblemsError as error:
            return error
        return layering

    def _judge(
        self,
        begun: Begun,
        sides: Sequence[Layering | ProblemsError],
        shortcut: Shortcut | None,
        subject: User | AccessKey,
        call: Call,
    ) -> _Verdict:
        """Return what differs for a subject, which is looked at once."""
        if all(isinstance(side, ProblemsError) for side in sides):
            return _compare(*(side for side in sides if isinstance(side, ProblemsError)))
        user, key = (subject, None) if isinstance(subject, User) else (None, subject)
        try:
            if key is not None:
                user = self._loader.find_bound_user(key)
        except ProblemsError as error:
            return _compare(error, error)
        members = shortcut.look(user, key, call) if shortcut is not None else None
        if shortcut is not None and members is not None:
            return _compare_members(members, shortcut.moved)
        views = [self._loader.view(record, begun) if record is not None else None for record in (user, key)]
        return _compare(*(self._assess_side(begun, side, views[0], views[1], call) for side in sides))

    def _assess_side(
        self, begun: Begun, layering: Layering | ProblemsError, user: SubjectView | None, key: SubjectView | None, call: Call
    ) -> _Side:
        if isinstance(layering, ProblemsError):
            return layering
        try:
            if key is not None and isinstance(key.record, AccessKey):
                layering = with_key(begun.configuration, layering, key.record)
            facts = self._loader.gather(begun, layering, user=user, key=key, call=call)
            return self._issuer.assess(facts, begun.request.kind, call, session=None)
        except ProblemsError as error:
            return error


def _base(request: PlanRequest) -> IssueRequest:
    kind = TokenKind.SESSION if request.draft.kind is TemplateKind.USER else TokenKind.ACCESS_KEY
    return IssueRequest(kind=kind, project_id=request.draft.project_id, application_id=request.application_id)


def _drafts(request: PlanRequest) -> Drafts:
    draft = replace(request.draft, revision=0)
    return Drafts(application_template=draft) if request.application_id else Drafts(template=draft)


def _gets_tokens(subject: User | AccessKey, call: Call) -> bool:
    if isinstance(subject, User):
        return subject.status is not UserStatus.DISABLED
    return subject.active and (subject.expires_at is None or call.now < subject.expires_at)


def _compare(before: _Side, now: _Side) -> _Verdict:
    """Compare what two sides make of a subject."""
    changes: list[Change] = []
    delta = 0
    if isinstance(before, Assessment) and isinstance(now, Assessment) and not before.problems and not now.problems:
        changes = _compare_claims(before.evaluation, now.evaluation)
        delta = now.size.payload_bytes - before.size.payload_bytes
    return _Verdict(changes, delta, before.problems, now.problems)


def _compare_members(members: Members, moved: Sequence[str]) -> _Verdict:
    """Compare where two payloads without problems differ."""
    if not members.before and not members.now and not moved:
        return _SAME
    before, now = members.texts()
    return _Verdict(_add_moved(compare_members(before, now), moved), members.bytes_delta())


def _compare_claims(before: Evaluation, now: Evaluation) -> list[Change]:
    changes: list[Change] = []
    if before.payload != now.payload:
        changes = compare_members(
            {name: text for name, text in before.texts().items() if name not in OF_THE_TOKEN},
            {name: text for name, text in now.texts().items() if name not in OF_THE_TOKEN},
        )
    return _add_moved(changes, find_moved(before.deciding_layers(), now.deciding_layers()))


def _add_moved(changes: list[Change], moved: Sequence[str]) -> list[Change]:
    """Add the claims that say the same, but by another layer."""
    told = {change.path for change in changes}
    added = [Change(name, ChangeKind.ORIGIN_CHANGED) for name in moved if name not in told]
    return sorted([*changes, *added], key=lambda change: change.path) if added else changes


def _count(subject: User | AccessKey, verdict: _Verdict, progress: Progress) -> SubjectChange | None:
    """Count a subject; return how its token would change, None where it would not."""
    if verdict is _SAME:
        return None
    old, new = verdict.old, verdict.new
    if new and not old:
        progress.newly_refused += 1
    if old and not new:
        progress.newly_accepted += 1
    fresh = tuple(problem for problem in new if problem not in old)
    if not verdict.claims and not fresh and bool(old) is bool(new):
        return None
    progress.changed += 1
    for change in verdict.claims:
        if change in progress.claims or len(progress.claims) < MAX_CLAIM_COUNTS:
            progress.claims[change] += 1
    return SubjectChange(
        subject=format_name(subject.ref),
        claims=tuple(verdict.claims),
        new_problems=fresh,
        payload_bytes_delta=verdict.payload_bytes_delta,
    )
