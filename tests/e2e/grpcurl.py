"""What the documentation asks of grpcurl, for machines without it: `list`, `describe` and calls, known from reflection alone.

python -m tests.e2e.grpcurl -plaintext [-max-time SECONDS] [-H HEADER] [-d JSON] HOST:PORT list|describe|SERVICE/METHOD [SYMBOL]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

import grpc
from google.protobuf import descriptor_pb2, json_format, message_factory
from google.rpc import status_pb2
from grpc_status import rpc_status
from mintmark_server.rpc.reflection import list_elements

from tests.rpc.test_tools import ReflectionClient

STATUS_EXIT = 64


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("-plaintext", action="store_true", required=True)
    parser.add_argument("-max-time", type=float, default=30)
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("-d", default="{}")
    parser.add_argument("target")
    parser.add_argument("verb")
    parser.add_argument("symbol", nargs="?", default="")
    chosen = parser.parse_args(arguments)
    with grpc.insecure_channel(chosen.target) as channel:
        generic = ReflectionClient(channel, "grpc.reflection.v1.ServerReflection")
        if chosen.verb == "list":
            print("\n".join(list_symbols(generic, chosen.symbol)))
            return 0
        if chosen.verb == "describe":
            print("\n".join(describe(generic, chosen.symbol)))
            return 0
        return call(channel, generic, chosen)


def list_symbols(generic: ReflectionClient, service: str) -> list[str]:
    if not service:
        return sorted(generic.services())
    generic.load(file_containing_symbol=service)
    methods = generic.pool.FindServiceByName(service).methods  # type: ignore[no-untyped-call]
    return sorted(f"{service}.{method.name}" for method in methods)


def describe(generic: ReflectionClient, symbol: str) -> Iterator[str]:
    """Yield the comments of an element and of what is inside it."""
    for data in generic.ask(file_containing_symbol=symbol).file_descriptor_response.file_descriptor_proto:
        file = descriptor_pb2.FileDescriptorProto.FromString(data)
        comments = {tuple(location.path): location.leading_comments for location in file.source_code_info.location}
        for path, name in list_elements(file):
            if name == symbol or name.startswith(f"{symbol}."):
                yield from (f"//{line}" for line in comments.get(path, "").splitlines())
                yield name


def call(channel: grpc.Channel, generic: ReflectionClient, chosen: argparse.Namespace) -> int:
    service, _, name = chosen.verb.partition("/")
    generic.load(file_containing_symbol=service)
    method = generic.pool.FindServiceByName(service).FindMethodByName(name)  # type: ignore[no-untyped-call]
    request, response = (message_factory.GetMessageClass(kind) for kind in (method.input_type, method.output_type))
    requests = [json_format.ParseDict(_with_masks(document), request()).SerializeToString() for document in _documents(chosen.d)]
    metadata = [tuple(part.strip() for part in header.split(":", 1)) for header in chosen.H]
    try:
        # On the wire a unary call is a stream of one.
        for data in channel.stream_stream(f"/{service}/{name}")(iter(requests), metadata=metadata, timeout=chosen.max_time):
            print(json_format.MessageToJson(response.FromString(data), preserving_proto_field_name=True))
    except grpc.RpcError as error:
        return print_error(generic, error)
    return 0


def print_error(generic: ReflectionClient, error: Any) -> int:
    code: int = error.code().value[0]
    print(f"ERROR:\n  Code: {''.join(word.capitalize() for word in error.code().name.split('_'))}\n  Message: {error.details()}")
    status = rpc_status.from_call(error) or status_pb2.Status()
    for detail in status.details:
        generic.load(file_containing_symbol=detail.type_url.rpartition("/")[2])
        print(json_format.MessageToJson(detail, preserving_proto_field_name=True, descriptor_pool=generic.pool))
    return STATUS_EXIT + code


def _documents(text: str) -> Iterator[Any]:
    decoder, text = json.JSONDecoder(), text.strip()
    while text:
        document, end = decoder.raw_decode(text)
        yield document
        text = text[end:].strip()


def _with_masks(node: Any) -> Any:
    """Spell field masks as ProtoJSON does."""
    if isinstance(node, list):
        return [_with_masks(member) for member in node]
    if not isinstance(node, dict):
        return node
    if set(node) == {"paths"}:
        words = [path.split("_") for path in node["paths"]]
        return ",".join(first + "".join(word.capitalize() for word in rest) for first, *rest in words)
    return {name: _with_masks(member) for name, member in node.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
