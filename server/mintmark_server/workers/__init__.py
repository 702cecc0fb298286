"""Several processes that serve one address, and the supervisor that looks after them.

Owns: starting, watching, restarting, draining and reaping them; sums of their metrics. Never: what one of them serves (serving).
"""
