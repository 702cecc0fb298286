"""The gRPC boundary: servicers that convert, call and convert; one wrapper; METHOD_POLICY; the map to statuses.

Owns: everything that knows protos and gRPC. Never: policy about claims, records or keys.
"""
