"""Introspection: the verifier's checks, plus the state of session, key and subject (RFC 7662).

Owns: whether a token holds now. Never: why it does not; to the caller an inactive token says nothing else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mintmark.verify import DEFAULT_KINDS, Kind, TokenRefusedError, VerifiedToken, verify_token

from mintmark_server.call import Call
from mintmark_server.keys.keyring import Keyring
from mintmark_server.model.directory import AccessKey, User, UserStatus
from mintmark_server.model.sessions import Session
from mintmark_server.storage.port import Store
from mintmark_server.tokens.configuration import Configurations


@dataclass(frozen=True, slots=True)
class ActiveToken:
    """A token that holds. `subject_id` is the real one, also where a template overrode `sub`."""

    token: VerifiedToken
    subject_id: str


class Introspector:
    """Looks at tokens."""

    def __init__(self, store: Store, configurations: Configurations, keyring: Keyring) -> None:
        self._store = store
        self._configurations = configurations
        self._keyring = keyring

    def introspect(
        self, project_id: str, text: str, *, kinds: Collection[Kind] = DEFAULT_KINDS, audience: str = "", call: Call
    ) -> ActiveToken | None:
        """Return the token, or None where it does not hold. Raises: NotFound for the project."""
        configuration = self._configurations.get(project_id)
        try:
            token = verify_token(
                text,
                self._keyring.get(project_id).verification_keys,
                issuers={configuration.issuer, configuration.issuer_url},
                kinds=kinds,
                audience=audience,
                now=call.now.timestamp(),
            )
        except TokenRefusedError:
            return None
        if not self._holds(project_id, token, call):
            return None
        return ActiveToken(token, token.user_id)

    def _holds(self, project_id: str, token: VerifiedToken, call: Call) -> bool:
        """Tell whether session and subject are still there: the very user for whom the session was opened, not a later one of that id."""
        if token.kind is Kind.ACCESS_KEY:
            key = self._store.get(AccessKey, project_id, token.user_id)
            return key is not None and key.active and (key.expires_at is None or call.now < key.expires_at)
        session = self._store.get(Session, project_id, token.session_id) if token.session_id else None
        if token.session_id and (session is None or session.end_by(call.now) is not None):
            return False
        if session is not None and not session.has_user:
            return True
        user = self._store.get(User, project_id, token.user_id)
        if user is None or user.status is UserStatus.DISABLED:
            return False
        return session is None or not session.user_uid or session.user_uid == user.uid
