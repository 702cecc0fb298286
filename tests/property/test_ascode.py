"""Laws of configuration as code, over random configurations."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mintmark.ascode.apply import apply_plan
from mintmark.ascode.current import read_current
from mintmark.ascode.desired import Desired, read_desired
from mintmark.ascode.export import export_files
from mintmark.ascode.files import read_documents
from mintmark.ascode.jsontext import read_json
from mintmark.ascode.planning import make_plan
from mintmark.ascode.yamltext import read_yaml, write_yaml
from mintmark.client import Client
from mintmark_server.testing import run_service

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    [
        "no",
        "on",
        "1e3",
        "0o17",
        "010",
        "2031-04-01",
        "~",
        "null",
        "1_0",
        "<<",
        "=",
        ".nan",
        "- a",
        "a: b",
        "# c",
        "a\nb",
        "a\n\n",
        " a\nb",
        "\x85",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(TEXTS, below, max_size=3),
    max_leaves=12,
)


@given(JSON.filter(lambda value: value is not None))
def test_what_is_written_as_yaml_reads_back_the_same(value: Any) -> None:
    (node,) = read_yaml(write_yaml([value]), "f")
    assert node.plain() == value


@given(JSON)
def test_json_reads_as_the_standard_library_reads_it(value: Any) -> None:
    for indent in (None, 2):
        assert read_json(json.dumps(value, indent=indent), "f")[0].plain() == value


NAMES = st.sampled_from(["alpha", "beta", "gamma", "delta"])
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12).filter(lambda text: "{{" not in text)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1_000, 1_000)
    | st.floats(-1e6, 1e6)
    | WORDS
    | st.sampled_from(["{{user.id}}", "Hello {{user.given_name}}", "{{ user.roles }}", "{{tenant.id}}", "{{{{"]),
    lambda below: st.lists(below, max_size=2) | st.dictionaries(st.sampled_from(["m", "n-1", "ö", "x y"]), below, max_size=2),
    max_leaves=5,
)
CLAIMS = st.dictionaries(st.sampled_from(["one", "two", "three", "https://a.b/c"]), VALUES, max_size=3)


@st.composite
def configurations(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Documents by name: templates, what refers to them, and what stands alone."""
    documents: dict[str, dict[str, Any]] = {}

    def add(name: str, **fields: Any) -> None:
        if draw(st.booleans()):
            fields["labels"] = draw(st.dictionaries(NAMES, NAMES, max_size=1))
        if draw(st.booleans()):
            fields["display_name"] = draw(WORDS)
        documents[name] = {"name": name, **fields}

    templates = draw(st.lists(NAMES, max_size=3, unique=True))
    for template in templates:
        claims = draw(CLAIMS)
        optional = {"add_jti": draw(st.booleans()), "inherit": draw(st.booleans()), "merge": "MERGE_RULE_DEEP_MERGE"}
        chosen = draw(st.sets(st.sampled_from(sorted(optional))))
        source = claims if draw(st.booleans()) else json.dumps(claims)
        add(
            f"templates/{template}",
            kind="TEMPLATE_KIND_USER",
            source={"advanced": source},
            conditions=dict.fromkeys(draw(st.sets(st.sampled_from(sorted(claims)))) if claims else (), "user.id != ''"),
            **{key: optional[key] for key in chosen},
        )
    chosen_template = st.sampled_from(["", *templates])
    for role in draw(st.lists(NAMES, max_size=2, unique=True)):
        add(f"roles/{role}", permissions=draw(st.lists(NAMES, max_size=2, unique=True)))
    for attribute in draw(st.lists(NAMES, max_size=2, unique=True)):
        add(f"attributes/user.{attribute}", type=draw(st.sampled_from(["ATTRIBUTE_TYPE_STRING", "ATTRIBUTE_TYPE_BOOL"])))
    for flow in draw(st.lists(NAMES, max_size=2, unique=True)):
        add(f"flows/{flow}", source={"advanced": draw(CLAIMS)})
    mapping = st.fixed_dictionaries({"scope": NAMES, "source": st.fixed_dictionaries({"advanced": CLAIMS}), "mandatory": st.booleans()})
    for application in draw(st.lists(NAMES, max_size=2, unique=True)):
        add(
            f"applications/{application}",
            kind=draw(st.sampled_from(["APPLICATION_KIND_OIDC", "APPLICATION_KIND_INBOUND"])),
            user_template=draw(chosen_template),
            scope_mappings=draw(st.lists(mapping, max_size=2)),
        )
    project: dict[str, Any] = {"user_template": draw(chosen_template), "scope_mappings": draw(st.lists(mapping, max_size=2))}
    if draw(st.booleans()):
        project["lifetimes"] = {"session_ttl": draw(st.sampled_from(["60s", "600s", "61.5s"]))}
    if draw(st.booleans()):
        project["limits"] = {"max_keys": draw(st.integers(50, 100))}
    add("projects/-", settings=project)
    return documents


def read_from(files: dict[str, str], project: str) -> tuple[Desired, ...]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, "utf-8")
        return read_desired(read_documents([Path(folder)]), project)


def read(documents: dict[str, dict[str, Any]], project: str, shuffle: random.Random) -> tuple[Desired, ...]:
    """Read documents spread over files at random, as YAML or JSON."""
    names = list(documents)
    shuffle.shuffle(names)
    files: dict[str, list[Any]] = {}
    for name in names:
        files.setdefault(f"{shuffle.randrange(3)}", []).append(documents[name])
    texts = {}
    for name, listed in files.items():
        as_json = shuffle.random() < 0.5
        texts[f"{name}.{'json' if as_json else 'yaml'}"] = json.dumps(listed) if as_json else write_yaml(listed)
    return read_from(texts, project)


class Configured:
    """A service, and the laws on its projects."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.made = 0

    def new_project(self) -> str:
        self.made += 1
        return f"p{self.made}"

    def apply(self, desired: tuple[Desired, ...]) -> None:
        plan = make_plan(self.client, desired, owner="files", prune=True, adopt=False)
        apply_plan(self.client, plan, told=lambda step, *, partly: None)

    def steps(self, desired: tuple[Desired, ...]) -> list[tuple[str, Any]]:
        plan = make_plan(self.client, desired, owner="files", prune=True, adopt=True)
        return [(step.name, step.changes) for step in plan.steps]


@pytest.fixture(scope="module")
def configured() -> Iterator[Configured]:
    with run_service() as service, Client(service.target, credential=service.credential) as client:
        yield Configured(client)


LAWS = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.mark.timeout(120)
@LAWS
@given(first=configurations(), second=configurations(), seed=st.integers(0, 99))
def test_after_apply_a_plan_has_no_changes_whatever_was_there_before(
    configured: Configured, first: dict[str, Any], second: dict[str, Any], seed: int
) -> None:
    project, shuffle = configured.new_project(), random.Random(seed)
    kinds = {name: document["kind"] for name, document in first.items() if "kind" in document}
    second = {
        name: {**document, "kind": kinds.get(name, document["kind"])} if "kind" in document else document
        for name, document in second.items()
    }
    for documents in (first, second):
        configured.apply(read(documents, project, shuffle))
        assert configured.steps(read(documents, project, shuffle)) == []


@pytest.mark.timeout(120)
@LAWS
@given(documents=configurations(), seed=st.integers(0, 99))
def test_an_export_is_what_was_applied(configured: Configured, documents: dict[str, Any], seed: int) -> None:
    project, copy, shuffle = configured.new_project(), configured.new_project(), random.Random(seed)
    configured.apply(read(documents, project, shuffle))
    exported = export_files(read_current(configured.client, [f"projects/{project}"]).resources)
    assert configured.steps(read_from(exported, project)) == []
    configured.apply(read_from(exported, copy))
    assert configured.steps(read(documents, copy, shuffle)) == []
    assert export_files(read_current(configured.client, [f"projects/{copy}"]).resources) == exported
