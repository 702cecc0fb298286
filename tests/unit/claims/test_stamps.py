"""Stamps: what each kind of token says by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from mintmark_server.claims.kinds import AuthSchema, TokenKind
from mintmark_server.claims.layers import EffectiveSettings
from mintmark_server.claims.snapshot import Authorization, Snapshot, StampInputs
from mintmark_server.claims.stamps import build_stamps, normalise_scopes, override_audience, print_authorization

SESSION, REFRESH, ID, ACCESS_KEY = TokenKind.SESSION, TokenKind.REFRESH, TokenKind.ID, TokenKind.ACCESS_KEY
DEFAULT, TENANT_ONLY, NONE = AuthSchema.DEFAULT, AuthSchema.TENANT_ONLY, AuthSchema.NONE
BARE = StampInputs(
    issuer_url="https://t/projects/p",
    issuer_id="p",
    subject_id="U1",
    issued_at=4_000_000_000,
    expires_at=4_000_000_600,
    client_id="C1",
)
AUTHORIZATION = Authorization(
    roles=("dev", "admin", "dev"),
    tenants={"T2": ("viewer",), "T1": ("owner", "dev"), "T3": ()},
    permissions={"dev": ("write", "read"), "admin": ("read", "delete"), "owner": ("own",)},
)
EVERYTHING = replace(
    BARE,
    jti="j1",
    sid="s1",
    refresh_expires_at=4_002_419_200,
    tenant_id="T1",
    audience=("a1",),
    scopes=frozenset({"openid"}),
    nonce="n1",
    at_hash="h1",
    amr=("pwd", "mfa"),
    auth_time=3_999_999_000,
    acr="aal2",
    step_up=True,
    impersonator_id="U9",
)
USER = {"name": "Ada", "given_name": "A", "locale": "en", "email": "ada@example.com", "verified_email": False, "phone": "+1"}

ROLES: dict[str, Any] = {"roles": ["admin", "dev"], "permissions": ["delete", "read", "write"]}
IN_T1: dict[str, Any] = {"roles": ["dev", "owner"], "permissions": ["own", "read", "write"]}
TENANTS: dict[str, Any] = {"tenants": {"T1": IN_T1, "T2": {"roles": ["viewer"]}, "T3": {}}}
DCT = {"dct": "T1"}


def stamped(inputs: StampInputs, kind: TokenKind, *, user: dict[str, Any] | None = None, **settings: Any) -> dict[str, Any]:
    roots = {} if user is None else {"user": user}
    effective = EffectiveSettings(**settings)
    printed = print_authorization(kind, effective, inputs)
    assert print_authorization(kind, effective, inputs) == printed
    authorization = json.loads(f"{{{','.join(printed.values())}}}")
    assert list(authorization) == list(printed)
    return {**build_stamps(kind, effective, Snapshot(roots=roots, stamps=inputs)), **authorization}


@pytest.mark.parametrize(
    ("kind", "stamps"),
    [
        (SESSION, {"iss": "p", "drn": "DS"}),
        (REFRESH, {"iss": "p", "drn": "DSR", "aud": "p"}),
        (ID, {"iss": "https://t/projects/p", "aud": "C1"}),
        (ACCESS_KEY, {"iss": "p", "drn": "DSK"}),
    ],
)
def test_a_token_has_at_least_this(kind: TokenKind, stamps: dict[str, Any]) -> None:
    assert stamped(BARE, kind) == {"sub": "U1", "iat": 4_000_000_000, "exp": 4_000_000_600, **stamps}


ALWAYS: dict[str, Any] = {
    "sub": "U1",
    "iat": 4_000_000_000,
    "exp": 4_000_000_600,
    "sid": "s1",
    "amr": ["mfa", "pwd"],
    "auth_time": 3_999_999_000,
    "acr": "aal2",
    "act": {"sub": "U9"},
}


@pytest.mark.parametrize(
    ("kind", "stamps"),
    [
        (SESSION, {"iss": "p", "drn": "DS", "aud": "a1", "rexp": "2096-10-30T07:06:40Z", "su": True, "dct": "T1"}),
        (REFRESH, {"iss": "p", "drn": "DSR", "aud": "p", "jti": "j1", "dct": "T1"}),
        (ID, {"iss": "https://t/projects/p", "aud": "C1", "jti": "j1", "nonce": "n1", "at_hash": "h1"}),
        (ACCESS_KEY, {"iss": "p", "drn": "DSK", "aud": "a1", "dct": "T1"}),
    ],
)
def test_a_token_has_at_most_this(kind: TokenKind, stamps: dict[str, Any]) -> None:
    assert stamped(EVERYTHING, kind) == {**ALWAYS, **stamps}


@pytest.mark.parametrize("kind", list(TokenKind))
def test_a_template_can_ask_for_an_identifier_and_the_url_of_the_issuer(kind: TokenKind) -> None:
    stamps = stamped(EVERYTHING, kind, add_jti=True, conformance_issuer=True)
    assert (stamps["jti"], stamps["iss"]) == ("j1", "https://t/projects/p")
    if kind is REFRESH:
        assert stamps["aud"] == "https://t/projects/p"


@pytest.mark.parametrize(
    ("kind", "schema", "tenant", "stamps"),
    [
        (SESSION, DEFAULT, "", {**ROLES, **TENANTS}),
        (SESSION, DEFAULT, "T1", {**DCT, **ROLES, **TENANTS}),
        (SESSION, TENANT_ONLY, "", {}),
        (SESSION, TENANT_ONLY, "T1", {**DCT, **IN_T1}),
        (SESSION, NONE, "", {}),
        (SESSION, NONE, "T1", DCT),
        (ACCESS_KEY, DEFAULT, "", {**ROLES, **TENANTS}),
        (ACCESS_KEY, DEFAULT, "T1", {**DCT, **ROLES, **TENANTS}),
        (ACCESS_KEY, TENANT_ONLY, "", {}),
        (ACCESS_KEY, TENANT_ONLY, "T1", {**DCT, **IN_T1}),
        (ACCESS_KEY, NONE, "T1", DCT),
        (REFRESH, DEFAULT, "", {}),
        (REFRESH, DEFAULT, "T1", DCT),
        (REFRESH, TENANT_ONLY, "T1", DCT),
        (REFRESH, NONE, "T1", DCT),
        (ID, DEFAULT, "T1", {}),
        (ID, TENANT_ONLY, "T1", {}),
        (ID, NONE, "T1", {}),
    ],
)
def test_roles_are_written_as_the_schema_says(kind: TokenKind, schema: AuthSchema, tenant: str, stamps: dict[str, Any]) -> None:
    inputs = replace(BARE, authorization=AUTHORIZATION, tenant_id=tenant)
    found = stamped(inputs, kind, auth_schema=schema)
    assert {name: found[name] for name in ("roles", "permissions", "tenants", "dct") if name in found} == stamps


@pytest.mark.parametrize(
    ("schema", "stamps"),
    [(DEFAULT, {**DCT, **ROLES, **TENANTS}), (TENANT_ONLY, {**DCT, **IN_T1}), (NONE, DCT)],
)
def test_an_id_token_has_roles_with_their_scope(schema: AuthSchema, stamps: dict[str, Any]) -> None:
    inputs = replace(BARE, authorization=AUTHORIZATION, tenant_id="T1", scopes=frozenset({"authorization"}))
    found = stamped(inputs, ID, auth_schema=schema)
    assert {name: found[name] for name in ("roles", "permissions", "tenants", "dct") if name in found} == stamps


@pytest.mark.parametrize(
    ("schema", "stamps"),
    [
        (DEFAULT, {"roles": ["admin", "dev"], "tenants": {"T1": {"roles": ["dev", "owner"]}, "T2": {"roles": ["viewer"]}, "T3": {}}}),
        (TENANT_ONLY, {"roles": ["dev", "owner"]}),
    ],
)
def test_permissions_can_be_left_out(schema: AuthSchema, stamps: dict[str, Any]) -> None:
    inputs = replace(BARE, authorization=AUTHORIZATION, tenant_id="T1")
    found = stamped(inputs, SESSION, auth_schema=schema, exclude_permissions=True)
    assert {name: found[name] for name in ("roles", "permissions", "tenants") if name in found} == stamps


@pytest.mark.parametrize(
    ("authorization", "tenant", "schema"),
    [
        (Authorization(), "", DEFAULT),
        (Authorization(permissions={"dev": ("read",)}), "", DEFAULT),
        (AUTHORIZATION, "T3", TENANT_ONLY),
        (AUTHORIZATION, "T4", TENANT_ONLY),
    ],
)
def test_what_is_empty_is_left_out(authorization: Authorization, tenant: str, schema: AuthSchema) -> None:
    found = stamped(replace(BARE, authorization=authorization, tenant_id=tenant), SESSION, auth_schema=schema)
    assert not {"roles", "permissions", "tenants"} & set(found)


@pytest.mark.parametrize(
    ("scopes", "claims"),
    [
        ({"openid"}, {}),
        ({"profile"}, {"name": "Ada", "given_name": "A", "locale": "en"}),
        ({"email"}, {"email": "ada@example.com", "email_verified": False}),
        ({"phone"}, {"phone_number": "+1"}),
    ],
)
def test_a_standard_scope_brings_what_the_user_has(scopes: set[str], claims: dict[str, Any]) -> None:
    inputs = replace(BARE, scopes=frozenset(scopes))
    bare = stamped(BARE, ID)
    assert {name: value for name, value in stamped(inputs, ID, user=USER).items() if name not in bare} == claims
    assert stamped(inputs, ID, user={}) == bare


def test_an_inbound_application_is_named_with_its_scopes() -> None:
    inputs = replace(BARE, inbound=True, scopes=frozenset({"write", "openid", "email"}))
    found = stamped(inputs, SESSION, user=USER)
    assert (found["client_id"], found["scope"]) == ("C1", "email openid write")
    assert "email" not in found
    assert "scope" not in stamped(replace(inputs, scopes=frozenset()), SESSION)
    assert "client_id" not in stamped(inputs, ID)


@pytest.mark.parametrize(
    ("audience", "aud"),
    [((), None), (("a",), "a"), (("b", "a"), ["b", "a"])],
)
def test_one_audience_is_a_text_and_several_are_a_list(audience: tuple[str, ...], aud: Any) -> None:
    inputs = replace(BARE, audience=audience)
    assert stamped(inputs, SESSION).get("aud") == aud
    assert stamped(inputs, REFRESH)["aud"] == "p"
    assert stamped(inputs, ID)["aud"] == "C1"


@pytest.mark.parametrize(
    ("kind", "value", "stamps"),
    [
        (SESSION, "x", {"aud": "x"}),
        (ACCESS_KEY, ["x", "y"], {"aud": ["x", "y"]}),
        (ID, "x", {"aud": ["x", "C1"], "azp": "C1"}),
        (ID, ["x", "y"], {"aud": ["x", "y", "C1"], "azp": "C1"}),
        (ID, ["C1", "x"], {"aud": ["C1", "x"], "azp": "C1"}),
        (ID, "C1", {"aud": "C1", "azp": "C1"}),
    ],
)
def test_an_id_tokens_own_client_stays_in_its_audience(kind: TokenKind, value: Any, stamps: dict[str, Any]) -> None:
    before = str(value)
    found: dict[str, Any] = {}
    override_audience(value, kind, BARE, found)
    assert found == stamps
    assert str(value) == before


def test_descope_scopes_are_other_names_for_ours() -> None:
    assert normalise_scopes(["openid", "descope.claims", "descope.custom_claims"]) == {"openid", "authorization", "custom_claims"}
