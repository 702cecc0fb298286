"""The verifier: what holds, and the machine-readable reason why anything else does not."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mintmark.jws import encode_segment
from mintmark.verify import (
    ANY_AUDIENCE,
    Kind,
    RefusalReason,
    TokenRefusedError,
    Verifier,
    read_unverified_issuer,
    read_unverified_key_id,
)

from tests.unit.signing import ISSUER, JWK, token_of
from tests.unit.signing import make_verifier as make


def refusal(token: str, **options: Any) -> str:
    with pytest.raises(TokenRefusedError) as caught:
        make(**options).verify(token)
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
    assert make(kinds=set(Kind), audience=ISSUER).verify(token).kind is kind
    assert refusal(token, kinds=set(Kind) - {kind}, audience=ISSUER) == "wrong_kind"


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
        ({"exp": 10**400}, "malformed"),
        ({"exp": -1}, "malformed"),
        ({"iat": 10**400}, "malformed"),
        ({"nbf": 2**53}, "malformed"),
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


@pytest.mark.parametrize(
    ("aud", "audience", "reason"),
    [
        ("a", "a", ""),
        (["b", "a"], "a", ""),
        ("b", "a", "wrong_audience"),
        ([], "a", "wrong_audience"),
        (None, "a", "wrong_audience"),
        (["ab"], "a", "wrong_audience"),
        (None, "", ""),
        ([], "", ""),
        ("a", "", "wrong_audience"),
        (["a"], "", "wrong_audience"),
        ("", "", "wrong_audience"),
        ("a", ANY_AUDIENCE, ""),
        (None, ANY_AUDIENCE, ""),
        (1, "a", "malformed"),
        (["a", 1], "a", "malformed"),
        ({"a": 1}, ANY_AUDIENCE, "malformed"),
    ],
)
def test_who_is_named_as_audience_has_to_be_the_verifier(aud: Any, audience: Any, reason: str) -> None:
    token = token_of({"aud": aud})
    if reason:
        assert refusal(token, audience=audience) == reason
    else:
        make(audience=audience).verify(token)
        make().verify(token, audience=audience)


def test_a_refresh_token_is_for_its_issuer_alone() -> None:
    for aud in ("other", [ISSUER, "other"], None):
        for audience in ("", "other", ANY_AUDIENCE):
            token = token_of({"drn": "DSR", "aud": aud}, typ="refresh+jwt")
            assert refusal(token, kinds={Kind.REFRESH}, audience=audience) == "wrong_audience"
    token = token_of({"drn": "DSR", "aud": ISSUER}, typ="refresh+jwt")
    assert make(kinds={Kind.REFRESH}).verify(token).kind is Kind.REFRESH


def test_an_id_token_is_for_the_client_that_it_was_issued_to() -> None:
    def of(**changes: Any) -> str:
        return token_of({"drn": None, **changes})

    make(kinds={Kind.ID}, audience="web").verify(of(aud="web"))
    make(kinds={Kind.ID}, audience="web").verify(of(aud=["api", "web"], azp="web"))
    assert refusal(of(aud=["api", "web"], azp="web"), kinds={Kind.ID}, audience="api") == "wrong_audience"
    assert refusal(of(aud="web"), kinds={Kind.ID}) == "wrong_audience"
    assert refusal(of(), kinds={Kind.ID}) == "wrong_audience"
    assert refusal(of(), kinds={Kind.ID}, audience=ANY_AUDIENCE) == "wrong_audience"


@pytest.mark.parametrize(
    ("claims", "tenant", "roles"),
    [
        ({"roles": ["a"]}, "", {"a"}),
        ({"roles": ["a"]}, "acme", set()),
        ({"roles": ["a"], "tenants": {"acme": {"roles": ["b"]}, "globex": {}}, "dct": "acme"}, "", {"a"}),
        ({"roles": ["a"], "tenants": {"acme": {"roles": ["b"]}, "globex": {}}, "dct": "acme"}, "acme", {"b"}),
        ({"roles": ["a"], "tenants": {"acme": {"roles": ["b"]}, "globex": {}}, "dct": "acme"}, "globex", set()),
        ({"roles": ["a"], "tenants": {"acme": {}}}, "other", set()),
        ({"roles": ["b"], "dct": "acme"}, "acme", {"b"}),
        ({"roles": ["b"], "dct": "acme"}, "", set()),
        ({"roles": ["b"], "dct": "acme"}, "globex", set()),
        ({}, "", set()),
        ({"roles": "admin"}, "", set()),
        ({"roles": [1, "a"], "tenants": []}, "", {"a"}),
        ({"tenants": {"acme": 1}}, "acme", set()),
    ],
)
def test_roles_are_those_of_the_tenant_that_is_asked_for(claims: dict[str, Any], tenant: str, roles: set[str]) -> None:
    token = make().verify(token_of(claims))
    assert token.find_roles(tenant=tenant) == roles
    permissions = json.loads(json.dumps(claims).replace("roles", "permissions"))
    assert make().verify(token_of(permissions)).find_permissions(tenant=tenant) == roles


def test_form_comes_before_trust() -> None:
    assert refusal(token_of(kid="other")) == "unknown_key"
    assert refusal("x" * 20_000) == "too_large"
    assert refusal("x" * 1_000_000, max_bytes=2_000_000) == "too_large"
    assert refusal(token_of(payload=b'{"exp":1e999}')) == "malformed"
    assert refusal(token_of(kid="")) == "unknown_key"
    assert refusal(token_of(kid="k" * 257)) == "unknown_key"
    for foreign in (None, b"a.b.c", 1):
        assert refusal(foreign) == "malformed"  # type: ignore[arg-type]
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


SEGMENTS = st.one_of(
    st.binary(max_size=80),
    st.sampled_from([b'{"alg":"ES256","kid":"k"}', b'{"alg":"none"}', b"[]", b'{"exp":1e999}', b'"\\ud800"', b"{" * 999]),
    st.dictionaries(st.sampled_from(["alg", "kid", "typ", "iss", "drn", "aud", "exp"]), st.integers() | st.text()).map(
        lambda members: json.dumps(members).encode()
    ),
).map(lambda data: encode_segment(data).decode())


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=60), st.text(".eyJ{}\"'=_-A", max_size=60), st.tuples(SEGMENTS, SEGMENTS, SEGMENTS).map(".".join)))
def test_no_text_raises_anything_else(text: str) -> None:
    for run in (make().verify, read_unverified_issuer, read_unverified_key_id):
        try:
            run(text)
        except TokenRefusedError as error:
            assert error.reason in RefusalReason  # noqa: PT017  (it may also hold)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = ["iss", "sub", "aud", "exp", "iat", "nbf", "drn", "dsub", "dct", "nsec", "sid", "tenants", "roles", "azp"]


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_no_signed_payload_raises_anything_else(changes: dict[str, Any]) -> None:
    try:
        token = make(kinds=set(Kind), audience=ANY_AUDIENCE).verify(token_of(changes))
    except TokenRefusedError:
        return
    assert isinstance(token.session_id, str)
    assert isinstance(token.tenant_id, str)
    for tenant in ("", "x", token.tenant_id):
        assert isinstance(token.find_roles(tenant=tenant), frozenset)
        assert isinstance(token.find_permissions(tenant=tenant), frozenset)


def test_verifying_loads_no_grpc() -> None:
    loaded = "{name.partition('.')[0] for name in sys.modules}"
    code = f"import sys, mintmark, mintmark.verify; print(sorted({loaded} & {{'grpc', 'google', 'starlette', 'typer'}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_verifier_needs_an_issuer_whose_keys_may_be_read() -> None:
    for issuer in ("", "demo", "http://tokens.example.com/projects/p"):
        with pytest.raises(ValueError):
            Verifier(issuer)
    Verifier("http://127.0.0.1:8080/projects/p")
