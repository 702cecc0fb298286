"""Step 1 of the pipeline: everything that one issue reads, each once.

Owns: the checks of who and what may get a token (subject, application, key, issuer), the roots that a request brings. Never: what stored
records give (gathering), stamps' ids and times (issue), evaluation.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime

from mintmark_server import secret
from mintmark_server.call import Call
from mintmark_server.claims.kinds import AttributeScope, TemplateKind, TokenKind
from mintmark_server.claims.layers import NO_CLAIMS
from mintmark_server.claims.stamps import normalise_scopes
from mintmark_server.claims.values import Json
from mintmark_server.directory.checks import find_assumed_problems, find_common_problems, find_user_problems
from mintmark_server.errors import FailedState, InvalidInput, NotFound, Problem, Reason, Unauthenticated
from mintmark_server.ids import format_name, new_uid
from mintmark_server.model.directory import AccessKey, Application, User, UserStatus
from mintmark_server.model.layers import Flow
from mintmark_server.model.record import Ref
from mintmark_server.model.sessions import FlowRun
from mintmark_server.secret import Secret
from mintmark_server.storage.port import Put, Store
from mintmark_server.tokens.configuration import Configurations, ProjectConfiguration
from mintmark_server.tokens.context import find_captured_problems, keep_captured
from mintmark_server.tokens.facts import Begun, Facts
from mintmark_server.tokens.gathering import Gatherer
from mintmark_server.tokens.impersonation import build_nobody, check_impersonation
from mintmark_server.tokens.inputs import check_request
from mintmark_server.tokens.layering import Layering, build_flow_layer, build_layering, build_run_layer, build_session_layer
from mintmark_server.tokens.records import RecordCache, SubjectView
from mintmark_server.tokens.request import NO_DRAFTS, Drafts, IssueRequest, UserChoice
from mintmark_server.tokens.roots import build_session_root


class Loader:
    """Reads what an issue needs."""

    def __init__(self, store: Store, configurations: Configurations, records: RecordCache) -> None:
        self._store = store
        self._configurations = configurations
        self._records = records
        self._gatherer = Gatherer(records)

    def load(
        self, request: IssueRequest, *, call: Call, session_id: str = "", created_at: datetime | None = None, drafts: Drafts = NO_DRAFTS
    ) -> Facts:
        """Read and check. Raises: NotFound, FailedState, InvalidInput."""
        upsert: Put | None = None
        key: AccessKey | None = None
        user: User | None
        if request.access_key_secret is not None:
            # Before anything else is said: who does not hold the secret learns nothing, not even whether the project exists.
            key, user = self._load_own_key(request, request.access_key_secret, call.now)
            call.count(key.ref)
        begun = self.begin(request, call)
        if key is not None:
            pass
        elif request.kind is TokenKind.ACCESS_KEY:
            key = self._load_key(request, call.now)
            user = self.find_bound_user(key)
        elif request.user.is_nobody:
            user = build_nobody(request.project_id, request.user.user_id, call.now)
        elif request.user.upsert is not None:
            user, upsert = self._upsert(request.user.upsert, begun.configuration, call.now)
        else:
            user = self._load_user(request.project_id, request.user)
        impersonator_id = request.authentication.impersonator_id
        if impersonator_id and user is not None:
            check_impersonation(self._records, begun.configuration.project, user, impersonator_id, call.now)
        if drafts is not NO_DRAFTS:
            user, key = _assume(user, key, drafts, begun.configuration)
        layering = self.layer(begun, key, drafts)
        facts = self.gather(
            begun,
            layering,
            user=self.view(user, begun) if user is not None else None,
            key=self.view(key, begun) if key is not None else None,
            call=call,
            session_id=session_id,
            created_at=created_at,
            drafts=drafts,
        )
        return replace(facts, upsert=upsert) if upsert is not None else facts

    def view(self, subject: User | AccessKey, begun: Begun) -> SubjectView:
        """Return what a subject gives its tokens."""
        return self._records.view(subject, begun.configuration)

    def begin(self, request: IssueRequest, call: Call) -> Begun:
        """Return what a request says before its subject is known. Raises: NotFound, FailedState, InvalidInput."""
        configuration = self._configurations.current(request.project_id)
        check_request(request)
        if request.step_up:
            until = call.now + configuration.project.lifetimes.step_up
            request = replace(request, authentication=replace(request.authentication, step_up_until=until))
        return Begun(request=request, configuration=configuration, application=load_application(configuration, request))

    def layer(self, begun: Begun, key: AccessKey | None, drafts: Drafts = NO_DRAFTS) -> Layering:
        """Return the layers of a subject's tokens. Raises: NotFound."""
        request, configuration = begun.request, begun.configuration
        stored = drafts is NO_DRAFTS and request.inline_flow is None and request.flow_run is None and request.session_claims is None
        if not stored:
            return self._build_layering(begun, key, drafts)
        # By its uid: a later key of the same id has the same revisions again.
        own = key.uid if key is not None and key.layer != NO_CLAIMS else None
        place = (request.kind is TokenKind.ACCESS_KEY, request.application_id, request.scopes, request.flow_id, own)
        kept: tuple[int, Layering] | None = configuration.layerings.get(place)
        revision = key.revision if own is not None and key is not None else 0
        if kept is None or kept[0] != revision:
            kept = (revision, self._build_layering(begun, key, drafts))
            configuration.keep_layering(place, kept)
        return kept[1]

    def _build_layering(self, begun: Begun, key: AccessKey | None, drafts: Drafts) -> Layering:
        request, configuration = begun.request, begun.configuration
        flow = _chosen_flow(begun, drafts)
        return build_layering(
            configuration,
            template_kind=TemplateKind.ACCESS_KEY if request.kind is TokenKind.ACCESS_KEY else TemplateKind.USER,
            application=begun.application,
            scopes=normalise_scopes(request.scopes),
            key=key,
            flow=build_run_layer(configuration, request.flow_run)
            if request.flow_run is not None
            else build_flow_layer(configuration, stored=flow, inline=request.inline_flow),
            session=build_session_layer(configuration, request),
            drafts=drafts,
        )

    def find_bound_user(self, key: AccessKey) -> User | None:
        """Return the user that a key acts for, None where there is none. Raises: NotFound, FailedState SUBJECT_DISABLED."""
        return self._load_user(key.project_id, UserChoice(user_id=key.bound_user_id)) if key.bound_user_id else None

    def gather(
        self,
        begun: Begun,
        layering: Layering,
        *,
        user: SubjectView | None,
        key: SubjectView | None,
        call: Call,
        session_id: str = "",
        created_at: datetime | None = None,
        drafts: Drafts = NO_DRAFTS,
    ) -> Facts:
        """Check a subject against its layers, and read what their expressions ask for. Raises: NotFound, FailedState, InvalidInput."""
        request, configuration = begun.request, begun.configuration
        subject = key if key is not None else user
        assert subject is not None
        layering.check()
        if layering.settings.enforce_issuer:
            _check_issuer(request, begun.application, configuration)
        if layering.is_settled and drafts is NO_DRAFTS and (user is None or key is None):
            gathered = self._gatherer.find(begun, layering, subject)
            return Facts(
                request=request,
                configuration=configuration,
                layering=layering,
                application=begun.application,
                subject=subject.record,
                gathered=gathered,
                roots=gathered.roots,
            )
        gathered = self._gatherer.gather(begun, layering, user=user, key=key, drafts=drafts)
        roots = dict(gathered.roots)
        if "session" in layering.roots:
            created_at = created_at or request.session_created_at
            roots["session"] = build_session_root(session_id or request.session_id, created_at, request.authentication, call.now)
        if "request" in layering.roots:
            roots["request"] = _request_root(request, call.now)
        context = keep_captured(request.flow_context, layering.flow.compiled.captures) if layering.flow is not None else {}
        if problems := find_captured_problems(context):
            raise InvalidInput(problems)
        if request.flow_run is not None:
            context = dict(request.flow_run.context)
        roots |= context
        run, flow = request.flow_run, None
        if layering.flow is not None and run is None:
            flow = _chosen_flow(begun, drafts)
            definition = request.inline_flow if request.inline_flow is not None else flow.layer if flow is not None else None
            assert definition is not None
            run = FlowRun(flow_id=flow.id if flow else "", revision=flow.revision if flow else 0, layer=definition, context=context)
        return Facts(
            request=request,
            configuration=configuration,
            layering=layering,
            application=begun.application,
            subject=subject.record,
            gathered=gathered,
            roots=roots,
            flow_run=run,
            refresh_life=flow.refresh_life if flow is not None else None,
        )

    def _load_user(self, project_id: str, choice: UserChoice) -> User:
        user = (
            self._records.get(User, project_id, choice.user_id)
            if choice.user_id
            else self._records.find(User, project_id, "login_id", choice.login_id)
        )
        if user is None:
            raise NotFound(format_name(Ref(User.noun, project_id, choice.user_id)) if choice.user_id else "The user of this login id")
        if user.status is UserStatus.DISABLED:
            raise FailedState([Problem(reason=Reason.SUBJECT_DISABLED, path="user", message="The user is disabled.", hint="Enable it.")])
        return user

    def _load_key_by_secret(self, request: IssueRequest, given: Secret, now: datetime) -> AccessKey:
        """Return the key that calls for itself. Raises: Unauthenticated, for every cause in the same words."""
        digest = secret.digest(given.reveal())
        key = self._records.find(AccessKey, request.project_id, "secret_digest", digest)
        if key is None or not key.active or (key.expires_at is not None and key.expires_at <= now):
            raise Unauthenticated
        holds = secret.equal(digest, key.secret_digest)
        if not holds and secret.equal(digest, key.previous_secret_digest):
            holds = key.previous_valid_until is not None and now < key.previous_valid_until
        if not holds or request.access_key_id not in ("", key.id) or not is_permitted(key.permitted_ips, request.ip):
            raise Unauthenticated
        return key

    def _load_own_key(self, request: IssueRequest, given: Secret, now: datetime) -> tuple[AccessKey, User | None]:
        """Return the key that calls for itself and the user that it acts for. Raises: Unauthenticated, for every cause."""
        key = self._load_key_by_secret(request, given, now)
        try:
            return key, self.find_bound_user(key)
        except (NotFound, FailedState) as error:
            raise Unauthenticated from error

    def _load_key(self, request: IssueRequest, now: datetime) -> AccessKey:
        key = self._records.get(AccessKey, request.project_id, request.access_key_id)
        if key is None:
            raise NotFound(format_name(Ref(AccessKey.noun, request.project_id, request.access_key_id)))
        if not key.active or (key.expires_at is not None and key.expires_at <= now):
            message = "The access key is not active." if not key.active else "The access key has expired."
            raise FailedState([Problem(reason=Reason.ACCESS_KEY_INACTIVE, path="access_key", message=message)])
        if not is_permitted(key.permitted_ips, request.ip):
            message = "The access key may not be used from this address." if request.ip else "The access key is for certain addresses."
            hint = "" if request.ip else "Say which address its holder calls from."
            raise FailedState([Problem(reason=Reason.ACCESS_KEY_INACTIVE, path="request_context.ip", message=message, hint=hint)])
        return key

    def _upsert(self, brought: User, configuration: ProjectConfiguration, now: datetime) -> tuple[User, Put | None]:
        stored = self._store.get(User, brought.project_id, brought.id)
        if stored is None:
            user = replace(brought, uid=new_uid(), revision=1, created_at=now, updated_at=now)
        else:
            empty = User(project_id="", id="", uid="", revision=0, created_at=now, updated_at=now)
            given = {
                field.name: getattr(brought, field.name)
                for field in fields(User)
                if field.name not in ("project_id", "id", "uid", "revision", "created_at", "updated_at")
                and getattr(brought, field.name) != getattr(empty, field.name)
            }
            user = replace(stored, **given)
        problems = [*find_common_problems(user), *find_user_problems(user, configuration.attributes, stored, path="subject.upsert_user")]
        if problems:
            raise InvalidInput(problems)
        if user.status is UserStatus.DISABLED:
            raise FailedState([Problem(reason=Reason.SUBJECT_DISABLED, path="user", message="The user is disabled.", hint="Enable it.")])
        if user == stored:
            return user, None
        if stored is not None:
            user = replace(user, revision=stored.revision + 1, updated_at=now)
        return user, Put(user)


def _chosen_flow(begun: Begun, drafts: Drafts) -> Flow | None:
    """Return the draft, or the stored flow that the request names; None for none. Raises: NotFound."""
    return drafts.flow or (begun.configuration.get(Flow, begun.request.flow_id) if begun.request.flow_id else None)


def load_application(configuration: ProjectConfiguration, request: IssueRequest) -> Application | None:
    """Return the request's application, checked. Raises: NotFound, FailedState APPLICATION_DISABLED, InvalidInput for its scopes."""
    if not request.application_id:
        return None
    application = configuration.get(Application, request.application_id)
    if application.disabled:
        message = "The application is disabled."
        raise FailedState([Problem(reason=Reason.APPLICATION_DISABLED, path="application", message=message, hint="Enable it.")])
    if application.allowed_scopes:
        allowed = {*application.allowed_scopes, *normalise_scopes(application.allowed_scopes)}
        problems = [
            Problem(reason=Reason.INVALID_FIELD, path=f"scopes[{index}]", message="The application does not allow this scope.")
            for index, scope in enumerate(request.scopes)
            if scope not in allowed
        ]
        if problems:
            raise InvalidInput(problems)
    return application


def is_permitted(permitted: Iterable[str], ip: str) -> bool:
    """Tell whether an address is in one of the networks; with none named every address is."""
    networks = list(permitted)
    if not networks:
        return True
    if not is_address(ip):
        return False
    address = ipaddress.ip_address(ip)
    return any(address in ipaddress.ip_network(network, strict=False) for network in networks)


def is_address(text: str) -> bool:
    """Tell whether the text is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _check_issuer(request: IssueRequest, application: Application | None, configuration: ProjectConfiguration) -> None:
    accepted = {configuration.issuer_url, configuration.issuer}
    named = [("issuer", request.issuer), ("application", application.issuer if application else "")]
    problems = [
        Problem(
            reason=Reason.ISSUER_MISMATCH,
            path=path,
            message="Another issuer than the project's is expected.",
            hint=f"It is {configuration.issuer}.",
        )
        for path, issuer in named
        if issuer and issuer not in accepted
    ]
    if problems:
        raise FailedState(problems) if problems[0].path == "application" else InvalidInput(problems)


def _assume(
    user: User | None, key: AccessKey | None, drafts: Drafts, configuration: ProjectConfiguration
) -> tuple[User | None, AccessKey | None]:
    """Return the subject with the attributes that a preview assumes. Raises: InvalidInput, for the tenant's too."""
    scope = AttributeScope.USER if key is None else AttributeScope.ACCESS_KEY
    declared = configuration.attributes
    problems = [
        *find_assumed_problems(drafts.subject_attributes, scope, declared, path="assume_subject_attributes"),
        *find_assumed_problems(drafts.tenant_attributes, AttributeScope.TENANT, declared, path="assume_tenant_attributes"),
    ]
    if problems:
        raise InvalidInput(problems)
    if drafts.subject_attributes:
        if key is not None:
            key = replace(key, custom_attributes={**key.custom_attributes, **drafts.subject_attributes})
        elif user is not None:
            user = replace(user, custom_attributes={**user.custom_attributes, **drafts.subject_attributes})
    return user, key


def _request_root(request: IssueRequest, now: datetime) -> dict[str, Json]:
    root: dict[str, Json] = {"time": int(now.timestamp())}
    if request.ip:
        root["ip"] = request.ip
    if request.user_agent:
        root["user_agent"] = request.user_agent
    return root
