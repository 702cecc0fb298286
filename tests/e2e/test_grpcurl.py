"""server/docs/grpcurl.md has every RPC; test_documents executes it, with the real grpcurl where there is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mintmark_server.rpc.server import list_methods

from tests.e2e.conftest import ROOT, Installed, serve
from tests.e2e.documents import Page, read_blocks, write_stand_in

PAGE = ROOT / "server/docs/grpcurl.md"


def test_every_rpc_is_called() -> None:
    called = set(re.findall(r"(\w+Service/\w+)", PAGE.read_text()))
    missing = {method.key.replace(".", "/") for method in list_methods()} - called
    assert not missing, f"{PAGE.name} lacks calls of {sorted(missing)}"


@pytest.mark.long
@pytest.mark.timeout(300)
def test_the_stand_in_lists_describes_refuses_and_streams(installed: Installed, tmp_path: Path) -> None:
    text = PAGE.read_text()
    stream = next(block.text for block in read_blocks(text) if "StreamIssue" in block.text)
    page = tmp_path / "page.md"
    page.write_text(
        f"{text.partition('The same call with buf')[0]}```sh\n{stream[stream.index('sh call TokenService/StreamIssue') :]}```\n"
    )
    (tmp_path / ".venv").symlink_to(installed.folder)
    with serve(installed, "demo", cwd=tmp_path) as served:
        executed = Page(page, tmp_path, served)
        (tmp_path / ".tools/grpcurl").unlink()
        write_stand_in(tmp_path / ".tools/grpcurl")
        *_, (_, answers) = executed.run()
    assert answers.count('"kind": "TOKEN_KIND_SESSION"') == 2
