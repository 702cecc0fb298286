"""Finding and reading files.

Owns: which files a folder has, and their bounds. Never: what stands in them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from mintmark.ascode.findings import DocumentsError, Finding, Place
from mintmark.ascode.jsontext import read_json
from mintmark.ascode.nodes import Node
from mintmark.ascode.yamltext import read_yaml

MAX_FILE_BYTES: Final = 4 << 20
MAX_FILES: Final = 5_000
_READERS: Final = {".yaml": read_yaml, ".yml": read_yaml, ".json": read_json}


def read_documents(paths: Iterable[Path]) -> list[Node]:
    """Return the documents of files and folders, in order of the files' names. Raises: DocumentsError with all that is wrong."""
    findings: list[Finding] = []
    documents: list[Node] = []
    for file in _find_files(paths, findings):
        try:
            for node in _READERS[file.suffix](_read_text(file), str(file)):
                documents += node.value if isinstance(node.value, list) else [node]
        except DocumentsError as error:
            findings += error.findings
    if findings:
        raise DocumentsError(findings)
    return documents


def _find_files(paths: Iterable[Path], findings: list[Finding]) -> list[Path]:
    found: dict[str, Path] = {}
    for path in paths:
        if path.is_dir():
            before = len(found)
            for file in _walk(path, set(), findings):
                found.setdefault(os.path.realpath(file), file)
            if len(found) == before and not findings:
                findings.append(
                    Finding(Place(str(path)), "", "The folder has no .yaml, .yml or .json file.", "Give the folder of the documents.")
                )
        elif path.suffix not in _READERS:
            findings.append(Finding(Place(str(path)), "", "A file of documents ends in .yaml, .yml or .json."))
        else:
            found.setdefault(os.path.realpath(path), path)
    if len(found) > MAX_FILES:
        findings.append(Finding(Place(str(next(iter(found.values())))), "", f"More than {MAX_FILES} files."))
        return []
    return sorted(found.values())


def _walk(folder: Path, seen: set[str], findings: list[Finding]) -> Iterator[Path]:
    """Yield the files below a folder; each real folder once, so a loop of links ends. Names that start with a dot are passed over."""
    real = os.path.realpath(folder)
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        findings.append(Finding(Place(str(folder)), "", f"The folder can't be read: {error.strerror}."))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, seen, findings)
        elif entry.suffix in _READERS:
            yield entry


def _read_text(file: Path) -> str:
    place = Place(str(file))
    try:
        if not file.is_file() and file.exists():
            raise DocumentsError([Finding(place, "", "Not a regular file.")])
        with file.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise DocumentsError([Finding(place, "", f"The file can't be read: {error.strerror}.")]) from error
    if len(data) > MAX_FILE_BYTES:
        raise DocumentsError([Finding(place, "", f"The file is larger than {MAX_FILE_BYTES} bytes.")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentsError([Finding(Place(str(file), line), "", "The file is not UTF-8 text.")]) from error
