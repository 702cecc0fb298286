"""The JSON Schema of documents.

Owns: where the generated file is. Never: making it: `make proto` does, from the contract and its comments.
"""

from __future__ import annotations

from importlib import resources
from typing import Final

FILE: Final = "documents.schema.json"


def read_schema() -> str:
    """Return the schema's text."""
    return resources.files("mintmark.ascode").joinpath(FILE).read_text("utf-8")
