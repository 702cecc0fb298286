"""Commands of `mintmark-server` on a folder where nothing was set up."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

import pytest
from mintmark_server.cli.app import app
from mintmark_server.keys.keyfile import ENVIRONMENT
from mintmark_server.serving import ServiceError
from typer.testing import CliRunner


@pytest.mark.parametrize("arguments", [["serve"], ["migrate"], ["backup", "copy.db"], ["check"], ["keys", "rewrap"]], ids=" ".join)
def test_a_mistyped_folder_is_told_and_stays_empty(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(ENVIRONMENT, base64.b64encode(bytes(32)).decode())
    done = CliRunner().invoke(app, [*arguments, "--data-dir", "tpyo"])
    assert isinstance(done.exception, ServiceError)
    assert str(done.exception) == "tpyo/mintmark.db does not exist: run `mintmark-server init` first."
    assert list(tmp_path.iterdir()) == []


def test_without_what_the_service_needs_its_command_says_so() -> None:
    code = "import sys; sys.modules['structlog'] = None; from mintmark_server.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    said = "structlog is not installed: the service needs more than the client. Install mintmark[server].\n"
    assert (done.returncode, done.stderr) == (1, said)
