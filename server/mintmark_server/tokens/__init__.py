"""The use cases of tokens and sessions: issue, refresh, preview, explain, introspect, plan.

Owns: the issue pipeline of DESIGN §1. Never: protos, SQL, claims logic (claims), signing (keys).
"""
