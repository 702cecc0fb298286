"""Introspection: the verifier's checks, plus the state of key, session, application and subject (RFC 7662).

Owns: whether a token holds now. Never: why it does not; to the caller an inactive token says nothing else.

| what | the token holds while |
| --- | --- |
| its signing key | it is published: not revoked, not retired |
| its session, if it has one | it has not ended, expired or been idle too long; of refresh tokens only the newest holds |
| its application | it is not disabled |
| its user | it exists, is not disabled, and is the very user for whom the session was opened, not a later one of that id |
| its access key | it exists, is active and has not expired; its bound user, if any, like a user |
| its selected tenant | the subject is a member |
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mintmark.verify import ANY_AUDIENCE, DEFAULT_KINDS, Kind, TokenRefusedError, VerifiedToken, verify_token

from mintmark_server import secret
from mintmark_server.call import Call
from mintmark_server.keys.keyring import Keyring
from mintmark_server.model.directory import AccessKey, Application, User, UserStatus
from mintmark_server.model.sessions import Session
from mintmark_server.storage.port import Store
from mintmark_server.tokens.configuration import Configurations
from mintmark_server.tokens.records import RecordCache


@dataclass(frozen=True, slots=True)
class ActiveToken:
    """A token that holds. `subject_id` is the real one, also where a template overrode `sub`."""

    token: VerifiedToken
    subject_id: str


class Introspector:
    """Looks at tokens."""

    def __init__(self, store: Store, records: RecordCache, configurations: Configurations, keyring: Keyring) -> None:
        self._store = store
        self._records = records
        self._configurations = configurations
        self._keyring = keyring

    def introspect(
        self, project_id: str, text: str, *, kinds: Collection[Kind] = DEFAULT_KINDS, audience: str = "", call: Call
    ) -> ActiveToken | None:
        """Return the token, or None where it does not hold; `audience` "" asks for none. Raises: NotFound for the project."""
        configuration = self._configurations.get(project_id)
        try:
            token = verify_token(
                text,
                self._keyring.get(project_id).verification_keys,
                issuers={configuration.issuer, configuration.issuer_url},
                kinds=kinds,
                audience=audience or ANY_AUDIENCE,
                now=call.now.timestamp(),
            )
        except TokenRefusedError:
            return None
        session = self._store.get(Session, project_id, token.session_id) if token.session_id else None
        holds = (
            (not token.session_id or _session_holds(session, token, text, call))
            and self._application_holds(project_id, token, session)
            and self._subject_holds(project_id, token, session, call)
        )
        return ActiveToken(token, token.user_id) if holds else None

    def _subject_holds(self, project_id: str, token: VerifiedToken, session: Session | None, call: Call) -> bool:
        if session is not None and not session.has_user:
            return True
        user_id, memberships = token.user_id, None
        if token.kind is Kind.ACCESS_KEY:
            key = self._records.get(AccessKey, project_id, token.user_id)
            if key is None or not key.active or (key.expires_at is not None and key.expires_at <= call.now):
                return False
            user_id, memberships = key.bound_user_id, key.memberships
        if user_id:
            user = self._records.get(User, project_id, user_id)
            if user is None or user.status is UserStatus.DISABLED:
                return False
            if session is not None and session.user_uid and session.user_uid != user.uid:
                return False
            memberships = user.memberships
        return not token.tenant_id or token.tenant_id in {membership.tenant_id for membership in memberships or ()}

    def _application_holds(self, project_id: str, token: VerifiedToken, session: Session | None) -> bool:
        application: Application | None = None
        if session is not None and session.application_id:
            application = self._store.get(Application, project_id, session.application_id)
        elif token.kind is Kind.ID:
            client_id = str(token.claims.get("azp", token.claims["aud"]))
            application = self._store.find(Application, project_id, "client_id", client_id)
            application = application or self._store.get(Application, project_id, client_id)
        else:
            return True
        return application is not None and not application.disabled


def _session_holds(session: Session | None, token: VerifiedToken, text: str, call: Call) -> bool:
    if session is None or session.end_by(call.now) is not None:
        return False
    return token.kind is not Kind.REFRESH or secret.equal(secret.digest(text), session.refresh_digest)
