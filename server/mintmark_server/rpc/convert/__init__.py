"""Between protos and the model: `to_proto` and `from_proto` of each message.

Owns: translation, and the problems of what can't be translated. Never: decisions.
"""
