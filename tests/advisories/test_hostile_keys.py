"""Attack: keys that mean something to a reader's language, that are very long, or that stand twice."""

from __future__ import annotations

import json

import pytest
from mintmark import errors
from mintmark_server.claims.jsontext import load
from mintmark_server.errors import InvalidInput

from tests.project import ProjectUnderTest

NAMES = [
    "__proto__",
    "constructor",
    "prototype",
    "__class__",
    "toString",
    "hasOwnProperty",
    "$ref",
    "$where",
    "",
    " ",
    "\u202eadmin",
    "a\tb",
    "a\nb",
    '"',
    "\\",
]


@pytest.mark.parametrize("name", NAMES)
def test_such_a_key_is_a_key_like_others_inside_objects(project: ProjectUnderTest, name: str) -> None:
    claims = {"box": {name: {"polluted": True}, "plain": 1}}
    project.use_template(claims)
    payload = project.payload(client_claims={"box": {name: 1}})
    assert payload["box"] == claims["box"]
    assert payload["nsec"] == {"box": {name: 1}}
    assert "polluted" not in payload


@pytest.mark.parametrize("name", [name for name in NAMES if name])
def test_and_at_the_root(project: ProjectUnderTest, name: str) -> None:
    project.use_template({name: {"polluted": True}})
    assert project.payload()[name] == {"polluted": True}
    origins = {origin.path for origin in project.issue().evaluation.origins}
    assert any(path.endswith("polluted") for path in origins)


def test_merging_into_a_prototype_merges_a_member(project: ProjectUnderTest) -> None:
    project.use_template({"box": {"__proto__": {"a": 1}}})
    payload = project.payload(inline_flow={"merge": "MERGE_RULE_DEEP_MERGE", "source": {"advanced": '{"box": {"__proto__": {"b": 2}}}'}})
    assert payload["box"] == {"__proto__": {"a": 1, "b": 2}}


@pytest.mark.parametrize("size", [61, 257, 100_000])
def test_a_long_key_is_refused_and_the_answer_stays_small(project: ProjectUnderTest, size: int) -> None:
    project.use_template({"a": 1})
    long = "k" * size
    for attempt in (
        lambda: project.create_template("t", {long: 1}),
        lambda: project.create_template("t", {"box": [{long: 1}]}),
        lambda: project.issue(client_claims={long: 1}),
        lambda: project.issue(inline_flow={"source": {"advanced": json.dumps({"a": "{{form}}", "b": {long: 1}}).replace("{{form}}", "x")}}),
    ):
        with pytest.raises(errors.MintmarkError) as caught:
            attempt()
        problem = next(item for item in caught.value.problems if item.reason == "CLAIM_KEY_TOO_LONG")
        assert (problem.limit, problem.actual) == (60, size)
        assert all(len(item.path) <= 512 for item in caught.value.problems)


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ('{"a": 1, "a": 2}', "a"),
        ('{"a": {"b": 1, "b": 2}}', "a.b"),
        ('{"a": [{"b": 1}, {"c": 1, "c": 1}]}', "a[1].c"),
        ('{"sub": 1, "\\u0073ub": 2}', "sub"),
        ('{"": 1, "": 2}', '[""]'),
    ],
)
def test_a_member_that_stands_twice_is_refused(project: ProjectUnderTest, source: str, path: str) -> None:
    with pytest.raises(errors.DuplicateJsonKeyError) as caught:
        project.create_template("t", source)
    assert [problem.path for problem in caught.value.problems] == [path]
    with pytest.raises(errors.DuplicateJsonKeyError):
        project.issue(inline_flow={"source": {"advanced": source}})


def test_a_hundred_thousand_members_with_one_twice_are_found_in_one_pass() -> None:
    members = [f'"k{index}": 1' for index in range(100_000)]
    with pytest.raises(InvalidInput) as caught:
        load("{" + ", ".join([*members, '"k5": 2']) + "}")
    assert [problem.path for problem in caught.value.problems] == ["k5"]


def test_deep_nesting_is_refused_before_it_is_parsed(project: ProjectUnderTest) -> None:
    for source in ("[" * 100_000, '{"a":' * 100_000, '{"a": ' + "[" * 5_000 + "]" * 5_000 + "}"):
        with pytest.raises(errors.InvalidJsonError):
            project.create_template("t", source)
