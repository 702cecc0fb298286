"""Starter templates: ready-made ones for known readers of tokens.

Owns: the files beside this module, one starter each, as ProtoJSON of `mintmark.v1.StarterTemplate` in YAML, with the claims of its
template under `claims` in advanced notation. Never: checking them; the tests do, with each reader's documented rules.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def load_starters() -> dict[str, dict[str, Any]]:
    """Return the starters by id, in code-point order, as ProtoJSON; their names are the caller's to set."""
    files = sorted((file for file in resources.files(__name__).iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name.removesuffix(".yaml"): _read(file.read_text("utf-8")) for file in files}


def _read(text: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(text)
    template = document["template"]
    template["source"] = {"advanced": json.dumps(template.pop("claims"), indent=2, ensure_ascii=False)}
    return document
