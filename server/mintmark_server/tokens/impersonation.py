"""Subjects that are not simply the user who signed in: somebody acts as them, or nobody is known.

Owns: who may be impersonated by whom, the stand-in for nobody. Never: which caller may ask for it (rpc).
"""

from __future__ import annotations

from datetime import datetime

from mintmark_server.errors import FailedState, InvalidInput, NotFound, Problem, Reason
from mintmark_server.ids import format_name, new_id
from mintmark_server.model.directory import Project, User, UserStatus
from mintmark_server.model.record import Ref
from mintmark_server.tokens.records import RecordCache

_PATH = "authentication.impersonator"


def check_impersonation(records: RecordCache, project: Project, user: User, impersonator_id: str, now: datetime) -> None:
    """Check that one user may act as another now: at issue, and again at each refresh.

    Raises: NotFound, InvalidInput INVALID_FIELD (of oneself), FailedState SUBJECT_DISABLED (the impersonator), CONSENT_REQUIRED.
    """
    if impersonator_id == user.id:
        raise InvalidInput([Problem(reason=Reason.INVALID_FIELD, path=_PATH, message="Nobody impersonates themselves.")])
    impersonator = records.get(User, project.id, impersonator_id)
    if impersonator is None:
        raise NotFound(format_name(Ref(User.noun, project.id, impersonator_id)))
    if impersonator.status is UserStatus.DISABLED:
        problem = Problem(reason=Reason.SUBJECT_DISABLED, path=_PATH, message="The impersonator is disabled.", hint="Enable it.")
        raise FailedState([problem])
    until = user.impersonation_consent_expires_at
    if project.impersonation_needs_consent and (until is None or until <= now):
        message = "The user does not consent to being impersonated." if until is None else "The user's consent is over."
        hint = "Ask the user, and set `impersonation_consent_expire_time`."
        raise FailedState([Problem(reason=Reason.CONSENT_REQUIRED, path=_PATH, message=message, hint=hint)])


def build_nobody(project_id: str, user_id: str, now: datetime) -> User:
    """Return the stand-in for an anonymous session's user: an id, and nothing else. It is never stored and has no `uid`."""
    return User(project_id=project_id, id=user_id or new_id("A"), uid="", revision=0, created_at=now, updated_at=now)
