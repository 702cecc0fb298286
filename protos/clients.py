"""Generate the other languages' code, and check that what is committed is fresh: `python protos/clients.py write|check LANGUAGE`.

Owns: which plugin writes what where, and the copies of the shared retry policy. Never: installing plugins (each `make clients-…` does),
nor Python's stubs (generate).
"""

from __future__ import annotations

import filecmp
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generate import SERVICE_CONFIG, build_image, run_protoc
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from javaservices import print_services

ROOT = Path(__file__).parents[1]
TOOLS = Path(sys.prefix)


@dataclass(frozen=True)
class Language:
    """A language: its client's folder, what there is generated (a folder is generated as a whole), and how to generate it."""

    client: Path
    generated: tuple[str, ...]
    generate: Callable[[Path], None]


def generate_go(target: Path) -> None:
    """Write the Go packages below the folder `target`."""
    plugins = [f"--plugin={name}={TOOLS / 'go-tools' / name}" for name in ("protoc-gen-go", "protoc-gen-go-grpc")]
    module = "module=mintmark.dev/client/go"
    run_protoc(*plugins, f"--go_out={target}", f"--go_opt={module}", f"--go-grpc_out={target}", f"--go-grpc_opt={module}")
    shutil.copy(SERVICE_CONFIG, target)


def generate_typescript(target: Path) -> None:
    """Write the TypeScript modules below the folder `target`; no npm package has Google's for this runtime."""
    google = [f"google/{name}.proto" for name in ("api/field_behavior", "api/resource", "rpc/error_details", "rpc/status")]
    plugin = ROOT / "client/typescript/node_modules/.bin/protoc-gen-es"
    folder = target / "src/gen"
    folder.mkdir(parents=True)
    run_protoc(f"--plugin=protoc-gen-es={plugin}", f"--es_out={folder}", "--es_opt=target=ts,import_extension=js", *google)
    policy = f"export const SERVICE_CONFIG = {SERVICE_CONFIG.read_text().strip()} as const;\n"
    (folder / "service_config.ts").write_text(f"// From protos/{SERVICE_CONFIG.name}, by `make proto-clients`.\n\n{policy}")


def generate_java(target: Path) -> None:
    """Write the Java sources and resources below the folder `target`: messages, stubs, and the services as the client has them."""
    tools, sources = TOOLS / "java-tools", target / "src/generated/java"
    resources = target / "src/generated/resources/dev/mintmark"
    for folder in (sources / "dev/mintmark", resources):
        folder.mkdir(parents=True)
    plugin = f"--plugin={tools / 'protoc-gen-grpc-java'}"
    run_protoc(plugin, f"--java_out={sources}", f"--grpc-java_out=@generated=omit:{sources}", compiler=tools / "protoc")
    for name, text in print_services(FileDescriptorSet.FromString(build_image())):
        (sources / "dev/mintmark" / f"{name}.java").write_text(text, "utf-8")
    shutil.copy(SERVICE_CONFIG, resources)


LANGUAGES = {
    "go": Language(ROOT / "client/go", ("v1", SERVICE_CONFIG.name), generate_go),
    "java": Language(ROOT / "client/java", ("src/generated",), generate_java),
    "typescript": Language(ROOT / "client/typescript", ("src/gen",), generate_typescript),
}


def write(language: Language) -> None:
    """Replace what is generated."""
    with tempfile.TemporaryDirectory() as folder:
        language.generate(Path(folder))
        for name in language.generated:
            fresh, committed = Path(folder) / name, language.client / name
            if committed.is_dir():
                shutil.rmtree(committed)
            committed.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(fresh, committed)


def check(language: Language) -> list[str]:
    """Return the files that are stale, missing or too many."""
    with tempfile.TemporaryDirectory() as folder:
        language.generate(Path(folder))
        stale = []
        for name in language.generated:
            files = _list(Path(folder), name) | _list(language.client, name)
            _, different, missing = filecmp.cmpfiles(folder, language.client, sorted(files), shallow=False)
            stale += [*different, *missing]
    return stale


def _list(base: Path, name: str) -> set[str]:
    root = base / name
    return {str(path.relative_to(base)) for path in (root.rglob("*") if root.is_dir() else [root]) if path.is_file()}


def main() -> None:
    """Write or check one language's code."""
    command, name = sys.argv[1:]
    if command == "write":
        write(LANGUAGES[name])
    elif stale := check(LANGUAGES[name]):
        sys.exit(f"Stale {name} code, run `make proto-clients`: {', '.join(stale)}")


if __name__ == "__main__":
    main()
