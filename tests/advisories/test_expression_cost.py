"""Attack: an expression that holds the interpreter lock, or fills the memory, for everybody.

What is known to be slow is refused when it is written, and its cheap cousins are not. What a model of sizes could get wrong (lists in
lists, growth by chained loops, members of objects that the expression builds) is refused as well. Results of accepted ones are bounded.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mintmark import errors
from mintmark_server.claims.expressions import ExpressionError
from mintmark_server.claims.jsontext import dump
from mintmark_server.claims.measure import count_values
from mintmark_server.errors import Reason
from mintmark_server.limits import MAX_EXPRESSION_COST, MAX_LAYER_COST

from tests.bench.largest import Writer, compile_expression, resolve, write_adversarial
from tests.project import ProjectUnderTest

PLUS = "user.permissions" + " + user.permissions" * 7
TEXTS = "user.email" + " + user.email" * 5

SLOW = [
    # Known to be slow, by seconds: long joins, regular expressions, copies in a loop.
    f"user.permissions.all(x, size({PLUS}) > 0)",
    "user.roles.all(x, !user.email.matches('(a?" + "a?" * 19 + "){20}b'))",
    f"user.roles.map(x, {TEXTS})",
    "user.email.matches('(a?){500}a{500}b')",
    "user.roles.map(x, user.roles)",
    "user.permissions.all(x, x in user.permissions)",
    "size(" + " + ".join(["user.permissions"] * 28) + ")",
    "user.tenant_ids.map(x, x)",
    "user.tenant_ids.filter(x, true)",
    # Nested loops, plain and hidden in lists and objects that the expression builds.
    "user.roles.exists(r, user.permissions.exists(p, p == r))",
    "user.roles.map(r, user.roles.map(s, r + s))",
    "[user.roles].exists(x, x.all(y, y in x))",
    "[user.roles][0].all(y, y in [user.roles][0])",
    "{'a': user.roles}.a.all(y, y in {'a': user.roles}.a)",
    "{'a': user.tenant_ids}['a'].map(y, y + 'x')",
    "[user.permissions].map(x, x.map(y, x))",
    "[[user.permissions]].map(x, x.map(y, y.map(z, x)))",
    "form.l.all(a, form.l.all(b, form.l.all(c, form.l.all(d, a == d))))",
    # Growth by doubling: 2^20 values from 250 characters.
    "[[1]]" + ".map(x, x + x)" * 20,
    "[[1]]" + ".map(x, [x, x])" * 20,
    "[{'a': 1}]" + ".map(x, {'a': x, 'b': x})" * 20,
    "['a']" + ".map(x, x + x)" * 24,
    "size([[1]]" + ".map(x, x + x)" * 20 + ")",
    # A large field read anew at each step; a time zone, which is a file; times read anew.
    "user.roles.exists(x, x == user.email)",
    "user.custom_attributes.box.all(k, user.custom_attributes.box[k] != user.email)",
    "timestamp('2026-01-01T00:00:00Z').getHours(user.email) == 1",
    "user.tenant_ids.all(x, duration('1s') == duration('1s'))",
    "user.custom_attributes.text.contains(user.email)",
    "user.tenant_names.exists(x, x.contains('b'))",
]
COUSINS = [
    "user.roles.exists(r, r == 'admin')",
    "user.roles.exists_one(r, r.contains('ad'))",
    "user.roles.all(r, r.startsWith('a'))",
    "user.roles.filter(r, r in ['admin', 'dev'])",
    "user.roles.filter(r, r.endsWith('x'))",
    "user.roles.map(r, 'x:' + r)",
    "tenant.roles.map(r, tenant.id + ':' + r)",
    "user.permissions.filter(p, p.startsWith('app:'))",
    "user.custom_attributes.many.map(x, x + '!')",
    "user.tenant_ids.exists(t, t == 'T1')",
    "user.tenant_names",
    "user.roles + user.permissions",
    "'user' in user.roles ? user.roles : user.roles + ['user']",
    "size(user.tenant_ids) > 3",
    "user.email.contains('@') && user.name.size() < 10 || 'admin' in user.roles",
    "user.status in ['enabled', 'invited']",
    "user.custom_attributes.box.k001 + '!'",
    "user.custom_attributes.box.exists(k, k == 'x')",
    "form.texts.exists(x, x == 'a')",
    "form.texts.filter(x, x != 'a')",
    "form.texts.map(x, 'team:' + x)",
    "form.items.exists(x, x.id == 5)",
    "timestamp('2026-01-01T00:00:00Z').getHours() == 1",
]


@pytest.mark.parametrize("source", SLOW)
def test_what_is_slow_is_refused_when_written(source: str) -> None:
    expression, problems = compile_expression(source)
    assert expression is None
    assert [problem.reason for problem in problems] == [Reason.EXPRESSION_TOO_COSTLY]


@pytest.mark.parametrize("source", COUSINS)
def test_its_cheap_cousin_is_accepted(source: str) -> None:
    assert compile_expression(source)[1] == []


def test_a_time_zone_is_refused_with_the_reason() -> None:
    (problem,) = compile_expression("timestamp('2026-01-01T00:00:00Z').getHours('Europe/Paris')")[1]
    assert problem.message == "`getHours` takes no time zone here: times are UTC."


@settings(max_examples=300)
@given(st.integers(0, 2**32), st.booleans())
def test_whatever_is_accepted_has_a_bounded_result(seed: int, adversarial: bool) -> None:
    random_ = random.Random(seed)
    source = write_adversarial(random_) if adversarial else Writer(random_).write()
    expression, _ = compile_expression(source)
    if expression is None:
        return
    try:
        value = resolve(expression)
    except ExpressionError:
        return
    if isinstance(value, list | dict | str):
        assert count_values(value) <= MAX_EXPRESSION_COST / 7
        assert len(dump(value)) <= MAX_EXPRESSION_COST / 0.006


def test_many_expressions_together_have_a_bound_too(project: ProjectUnderTest) -> None:
    one = "{{user.roles.map(r, r)}}"
    project.create_template("fine", {"a": [one] * 50})
    with pytest.raises(errors.ExpressionTooCostlyError) as caught:
        project.create_template("bad", {"a": [one] * 60})
    (problem,) = caught.value.problems
    assert (problem.path, problem.layer, problem.limit) == ("", "project_template", MAX_LAYER_COST)
    assert problem.actual is not None
    assert problem.actual > MAX_LAYER_COST
    with pytest.raises(errors.ExpressionTooCostlyError):
        project.issue(inline_flow={"source": {"advanced": '{"a": [' + ", ".join([f'"{one}"'] * 60) + "]}"}})
    project.create_template("references", {f"c{index}": "{{user.permissions}}" for index in range(100)})


def test_scope_mappings_have_a_bound_together_since_one_token_may_have_every_scope(project: ProjectUnderTest) -> None:
    def mappings(count: int) -> list[dict[str, Any]]:
        advanced = '{"a": [' + ", ".join(['"{{user.roles.map(r, r)}}"'] * 10) + "]}"
        return [{"scope": f"s{index}", "source": {"advanced": advanced}} for index in range(count)]

    project.update_settings(scope_mappings=mappings(5))
    project.create_application("fine", scope_mappings=mappings(5))
    with pytest.raises(errors.ExpressionTooCostlyError) as caught:
        project.update_settings(scope_mappings=mappings(6))
    (problem,) = caught.value.problems
    assert (problem.path, problem.layer, problem.limit) == ("project.settings.scope_mappings", "scope_mapping", MAX_LAYER_COST)
    assert problem.actual is not None
    assert problem.actual > MAX_LAYER_COST
    with pytest.raises(errors.ExpressionTooCostlyError) as caught:
        project.create_application("bad", scope_mappings=mappings(6))
    assert [problem.path for problem in caught.value.problems] == ["application.scope_mappings"]


@pytest.mark.parametrize("box", [{"deep": [[0] * 125, [0] * 125]}, {f"k{index}": 1 for index in range(251)}])
def test_an_object_attribute_is_bounded_at_every_depth(project: ProjectUnderTest, box: dict[str, Any]) -> None:
    project.create_attribute("user.box", "OBJECT")
    with pytest.raises(errors.InputTooLargeError) as caught:
        project.update_user("ada", "custom_attributes", custom_attributes={"box": box})
    (problem,) = caught.value.problems
    assert (problem.path, problem.limit) == ("user.custom_attributes.box", 250)
    project.update_user("ada", "custom_attributes", custom_attributes={"box": {"deep": [0] * 249}})


def test_what_a_flow_reads_of_its_context_is_bounded(project: ProjectUnderTest) -> None:
    project.create_flow("f", {"a": "{{connectors.c.body.a}}"}, conditions={"a": "size(connectors.c.body) > 1"})
    project.create_flow("small", {"a": "{{connectors.c.body.a}}"})
    context = {"connectors": {"c": {"body": {"a": 1, "b": [[0] * 240, [0] * 240, [0] * 240]}}}}
    with pytest.raises(errors.InputTooLargeError) as caught:
        project.issue(flow="f", flow_context=context)
    assert caught.value.details.code == "INVALID_ARGUMENT"
    (problem,) = caught.value.problems
    assert (problem.path, problem.limit, problem.actual) == ("flow_context", 500, 728)
    assert project.payload(flow="small", flow_context=context)["a"] == 1
