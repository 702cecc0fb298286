"""Settings: where they come from, and what may not be combined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mintmark_server.config import Settings, SettingsError, is_loopback, load_settings, split_address


def problems(flags: dict[str, Any] | None = None, environment: dict[str, str] | None = None, file: Path | None = None) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(flags or {}, environment or {}, file)
    return caught.value.problems


def test_defaults_are_for_loopback() -> None:
    settings = load_settings({}, {}, None)
    assert settings == Settings()
    assert (settings.grpc_address, settings.http_address) == ("127.0.0.1:50051", "127.0.0.1:8080")
    assert settings.public_base == "http://127.0.0.1:8080"
    assert settings.database_path == Path("mintmark-data/mintmark.db")


def test_a_flag_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mintmark.toml"
    file.write_text('threads = 2\nlog_level = "debug"\ndata_dir = "a"\n')
    settings = load_settings({"data_dir": Path("c"), "threads": None}, {"MINTMARK_LOG_LEVEL": "error", "MINTMARK_DATA_DIR": "b"}, file)
    assert (settings.threads, settings.log_level, settings.data_dir) == (2, "error", Path("c"))


def test_all_problems_at_once(tmp_path: Path) -> None:
    file = tmp_path / "mintmark.toml"
    file.write_text('thread = 2\nthreads = "many"\n')
    found = problems(
        {"grpc_address": "0.0.0.0", "tls_cert": Path("c")},
        {"MINTMARK_ALLOW_PLAINTEXT": "perhaps", "MINTMARK_LOG_LEVEL": "loud", "MINTMARK_MAX_CONCURRENT_CALLS": "0"},
        file,
    )
    assert found == [
        f"{file}: there is no setting thread.",
        f"{file}: threads: expected a value like 8.",
        "MINTMARK_ALLOW_PLAINTEXT: expected a value like False.",
        "grpc_address: expected host:port, e.g. 127.0.0.1:50051, not '0.0.0.0'",
        "tls_cert and tls_key belong together: give both or none.",
        "max_concurrent_calls: from 1 to 100000.",
        "log_level: one of debug, info, warning, error.",
    ]


def test_no_plaintext_off_loopback_without_saying_so() -> None:
    assert problems({"grpc_address": "0.0.0.0:1", "public_url": "https://t.example"}) == [
        "0.0.0.0 is not loopback: give tls_cert and tls_key, or allow_plaintext where something in front speaks TLS."
    ]
    load_settings({"grpc_address": "0.0.0.0:1", "public_url": "https://t.example", "allow_plaintext": True}, {}, None)
    load_settings({"grpc_address": "0.0.0.0:1", "public_url": "https://t.example", "tls_cert": "c", "tls_key": "k"}, {}, None)


def test_no_issuer_by_accident_off_loopback() -> None:
    assert problems({"http_address": "[::]:1", "allow_plaintext": True}) == [
        "public_url is needed off loopback: issuers and discovery are built from it, and must not change later."
    ]


@pytest.mark.parametrize("url", ["t.example", "ftp://t.example", "https://", "https://t.example/?a=b", "https://t.example/#x"])
def test_a_public_url_is_one(url: str) -> None:
    assert problems({"public_url": url}) == ["public_url: expected https://host[:port][/path]."]


def test_client_certificates_need_tls() -> None:
    assert problems({"client_ca": "ca.pem"}) == ["client_ca needs tls_cert and tls_key: client certificates come with TLS."]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert problems(file=tmp_path / "none.toml") == [f"{tmp_path / 'none.toml'} can't be read: No such file or directory."]
    wrong = tmp_path / "wrong.toml"
    wrong.write_bytes(b"\xff")
    assert problems(file=wrong) == [f"{wrong} can't be read: it is not UTF-8."]
    wrong.write_text("a = ")
    assert problems(file=wrong)[0].startswith(f"{wrong} is not TOML")


@pytest.mark.parametrize(
    ("address", "expected"),
    [("127.0.0.1:80", ("127.0.0.1", 80)), ("[::1]:0", ("::1", 0)), ("localhost:65535", ("localhost", 65_535))],
)
def test_an_address_is_host_and_port(address: str, expected: tuple[str, int]) -> None:
    assert split_address(address) == expected


@pytest.mark.parametrize("address", ["", ":80", "host", "host:", "host:http", "host:65536", "host:-1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="expected host:port"):
        split_address(address)


HOSTS = {"127.0.0.1": True, "127.9.9.9": True, "::1": True, "localhost": True, "0.0.0.0": False, "x.example": False}


@pytest.mark.parametrize(("host", "expected"), HOSTS.items())
def test_loopback_is_known(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
