"""What two revisions of a template say differently.

Owns: comparing what is written, claim by claim, whatever notation it is written in. Never: evaluating (tokens.plan does, for real
subjects).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from mintmark_server.claims import paths
from mintmark_server.claims.jsontext import dump
from mintmark_server.claims.kinds import Notation
from mintmark_server.claims.notation import parse_claims, print_claims
from mintmark_server.claims.values import MISSING, ClaimValue, Dynamic, Json
from mintmark_server.model.layers import Template


@dataclass(frozen=True, slots=True)
class Difference:
    """One place; compact JSON in advanced notation before and after, "" where nothing stands."""

    path: str
    before: str
    after: str


def compare_templates(before: Template, after: Template) -> list[Difference]:
    """Return what differs, in code-point order of the paths."""
    old, new = (dict(_list_places(template)) for template in (before, after))
    return [
        Difference(path, old.get(path, ""), new.get(path, ""))
        for path in sorted(old.keys() | new.keys())
        if old.get(path, "") != new.get(path, "")
    ]


def _list_places(template: Template) -> Iterator[tuple[str, str]]:
    """Yield each place of a template with its text: claims leaf by leaf, then what stands beside them."""
    layer = template.layer
    claims = parse_claims(layer.notation, layer.source)[0]
    written = json.loads(print_claims(Notation.ADVANCED, claims))
    fallbacks = dict(layer.fallbacks)
    for name, value in written.items():
        yield from _list_leaves(value, paths.member("claims", name))
    for name, claim in claims.items():
        fallbacks = {**dict(_list_fallbacks(claim, paths.member("", name))), **fallbacks}
    conditions: dict[str, Json] = {paths.member("", name): condition for name, condition in layer.conditions.items()}
    for prefix, texts in (("conditions", conditions), ("fallbacks", fallbacks)):
        for path, said in texts.items():
            yield (f"{prefix}{path}" if path.startswith("[") else f"{prefix}.{path}"), dump(said)
    for name, names in (("locked", layer.locked), ("remove_claims", layer.remove_claims)):
        if names:
            yield name, dump([*sorted(names)])
    for field in fields(template.settings):
        setting = getattr(template.settings, field.name)
        if setting is not None:
            yield field.name, dump(setting if isinstance(setting, bool) else str(setting))
    yield "merge", dump(str(layer.merge))
    yield "kind", dump(str(template.kind))
    yield "inherit", dump(template.inherit)
    if template.display_name:
        yield "display_name", dump(template.display_name)
    for key, label in template.labels.items():
        yield paths.member("labels", key), dump(label)


def _list_leaves(value: Json, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _list_leaves(item, paths.member(path, key))
    else:
        yield path, dump(value)


def _list_fallbacks(value: ClaimValue, path: str) -> Iterator[tuple[str, Json]]:
    """Yield the fallbacks that stand inside the claims, as simple notation has them."""
    if isinstance(value, Dynamic):
        if value.fallback is not MISSING:
            yield path, value.fallback
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _list_fallbacks(item, paths.member(path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _list_fallbacks(item, paths.element(path, index))
