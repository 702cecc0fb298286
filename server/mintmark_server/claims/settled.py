"""What a program makes of roots that stay as they are: worked out for one token of a subject, kept for its next ones.

Owns: `Settled`, the custom claims as text and the payload around the stamps. Never: resolving (evaluate); which roots stay as they are,
which is known to whoever keeps them.

Only custom claims that were resolved quickly, all of them, are kept: nothing careful, nothing of the request, no problem. A property
shows that an evaluation with what was kept is the one without.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mintmark_server.claims.jsontext import dump, quote
from mintmark_server.claims.snapshot import RecordRevision
from mintmark_server.claims.values import Json

_MAX_FRAMES: Final = 8
_MAX_PROGRAMS: Final = 8
_OBJECT_BYTES: Final = 400
"""About what an object takes that is kept, as a claim's origin."""
_SIZE_BYTES: Final = 120
"""About what a claim's size takes with its name."""


class Meter:
    """Counts the bytes, estimated, of what is kept in one place, and tells whoever bounds them as they come and go.

    What is kept refers to it and not to where it is kept: a circle would outlive its place until the collector's next look.
    """

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell = tell
        self._bytes = 0

    def charge(self, size: int) -> None:
        """Count bytes that were kept."""
        self._bytes += size
        self._tell(size)

    def clear(self) -> None:
        """Count that all was let go."""
        self.charge(-self._bytes)


@dataclass(slots=True, eq=False)
class Frame:
    """A payload with a place (`%s`) for the text of each stamp in `names`; it holds what `authorization` says."""

    text: str
    names: tuple[str, ...]
    authorization: Mapping[str, str]
    meter: Meter
    explained: tuple[tuple[RecordRevision, ...], Any] | None = None
    """The explanation (explain), with the records that it names."""
    sized: tuple[tuple[int, ...], tuple[tuple[str, int], ...]] | None = None
    """The members' bytes (evaluate), with those of the stamps' values."""
    printed: dict[int, Any] = field(default_factory=dict)
    """What answers say of the token, by view (whoever writes them)."""

    def charge(self, text: bytes) -> None:
        """Count what is kept here besides."""
        self.meter.charge(sys.getsizeof(text))

    def keep_explanation(self, records: tuple[RecordRevision, ...], explanation: Any, *, origins: int) -> None:  # noqa: ANN401
        """Keep the explanation of so many origins."""
        if self.explained is None:
            self.meter.charge(_OBJECT_BYTES * origins)
        self.explained = (records, explanation)

    def keep_sizes(self, lengths: tuple[int, ...], sizes: tuple[tuple[str, int], ...]) -> None:
        """Keep the members' bytes, with those of the stamps' values."""
        if self.sized is None:
            self.meter.charge(_SIZE_BYTES * len(sizes))
        self.sized = (lengths, sizes)

    def print_values(self, stamps: Mapping[str, Json]) -> tuple[str, ...]:
        """Return the text of each stamp's value, in order of `names`: `text % values` is the payload."""
        return tuple(
            [
                quote(value) if value.__class__ is str else str(value) if value.__class__ is int else dump(value)
                for value in [stamps[name] for name in self.names]
            ]
        )


@dataclass(slots=True, eq=False)
class Settled:
    """The members of the custom claims, and what was printed of them. Immutable, but for what it keeps."""

    custom: Mapping[str, str]
    meter: Meter
    frames: dict[tuple[str, ...], Frame] = field(default_factory=dict)
    """By the names of the stamps."""
    digested: tuple[tuple[RecordRevision, ...], str] | None = None
    """The text of the digest, with the records that are in it."""
    keyed: tuple[object, str, str] | None = None
    """The key and text of a keyed digest, and the digest (whoever has the key)."""

    def find_frame(self, stamps: Mapping[str, Json], authorization: Mapping[str, str]) -> Frame:
        """Return the frame of a token with stamps of these names; `authorization` are members, made once for each subject."""
        key = tuple(stamps)
        frame = self.frames.get(key)
        if frame is None or frame.authorization is not authorization:
            if len(self.frames) >= _MAX_FRAMES:
                self.frames.clear()
            frame = self.frames[key] = self._build_frame(key, authorization)
            # With the text comes the digest's, about as long.
            self.meter.charge(2 * sys.getsizeof(frame.text) + _OBJECT_BYTES)
        return frame

    def _build_frame(self, stamps: tuple[str, ...], authorization: Mapping[str, str]) -> Frame:
        # As in any payload, a custom claim stands in place of a stamp of its name.
        fixed = {**authorization, **self.custom}
        names = tuple(sorted(name for name in stamps if name not in fixed))
        members = {name: member.replace("%", "%%") for name, member in fixed.items()}
        members.update({name: f'"{name}":%s' for name in names})
        return Frame(f"{{{','.join([members[name] for name in sorted(members)])}}}", names, authorization, self.meter)


class Kept:
    """What is kept of roots that stay as they are, by program. `tell` hears of the bytes as they come and go."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._programs: dict[object, Settled] = {}
        self._meter = Meter(tell)

    def get(self, program: object) -> Settled | None:
        """Return what is kept for a program."""
        return self._programs.get(program)

    def keep(self, program: object, custom: Mapping[str, str]) -> None:
        """Keep custom claims for the program's next evaluation of the same roots."""
        if len(self._programs) >= _MAX_PROGRAMS:
            self.clear()
        self._programs[program] = Settled(custom, self._meter)
        self._meter.charge(sum(map(sys.getsizeof, custom.values())) + _OBJECT_BYTES)

    def clear(self) -> None:
        """Let go of everything."""
        self._programs.clear()
        self._meter.clear()
