"""What commands share: the connection, and printing.

Owns: `State`, listings, tables and JSON, errors. Never: commands.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer
from google.protobuf import json_format
from google.protobuf.message import Message
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mintmark.ascode.filling import write_claims
from mintmark.ascode.findings import DocumentsError
from mintmark.ascode.jsontext import read_json
from mintmark.ascode.nodes import Node
from mintmark.ascode.yamltext import read_yaml
from mintmark.client import Client
from mintmark.errors import MintmarkError

MAX_FILE_BYTES = 4 << 20
PAGE = 500
"""Records that one call of a listing asks for."""


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
        """Return a connection. Raises: typer.BadParameter for a file that can't be used."""
        try:
            return Client(self.target, credential_file=self.credential_file, ca_file=self.ca_file, timeout=self.timeout)
        except OSError as error:
            raise typer.BadParameter(f"{error.filename} can't be read: {error.strerror}") from error
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


def print_message(message: Message) -> None:
    """Print a message as JSON."""
    typer.echo(json.dumps(to_dict(message), indent=2, ensure_ascii=False))


def to_dict(message: Message) -> dict[str, Any]:
    """Return a message as ProtoJSON, names as in the contract."""
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """Print a table; texts are shown as they are, without markup."""
    table = Table(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold", justify="right" if column == "bytes" else "left")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    Console(soft_wrap=False).print(table)


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
    print(f"{error.reason or details.code}: {printable(error.message)}", file=err)
    for problem in error.problems:
        layer = f" [{problem.layer}]" if problem.layer else ""
        place = f" at {problem.line}:{problem.column} of {problem.source_field}" if problem.source_field and problem.line else ""
        print(f"  {printable(problem.path) or '(all)'}{layer}{place}: {problem.reason}: {printable(problem.message)}", file=err)
        if problem.hint:
            print(f"      {printable(problem.hint)}", file=err)
    if details.request_id:
        print(f"  request {details.request_id}", file=err)


def read_document(file: Path) -> dict[str, Any]:
    """Read a JSON or YAML file (`-`: standard input) that holds one object. Raises: typer.BadParameter."""
    found: dict[str, Any] = read_node(file).plain()
    return found


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


def fill(message: Message, document: dict[str, Any], where: str) -> None:
    """Fill a message from ProtoJSON; claims may stand as an object. Raises: typer.BadParameter with the field that does not fit."""
    try:
        json_format.ParseDict(write_claims(document, message.DESCRIPTOR), message)
    except json_format.ParseError as error:
        raise typer.BadParameter(f"{where}: {error}") from error


def parse_claims_option(texts: Sequence[str]) -> dict[str, Any]:
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
    return members
