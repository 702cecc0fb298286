"""Check that the locks still satisfy pyproject.toml: resolving again with them as preference changes nothing.

Run by `make locks-check`; needs the package index.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = {"server/requirements.txt": ["--extra", "server"], "tests/requirements.txt": ["--extra", "server", "--group", "dev"]}
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-strip-markers",
    "--quiet",
    "--python-version",
    "3.11",
    "--custom-compile-command",
    "make locks",
]


def main() -> None:
    uv = Path(sys.executable).parent / "uv"
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        for lock, extras in LOCKS.items():
            copy = Path(folder) / lock.replace("/", "-")
            shutil.copy(ROOT / lock, copy)
            subprocess.run([uv, "pip", "compile", *OPTIONS, *extras, "pyproject.toml", "-o", copy], cwd=ROOT, check=True)
            if copy.read_text() != (ROOT / lock).read_text():
                stale.append(lock)
    if stale:
        sys.exit(f"Stale locks, run `make locks`: {', '.join(stale)}")


if __name__ == "__main__":
    main()
