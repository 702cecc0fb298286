"""The composition root: the only place that knows every use case.

Owns: `Components`, the use cases over one store, and the handlers of the contract. Never: policy; addresses (serving), processes (workers).
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from google.protobuf.message import Message
from mintmark.v1 import (
    access_key_service_pb2,
    application_service_pb2,
    attribute_service_pb2,
    credential_service_pb2,
    flow_service_pb2,
    project_service_pb2,
    role_service_pb2,
    template_service_pb2,
    tenant_service_pb2,
    user_service_pb2,
)

from mintmark_server.call import Call
from mintmark_server.claims.kinds import TemplateKind
from mintmark_server.clock import Clock
from mintmark_server.directory.credentials import Authenticator, Credentials
from mintmark_server.directory.directory import Directory, LayerProblems, check_operator_limits
from mintmark_server.directory.standard import ReadMethods, StandardMethods
from mintmark_server.keys.encryption import EncryptionKey
from mintmark_server.keys.keyring import Keyring, KeySet, LoadSigner
from mintmark_server.keys.lifecycle import Keys
from mintmark_server.keys.material import load_signer
from mintmark_server.keys.rotation import Rotation
from mintmark_server.limits import RECORD_CACHE_BYTES
from mintmark_server.model.directory import Project
from mintmark_server.model.layers import Flow, Template, TemplateRevision
from mintmark_server.model.security import ALL_PROJECTS, CallerRole, Credential, Grant
from mintmark_server.rpc.answers import Answers
from mintmark_server.rpc.boundary import Boundary
from mintmark_server.rpc.call import RpcCall
from mintmark_server.rpc.convert import directory as directory_messages
from mintmark_server.rpc.convert import layers as layer_messages
from mintmark_server.rpc.convert import projects as project_messages
from mintmark_server.rpc.convert import security as security_messages
from mintmark_server.rpc.metrics import RpcMetrics
from mintmark_server.rpc.server import AnyHandler, AnyStream, build_handlers
from mintmark_server.rpc.services.batch import BatchServicer
from mintmark_server.rpc.services.directory import DirectoryServicer
from mintmark_server.rpc.services.layers import TemplateServicer
from mintmark_server.rpc.services.security import SecurityServicer
from mintmark_server.rpc.services.sessions import SessionServicer
from mintmark_server.rpc.services.tokens import TokenServicer
from mintmark_server.rpc.standard import Noun
from mintmark_server.storage.deferring import DeferringStore
from mintmark_server.storage.port import Store
from mintmark_server.templates.attributes import find_uses
from mintmark_server.templates.checks import LayerChecks
from mintmark_server.templates.revisions import build_revision, find_revisions, print_overrides
from mintmark_server.templates.rules import load_attributes
from mintmark_server.tokens.configuration import Configurations, build_issuer_url
from mintmark_server.tokens.explaining import Explainer
from mintmark_server.tokens.introspect import Introspector
from mintmark_server.tokens.issue import TokenIssuer
from mintmark_server.tokens.listing import SessionListing
from mintmark_server.tokens.loading import Loader
from mintmark_server.tokens.plan import Planner
from mintmark_server.tokens.records import RecordCache
from mintmark_server.tokens.retention import Retention
from mintmark_server.tokens.sessions import Sessions
from mintmark_server.wellknown.application import NotReadyError

BOOTSTRAP_ID: Final = "bootstrap-owner"


class Components:
    """The use cases over one store."""

    def __init__(
        self,
        inner: Store,
        encryption_key: EncryptionKey,
        clock: Clock,
        *,
        public_url: str,
        load: LoadSigner = load_signer,
        cache_bytes: int = RECORD_CACHE_BYTES,
    ) -> None:
        self.store = store = DeferringStore(inner)
        self.stopping = threading.Event()
        self.clock = clock
        self.public_url = public_url
        self.encryption_key = encryption_key
        self.keyring = Keyring(store, encryption_key, load=load)
        self.keys = Keys(store, self.keyring, elapsed=clock.elapsed)
        self.rotation = Rotation(store, self.keys)
        self.configurations = Configurations(store, public_url=public_url)
        self.authenticator = Authenticator(store)
        self.configurations.subscribe(self.keyring.forget)
        self.configurations.subscribe(self.authenticator.forget)
        self.layer_checks = LayerChecks(store)
        self.directory = Directory(
            store,
            load_attributes=lambda project_id: load_attributes(store, project_id),
            find_attribute_uses=lambda stored, changed: find_uses(store, stored, changed),
            layer_problems=LayerProblems(of_key=self.layer_checks.find_key_problems, of_owner=self.layer_checks.find_owner_problems),
            found_project=self.keyring.found_project,
            note_lives=self.keys.note_lives,
        )
        self.templates = StandardMethods(
            store,
            Template,
            check=self.layer_checks.check_template,
            accompany=build_revision,
            children=lambda ref: find_revisions(store, ref),
            note=print_overrides,
        )
        self.flows = StandardMethods(store, Flow, check=self.layer_checks.check_flow, accompany=self.keys.note_lives)
        self.revisions = ReadMethods(store, TemplateRevision)
        self.sessions = SessionListing(store)
        self.credentials = Credentials(store)
        self.metrics = RpcMetrics()
        self.records = RecordCache(store, max_bytes=cache_bytes)
        self.configurations.subscribe(self.records.forget)
        loader = Loader(store, self.configurations, self.records)
        self.issuer = TokenIssuer(store, loader, self.keyring, count_override=self.metrics.count_override)
        self.session_life = Sessions(store, self.configurations, self.keyring, self.issuer, public_url=public_url)
        self.introspector = Introspector(store, self.records, self.configurations, self.keyring)
        self.explainer = Explainer(store, self.configurations, self.keyring, self.issuer)
        self.planner = Planner(store, self.issuer)
        self.retention = Retention(store)
        self.answers = Answers(self.store, self.keyring)
        self.boundary = Boundary(self.authenticator, clock, before=self.configurations.refresh, metrics=self.metrics, answers=self.answers)

    def key_set(self, project_id: str) -> KeySet:
        """Return a project's key set as of now. Raises: NotFound."""
        self.configurations.refresh()
        return self.keys.key_set(project_id)

    def issuer_url(self, project_id: str) -> str:
        """Return a project's URL."""
        return build_issuer_url(self.public_url, project_id)

    def check_ready(self) -> None:
        """Check that calls can be served. Raises: NotReadyError, MintmarkError."""
        if self.stopping.is_set():
            raise NotReadyError("DRAINING")
        self.configurations.refresh()

    def print_metrics(self) -> str:
        """Return the metrics as text."""
        return self.metrics.print()

    def maintain(self) -> None:
        """Remove what is past its time, a bounded amount: answers, successors, sessions, receipts, old entries of the change log."""
        self.answers.erase(now=self.clock.now())
        self.rotation.run(now=self.clock.now())
        self.retention.run(now=self.clock.now())
        self.store.prune_changes()

    def create_operator(self, credential_id: str, *, now: datetime) -> str:
        """Store a credential that owns all projects and issues in them; return its secret. Raises: AlreadyExists."""
        grant = Grant(project_id=ALL_PROJECTS, roles=frozenset({CallerRole.OWNER, CallerRole.ISSUER}))
        credential = Credential(
            project_id="",
            id=credential_id,
            uid="",
            revision=1,
            created_at=now,
            updated_at=now,
            display_name="Owner of all projects",
            secret_digest="",
            grants=(grant,),
        )
        call = Call(now=now, actor="mintmark-server", method="init", request_id="init")
        return self.credentials.create(credential, validate_only=False, call=call)[1]

    def handlers(self) -> list[AnyHandler]:
        """Return the gRPC handlers of the whole contract. Raises: RuntimeError for a method without policy or handler."""

        def project_to_proto(project: Project) -> Message:
            return project_messages.project_to_proto(project, issuer_url=self.issuer_url(project.id))

        def guard_limits(project: Project, stored: Project | None, call: RpcCall) -> None:
            check_operator_limits(project, stored, is_operator=call.caller.is_operator)

        access_keys = _noun("access_key", self.directory.access_keys, access_key_service_pb2, directory_messages)
        attributes = _noun("attribute", self.directory.attributes.methods, attribute_service_pb2, directory_messages)
        credentials = replace(
            _noun("credential", self.credentials.methods, credential_service_pb2, security_messages), in_project=False, has_delete=False
        )
        nouns: list[Noun[Any]] = [
            Noun(
                singular="project",
                methods=self.directory.projects,
                messages=project_service_pb2,
                to_proto=project_to_proto,
                from_proto=project_messages.project_from_proto,
                in_project=False,
                guard=guard_limits,
            ),
            _noun("user", self.directory.users, user_service_pb2, directory_messages),
            _noun("tenant", self.directory.tenants, tenant_service_pb2, directory_messages),
            _noun("role", self.directory.roles, role_service_pb2, directory_messages),
            _noun("application", self.directory.applications, application_service_pb2, directory_messages),
            _noun("template", self.templates, template_service_pb2, layer_messages),
            _noun("flow", self.flows, flow_service_pb2, layer_messages),
            access_keys,
            attributes,
            credentials,
        ]
        directory = DirectoryServicer(self.directory, access_keys, attributes, project_to_proto)
        handlers = {name: handler for noun in nouns for name, handler in noun.handlers().items()}
        handlers |= directory.handlers()
        handlers |= TokenServicer(self.issuer, self.explainer).handlers()
        handlers |= SessionServicer(self.session_life, self.sessions, self.introspector).handlers()
        subjects: dict[TemplateKind, StandardMethods[Any]] = {
            TemplateKind.USER: self.directory.users,
            TemplateKind.ACCESS_KEY: self.directory.access_keys,
        }
        templates = TemplateServicer(self.layer_checks, self.templates, self.revisions, self.planner, subjects)
        security = SecurityServicer(self.keys, self.credentials, credentials, self.store, stopping=self.stopping)
        batch = BatchServicer(self.issuer, self.store, self.answers)
        handlers |= templates.handlers() | security.handlers() | batch.handlers()
        streams: dict[str, AnyStream] = {**directory.streams(), **templates.streams(), **security.streams(), **batch.streams()}
        return build_handlers(self.boundary, handlers, streams)


def _noun(singular: str, methods: StandardMethods[Any], messages: object, conversions: object) -> Noun[Any]:
    """Return a noun with the conversions of its name, as `user_to_proto` and `user_from_proto`."""
    to_proto, from_proto = (getattr(conversions, f"{singular}_{direction}_proto") for direction in ("to", "from"))
    return Noun(singular=singular, methods=methods, messages=messages, to_proto=to_proto, from_proto=from_proto)
