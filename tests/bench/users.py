"""Projects of many made-up users, made once by `mintmark-server load-demo` and kept for the next run.

Owns: `find_or_make`, and the folder where they are kept: `.bench` beside the Makefile. Never: measuring what is served.

Whatever decides what is stored is part of a folder's name, so data of another version is never measured; it is removed instead. A run
leaves its sessions there, which is all that it writes.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.processes import ROOT, run_server_command

KEPT: Final = ROOT / ".bench"
PROJECT: Final = "projects/load"
_BYTES_PER_USER: Final = 2_300
_RATE: Final = re.compile(r"([\d,]+) a second")
_SERVER: Final = ROOT / "server/mintmark_server"
_SOURCES: Final = ("cli/synthetic.py", "storage/codec.py", "storage/sqlite/schema.py", "storage/sqlite/intents.py", "model/*.py", "ids.py")


class NoRoomError(Exception):
    """The disk has too little room; says how much it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """A data folder with so many users. `import_rate` is how many `load-demo` stored a second."""

    folder: Path
    count: int
    credential: str
    import_rate: float

    @property
    def bytes_each(self) -> float:
        """Bytes of the database for a user."""
        return (self.folder / "mintmark.db").stat().st_size / self.count


def find_or_make(count: int) -> Users:
    """Return a project of so many users, made where no run before left it. Raises: NoRoomError."""
    folder = KEPT / f"users-{count}-{_version()}"
    told = folder / "made.json"
    if not told.exists():
        _make(folder, count)
    return Users(
        folder=folder, count=count, credential=(folder / "credential").read_text().strip(), import_rate=json.loads(told.read_text())["rate"]
    )


def _make(folder: Path, count: int) -> None:
    for other in KEPT.glob(f"users-{count}-*"):
        if other != folder:
            shutil.rmtree(other)
    KEPT.mkdir(exist_ok=True)
    needed = count * _BYTES_PER_USER
    if shutil.disk_usage(KEPT).free < 2 * needed:
        raise NoRoomError(f"{count:,} users need {2 * needed / 1e9:.1f} GB of room on the disk")
    print(f"making {count:,} users in {folder.relative_to(ROOT)}; they are kept for the next run", flush=True)
    folder.mkdir(exist_ok=True)
    # A run that was broken off left some of them: those are found, and are no part of the rate.
    said = _RATE.search(run_server_command("load-demo", "--users", str(count), "--data-dir", str(folder)))
    (folder / "made.json").write_text(json.dumps({"rate": int(said[1].replace(",", "")) if said else 0}))


def _version() -> str:
    """Return what the stored bytes depend on, as a few characters."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(_SERVER.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
