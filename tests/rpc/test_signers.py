"""A remote signer that is slow, failing or lying: nothing is issued, nothing consumed, and the answer says when to try again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from mintmark import errors
from mintmark.client import Client
from mintmark.v1 import key_service_pb2, token_service_pb2
from mintmark_server.claims.check import CheckedClaims, seal
from mintmark_server.claims.kinds import TokenKind
from mintmark_server.errors import Unavailable
from mintmark_server.keys.bounded import MAX_WAITING, BoundedSigner
from mintmark_server.keys.encryption import EncryptionKey
from mintmark_server.keys.material import load_signer
from mintmark_server.keys.signer import LocalSigner
from mintmark_server.model.security import SigningKey
from mintmark_server.model.sessions import Receipt, Session
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest, decode
from tests.rpc.calls import introspect, open_session, refresh


class FakeRemoteSigner:
    """Signs over a network that the test breaks: `mood` says how."""

    remote = True

    def __init__(self, local: LocalSigner, moods: dict[str, str]) -> None:
        self._local = local
        self._moods = moods
        self.kid, self.algorithm, self.public_key = local.kid, local.algorithm, local.public_key
        self.signature_bytes = local.signature_bytes
        self.signed = 0
        self.released = threading.Event()

    def header_bytes(self, kind: TokenKind) -> int:
        return self._local.header_bytes(kind)

    def sign(self, claims: CheckedClaims) -> str:
        self.signed += 1
        token = self._local.sign(claims)
        header, payload, signature = token.split(".")
        match self._moods.get("now", ""):
            case "slow":
                self.released.wait(30)
            case "away":
                raise ConnectionError("connection refused by kms.internal:443")
            case "wrong signature":
                return f"{header}.{payload}.{signature[:-8]}{'A' * 8 if not signature.endswith('A' * 8) else 'B' * 8}"
            case "no signature":
                return f"{header}.{payload}."
            case "other claims":
                sealed = seal(claims.kind, '{"sub":"mallory"}', [])
                assert sealed is not None
                return self._local.sign(sealed)
            case "other key":
                return f"{header[:-4]}AAAA.{payload}.{signature}"
            case "nonsense":
                return "nonsense"
            case "second fails" if self.signed % 2 == 0:
                raise ConnectionError("gone")
        return token


@pytest.fixture(scope="module")
def moods() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def signers() -> list[FakeRemoteSigner]:
    return []


@pytest.fixture(scope="module")
def service(moods: dict[str, str], signers: list[FakeRemoteSigner]) -> Iterator[TestService]:
    def load(key: SigningKey, encryption_key: EncryptionKey) -> BoundedSigner:
        signers.append(FakeRemoteSigner(load_signer(key, encryption_key), moods))
        return BoundedSigner(signers[-1], wait=timedelta(seconds=0.2))

    with run_service(load=load) as running:
        yield running


@pytest.fixture
def mood(moods: dict[str, str], signers: list[FakeRemoteSigner]) -> Iterator[dict[str, str]]:
    yield moods
    moods.clear()
    for signer in signers:
        signer.released.set()


def stored(service: TestService) -> tuple[Any, ...]:
    store = service.components.store
    return tuple(store.list_all(Session)), tuple(store.list_all(Receipt))


@pytest.mark.parametrize(
    "how", ["slow", "away", "wrong signature", "no signature", "other claims", "other key", "nonsense", "second fails"]
)
def test_nothing_is_issued_or_consumed_without_a_true_signature(
    service: TestService, project: ProjectUnderTest, mood: dict[str, str], how: str
) -> None:
    project.update_settings(receipt_mode="RECEIPT_MODE_ALL", verify_one_in_n=0)
    opened = open_session(project)
    before = stored(service)
    audited = len(service.components.store.list_audit(project.id, after=0, limit=99))
    mood["now"] = how
    with Client(service.target) as subject:
        for call in (lambda: open_session(project), lambda: refresh(subject, opened.refresh_token.token)):
            with pytest.raises(errors.SignerUnavailableError) as caught:
                call()
            assert caught.value.details.code == "UNAVAILABLE"
            assert caught.value.details.retry_after == timedelta(seconds=1)
            assert "kms.internal" not in str(caught.value), "what an adapter says stays in the log"
        assert stored(service) == before
        assert len(service.components.store.list_audit(project.id, after=0, limit=99)) == audited
        mood.clear()
        answer = refresh(subject, opened.refresh_token.token)
    assert answer.session.generation == 2
    assert introspect(project, answer.session_token.token).active


def test_each_signature_of_a_remote_signer_is_verified_in_full(project: ProjectUnderTest, mood: dict[str, str]) -> None:
    project.update_settings(verify_one_in_n=0)
    project.issue()
    mood["now"] = "wrong signature"
    for _ in range(5):
        with pytest.raises(errors.SignerUnavailableError):
            project.issue()


def test_verifying_goes_on_while_the_signer_is_away(project: ProjectUnderTest, mood: dict[str, str]) -> None:
    token = project.issue().token
    mood["now"] = "away"
    assert introspect(project, token).active
    assert (
        decode(token)[0]["kid"]
        in project.client.keys.GetJsonWebKeySet(key_service_pb2.GetJsonWebKeySetRequest(parent=project.name)).key_set
    )


def test_a_preview_needs_no_signature(project: ProjectUnderTest, mood: dict[str, str]) -> None:
    mood["now"] = "away"
    request = token_service_pb2.PreviewTokenRequest(session=project.session_request())
    assert project.client.tokens.PreviewToken(request).evaluation.payload


def test_signatures_that_never_come_are_bounded(project: ProjectUnderTest, signers: list[FakeRemoteSigner], mood: dict[str, str]) -> None:
    project.issue()
    bounded = BoundedSigner(signers[-1], wait=timedelta(milliseconds=1))
    claims = seal(TokenKind.SESSION, "{}", [])
    assert claims is not None
    mood["now"] = "slow"
    for _ in range(MAX_WAITING):
        with pytest.raises(Unavailable, match="in time"):
            bounded.sign(claims)
    before = signers[-1].signed
    with pytest.raises(Unavailable, match="too many"):
        bounded.sign(claims)
    assert signers[-1].signed == before
