"""Mintmark: the client of the token-claims service."""

from mintmark.client import Client
from mintmark.errors import MintmarkError

__all__ = ["Client", "MintmarkError"]
