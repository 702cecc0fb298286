"""The HTTP side: discovery, key sets, health. Reads only.

Owns: the ASGI application and its server thread. Never: anything that changes state.
"""
