"""Properties of the pure core."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from mintmark_server.claims.compile import LayerRules, compile_layer
from mintmark_server.claims.explain import explain
from mintmark_server.claims.jsontext import dump, load
from mintmark_server.claims.kinds import Layer, Notation
from mintmark_server.claims.layers import LayerDefinition
from mintmark_server.claims.notation import parse_claims, print_claims
from mintmark_server.claims.outcomes import merge_deeply
from mintmark_server.claims.paths import element, member, parse_path
from mintmark_server.claims.placeholders import Placeholder, PlaceholderError, escape, split_placeholders
from mintmark_server.claims.snapshot import StampInputs
from mintmark_server.claims.values import Dynamic, DynamicKind
from mintmark_server.errors import InvalidInput

from tests.unit.claims.build import ENGINE, compiled, run

FAST = settings(max_examples=150)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.floats(-(2.0**53) + 1, 2.0**53 - 1, allow_nan=False))
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXT)
JSON = st.recursive(SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)), max_leaves=12)
EXPRESSIONS = st.sampled_from(["user.email", "user.roles", "'}}'", "{'a': 1}['a']", "user.custom_attributes.plan"])
DYNAMIC = st.one_of(
    EXPRESSIONS.map(lambda source: Dynamic(DynamicKind.EXPRESSION, source)),
    st.tuples(TEXT, EXPRESSIONS).map(lambda pair: Dynamic(DynamicKind.TEXT, f"{escape(pair[0])}x{{{{{pair[1]}}}}}")),
)
CLAIM_VALUES = st.recursive(
    st.one_of(SCALARS.map(lambda value: int(value) if isinstance(value, float) and value.is_integer() else value), DYNAMIC),
    lambda inner: st.one_of(st.lists(inner, max_size=3).map(tuple), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=10,
)


def normal(value: Any) -> Any:
    """Integral numbers are integers."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, dict):
        return {key: normal(item) for key, item in value.items()}
    return value


@FAST
@given(JSON)
def test_what_was_written_reads_the_same(value: Any) -> None:
    assert load(dump(value)) == normal(value)
    assert json.loads(dump(value)) == json.loads(json.dumps(value))


@FAST
@given(st.dictionaries(TEXT, JSON, max_size=5), st.randoms())
def test_equal_values_give_equal_text_in_any_order(value: dict[str, Any], random: Any) -> None:
    items = list(value.items())
    random.shuffle(items)
    assert dump(dict(items)) == dump(value)


@FAST
@given(st.floats(-1e15, 1e15, allow_nan=False))
def test_numbers_are_spelled_as_ecmascript_does(number: float) -> None:
    text = dump(number)
    assert float(text) == number
    if number and 1e-6 <= abs(number) < 2**53:
        assert "e" not in text
    if number.is_integer():
        assert "." not in text
    assert "e-0" not in text
    assert "+" not in text


@FAST
@given(st.sampled_from(Notation), st.dictionaries(TEXT, CLAIM_VALUES, max_size=4))
def test_printing_and_parsing_claims_is_the_identity(notation: Notation, claims: dict[str, Any]) -> None:
    parsed, problems = parse_claims(notation, print_claims(notation, claims))
    assert problems == []
    assert freeze(parsed) == freeze(claims)


def freeze(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [freeze(item) for item in value]
    if hasattr(value, "items"):
        return {key: freeze(item) for key, item in value.items()}
    return (type(value).__name__, value) if isinstance(value, bool | int | float) else value


@FAST
@given(TEXT)
def test_escaped_text_is_literal(text: str) -> None:
    parts = split_placeholders(escape(text))
    assert "".join(str(part) for part in parts) == text
    assert not any(isinstance(part, Placeholder) for part in parts)


WILD = st.one_of(st.text(max_size=40), st.text("{}[]\"'\\:,.e+-01 nul\ud800", max_size=40), JSON.map(json.dumps))


@FAST
@given(WILD)
def test_no_text_makes_the_parsers_raise_anything_else(text: str) -> None:
    with contextlib.suppress(InvalidInput):
        load(text)
    for notation in Notation:
        parse_claims(notation, text)
    with contextlib.suppress(PlaceholderError):
        split_placeholders(text)
    parse_path(text)


@FAST
@given(st.text("user.emailroles[]()'\"+-*/<>=!&|?:{} 0129,\\\n", max_size=40), st.sampled_from([Layer.FLOW, Layer.PROJECT_TEMPLATE]))
def test_no_expression_makes_the_compiler_raise(text: str, layer: Layer) -> None:
    for source in ({"x": {"dynamic": {"expression": text}}}, {"x": {"dynamic": {"text": text}}}):
        definition = LayerDefinition(notation=Notation.SIMPLE, source=json.dumps(source), conditions={"x": text}, fallbacks={text: 1})
        compile_layer(definition, layer=layer, engine=ENGINE, rules=LayerRules())


SHAPED = st.fixed_dictionaries({}, optional={"a": st.integers(), "b": st.fixed_dictionaries({}, optional={"c": st.integers(), "d": TEXT})})


@FAST
@given(SHAPED, SHAPED, SHAPED)
def test_merging_objects_of_one_shape_is_associative(first: Any, second: Any, third: Any) -> None:
    assert merge_deeply([merge_deeply([first, second]), third]) == merge_deeply([first, merge_deeply([second, third])])
    assert merge_deeply([first, {}]) == merge_deeply([{}, first]) == first


@FAST
@given(JSON, JSON)
def test_merging_is_idempotent_and_the_later_leaf_wins(first: Any, second: Any) -> None:
    assert merge_deeply([first, first]) == first
    merged = merge_deeply([first, second])
    assert merge_deeply([first, second, second]) == merged
    assert merge_deeply([merged, second]) == merged
    if not isinstance(second, dict):
        assert merged == second


NAMES = st.sampled_from(["a", "b", "box", "é", "https://x"])
LEAVES = st.one_of(SCALARS, EXPRESSIONS.map("{{{{{}}}}}".format))
NESTED = st.recursive(LEAVES, lambda inner: st.dictionaries(NAMES, inner, max_size=3), max_leaves=6)
LAYER = st.dictionaries(NAMES, NESTED, max_size=4)


@FAST
@given(st.lists(LAYER, min_size=2, max_size=2), st.booleans(), st.randoms(), st.sampled_from(["NONE", "NIL", "DELETE"]))
def test_evaluation_does_not_depend_on_order_and_sizes_sum_up(layers: list[dict[str, Any]], deep: bool, random: Any, policy: str) -> None:
    escaped = [escape_constants(layer) for layer in layers]
    merge = "DEEP_MERGE" if deep else "REPLACE"

    def evaluated(definitions: list[dict[str, Any]]) -> Any:
        return run(
            compiled(definitions[0], layer=Layer.PROJECT_TEMPLATE), compiled(definitions[1], layer=Layer.FLOW, merge=merge), policy=policy
        )

    first = evaluated(escaped)
    second = evaluated([shuffled(layer, random) for layer in escaped])
    assert first.payload == second.payload
    assert first.digest_text() == second.digest_text()
    assert explain(first) == explain(second)
    assert sum(size for _, size in first.claim_sizes()) + 2 == len(first.payload.encode())
    assert json.loads(first.payload) is not None
    paths = [origin.path for origin in explain(first).origins]
    assert len(paths) == len(set(paths))
    absent = {absence.path for absence in explain(first).absences}
    assert absent.isdisjoint(paths)


def escape_constants(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.startswith("{{") and value.endswith("}}") and "x" not in value[:3] else escape(value)
    if isinstance(value, dict):
        return {key: escape_constants(item) for key, item in value.items()}
    return value


def shuffled(value: Any, random: Any) -> Any:
    if not isinstance(value, dict):
        return value
    items = [(key, shuffled(item, random)) for key, item in value.items()]
    random.shuffle(items)
    return dict(items)


@FAST
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8), JSON, max_size=4))
def test_client_claims_stand_under_nsec_as_they_are(claims: dict[str, Any]) -> None:
    stamps = StampInputs(issuer_url="u", issuer_id="p", subject_id="U1", issued_at=1, expires_at=2, client_claims=claims)
    evaluation = run(compiled({}), stamps=stamps)
    if evaluation.problems:
        assert all(problem.path.startswith("nsec") for problem in evaluation.problems)
        assert evaluation.request_caused
    else:
        assert json.loads(evaluation.payload).get("nsec", {}) == normal(claims)


@FAST
@given(st.lists(st.one_of(TEXT, st.integers(0, 9)), min_size=1, max_size=5))
def test_a_path_leads_to_its_steps_and_back(steps: list[str | int]) -> None:
    if isinstance(steps[0], int):
        steps = ["a", *steps]
    path = ""
    for step in steps:
        path = element(path, step) if isinstance(step, int) else member(path, step)
    assert parse_path(path) == tuple(steps)
