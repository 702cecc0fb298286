"""Templates, flows and whatever else holds claims: checked and compiled when written.

Owns: the use cases of templates and flows, their revisions, locks between templates. Never: protos, evaluation.
"""
