"""Fixtures for other people's tests; pytest finds them by itself where mintmark is installed.

Owns: the fixtures. Never: loading the service before a test asks for it.

| fixture | for | what |
| --- | --- | --- |
| `mintmark_service` | the run | the service in process: `.target`, `.http`, `.credential`, `.client`, `.clock` |
| `mintmark_clock` | a test | its clock, put back after the test |
| `mintmark_project` | a test | a new, empty project: `.fill(…)`, `.issue("ada")`, `.open_session("ada")` |
| `mintmark_verifier` | a test | a verifier of that project's tokens, at the clock's instant |
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from mintmark.verify import Verifier

    from mintmark_server.testing import MovingClock, TestService
    from mintmark_server.testing_projects import TestProject

_NUMBERS: Final = itertools.count(1)


@pytest.fixture(scope="session")
def mintmark_service() -> Iterator[TestService]:
    """Return the service in process, with its key sets on loopback."""
    from mintmark_server.testing import run_service  # noqa: PLC0415  (loads the service, which few tests need)

    with run_service(serve_http=True) as service:
        yield service


@pytest.fixture
def mintmark_clock(mintmark_service: TestService) -> Iterator[MovingClock]:
    """Return the service's clock; after the test it is where it was."""
    clock = mintmark_service.clock
    before = clock.now()
    yield clock
    clock.move(before - clock.now())


@pytest.fixture
def mintmark_project(mintmark_service: TestService, mintmark_clock: MovingClock) -> TestProject:  # noqa: ARG001  (the clock is put back)
    """Return a new, empty project."""
    return mintmark_service.create_project(f"test-{next(_NUMBERS)}")


@pytest.fixture
def mintmark_verifier(mintmark_service: TestService, mintmark_project: TestProject) -> Verifier:
    """Return a verifier of the project's tokens."""
    return mintmark_service.verifier(mintmark_project.id)
