"""Secrets, ids, filters, errors, sizes: small things that hold much."""

from __future__ import annotations

import base64
import os

import pytest
from mintmark_server import secret
from mintmark_server.claims.kinds import BudgetKind, TokenKind
from mintmark_server.directory.filters import parse_filter
from mintmark_server.errors import FailedState, InvalidInput, Problem, Reason
from mintmark_server.ids import format_name, new_uid, parse_name
from mintmark_server.model.directory import Budget
from mintmark_server.model.record import Ref
from mintmark_server.storage.port import Term
from mintmark_server.tokens.sizes import build_budget_rules, build_size, count_encoded


def test_a_secret_has_a_form_that_a_copy_without_its_end_has_not() -> None:
    made = secret.new_secret(secret.CREDENTIAL_PREFIX)
    assert len(made) == 4 + 43 + 6
    assert secret.has_form(made, secret.CREDENTIAL_PREFIX)
    assert not secret.has_form(made, secret.ACCESS_KEY_PREFIX)
    for wrong in (made[:-1], made + "0", made[:10] + ("a" if made[10] != "a" else "b") + made[11:], "", "mmc_", "é" * 53):
        assert not secret.has_form(wrong, secret.CREDENTIAL_PREFIX)
    assert made != secret.new_secret(secret.CREDENTIAL_PREFIX)


def test_a_secret_does_not_show_itself() -> None:
    assert "hidden" not in f"{secret.Secret(b'hidden')!r} {secret.Secret(b'hidden')}"
    assert repr(secret.DigestKey(b"hidden")) == "DigestKey(…)"


def test_a_digest_key_gives_the_digests_of_rfc_4231_each_time() -> None:
    key = secret.DigestKey(b"Jefe")
    for _ in range(2):
        assert key.digest("what do ya want for nothing?") == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    long = secret.DigestKey(b"\xaa" * 131)
    text = "Test Using Larger Than Block-Size Key - Hash Key First"
    assert long.digest(text) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        (Ref("projects", "p", "p"), "projects/p"),
        (Ref("users", "p", "u.1~a_b-c"), "projects/p/users/u.1~a_b-c"),
        (Ref("access_keys", "p", "k"), "projects/p/accessKeys/k"),
        (Ref("signing_keys", "p", "-_k"), "projects/p/keys/-_k"),
        (Ref("credentials", "", "c"), "credentials/c"),
        (Ref("template_revisions", "p", "t/0000000012"), "projects/p/templates/t/revisions/12"),
    ],
)
def test_a_name_leads_to_its_place_and_back(ref: Ref, name: str) -> None:
    assert format_name(ref) == name
    assert parse_name(name, ref.noun) == ref


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("  ", ()),
        ('email = "a b"', (Term("email", "a b"),)),
        ("email=a", (Term("email", "a"),)),
        ("email:a AND labels.x/y = z", (Term("email", "a"), Term("label.x/y", "z"))),
        ('email = "\\u00e9\\""', (Term("email", 'é"'),)),
    ],
)
def test_a_filter_is_a_list_of_terms(text: str, terms: tuple[Term, ...]) -> None:
    assert parse_filter(text, frozenset({"email"})) == terms


def test_problems_agree_on_one_reason_or_claims_are_refused() -> None:
    first = Problem(reason=Reason.RESERVED_CLAIM, path="b", message="m")
    second = Problem(reason=Reason.RESERVED_CLAIM, path="a", message="m")
    third = Problem(reason=Reason.CLAIM_TOO_DEEP, path="a", message="m")
    assert InvalidInput([first, second]).reason is Reason.RESERVED_CLAIM
    mixed = FailedState([first, second, third])
    assert mixed.reason is Reason.CLAIMS_REFUSED
    assert [problem.path for problem in mixed.problems] == ["a", "a", "b"]
    assert str(mixed) == "a: m (and 2 more)"


@pytest.mark.parametrize("size", range(20))
def test_encoded_length_is_known_beforehand(size: int) -> None:
    assert count_encoded(size) == len(base64.urlsafe_b64encode(bytes(size)).rstrip(b"="))


def test_budgets_count_what_travels() -> None:
    budgets = (
        Budget(kind=BudgetKind.COOKIE, cookie_name="session"),
        Budget(kind=BudgetKind.HEADER),
        Budget(kind=BudgetKind.CUSTOM, custom_bytes=10),
    )
    size = build_size(header_bytes=10, payload_bytes=3, signature_bytes=64, rules=build_budget_rules(TokenKind.SESSION, budgets))
    assert size.token_bytes == 10 + 1 + 4 + 1 + 86
    cookie, header, custom = size.budgets
    assert cookie.actual_bytes == len("session=") + 102 + len("; Path=/; Secure; HttpOnly; SameSite=Lax")
    assert header.actual_bytes == len("Authorization: Bearer ") + 102
    assert custom.headroom_bytes == 10 - 102
    refresh = build_size(header_bytes=1, payload_bytes=1, signature_bytes=1, rules=build_budget_rules(TokenKind.REFRESH, budgets))
    assert [report.kind for report in refresh.budgets] == [BudgetKind.COOKIE, BudgetKind.CUSTOM]


def test_uids_are_80_random_bits_each_and_drawn_for_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    draws: list[int] = []

    def draw(size: int) -> str:
        draws.append(size)
        return os.urandom(size).hex()

    monkeypatch.setattr("mintmark_server.ids.secrets.token_hex", draw)
    uids = [new_uid() for _ in range(1_000)]
    assert len(set(uids)) == 1_000
    assert {len(uid) for uid in uids} == {20}
    assert {character for uid in uids for character in uid} == set("0123456789abcdef")
    assert len(draws) in (3, 4), "a call to the system for each gives the interpreter lock away"
