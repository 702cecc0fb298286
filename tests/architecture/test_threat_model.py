"""The threat model and the README name tests; they exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "server/docs/threat-model.md"


def test_each_test_that_a_note_names_exists() -> None:
    named = re.findall(r"\*([\w/]+\.py): (test_\w+)\*", PAGE.read_text())
    assert len(named) >= 40
    for file, test in named:
        text = (ROOT / "tests" / file).read_text()
        assert re.search(rf"^def {test}\(", text, flags=re.MULTILINE), f"{file}: {test}"


def test_each_note_names_a_test_or_says_that_nothing_sees_it() -> None:
    notes = [part for part in PAGE.read_text().split("\n\n") if part.startswith("**")]
    assert len(notes) >= 20
    for note in notes:
        assert (
            "*rpc/" in note or "*unit/" in note or "*advisories/" in note or "*workers/" in note or note.startswith("**What is not seen")
        ), note


def test_each_test_that_the_readme_links_to_exists() -> None:
    linked = re.findall(r"\[([\w ]+)\]\((tests/[\w/]+\.py)\)", (ROOT / "README.md").read_text())
    assert len(linked) == 6
    for words, file in linked:
        assert f"def test_{words.replace(' ', '_')}(" in (ROOT / file).read_text(), f"{file}: {words}"
