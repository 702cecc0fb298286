"""Server reflection that tells comments too, so that `grpcurl describe` explains the contract.

Owns: the reflection service under both of its names, and giving descriptors the comments that generated stubs drop. Never: making
comments.json; `make proto` does, from the contract.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Any, Final, TypeAlias

import grpc
from google.protobuf import descriptor_pool, text_format
from google.protobuf.descriptor_pb2 import DescriptorProto, EnumDescriptorProto, FileDescriptorProto, SourceCodeInfo
from grpc_reflection.v1alpha import reflection, reflection_pb2

from mintmark_server.rpc.threads import Waits

Path = tuple[int, ...]
Handler: TypeAlias = "grpc.GenericRpcHandler[Any, Any]"

COMMENTS_FILE: Final = "comments.json"
"""Comments by the full name of what they stand at; a value of an enumeration is named below it."""
SERVICE_NAMES: Final = (reflection.SERVICE_NAME, "grpc.reflection.v1.ServerReflection")
_MESSAGE, _ENUM, _SERVICE = 4, 5, 6
_FIELD, _NESTED, _NESTED_ENUM, _ONEOF = 2, 3, 4, 8
_MEMBER = 2
"""Numbers of fields in descriptor.proto, of which paths of locations consist."""


class ReflectionServicer(reflection.ReflectionServicer):
    """Answers with files that have their comments."""

    def __init__(self, service_names: Iterable[str]) -> None:
        super().__init__(service_names)
        self._comments: dict[str, str] = {}
        self._files: dict[bytes, bytes] = {}

    def ServerReflectionInfo(self, request_iterator: Any, context: Any) -> Iterator[Any]:  # type: ignore[override]  # noqa: N802
        """Answer each request of the stream."""
        for request in request_iterator:
            if request.file_by_filename == _V1.name or request.file_containing_symbol.startswith(f"{_V1.package}."):
                answer = reflection_pb2.ServerReflectionResponse(original_request=request)
                answer.file_descriptor_response.file_descriptor_proto.append(_V1.SerializeToString())
                yield answer
                continue
            asked = reflection_pb2.ServerReflectionRequest()
            asked.CopyFrom(request)
            if request.HasField("file_containing_symbol"):
                asked.file_containing_symbol = _find_container(request.file_containing_symbol)
            answers: Any = super().ServerReflectionInfo(iter([asked]), context)
            for answer in answers:
                answer.original_request.CopyFrom(request)
                if answer.HasField("file_descriptor_response"):
                    files = answer.file_descriptor_response.file_descriptor_proto
                    files[:] = [self._explain(file) for file in files]
                yield answer

    def _explain(self, data: bytes) -> bytes:
        if data not in self._files:
            self._comments = self._comments or json.loads(resources.files(__package__).joinpath(COMMENTS_FILE).read_text("utf-8"))
            file = FileDescriptorProto.FromString(data)
            for path, name in list_elements(file):
                if name in self._comments:
                    # Where it stood in its file is not known here, but a location without a span is none.
                    file.source_code_info.location.append(
                        SourceCodeInfo.Location(path=path, span=(0, 0, 0), leading_comments=self._comments[name])
                    )
            self._files[data] = file.SerializeToString()
        return self._files[data]


def _build_v1() -> FileDescriptorProto:
    """Return the file of the reflection service's second name, which the library does not have."""
    file = FileDescriptorProto()
    reflection_pb2.DESCRIPTOR.CopyToProto(file)
    return text_format.Parse(text_format.MessageToString(file).replace("v1alpha", "v1"), FileDescriptorProto())


_V1: Final = _build_v1()


def _find_container(symbol: str) -> str:
    """Return a method's service, which the pool can find, and any other symbol as it is."""
    try:
        descriptor_pool.Default().FindMethodByName(symbol)
    except KeyError:
        return symbol
    return symbol.rpartition(".")[0]


def build_reflection(services: Iterable[str], waits: Waits) -> list[Handler]:
    """Return the reflection service under both names: v1 has the same messages as v1alpha."""
    servicer = ReflectionServicer((*services, *SERVICE_NAMES))

    def explain(requests: Iterator[Any], context: grpc.ServicerContext) -> Iterator[Any]:
        # Nobody needs a credential for it, so a stream has an end.
        with waits.waiting(context):
            yield from servicer.ServerReflectionInfo(requests, context)

    method = grpc.stream_stream_rpc_method_handler(
        explain,
        request_deserializer=reflection_pb2.ServerReflectionRequest.FromString,
        response_serializer=reflection_pb2.ServerReflectionResponse.SerializeToString,
    )
    return [grpc.method_handlers_generic_handler(name, {"ServerReflectionInfo": method}) for name in SERVICE_NAMES]


def list_elements(file: FileDescriptorProto) -> Iterator[tuple[Path, str]]:
    """Yield the path and full name of all that can have a comment."""
    for index, message in enumerate(file.message_type):
        yield from _list_message(message, (_MESSAGE, index), file.package)
    for index, enum in enumerate(file.enum_type):
        yield from _list_enum(enum, (_ENUM, index), file.package)
    for index, service in enumerate(file.service):
        name = f"{file.package}.{service.name}"
        yield (_SERVICE, index), name
        for number, method in enumerate(service.method):
            yield (_SERVICE, index, _MEMBER, number), f"{name}.{method.name}"


def _list_message(message: DescriptorProto, path: Path, scope: str) -> Iterator[tuple[Path, str]]:
    name = f"{scope}.{message.name}"
    yield path, name
    for index, field in enumerate(message.field):
        yield (*path, _FIELD, index), f"{name}.{field.name}"
    for index, oneof in enumerate(message.oneof_decl):
        yield (*path, _ONEOF, index), f"{name}.{oneof.name}"
    for index, nested in enumerate(message.nested_type):
        yield from _list_message(nested, (*path, _NESTED, index), name)
    for index, enum in enumerate(message.enum_type):
        yield from _list_enum(enum, (*path, _NESTED_ENUM, index), name)


def _list_enum(enum: EnumDescriptorProto, path: Path, scope: str) -> Iterator[tuple[Path, str]]:
    name = f"{scope}.{enum.name}"
    yield path, name
    for index, value in enumerate(enum.value):
        yield (*path, _MEMBER, index), f"{name}.{value.name}"
