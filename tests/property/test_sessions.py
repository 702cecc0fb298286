"""Sessions under random calls, also backwards in time and across restarts: what happens is what a small model says."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from mintmark_server.app import Components
from mintmark_server.call import Call
from mintmark_server.claims.kinds import Notation, TemplateKind, TokenKind
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.errors import MintmarkError
from mintmark_server.keys.encryption import EncryptionKey
from mintmark_server.model.directory import (
    Application,
    ApplicationKind,
    LifetimeOverrides,
    Lifetimes,
    Membership,
    Project,
    Tenant,
    User,
    UserStatus,
)
from mintmark_server.model.layers import Template
from mintmark_server.model.record import Ref
from mintmark_server.model.sessions import Session
from mintmark_server.storage.memory import MemoryStore
from mintmark_server.testing import PUBLIC_URL, START, MovingClock
from mintmark_server.tokens.request import IssueRequest, UserChoice
from mintmark_server.tokens.sessions import RefreshRequest

from tests.project import decode
from tests.property.session_model import IDLE, LIFE, OVERLAP, Model, ModelSession, ModelUser

T = TypeVar("T")
KEK = EncryptionKey(os.urandom(32))
COMMON: dict[str, Any] = {"project_id": "p", "uid": "", "revision": 1, "created_at": START, "updated_at": START}
TENANTS = st.sampled_from(["", "acme", "globex"])
REQUESTS = st.one_of(
    st.just(("", None)), st.tuples(st.just("tenant"), st.sampled_from(["acme", "globex"])), st.tuples(st.just("claims"), st.integers(1, 3))
)
SHORT = st.sampled_from([1, 4, 9, 10, 11, -5])
LONG = st.sampled_from([60, 600, 1_700, 1_800, 7_300, 650_000, -60, -600, -3_600])
EVENTS = st.sampled_from(["restart"] * 4 + ["maintain"] * 4 + ["new key"] * 2 + ["revoke", "revoke all", "revoke key"])
CHANGES = st.sampled_from(["heal"] * 6 + ["disable", "application", "name", "long name", "delete"])
NUMBERS = st.integers(0, 7)
"""Which session, modulo how many there are."""


def run(command: Callable[[], T]) -> T | str:
    """Return what a command returns, or the reason that it is refused for."""
    try:
        return command()
    except MintmarkError as error:
        return error.reason.value


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.store = MemoryStore()
        self.clock = MovingClock()
        self.model = Model()
        self.real: list[str] = []
        self.tokens: list[list[str]] = []
        self.pairs: dict[tuple[int, int], tuple[str, ...]] = {}
        self.kids: list[str] = []
        self.births = 1
        self.start()
        directory = self.components.directory
        lifetimes = Lifetimes(refresh=LIFE, session_idle=IDLE)
        directory.projects.create(Project(id="p", lifetimes=lifetimes, **COMMON), validate_only=False, call=self.call())
        for tenant in ("acme", "globex"):
            directory.tenants.create(Tenant(id=tenant, **COMMON), validate_only=False, call=self.call())
        layer = LayerDefinition(notation=Notation.ADVANCED, source='{"name": "{{user.given_name}}", "org": "{{tenant.id}}"}')
        template = Template(id="t", kind=TemplateKind.USER, layer=layer, **COMMON)
        self.components.templates.create(template, validate_only=False, call=self.call())
        self.update("projects", "p", user_template_id="t")
        application = Application(id="web", kind=ApplicationKind.OIDC, lifetimes=LifetimeOverrides(), **COMMON)
        directory.applications.create(application, validate_only=False, call=self.call())
        self.create_user()
        self.note_key()
        self.open("")
        self.open("acme")

    def start(self) -> None:
        self.components = Components(self.store, KEK, self.clock, public_url=PUBLIC_URL)

    def call(self) -> Call:
        self.components.configurations.refresh()
        return Call(now=self.clock.now(), actor="credentials/test", method="test", request_id="r", peer="test")

    def update(self, noun: str, record_id: str, **fields: Any) -> None:
        methods = getattr(self.components.directory, noun)
        ref = Ref(noun, "p", record_id)
        methods.update(ref, lambda stored: replace(stored, **fields), etag="", allow_missing=False, validate_only=False, call=self.call())

    def create_user(self) -> None:
        memberships = tuple(Membership(tenant_id=tenant) for tenant in ("acme", "globex"))
        user = User(id="ada", given_name="Ada", memberships=memberships, **COMMON)
        self.components.directory.users.create(user, validate_only=False, call=self.call())

    def note_key(self) -> None:
        self.kids.append(self.components.keyring.signer("p").kid)
        self.model.key = len(self.kids) - 1

    @rule(tenant=TENANTS)
    def open(self, tenant: str) -> None:
        request = IssueRequest(
            kind=TokenKind.REFRESH, project_id="p", user=UserChoice(user_id="ada"), application_id="web", tenant_id=tenant
        )
        expected = self.model.open(tenant, self.clock.now())
        kinds = (TokenKind.SESSION, TokenKind.REFRESH)
        opened = run(lambda: self.components.issuer.open_session(request, kinds=kinds, call=self.call()))
        if isinstance(opened, str):
            assert opened == expected
            return
        assert expected == ""
        self.real.append(opened.session.id)
        self.tokens.append([opened.refresh_token.token])

    @rule(number=NUMBERS)
    def refresh(self, number: int) -> None:
        self.exchange(number, 0, ("", None))

    @rule(number=NUMBERS, tenant=st.sampled_from(["acme", "globex"]))
    def select_tenant(self, number: int, tenant: str) -> None:
        self.exchange(number, 0, ("tenant", tenant))

    @rule(number=NUMBERS, claims=st.integers(1, 3))
    def update_claims(self, number: int, claims: int) -> None:
        self.exchange(number, 0, ("claims", claims))

    @rule(number=NUMBERS)
    def repeat_now(self, number: int) -> None:
        self.repeat(number)

    def repeat(self, number: int) -> None:
        """Send the request that consumed the last generation once more."""
        number %= len(self.real)
        self.exchange(number, 1, self.model.sessions[number].window_request)

    @rule(number=NUMBERS, back=st.integers(1, 3), request=REQUESTS)
    def replay(self, number: int, back: int, request: tuple[str, Any]) -> None:
        self.exchange(number, back, request)

    def exchange(self, number: int, back: int, request: tuple[str, Any]) -> None:
        number %= len(self.real)
        session = self.model.sessions[number]
        self.do_exchange(number, session, max(1, session.generation - back), request)

    def do_exchange(self, number: int, session: ModelSession, generation: int, request: tuple[str, Any]) -> None:
        kind, value = request
        before = self.stored(number)
        expected = self.model.exchange(session, generation, request, self.clock.now())
        asked = RefreshRequest(
            refresh_token=self.tokens[number][generation - 1],
            tenant_name=f"projects/p/tenants/{value}" if kind == "tenant" else None,
            session_claims=LayerDefinition(notation=Notation.ADVANCED, source=json.dumps({"n": value})) if kind == "claims" else None,
        )
        life = self.components.session_life
        answer = run(lambda: life.refresh(asked, trusted=True, authorise=lambda _project: None, call=self.call()))
        if isinstance(answer, str):
            assert answer == expected
            if expected not in ("SESSION_ENDED", "UNAUTHENTICATED"):
                assert self.stored(number) == before, "a refused exchange changes nothing"
            return
        pair = tuple(answer.tokens[kind_].token for kind_ in (TokenKind.SESSION, TokenKind.REFRESH))
        if expected == "again":
            assert pair == self.pairs[number, generation]
            return
        assert expected == "new"
        assert pair[1] not in self.tokens[number]
        self.tokens[number].append(pair[1])
        self.pairs[number, generation] = pair
        header, payload = decode(pair[0])
        now = int(self.clock.now().timestamp())
        assert header["kid"] == self.kids[self.model.key]
        assert (payload["sub"], payload["sid"], payload["iat"]) == ("ada", self.real[number], now)
        assert (payload.get("dct", ""), payload["org"]) == (session.tenant, session.tenant)
        assert (payload["name"], payload.get("n", 0)) == (self.model.user.name, session.claims)
        assert payload["exp"] == min(now + 600, int(session.expires_at.timestamp()))
        assert set(payload.get("tenants", {})) == self.model.user.tenants

    def stored(self, number: int) -> Session | None:
        return self.store.get(Session, "p", self.real[number])

    @rule(span=st.one_of(SHORT, SHORT, SHORT, LONG))
    def time_passes(self, span: int) -> None:
        self.clock.move(timedelta(seconds=span))

    @rule(what=EVENTS, number=NUMBERS)
    def something_happens(self, what: str, number: int) -> None:
        match what:
            case "restart":
                self.start()
            case "maintain":
                self.components.maintain()
                self.model.maintain(self.clock.now())
            case "revoke":
                self.revoke(number % len(self.real))
            case "revoke all" if self.model.user.birth:
                there = [session for session in self.model.sessions if not session.removed]
                lasted = [self.model.revoke(session, self.clock.now()) for session in there]
                assert self.components.session_life.revoke_all("p", "ada", call=self.call()) == sum(lasted)
            case "new key" | "revoke key":
                self.change_key(revoke=what == "revoke key")

    def revoke(self, number: int) -> None:
        session = self.model.sessions[number]
        outcome = run(lambda: self.components.session_life.revoke(Ref("sessions", "p", self.real[number]), call=self.call()))
        assert (outcome == "NOT_FOUND") == session.removed
        self.model.revoke(session, self.clock.now())

    def change_key(self, *, revoke: bool) -> None:
        keys = self.components.keys
        if revoke:
            keys.revoke("p", self.kids[self.model.key], etag="", call=self.call())
            self.model.revoked_keys.add(self.model.key)
        else:
            fresh = keys.prepare("p", None, call=self.call())
            keys.activate("p", fresh.id, etag="", force=True, call=self.call())
        self.components.configurations.refresh()
        self.note_key()

    @rule(tenant=st.sampled_from(["acme", "globex"]))
    def leave(self, tenant: str) -> None:
        if self.model.user.birth:
            self.join(self.model.user.tenants - {tenant})

    @rule(number=NUMBERS, span=st.sampled_from([-5, -60, -600, -3_600, 9, 10]))
    def repeat_at_another_time(self, number: int, span: int) -> None:
        """Refresh, and send the same once more after the clock jumped."""
        self.exchange(number, 0, ("", None))
        self.clock.move(timedelta(seconds=span))
        self.repeat(number)

    @rule(change=CHANGES)
    def the_subject_moves_on(self, change: str) -> None:
        user = self.model.user
        match change:
            case "heal":
                self.heal()
            case "application":
                self.update("applications", "web", disabled=True)
                self.model.application_disabled = True
            case "disable" if user.birth:
                self.update("users", "ada", status=UserStatus.DISABLED)
                user.disabled = True
            case "name" | "long name" if user.birth:
                user.name = "Augusta" if change == "name" else "A" * 501
                self.update("users", "ada", given_name=user.name)
            case "delete" if user.birth:
                self.components.directory.users.delete(
                    Ref("users", "p", "ada"), etag="", allow_missing=False, validate_only=False, call=self.call()
                )
                self.model.user = ModelUser(birth=0)

    def heal(self) -> None:
        self.update("applications", "web", disabled=False)
        self.model.application_disabled = False
        if not self.model.user.birth:
            self.create_user()
            self.births += 1
            self.model.user = ModelUser(birth=self.births)
        self.update("users", "ada", status=UserStatus.ENABLED, given_name="Ada")
        self.model.user.disabled, self.model.user.name = False, "Ada"
        self.join({"acme", "globex"})

    def join(self, tenants: set[str]) -> None:
        self.update("users", "ada", memberships=tuple(Membership(tenant_id=tenant) for tenant in sorted(tenants)))
        self.model.user.tenants = tenants

    @invariant()
    def what_is_listed_is_what_is_shown(self) -> None:
        now = self.clock.now()
        for state in ("ACTIVE", "ENDED"):
            shown = [
                session_id
                for session_id, session in zip(self.real, self.model.sessions, strict=True)
                if not session.removed and bool(self.model.shown(session, now)) == (state == "ENDED")
            ]
            assert self.list_by(f"state:{state}", now) == sorted(shown)
            assert self.list_by(f"state:{state} AND user:ada", now) == sorted(shown)

    def list_by(self, filter_text: str, now: datetime) -> list[str]:
        """Return the ids of all pages of two."""
        found: list[str] = []
        token = ""
        while True:
            page = self.components.sessions.list_now("p", page_size=2, page_token=token, filter_text=filter_text, now=now)
            found += [session.id for session in page.records]
            token = page.next_page_token
            if not token:
                return found
            assert len(page.records) == 2

    @invariant()
    def what_is_shown_is_what_the_model_says(self) -> None:
        for number, session in enumerate(self.model.sessions):
            stored = self.stored(number)
            assert (stored is None) == session.removed
            if stored is not None:
                end = stored.end_by(self.clock.now())
                assert (end.cause.value if end else "") == self.model.shown(session, self.clock.now())
                assert (stored.generation, stored.tenant_id) == (session.generation, session.tenant)
                assert not any(token in repr(stored) for token in self.tokens[number])


CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large]


def test_sessions_live_as_the_model_says() -> None:
    run_state_machine_as_test(Life, settings=settings(max_examples=12, stateful_step_count=25, suppress_health_check=CHECKS))


@pytest.mark.long
@pytest.mark.timeout(300)
def test_sessions_live_as_the_model_says_for_long() -> None:
    run_state_machine_as_test(Life, settings=settings(max_examples=150, stateful_step_count=60, suppress_health_check=CHECKS))


def test_the_models_figures_are_the_projects_defaults() -> None:
    assert Project(id="p", **COMMON).refresh_policy.overlap == OVERLAP
