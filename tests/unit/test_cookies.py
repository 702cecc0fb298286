"""Cookies: what is set, what is too large, and what can be told from a Cookie header."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mintmark.cookies import CookieError, CookieTooLargeError, SameSite, TokenCookie, parse_cookies


def test_a_cookie_is_set_and_cleared_with_the_same_attributes() -> None:
    cookie = TokenCookie()
    assert cookie.set("a.b.c") == "DS=a.b.c; Path=/; Secure; HttpOnly; SameSite=Lax"
    assert cookie.set("a.b.c", max_age=600) == "DS=a.b.c; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"
    assert cookie.clear() == "DS=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
    refresh = TokenCookie(name="DSR", path="/auth", domain="example.com", same_site=SameSite.STRICT)
    assert refresh.set("a.b.c", max_age=60) == "DSR=a.b.c; Path=/auth; Secure; HttpOnly; SameSite=Strict; Domain=example.com; Max-Age=60"
    assert refresh.clear() == "DSR=; Path=/auth; Secure; HttpOnly; SameSite=Strict; Domain=example.com; Max-Age=0"


def test_another_parser_reads_what_is_set() -> None:
    parsed = SimpleCookie(TokenCookie(name="__Host-DS", same_site=SameSite.NONE).set("a.b-c._d", max_age=5))["__Host-DS"]
    assert (parsed.value, parsed["path"], parsed["samesite"], parsed["max-age"]) == ("a.b-c._d", "/", "None", "5")
    assert parsed["secure"] is True
    assert parsed["httponly"] is True


def test_a_cookie_that_browsers_would_drop_is_refused_with_the_figures() -> None:
    cookie = TokenCookie()
    assert cookie.measure("x" * 10) == 53
    rest = 4_096 - len("DS=; Path=/; Secure; HttpOnly; SameSite=Lax")
    assert len(cookie.set("x" * rest)) == 4_096
    with pytest.raises(CookieTooLargeError, match="The cookie DS needs 4097 bytes, 1 more than browsers keep") as caught:
        cookie.set("x" * (rest + 1))
    assert (caught.value.limit, caught.value.actual) == (4_096, 4_097)
    with pytest.raises(CookieTooLargeError):
        cookie.set("x" * rest, max_age=1)


@pytest.mark.parametrize("token", ["", "a b", "a;b", "a\r\nset-cookie: x=y", 'a"b', "é", "a=b", "a.b.c\n"])
def test_what_is_no_token_is_not_set(token: str) -> None:
    with pytest.raises(CookieError):
        TokenCookie().set(token)


@pytest.mark.parametrize("max_age", [0, -1])
def test_a_cookie_that_is_set_lasts(max_age: int) -> None:
    with pytest.raises(CookieError):
        TokenCookie().set("a", max_age=max_age)


@pytest.mark.parametrize(
    "options",
    [
        {"name": ""},
        {"name": "a b"},
        {"name": "a;b"},
        {"name": "a=b"},
        {"name": "é"},
        {"name": "a\n"},
        {"path": "auth"},
        {"path": "/;x"},
        {"path": "/\n"},
        {"domain": "a;b"},
        {"name": "__Host-DS", "path": "/auth"},
        {"name": "__Host-DS", "domain": "example.com"},
        {"name": "__host-DS", "domain": "example.com"},
    ],
)
def test_a_cookie_that_browsers_would_refuse_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(CookieError):
        TokenCookie(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("", ""),
        ("DS=a.b.c", "a.b.c"),
        ("x=1; DS=a.b.c; y", "a.b.c"),
        ("DS=a;DS=a", "a"),
        ("DS=; DS=a", "a"),
        ("ds=a; XDS=b; DS", ""),
        (" DS\t= a=b ;", "a=b"),
    ],
)
def test_a_cookie_is_read_back(header: str, token: str) -> None:
    assert TokenCookie().read(header) == token


def test_of_two_cookies_nobody_can_tell_ours() -> None:
    with pytest.raises(CookieError, match="several cookies DS"):
        TokenCookie().read("DS=a; DS=b")
    assert TokenCookie(name="__Host-DS").read("DS=a; __Host-DS=b") == "b"


@given(st.text() | st.text("DS=;, \t\"'\\\0\r\n"))
def test_no_header_raises_anything_else(header: str) -> None:
    pairs = parse_cookies(header)
    assert all(name and name == name.strip(" \t") for name, _ in pairs)
    try:
        token = TokenCookie().read(header)
    except CookieError:
        assert len({value for name, value in pairs if name == "DS" and value}) > 1
    else:
        assert not token or ("DS", token) in pairs
