"""The command line in process."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

from mintmark.cli import main
from mintmark_server.testing import TestService


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


class CommandLine:
    """Runs `mintmark` against a service, as a caller, for a project."""

    def __init__(self, service: TestService, folder: Path, project: str, *, secret: str = "", target: str = "") -> None:
        self._file = folder / f"credential-{len(list(folder.glob('credential-*')))}"
        self._file.write_text(secret or service.credential)
        self._options = ["--target", target or service.target, "--credential-file", str(self._file), "--project", project]

    def run(self, *arguments: str | Path, json: bool = False) -> Done:
        out, err = io.StringIO(), io.StringIO()
        code: object = 0
        options = [*self._options, *(["--output", "json"] if json else [])]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main([*options, *map(str, arguments)])
            except SystemExit as exit_:
                code = exit_.code
        return Done(code if isinstance(code, int) else 1 if code else 0, out.getvalue(), err.getvalue())
