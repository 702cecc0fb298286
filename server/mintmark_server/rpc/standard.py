"""Standard methods over gRPC, once for all nouns (AIP-131 to AIP-135).

Owns: Create, Get, List, Update (with mask) and Delete of a noun, given its messages. Never: what a noun may hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from mintmark_server.directory.standard import StandardMethods
from mintmark_server.errors import InvalidInput, Problem, Reason
from mintmark_server.ids import parse_id, parse_name, parse_project
from mintmark_server.limits import MAX_MASK_PATHS
from mintmark_server.model.record import Ref
from mintmark_server.rpc.boundary import Handler
from mintmark_server.rpc.call import RpcCall
from mintmark_server.rpc.convert.values import too_long
from mintmark_server.storage.port import R

_OUTPUT_ONLY = frozenset({"name", "uid", "etag", "create_time", "update_time", "revision"})
"""Paths that a mask may name and that change nothing (AIP-161)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun(Generic[R]):
    """A noun: its use cases and its conversions. All names in the contract and in storage follow from `singular`, e.g. `access_key`.

    `guard` looks at what a caller is about to store, and raises where that caller may not.
    """

    singular: str
    methods: StandardMethods[R]
    messages: Any
    to_proto: Callable[[R], Message]
    from_proto: Callable[[Any, str, str], R]
    in_project: bool = True
    has_delete: bool = True
    guard: Callable[[R, R | None, RpcCall], None] | None = None

    @property
    def plural(self) -> str:
        """The noun in storage, and the field of a list's answer."""
        return f"{self.singular}s"

    @property
    def pascal(self) -> str:
        """The noun in method names."""
        return "".join(part.capitalize() for part in self.singular.split("_"))

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by their name in METHOD_POLICY."""
        handlers: dict[str, Handler] = {
            f"Create{self.pascal}": self.create,
            f"Get{self.pascal}": self.get,
            f"List{self.pascal}s": self.list_page,
            f"Update{self.pascal}": self.update,
        }
        if self.has_delete:
            handlers[f"Delete{self.pascal}"] = self.delete
        return {f"{self.pascal}Service.{name}": handler for name, handler in handlers.items()}

    def read_new(self, request: Any) -> R:
        """Return the record that a create request brings. Raises: InvalidInput with all problems."""
        problems: list[Problem] = []
        project_id = record_id = ""
        try:
            project_id = parse_project(request.parent) if self.in_project else ""
        except InvalidInput as error:
            problems += error.problems
        try:
            record_id = parse_id(getattr(request, f"{self.singular}_id"), path=f"{self.singular}_id")
        except InvalidInput as error:
            problems += error.problems
        if problems:
            raise InvalidInput(problems)
        return self.from_proto(getattr(request, self.singular), project_id, record_id)

    def create(self, request: Any, call: RpcCall) -> Message:
        """Serve Create."""
        record = self.read_new(request)
        if self.guard is not None:
            self.guard(record, None, call)
        created = self.methods.create(record, validate_only=request.validate_only, call=call)
        return self._response("Create", created)

    def get(self, request: Any, _call: RpcCall) -> Message:
        """Serve Get."""
        return self._response("Get", self.methods.get(parse_name(request.name, self.plural)))

    def list_page(self, request: Any, _call: RpcCall) -> Message:
        """Serve List."""
        project_id = parse_project(request.parent) if self.in_project else ""
        page = self.methods.list_page(project_id, page_size=request.page_size, page_token=request.page_token, filter_text=request.filter)
        response = getattr(self.messages, f"List{self.pascal}sResponse")(next_page_token=page.next_page_token)
        getattr(response, self.plural).extend(self.to_proto(record) for record in page.records)
        return response  # type: ignore[no-any-return]

    def read_change(self, request: Any, call: RpcCall) -> tuple[Ref, Callable[[R | None], R]]:
        """Return what an update request is about, and what it makes of the stored record. Raises: InvalidInput."""
        given = getattr(request, self.singular)
        ref = parse_name(given.name, self.plural, path=f"{self.singular}.name")
        paths = check_mask(given, request.update_mask, request.HasField("update_mask"))

        def change(stored: R | None) -> R:
            merged = merge(self.to_proto(stored) if stored is not None else None, given, paths)
            record = self.from_proto(merged, ref.project_id, ref.id)
            if self.guard is not None:
                self.guard(record, stored, call)
            return record

        return ref, change

    def update(self, request: Any, call: RpcCall) -> Message:
        """Serve Update."""
        ref, change = self.read_change(request, call)
        updated = self.methods.update(
            ref,
            change,
            etag=getattr(request, self.singular).etag,
            allow_missing=request.allow_missing,
            validate_only=request.validate_only,
            call=call,
        )
        return self._response("Update", updated)

    def delete(self, request: Any, call: RpcCall) -> Message:
        """Serve Delete."""
        ref: Ref = parse_name(request.name, self.plural)
        self.methods.delete(
            ref,
            etag=request.etag,
            allow_missing=request.allow_missing,
            validate_only=request.validate_only,
            call=call,
            force=getattr(request, "force", False),
        )
        return getattr(self.messages, f"Delete{self.pascal}Response")()  # type: ignore[no-any-return]

    def _response(self, verb: str, record: R) -> Message:
        return getattr(self.messages, f"{verb}{self.pascal}Response")(**{self.singular: self.to_proto(record)})  # type: ignore[no-any-return]


def check_mask(given: Message, mask: FieldMask, has_mask: bool) -> tuple[str, ...] | None:  # noqa: FBT001
    """Return the paths to update; None stands for all (`*`). Without a mask: the populated fields (AIP-134).

    Raises: InvalidInput INVALID_FIELD_MASK with each unknown path.
    """
    if not has_mask or not mask.paths:
        return tuple(field.name for field, _ in given.ListFields() if field.name not in _OUTPUT_ONLY)
    if list(mask.paths) == ["*"]:
        return None
    if len(mask.paths) > MAX_MASK_PATHS:
        raise InvalidInput([too_long("update_mask.paths", len(mask.paths), MAX_MASK_PATHS, "paths")])
    problems = []
    for index, path in enumerate(mask.paths):
        if not _is_path(given, path):
            hint = "Paths are field names joined by dots; `*` alone is the whole resource."
            message = f"There is no field {path[:100]} here."
            problems.append(Problem(reason=Reason.INVALID_FIELD_MASK, path=f"update_mask.paths[{index}]", message=message, hint=hint))
    if problems:
        raise InvalidInput(problems)
    return tuple(path for path in mask.paths if path not in _OUTPUT_ONLY)


def merge(stored: Any | None, given: Any, paths: tuple[str, ...] | None) -> Any:
    """Return the stored message with what the paths name taken from the given one; a message or list is replaced whole."""
    if paths is None or stored is None:
        merged = type(given)()
        merged.CopyFrom(given)
        return merged
    merged = type(stored)()
    merged.CopyFrom(stored)
    for path in paths:
        *parents, last = path.split(".")
        source, target = given, merged
        for parent in parents:
            source, target = getattr(source, parent), getattr(target, parent)
        _replace(source, target, last)
    return merged


def _replace(source: Any, target: Any, name: str) -> None:
    field = source.DESCRIPTOR.fields_by_name[name]
    value = getattr(source, name)
    target.ClearField(name)
    if field.is_repeated:
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            getattr(target, name).MergeFrom(value)
        else:
            getattr(target, name).extend(value)
    elif field.message_type is not None:
        if source.HasField(name):
            getattr(target, name).CopyFrom(value)
    elif not field.has_presence or source.HasField(name):
        setattr(target, name, value)


def _is_path(message: Message, path: str) -> bool:
    descriptor = message.DESCRIPTOR
    steps = path.split(".")
    for index, step in enumerate(steps):
        field = descriptor.fields_by_name.get(step)
        if field is None:
            return False
        if index < len(steps) - 1:
            if field.message_type is None or field.is_repeated:
                return False
            descriptor = field.message_type
    return True
