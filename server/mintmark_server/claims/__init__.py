"""The pure core: from layers and a snapshot to an evaluation.

Owns: DESIGN §1 and §4-§6. Never: a clock, I/O, randomness, gRPC, SQL, JWT libraries, our protos.
"""
