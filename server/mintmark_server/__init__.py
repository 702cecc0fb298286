"""Mintmark: the token-claims service."""
