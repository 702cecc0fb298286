"""Generate the Python stubs and the JSON Schema of configuration documents, check that the committed ones are fresh, and lint the contract.

Owns: the protoc and buf calls. google.api and google.rpc come from googleapis-common-protos, never vendored.
"""

from __future__ import annotations

import filecmp
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from google.protobuf import descriptor_pb2
from google.rpc import error_details_pb2
from grpc_tools import protoc

PROTOS = Path(__file__).parent
STUBS = PROTOS.parent / "client"
PACKAGE = Path("mintmark/v1")
SERVICE_CONFIG = PROTOS / "service_config.json"
SCHEMA = STUBS / "mintmark/ascode/documents.schema.json"
INIT = '"""Generated from protos/mintmark/v1 by `make proto`; never edited by hand."""\n'


def run_protoc(*options: str) -> None:
    """Run protoc over all files of the contract."""
    google = Path(error_details_pb2.__file__).parents[2]
    wellknown = Path(protoc.__file__).parent / "_proto"
    sources = sorted(str(path.relative_to(PROTOS)) for path in (PROTOS / PACKAGE).glob("*.proto"))
    arguments = ["protoc", f"-I{PROTOS}", f"-I{google}", f"-I{wellknown}", *options, *sources]
    if protoc.main(arguments) != 0:
        sys.exit("protoc failed")


def generate(target: Path) -> None:
    """Write the stubs below the folder `target`."""
    (target / PACKAGE).mkdir(parents=True, exist_ok=True)
    plugins = [f"--plugin=protoc-gen-{name}={Path(sys.executable).parent / f'protoc-gen-{name}'}" for name in ("mypy", "mypy_grpc")]
    run_protoc(
        *plugins,
        *[f"--{kind}_out={'quiet:' if kind.startswith('mypy') else ''}{target}" for kind in ("python", "grpc_python", "mypy", "mypy_grpc")],
    )
    (target / PACKAGE / "__init__.py").write_text(INIT)


def print_service_config() -> str:
    """Return the retry policy that the clients of all languages share, as the Python client builds it."""
    from mintmark.retries import build_service_config  # noqa: PLC0415  (imports the stubs that `write` makes)

    return json.dumps(json.loads(build_service_config()), indent=2) + "\n"


def print_schema() -> str:
    """Return the JSON Schema of configuration documents."""
    from schema import build_schema  # noqa: PLC0415  (imports the stubs that `write` makes)

    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "image.binpb"
        run_protoc("--include_imports", "--include_source_info", f"--descriptor_set_out={image}")
        return build_schema(descriptor_pb2.FileDescriptorSet.FromString(image.read_bytes()))


def write() -> None:
    """Write the stubs, then what is built from them."""
    generate(STUBS)
    SERVICE_CONFIG.write_text(print_service_config())
    SCHEMA.write_text(print_schema(), "utf-8")


def check() -> None:
    """Compare the committed stubs and what is built from them with fresh ones; exit 1 when they differ."""
    for file, fresh_text in ((SERVICE_CONFIG, print_service_config()), (SCHEMA, print_schema())):
        if file.read_text("utf-8") != fresh_text:
            sys.exit(f"Stale {file.name}, run `make proto`.")
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        fresh, committed = Path(folder) / PACKAGE, STUBS / PACKAGE
        names = {path.name for path in fresh.iterdir()} | {path.name for path in committed.iterdir() if path.is_file()}
        _, different, missing = filecmp.cmpfiles(fresh, committed, sorted(names), shallow=False)
        if different or missing:
            sys.exit(f"Stale stubs, run `make proto`: {', '.join(sorted([*different, *missing]))}")


def lint() -> None:
    """Lint the contract with buf; exit with its code."""
    buf = Path(sys.executable).parent / "buf"
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "image.binpb"
        run_protoc("--include_imports", "--include_source_info", f"--descriptor_set_out={image}")
        sys.exit(subprocess.run([buf, "lint", str(image), "--config", str(PROTOS / "buf.yaml")], check=False).returncode)


if __name__ == "__main__":
    {"write": write, "check": check, "lint": lint}[sys.argv[1]]()
