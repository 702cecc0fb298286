"""Options of commands on a service that was set up, and the settings that they lead to.

Owns: `--config` and `--data-dir`, and that a mistyped folder is told, where opening it would make an empty database. Never: what a setting
means (config).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from mintmark_server.config import Settings, load_settings
from mintmark_server.serving import ServiceError

ConfigOption = Annotated[Path | None, typer.Option("--config", help="A TOML file with settings.")]
DataOption = Annotated[Path | None, typer.Option("--data-dir", help="Where database and key-encryption key are.")]


def load_existing(config: Path | None, flags: Mapping[str, Any]) -> Settings:
    """Return the settings of a service that has a database. Raises: SettingsError, ServiceError where there is none."""
    settings = load_settings(flags, os.environ, config)
    if not settings.database_path.exists():
        raise ServiceError(f"{settings.database_path} does not exist: run `mintmark-server init` first.")
    return settings
