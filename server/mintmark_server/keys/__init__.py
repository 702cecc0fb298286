"""Signing keys: sealed at rest, their life, and the signer.

Owns: the key-encryption key, envelopes, `Signer`, the keyring, key use cases. Never: which claims are signed; protos.
"""
