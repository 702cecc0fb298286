"""TokenService: issuing many tokens with one call, or over one stream.

Owns: an outcome for each item. Never: issuing (tokens).

What the items of a batch store is one intent, so a thousand sessions cost one durable commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from mintmark.v1 import evaluation_pb2, token_service_pb2

from mintmark_server.claims.kinds import TokenKind
from mintmark_server.errors import Conflict, InvalidInput, MintmarkError, Problem, Reason
from mintmark_server.ids import parse_project
from mintmark_server.rpc.answers import Answers
from mintmark_server.rpc.boundary import Authorise, DuplexHandler, Handler
from mintmark_server.rpc.call import RpcCall
from mintmark_server.rpc.convert.tokens import issue_from_proto, issued_to_proto
from mintmark_server.rpc.services.tokens import KINDS, check_permissions
from mintmark_server.rpc.status import to_status
from mintmark_server.storage.deferring import DeferringStore
from mintmark_server.tokens.issue import TokenIssuer

MAX_ITEMS: Final = 1_000
_ATTEMPTS: Final = 3


class BatchServicer:
    """Handlers of BatchIssue and StreamIssue."""

    def __init__(self, issuer: TokenIssuer, store: DeferringStore, answers: Answers) -> None:
        self._issuer = issuer
        self._store = store
        self._answers = answers

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by their name in METHOD_POLICY."""
        return {"TokenService.BatchIssue": self.batch}

    def streams(self) -> dict[str, DuplexHandler]:
        """Return the handlers of streams by their name in METHOD_POLICY."""
        return {"TokenService.StreamIssue": self.stream}

    def batch(self, message: Any, call: RpcCall) -> token_service_pb2.BatchIssueResponse:
        """Serve BatchIssue: all outcomes, in the order of the items."""
        _check_batch(message)
        for attempt in range(_ATTEMPTS):
            with self._store.deferred() as collected:
                outcomes = [self._outcome(self._issue, item, call) for item in message.items]
            try:
                if collected.intents:
                    self._store.commit(collected.join())
            except Conflict:
                # A record of one of them changed meanwhile.
                if attempt == _ATTEMPTS - 1:
                    raise
            else:
                return token_service_pb2.BatchIssueResponse(outcomes=outcomes)
        raise AssertionError

    def stream(self, requests: Iterator[Any], authorise: Authorise) -> Iterator[token_service_pb2.StreamIssueResponse]:
        """Serve StreamIssue: an outcome for each message, as it comes."""
        last: RpcCall | None = None
        for request in requests:
            try:
                call = last = authorise(request)
            except MintmarkError as error:
                outcome = token_service_pb2.IssueOutcome(error=to_status(error, request_id=last.request_id if last else ""))
                yield token_service_pb2.StreamIssueResponse(outcome=outcome)
                continue
            outcome = self._outcome(self._issue_once, request.item, call)
            yield token_service_pb2.StreamIssueResponse(outcome=outcome)

    def _outcome(
        self, issue: Callable[[Any, RpcCall], evaluation_pb2.IssuedToken], item: Any, call: RpcCall
    ) -> token_service_pb2.IssueOutcome:
        try:
            return token_service_pb2.IssueOutcome(token=issue(item, call))
        except MintmarkError as error:
            return token_service_pb2.IssueOutcome(error=to_status(error, request_id=call.request_id))

    def _issue_once(self, item: Any, call: RpcCall) -> evaluation_pb2.IssuedToken:
        chosen = _chosen(item)
        request = getattr(item, chosen)
        if not request.request_id:
            return self._issue(item, call)
        return evaluation_pb2.IssuedToken.FromString(self._answers.once(request, call, lambda: self._issue(item, call)))

    def _issue(self, item: Any, call: RpcCall) -> evaluation_pb2.IssuedToken:
        chosen = _chosen(item)
        message = getattr(item, chosen)
        request = issue_from_proto(message, KINDS[chosen], path=chosen)
        check_permissions(request, call)
        target = evaluation_pb2.IssuedToken()
        if request.kind is TokenKind.REFRESH:
            opened = self._issuer.open_session(request, kinds=(TokenKind.REFRESH,), call=call)
            issued_to_proto(opened.refresh_token, message.view, target)
        else:
            issued_to_proto(self._issuer.issue(request, call=call), message.view, target)
        return target


def _check_batch(message: Any) -> None:
    """Check what concerns the batch as a whole. Raises: InvalidInput."""
    parse_project(message.parent)
    if not message.items:
        raise InvalidInput([Problem(reason=Reason.FIELD_REQUIRED, path="items", message="A batch has at least one item.")])
    if len(message.items) > MAX_ITEMS:
        text = f"A batch has at most {MAX_ITEMS} items."
        problem = Problem(
            reason=Reason.INPUT_TOO_LARGE, path="items", message=text, hint="Send several.", limit=MAX_ITEMS, actual=len(message.items)
        )
        raise InvalidInput([problem])
    problems: list[Problem] = []
    for index, item in enumerate(message.items):
        chosen = item.WhichOneof("issue")
        request = getattr(item, chosen) if chosen else None
        if request is None:
            continue
        path = f"items[{index}].{chosen}"
        if not request.parent:
            request.parent = message.parent
        elif request.parent != message.parent:
            problems.append(Problem(reason=Reason.INVALID_FIELD, path=f"{path}.parent", message="All items are of the batch's project."))
        if request.request_id:
            text = "An item of a batch has no request id of its own."
            problems.append(Problem(reason=Reason.INVALID_FIELD, path=f"{path}.request_id", message=text, hint="Set the batch's."))
    if problems:
        raise InvalidInput(problems)


def _chosen(item: Any) -> str:
    chosen: str | None = item.WhichOneof("issue")
    if chosen is None:
        raise InvalidInput([Problem(reason=Reason.FIELD_REQUIRED, path="issue", message="An item says which token to issue.")])
    return chosen
