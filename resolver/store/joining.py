"""One thing under several IDs: which IDs are declared one, and which of them stays.

Reach for `joined` with what sources declare. IDs are one, over any number of steps and sources,

- that a source declares the same (`SameAs`), whether or not an entity has them;
- where one was redirected to the other (`Redirect`) and no entity has the old ID; of several
  redirects of an ID the one counts that comes first.

The survivor of such a group is the ID whose entity is of the source that came into the home first;
of two of one source, the first by code points. All others lead to it. Groups of which no source
brings an entity are nothing. `resolver.store.composing` has what the survivor's entity says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple


class Joined(NamedTuple):
    """IDs that are one with others.

    Args:
        survivors: By each ID that leads to another, that one.
        members: By survivor, the IDs that lead to it, in order.
        absorbed: How many of the IDs that lead to another have an entity of their own.
    """

    survivors: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    absorbed: int


def joined(
    pairs: Iterable[tuple[str, str]], redirects: Mapping[str, str], places: Mapping[str, int]
) -> Joined:
    """Groups of IDs, and the survivor of each.

    Args:
        pairs: IDs that are declared the same.
        redirects: By old ID, the one that it became.
        places: By each ID above that an entity has, the place of its source among all; where
            several sources bring one, the first place.
    """
    groups = _Groups(pairs)
    for old_id, entity_id in redirects.items():
        if old_id not in places:
            groups.join(old_id, entity_id)
    survivors: dict[str, str] = {}
    members: dict[str, tuple[str, ...]] = {}
    absorbed = 0
    for group in groups.all():
        alive = [each for each in group if each in places]
        if alive:
            survivor = min(alive, key=lambda each: (places[each], each))
            others = tuple(sorted(each for each in group if each != survivor))
            survivors |= dict.fromkeys(others, survivor)
            members[survivor] = others
            absorbed += len(alive) - 1
    return Joined(survivors, members, absorbed)


def connected(pairs: Iterable[tuple[str, str]], ids: Collection[str]) -> set[str]:
    """The given IDs, and all that are one with any of them over the pairs."""
    groups = _Groups(pairs)
    wanted = {groups.root(each) for each in ids}
    found = set(ids)
    for group in groups.all():
        if groups.root(group[0]) in wanted:
            found.update(group)
    return found


class _Groups:
    """Disjoint sets of IDs (union-find): each ID knows one above it, the root itself.

    Args:
        pairs: IDs that are in one set.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._above: dict[str, str] = {}
        for one, other in pairs:
            self.join(one, other)

    def join(self, one: str, other: str) -> None:
        """Make the sets of two IDs one."""
        one, other = self.root(one), self.root(other)
        self._above.setdefault(one, one)
        self._above[other] = one

    def root(self, entity_id: str) -> str:
        """The ID that stands for a set; one that is in none stands for itself."""
        above = self._above
        while (higher := above.get(entity_id, entity_id)) != entity_id:
            above[entity_id] = entity_id = above[higher]
        return entity_id

    def all(self) -> Iterable[list[str]]:
        """The IDs of each set."""
        groups: dict[str, list[str]] = defaultdict(list)
        for entity_id in self._above:
            groups[self.root(entity_id)].append(entity_id)
        return groups.values()
