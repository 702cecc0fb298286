"""Plans over many users: what a subject costs the server, against bare evaluations, and whether memory stays flat.

Owns: rows of PlanTemplateChange. Never: what a plan says (tests/rpc/test_plan.py).

The stored template has ten claims, half of them constant. The draft changes one of them for the users of one plan in four, so most
subjects answer nothing and a quarter answer a change. The changes come in groups, as `mintmark template plan` asks for them.
"""

from __future__ import annotations

import json
from typing import Any, Final

import grpc
from google.protobuf import json_format
from mintmark.cli.templates import CHANGES
from mintmark.v1 import template_service_pb2
from mintmark_server.cli.synthetic import TEMPLATE, TEMPLATE_ID

from tests.bench.evaluation import build_evaluation
from tests.bench.floors import timed
from tests.bench.processes import BenchServer, pin, serve
from tests.bench.rows import Row
from tests.bench.served import split_cores
from tests.bench.users import PROJECT, NoRoomError, find_or_make

SUBJECTS: Final = 100_000
RATE: Final = 10_000
"""Subjects a second and core (the bar of issue 5)."""
ROUNDS: Final = 3
_METHOD: Final = "/mintmark.v1.TemplateService/PlanTemplateChange"
_DRAFT: Final = {**TEMPLATE, "plan": "{{user.custom_attributes.plan == 'pro' ? 'professional' : user.custom_attributes.plan}}"}
_NAMES: Final = (
    "PlanTemplateChange, per subject / two bare evaluations",
    f"PlanTemplateChange, subjects a second and core / {RATE:,}",
    "memory at the end of a plan / after its first tenth",
)


class Planned:
    """One plan over so many subjects: CPU of the server, and its memory after a tenth and at the end."""

    def __init__(self, server: BenchServer, credential: str, subjects: int) -> None:
        before = server.cpu_micros()
        self.changed = 0
        self.early = 0
        with grpc.insecure_channel(server.target) as channel:
            metadata = (("authorization", f"Bearer {credential}"),)
            answers = channel.unary_stream(_METHOD)(_build_request(subjects), metadata=metadata, timeout=300)
            for answer in answers:
                step = template_service_pb2.PlanTemplateChangeResponse.FromString(answer)
                self.changed += len(step.changes.changes)
                if not self.early and step.progress.subjects >= subjects // 10:
                    self.early = server.resident_bytes()
        assert step.progress.done
        assert step.progress.subjects == subjects
        assert subjects // 5 < self.changed < subjects // 3
        self.late = server.resident_bytes()
        self.micros = (server.cpu_micros() - before) / subjects


def measure(rounds: int = ROUNDS, subjects: int = SUBJECTS) -> list[Row]:
    """Return the rows of plans; n/a where the disk has no room for the users."""
    try:
        users = find_or_make(subjects)
    except NoRoomError as error:
        return [Row(name=name, unit="", reason=str(error)) for name in _NAMES]
    server_cores, load_cores = split_cores()
    pin(0, load_cores)
    evaluation = timed(build_evaluation(TEMPLATE), 2_000)
    with serve(users.folder, users.credential, cores=server_cores) as server:
        Planned(server, users.credential, subjects // 10)
        found = []
        floors = []
        for _ in range(rounds):
            found.append(Planned(server, users.credential, subjects))
            floors.append(2 * evaluation())
    costs = tuple(planned.micros for planned in found)
    bare, rate, memory = _NAMES
    return [
        Row(name=bare, unit="us of server CPU", samples=costs, floor_samples=tuple(floors)),
        Row(
            name=rate,
            unit="subjects/s",
            samples=tuple(1e6 / cost for cost in costs),
            floor_samples=(float(RATE),) * rounds,
            bar=1.0,
            at_least=True,
        ),
        Row(
            name=memory,
            unit="MB",
            samples=tuple(planned.late / 1e6 for planned in found),
            floor_samples=tuple(planned.early / 1e6 for planned in found),
            bar=1.05,
        ),
    ]


def _build_request(subjects: int) -> bytes:
    document = {
        "template": {
            "name": f"{PROJECT}/templates/{TEMPLATE_ID}",
            "kind": "TEMPLATE_KIND_USER",
            "source": {"advanced": json.dumps(_DRAFT)},
        },
        "max_subjects": subjects,
        "changes_per_message": CHANGES,
    }
    request: Any = json_format.ParseDict(document, template_service_pb2.PlanTemplateChangeRequest())
    data: bytes = request.SerializeToString()
    return data
