"""What is wrong in files, and where.

Owns: places, findings, the error that carries all of them. Never: what is wrong with what (the readers and the service say that).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file; lines and columns count from 1, 0 is unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong: where, at which path of the document, and what to do."""

    place: Place
    path: str
    message: str
    hint: str = ""
    reason: str = ""


class DocumentsError(Exception):
    """Files can't be taken as they are; all findings, in order of their places."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__(f"{len(self.findings)} found: {self.findings[0].place}: {self.findings[0].message}")


def nearest(given: str, known: Iterable[str]) -> str:
    """Return a hint with the nearest spelling, or what is known."""
    choices = sorted(known)
    folded = {choice.lower(): choice for choice in choices}
    close = difflib.get_close_matches(given.lower(), folded, n=1, cutoff=0.5)
    if close:
        return f"Did you mean {folded[close[0]]}?"
    return f"Known are {', '.join(choices)}." if choices else ""
