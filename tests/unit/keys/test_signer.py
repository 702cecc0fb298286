"""The signer takes checked claims only, and a token that says anything else is thrown away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from mintmark.jws import JwsError, encode_segment, parse, verify
from mintmark_server.claims.check import CheckedClaims, seal
from mintmark_server.claims.kinds import TokenKind
from mintmark_server.errors import Problem, Reason, Unavailable
from mintmark_server.keys.encryption import EncryptionKey, EncryptionKeyError
from mintmark_server.keys.material import generate_key, load_signer
from mintmark_server.keys.signer import LocalSigner, TokenProver
from mintmark_server.model.directory import Algorithm
from mintmark_server.model.security import KeyState
from mintmark_server.testing import START

KEK = EncryptionKey(bytes(32))


def make_signer(algorithm: Algorithm = Algorithm.ES256) -> LocalSigner:
    return load_signer(generate_key("p", algorithm, KEK, state=KeyState.ACTIVE, now=START), KEK)


def checked(payload: str = '{"a":1}', kind: TokenKind = TokenKind.SESSION) -> CheckedClaims:
    made = seal(kind, payload, [])
    assert made is not None
    return made


def test_checked_claims_are_made_in_one_place() -> None:
    with pytest.raises(TypeError, match="nowhere else"):
        CheckedClaims(TokenKind.SESSION, b"{}", object())
    problem = Problem(reason=Reason.RESERVED_CLAIM, path="a", message="m")
    assert seal(TokenKind.SESSION, "{}", [problem]) is None


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_each_algorithm_signs_what_it_is_given(algorithm: Algorithm) -> None:
    signer = make_signer(algorithm)
    token = signer.sign(checked())
    jws = parse(token)
    assert verify(jws, signer.public_key, algorithm=signer.algorithm) == b'{"a":1}'
    assert len(jws.signature) == signer.signature_bytes
    assert len(token.partition(".")[0]) == signer.header_bytes(TokenKind.SESSION)
    TokenProver().prove(token, checked(), signer, verify_one_in_n=1)


def test_a_refresh_token_has_a_type_of_its_own() -> None:
    token = make_signer().sign(checked(kind=TokenKind.REFRESH))
    assert parse(token).unverified_header["typ"] == "refresh+jwt"


class FakeLyingSigner:
    """Returns what it is told to, whatever it is asked for."""

    remote = False

    def __init__(self, token: str, honest: LocalSigner, *, remote: bool = False) -> None:
        self.token = token
        self.kid, self.algorithm, self.public_key = honest.kid, honest.algorithm, honest.public_key
        self.signature_bytes = honest.signature_bytes
        self.remote = remote

    def header_bytes(self, _kind: TokenKind) -> int:
        return 0

    def sign(self, _claims: CheckedClaims) -> str:
        return self.token


def test_a_token_that_differs_in_one_byte_is_void() -> None:
    honest = make_signer()
    token = honest.sign(checked())
    header, payload, signature = token.split(".")
    other = encode_segment(b'{"a":2}').decode()
    foreign = make_signer().sign(checked())
    for lie in (
        f"{header}.{other}.{signature}",
        f"{header}.{payload}",
        f"{header}.{payload}.",
        foreign,
        "",
        f"{header}.{payload}.{signature}=",
    ):
        with pytest.raises(Unavailable) as caught:
            TokenProver().prove(FakeLyingSigner(lie, honest).sign(checked()), checked(), honest, verify_one_in_n=0)
        assert caught.value.reason is Reason.SIGNER_UNAVAILABLE
        assert caught.value.retry_after == timedelta(seconds=1)


def test_a_wrong_signature_is_caught_for_each_remote_token_and_for_one_in_n_local_ones() -> None:
    honest = make_signer()
    header, payload, signature = honest.sign(checked()).split(".")
    wrong = f"{header}.{payload}.{encode_segment(bytes(64)).decode()}"
    assert len(wrong) == len(f"{header}.{payload}.{signature}")
    prover = TokenProver()
    with pytest.raises(Unavailable):
        prover.prove(wrong, checked(), FakeLyingSigner(wrong, honest, remote=True), verify_one_in_n=0)
    prover = TokenProver()
    prover.prove(wrong, checked(), honest, verify_one_in_n=3)
    prover.prove(wrong, checked(), honest, verify_one_in_n=3)
    with pytest.raises(Unavailable):
        prover.prove(wrong, checked(), honest, verify_one_in_n=3)


def test_a_key_is_proven_before_it_signs() -> None:
    first, second = make_signer(), make_signer()
    with pytest.raises(JwsError):
        LocalSigner(first._private_key, second.public_key, kid="k", algorithm=Algorithm.ES256)


def test_a_key_opens_for_its_place_only() -> None:
    key = generate_key("p", Algorithm.ES256, KEK, state=KeyState.NEXT, now=START)
    other = generate_key("q", Algorithm.ES256, KEK, state=KeyState.NEXT, now=START)
    with pytest.raises(EncryptionKeyError):
        load_signer(replace(key, sealed=other.sealed), KEK)
    with pytest.raises(EncryptionKeyError):
        load_signer(replace(key, project_id="q"), KEK)
    assert "sealed" not in repr(load_signer(key, KEK))
