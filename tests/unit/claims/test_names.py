"""Names: which are the service's, in whatever spelling."""

from __future__ import annotations

import pytest
from mintmark_server.claims.names import fold, is_reserved


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("plan", "plan"),
        ("PLAN", "plan"),
        ("Straße", "strasse"),
        ("ſub", "sub"),
        ("\uff33\uff35\uff22", "sub"),
        ("\u212ait", "kit"),
        ("ﬁt", "fit"),
        ("É", "é"),
        ("E\u0301", "é"),
        ("\u03c2", "\u03c3"),
        ("\U0001d412ub", "sub"),
        ("", ""),
    ],
)
def test_a_name_is_compared_by_what_it_folds_to(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    "name",
    [
        *("iss", "exp", "iat", "nbf", "jti", "drn", "sid", "dct", "dsub", "nsec", "tenants", "roles", "permissions", "rexp", "su", "act"),
        *("may_act", "cnf", "azp", "nonce", "auth_time", "acr", "at_hash", "c_hash", "scope", "client_id"),
        *("email_verified", "phone_number_verified", "aud", "amr", "sub"),
        *("Sub", "ISS", "i\u017f\u017f", "\uff45xp", "TENANTS", "Client_ID", "\u24b6ud"),
    ],
)
def test_this_name_belongs_to_the_service(name: str) -> None:
    assert is_reserved(name)


@pytest.mark.parametrize(
    "name", ["email", "name", "subject", "issuer", " sub", "sub ", "s.ub", "role", "tenant", "dc", "client-id", "ıss", ""]
)
def test_this_name_is_free(name: str) -> None:
    assert not is_reserved(name)
