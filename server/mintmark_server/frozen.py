"""Immutable values that are made for every call.

Owns: `value`, the dataclass of the hot path. Never: values that have to hold against code that would change them (those are frozen
dataclasses).

A frozen dataclass sets each field through `object.__setattr__`, three times as slow as a plain one. Here the type checker holds the
immutability, and nothing at run time does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def value(class_: type[T]) -> type[T]:
    """Make a slotted dataclass of keywords, compared and hashed by its fields, that nobody changes once it is made."""
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(class_)
