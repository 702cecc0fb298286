"""The page on errors has every reason, with the statuses that the contract names, and links to cases that produce it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mintmark_server.errors import Reason

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "server/docs/errors.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \| \[cases\]\(([^)]+)\) \|$", flags=re.MULTILINE)
ROWS = {match[1]: match for match in ROW.finditer(PAGE.read_text())}


def test_the_page_has_each_reason_once() -> None:
    named = [match[1] for match in ROW.finditer(PAGE.read_text())]
    assert sorted(named) == sorted(reason.value for reason in Reason)


@pytest.mark.parametrize("reason", sorted(reason.value for reason in Reason))
def test_the_linked_cases_produce_the_reason(reason: str) -> None:
    linked = (PAGE.parent / ROWS[reason][5]).resolve()
    error = "".join(part.capitalize() for part in reason.split("_")) + "Error"
    assert linked.is_relative_to(ROOT / "tests")
    assert re.search(rf"\b({reason}|{error})\b", linked.read_text()), f"{linked.name} has no {reason}"


@pytest.mark.parametrize("reason", sorted(reason.value for reason in Reason))
def test_a_status_of_the_page_is_one_of_the_contract(reason: str) -> None:
    text = (ROOT / "protos/mintmark/v1/error.proto").read_text()
    comment = re.search(rf"((?:\s*//[^\n]*\n)+)\s*ERROR_REASON_{reason} =", text)
    assert comment is not None
    statuses = set(re.findall(r"\b[A-Z]+_[A-Z_]+\b|\bABORTED\b|\bINTERNAL\b|\bUNAVAILABLE\b|\bUNAUTHENTICATED\b", ROWS[reason][2]))
    assert statuses
    assert any(status in comment[1] for status in statuses)
