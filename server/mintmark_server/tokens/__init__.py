"""The use cases of tokens: issue, preview, and what they load.

Owns: the issue pipeline of DESIGN §1. Never: protos, SQL, claims logic (claims), signing (keys).
"""
