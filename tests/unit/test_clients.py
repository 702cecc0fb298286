"""Both clients: they can't drift apart, and what their options and the environment mean."""

from __future__ import annotations

import asyncio
import inspect
from pathlib import Path
from typing import Any

import pytest
from mintmark import aio, client
from mintmark.connection import Connection, load_connection
from mintmark.retries import identify
from mintmark.v1 import token_service_pb2, user_service_pb2
from mintmark_server.rpc.server import list_methods

VARIABLES = ("TARGET", "CREDENTIAL", "CREDENTIAL_FILE", "CA_FILE", "ALLOW_PLAINTEXT")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(f"MINTMARK_{name}", raising=False)


def load(target: str = "", **options: Any) -> Connection:
    given: dict[str, Any] = {
        "credential": "",
        "credential_file": None,
        "timeout": 10.0,
        "ca_file": None,
        "cert_file": None,
        "key_file": None,
        "allow_plaintext": False,
    }
    return load_connection(target, **(given | options))


def bearer(connection: Connection) -> str:
    return dict(connection.build_metadata(())).get("authorization", "")


def surface(of: Any) -> dict[str, Any]:
    """Return what a client has: each service's methods with their options, and its own methods."""
    found: dict[str, Any] = {}
    for name, value in vars(of).items():
        if not name.startswith("_") and not isinstance(value, str):
            methods = [method for method in vars(value._stub) if not method.startswith("_")]
            found[name] = {method: str(inspect.signature(getattr(value, method))) for method in sorted(methods)}
    own = {name for name, value in inspect.getmembers(type(of), inspect.isfunction) if not name.startswith("_")}
    return {**found, "": own}


async def asynchronous_surface() -> dict[str, Any]:
    async with aio.Client("127.0.0.1:1") as made:
        return surface(made)


def test_both_clients_have_the_same_surface() -> None:
    with client.Client("127.0.0.1:1") as made:
        ours = surface(made)
    assert ours == asyncio.run(asynchronous_surface())
    served = {f"{method.service.rpartition('.')[2]}.{method.name}" for method in list_methods()}
    assert sum(len(methods) for name, methods in ours.items() if name) == len(served)
    assert set(ours) == {
        *("", "access_keys", "applications", "attributes", "audit", "credentials", "flows", "keys"),
        *("projects", "roles", "templates", "tenants", "tokens", "users"),
    }


def test_both_clients_have_the_same_options() -> None:
    ours, theirs = inspect.signature(client.Client.__init__), inspect.signature(aio.Client.__init__)
    assert ours == theirs
    assert inspect.getdoc(client.Client.__init__) == inspect.getdoc(aio.Client.__init__)


def test_what_is_not_given_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (load().target, bearer(load()), load().tls) == ("127.0.0.1:50051", "", None)
    (tmp_path / "credential").write_text(" from-file\n")
    monkeypatch.setenv("MINTMARK_TARGET", "127.0.0.1:7")
    monkeypatch.setenv("MINTMARK_CREDENTIAL_FILE", str(tmp_path / "credential"))
    assert (load().target, bearer(load())) == ("127.0.0.1:7", "Bearer from-file")
    monkeypatch.setenv("MINTMARK_CREDENTIAL", "from-variable")
    assert bearer(load()) == "Bearer from-variable"
    assert bearer(load(credential_file=tmp_path / "credential")) == "Bearer from-file"
    assert bearer(load(credential="given")) == "Bearer given"
    assert load("127.0.0.1:8").target == "127.0.0.1:8"


def test_a_call_may_bring_a_credential_of_its_own() -> None:
    assert load(credential="given").build_metadata((("authorization", "Bearer own"),)) == (("authorization", "Bearer own"),)
    assert load(credential="given").build_metadata((("x", "y"),)) == (("x", "y"), ("authorization", "Bearer given"))


def test_a_credential_is_not_shown() -> None:
    assert "given" not in repr(load(credential="given"))


@pytest.mark.parametrize("content", [b"", b" \n", b"a b", b"a\nb", "é".encode(), b"a" * 5_000])
def test_a_file_that_holds_no_credential_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "credential").write_bytes(content)
    with pytest.raises(ValueError, match="one credential"):
        load(credential_file=tmp_path / "credential")


def test_files_that_cannot_be_read_and_options_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    for options in ({"credential_file": absent}, {"ca_file": absent}, {"cert_file": absent, "key_file": absent}):
        with pytest.raises(FileNotFoundError):
            load(**options)
    for options in ({"credential_file": absent, "credential": "x"}, {"cert_file": absent}, {"key_file": absent}):
        with pytest.raises(ValueError):
            load(**options)


def test_off_loopback_nothing_is_plaintext_by_mistake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert load("tokens.example.com:443").tls is not None
    assert load("tokens.example.com:443", allow_plaintext=True).tls is None
    monkeypatch.setenv("MINTMARK_ALLOW_PLAINTEXT", "true")
    assert load("tokens.example.com:443").tls is None
    (tmp_path / "ca.pem").write_text("-----BEGIN CERTIFICATE-----\n")
    assert load("tokens.example.com:443", ca_file=tmp_path / "ca.pem").tls is not None
    assert load("127.0.0.1:443", ca_file=tmp_path / "ca.pem").tls is not None
    monkeypatch.setenv("MINTMARK_CA_FILE", str(tmp_path / "ca.pem"))
    assert load("127.0.0.1:443").tls is not None


def test_a_request_id_is_filled_in_on_a_copy() -> None:
    request = user_service_pb2.CreateUserRequest(user_id="u")
    first, second = identify("CreateUser", request), identify("CreateUser", request)
    assert not request.request_id
    assert first.request_id != second.request_id
    assert (len(first.request_id), first.user_id) == (36, "u")
    assert identify("CreateUser", first) is first
    stateless = token_service_pb2.IssueSessionTokenRequest()
    assert identify("IssueSessionToken", stateless) is stateless
