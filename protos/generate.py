"""Generate the Python stubs and what is built from the contract; check freshness, style, and that nothing breaks old callers.

Owns: the protoc and buf calls. google.api and google.rpc come from googleapis-common-protos, never vendored.
"""

from __future__ import annotations

import filecmp
import io
import json
import subprocess
import sys
import tarfile
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
COMMENTS = PROTOS.parent / "server/mintmark_server/rpc/comments.json"
RELEASED = PROTOS / "released.txt"
INIT = '"""Generated from protos/mintmark/v1 by `make proto`; never edited by hand."""\n'


def run_protoc(*options: str, protos: Path = PROTOS, compiler: Path | None = None) -> None:
    """Run protoc, another one than grpcio-tools' where it is given, over all files of the contract."""
    google = Path(error_details_pb2.__file__).parents[2]
    wellknown = Path(protoc.__file__).parent / "_proto"
    sources = sorted(str(path.relative_to(protos)) for path in (protos / PACKAGE).glob("*.proto"))
    arguments = ["protoc", f"-I{protos}", f"-I{google}", f"-I{wellknown}", *options, *sources]
    code = protoc.main(arguments) if compiler is None else subprocess.run([compiler, *arguments[1:]], check=False).returncode
    if code != 0:
        sys.exit("protoc failed")


def build_image(protos: Path = PROTOS) -> bytes:
    """Return the contract's descriptors, with comments and imports."""
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "image.binpb"
        run_protoc("--include_imports", "--include_source_info", f"--descriptor_set_out={image}", protos=protos)
        return image.read_bytes()


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

    return build_schema(descriptor_pb2.FileDescriptorSet.FromString(build_image()))


def print_comments() -> str:
    """Return the contract's comments by name, for the server's reflection: generated stubs have none."""
    from mintmark_server.rpc.reflection import list_elements  # noqa: PLC0415  (imports the stubs that `write` makes)

    comments = {}
    for file in descriptor_pb2.FileDescriptorSet.FromString(build_image()).file:
        if file.package == "mintmark.v1":
            leading = {tuple(location.path): location.leading_comments for location in file.source_code_info.location}
            comments |= {name: leading[path] for path, name in list_elements(file) if leading.get(path)}
    return json.dumps(comments, indent=0, sort_keys=True, ensure_ascii=False) + "\n"


BUILT = {SERVICE_CONFIG: print_service_config, SCHEMA: print_schema, COMMENTS: print_comments}


def write() -> None:
    """Write the stubs, then what is built from them."""
    generate(STUBS)
    for file, build in BUILT.items():
        file.write_text(build(), "utf-8")


def check() -> None:
    """Compare the committed stubs and what is built from them with fresh ones; exit 1 when they differ."""
    for file, build in BUILT.items():
        if file.read_text("utf-8") != build():
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
    sys.exit(run_buf("lint", build_image()))


def breaking() -> None:
    """Compare the contract with the last released one, built from the history; exit 1 when an old caller would notice."""
    version, commit = RELEASED.read_text().split()
    if not (PROTOS.parent / ".git").exists():
        print("The contract is not compared with the released one: there is no history here, only files.")
        return
    with tempfile.TemporaryDirectory() as folder:
        released = load_released(commit, Path(folder))
        code = run_buf("breaking", build_image(), against=build_image(released))
    if code:
        sys.exit(f"The contract breaks callers of {version} ({commit[:12]}). See server/docs/compatibility.md.")


def load_released(commit: str, folder: Path, *paths: str) -> Path:
    """Take a commit's contract, or other `paths`, out of the history; return where the contract is."""
    archive = subprocess.run(["git", "archive", commit, *(paths or ["protos"])], cwd=PROTOS.parent, capture_output=True, check=False)  # noqa: S607  (the one on the PATH)
    if archive.returncode:
        sys.exit(f"The released contract's commit {commit[:12]} is not in the history here; `git fetch --unshallow` brings it.")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder / "protos"


def run_buf(command: str, image: bytes, *, against: bytes | None = None) -> int:
    """Run buf on an image; return its code."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "image.binpb"
        path.write_bytes(image)
        arguments = [Path(sys.executable).parent / "buf", command, path, "--config", PROTOS / "buf.yaml"]
        if against is not None:
            before = Path(folder) / "before.binpb"
            before.write_bytes(against)
            arguments += ["--against", before]
        return subprocess.run([*map(str, arguments)], check=False).returncode


if __name__ == "__main__":
    {"write": write, "check": check, "lint": lint, "breaking": breaking}[sys.argv[1]]()
