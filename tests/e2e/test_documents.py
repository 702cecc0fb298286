"""Every page of the documentation that has commands is executed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Installed, Served
from tests.e2e.documents import Page, execute, has_commands, read_blocks

PAGES = sorted(path for path in (ROOT / "server/docs").glob("*.md") if has_commands(path.read_text()))
FENCE = "`" * 3


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_does_what_it_says(installed: Installed, tmp_path: Path, path: Path) -> None:
    assert execute(path, installed, tmp_path)


def run_page(folder: Path, text: str) -> list[str]:
    (folder / ".mintmark-demo").mkdir()
    (folder / ".mintmark-demo/credential").write_text("secret\n")
    (folder / "page.md").write_text(text.replace("~~~", FENCE))
    served = Served(process=None, target="127.0.0.1:1", http="http://127.0.0.1:2")  # type: ignore[arg-type]
    return [printed for _, printed in Page(folder / "page.md", folder, served).run()]


def test_blocks_have_language_options_and_place() -> None:
    blocks = read_blocks(f"a\n{FENCE}sh exit=3\nfalse\n{FENCE}\n\n{FENCE}\nplain\n{FENCE}\n")
    assert [(block.line, block.language, block.options, block.text) for block in blocks] == [
        (2, "sh", {"exit": "3"}, "false\n"),
        (6, "", {}, "plain\n"),
    ]


def test_a_page_runs_in_order_with_files_and_expected_output(tmp_path: Path) -> None:
    page = "~~~yaml file=a.yaml\nat: 127.0.0.1:8080\n~~~\n~~~sh\ncat a.yaml; echo one   two 17\n~~~\n"
    page += "~~~text\nat: 127.0.0.1:8080\none two ...\n~~~\n"
    page += "~~~python\nimport os\nprint(os.environ['MINTMARK_CREDENTIAL'])\n~~~\n"
    assert run_page(tmp_path, page) == ["at: 127.0.0.1:2\none two 17\n", "secret\n"]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("~~~sh\nexit 4\n~~~\n", "exit code 4, not 0"),
        ("~~~sh exit=4\ntrue\n~~~\n", "exit code 0, not 4"),
        ("~~~sh\necho b; echo a\n~~~\n~~~text\na\nb\n~~~\n", "not printed (in this order): b"),
        ("~~~python\nraise SystemExit('no')\n~~~\n", "exit code 1, not 0"),
    ],
)
def test_a_page_that_is_wrong_fails(tmp_path: Path, page: str, told: str) -> None:
    with pytest.raises(pytest.fail.Exception, match=re.escape(told)):
        run_page(tmp_path, page)
