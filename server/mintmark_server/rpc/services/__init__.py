"""Servicers: convert, call, convert.

Owns: one module per group of services, each a table of handlers. Never: policy.
"""
