"""What an issue's request says itself: within bounds and well formed, before anything is loaded.

Owns: `check_request`. Never: what records say (loading), flow context's own bounds (context).
"""

from __future__ import annotations

import re
from typing import Final

from mintmark_server.claims.kinds import TokenKind
from mintmark_server.claims.names import AMR_VALUES
from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.limits import MAX_ADDRESS_CHARS, MAX_SCOPES, MAX_STAMPED_CHARS, MAX_USER_AGENT_CHARS
from mintmark_server.model.sessions import NO_AUTHENTICATION
from mintmark_server.tokens.context import find_context_problems
from mintmark_server.tokens.request import IssueRequest

_SCOPE: Final = re.compile(r"[!#-\[\]-~]+\Z")
"""A scope (RFC 6749 §3.3): several are written with spaces between them."""
_NO_SCOPE: Final = "A scope is printable ASCII without spaces, quotes and backslashes."


def check_request(request: IssueRequest) -> None:
    """Check what the request itself says. Raises: InvalidInput with all problems."""
    said = request.authentication is not NO_AUTHENTICATION or request.ip or request.user_agent or request.scopes or request.nonce
    if not said and not request.flow_context and request.kind is not TokenKind.ID:
        return
    problems: list[Problem] = []
    unknown = [method for method in request.authentication.amr if method not in AMR_VALUES]
    if unknown:
        message = f"Authentication methods are some of {', '.join(sorted(AMR_VALUES))}."
        problems.append(Problem(reason=Reason.INVALID_FIELD, path="authentication.amr", message=message))
    problems += _find_large(request)
    problems += [
        Problem(reason=Reason.INVALID_FIELD, path=f"scopes[{index}]", message=_NO_SCOPE)
        for index, scope in enumerate(request.scopes[:MAX_SCOPES])
        if not _SCOPE.match(scope)
    ]
    if request.kind is TokenKind.ID and not request.application_id:
        message = "An ID token is for an application."
        problems.append(Problem(reason=Reason.FIELD_REQUIRED, path="application", message=message))
    problems += find_context_problems(request.flow_context)
    if problems:
        raise InvalidInput(problems)


def _find_large(request: IssueRequest) -> list[Problem]:
    texts = (
        ("authentication.acr", "The acr", request.authentication.acr, MAX_STAMPED_CHARS),
        ("nonce", "The nonce", request.nonce, MAX_STAMPED_CHARS),
        ("request_context.ip", "The address", request.ip, MAX_ADDRESS_CHARS),
        ("request_context.user_agent", "The user agent", request.user_agent, MAX_USER_AGENT_CHARS),
        *((f"scopes[{index}]", "The scope", scope, MAX_STAMPED_CHARS) for index, scope in enumerate(request.scopes[:MAX_SCOPES])),
    )
    found = [
        _too_large(path, f"{what} has more than {limit} characters.", limit, len(text))
        for path, what, text, limit in texts
        if len(text) > limit
    ]
    if len(request.scopes) > MAX_SCOPES:
        found.append(_too_large("scopes", f"There are more than {MAX_SCOPES} scopes.", MAX_SCOPES, len(request.scopes)))
    return found


def _too_large(path: str, message: str, limit: int, actual: int) -> Problem:
    return Problem(reason=Reason.INPUT_TOO_LARGE, path=path, message=message, limit=limit, actual=actual)
