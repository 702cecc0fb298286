"""Where records live.

Owns: the port and its adapters (memory, sqlite). Never: rules about claims or callers; nothing outside knows which database it is.
"""
