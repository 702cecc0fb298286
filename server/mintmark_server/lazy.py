"""Items that are decoded when somebody looks at them.

Owns: `LazySequence`, which hands on what nobody looked at as it was stored. Never: how they are decoded (storage).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Never, TypeVar, overload

T = TypeVar("T")


def append(items: Sequence[T], item: T, *, kept: int) -> LazySequence[T]:
    """Return the latest `kept` items of a sequence and one after them."""
    lazy = items if isinstance(items, LazySequence) else LazySequence(items, _refuse)
    return lazy.followed_by(item, kept=kept)


def _refuse(_item: dict[str, Any]) -> Never:
    raise TypeError("None of the items is still to be decoded.")


class LazySequence(Sequence[T]):
    """An immutable sequence; of its `items` those that are dictionaries are still as they were parsed, and stay so.

    `decode` makes an item of a dictionary, which it leaves as it is, and raises what it can't read, whenever somebody looks.
    `texts` has what each item was printed as, "" for one that was not printed yet.
    """

    __slots__ = ("_decode", "_decoded", "items", "texts")

    def __init__(self, items: Sequence[Any], decode: Callable[[dict[str, Any]], T], *, texts: Sequence[str] = ()) -> None:
        self.items = items
        self.texts = [*texts, *[""] * (len(items) - len(texts))]
        self._decode = decode
        self._decoded: tuple[T, ...] | None = None

    def followed_by(self, item: T, *, kept: int) -> LazySequence[T]:
        """Return the latest `kept` items after this one is appended; nobody looks at the earlier ones."""
        return LazySequence((*self.items, item)[-kept:], self._decode, texts=(*self.texts, "")[-kept:])

    def print_items(self, print_item: Callable[[Any], str]) -> list[str]:
        """Return the text of each item, which is printed once."""
        for index, text in enumerate(self.texts):
            if not text:
                self.texts[index] = print_item(self.items[index])
        return self.texts

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._look()[index]

    def __len__(self) -> int:
        return len(self.items)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LazySequence | tuple):
            return NotImplemented
        return len(self) == len(other) and self._look() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._look())

    def __repr__(self) -> str:
        return repr(self._look())

    def _look(self) -> tuple[T, ...]:
        if self._decoded is None:
            self._decoded = tuple([self._decode(item) if item.__class__ is dict else item for item in self.items])
        return self._decoded
