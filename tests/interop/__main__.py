"""Run the scenarios in every language: `python -m tests.interop [LANGUAGE ...]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.interop import suite


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.interop", description="Run the scenarios in every language, and compare.")
    parser.add_argument("language", nargs="*", help="only these")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the runners' input and output")
    chosen = parser.parse_args()
    return suite.run(chosen.language, keep=chosen.keep)


if __name__ == "__main__":
    sys.exit(main())
