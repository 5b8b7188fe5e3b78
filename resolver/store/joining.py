"""One thing under several IDs: which IDs are declared one, and which of them stays.

Reach for `joined` with what sources declare. IDs are one, over any number of steps and sources,

- that a source declares the same (`SameAs`), whether or not an entity has them;
- where one was redirected to the other (`Redirect`) and no entity has the old ID; of several
  redirects of an ID the one counts that comes first.

Two entities of one and the same source are two things to it. They are one only where a pair names
both of them; steps over other IDs do not make them one. The pair that would be such a step is left
aside: those that name two entities of one source count first, the others in the order in which
their sources came into the home, those of one source by ID.

What people decided goes before all of that: IDs that somebody said to be the same are one whichever
their sources; what somebody took apart, or said to be different, no source joins. What somebody
merged comes on top: all that is one with either ID is one.

The survivor of such a group is the ID to which the last merge leads in the end. Where there is none
it is the ID whose entity is of the source that came into the home first; of two of one source, the
first by code points. All others lead to it. Groups of which nobody brings an entity are nothing.
`resolver.store.composing` has what the survivor's entity says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from resolver.journal.edits import NO_EDITS, Edits, Pair


class Declared(NamedTuple):
    """A pair of IDs that a source declares the same.

    Args:
        place: The place of that source among all.
        one: An ID.
        other: Another one.
    """

    place: int
    one: str
    other: str


class Joined(NamedTuple):
    """IDs that are one with others.

    Args:
        survivors: By each ID that leads to another, that one.
        members: By survivor, the IDs that lead to it, in order.
        absorbed: How many of the IDs that lead to another have an entity of their own.
        left_aside: Pairs that would have made two entities of one source one, in order.
        roots: By ID of a group in which something was merged, one of the IDs that it would be one
            with all the same.
    """

    survivors: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    absorbed: int
    left_aside: tuple[tuple[str, str], ...] = ()
    roots: Mapping[str, str] = MappingProxyType({})


ALONE: Final = Joined(MappingProxyType({}), MappingProxyType({}), 0)
"""Of one ID."""


def joined(
    declared: Iterable[Declared],
    redirects: Mapping[str, str],
    bearers: Mapping[str, int],
    edits: Edits = NO_EDITS,
) -> Joined:
    """Groups of IDs, and the survivor of each.

    Args:
        declared: IDs that are declared the same.
        redirects: By old ID, the one that it became.
        bearers: By each ID above that an entity has, the sources that bring one: bit 0 is set for
            the source that came first, bit 1 for the second, and so on; what people created is of
            one more source.
        edits: What people decided of these IDs.
    """
    groups = _Apart(bearers, edits.different)
    for one, other in sorted(edits.same):
        groups.join(one, other)
    for old_id, entity_id in sorted(redirects.items()) if edits.different else redirects.items():
        if old_id not in bearers and edits.apart.isdisjoint((old_id, entity_id)):
            groups.try_to_join(old_id, entity_id)
    left_aside = groups.join_all(_not_denied(declared, edits))
    roots = groups.roots() if edits.merges else {}
    into = [_last(each, edits.merges) for each in sorted(edits.merged, key=_number_in(edits))]
    for one, other in edits.merges.items():
        groups.join(other, one)
    last = {groups.root(each): each for each in into}
    survivors: dict[str, str] = {}
    members: dict[str, tuple[str, ...]] = {}
    absorbed = 0
    for group in groups.all():
        alive = [each for each in group if each in bearers]
        if alive:
            survivor = last.get(groups.root(group[0])) or min(
                alive, key=lambda each: (_first(bearers[each]), each)
            )
            others = tuple(sorted(each for each in group if each != survivor))
            survivors |= dict.fromkeys(others, survivor)
            members[survivor] = others
            absorbed += len(alive) - 1
    of_merged = {
        each: roots.get(each, each)
        for survivor in {*last.values()} & members.keys()
        for each in (survivor, *members[survivor])
    }
    return Joined(survivors, members, absorbed, left_aside, of_merged)


def _not_denied(declared: Iterable[Declared], edits: Edits) -> Iterable[Declared]:
    """The pairs of which nobody took an ID out of all that sources say."""
    return (pair for pair in declared if edits.apart.isdisjoint((pair.one, pair.other)))


def _last(entity_id: str, merges: Mapping[str, str]) -> str:
    """The ID to which merges lead in the end; they have no cycles."""
    while (into := merges.get(entity_id)) is not None:
        entity_id = into
    return entity_id


def _number_in(edits: Edits) -> Callable[[str], tuple[int, str]]:
    """A key that sorts merged IDs by when they were merged."""
    return lambda each: (edits.merged[each].number, each)


def _first(bearers: int) -> int:
    """The bit of the first source."""
    return bearers & -bearers


def connected(pairs: Iterable[tuple[str, str]], ids: Collection[str]) -> set[str]:
    """The given IDs, and all that are one with any of them over the pairs."""
    groups = _Groups()
    for one, other in pairs:
        groups.join(one, other)
    wanted = {groups.root(each) for each in ids}
    found = set(ids)
    for group in groups.all():
        if groups.root(group[0]) in wanted:
            found.update(group)
    return found


class _Groups:
    """Disjoint sets of IDs (union-find): each ID knows one above it, the root itself."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

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

    def roots(self) -> dict[str, str]:
        """By ID the root of its set."""
        return {entity_id: self.root(entity_id) for entity_id in self._above}

    def all(self) -> Iterable[list[str]]:
        """The IDs of each set."""
        groups: dict[str, list[str]] = defaultdict(list)
        for entity_id in self._above:
            groups[self.root(entity_id)].append(entity_id)
        return groups.values()


class _Apart(_Groups):
    """Sets of IDs that know which sources have an entity of one of them.

    Args:
        bearers: As of `joined`.
        different: Pairs that what sources say makes one over no number of steps.
    """

    def __init__(self, bearers: Mapping[str, int], different: Iterable[Pair]) -> None:
        super().__init__()
        self._bearers = bearers
        self._others = defaultdict[str, set[str]](set)  # by root, what its set is not one with
        for one, other in different:
            self._others[one].add(other)
            self._others[other].add(one)
        self._of_sets: dict[str, int] = {}  # by root, where the set has several IDs

    def join(self, one: str, other: str) -> None:
        """Make the sets of two IDs one."""
        bearers = self._of(one) | self._of(other)
        self._of_sets.pop(self.root(other), None)
        if others := self._others.pop(self.root(other), None):
            self._others[self.root(one)] |= others
        super().join(one, other)
        self._of_sets[self.root(one)] = bearers

    def try_to_join(self, one: str, other: str) -> None:
        """Make the sets of two IDs one, unless somebody said that they are different."""
        others = self._others.get(self.root(one), ())
        if all(self.root(each) != self.root(other) for each in others):
            self.join(one, other)

    def join_all(self, declared: Iterable[Declared]) -> tuple[tuple[str, str], ...]:
        """Make one what is declared the same; returns the pairs that are left aside."""
        first: list[tuple[int, str, str]] = []
        later: list[tuple[int, str, str]] = []
        for place, one, other in declared:
            both = self._bearers.get(one, 0) & self._bearers.get(other, 0)
            (first if both else later).append((place, min(one, other), max(one, other)))
        for _, one, other in sorted(first):
            self.try_to_join(one, other)
        left_aside: dict[tuple[str, str], None] = {}
        for _, one, other in sorted(later):
            if self.root(one) == self.root(other):
                continue
            if self._of(one) & self._of(other):
                left_aside[one, other] = None
            else:
                self.try_to_join(one, other)
        return tuple(left_aside)

    def _of(self, entity_id: str) -> int:
        """The sources of the entities of the set that an ID is in."""
        root = self.root(entity_id)
        known = self._of_sets.get(root)
        return self._bearers.get(root, 0) if known is None else known
