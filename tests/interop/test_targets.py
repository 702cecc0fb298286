"""`make clients` where a language's toolchain is absent: it is said, with where to look, and nothing fails."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.interop.suite import ROOT, load_languages


@pytest.mark.skipif(shutil.which("make") is None, reason="make not found on the PATH")
@pytest.mark.parametrize("name", [language.name for language in load_languages() if language.needs])
def test_a_missing_toolchain_is_said(name: str, tmp_path: Path) -> None:
    for command in ("make", "sh"):
        (tmp_path / command).symlink_to(str(shutil.which(command)))
    stamps = ROOT / ".venv/.stamps/dev"
    done = subprocess.run(
        [tmp_path / "make", "--no-print-directory", f"clients-{name}", "--assume-old", stamps.relative_to(ROOT)],
        cwd=ROOT,
        env={"PATH": str(tmp_path), "HOME": os.environ["HOME"]},
        capture_output=True,
        text=True,
        check=False,
    )
    language = next(language for language in load_languages() if language.name == name)
    assert (done.returncode, done.stdout) == (0, f"{name} skipped: {' '.join(language.needs)} not found on the PATH; see {language.see}\n")
