"""Plans of a template's change.

Owns: the steps of a plan as messages, one change in each or several. Never: what a plan looks at or says.

A message of a stream costs about as much as evaluating a subject, whatever is in it. A group waits no longer than the next progress.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mintmark.v1 import template_service_pb2

from mintmark_server.errors import Problem, Reason
from mintmark_server.limits import MAX_CHANGES_BYTES, MAX_CHANGES_PER_MESSAGE
from mintmark_server.rpc.convert.evaluations import CHANGE_KINDS, problems_to_proto
from mintmark_server.tokens.plan import Progress, SubjectChange


def find_group_problems(changes_per_message: int) -> list[Problem]:
    """Return what is wrong with how many changes a message is to have."""
    if 0 <= changes_per_message <= MAX_CHANGES_PER_MESSAGE:
        return []
    return [
        Problem(
            reason=Reason.INVALID_FIELD,
            path="changes_per_message",
            message=f"A message has from 1 to {MAX_CHANGES_PER_MESSAGE:,} changes.",
            hint="Leave it out, or 0, for one `change` in each message.",
        )
    ]


def steps_to_proto(
    steps: Iterable[SubjectChange | Progress], *, changes_per_message: int
) -> Iterator[template_service_pb2.PlanTemplateChangeResponse]:
    """Yield a plan's steps: each change by itself for 0, else so many at most together, all before the next progress."""
    response = template_service_pb2.PlanTemplateChangeResponse()
    count = size = 0
    for step in steps:
        if isinstance(step, Progress):
            if count:
                yield response
                response, count, size = template_service_pb2.PlanTemplateChangeResponse(), 0, 0
            yield template_service_pb2.PlanTemplateChangeResponse(progress=_progress_to_proto(step))
        elif not changes_per_message:
            _write_change(step, response.change)
            yield response
            response = template_service_pb2.PlanTemplateChangeResponse()
        else:
            change = response.changes.changes.add()
            _write_change(step, change)
            count, size = count + 1, size + change.ByteSize()
            if count == changes_per_message or size >= MAX_CHANGES_BYTES:
                yield response
                response, count, size = template_service_pb2.PlanTemplateChangeResponse(), 0, 0


def _write_change(step: SubjectChange, change: template_service_pb2.SubjectChange) -> None:
    change.subject = step.subject
    change.payload_bytes_delta = step.payload_bytes_delta
    if step.new_problems:
        change.new_problems.extend(problems_to_proto(step.new_problems))
    for claim in step.claims:
        change.claims.add(path=claim.path, kind=CHANGE_KINDS[claim.kind])


def _progress_to_proto(step: Progress) -> template_service_pb2.PlanProgress:
    progress = template_service_pb2.PlanProgress(
        subjects=step.subjects,
        subjects_total=step.total,
        changed=step.changed,
        newly_refused=step.newly_refused,
        newly_accepted=step.newly_accepted,
        done=step.done,
    )
    if step.done:
        for change, subjects in sorted(step.claims.items(), key=lambda item: (item[0].path, item[0].kind)):
            progress.claims.add(path=change.path, kind=CHANGE_KINDS[change.kind], subjects=subjects)
    return progress
