"""Runs a case on the pure core: compile, lay over each other, evaluate, explain. No server, no storage."""

from __future__ import annotations

import copy
import json
from typing import Any

from mintmark_server.claims.compile import CompiledLayer, LayerOrigin, compile_layer
from mintmark_server.claims.engine import build_engine
from mintmark_server.claims.evaluate import evaluate
from mintmark_server.claims.explain import explain
from mintmark_server.claims.kinds import AttributeScope, AttributeType, Layer, TemplateKind, TokenKind
from mintmark_server.claims.layers import LayerDefinition, build_effective_settings
from mintmark_server.claims.program import build_program, find_lock_problems
from mintmark_server.claims.roots import AttributeSpec
from mintmark_server.claims.snapshot import Authorization, Snapshot, StampInputs
from mintmark_server.claims.stamps import CUSTOM_CLAIMS_SCOPE, normalise_scopes
from mintmark_server.errors import InvalidInput, MintmarkError, Problem, ProblemsError
from mintmark_server.model.directory import AccessKey, Application, ApplicationKind, IdTokenClaims, User, UserStatus
from mintmark_server.model.sessions import Authentication
from mintmark_server.templates.rules import build_rules
from mintmark_server.tokens.context import keep_captured
from mintmark_server.tokens.gathering import select_tenant
from mintmark_server.tokens.layering import refusal
from mintmark_server.tokens.roots import (
    build_access_key_root,
    build_application_root,
    build_session_root,
    build_tenant_root,
    build_user_root,
)

from tests.vectors import records
from tests.vectors.cases import DEFAULT_USER, Case, Outcome

_WORDS = {"project_template": Layer.PROJECT_TEMPLATE, "application_template": Layer.APPLICATION_TEMPLATE, "flow": Layer.FLOW}
_NOW = int(records.NOW.timestamp())


def describe(problem: Problem, status: str) -> dict[str, Any]:
    return {
        "reason": str(problem.reason),
        "path": problem.path,
        "limit": problem.limit,
        "actual": problem.actual,
        "layer": problem.layer,
        "suggestion": problem.suggestion,
        "status": status,
    }


class CoreRun:
    """One case's state over its steps."""

    def __init__(self, case: Case) -> None:
        self.data = copy.deepcopy(case.data)
        self.kind = TokenKind(case.data["kind"].upper())
        settings = self.data.get("settings", {})
        self.project = records.build_project(settings)
        self.permissions = {role: tuple(items) for role, items in settings.get("roles", {}).items()}
        specs = [
            AttributeSpec(AttributeScope(item["scope"].upper()), item["name"], AttributeType(item["type"].upper()))
            for item in self.data.get("attributes", ())
        ]
        self.engine = build_engine(tuple(sorted(specs)))
        self.tenant_id = self.data.get("select_tenant", "")
        self.scopes = normalise_scopes(self.data.get("scopes", ()))
        self.context: dict[str, Any] | None = None

    def compile(self, name: str) -> tuple[CompiledLayer, list[Problem]]:
        layer = self.data["layers"][name]
        kind = TemplateKind.ACCESS_KEY if self.kind is TokenKind.ACCESS_KEY else TemplateKind.USER
        settings = records.build_template("T", layer, kind).settings if name != "flow" else None
        origin = LayerOrigin(resource=name, revision=1, from_request=bool(layer.get("inline")))
        rules = build_rules(self.project, settings)
        return compile_layer(records.build_definition(layer), layer=_WORDS[name], engine=self.engine, rules=rules, origin=origin)

    def write(self) -> list[Problem]:
        found: list[Problem] = []
        layers = self.data.get("layers", {})
        compiled = {}
        for name in layers:
            if name == "flow" and layers["flow"].get("inline"):
                continue
            compiled[name], problems = self.compile(name)
            found += problems
        if not found and "application_template" in compiled and "project_template" in compiled:
            below, above = compiled["project_template"], compiled["application_template"]
            inherit = layers["application_template"].get("inherit", True)
            found += find_lock_problems([below, above]) if inherit else find_lock_problems([above], replaced=[below])
        return sorted(found, key=lambda problem: problem.path)

    def run(self) -> Outcome:
        if problems := self.write():
            return Outcome(write_error=[describe(problem, "INVALID_ARGUMENT") for problem in problems])
        return self.issue()

    def issue(self) -> Outcome:
        try:
            return self._issue()
        except ProblemsError as error:
            status = "INVALID_ARGUMENT" if isinstance(error, InvalidInput) else "FAILED_PRECONDITION"
            return Outcome(issue_error=[describe(problem, status) for problem in error.problems])
        except MintmarkError as error:
            return Outcome(issue_error=[{"reason": str(error.reason)}])

    def _issue(self) -> Outcome:
        application = records.build_application(self.data["application"]) if "application" in self.data else None
        layers, settings = self._layers(application)
        subject: User | AccessKey
        roots: dict[str, Any] = {}
        if self.kind is TokenKind.ACCESS_KEY:
            subject = records.build_access_key(self.data["access_key"])
            roots["access_key"] = build_access_key_root(subject, self.permissions)
        else:
            subject = records.build_user(self.data.get("user", DEFAULT_USER))
            if subject.status is UserStatus.DISABLED:
                raise refusal([Problem(reason="SUBJECT_DISABLED", path="user", message="")], by_request=False)  # type: ignore[arg-type]
            names = {item["id"]: item.get("name", "") for item in self.data.get("tenants", ())}
            tenant_names = [names.get(membership.tenant_id, "") for membership in subject.memberships]
            roots["user"] = {**build_user_root(subject, self.permissions), "tenant_names": tenant_names}
        tenant_id = select_tenant([m.tenant_id for m in subject.memberships], self.tenant_id, automatic=settings.auto_tenant_claim)
        for item in self.data.get("tenants", ()):
            if item["id"] == tenant_id:
                roles = next(m.roles for m in subject.memberships if m.tenant_id == tenant_id)
                roots["tenant"] = build_tenant_root(records.build_tenant(item), roles, self.permissions)
        if application is not None:
            roots["application"] = build_application_root(application)
        roots["session"] = build_session_root("", None, Authentication(), records.NOW)
        roots["request"] = {"time": _NOW}
        if "flow" in self.data.get("layers", {}):
            if self.context is None:
                captures = next(layer.captures for layer in layers if layer.layer is Layer.FLOW)
                self.context = keep_captured(self.data["layers"]["flow"].get("context", {}), captures)
            roots |= self.context
        program = build_program(
            layers,
            kind=self.kind,
            settings=settings,
            limits=self.project.limits,
            templates_in_scope=self.kind is not TokenKind.ID
            or CUSTOM_CLAIMS_SCOPE in self.scopes
            or (application is not None and application.id_token_claims is IdTokenClaims.ALWAYS),
        )
        stamps = StampInputs(
            issuer_url="https://tokens.example.com/projects/P1",
            issuer_id="P1",
            subject_id=subject.id,
            issued_at=_NOW,
            expires_at=_NOW + 600,
            jti="j",
            tenant_id=tenant_id,
            authorization=Authorization(
                roles=subject.roles, tenants={m.tenant_id: m.roles for m in subject.memberships}, permissions=self.permissions
            ),
            client_id=application.client_id if application else "",
            scopes=self.scopes,
            inbound=application is not None and application.kind is ApplicationKind.INBOUND,
            client_claims=self.data.get("client_claims", {}),
        )
        evaluation = evaluate(program, Snapshot(roots=roots, stamps=stamps))
        if evaluation.problems:
            raise refusal(evaluation.problems, by_request=evaluation.request_caused)
        explanation = explain(evaluation)
        return Outcome(
            payload=json.loads(evaluation.payload),
            origins={origin.path: origin.layer.word for origin in explanation.origins},
            absences={absence.path: str(absence.reason) for absence in explanation.absences},
            warnings=[str(warning.reason) for warning in evaluation.warnings],
        )

    def _layers(self, application: Application | None) -> tuple[list[CompiledLayer], Any]:
        layers: list[CompiledLayer] = []
        settings = []
        data = self.data.get("layers", {})
        problems: list[Problem] = []
        for name in ("project_template", "application_template"):
            if name in data:
                template = records.build_template("T", data[name], TemplateKind.USER)
                if name == "application_template" and not template.inherit:
                    layers, settings = [], []
                compiled, found = self.compile(name)
                problems += found
                layers.append(compiled)
                settings.append(template.settings)
        if self.kind is TokenKind.ACCESS_KEY:
            definition = LayerDefinition(source=json.dumps(self.data["access_key"].get("custom_claims", {})))
            compiled, found = compile_layer(definition, layer=Layer.KEY_CLAIMS, engine=self.engine, rules=build_rules(self.project))
            problems += found
            layers.append(compiled)
        elif application is not None and (self.kind is TokenKind.ID or application.kind is ApplicationKind.INBOUND):
            for mapping in (*(self.project.scope_mappings if application.use_project_mappings else ()), *application.scope_mappings):
                if mapping.mandatory or mapping.scope in self.scopes:
                    compiled, found = compile_layer(
                        mapping.layer, layer=Layer.SCOPE_MAPPING, engine=self.engine, rules=build_rules(self.project)
                    )
                    problems += found
                    layers.append(compiled)
        if self.kind is not TokenKind.ACCESS_KEY and "flow" in data:
            compiled, found = self.compile("flow")
            problems += found
            layers.append(compiled)
        if problems:
            raise refusal(problems, by_request=any(layer.origin.from_request for layer in layers))
        return layers, build_effective_settings(*settings)

    def step(self, step: dict[str, Any]) -> Outcome | None:
        if "update" in step:
            for name, value in step["update"].items():
                if name in ("project_template", "application_template", "flow"):
                    self.data["layers"][name] = value
                else:
                    self.data[name] = value
            return None
        if "select_tenant" in step:
            self.tenant_id = step["select_tenant"]
        return self.issue()
