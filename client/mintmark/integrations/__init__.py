"""The verifier in other people's servers: `asgi` for Starlette and FastAPI, `interceptors` for gRPC.

Loads neither; each module needs what it is for (`pip install mintmark[asgi]`).
"""
