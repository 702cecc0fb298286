"""Configuration as code: documents in files, the service's state, and the plan that leads from one to the other.

Owns: reading documents (files, yamltext, jsontext, filling, desired), the service's state (current, preflight), deciding (compare, plan),
doing (apply), and writing documents (export, descope). Never: printing, prompts and exit codes (cli); what a resource may hold (the
service).

A document is the whole of its resource: the resource's name and the contract's own fields, as in ProtoJSON.
"""
