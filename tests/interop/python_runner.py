"""The Python runner: executes scenarios with `mintmark.Client` and PyJWT, and writes what came back. README.md has the protocol."""

from __future__ import annotations

import argparse
import functools
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import jwt
from google.protobuf import descriptor_pool, json_format
from google.protobuf.message_factory import GetMessageClass
from mintmark.client import Client
from mintmark.errors import MintmarkError

ALGORITHMS = ["ES256", "EdDSA", "Ed25519", "RS256", "PS256", "ES384"]
LEEWAY = 5
KINDS = {"session": ("JWT", "DS"), "refresh": ("refresh+jwt", "DSR"), "id": ("JWT", None), "access_key": ("JWT", "DSK")}
_VARIABLE = re.compile(r"\$\{([^}]+)\}")
_CALL = {"call", "request", "requests", "take", "timeout_ms", "credential", "capture"}


class RunnerError(Exception):
    """The scenario can't go on."""


class Run:
    """One scenario: its clients, its captures, its key sets."""

    def __init__(self, target: str, credential: str) -> None:
        self._target = target
        self._credential = credential
        self._clients: dict[str, Client] = {}
        self.captures: dict[str, str] = {}
        self._keys = functools.cache(find_keys)

    def execute(self, step: dict[str, Any]) -> dict[str, Any]:
        step = self._fill(step)
        for kind, run, members in (
            ("call", self._call, _CALL),
            ("verify", self._verify, {"verify", "capture"}),
            ("http", fetch, {"http", "capture"}),
        ):
            if kind in step:
                if unknown := set(step) - members:
                    raise RunnerError(f"unknown members {sorted(unknown)}")
                result = run(step)
                self._capture(step.get("capture", {}), result)
                return result
        raise RunnerError(f"unknown step {sorted(step)}")

    def close(self) -> None:
        for client in self._clients.values():
            client.close()

    def _fill(self, node: Any) -> Any:
        if isinstance(node, str):
            return _VARIABLE.sub(lambda match: self._value(match.group(1)), node)
        if isinstance(node, dict):
            return {key: self._fill(member) for key, member in node.items()}
        return [self._fill(member) for member in node] if isinstance(node, list) else node

    def _value(self, name: str) -> str:
        if name not in self.captures:
            raise RunnerError(f"nothing is captured as {name}")
        return self.captures[name]

    def _capture(self, paths: dict[str, str], result: dict[str, Any]) -> None:
        for name, path in paths.items():
            node = next((result[member] for member in ("response", "responses", "http", "verified") if member in result), None)
            for part in path.split("."):
                try:
                    node = node[int(part)] if isinstance(node, list) else node[part]  # type: ignore[index]
                except (KeyError, IndexError, TypeError, ValueError):
                    raise RunnerError(f"there is no {path} to capture in {json.dumps(result)[:500]}") from None
            self.captures[name] = node if isinstance(node, str) else json.dumps(node, separators=(",", ":"), ensure_ascii=False)

    def _client(self, credential: str) -> Client:
        if credential not in self._clients:
            self._clients[credential] = Client(self._target, credential=credential)
        return self._clients[credential]

    def _call(self, step: dict[str, Any]) -> dict[str, Any]:
        service_name, _, method_name = step["call"].partition("/")
        method = descriptor_pool.Default().FindServiceByName(service_name).FindMethodByName(method_name)
        message = GetMessageClass(method.input_type)
        requests = [json_format.ParseDict(item, message()) for item in step.get("requests", [step.get("request", {})])]
        client = self._client(step.get("credential", self._credential))
        invoke = getattr(_stub(client, service_name), method_name)
        timeout = step["timeout_ms"] / 1000 if "timeout_ms" in step else None
        try:
            answer = invoke(iter(requests) if method.client_streaming else requests[0], timeout=timeout)
        except MintmarkError as error:
            return {"error": print_error(error)}
        if method.server_streaming:
            return _collect(answer, step.get("take"))
        return {"response": json_format.MessageToDict(answer)}

    def _verify(self, step: dict[str, Any]) -> dict[str, Any]:
        return verify(self._keys, **step["verify"])


def _stub(client: Client, service: str) -> Any:
    """Return the client's attribute of a service: `mintmark.v1.AccessKeyService` is `access_keys`."""
    words = re.findall(r"[A-Z][a-z]+", service.rpartition(".")[2])[:-1]
    noun = "_".join(words).lower()
    return getattr(client, noun if hasattr(client, noun) else f"{noun}s")


def _collect(answers: Iterator[Any], take: int | None) -> dict[str, Any]:
    collected: list[Any] = []
    try:
        collected.extend(json_format.MessageToDict(answer) for answer in islice(answers, take))
    except MintmarkError as error:
        return {"responses": collected, "error": print_error(error)}
    finally:
        answers.close()  # type: ignore[attr-defined]
    return {"responses": collected}


def print_error(error: MintmarkError) -> dict[str, Any]:
    details = error.details
    answered = bool(details.request_id)
    printed = {
        "code": details.code,
        "reason": error.reason,
        "message": error.message if answered else "",
        "request_id": details.request_id,
        "resource": details.resource,
        "retry_delay_ms": int(details.retry_after.total_seconds() * 1000) if details.retry_after else 0,
        "problems": [
            {
                **{name: value for name in ("reason", "path", "message", "hint", "suggestion", "layer", "line", "column",
                                             "source_field")
                   if (value := getattr(problem, name))},
                **{name: value for name in ("limit", "actual") if (value := getattr(problem, name)) is not None},
            }
            for problem in error.problems
        ],
    }  # fmt: skip
    return {name: value for name, value in printed.items() if value}


def fetch(step: dict[str, Any]) -> dict[str, Any]:
    http = step["http"]
    body = json.dumps(http["body"]).encode() if "body" in http else None
    request = urllib.request.Request(http["url"], data=body, method=http["method"], headers={"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            status, text = answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            status, text = error.code, error.read().decode()
    try:
        return {"http": {"status": status, "body": json.loads(text)}}
    except ValueError:
        return {"http": {"status": status, "body": text}}


def find_keys(issuer: str) -> jwt.PyJWKClient:
    """Return an issuer's keys, by discovery."""
    with urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", timeout=10) as answer:
        document = json.load(answer)
    if document["issuer"] != issuer:
        raise RunnerError(f"{issuer} says that it is {document['issuer']}")
    return jwt.PyJWKClient(document["jwks_uri"], cooldown_duration=0)


def verify(keys: Any, token: str, issuer: str, kind: str, audience: str | None = None) -> dict[str, Any]:
    """Verify a token with PyJWT, all checks made."""
    typ, drn = KINDS[kind]
    audience = issuer if kind == "refresh" else audience
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") in ALGORITHMS and header["alg"] not in jwt.algorithms.get_default_algorithms():
            return {"unsupported": header["alg"]}
        key = keys(issuer).get_signing_key(header["kid"])
        if header["alg"] != key._jwk_data["alg"]:
            return {"refused": True}
        complete = jwt.decode_complete(
            token,
            key,
            algorithms=[header["alg"]] if header["alg"] in ALGORITHMS else [],
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "iat", "exp"]},  # Without an audience, PyJWT refuses a token that names one.
        )
    except (jwt.PyJWTError, KeyError):
        return {"refused": True}
    claims = complete["payload"]
    if header.get("typ") != typ or claims.get("drn") != drn:
        return {"refused": True}
    segment = token.split(".")[1]
    payload = jwt.utils.base64url_decode(segment.encode()).decode()
    trusted = {name: value for name, value in claims.items() if name != "nsec"}
    return {"verified": {"header": header, "payload": payload, "trusted": trusted, "untrusted": claims.get("nsec")}}


def run_scenario(scenario: dict[str, Any], target: str, credential: str) -> dict[str, Any]:
    run = Run(target, credential)
    results: list[Any] = []
    outcome = {"name": scenario["name"], "captures": run.captures, "steps": results}
    try:
        results.extend(run.execute(step) for step in scenario["steps"])
    except (RunnerError, json_format.ParseError, KeyError, AttributeError, OSError) as error:
        outcome["failed"] = f"{type(error).__name__}: {error}"
    finally:
        run.close()
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("--target", "--credential-file", "--scenarios", "--out"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    credential = Path(options.credential_file).read_text().strip()
    scenarios = json.loads(Path(options.scenarios).read_text())["scenarios"]
    results = [run_scenario(scenario, options.target, credential) for scenario in scenarios]
    document = {"language": "python", "library": f"PyJWT {jwt.__version__}", "scenarios": results}
    Path(options.out).write_text(json.dumps(document, ensure_ascii=False))


if __name__ == "__main__":
    main()
