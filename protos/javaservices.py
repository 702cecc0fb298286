"""The services as the Java client has them: a class for each, with a method, and one that answers by a future, for each RPC.

Owns: their text. Never: how a call is made (`Calls` in client/java).
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from generate import SERVICE_CONFIG
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet, MethodDescriptorProto

_SERVICE, _METHOD = 6, 2
"""Field numbers in FileDescriptorProto and ServiceDescriptorProto, as paths of source locations have them."""

_CLASS = """\
// Generated from protos/{file} by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
{comment}
 */
public final class {name} {{
    private final Calls calls;

    {name}(Calls calls) {{
        this.calls = calls;
    }}

    /** Returns the same service, of which each call has this deadline. */
    public {name} withTimeout(Duration timeout) {{
        return new {name}(calls.withTimeout(timeout));
    }}

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public {name} withCredential(String credential) {{
        return new {name}(calls.withCredential(credential));
    }}
{methods}}}
"""
_IDENTIFIED = "request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request"
_ALL = """\
// Generated from protos/mintmark/v1 by `make proto-clients`; never edited by hand.

package dev.mintmark;

/** All services. */
public abstract class Services {{
    final Calls calls;

    Services(Calls calls) {{
        this.calls = calls;
    }}
{members}}}
"""
_MEMBER = """
    /**
{comment}
     */
    public {name} {member}() {{
        return new {name}(calls);
    }}
"""
_METHOD_TEXT = """
    /**
{comment}
     */
    public {result} {name}({argument}) {{
        return calls.{call}({service}Grpc.get{rpc}Method(), {given});
    }}
"""


def print_services(files: FileDescriptorSet) -> Iterator[tuple[str, str]]:
    """Yield each class's name and text; `files` have source information."""
    identified = {(name["service"], name["method"]) for name in json.loads(SERVICE_CONFIG.read_text())["methodConfig"][1]["name"]}
    members = []
    for file in files.file:
        if file.package == "mintmark.v1":
            for index, service in enumerate(file.service):
                noun = service.name.removesuffix("Service")
                name = noun if noun == "Audit" else f"{noun}s"
                methods = [
                    text
                    for number, method in enumerate(service.method)
                    for text in _print_method(
                        service.name,
                        method,
                        _find_comment(file, [_SERVICE, index, _METHOD, number]),
                        identified=(f"{file.package}.{service.name}", method.name) in identified,
                    )
                ]
                comment = _find_comment(file, [_SERVICE, index])
                member = name[0].lower() + name[1:]
                members.append(_MEMBER.format(comment=_print_comment(comment, "     "), name=name, member=member))
                yield name, _CLASS.format(file=file.name, name=name, comment=_print_comment(comment, " "), methods="".join(methods))
    yield "Services", _ALL.format(members="".join(members))


def _print_method(service: str, method: MethodDescriptorProto, comment: str, *, identified: bool) -> Iterator[str]:
    """Yield a method's text, and that of its twin. Where a repeat needs a request id it gets one, so that a retry can't do things twice."""
    request, answer = (type_.rpartition(".")[2] for type_ in (method.input_type, method.output_type))
    several = method.client_streaming
    parts = {
        "service": service,
        "rpc": method.name,
        "name": method.name[0].lower() + method.name[1:],
        "argument": f"Iterable<{request}> requests" if several else f"{request} request",
        "given": "requests" if several else f"List.of({_IDENTIFIED if identified else 'request'})",
    }
    if method.server_streaming:
        yield _METHOD_TEXT.format(comment=_print_comment(comment, "     "), result=f"Answers<{answer}>", call="stream", **parts)
        return
    yield _METHOD_TEXT.format(comment=_print_comment(comment, "     "), result=answer, call="call", **parts)
    parts["name"] += "Async"
    short = f"As {{@link #{parts['name'].removesuffix('Async')}}}, without waiting; cancelling the future cancels the call."
    yield _METHOD_TEXT.format(comment=_print_comment(short, "     "), result=f"CompletableFuture<{answer}>", call="callAsync", **parts)


def _find_comment(file: FileDescriptorProto, path: list[int]) -> str:
    return next(location.leading_comments for location in file.source_code_info.location if list(location.path) == path)


def _print_comment(comment: str, indent: str) -> str:
    """Return the lines of a Javadoc comment, markup escaped; a blank line starts a paragraph."""
    escaped = comment.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("*/", "*&#47;")
    paragraphs = [" ".join(part.split()) for part in escaped.strip().split("\n\n")]
    lines = [line for part in ("\n\n<p>".join(paragraphs)).split("\n") for line in (textwrap.wrap(part, 110) or [""])]
    return "\n".join(f"{indent}* {line}".rstrip() for line in lines)
