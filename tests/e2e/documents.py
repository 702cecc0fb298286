"""Documents that are executed: what a page says is what happens.

Owns: reading a page's code blocks, and running them in order against a served demo. Never: pages of its own.

A block's info string says what is done with it:

| info | what happens |
| --- | --- |
| `sh` | it runs in bash; exit code 0 is expected, or that of `exit=N` |
| `python` | it runs in a process of its own, with the demo's credential in MINTMARK_CREDENTIAL |
| `text` right after one of these | each line stands in what that block printed, in this order; `...` stands for anything |
| `… file=NAME` | it is written to that file first |
| anything else | it is for the reader |

Blocks share a folder with `.venv` and the demo's data. `127.0.0.1:50051` and `127.0.0.1:8080` are the demo's addresses.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Installed, Served, serve

_BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
_SECONDS = 120


@dataclass(frozen=True)
class Block:
    """A fenced block; `line` is where it stands in its page."""

    line: int
    language: str
    options: dict[str, str]
    text: str


def read_blocks(page: str) -> list[Block]:
    """Return a page's fenced blocks in order."""
    found = []
    for match in _BLOCK.finditer(page):
        language, *words = match[1].split() or [""]
        options = dict(word.partition("=")[::2] for word in words)
        found.append(Block(page.count("\n", 0, match.start()) + 1, language, options, match[2]))
    return found


def has_commands(page: str) -> bool:
    """Tell whether a page has anything to execute."""
    return any(block.language in ("sh", "python") for block in read_blocks(page))


def lay_tools(folder: Path) -> Path:
    """Lay out what the pages call besides Mintmark: grpcurl (a stand-in where there is none) and buf; return the folder."""
    tools = folder / ".tools"
    tools.mkdir()
    (tools / "buf").symlink_to(Path(sys.prefix) / "bin/buf")
    built = Path(sys.prefix) / "go-tools/grpcurl"
    found = str(built) if built.exists() else shutil.which("grpcurl")
    if found is not None:
        (tools / "grpcurl").symlink_to(found)
    else:
        write_stand_in(tools / "grpcurl")
    return tools


def write_stand_in(path: Path) -> None:
    """Write a command that does what the pages ask of grpcurl."""
    path.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m tests.e2e.grpcurl "$@"\n')
    path.chmod(0o755)


class Page:
    """A page being executed in a folder."""

    def __init__(self, path: Path, folder: Path, served: Served) -> None:
        self.path = path
        self.folder = folder
        self.served = served
        self.env = {
            "PATH": f"{lay_tools(folder)}:{os.environ['PATH']}",
            "HOME": str(folder),
            "MINTMARK_TARGET": served.target,
            "MINTMARK_CREDENTIAL_FILE": ".mintmark-demo/credential",
            "NO_COLOR": "1",
            "COLUMNS": "200",
        }

    def run(self) -> Iterator[tuple[Block, str]]:
        """Yield each executed block with what it printed; fail where one does not do what the page says."""
        printed: str | None = None
        for block in read_blocks(self.path.read_text()):
            text = self._local(block.text)
            if "file" in block.options:
                target = self.folder / block.options["file"]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)
            elif block.language in ("sh", "python"):
                printed = self._execute(block, text)
                yield block, printed
                continue
            elif block.language == "text" and printed is not None:
                self._expect(block, printed)
            printed = None

    def _local(self, text: str) -> str:
        return text.replace("127.0.0.1:50051", self.served.target).replace("127.0.0.1:8080", self.served.http.removeprefix("http://"))

    def _execute(self, block: Block, text: str) -> str:
        command = ["bash", "-euo", "pipefail", "-c", text] if block.language == "sh" else [sys.executable, "-c", text]
        credential = (self.folder / ".mintmark-demo/credential").read_text().strip()
        env = {**self.env, "MINTMARK_CREDENTIAL": credential} if block.language == "python" else self.env
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder, env=env, timeout=_SECONDS)
        expected = int(block.options.get("exit", "0"))
        if done.returncode != expected:
            place = f"{self.path.name}:{block.line}"
            pytest.fail(f"{place}: exit code {done.returncode}, not {expected}\n{text}\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    def _expect(self, block: Block, printed: str) -> None:
        rest = re.sub(r"[ \t]+", " ", printed)
        for line in self._local(block.text).splitlines():
            parts = [re.escape(re.sub(r"[ \t]+", " ", part.strip())) for part in line.split("...")]
            match = re.search("[^\n]*".join(parts), rest)
            if match is None:
                pytest.fail(f"{self.path.name}:{block.line}: not printed (in this order): {line}\n--- printed:\n{printed}")
            rest = rest[match.end() :]


def execute(path: Path, installed: Installed, folder: Path) -> list[tuple[Block, str]]:
    """Execute a page against a demo of its own; return each executed block with what it printed."""
    (folder / ".venv").symlink_to(installed.folder)
    with serve(installed, "demo", cwd=folder) as served:
        return list(Page(path, folder, served).run())
