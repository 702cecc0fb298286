"""The verifier: what holds, and the machine-readable reason why anything else does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from mintmark.jwks import build_jwk
from mintmark.jws import build_header, encode_segment, sign
from mintmark.verify import FixedKeys, Kind, RemoteKeys, TokenRefusedError, Verifier, read_unverified_issuer

KEY = ec.generate_private_key(ec.SECP256R1())
JWK = build_jwk(KEY.public_key(), algorithm="ES256")
ISSUER = "https://tokens.example.com/projects/p"
CLAIMS: dict[str, Any] = {"iss": ISSUER, "sub": "U1", "iat": 1_000, "exp": 1_600, "drn": "DS"}


def token_of(changes: dict[str, Any] | None = None, *, typ: str = "JWT", kid: str = JWK["kid"], payload: bytes | None = None) -> str:
    claims = {name: value for name, value in {**CLAIMS, **(changes or {})}.items() if value is not None}
    return sign(build_header("ES256", kid=kid, typ=typ), payload or json.dumps(claims).encode(), KEY, algorithm="ES256")


def make(**options: Any) -> Verifier:
    return Verifier(ISSUER, keys=FixedKeys({"keys": [JWK]}), clock=lambda: options.pop("now", 1_100.0), **options)


def refusal(token: str, **options: Any) -> str:
    now = options.pop("now", 1_100.0)
    verifier = Verifier(ISSUER, keys=FixedKeys({"keys": [JWK]}), clock=lambda: now, **options)
    with pytest.raises(TokenRefusedError) as caught:
        verifier.verify(token)
    return caught.value.reason


def test_a_token_that_holds_has_trusted_and_untrusted_claims_apart() -> None:
    token = make().verify(token_of({"plan": "pro", "nsec": {"plan": "hacked"}, "sid": "S1", "dsub": "U9"}))
    assert (token.kind, token.subject, token.user_id, token.session_id) == (Kind.SESSION, "U1", "U9", "S1")
    assert (token.issued_at, token.expires_at, token.key_id, token.issuer) == (1_000, 1_600, JWK["kid"], ISSUER)
    assert token.claims["plan"] == "pro"
    assert "nsec" not in token.claims
    assert token.untrusted_claims == {"plan": "hacked"}


@pytest.mark.parametrize(
    ("typ", "drn", "kind"),
    [("JWT", "DS", Kind.SESSION), ("refresh+jwt", "DSR", Kind.REFRESH), ("JWT", None, Kind.ID), ("JWT", "DSK", Kind.ACCESS_KEY)],
)
def test_each_kind_is_told_by_type_and_name(typ: str, drn: str | None, kind: Kind) -> None:
    token = token_of({"drn": drn, "aud": ISSUER}, typ=typ)
    assert make(kinds=set(Kind)).verify(token).kind is kind
    assert refusal(token, kinds=set(Kind) - {kind}) == "wrong_kind"


@pytest.mark.parametrize(("typ", "drn"), [("refresh+jwt", "DS"), ("JWT", "DSR"), ("JWT", "XX"), ("at+jwt", "DS"), ("JWT", 1), ("", "DS")])
def test_what_is_no_kind_is_refused(typ: str, drn: Any) -> None:
    assert refusal(token_of({"drn": drn}, typ=typ), kinds=set(Kind)) == "wrong_kind"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "https://evil.example"}, "wrong_issuer"),
        ({"iss": f"{ISSUER}/"}, "wrong_issuer"),
        ({"iss": None}, "wrong_issuer"),
        ({"iss": [ISSUER]}, "wrong_issuer"),
        ({"sub": None}, "malformed"),
        ({"sub": ""}, "malformed"),
        ({"sub": 1}, "malformed"),
        ({"exp": 1_095}, "expired"),
        ({"exp": None}, "malformed"),
        ({"exp": "1600"}, "malformed"),
        ({"exp": 1600.5}, "malformed"),
        ({"exp": True}, "malformed"),
        ({"iat": 1_106}, "not_yet_valid"),
        ({"iat": None}, "malformed"),
        ({"nbf": 1_106}, "not_yet_valid"),
        ({"nbf": "x"}, "malformed"),
    ],
)
def test_a_claim_that_is_wrong_has_its_reason(changes: dict[str, Any], reason: str) -> None:
    assert refusal(token_of(changes)) == reason


def test_leeway_is_bounded() -> None:
    make().verify(token_of({"exp": 1_096}))
    make().verify(token_of({"iat": 1_105, "nbf": 1_105}))
    assert refusal(token_of({"exp": 700}), leeway=1e9) == "expired"
    assert refusal(token_of({"exp": 1_099}), leeway=-5) == "expired"


@pytest.mark.parametrize(("aud", "holds"), [("a", True), (["b", "a"], True), ("b", False), ([], False), (None, False), (["ab"], False)])
def test_the_audience_is_named(aud: Any, holds: bool) -> None:
    token = token_of({"aud": aud})
    if holds:
        make(audience="a").verify(token)
    else:
        assert refusal(token, audience="a") == "wrong_audience"


def test_a_refresh_token_is_for_its_issuer_alone() -> None:
    for aud in ("other", [ISSUER, "other"], None):
        assert refusal(token_of({"drn": "DSR", "aud": aud}, typ="refresh+jwt"), kinds={Kind.REFRESH}) == "wrong_audience"


def test_form_comes_before_trust() -> None:
    assert refusal(token_of(kid="other")) == "unknown_key"
    assert refusal("x" * 20_000) == "too_large"
    assert refusal("a.b") == "malformed"
    assert refusal(token_of(payload=b'{"iss":"a","iss":"b"}')) == "malformed"
    assert refusal(token_of(payload=b"[1]")) == "malformed"
    assert refusal(token_of(payload=b'{"exp":NaN}')) == "malformed"
    header, payload, signature = token_of().split(".")
    assert refusal(f"{header}.{encode_segment(b'{}').decode()}.{signature}") == "bad_signature"
    assert refusal(f"{header}.{payload}.{'A' * len(signature)}") == "bad_signature"
    none = encode_segment(json.dumps({"alg": "none", "kid": JWK["kid"], "typ": "JWT"}).encode()).decode()
    assert refusal(f"{none}.{payload}.{signature}") == "wrong_algorithm"
    assert refusal(f"{none}.{payload}.") == "wrong_algorithm"


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(".eyJ{}\"'=_-A", max_size=60)))
def test_no_text_raises_anything_else(text: str) -> None:
    for run in (make().verify, read_unverified_issuer):
        try:
            run(text)
        except TokenRefusedError:
            continue


class FakeServer:
    """Counts fetches and answers what it is told to."""

    def __init__(self) -> None:
        self.keys: list[Any] = [JWK]
        self.count = 0
        self.down = False
        self.seconds = 300.0

    def __call__(self, _url: str) -> tuple[str, float]:
        self.count += 1
        if self.down:
            raise OSError("down")
        return json.dumps({"keys": self.keys}), self.seconds


def remote(server: FakeServer, time: Callable[[], float]) -> RemoteKeys:
    return RemoteKeys("https://x/jwks.json", fetch=server, monotonic=time)


def test_a_set_is_fetched_once_for_its_life() -> None:
    server, now = FakeServer(), [0.0]
    keys = remote(server, lambda: now[0])
    for at in (0.0, 10.0, 140.0):
        now[0] = at
        assert JWK["kid"] in keys.get(JWK["kid"])
    assert server.count == 1
    now[0] = 301.0
    keys.get(JWK["kid"])
    assert server.count == 2


def test_an_unknown_key_makes_it_look_again_but_not_at_will() -> None:
    server, now = FakeServer(), [0.0]
    keys = remote(server, lambda: now[0])
    for number in range(100):
        keys.get(f"unknown{number}")
    assert server.count == 1
    now[0] = 10.0
    server.keys = [JWK, {**JWK, "kid": "new"}]
    assert "new" in keys.get("new")
    assert server.count == 2


def test_a_set_at_hand_serves_while_the_server_is_away() -> None:
    server, now = FakeServer(), [0.0]
    keys = remote(server, lambda: now[0])
    keys.get(JWK["kid"])
    server.down = True
    now[0] = 3_599.0
    assert JWK["kid"] in keys.get(JWK["kid"])
    now[0] = 3_620.0
    with pytest.raises(TokenRefusedError) as caught:
        keys.get(JWK["kid"])
    assert caught.value.reason == "keys_unavailable"
    server.down = False
    now[0] = 3_631.0
    assert JWK["kid"] in keys.get(JWK["kid"])


def test_a_key_that_was_taken_out_is_forgotten_after_the_max_age() -> None:
    server, now = FakeServer(), [0.0]
    server.seconds = 1_000_000.0
    keys = remote(server, lambda: now[0])
    keys.get(JWK["kid"])
    server.keys = []
    now[0] = 301.0
    assert JWK["kid"] not in keys.get(JWK["kid"])


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x", "x"])
def test_only_http_is_fetched(url: str) -> None:
    with pytest.raises(ValueError, match="HTTP"):
        RemoteKeys(url)
