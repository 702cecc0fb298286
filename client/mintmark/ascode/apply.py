"""Doing what a plan says.

Owns: the order of the calls, and what was done when one fails. Never: deciding anything; each call carries the etag that the plan saw.

A project whose settings refer to other resources is written twice: first without, so that those can be made, and at the end as it is
described.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from mintmark.ascode.kinds import PROJECT, id_of, kind_of, project_of
from mintmark.ascode.plan import Action, Plan, Step
from mintmark.ascode.preflight import replace_waiting
from mintmark.client import Client
from mintmark.errors import ClaimLockedError, ClaimsError, MintmarkError, RefusedError, ResourceInUseError


class ApplyError(Exception):
    """A call failed; what was done before it stays done. `partly`: the first of two writes of a project was done."""

    def __init__(self, *, done: tuple[Step, ...], failed: Step, left: tuple[Step, ...], partly: bool) -> None:
        super().__init__(f"{failed.action} of {failed.name} failed")
        self.done = done
        self.failed = failed
        self.left = left
        self.partly = partly


class Told(Protocol):
    """Hears of each write that is done."""

    def __call__(self, step: Step, *, partly: bool) -> None:
        """Hear of one; `partly`: the first of two writes of a project."""


@dataclass(frozen=True, slots=True)
class _Call:
    """One write. `part`: the first of two writes of a project."""

    step: Step
    message: Any | None
    part: bool = False


def apply_plan(client: Client, plan: Plan, *, told: Told) -> None:
    """Do the steps. Raises: ApplyError from the MintmarkError of the call that failed."""
    _Applying(client, plan, told).run()


def _may_wait(call: _Call, error: MintmarkError) -> bool:
    """Tell whether another change of the plan may be what a refusal is for."""
    refused = isinstance(error, ClaimsError | RefusedError | ResourceInUseError)
    return isinstance(error, ClaimLockedError) or (refused and bool(call.step.waits))


class _Applying:
    def __init__(self, client: Client, plan: Plan, told: Told) -> None:
        self._client = client
        self._told = told
        self._plan = plan
        self._etags = {name: seen.etag for name, seen in plan.seen.items() if seen is not None}
        self._done: list[Step] = []
        self._parts: set[str] = set()

    def run(self) -> None:
        first, last = [], []
        for step in self._plan.steps:
            if kind_of(step.name) is PROJECT and step.waits:
                first.append(_Call(step, replace_waiting(step.after, self._plan.seen[step.name]), part=True))
                last.append(_Call(step, step.after))
            elif step.action is not Action.DELETE:
                first.append(_Call(step, step.after))
        self._write(first)
        self._write(last)
        self._write(_Call(step, None) for step in self._plan.steps if step.action is Action.DELETE)

    def _write(self, calls: Iterable[_Call]) -> None:
        """Do the calls in order; one that is refused and may wait for others, as its plan said, is tried again after them."""
        waiting = list(calls)
        while waiting:
            again: list[tuple[_Call, MintmarkError]] = []
            for call in waiting:
                try:
                    self._do(call)
                except MintmarkError as error:
                    if not _may_wait(call, error):
                        raise self._failed(call) from error
                    again.append((call, error))
            if len(again) == len(waiting):
                raise self._failed(again[0][0]) from again[0][1]
            waiting = [call for call, _ in again]

    def _do(self, call: _Call) -> None:
        step, kind = call.step, kind_of(call.step.name)
        etag = self._etags.get(step.name, "")
        if call.message is None:
            kind.call(self._client, "Delete", kind.request("Delete", name=step.name, etag=etag))
        elif etag:
            request = kind.request("Update", update_mask={"paths": ["*"]}, **{kind.singular: call.message})
            getattr(request, kind.singular).etag = etag
            self._etags[step.name] = getattr(kind.call(self._client, "Update", request), kind.singular).etag
        else:
            request = kind.request("Create", **{f"{kind.singular}_id": id_of(step.name), kind.singular: call.message})
            if kind is not PROJECT:
                request.parent = project_of(step.name)
            self._etags[step.name] = getattr(kind.call(self._client, "Create", request), kind.singular).etag
        if call.part:
            self._parts.add(step.name)
        else:
            self._done.append(step)
        self._told(step, partly=call.part)

    def _failed(self, call: _Call) -> ApplyError:
        left = tuple(step for step in self._plan.steps if step is not call.step and step not in self._done)
        partly = call.step.name in self._parts
        return ApplyError(done=tuple(self._done), failed=call.step, left=left, partly=partly)
