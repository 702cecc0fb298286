"""Rotation by itself: projects with `key_rotation_period` get new keys without anybody calling.

Owns: which step is due (decide), and doing it (maintenance). Never: the rules of each step (lifecycle), which hold here as for callers.

| when | step |
| --- | --- |
| the active key has signed for the period, less the key set's max-age, and no key waits | PREPARE |
| the active key has signed for the period, and a key waits that verifiers can know | ACTIVATE |
| the last token of a retiring key is over | RETIRE |

Each step is a transaction of its own and leaves a state that `decide` reads again: interrupted anywhere, it goes on from there, and so
does who began by hand. Several processes that do the same step at once conflict, and one of them did it.

A run takes up where the one before it stopped and has bounds, so its cost does not depend on how many projects there are.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from mintmark_server.call import Call
from mintmark_server.errors import MintmarkError
from mintmark_server.keys.keyring import KEY_SET_MAX_AGE
from mintmark_server.keys.lifecycle import RETIREMENT_LEEWAY, Keys, find_last_end
from mintmark_server.model.directory import Project
from mintmark_server.model.security import KeyState, SigningKey
from mintmark_server.storage.port import Store

PROJECTS_PER_RUN: Final = 1_000
"""Projects that a run passes: some tens of milliseconds."""
ROTATING_PER_RUN: Final = 50
"""Projects with a period, whose keys a run looks at."""


class Step(StrEnum):
    """A step of a rotation."""

    PREPARE = "PREPARE"
    ACTIVATE = "ACTIVATE"
    RETIRE = "RETIRE"


@dataclass(frozen=True, slots=True)
class Due:
    """A step that is due, and the key that it is about ("" for a new one)."""

    step: Step
    kid: str = ""


def decide(project: Project, keys: tuple[SigningKey, ...], now: datetime, *, longest_life: timedelta) -> list[Due]:
    """Return the steps that are due. Without a period, or an active key, there are none."""
    period = project.key_rotation_period
    active = next((key for key in keys if key.state is KeyState.ACTIVE), None)
    if period is None or active is None or active.activated_at is None:
        return []
    due = []
    waiting = sorted((key for key in keys if key.state is KeyState.NEXT), key=lambda key: (key.published_at, key.id))
    if not waiting and now >= active.activated_at + period - KEY_SET_MAX_AGE:
        due.append(Due(Step.PREPARE))
    elif waiting and now >= max(active.activated_at + period, waiting[0].published_at + KEY_SET_MAX_AGE):
        due.append(Due(Step.ACTIVATE, waiting[0].id))
    for key in keys:
        if key.state is KeyState.RETIRING and key.retiring_at is not None:
            over_at = find_last_end(key, key.retiring_at, longest_life=longest_life) + RETIREMENT_LEEWAY
            if now >= over_at:
                due.append(Due(Step.RETIRE, key.id))
    return due


class Rotation:
    """Does what is due, in each project when its turn comes."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store = store
        self._keys = keys
        self._projects: Iterator[Project] | None = None

    def run(self, *, now: datetime) -> int:
        """Do the steps that are due; return how many."""
        call = Call(now=now, actor="mintmark-server", method="key rotation", request_id=secrets.token_hex(8))
        done = 0
        for project_id in self._next_projects():
            try:
                done += self._run_one(project_id, call)
            except MintmarkError:
                # Another process was faster, or the disk is full: the next run sees to it.
                continue
        return done

    def _next_projects(self) -> Iterator[str]:
        """Yield the rotating projects whose turn it is, and begin anew after the last."""
        if self._projects is None:
            self._projects = self._store.list_all(Project)
        rotating = 0
        for _ in range(PROJECTS_PER_RUN):
            project = next(self._projects, None)
            if project is None:
                self._projects = None
                return
            if project.key_rotation_period is not None:
                yield project.id
                rotating += 1
                if rotating == ROTATING_PER_RUN:
                    return

    def _run_one(self, project_id: str, call: Call) -> int:
        # Read anew: it was listed a while ago.
        project = self._store.get(Project, project_id, project_id)
        if project is None:
            return 0
        due = decide(project, self._keys.list_all(project_id), call.now, longest_life=self._keys.read_longest_life(project_id))
        for one in due:
            self._do(one, project_id, call)
        return len(due)

    def _do(self, due: Due, project_id: str, call: Call) -> None:
        match due.step:
            case Step.PREPARE:
                self._keys.prepare(project_id, None, call=call)
            case Step.ACTIVATE:
                self._keys.activate(project_id, due.kid, etag="", force=False, call=call)
            case Step.RETIRE:
                self._keys.retire(project_id, due.kid, etag="", call=call)
