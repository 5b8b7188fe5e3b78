"""What was merged into what, in the order in which it is put together.

Reach for `merge_tree` with the IDs of a group in which somebody merged entities. Each entity is
some IDs that are one by what sources say; a merge makes one of them part of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from resolver.model.edit import Effect


class Node(NamedTuple):
    """What was one entity before it was merged.

    Args:
        ids: Its IDs; the first is that which was merged, or the survivor of all.
        number: Of the change that merged it; 0 of the survivor.
        into: The first of the IDs of what it was merged into; its own of the survivor.
    """

    ids: tuple[str, ...]
    number: int
    into: str


def merge_tree(
    survivor: str,
    members: Iterable[str],
    roots: Mapping[str, str],
    merged: Mapping[str, Effect],
) -> list[Node]:
    """The entities of a group, each before the one that it was merged into; the survivor is last.

    Args:
        survivor: The survivor of the group.
        members: The other IDs of the group.
        roots: As of `Joined.roots`.
        merged: By ID that was merged, the merge.
    """
    sets = defaultdict[str, list[str]](list)
    for each in sorted((survivor, *members)):
        sets[roots[each]].append(each)
    merges: dict[str, tuple[int, str]] = {}  # by root, the last merge of one of its IDs
    for root, ids in sets.items():
        if root != roots[survivor]:
            found = [(merged[each].number, each) for each in ids if each in merged]
            merges[root] = max(found, default=(0, ids[0]))
    heads = {roots[survivor]: survivor} | {root: head for root, (_, head) in merges.items()}
    into = {root: _into(head, roots, merged, roots[survivor]) for root, (_, head) in merges.items()}
    nodes = [Node((survivor, *_without(sets[roots[survivor]], survivor)), 0, survivor)]
    waiting = {roots[survivor]}
    while len(nodes) < len(sets):
        waiting = {root for root in into if into[root] in waiting}
        if not waiting:  # what is left leads round in a circle, for sources made more of it one
            above = {ids[0] for ids, *_ in nodes}
            waiting = {root for root in into if heads[root] not in above}
            into |= dict.fromkeys(waiting, roots[survivor])
        for root in sorted(waiting):
            number, head = merges[root]
            its_ids = (head, *_without(sets[root], head))
            nodes.append(Node(its_ids, number, heads[into[root]]))
    return nodes[::-1]


def _into(head: str, roots: Mapping[str, str], merged: Mapping[str, Effect], last: str) -> str:
    """The root of what an ID was merged into."""
    if head not in merged:
        return last
    return roots[merged[head].operation.value["into"]]


def _without(ids: Iterable[str], head: str) -> list[str]:
    return [each for each in ids if each != head]
