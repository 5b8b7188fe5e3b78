"""The ID of a record, or a new one: who or what it is by the index, and by the journal since.

Reach for `read_records`, then `taken`. The index is asked for each name of the record, with its
type, countries and properties. What it says counts as far as it still holds: entities may have been
retired, merged or renamed since. Then the journal is asked for what the index does not show yet:
entities that are the same as the record (`likeness`) and have such a name only since. That is done
once more within the transaction that creates an entity, so that of many who bring the same record
at the same moment one creates it, and all others find it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from resolver.engine import Decides
from resolver.errors import BadValue, InvalidInput
from resolver.journal import Reading
from resolver.model import Alias, Candidate, Decision, Entity, Query, checks
from resolver.model.decision import Verdict
from resolver.model.edit import Operation
from resolver.store import Store, StoredEntity
from resolver.table.editing import Editing, Said
from resolver.table.fields import created
from resolver.table.likeness import asked_texts, asked_type, is_same
from resolver.table.minting import expect_usable, minted_id
from resolver.table.reviewing import somebody

Ambiguous = Literal["return", "create"]
"""What becomes of a record that may be several entities: they are returned, or one is created."""

MAX_TEXTS: Final = 20
"""Names of a record for which an index is asked at most."""


MAX_CANDIDATES: Final = 5
"""Entities that are returned of those that a record may be at most."""


TOGETHER: Final = 30
"""Records for which one transaction changes something at most: others wait for it to end."""


class How(NamedTuple):
    """How a record is taken.

    Args:
        ambiguous: What becomes of one that may be several entities.
        add_alias: Whether the entity that it is gets the names that it lacks.
    """

    ambiguous: Ambiguous = "return"
    add_alias: bool = False


HOW: Final = How()
"""As a record is taken where nothing is said."""


class Possible(NamedTuple):
    """An entity that a record may be.

    Args:
        id: Its ID.
        name: Its name.
        type: Its type.
        score: As of `Candidate`; None where no index has it yet.
    """

    id: str
    name: str
    type: str
    score: float | None

    def to_dict(self) -> dict[str, Any]:
        """The wire form."""
        score = self.score
        return {**self._asdict(), "score": None if score is None else round(score, 4)}


class Resolved(NamedTuple):
    """What a record is.

    Args:
        verdict: `match`: it is the entity of `id`; `ambiguous`: one of `candidates`, or nobody;
            `no_match`: it was nobody.
        id: The ID, also of an entity that was created; None where it is ambiguous.
        created: Whether an entity was created.
        candidates: Who it may be, likeliest first; of a match only whom it is.
        change: The number of the change that was made; None where none was.
    """

    verdict: Verdict
    id: str | None
    created: bool
    candidates: tuple[Possible, ...]
    change: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The wire form."""
        return {**self._asdict(), "candidates": [each.to_dict() for each in self.candidates]}


class Record(NamedTuple):
    """A record, and what an index says of it.

    Args:
        entity: What it is, with its own ID or a new one.
        has_id: Whether the ID is its own.
        verdict: Of the index.
        candidates: Of the index, likeliest first.
        through: The number of the last change that the index has.
    """

    entity: Entity
    has_id: bool
    verdict: Verdict
    candidates: tuple[Candidate, ...]
    through: int


def read_records(records: Iterable[Mapping[str, Any]], resolver: Decides) -> list[Record]:
    """Records in their wire form, with what an index says of each.

    Raises:
        InvalidInput: A value is wrong.
    """
    records = list(records)
    entities = [_entity(*each) for each in enumerate(records, 1)]
    asked = [asked_texts(entity)[:MAX_TEXTS] for entity in entities]
    queries = [_query(*each) for each in zip(entities, asked, strict=True)]
    decisions = iter(resolver.resolve_block([query for each in queries for query in each]))
    read: list[Record] = []
    for record, entity, each in zip(records, entities, queries, strict=True):
        verdict, candidates = _together([next(decisions) for _ in each])
        has_id = entity.id == record.get("id")
        read.append(Record(entity, has_id, verdict, candidates, resolver.through))
    return read


def taken(
    store: Store, records: Sequence[Record], how: How, by: str, reason: str | None
) -> list[Resolved]:
    """As `resolver.table.Table.resolve_or_create_many`, of records that were read."""
    with store.journal.reading() as reading:
        found = [_found(store, reading, record, how) for record in records]
    done = [
        None if _changes(each, record, how) else _resolved(each)
        for each, record in zip(found, records, strict=True)
    ]
    left = iter([record for record, each in zip(records, done, strict=True) if each is None])
    changed: list[Resolved] = []
    while some := list(itertools.islice(left, TOGETHER)):
        with store.journal.writing() as writing:
            for record in some:
                editing = Editing(store, writing, Said(by, reason))
                now = _found(store, writing, record, how)
                changed.append(_settled(editing, now, record, how))
    rest = iter(changed)
    return [next(rest) if each is None else each for each in done]


def _changes(found: _Found, record: Record, how: How) -> bool:
    """Whether something is to be changed for a record."""
    if found.verdict == "match":
        return how.add_alias and bool(_lacking(record, found))
    return found.verdict == "no_match" or how.ambiguous == "create"


class _Found(NamedTuple):
    """Who a record may be before anything is changed, likeliest first, each with its score."""

    verdict: Verdict
    among: Sequence[tuple[StoredEntity, float | None]]


def _found(store: Store, reading: Reading, record: Record, how: How) -> _Found:
    """Who a record may be by the index, and by the journal since."""
    since = reading.named(asked_texts(record.entity), record.through)
    ids = since | {each.id for each in record.candidates}
    ids |= {record.entity.id} if record.has_id else set()
    if not ids:
        return _Found("no_match", [])
    looked = store.look(store.around(ids, reading))
    there = looked.entity(record.entity.id) if record.has_id else None
    if there is not None:
        return _Found("match", [(there, None)])
    fresh = {
        entity.entity.id: entity
        for entity in map(looked.entity, sorted(since))
        if entity is not None and is_same(record.entity, entity.entity)
    }
    standing = [
        (each, entity)
        for each in record.candidates
        if (entity := looked.entity(each.id)) is not None and _has(entity, each.alias.text)
    ]
    return _by_name(record, fresh, standing, how) if fresh else _by_index(record, standing)


_Standing = Sequence[tuple[Candidate, StoredEntity]]
"""Candidates of an index that still are what it knows, and the entities that they are now."""


def _by_index(record: Record, standing: _Standing) -> _Found:
    """Who a record may be where the journal brings nobody."""
    verdict = record.verdict
    if verdict == "match" and not (standing and standing[0][0] is record.candidates[0]):
        verdict = "no_match"
    if verdict == "no_match" or not standing:
        return _Found("no_match", [])
    among = {entity.entity.id: (entity, each.score) for each, entity in reversed(standing)}
    return _Found(verdict, [*among.values()][::-1])


def _by_name(
    record: Record, fresh: Mapping[str, StoredEntity], standing: _Standing, how: How
) -> _Found:
    """Who a record may be where entities are the same as it that the index does not show so."""
    among = {entity_id: (entity, None) for entity_id, entity in fresh.items()}
    equal = {
        entity.entity.id: (entity, each.score)
        for each, entity in standing
        if entity.entity.id not in fresh and is_same(record.entity, entity.entity)
    }
    is_one = not equal and len(fresh) == 1
    verdict: Verdict = "match" if is_one or how.ambiguous == "create" else "ambiguous"
    return _Found(verdict, [*among.values(), *equal.values()])


def _settled(editing: Editing, found: _Found, record: Record, how: How) -> Resolved:
    """What becomes of a record."""
    if not _changes(found, record, how):
        return _resolved(found)
    if found.verdict == "match":
        lacking = _lacking(record, found)
        entity_id = found.among[0][0].entity.id
        operations = [Operation(entity_id, "add", alias.to_dict()) for alias in lacking]
        return _resolved(found)._replace(change=editing.put("alias", operations, entity_id).change)
    operations = [created(record.entity), *somebody(editing, record.entity)]
    done = editing.put("create", operations, record.entity.id)
    return _resolved(found)._replace(id=done.id, created=True, change=done.change)


def _resolved(found: _Found) -> Resolved:
    most = 1 if found.verdict == "match" else MAX_CANDIDATES
    among = tuple(
        Possible(each.entity.id, each.entity.name, each.entity.type, score)
        for each, score in found.among[:most]
    )
    return Resolved(found.verdict, among[0].id if found.verdict == "match" else None, False, among)


def _lacking(record: Record, found: _Found) -> list[Alias]:
    """The names of a record that the entity which it is does not have."""
    has = {alias.text for alias in found.among[0][0].entity.names}
    return [alias for alias in record.entity.names if alias.text not in has]


def _has(entity: StoredEntity, text: str) -> bool:
    return any(alias.text == text for alias in entity.entity.names)


def nobody(query: Query, through: int) -> Record:
    """The record of a name that is nobody's in an index, from what was asked of it.

    Args:
        query: What was asked; with a type.
        through: The number of the last change that the index has.
    """
    entity = Entity(
        minted_id(),
        query.type or "other",
        " ".join(query.text.splitlines()),
        country=query.country,
        properties=query.properties,
    )
    return Record(entity, False, "no_match", (), through)


def _entity(number: int, record: Mapping[str, Any]) -> Entity:
    """The entity of a record, with its own ID or a new one; an error says which record is wrong."""
    if not isinstance(record, Mapping):
        raise BadValue(f"record {number} is not an object", 'write {"type": "…", "name": "…"}')
    given = record if record.get("id") else {**record, "id": minted_id()}
    try:
        made = Entity.from_dict(given)
        expect_usable(made.id)
        return made
    except InvalidInput as error:
        error.what = f"record {number}: {error.what}"
        raise


def _query(entity: Entity, texts: Iterable[str]) -> list[Query]:
    """What an index is asked of a record: its names, each with as many facts as a query takes."""
    properties: dict[str, list[str]] = {}
    left = checks.VALUES_LIMIT
    for name, values in entity.property_values:
        kept = [each for each in values if len(each) <= checks.TEXT_LIMIT][:left]
        left -= len(kept)
        if kept:
            properties[name] = kept
    query_type = asked_type(entity)
    return [
        Query(text, type=query_type, country=entity.country, properties=properties)
        for text in texts
    ]


def _together(decisions: Sequence[Decision]) -> tuple[Verdict, tuple[Candidate, ...]]:
    """What the decisions about the names of a record come to; the first is that about its name.

    An alias decides where the name does not: it may match one of the candidates of the name, or
    anybody where the name is nobody's. Names that match different entities are ambiguous, and what
    somebody reviewed of the name stands.
    """
    name = decisions[0]
    if name.reason == "reviewed":
        decisions = decisions[:1]
    matches = {each.id for each in decisions if each.verdict == "match"}
    meant = [each for each in decisions if each.verdict != "no_match"]
    among = {each.id for each in name.candidates}
    best: dict[str, Candidate] = {}
    for candidate in (each for decision in meant for each in decision.candidates):
        before = best.get(candidate.id)
        if before is None or before.score < candidate.score:
            best[candidate.id] = candidate
    candidates = sorted(best.values(), key=lambda each: -each.score)
    if len(matches) == 1 and (name.verdict != "ambiguous" or matches <= among):
        candidates.sort(key=lambda each: each.id not in matches)
        return "match", tuple(candidates)
    return ("ambiguous" if meant else "no_match"), tuple(candidates)
