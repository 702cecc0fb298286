"""The last gate before the signer: limits, types of standard claims, and `CheckedClaims`.

Owns: the problems of limits and overrides, each in one place for write time and issue time, and the only maker of `CheckedClaims`.
Never: what limits a project has; signing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mintmark_server.claims import names, paths
from mintmark_server.claims.kinds import Layer, TokenKind
from mintmark_server.claims.measure import Measure, find_deepest, find_long_keys
from mintmark_server.claims.values import Json
from mintmark_server.errors import Problem, Reason
from mintmark_server.limits import Limits

_SEAL: Final = object()


@dataclass(frozen=True, slots=True)
class CheckedClaims:
    """A payload that passed every check; the signer accepts nothing else. Made by `seal` alone."""

    kind: TokenKind
    payload: bytes
    _seal: object

    def __post_init__(self) -> None:
        if self._seal is not _SEAL:
            raise TypeError("CheckedClaims are made by the check of an evaluation, nowhere else.")


def seal(kind: TokenKind, payload: str, problems: Sequence[Problem]) -> CheckedClaims | None:
    """Make `CheckedClaims` of a payload without problems; None when there is any."""
    return None if problems else CheckedClaims(kind, payload.encode(), _SEAL)


def key_problem(path: str, limit: int, actual: int, *, layer: str) -> Problem:
    """Return the problem of a key that is too long."""
    message = f"The key has {actual} characters; at most {limit} are allowed."
    return Problem(
        reason=Reason.CLAIM_KEY_TOO_LONG, path=path, message=message, limit=limit, actual=actual, layer=layer, hint="Shorten it."
    )


def value_problem(path: str, limit: int, actual: int, *, layer: str) -> Problem:
    """Return the problem of a value that is too long."""
    message = f"The value has {actual} characters; at most {limit} are allowed."
    hint = "Carry a reference instead of the content, or raise the project's limit."
    return Problem(reason=Reason.CLAIM_VALUE_TOO_LONG, path=path, message=message, limit=limit, actual=actual, layer=layer, hint=hint)


def depth_problem(path: str, limit: int, actual: int, *, layer: str) -> Problem:
    """Return the problem of a value that is nested too deep."""
    message = f"The value is nested {actual} deep; at most {limit} are allowed."
    return Problem(reason=Reason.CLAIM_TOO_DEEP, path=path, message=message, limit=limit, actual=actual, layer=layer, hint="Flatten it.")


def keys_problem(path: str, limit: int, actual: int, *, layer: str = "") -> Problem:
    """Return the problem of too many keys."""
    message = f"There are {actual} keys over all layers and depths; at most {limit} are allowed."
    return Problem(reason=Reason.TOO_MANY_CLAIMS, path=path, message=message, limit=limit, actual=actual, layer=layer, hint="Remove some.")


def audience_problem(value: Json, *, layer: str) -> Problem | None:
    """`aud` is a string or a list of strings, not empty (RFC 7519 §4.1.3)."""
    fits = bool(value) and (isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) and v for v in value)))
    return None if fits else _type_problem("aud", "a string or a list of strings, not empty", layer)


def amr_problem(value: Json, *, layer: str) -> Problem | None:
    """`amr` is a list of registered methods (RFC 8176)."""
    fits = isinstance(value, list) and all(isinstance(item, str) and item in names.AMR_VALUES for item in value)
    return None if fits else _type_problem("amr", f"a list of {', '.join(sorted(names.AMR_VALUES))}", layer)


def subject_problem(value: Json, *, layer: str) -> Problem | None:
    """`sub` is a string, not empty."""
    if value == "":
        message = "`sub` came out empty; a token without its subject is refused."
        hint = "Give it a fallback, or fill what it is taken from."
        return Problem(reason=Reason.SUBJECT_NOT_ALLOWED, path="sub", message=message, hint=hint, layer=layer)
    return None if isinstance(value, str) else _type_problem("sub", "a string", layer)


OVERRIDE_CHECKS: Final = {"aud": audience_problem, "amr": amr_problem, "sub": subject_problem}


def check_claim(name: str, value: Json, measured: Measure, limits: Limits, *, layer: str) -> list[Problem]:
    """Check one resolved top-level claim against the limits on its own."""
    problems = []
    if len(name) > limits.max_key_chars or measured.longest_key > limits.max_key_chars:
        long_keys = find_long_keys({name: value}, "", bound=limits.max_key_chars)
        problems += [key_problem(path, limits.max_key_chars, chars, layer=layer) for path, chars in long_keys]
    if measured.chars > limits.max_value_chars:
        problems.append(value_problem(paths.member("", name), limits.max_value_chars, measured.chars, layer=layer))
    if measured.depth > limits.max_depth:
        depth, where = find_deepest(value, paths.member("", name))
        problems.append(depth_problem(where, limits.max_depth, depth, layer=layer))
    return problems


def check_client_claims(members: list[tuple[str, Json, Measure]], limits: Limits) -> list[Problem]:
    """Check what stands under `nsec`, apart from the template's room."""
    word = Layer.CLIENT.word
    problems: list[Problem] = []
    total = 0
    for name, value, measured in members:
        path = paths.member("nsec", name)
        total += 1 + measured.keys
        if len(name) > limits.nsec_max_key_chars or measured.longest_key > limits.nsec_max_key_chars:
            long_keys = find_long_keys({name: value}, "nsec", bound=limits.nsec_max_key_chars)
            problems += [key_problem(where, limits.nsec_max_key_chars, chars, layer=word) for where, chars in long_keys]
        if measured.chars > limits.nsec_max_value_chars:
            problems.append(value_problem(path, limits.nsec_max_value_chars, measured.chars, layer=word))
        if measured.depth > limits.nsec_max_depth:
            depth, where = find_deepest(value, path)
            problems.append(depth_problem(where, limits.nsec_max_depth, depth, layer=word))
    if total > limits.nsec_max_keys:
        problems.append(keys_problem("nsec", limits.nsec_max_keys, total, layer=word))
    return problems


def _type_problem(name: str, expected: str, layer: str) -> Problem:
    message = f"`{name}` has to be {expected}."
    return Problem(reason=Reason.INVALID_CLAIM_TYPE, path=name, message=message, hint=f"Write {expected}.", layer=layer)
