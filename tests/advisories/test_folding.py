"""Attack: names that look, or read, like one that the service keeps.

Some readers compare names without case (Go's encoding/json takes `Sub` for `sub`), some normalise. So names are compared by NFKC and case
folding; what remains different after that is a different name to them as well.
"""

from __future__ import annotations

import pytest
from mintmark import errors

from tests.project import ProjectUnderTest

SAME_AS_RESERVED = {
    "SUB": "sub",
    "Iss": "iss",
    "ｉｓｓ": "iss",
    "ＳＵＢ": "sub",
    "i\u017fs": "iss",
    "per\u200bmissions": None,
    "\u212bud": None,
    "tenant\u017f": "tenants",
    "perm\u0131ssions": None,
    "dc\uff54": "dct",
    "ns\u1d49c": "nsec",
    "\u24e2\u24e4\u24d1": "sub",
    "\u1d5c\u1d58\u1d47": None,
    "ex\u1d56": "exp",
    "\u2110ss": "iss",
    "act\u0301": None,
    "\U0001d42c\U0001d42e\U0001d41b": "sub",
    "s\u00adub": None,
    "ﬁne": None,
    "roles\u0000": None,
    "client\u203fid": None,
    "client\uff3fid": "client_id",
}
"""A spelling, and the reserved name that it is the same as (None: it is another name, and allowed)."""


@pytest.mark.parametrize(("name", "reserved"), list(SAME_AS_RESERVED.items()))
def test_a_name_that_folds_to_a_reserved_one_is_refused_everywhere(project: ProjectUnderTest, name: str, reserved: str | None) -> None:
    if reserved is None:
        project.use_template({name: 1})
        assert project.payload()[name] == 1
        return
    with pytest.raises(errors.ReservedClaimError):
        project.create_template("t", {name: 1})
    with pytest.raises(errors.ReservedClaimError):
        project.create_flow("f", {name: 1})
    with pytest.raises(errors.ReservedClaimError):
        project.issue(inline_flow={"source": {"advanced": f'{{"{name}": 1}}'}})
    with pytest.raises(errors.ReservedClaimError):
        project.create_access_key("k", source={"advanced": f'{{"{name}": 1}}'})
    with pytest.raises(errors.ReservedClaimError):
        project.update_settings(scope_mappings=[{"scope": "s", "source": {"advanced": f'{{"{name}": 1}}'}}])


@pytest.mark.parametrize("name", ["AUD", "Amr", "ａｕｄ", "SUB"])
def test_an_overridable_name_is_overridden_in_its_own_spelling_only(project: ProjectUnderTest, name: str) -> None:
    project.update_settings(allowed_overrides=["aud", "amr", "sub"])
    with pytest.raises(errors.ReservedClaimError):
        project.create_template("t", {name: "x"}, override_subject=True)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("plan", "Plan"),
        ("plan", "ｐｌａｎ"),
        ("straße", "STRASSE"),
        ("office", "oﬃce"),
        ("token", "to\u212aen"),
        ("caf\u00e9", "cafe\u0301"),
        ("\u1e9e", "ss"),
        ("\u03c3", "\u03c2"),
        ("x2", "x²"),
    ],
)
def test_two_names_that_fold_to_one_never_stand_in_one_token(project: ProjectUnderTest, first: str, second: str) -> None:
    with pytest.raises(errors.DuplicateClaimError):
        project.create_template("t", {first: 1, second: 2})
    project.use_template({first: 1})
    with pytest.raises(errors.DuplicateClaimError):
        project.issue(inline_flow={"source": {"advanced": f'{{"{second}": 2}}'}})


def test_a_lock_holds_in_every_spelling(project: ProjectUnderTest) -> None:
    project.use_template({"tier": "gold"}, locked=["tier"])
    for name in ("TIER", "ｔｉｅｒ", "t\u2071er"):
        with pytest.raises(errors.ClaimLockedError):
            project.issue(inline_flow={"source": {"advanced": f'{{"{name}": "x"}}'}})
        with pytest.raises(errors.ClaimLockedError):
            project.issue(inline_flow={"remove_claims": [name]})


def test_client_claims_never_reach_the_root_in_any_spelling(project: ProjectUnderTest) -> None:
    project.use_template({"plan": "free"})
    claims = {"SUB": "U9", "ｉｓｓ": "evil", "Roles": ["admin"], "plan": "pro", "NSEC": {"sub": "U9"}, "nsec": {"a": 1}}
    payload = project.payload(client_claims=claims)
    assert payload["nsec"] == claims
    assert (payload["sub"], payload["plan"]) == ("ada", "free")
    assert {"SUB", "ｉｓｓ", "Roles", "NSEC"} & set(payload) == set()
