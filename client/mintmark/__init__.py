"""Mintmark: the client of the token-claims service."""
