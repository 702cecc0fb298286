"""Commands of tokens: issue, preview, why, explain, introspect, decode.

Owns: building issue requests from options. Never: showing evaluations (evaluations), deciding anything about claims.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from mintmark.cli.evaluations import explain_claim, find_leaf, show_evaluation, show_explained, show_tree
from mintmark.cli.state import (
    Output,
    State,
    fill_from,
    parse_claims_option,
    print_json,
    print_message,
    print_table,
    printable,
    to_dict,
    value_text,
)
from mintmark.jws import JwsError, load_members, parse
from mintmark.v1 import evaluation_pb2, token_service_pb2

app = typer.Typer(no_args_is_help=True)


class Kind(StrEnum):
    """The kinds of token, and `pair`: a session with session and refresh token."""

    SESSION = "session"
    REFRESH = "refresh"
    ID = "id"
    ACCESS_KEY = "access-key"
    PAIR = "pair"


_REQUESTS = {
    Kind.SESSION: ("IssueSessionToken", token_service_pb2.IssueSessionTokenRequest),
    Kind.REFRESH: ("IssueRefreshToken", token_service_pb2.IssueRefreshTokenRequest),
    Kind.ID: ("IssueIdToken", token_service_pb2.IssueIdTokenRequest),
    Kind.ACCESS_KEY: ("IssueAccessKeyToken", token_service_pb2.IssueAccessKeyTokenRequest),
    Kind.PAIR: ("IssueSession", token_service_pb2.IssueSessionRequest),
}
_PREVIEWS = {Kind.SESSION: "session", Kind.REFRESH: "refresh", Kind.ID: "id", Kind.ACCESS_KEY: "access_key"}

KindOption = Annotated[Kind, typer.Option("--kind", "-k", help="Which kind of token.")]
UserOption = Annotated[str, typer.Option("--user", "-u", help="The user: id, resource name, or a login id with @.")]
KeyOption = Annotated[str, typer.Option("--access-key", help="The access key's id, for that kind.")]
AppOption = Annotated[str, typer.Option("--app", help="The application's id.")]
TenantOption = Annotated[str, typer.Option("--tenant", "-t", help="The tenant to select.")]
FlowOption = Annotated[str, typer.Option("--flow", help="The flow that ran.")]
ContextOption = Annotated[Path | None, typer.Option("--flow-context", help="A file with flow, form, connectors and device.")]
ClientOption = Annotated[list[str] | None, typer.Option("--client-claim", help="name=value; stands under nsec.")]
ScopeOption = Annotated[list[str] | None, typer.Option("--scope", help="A granted scope.")]
AmrOption = Annotated[list[str] | None, typer.Option("--amr", help="How the user authenticated, e.g. pwd.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The token that a command is about, as its options say."""

    kind: Kind
    user: str
    access_key: str
    application: str
    tenant: str
    flow: str
    flow_context: Path | None
    client_claims: Sequence[str]
    scopes: Sequence[str]
    amr: Sequence[str] = ()

    def build(self, state: State, *, view: evaluation_pb2.EvaluationView.ValueType) -> Any:
        """Return the issue request. Raises: typer.BadParameter where an option is missing."""
        request: Any = _REQUESTS[self.kind][1](parent=state.parent, scopes=self.scopes, view=view)
        if self.application:
            request.application = state.name("applications", self.application)
        if self.tenant:
            request.tenant = state.name("tenants", self.tenant)
        if self.client_claims:
            request.client_claims.CopyFrom(parse_claims_option(self.client_claims))
        if self.kind is Kind.ACCESS_KEY:
            if not self.access_key:
                raise typer.BadParameter("An access-key token needs --access-key.")
            request.access_key = state.name("accessKeys", self.access_key)
        else:
            self._fill_user_fields(request, state)
        return request

    def preview(self, state: State, *, draft_template: Path | None = None) -> evaluation_pb2.Evaluation:
        """Return what the token would be. Raises: typer.BadParameter, MintmarkError."""
        if self.kind is Kind.PAIR:
            raise typer.BadParameter("A preview is of one kind: session, refresh, id or access-key.")
        issue_request = self.build(state, view=evaluation_pb2.EVALUATION_VIEW_FULL)
        request = token_service_pb2.PreviewTokenRequest(**{_PREVIEWS[self.kind]: issue_request})
        if draft_template is not None:
            fill_from(request.draft_template, draft_template)
        with state.connect() as client:
            return client.tokens.PreviewToken(request).evaluation

    def _fill_user_fields(self, request: Any, state: State) -> None:
        """Fill what the tokens of users have, and those of access keys have not."""
        if not self.user:
            raise typer.BadParameter("The token needs --user.")
        if "@" in self.user:
            request.subject.login_id = self.user
        else:
            request.subject.user = state.name("users", self.user)
        if self.flow:
            request.flow = state.name("flows", self.flow)
        if self.flow_context is not None:
            fill_from(request.flow_context, self.flow_context)
        request.authentication.amr.extend(self.amr)


@app.command()
def issue(
    context: typer.Context,
    user: UserOption = "",
    kind: KindOption = Kind.SESSION,
    access_key: KeyOption = "",
    application: AppOption = "",
    tenant: TenantOption = "",
    flow: FlowOption = "",
    flow_context: ContextOption = None,
    client_claim: ClientOption = None,
    scope: ScopeOption = None,
    amr: AmrOption = None,
    explain: Annotated[bool, typer.Option("--explain", "-e", help="Show the claims with origin and size as well.")] = False,
) -> None:
    """Issue a token and print it."""
    state: State = context.obj
    asked = Asked(
        kind=kind,
        user=user,
        access_key=access_key,
        application=application,
        tenant=tenant,
        flow=flow,
        flow_context=flow_context,
        client_claims=client_claim or (),
        scopes=scope or (),
        amr=amr or (),
    )
    request = asked.build(state, view=evaluation_pb2.EVALUATION_VIEW_FULL if explain else evaluation_pb2.EVALUATION_VIEW_BASIC)
    with state.connect() as client:
        answer = getattr(client.tokens, _REQUESTS[kind][0])(request)
    if state.output is Output.JSON:
        print_message(answer)
        return
    for field in ("token", "session_token", "refresh_token"):
        if field in answer.DESCRIPTOR.fields_by_name and answer.HasField(field):
            issued = getattr(answer, field)
            if kind is Kind.PAIR:
                typer.echo(f"{field}:")
            typer.echo(issued.token)
            if explain:
                show_evaluation(issued.evaluation)


@app.command()
def preview(
    context: typer.Context,
    user: UserOption = "",
    kind: KindOption = Kind.SESSION,
    access_key: KeyOption = "",
    application: AppOption = "",
    tenant: TenantOption = "",
    flow: FlowOption = "",
    flow_context: ContextOption = None,
    client_claim: ClientOption = None,
    scope: ScopeOption = None,
    amr: AmrOption = None,
    draft_template: Annotated[Path | None, typer.Option("--draft-template", help="Assume this template for the stored one.")] = None,
) -> None:
    """Show what a token would say, and why; nothing is signed."""
    state: State = context.obj
    asked = Asked(
        kind=kind,
        user=user,
        access_key=access_key,
        application=application,
        tenant=tenant,
        flow=flow,
        flow_context=flow_context,
        client_claims=client_claim or (),
        scopes=scope or (),
        amr=amr or (),
    )
    evaluation = asked.preview(state, draft_template=draft_template)
    if state.output is Output.JSON:
        print_message(evaluation)
    else:
        show_tree(evaluation)
    raise typer.Exit(3 if evaluation.problems else 0)


@app.command()
def why(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(help="The claim's path, e.g. plan or box.tier.")],
    user: UserOption = "",
    kind: KindOption = Kind.SESSION,
    access_key: KeyOption = "",
    application: AppOption = "",
    tenant: TenantOption = "",
    flow: FlowOption = "",
    flow_context: ContextOption = None,
    client_claim: ClientOption = None,
    scope: ScopeOption = None,
) -> None:
    """Say in one sentence why a claim is in the token, or why not."""
    state: State = context.obj
    asked = Asked(
        kind=kind,
        user=user,
        access_key=access_key,
        application=application,
        tenant=tenant,
        flow=flow,
        flow_context=flow_context,
        client_claims=client_claim or (),
        scopes=scope or (),
    )
    evaluation = asked.preview(state)
    said = printable(explain_claim(evaluation, claim))
    if state.output is Output.JSON:
        found = find_leaf(evaluation, claim)
        print_json({"claim": claim, "explanation": said} | ({} if found is None else {found[0]: to_dict(found[1])}))
    else:
        typer.echo(said)


@app.command()
def explain(
    context: typer.Context,
    token: Annotated[str, typer.Argument(help="The token; - is standard input.")] = "",
    jti: Annotated[str, typer.Option("--jti", help="The token's id, in place of the token.")] = "",
    sid: Annotated[str, typer.Option("--sid", help="A session's id, in place of a token.")] = "",
) -> None:
    """Say what a token was made of, and what would be different in it now."""
    state: State = context.obj
    if sum(map(bool, (token, jti, sid))) != 1:
        raise typer.BadParameter("Give one of TOKEN, --jti and --sid.")
    request = token_service_pb2.ExplainTokenRequest(parent=state.parent)
    if token:
        request.token = _read_token(token)
    elif jti:
        request.jti = jti
    else:
        request.sid = sid
    with state.connect() as client:
        answer = client.tokens.ExplainToken(request)
    if state.output is Output.JSON:
        print_message(answer)
    else:
        show_explained(answer)


@app.command()
def introspect(
    context: typer.Context,
    token: Annotated[str, typer.Argument(help="The token; - is standard input.")],
    kind: Annotated[list[Kind] | None, typer.Option("--kind", "-k", help="An acceptable kind; unset: session and access-key.")] = None,
) -> None:
    """Ask the service whether a token holds now. Exit code 3 when it does not."""
    state: State = context.obj
    kinds = [evaluation_pb2.TokenKind.Value(f"TOKEN_KIND_{one.value.upper().replace('-', '_')}") for one in kind or ()]
    request = token_service_pb2.IntrospectTokenRequest(parent=state.parent, token=_read_token(token), expected_kinds=kinds)
    with state.connect() as client:
        answer = client.tokens.IntrospectToken(request)
    print_json({"active": answer.active} | to_dict(answer))
    raise typer.Exit(0 if answer.active else 3)


@app.command()
def decode(
    context: typer.Context,
    token: Annotated[str, typer.Argument(help="The token; - is standard input.")],
) -> None:
    """Show what a token says, without verifying it."""
    try:
        jws = parse(_read_token(token))
        payload = load_members(jws.unverified_payload)
    except JwsError as error:
        typer.echo(f"This is no token: {error}", err=True)
        raise typer.Exit(3) from None
    state: State = context.obj
    if state.output is Output.JSON:
        print_json({"unverified_header": dict(jws.unverified_header), "unverified_payload": payload})
        return
    typer.echo("Not verified.", err=True)
    print_table(("header", "value"), [(name, str(value)) for name, value in jws.unverified_header.items()])
    typer.echo("")
    print_table(("claim", "value"), [(name, value_text(value)) for name, value in payload.items()])


def _read_token(given: str) -> str:
    return typer.get_text_stream("stdin").read().strip() if given == "-" else given
