"""Stored records, frozen.

Owns: one record type per noun (DESIGN §2), and what storage has to know of each: its references, unique values and search terms.
Never: I/O, protos, rules about who may change what.
"""
