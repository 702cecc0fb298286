"""Rotation by itself: projects with `key_rotation_period` get new keys without anybody calling.

Owns: which step is due (decide), and doing it (maintenance). Never: the rules of each step (lifecycle), which hold here as for callers.

| when | step |
| --- | --- |
| the active key has signed for the period, less the key set's max-age, and no key waits | PREPARE |
| the active key has signed for the period, and a key waits that verifiers can know | ACTIVATE |
| the last token of a retiring key is over | RETIRE |

Each step is a transaction of its own and leaves a state that `decide` reads again: interrupted anywhere, it goes on from there, and so
does who began by hand. Several processes that do the same step at once conflict, and one of them did it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mintmark_server.call import Call
from mintmark_server.errors import MintmarkError
from mintmark_server.keys.keyring import KEY_SET_MAX_AGE
from mintmark_server.keys.lifecycle import RETIREMENT_LEEWAY, Keys
from mintmark_server.limits import MAX_PAGE_SIZE
from mintmark_server.model.directory import Project
from mintmark_server.model.security import KeyState, SigningKey
from mintmark_server.storage.port import Intent, Put, Store


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
            over_at = key.retiring_at + max(longest_life, key.longest_life) + RETIREMENT_LEEWAY
            if now >= over_at:
                due.append(Due(Step.RETIRE, key.id))
    return due


class Rotation:
    """Does what is due, in all projects."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store = store
        self._keys = keys

    def run(self, *, now: datetime) -> int:
        """Do the steps that are due; return how many."""
        call = Call(now=now, actor="mintmark-server", method="key rotation", request_id=secrets.token_hex(8))
        done = 0
        for project in self._store.list_all(Project):
            try:
                done += self._run_one(project, call)
            except MintmarkError:
                # Another process was faster, or the disk is full: the next run sees to it.
                continue
        return done

    def _run_one(self, project: Project, call: Call) -> int:
        longest_life = self._keys.read_longest_life(project.id)
        keys = self._store.list_records(SigningKey, project.id, limit=MAX_PAGE_SIZE).records
        for key in keys:
            if key.state is KeyState.ACTIVE and key.longest_life < longest_life:
                self._note_life(key, longest_life, call)
        due = decide(project, keys, call.now, longest_life=longest_life)
        for one in due:
            self._do(one, project.id, call)
        return len(due)

    def _do(self, due: Due, project_id: str, call: Call) -> None:
        match due.step:
            case Step.PREPARE:
                self._keys.prepare(project_id, None, call=call)
            case Step.ACTIVATE:
                self._keys.activate(project_id, due.kid, etag="", force=False, call=call)
            case Step.RETIRE:
                self._keys.retire(project_id, due.kid, etag="", call=call)

    def _note_life(self, key: SigningKey, longest_life: timedelta, call: Call) -> None:
        """Keep with the key that its tokens may live longer now; when settings are lowered again, it stays published all the same."""
        changed = replace(key, longest_life=longest_life, revision=key.revision + 1, updated_at=call.now)
        self._store.commit(Intent(changes=(Put(changed),), audit=(call.audit(key.ref, fields=["longest_life"]),)))
