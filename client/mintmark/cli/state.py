"""What commands share: the connection, and printing.

Owns: `State`, listings, tables and JSON, errors, reading what stands in files. Never: commands.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import typer
from google.protobuf import json_format, struct_pb2, timestamp_pb2
from google.protobuf.descriptor import EnumDescriptor
from google.protobuf.message import Message
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mintmark.ascode.filling import Filler, write_claims
from mintmark.ascode.findings import DocumentsError, Finding
from mintmark.ascode.jsontext import read_json
from mintmark.ascode.nodes import Node
from mintmark.ascode.yamltext import read_yaml
from mintmark.client import Client
from mintmark.errors import MintmarkError, Problem

MAX_FILE_BYTES = 4 << 20
PAGE = 500
"""Records that one call of a listing asks for."""
_WIDE = 1 << 16
"""Columns where nobody looks: what reads a pipe gets each row as one line."""
_KEPT_WHOLE = 48
"""A name up to this long is not broken over lines, so that it can be copied from a terminal."""


T = TypeVar("T")


class Output(StrEnum):
    """How answers are printed."""

    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The root command's options."""

    target: str
    credential_file: Path | None
    project: str
    output: Output
    ca_file: Path | None
    timeout: float

    def connect(self) -> Client:
        """Return a connection. Raises: typer.BadParameter for files that hold no credential or CA."""
        try:
            return Client(self.target, credential_file=self.credential_file, ca_file=self.ca_file, timeout=self.timeout)
        except OSError as error:
            what = "the CA" if self.ca_file is not None and error.filename == str(self.ca_file) else "the credential"
            raise typer.BadParameter(f"{error.filename}, which should hold {what}, can't be read: {error.strerror}.") from error
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error

    @property
    def parent(self) -> str:
        """The project's resource name."""
        return f"projects/{self.project}"

    def name(self, collection: str, given: str) -> str:
        """Return a resource name; a bare id is one of the project's."""
        return given if not given or "/" in given else f"{self.parent}/{collection}/{given}"


def list_records(call: Callable[[Any], Any], request: Any, field: str, *, limit: int) -> Iterator[Any]:
    """Yield up to `limit` records of a listing, page by page; `field` is the answer's that has them."""
    while limit > 0:
        request.page_size = min(limit, PAGE)
        answer = call(request)
        page = getattr(answer, field)
        yield from page
        limit -= len(page)
        request.page_token = answer.next_page_token
        if not request.page_token:
            return


def take(records: Iterable[T], limit: int) -> tuple[list[T], bool]:
    """Return up to `limit` of the records, and whether there are more."""
    found = list(islice(records, limit + 1))
    return found[:limit], len(found) > limit


def print_message(message: Message) -> None:
    """Print a message as JSON."""
    print_json(to_dict(message))


def print_messages(messages: Iterable[Message]) -> None:
    """Print messages as one JSON array: what every list is for programs."""
    print_json([to_dict(message) for message in messages])


def print_with_secret(state: State, message: Message, secret: str) -> None:
    """Print a message and the secret that is shown this once: to people apart from it, to programs as its member `secret`."""
    if state.output is Output.JSON:
        print_json(to_dict(message) | ({"secret": secret} if secret else {}))
        return
    print_message(message)
    if secret:
        typer.echo(f"The secret, shown only now: {secret}", err=True)


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def to_dict(message: Message) -> dict[str, Any]:
    """Return a message as ProtoJSON, names as in the contract; maps in order of their keys, whole numbers without a fraction."""
    tidied: dict[str, Any] = _tidy(json_format.MessageToDict(message, preserving_proto_field_name=True), message.DESCRIPTOR)
    return tidied


def _tidy(value: Any, descriptor: Any) -> Any:
    """Return a message's ProtoJSON, or with no descriptor that of a map or free JSON, in one order whatever order a map came in."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_tidy(item, descriptor) for item in value]
    if not isinstance(value, dict):
        return value
    if descriptor is None or descriptor.full_name == "google.protobuf.Struct":
        return {key: _tidy(value[key], None) for key in sorted(value)}
    tidied = {}
    for name, member in value.items():
        below = descriptor.fields_by_name[name].message_type
        if below is not None and below.GetOptions().map_entry:
            item = below.fields_by_name["value"].message_type
            tidied[name] = {key: _tidy(member[key], item) for key in sorted(member)}
        else:
            tidied[name] = _tidy(member, below)
    return tidied


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; texts are shown as they are, without markup. Only a terminal has a width, and lines that are broken to fit it."""
    cells = [[printable(cell) for cell in row] for row in rows]
    table = Table(header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for index, column in enumerate(columns):
        whole = index == 0 and max((len(row[0]) for row in cells), default=0) <= _KEPT_WHOLE
        table.add_column(column, overflow="fold", justify="right" if column == "bytes" else "left", no_wrap=whole)
    for row in cells:
        table.add_row(*map(Text, row))
    Console(width=None if sys.stdout.isatty() else _WIDE).print(table)


def tell_more(shown: int) -> None:
    """Say that a list was cut off, so that nobody takes it for all there is."""
    typer.echo(f"There are more than these {shown:,}; --limit shows more.", err=True)


def id_text(name: str) -> str:
    """Return the last part of a resource name, which stands for it on the command line."""
    return name.rpartition("/")[2]


def enum_text(name: str, enum: EnumDescriptor) -> str:
    """Return an enum's value without what all values of the enum begin with."""
    prefix = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", enum.name).upper() + "_"
    return name.removeprefix(prefix)


def time_text(instant: timestamp_pb2.Timestamp) -> str:
    """Return an instant as tables show it: RFC 3339 in UTC, to the second; "" for none."""
    whole = timestamp_pb2.Timestamp(seconds=instant.seconds)
    return whole.ToJsonString() if instant.ByteSize() else ""


def printable(text: str) -> str:
    """Return a text without control characters, which could write anywhere on a terminal."""
    return "".join(character if character.isprintable() or character == "\n" else f"\\x{ord(character):02x}" for character in text)


def value_text(value: Any) -> str:
    """Return a claim's value as people read it: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def print_error(error: MintmarkError) -> None:
    """Print what is wrong: every problem with its path and hint."""
    err = sys.stderr
    details = error.details
    reason = error.reason or details.code
    if len(error.problems) == 1 and error.problems[0].reason == reason:
        problem = error.problems[0]
        print(f"{reason}: {_where(problem)}: {printable(problem.message)}", file=err)
        if problem.hint:
            print(f"    {printable(problem.hint)}", file=err)
    else:
        message = f"{len(error.problems)} problems" if error.problems else printable(error.message)
        print(f"{reason}: {message}", file=err)
        following = [*(problem.hint for problem in error.problems[1:]), ""]
        for problem, next_hint in zip(error.problems, following, strict=False):
            print(f"  {_where(problem)}: {problem.reason}: {printable(problem.message)}", file=err)
            if problem.hint != next_hint:
                print(f"      {printable(problem.hint)}", file=err)
    if details.request_id:
        print(f"  request {details.request_id}", file=err)


def _where(problem: Problem) -> str:
    layer = f" [{problem.layer}]" if problem.layer else ""
    place = f" at {problem.line}:{problem.column} of {problem.source_field}" if problem.source_field and problem.line else ""
    return f"{printable(problem.path) or '(all)'}{layer}{place}"


def read_node(file: Path) -> Node:
    """Read a JSON or YAML file (`-`: standard input) that holds one object, with its places. Raises: typer.BadParameter."""
    try:
        text = sys.stdin.read(MAX_FILE_BYTES) if str(file) == "-" else file.read_text("utf-8")
        nodes = (read_json if file.suffix == ".json" else read_yaml)(text, str(file))
    except OSError as error:
        raise typer.BadParameter(f"{file} can't be read: {error.strerror}") from error
    except DocumentsError as error:
        found = [f"{finding.place}: {finding.message} {finding.hint}".rstrip() for finding in error.findings]
        raise typer.BadParameter(f"{file} is neither JSON nor YAML: {'; '.join(found)}") from error
    except ValueError as error:
        raise typer.BadParameter(f"{file} is neither JSON nor YAML: {error}") from error
    if len(nodes) != 1 or not isinstance(nodes[0].value, dict):
        raise typer.BadParameter(f"{file} does not hold one object.")
    return nodes[0]


def fill_from(message: Message, file: Path) -> None:
    """Fill a message from a JSON or YAML file (`-`: standard input). Raises: typer.BadParameter with the place of what does not fit."""
    fill(message, read_node(file), str(file))


def fill(message: Message, node: Node, where: str, *, lines_before: int = 0) -> None:
    """Fill a message from ProtoJSON; claims may stand as an object. Raises: typer.BadParameter with each thing that does not fit.

    `lines_before` is how far down its file the node's own text began.
    """
    try:
        json_format.ParseDict(write_claims(node.plain(), message.DESCRIPTOR), message)
    except json_format.ParseError as error:
        findings: list[Finding] = []
        Filler("projects/-", findings, whole=False).fill(type(message)(), node, "")
        findings = [replace(finding, place=replace(finding.place, line=finding.place.line + lines_before)) for finding in sorted(findings)]
        lines = [f"{finding.place}: {finding.path}: {finding.message} {finding.hint}".rstrip() for finding in findings]
        raise typer.BadParameter("\n".join(lines) or f"{where}: {error}") from error


def parse_claims_option(texts: Sequence[str]) -> struct_pb2.Struct:
    """Return `name=value` options as an object; a value that is JSON is taken as such. Raises: typer.BadParameter."""
    members: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise typer.BadParameter(f"Expected name=value, not {text!r}.")
        try:
            members[name] = json.loads(value)
        except ValueError:
            members[name] = value
    try:
        return json_format.ParseDict(members, struct_pb2.Struct())
    except json_format.ParseError as error:
        raise typer.BadParameter(f"--client-claim: {error}.") from error
