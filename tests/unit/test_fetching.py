"""Fetching key sets: what is read, and every answer that is not. Servers are on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from mintmark.addresses import check_url, is_local_target, is_loopback
from mintmark.fetching import DiscoveredFetch, Fetched, KeySetFetch, get
from mintmark.key_sets import discover_keys

KEY_SET = b'{"keys":[]}'


class Site:
    """A web site whose pages are (status, headers, body)."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                status, headers, body = site.pages.get(self.path, (404, {}, b""))
                if status == 0:
                    self.wfile.write(body)
                    return
                self.send_response(status)
                for name, value in {"content-length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join(5)


def test_an_answer_has_its_tag_and_its_age(site: Site) -> None:
    site.pages["/k"] = (200, {"etag": '"a"', "cache-control": "public, max-age=60"}, KEY_SET)
    assert KeySetFetch(f"{site.url}/k")("") == Fetched(KEY_SET, '"a"', 60.0)
    site.pages["/k"] = (304, {"cache-control": "max-age=30"}, b"")
    assert KeySetFetch(f"{site.url}/k")('"a"') == Fetched(None, '"a"', 30.0)
    assert [asked.get("if-none-match") for _, asked in site.asked] == [None, '"a"']


@pytest.mark.parametrize(
    ("headers", "max_age"),
    [
        ({}, None),
        ({"cache-control": "MAX-AGE=5"}, 5.0),
        ({"cache-control": 'max-age="5"'}, 5.0),
        ({"cache-control": "max-age=300", "age": "100"}, 200.0),
        ({"cache-control": "max-age=300", "age": "400"}, 0.0),
        ({"cache-control": "max-age=300", "age": "x"}, 300.0),
        ({"cache-control": "no-store"}, 0.0),
        ({"cache-control": "no-cache, max-age=9"}, 0.0),
        ({"cache-control": "max-age=-1"}, None),
        ({"cache-control": "max-age=" + "9" * 5_000}, 999_999_999_999.0),
        ({"cache-control": "s-maxage=1, max-age"}, None),
    ],
)
def test_how_long_an_answer_may_be_kept(site: Site, headers: dict[str, str], max_age: float | None) -> None:
    site.pages["/k"] = (200, headers, KEY_SET)
    assert get(f"{site.url}/k").max_age == max_age


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(site: Site, status: int) -> None:
    site.pages["/k"] = (status, {"location": f"{site.url}/other"}, b"")
    site.pages["/other"] = (200, {}, KEY_SET)
    with pytest.raises(OSError):
        get(f"{site.url}/k")
    assert [path for path, _ in site.asked] == ["/k"]


@pytest.mark.parametrize("status", [204, 206, 304, 400, 401, 404, 500, 503])
def test_only_a_full_answer_counts(site: Site, status: int) -> None:
    site.pages["/k"] = (status, {}, b"")
    with pytest.raises(OSError):
        get(f"{site.url}/k")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"a" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 999999 OK\r\n\r\n",
    ],
)
def test_what_is_no_http_is_no_answer(site: Site, raw: bytes) -> None:
    site.pages["/k"] = (0, {}, raw)
    with pytest.raises(OSError):
        get(f"{site.url}/k")


def test_an_answer_has_a_largest_size(site: Site) -> None:
    site.pages["/k"] = (200, {}, b" " * (256 * 1024))
    assert len(get(f"{site.url}/k").text or b"") == 262_144
    site.pages["/k"] = (200, {}, b" " * (256 * 1024 + 1))
    with pytest.raises(OSError, match="too large"):
        get(f"{site.url}/k")


def test_an_answer_that_comes_drop_by_drop_ends(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setattr("mintmark.fetching.FETCH_SECONDS", 0.0001)
    monkeypatch.setattr("mintmark.fetching._CHUNK_BYTES", 1)
    site.pages["/k"] = (200, {}, b" " * 10_000)
    with pytest.raises(OSError):
        get(f"{site.url}/k")


def test_nobody_there_is_no_answer(site: Site) -> None:
    with pytest.raises(OSError):
        get("http://127.0.0.1:1/k")
    with pytest.raises(OSError):
        get("http://localhost.invalid./k")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/k",
        "x",
        "",
        "https://",
        "http://tokens.example.com/k",
        "http://127.0.0.1.evil.example/k",
        "http://10.0.0.1/k",
        "https://user@tokens.example.com/k",
        "https://tokens.example.com/k#x",
        "https://tokens.example.com/ k",
        "https://tokens.example.com/\nk",
        "https://tökens.example.com/k",
        "https://[::1/k",
        "https://h:99999/k",
    ],
)
def test_keys_are_read_from_https_alone(url: str) -> None:
    with pytest.raises(ValueError):
        check_url(url)
    with pytest.raises(ValueError):
        KeySetFetch(url)


def test_plaintext_is_for_loopback_unless_permitted() -> None:
    for url in ("http://127.0.0.1:1/k", "http://127.9.9.9/k", "http://[::1]/k", "http://localhost/k", "https://tokens.example.com/k"):
        check_url(url)
    check_url("http://tokens.internal/k", allow_plaintext=True)
    assert is_loopback("LOCALHOST")
    assert not is_loopback("localhost.example.com")


@pytest.mark.parametrize(
    ("target", "local"),
    [
        ("127.0.0.1:50051", True),
        ("localhost:50051", True),
        ("localhost", True),
        ("[::1]:50051", True),
        ("::1", True),
        ("unix:/run/m.sock", True),
        ("unix:///run/m.sock", True),
        ("unix-abstract:m", True),
        ("dns:///localhost:1", True),
        ("dns:localhost:1", True),
        ("ipv4:127.0.0.1:1,127.0.0.2:1", True),
        ("ipv4:127.0.0.1:1,10.0.0.1:1", False),
        ("ipv6:[::1]:1", True),
        ("tokens.example.com:443", False),
        ("dns:///tokens.example.com:443", False),
        ("dns://127.0.0.1/tokens.example.com:443", False),
        ("10.0.0.1:50051", False),
        ("127.0.0.1.example.com:1", False),
        ("", False),
    ],
)
def test_targets_that_stay_here(target: str, local: bool) -> None:
    assert is_local_target(target) is local


def publish(site: Site, issuer: str, changes: dict[str, Any]) -> None:
    document = {"issuer": issuer, "jwks_uri": f"{site.url}/keys"} | changes
    site.pages["/p/.well-known/openid-configuration"] = (200, {}, json.dumps(document).encode())
    site.pages["/keys"] = (200, {"etag": '"k"', "cache-control": "max-age=60"}, KEY_SET)


def test_keys_are_found_by_the_issuers_document(site: Site) -> None:
    issuer = f"{site.url}/p"
    publish(site, issuer, {})
    assert DiscoveredFetch(issuer)('"old"') == Fetched(KEY_SET, '"k"', 60.0)
    assert site.asked[-1][1]["if-none-match"] == '"old"'
    assert "if-none-match" not in site.asked[0][1]
    assert discover_keys(issuer).get("x") == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"jwks_uri": None},
        {"jwks_uri": ["x"]},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "https://evil.example/keys"},
        {"jwks_uri": "http://127.0.0.2/keys"},
        {"jwks_uri": "http://127.0.0.1:1/keys"},
        {"jwks_uri": "http://localhost/keys"},
    ],
)
def test_a_document_that_leads_elsewhere_is_not_followed(site: Site, changes: dict[str, Any]) -> None:
    issuer = f"{site.url}/p"
    publish(site, issuer, changes)
    with pytest.raises(OSError):
        DiscoveredFetch(issuer)("")
    assert len(site.asked) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"issuer":"a","issuer":"b"}', b"\xff"])
def test_what_is_no_document_is_not_followed(site: Site, body: bytes) -> None:
    site.pages["/p/.well-known/openid-configuration"] = (200, {}, body)
    with pytest.raises(OSError):
        DiscoveredFetch(f"{site.url}/p")("")


def test_an_issuer_is_a_url_without_query() -> None:
    for issuer in ("demo", "http://tokens.example.com/p", "https://tokens.example.com/p?x=1"):
        with pytest.raises(ValueError):
            discover_keys(issuer)
