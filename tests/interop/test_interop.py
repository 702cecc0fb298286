"""The suite judges: it passes what is right, and sees what is wrong in every language."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from tests.interop import judge, scenarios, suite
from tests.interop.scenarios import Scenario, ScenarioError


@pytest.fixture(scope="module")
def present() -> list[suite.Language]:
    return [language for language in suite.load_languages() if not language.missing]


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_every_language_passes_and_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    assert suite.run([]) == 0, capsys.readouterr().out
    lines = capsys.readouterr().out.splitlines()
    total = len(scenarios.load()["scenarios"])
    assert total >= 30
    for language in suite.load_languages():
        if language.missing:
            assert any(line.startswith(f"{language.name} skipped: ") and language.see in line for line in lines)
        else:
            assert f"{language.name} {total}/{total}" in lines


def alter(document: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the scenarios with one expectation that does not hold: of a payload's bytes, or of a reason."""
    altered = copy.deepcopy(document)
    scenario = next(item for item in altered["scenarios"] if item["name"] == name)
    step = next(item for item in scenario["steps"] if {"payload", "error"} & set(item.get("expect", {})))
    if "payload" in step["expect"]:
        step["expect"]["payload"] = step["expect"]["payload"].replace('"plan":"pro"', '"plan":"free"')
    else:
        step["expect"]["error"]["reason"] = "NOT_FOUND"
    return altered


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_one_altered_expectation_fails_in_every_language(present: list[suite.Language]) -> None:
    document = scenarios.load()
    wrong = {"session-token": "payload is", "locked-claim": "error.reason is"}
    for name in wrong:
        document = alter(document, name)
    for outcome in suite.run_languages(present, document):
        failed = {name: found for name, found in outcome.problems.items() if found}
        assert set(failed) == set(wrong), outcome.language
        assert outcome.passed == outcome.total - 2
        for name, text in wrong.items():
            assert any(text in problem for problem in failed[name]), failed


def test_a_language_that_answers_otherwise_is_told_from_the_first() -> None:
    first = suite.Outcome(language="python", total=1, problems={"a": []}, results={"a": [{"response": {"plan": "free", "level": 1}}]})
    other = suite.Outcome(language="go", total=1, problems={"a": []}, results={"a": [{"response": {"plan": "free", "level": True}}]})
    assert suite._compare(other, first).problems == {"a": ["not as in python: [0].response.level: true here, 1 there"]}
    assert suite._compare(other, first).passed == 0
    assert suite._compare(first, first).passed == 1


def test_a_missing_toolchain_is_named_and_skipped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    languages = tmp_path / "languages.yaml"
    row = "{needs: [no-such-compiler], folder: ., build: [], run: [x], see: client/cobol/README.md}"
    languages.write_text(f"cobol: {row}\n")
    monkeypatch.setattr(suite, "LANGUAGES", languages)
    assert suite.run([]) == 1, "nothing ran, so nothing is shown"
    assert "cobol skipped: no-such-compiler not found on the PATH; see client/cobol/README.md" in capsys.readouterr().out
    assert suite.run(["fortran"]) == 2


def make(expected: Any) -> Scenario:
    return Scenario(name="a", steps=[{"call": "mintmark.v1.UserService/GetUser"}], expected=[expected])


@pytest.mark.parametrize(
    ("expected", "result", "problems"),
    [
        (None, {"response": {}}, []),
        (None, {"error": {"code": "NOT_FOUND"}}, ['failed with {"code": "NOT_FOUND"}']),
        ({"response": {"a": 1}}, {"response": {"a": 1, "b": 2}}, []),
        ({"response": {"a": 1}}, {"response": {"a": True}}, ["response.a is true, expected 1"]),
        ({"response": {"a": [1]}}, {"response": {"a": [1, 2]}}, ["response.a is [1, 2], expected [1]"]),
        ({"response": {"a": "<any>"}}, {"response": {}}, ["response.a is absent"]),
        ({"error": {"reason": "X"}}, {"response": {}}, ['error is null, expected {"reason": "X"}']),
        ({"response": {}}, {"error": {"reason": "X"}}, ['failed with {"reason": "X"}']),
        ({"absent": ["response.a.0"]}, {"response": {"a": [0]}}, ["response.a.0 is there"]),
        ({"payload": "{}\n"}, {"verified": {"payload": "{ }"}}, ['payload is "{ }", expected "{}"']),
        ({"refused": True}, {"verified": {}}, ["refused is false, expected true"]),
        ({"verified_where_known": {"a": 1}}, {"unsupported": "Ed25519"}, []),
        ({"verified_where_known": {"a": 1}}, {"verified": {"a": 2}}, ["verified.a is 2, expected 1"]),
        ({"verified_where_known": {"a": 1}}, {"refused": True}, ['verified is null, expected {"a": 1}']),
        ({"nonsense": 1}, {"response": {}}, ["nothing is known about expecting `nonsense`"]),
        ({"response": {"a": "${b}"}}, {"response": {"a": "x"}}, ["Nothing is called b."]),
        ({"response": {"a": "${c}"}}, {"response": {"a": "captured"}}, []),
    ],
)
def test_judging_a_step(expected: Any, result: dict[str, Any], problems: list[str]) -> None:
    outcome = {"captures": {"c": "captured"}, "steps": [result]}
    assert judge.judge(make(expected), outcome, now=0) == [f"step 1 (GetUser): {problem}" for problem in problems]


def test_a_run_that_stopped_or_left_steps_out_fails() -> None:
    assert judge.judge(make(None), {"captures": {}, "steps": []}, now=0) == ["0 results of 1 steps"]
    assert judge.judge(make(None), {"captures": {}, "steps": [], "failed": "no"}, now=0) == ["the runner stopped: no"]


def test_random_strings_are_numbered_and_nothing_else_is_touched() -> None:
    steps = [
        {"response": {"token": "random-one-1", "name": "projects/interop-00-a/sessions/S12345678", "plan": "free"}},
        {"verified": {"payload": '{"jti":"random-two-2","sid":"S12345678","x":"random-one-1"}'}},
        {"response": {"nextPageToken": "2", "count": "2"}},
    ]
    assert judge.normalise({"steps": steps}, "interop-00") == [
        {"response": {"token": "<random 2>", "name": "projects/<prefix>-a/sessions/<random 1>", "plan": "free"}},
        {"verified": {"payload": '{"jti":"<random 3>","sid":"<random 1>","x":"<random 2>"}'}},
        {"response": {"nextPageToken": "2", "count": "2"}},
    ]


def test_an_algorithm_that_one_library_does_not_know_is_not_compared() -> None:
    known = [{"verified": {"payload": "{}"}}, {"response": {"plan": "free"}}]
    assert list(judge.differences([{"unsupported": "Ed25519"}, known[1]], known)) == []
    assert list(judge.differences([{"refused": True}, known[1]], known)) != []


def test_a_misspelt_member_stops_the_suite() -> None:
    document = {"setups": {}, "scenarios": [{"name": "a", "setup": [], "steps": [{"call": "X/Y", "expects": {}}]}]}
    with pytest.raises(ScenarioError, match="unknown members"):
        scenarios.expand(document, prefix="p", variables={"http": ""}, now=0)
