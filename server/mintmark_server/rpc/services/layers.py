"""TemplateService and FlowService, beyond the standard methods.

Owns: validation, revisions, rollback, comparison, starters and plans. Never: what is valid (templates), what changes (tokens.plan).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mintmark.v1 import template_service_pb2

from mintmark_server.claims.kinds import TemplateKind
from mintmark_server.directory.standard import ReadMethods, StandardMethods
from mintmark_server.errors import FailedState, InvalidInput, NotFound, Problem, Reason
from mintmark_server.ids import build_revision_id, format_name, parse_name, parse_project
from mintmark_server.model.layers import Template, TemplateRevision
from mintmark_server.model.record import Ref
from mintmark_server.rpc.boundary import Handler, ServerStreamHandler
from mintmark_server.rpc.call import RpcCall
from mintmark_server.rpc.convert.evaluations import problems_to_proto
from mintmark_server.rpc.convert.layers import (
    comparison_to_proto,
    revision_to_proto,
    starter_to_proto,
    template_from_proto,
    template_to_proto,
)
from mintmark_server.rpc.convert.plans import find_group_problems, steps_to_proto
from mintmark_server.rpc.convert.records import Names
from mintmark_server.templates.checks import LayerChecks
from mintmark_server.templates.comparison import compare_templates
from mintmark_server.templates.revisions import roll_back
from mintmark_server.templates.starters import load_starters
from mintmark_server.tokens.plan import Planner, PlanRequest

Subjects = Mapping[TemplateKind, StandardMethods[Any]]
"""Users and access keys, by the kind of template that is theirs."""


class TemplateServicer:
    """Handlers of TemplateService beyond the standard methods."""

    def __init__(
        self,
        checks: LayerChecks,
        templates: StandardMethods[Template],
        revisions: ReadMethods[TemplateRevision],
        planner: Planner,
        subjects: Subjects,
    ) -> None:
        self._planner = planner
        self._subjects = subjects
        self._checks = checks
        self._templates = templates
        self._revisions = revisions

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by their name in METHOD_POLICY."""
        return {
            "TemplateService.ValidateTemplate": self.validate,
            "TemplateService.ListTemplateRevisions": self.list_revisions,
            "TemplateService.GetTemplateRevision": self.get_revision,
            "TemplateService.RollbackTemplate": self.roll_back,
            "TemplateService.CompareTemplateRevisions": self.compare,
            "TemplateService.ListStarterTemplates": self.list_starters,
            "TemplateService.GetStarterTemplate": self.get_starter,
        }

    def streams(self) -> dict[str, ServerStreamHandler]:
        """Return the handlers of streams by their name in METHOD_POLICY."""
        return {"TemplateService.PlanTemplateChange": self.plan}

    def plan(self, message: Any, call: RpcCall) -> Iterator[template_service_pb2.PlanTemplateChangeResponse]:
        """Serve PlanTemplateChange."""
        ref = parse_name(message.template.name, "templates", path="template.name")
        names = Names(ref.project_id)
        application_id = names.read(message.application, "applications", "application")
        if message.max_subjects < 0:
            names.problems.append(Problem(reason=Reason.INVALID_FIELD, path="max_subjects", message="The number is not negative."))
        names.problems += find_group_problems(message.changes_per_message)
        if names.problems:
            raise InvalidInput(names.problems)
        stored = self._templates.find(ref)
        draft = template_from_proto(message.template, ref.project_id, ref.id)
        draft = self._checks.check_template(draft, stored, call)
        subjects = self._subjects[draft.kind]
        request = PlanRequest(
            draft=draft,
            application_id=application_id,
            terms=subjects.parse_filter(message.filter),
            max_subjects=message.max_subjects,
        )
        yield from steps_to_proto(self._planner.plan(request, call=call), changes_per_message=message.changes_per_message)

    def validate(self, message: Any, _call: RpcCall) -> template_service_pb2.ValidateTemplateResponse:
        """Serve ValidateTemplate: a draft, or the stored template of that name."""
        project_id = parse_project(message.parent)
        if not message.HasField("template") and not message.name:
            text = "Give a draft in `template`, or the `name` of a stored one."
            raise InvalidInput([Problem(reason=Reason.FIELD_REQUIRED, path="template", message=text)])
        ref = parse_name(message.name, "templates") if message.name else Ref("templates", project_id, "")
        if ref.project_id != project_id:
            text = "The template belongs to another project than `parent`."
            raise InvalidInput([Problem(reason=Reason.INVALID_RESOURCE_NAME, path="name", message=text)])
        try:
            draft = template_from_proto(message.template, project_id, ref.id) if message.HasField("template") else self._templates.get(ref)
            checked, problems = self._checks.compile_template(draft)
        except InvalidInput as error:
            return template_service_pb2.ValidateTemplateResponse(valid=False, problems=problems_to_proto(error.problems))
        response = template_service_pb2.ValidateTemplateResponse(valid=not problems, problems=problems_to_proto(problems))
        if not problems:
            response.template.CopyFrom(template_to_proto(checked))
        return response

    def list_revisions(self, message: Any, _call: RpcCall) -> template_service_pb2.ListTemplateRevisionsResponse:
        """Serve ListTemplateRevisions."""
        ref = parse_name(message.parent, "templates", path="parent")
        self._templates.get(ref)
        page = self._revisions.list_page(ref.project_id, page_size=message.page_size, page_token=message.page_token, prefix=f"{ref.id}/")
        revisions = [revision_to_proto(revision) for revision in page.records]
        return template_service_pb2.ListTemplateRevisionsResponse(revisions=revisions, next_page_token=page.next_page_token)

    def get_revision(self, message: Any, _call: RpcCall) -> template_service_pb2.GetTemplateRevisionResponse:
        """Serve GetTemplateRevision."""
        revision = self._revisions.get(parse_name(message.name, "template_revisions"))
        return template_service_pb2.GetTemplateRevisionResponse(revision=revision_to_proto(revision))

    def compare(self, message: Any, _call: RpcCall) -> template_service_pb2.CompareTemplateRevisionsResponse:
        """Serve CompareTemplateRevisions."""
        ref = parse_name(message.name, "templates")
        newer = message.revision or self._templates.get(ref).revision
        older = message.base_revision or newer - 1
        if not older:
            raise NotFound(message.name, message=f"{message.name} has no revision before its first; name a base_revision.")
        before, after = (self._revisions.get(_revision_ref(ref, number)).template for number in (older, newer))
        return comparison_to_proto(older, newer, compare_templates(before, after))

    def list_starters(self, message: Any, _call: RpcCall) -> template_service_pb2.ListStarterTemplatesResponse:
        """Serve ListStarterTemplates."""
        project_id = parse_project(message.parent)
        starters = [
            starter_to_proto(Ref("starter_templates", project_id, starter), load_starters()[starter]) for starter in load_starters()
        ]
        return template_service_pb2.ListStarterTemplatesResponse(starter_templates=starters)

    def get_starter(self, message: Any, _call: RpcCall) -> template_service_pb2.GetStarterTemplateResponse:
        """Serve GetStarterTemplate."""
        ref = parse_name(message.name, "starter_templates")
        document = load_starters().get(ref.id)
        if document is None:
            raise NotFound(format_name(ref))
        return template_service_pb2.GetStarterTemplateResponse(starter_template=starter_to_proto(ref, document))

    def roll_back(self, message: Any, call: RpcCall) -> template_service_pb2.RollbackTemplateResponse:
        """Serve RollbackTemplate: the old content becomes a new revision, checked as any write."""
        ref = parse_name(message.name, "templates")
        revision = self._revisions.get(_revision_ref(ref, message.revision))

        def change(stored: Template | None) -> Template:
            if stored is None:
                raise FailedState([Problem(reason=Reason.INVALID_STATE, path="name", message="The template is gone.")])
            return roll_back(stored, revision)

        rolled = self._templates.update(ref, change, etag=message.etag, allow_missing=False, validate_only=False, call=call)
        return template_service_pb2.RollbackTemplateResponse(template=template_to_proto(rolled))


def _revision_ref(ref: Ref, revision: int) -> Ref:
    return Ref(TemplateRevision.noun, ref.project_id, build_revision_id(ref.id, max(revision, 0)))
