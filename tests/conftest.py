"""Fixtures of all tests: a running service, its client, a project of its own for each test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from mintmark.client import Client
from mintmark_server.testing import TestService, run_service

from tests.project import ProjectUnderTest

_NUMBERS = itertools.count(1)

# How long an example takes says how busy the machine is, and nothing about the code; pytest's timeout bounds each test as a whole.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(scope="module")
def service() -> Iterator[TestService]:
    with run_service() as running:
        yield running


@pytest.fixture(scope="module")
def client(service: TestService) -> Iterator[Client]:
    with Client(service.target, credential=service.credential) as connected:
        yield connected


@pytest.fixture
def project(client: Client) -> ProjectUnderTest:
    """A new project with a user, two tenants, roles and attributes."""
    made = ProjectUnderTest(client, f"p{next(_NUMBERS)}")
    made.create()
    return made
