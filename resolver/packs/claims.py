"""Which entities of a source claim an ID. Reach for it before an ID is said to mean an entity.

An ID that two entities claim, as their own or as another one of theirs, says nothing of either: to
take it for both would make two things one. Where a source is read once, the first may have it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from resolver.packs.seen import Seen

_ANYWHERE: Final = Path()
"""It does not matter where an ID came first."""


class Claims:
    """The IDs that the entities of a source claim, about 40 bytes each, and those in dispute."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._disputed: set[str] = set()

    def add(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Take in all that an entity claims.

        Returns:
            Those IDs that none before it claims, in their order.
        """
        first = []
        for each in dict.fromkeys(ids):
            if self._seen.first(each, _ANYWHERE, 0) is None:
                first.append(each)
            else:
                self._disputed.add(each)
        return tuple(first)

    def undisputed(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those IDs that no two entities claim, in their order."""
        return tuple(each for each in ids if each not in self._disputed)
