"""The directory: projects and who is in them, and callers' credentials.

Owns: the use cases of their standard methods (AIP-131 to 135), and what may be stored. Never: protos, claims logic.
"""
