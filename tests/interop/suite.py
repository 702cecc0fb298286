"""The suite: serves, starts each language's runner, judges, and says how it went.

Owns: the order of a run and the closing lines. Never: what a scenario means (scenarios), or whether it holds (judge).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.interop import given, judge, scenarios
from tests.interop.scenarios import Scenario
from tests.interop.served import Served, serve

ROOT = Path(__file__).parents[2]
LANGUAGES = Path(__file__).parent / "languages.yaml"
BUILD_SECONDS = 900
RUN_SECONDS = 300
TAIL = 3_000
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("MINTMARK_")}


@dataclass(frozen=True, kw_only=True)
class Language:
    """A row of languages.yaml."""

    name: str
    needs: list[str]
    folder: Path
    build: list[list[str]]
    run: list[str]
    see: str

    @property
    def missing(self) -> list[str]:
        return [command for command in self.needs if shutil.which(command) is None]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one language: problems by scenario, or why it has none."""

    language: str
    total: int
    problems: Mapping[str, list[str]]
    results: Mapping[str, Any]
    fault: str = ""

    @property
    def passed(self) -> int:
        return 0 if self.fault else self.total - len([found for found in self.problems.values() if found])


def load_languages() -> list[Language]:
    rows = yaml.safe_load(LANGUAGES.read_text())
    return [
        Language(
            name=name,
            needs=row["needs"],
            folder=ROOT / row["folder"],
            build=row["build"],
            run=[word.replace("{python}", sys.executable) for word in row["run"]],
            see=row["see"],
        )
        for name, row in rows.items()
    ]


def run(chosen: Sequence[str], *, keep: Path | None = None, document: Mapping[str, Any] | None = None) -> int:
    """Run these languages, all when none is named; return the exit code."""
    languages = load_languages()
    if unknown := set(chosen) - {language.name for language in languages}:
        print(f"There is no runner for {', '.join(sorted(unknown))}; languages.yaml has {', '.join(row.name for row in languages)}.")
        return 2
    wanted = [language for language in languages if not chosen or language.name in chosen]
    outcomes = run_languages([row for row in wanted if not row.missing], document or scenarios.load(), keep=keep)
    for outcome in outcomes:
        for line in _explain(outcome):
            print(line)
    for language in wanted:
        if language.missing:
            print(f"{language.name} skipped: {' and '.join(language.missing)} not found on the PATH; see {language.see}")
    for outcome in outcomes:
        print(f"{outcome.language} {outcome.passed}/{outcome.total}")
    return 0 if outcomes and all(outcome.passed == outcome.total for outcome in outcomes) else 1


def run_languages(languages: Sequence[Language], document: Mapping[str, Any], *, keep: Path | None = None) -> list[Outcome]:
    """Build and run each language against one service; judge each, then compare each with the first."""
    with serve() as served, tempfile.TemporaryDirectory() as scratch:
        variables = {"http": served.http, "control": served.control, **given.issue(served)}
        folder = keep or Path(scratch)
        outcomes = [
            _run_language(language, document, served, variables, folder / language.name, prefix=f"interop-{number:02}")
            for number, language in enumerate(languages)
        ]
    return [_compare(outcome, outcomes[0]) for outcome in outcomes]


def _run_language(
    language: Language, document: Mapping[str, Any], served: Served, variables: Mapping[str, str], folder: Path, *, prefix: str
) -> Outcome:
    served.reset()
    expanded = scenarios.expand(document, prefix=prefix, variables=variables, now=served.now)
    folder.mkdir(parents=True, exist_ok=True)
    source, result, credential = folder / "scenarios.json", folder / "results.json", folder / "credential"
    source.write_text(json.dumps({"scenarios": [{"name": item.name, "steps": item.steps} for item in expanded]}, ensure_ascii=False))
    credential.write_text(served.credential + "\n")
    options = ["--target", served.target, "--credential-file", credential, "--scenarios", source, "--out", result]
    commands = [(command, BUILD_SECONDS) for command in language.build] + [([*language.run, *map(str, options)], RUN_SECONDS)]
    for command, seconds in commands:
        if fault := _find_fault(command, seconds, language.folder):
            return _fault(language, expanded, fault)
    if not result.exists():
        return _fault(language, expanded, "the runner wrote no results")
    results = {outcome["name"]: outcome for outcome in json.loads(result.read_text())["scenarios"]}
    problems = {item.name: _judge(item, results.get(item.name), served.now) for item in expanded}
    normalised = {name: judge.normalise(outcome, prefix) for name, outcome in results.items()}
    return Outcome(language=language.name, total=len(expanded), problems=problems, results=normalised)


def _find_fault(command: Sequence[str], seconds: float, folder: Path) -> str:
    """Run a command; return how it failed, or nothing."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds, env=ENVIRONMENT)
    except (subprocess.TimeoutExpired, OSError) as error:
        return str(error)
    if done.returncode == 0:
        return ""
    return f"`{' '.join(command)}` ended with {done.returncode}:\n{done.stdout[-TAIL:]}{done.stderr[-TAIL:]}"


def _judge(scenario: Scenario, outcome: Mapping[str, Any] | None, now: int) -> list[str]:
    return ["the runner left it out"] if outcome is None else judge.judge(scenario, outcome, now=now)


def _fault(language: Language, expanded: Sequence[Scenario], fault: str) -> Outcome:
    return Outcome(language=language.name, total=len(expanded), problems={}, results={}, fault=fault)


def _compare(outcome: Outcome, first: Outcome) -> Outcome:
    """Add what differs from the first language, where both have results."""
    if outcome is first or outcome.fault or first.fault:
        return outcome
    problems = {}
    for name, found in outcome.problems.items():
        here, there = outcome.results.get(name), first.results.get(name)
        known = here is not None and there is not None
        differs = [f"not as in {first.language}: {line}" for line in judge.differences(here, there)] if known else []
        problems[name] = [*found, *differs]
    return Outcome(language=outcome.language, total=outcome.total, problems=problems, results=outcome.results)


def _explain(outcome: Outcome) -> list[str]:
    if outcome.fault:
        return [f"{outcome.language}: {outcome.fault}"]
    return [f"{outcome.language}: {name}: {problem}" for name, found in outcome.problems.items() for problem in found]
