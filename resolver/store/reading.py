"""Entities out of the tables: rows and aliases of one ID, and of IDs that are one, together.

Reach for `read_entities` where the contract's `entities` is kept over SQL. What is read is streamed
in order of ID; the other IDs of a group are looked up for a block of survivors at a time. What
people edited comes to it as it is read.
"""

from __future__ import annotations

import heapq
import itertools
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sql

from resolver.journal import Edits
from resolver.model.edit import EDITS
from resolver.processes import in_blocks
from resolver.store.composing import OtherId, UnreadEntity
from resolver.store.edited import Arrival, created_row
from resolver.store.joining import Declared, Joined, joined
from resolver.store.merged import merge_tree
from resolver.store.rows import FETCHED, Link, Part, of_ids, places
from resolver.store.said import Rows, Said, Tables
from resolver.store.schema import MAX_IDS, entities, redirects, same_as


def read_joined(connection: sql.Connection, edits: Edits) -> Joined:
    """Which IDs of a store are one, and which of them survive.

    Args:
        connection: In a transaction.
        edits: What people decided.
    """
    declared = sql.select(same_as.c.source, same_as.c.id, same_as.c.other)
    became = sql.select(redirects.c.old_id, redirects.c.source, redirects.c.id)
    there = sql.select(entities.c.id, entities.c.source)
    named = sql.union(
        *(sql.select(each) for each in (same_as.c.id, same_as.c.other)),
        *(sql.select(each) for each in (redirects.c.old_id, redirects.c.id)),
    )
    decided = {*edits.merges, *edits.merges.values(), *itertools.chain(*edits.same)}
    rows: list[Any] = [*connection.execute(there.where(entities.c.id.in_(named)))]
    rows += of_ids(connection, there, entities.c.id, decided)
    pairs = connection.execution_options(yield_per=FETCHED).execute(declared)
    return _joined(places(connection), rows, pairs, connection.execute(became), edits)


def joined_of(said: Said, ids: Collection[str], edits: Edits) -> Joined:
    """As `read_joined`, of all that is said of some IDs."""
    declared = [
        (each.source, each.one, each.other) for each in said.all_links if not each.is_redirect
    ]
    became = [(each.one, each.source, each.other) for each in said.all_links if each.is_redirect]
    return _joined(said.places, said.bearers, declared, became, edits, ids)


def _joined(
    order: Mapping[str, int],
    rows: Iterable[Any],
    pairs: Iterable[Any],
    moved: Iterable[Any],
    edits: Edits,
    within: Collection[str] | None = None,
) -> Joined:
    """What `joined` makes of rows: IDs and sources, sources and pairs, old IDs, sources and IDs."""
    bearers = defaultdict[str, int](int)
    for entity_id, source in rows:
        bearers[entity_id] |= 1 << order[source]
    for entity_id in edits.created:
        if within is None or entity_id in within:
            bearers[entity_id] |= 1 << len(order)
    return joined(
        (Declared(order[source], one, other) for source, one, other in pairs),
        {old_id: entity_id for old_id, _, entity_id in sorted(moved, reverse=True)},
        dict(bearers),
        edits,
    )


def read_all(tables: Tables, groups: Joined, edits: Edits) -> Iterator[UnreadEntity]:
    """All entities in order of ID; arguments as of `read_entities`."""
    reading = _Reading(tables, groups, edits)
    found = reading.with_created(tables.all(), None)
    for block in in_blocks(found, FETCHED) if groups.members else [found]:
        yield from reading.whole(block)


def read_entities(
    rows: Rows, groups: Joined, edits: Edits, ids: Iterable[str]
) -> Iterator[UnreadEntity]:
    """The entities that have one of some IDs, or that one of them became, in order of ID.

    Args:
        rows: What sources say.
        groups: Which IDs are one.
        edits: What people decided of all, or of the IDs that are one with these.
        ids: The IDs.
    """
    reading = _Reading(rows, groups, edits)
    for some in in_blocks(sorted({groups.survivors.get(each, each) for each in ids}), MAX_IDS):
        yield from reading.whole(reading.with_created(rows.parts(some), some))


class _Reading:
    """Puts entities together.

    Args:
        rows: What sources say.
        groups: Which IDs are one.
        edits: What people decided.
    """

    def __init__(self, rows: Rows, groups: Joined, edits: Edits) -> None:
        self._rows = rows
        self._groups = groups
        self._edits = edits
        self._places = {**rows.places, EDITS: sys.maxsize}
        self._into = frozenset(edits.merges.values())

    def with_created(self, found: Iterable[Part], ids: Collection[str] | None) -> Iterator[Part]:
        """Parts, and those of IDs of which no source says anything, but people do; in order."""
        mine = self._edits.created | self._into
        extra = [Part(each, [], []) for each in sorted(mine if ids is None else mine & {*ids})]
        if not extra:
            yield from found
            return
        key = itemgetter(0)
        for _, same in itertools.groupby(heapq.merge(found, extra, key=key), key=key):
            yield self._with_row(next(same))

    def _with_row(self, part: Part) -> Part:
        """The part, with the row of what somebody created where no source has one."""
        row = None if part.rows else created_row(part.id, self._edits.of(part.id))
        return part if row is None else part._replace(rows=[row])

    def whole(self, parts: Iterable[Part]) -> Iterator[UnreadEntity]:
        """The entities of some parts; those of groups with what is said of their other IDs."""
        survivors, members = self._groups.survivors, self._groups.members
        if not members:
            for part in parts:
                if part.rows and part.id not in self._edits.retired:
                    yield self._entity(part)
            return
        kept = [
            each
            for each in parts
            if each.id not in survivors
            and (each.rows or each.id in members)
            and each.id not in self._edits.retired
        ]
        heads = [each.id for each in kept if each.id in members]
        others = _Others(self._rows, self._groups, self._edits, heads)
        for part in kept:
            if part.id not in members:
                yield self._entity(part)
                continue
            entity = self._group(part, others)
            if entity.rows:
                yield entity

    def _entity(self, part: Part) -> UnreadEntity:
        """An entity of which all is said of one ID."""
        _, rows, names = part
        effects = self._edits.of(part.id)
        if len(rows) == 1 and (not names or names[0][0] == names[-1][0] == rows[0][0]):
            return UnreadEntity(rows, names, (), effects)  # mostly: all of it is of one source
        return self._composed([part])

    def _group(self, part: Part, others: _Others) -> UnreadEntity:
        """The entity of a group, whose part is that of the survivor."""
        members = self._groups.members[part.id]
        if part.id not in self._groups.roots:
            whole = self._one([part.id, *members], others.parts | {part.id: part})
        else:
            whole = self._merged(part.id, members, others.parts | {part.id: part})
        return whole._replace(other_ids=tuple(others.of(part.id)))

    def _merged(
        self, survivor: str, members: Iterable[str], found: Mapping[str, Part]
    ) -> UnreadEntity:
        """An entity into which others were merged; what was merged into these comes first."""
        nodes = merge_tree(survivor, members, self._groups.roots, self._edits.merged)
        arrivals = defaultdict[str, list[Arrival]](list)
        for node in nodes[:-1]:
            whole = self._one(node.ids, found, arrivals[node.ids[0]])
            if node.ids[0] not in self._edits.retired:
                arrivals[node.into].append((node.number, whole.edited()))
        return self._one(nodes[-1].ids, found, arrivals[survivor])

    def _one(
        self, ids: Sequence[str], found: Mapping[str, Part], merged: Iterable[Arrival] = ()
    ) -> UnreadEntity:
        """What is said of an ID, of others that are one with it, and of what was merged into it."""
        head, *members = ids
        part = self._with_row(found.get(head) or Part(head, [], []))
        return self._composed(
            [part, *(self._member(found.get(each), each) for each in members)],
            sorted(merged, key=itemgetter(0)),
        )

    def _member(self, part: Part | None, entity_id: str) -> Part:
        """What is said of an ID that leads to another one, with the edits of its own."""
        effects = self._edits.of(entity_id)
        part = self._with_row(part or Part(entity_id, [], []))
        if not effects:
            return part
        if entity_id in self._edits.retired:
            return Part(entity_id, [], [])
        done = self._composed([part]).edited()
        return Part(entity_id, [] if done.row is None else [done.row], done.aliases)

    def _composed(self, parts: list[Part], merged: Sequence[Arrival] = ()) -> UnreadEntity:
        """An entity whose row is among those of the first part, or becomes that of its ID."""
        place, head = self._places, parts[0].id
        rows = [row for part in parts for row in part.rows]
        rows.sort(key=lambda row: (place[row[0]], row[1]))
        own = next((row for row in rows if row[1] == head), None)
        if own is not None and own is not rows[0]:  # it survives for people say so
            rows = [own, *(row for row in rows if row is not own)]
        taken = next((each for each in merged if each[1].row is not None), None)
        if not rows and taken is not None and taken[1].row is not None:
            rows, merged = [taken[1].row], [each for each in merged if each is not taken]
            merged = [(taken[0], taken[1]._replace(row=None)), *merged]
        if rows and rows[0][1] != head:  # nobody brings the ID any more that is the survivor's
            rows[0] = (rows[0][0], head, *rows[0][2:])
        first = rows[0][0] if rows else None
        names = [each for each in parts[0].aliases if each[0] == first]
        others = [each for each in parts[0].aliases if each[0] != first]
        others += [each for part in parts[1:] for each in part.aliases]
        names += sorted(others, key=lambda each: place[each[0]])
        return UnreadEntity(rows, names, (), self._edits.of(head), tuple(merged))


class _Others:
    """What is said of the IDs that lead to some survivors.

    Args:
        rows: What sources say.
        groups: Which IDs are one.
        edits: What people decided.
        heads: The survivors, each of them of a group.
    """

    def __init__(self, rows: Rows, groups: Joined, edits: Edits, heads: Sequence[str]) -> None:
        self._became = groups.survivors
        self._said: dict[str, set[OtherId]] = defaultdict(set)
        members = {each for head in heads for each in groups.members[head]}
        self.parts = {part.id: part for part in rows.parts(members)}
        for link in rows.links(members):
            if link.is_redirect:
                self._say_moved(link)
            else:
                self._say_same(link)
        self._say_decided(members, edits)

    def _say_same(self, link: Link) -> None:
        """Note that two IDs are declared the same, unless that was left aside."""
        one, other = (self._became.get(each, each) for each in link[1:3])
        if one == other:
            for entity_id in link[1:3]:
                if entity_id in self._became:
                    self._said[one].add(OtherId(entity_id, "same_as", link.source))

    def _say_moved(self, link: Link) -> None:
        """Note that an ID was redirected; what is said of one that an entity has is not."""
        old_id, entity_id = link.one, link.other
        survivor, part = self._became.get(old_id), self.parts.get(old_id)
        if self._became.get(entity_id, entity_id) == survivor and not (part and part.rows):
            self._said[survivor].add(OtherId(old_id, "redirect", link.source))

    def _say_decided(self, ids: Collection[str], edits: Edits) -> None:
        """Note which of some IDs people merged into others, or said to be the same."""
        same = frozenset(itertools.chain(*edits.same))
        for entity_id in ids:
            survivor = self._became[entity_id]
            if entity_id in edits.merges:
                self._said[survivor].add(OtherId(entity_id, "merge", EDITS))
            elif entity_id in same:
                self._said[survivor].add(OtherId(entity_id, "same_as", EDITS))

    def of(self, survivor: str) -> list[OtherId]:
        """The IDs that lead to a survivor, in order, and by what each does."""
        return sorted(self._said[survivor])
