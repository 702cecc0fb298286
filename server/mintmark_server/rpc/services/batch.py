"""TokenService: issuing many tokens with one call, or over one stream.

Owns: an outcome for each item. Never: issuing (tokens).

What the items of a batch store is one intent, so a thousand sessions cost one durable commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from mintmark.v1 import evaluation_pb2, token_service_pb2

from mintmark_server.claims.kinds import TokenKind
from mintmark_server.errors import Conflict, DeadlineExceeded, InvalidInput, MintmarkError, Problem, Reason
from mintmark_server.ids import parse_project
from mintmark_server.limits import MAX_MESSAGE_BYTES
from mintmark_server.rpc.answers import Answers
from mintmark_server.rpc.boundary import Authorise, DuplexHandler, Handler
from mintmark_server.rpc.call import RpcCall
from mintmark_server.rpc.convert.evaluations import issued_to_proto
from mintmark_server.rpc.convert.tokens import issue_from_proto
from mintmark_server.rpc.services.tokens import KINDS, check_permissions
from mintmark_server.rpc.status import to_status
from mintmark_server.storage.deferring import DeferringStore
from mintmark_server.tokens.issue import TokenIssuer
from mintmark_server.tokens.request import IssueRequest

MAX_ITEMS: Final = 1_000
MAX_ANSWER_BYTES: Final = MAX_MESSAGE_BYTES - 16 * MAX_ITEMS
"""What the outcomes may have, so that the answer, with what frames them, is one that clients take."""
_ATTEMPTS: Final = 3
_TOGETHER: Final = 50
"""Items that are issued step by step together; after each of them the deadline and the size are looked at."""


class _Item(NamedTuple):
    """Which token an item asks for, and the request; None where it asks for none."""

    chosen: str | None
    message: Any


class _Waiting(NamedTuple):
    outcome: Any
    request: IssueRequest
    view: int


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
        items = _check_batch(message)
        for attempt in range(_ATTEMPTS):
            response = token_service_pb2.BatchIssueResponse()
            with self._store.deferred() as collected:
                self._issue_all(items, call, response)
            try:
                if collected.intents:
                    self._store.commit(collected.join())
            except Conflict:
                # A record of one of them changed meanwhile.
                if attempt == _ATTEMPTS - 1:
                    raise
            else:
                return response
        raise AssertionError

    def _issue_all(self, items: Iterable[_Item], call: RpcCall, response: token_service_pb2.BatchIssueResponse) -> None:
        """Add an outcome for each item. Raises: DeadlineExceeded, InvalidInput INPUT_TOO_LARGE for an answer that can't be sent."""
        waiting: list[_Waiting] = []
        size = 0
        for item in items:
            outcome = response.outcomes.add()
            try:
                request, view = self._read(item, call)
            except MintmarkError as error:
                outcome.error.CopyFrom(to_status(error, request_id=call.request_id))
                continue
            if request.kind is TokenKind.REFRESH or request.user.upsert is not None:
                # What it stores may be what a later item is about, and an earlier one comes before it.
                size = self._finish(waiting, call, size)
                call.check_deadline()
                outcome.CopyFrom(self._outcome(self._issue, item, call))
                size = _add_size(size, outcome)
                continue
            waiting.append(_Waiting(outcome, request, view))
            if len(waiting) == _TOGETHER:
                size = self._finish(waiting, call, size)
        self._finish(waiting, call, size)

    def _finish(self, waiting: list[_Waiting], call: RpcCall, size: int) -> int:
        """Issue what waits, together; return the size of all outcomes so far."""
        for (outcome, _, view), issued in zip(waiting, self._issuer.issue_many([one.request for one in waiting], call=call), strict=True):
            if isinstance(issued, MintmarkError):
                outcome.error.CopyFrom(to_status(issued, request_id=call.request_id))
            else:
                issued_to_proto(issued, view, outcome.token)
            size = _add_size(size, outcome)
        waiting.clear()
        return size

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
            outcome = self._outcome(self._issue_once, _choose(request.item), call)
            yield token_service_pb2.StreamIssueResponse(outcome=outcome)

    def _outcome(
        self, issue: Callable[[_Item, RpcCall], evaluation_pb2.IssuedToken], item: _Item, call: RpcCall
    ) -> token_service_pb2.IssueOutcome:
        try:
            return token_service_pb2.IssueOutcome(token=issue(item, call))
        except DeadlineExceeded:
            raise
        except MintmarkError as error:
            return token_service_pb2.IssueOutcome(error=to_status(error, request_id=call.request_id))

    def _issue_once(self, item: _Item, call: RpcCall) -> evaluation_pb2.IssuedToken:
        request = item.message
        if request is None or not request.request_id:
            return self._issue(item, call)
        return evaluation_pb2.IssuedToken.FromString(self._answers.once(request, call, lambda: self._issue(item, call)))

    def _read(self, item: _Item, call: RpcCall) -> tuple[IssueRequest, int]:
        """Return an item's request and view, when the caller may ask for it."""
        chosen, message = item
        if chosen is None:
            raise InvalidInput([Problem(reason=Reason.FIELD_REQUIRED, path="issue", message="An item says which token to issue.")])
        request = issue_from_proto(message, KINDS[chosen], path=chosen)
        check_permissions(request, call)
        return request, message.view

    def _issue(self, item: _Item, call: RpcCall) -> evaluation_pb2.IssuedToken:
        request, view = self._read(item, call)
        target = evaluation_pb2.IssuedToken()
        if request.kind is TokenKind.REFRESH:
            opened = self._issuer.open_session(request, kinds=(TokenKind.REFRESH,), call=call)
            issued_to_proto(opened.refresh_token, view, target)
        else:
            issued_to_proto(self._issuer.issue(request, call=call), view, target)
        return target


def _add_size(size: int, outcome: Any) -> int:
    """Return the size with an outcome added. Raises: InvalidInput INPUT_TOO_LARGE: nothing of the batch is stored."""
    size += outcome.ByteSize()
    if size > MAX_ANSWER_BYTES:
        text = f"The outcomes have more than {MAX_ANSWER_BYTES} bytes."
        hint = "Send several batches, or ask for less by `view`."
        raise InvalidInput([Problem(reason=Reason.INPUT_TOO_LARGE, path="items", message=text, hint=hint, limit=MAX_ANSWER_BYTES)])
    return size


def _check_batch(message: Any) -> list[_Item]:
    """Check what concerns the batch as a whole; return its items. Raises: InvalidInput."""
    parent = message.parent
    parse_project(parent)
    if not message.items:
        raise InvalidInput([Problem(reason=Reason.FIELD_REQUIRED, path="items", message="A batch has at least one item.")])
    if len(message.items) > MAX_ITEMS:
        text = f"A batch has at most {MAX_ITEMS} items."
        problem = Problem(
            reason=Reason.INPUT_TOO_LARGE, path="items", message=text, hint="Send several.", limit=MAX_ITEMS, actual=len(message.items)
        )
        raise InvalidInput([problem])
    items: list[_Item] = []
    problems: list[Problem] = []
    for index, item in enumerate(message.items):
        chosen = item.WhichOneof("issue")
        request = getattr(item, chosen) if chosen else None
        items.append(_Item(chosen, request))
        if request is None:
            continue
        own = request.parent
        if not own:
            request.parent = parent
        elif own != parent:
            path = f"items[{index}].{chosen}.parent"
            problems.append(Problem(reason=Reason.INVALID_FIELD, path=path, message="All items are of the batch's project."))
        if request.request_id:
            text = "An item of a batch has no request id of its own."
            path = f"items[{index}].{chosen}.request_id"
            problems.append(Problem(reason=Reason.INVALID_FIELD, path=path, message=text, hint="Set the batch's."))
    if problems:
        raise InvalidInput(problems)
    return items


def _choose(item: Any) -> _Item:
    chosen = item.WhichOneof("issue")
    return _Item(chosen, getattr(item, chosen) if chosen else None)
