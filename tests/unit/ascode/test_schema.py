"""The JSON Schema of documents, checked by a validator that is not ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from mintmark.ascode.files import read_documents
from mintmark.ascode.schema import read_schema

EXAMPLES = Path(__file__).parents[3] / "client/examples/ascode"
SCHEMA: dict[str, Any] = json.loads(read_schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
TEMPLATE = {"name": "templates/t", "kind": "TEMPLATE_KIND_USER", "source": {"advanced": {"a": 1}}}


def problems(document: Any) -> list[str]:
    """Return the deepest messages."""
    return [jsonschema.exceptions.best_match([error]).message for error in VALIDATOR.iter_errors(document)]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", sorted(EXAMPLES.rglob("*.*")), ids=lambda file: file.name)
def test_every_example_file_fits(file: Path) -> None:
    documents = [node.plain() for node in read_documents([file])]
    assert documents
    for document in documents:
        VALIDATOR.validate(document)
    VALIDATOR.validate(documents)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"empty_claims_policy": "x"}, "Additional properties are not allowed ('empty_claims_policy' was unexpected)"),
        ({"kind": "USER"}, "'USER' is not one of ['TEMPLATE_KIND_USER', 'TEMPLATE_KIND_ACCESS_KEY']"),
        ({"etag": "x"}, "Additional properties are not allowed ('etag' was unexpected)"),
        ({"claims": {}}, "Additional properties are not allowed ('claims' was unexpected)"),
        ({"add_jti": "yes"}, "'yes' is not of type 'boolean'"),
        ({"source": {}}, ""),
        ({"source": {"advanced": {}, "simple": {}}}, "should not be valid under"),
        ({"fallbacks": {"a": {"string": "x", "bool": True}}}, "should not be valid under"),
        ({"name": "accessKeys/x"}, "does not match"),
    ],
)
def test_what_does_not_fit_is_told(change: dict[str, Any], message: str) -> None:
    found = problems({**TEMPLATE, **change})
    assert (message in " ".join(found)) if message else found == []


def test_required_fields_are_asked_for() -> None:
    assert problems({"name": "templates/t", "kind": "TEMPLATE_KIND_USER"}) == ["'source' is a required property"]


def test_the_contracts_comments_are_the_descriptions() -> None:
    template = SCHEMA["$defs"]["Template"]
    assert template["properties"]["add_jti"]["description"] == "Give session and access-key tokens a `jti`. Unset: inherited, else false."
    missing = [
        f"{name}.{field}"
        for name, definition in SCHEMA["$defs"].items()
        for field, shape in definition["properties"].items()
        if name != "Document" and not shape.get("description")
    ]
    assert missing == []
