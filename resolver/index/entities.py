"""Entities → what the columns of an index hold of them, block by block, in any process.

Reach for `EntityBlock.of` with some entities in the order of their IDs; `resolver.index.builder`
puts the blocks together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from resolver.index.columns import Joined, new_rows
from resolver.index.segment import date_code, fact_code, named_facts
from resolver.model import ALIAS_KINDS, Alias, Entity
from resolver.model.checks import Properties
from resolver.text.keys import form_of, hashes64

Array = npt.NDArray[Any]

_KIND_NUMBER: Final = {kind: number for number, kind in enumerate(ALIAS_KINDS)}

_to_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Worded(NamedTuple):
    """A word for each row.

    Args:
        words: Each that occurs, as they first do.
        numbers: u4: which one a row has.
    """

    words: tuple[str, ...]
    numbers: Array

    @classmethod
    def of(cls, rows: Sequence[str]) -> Self:
        """The words of these rows."""
        number = {word: at for at, word in enumerate(dict.fromkeys(rows))}
        return cls(tuple(number), np.fromiter(map(number.__getitem__, rows), np.uint32, len(rows)))


class AliasBlock(NamedTuple):
    """What columns hold of all names of some entities, one entity after the other.

    Args:
        texts: As they were written.
        folds: The form of each.
        form_hash: u8: the hashes of these.
        kind: u1.
        language: "" where it is not known.
        since: u4: from when on it was in use.
        until: u4: until when.
    """

    texts: Joined
    folds: Joined
    form_hash: Array
    kind: Array
    language: Worded
    since: Array
    until: Array

    @classmethod
    def of(cls, aliases: Sequence[Alias]) -> Self:
        """What columns hold of these names."""
        forms = [form_of(alias.text) for alias in aliases]
        return cls(
            Joined.of([alias.text for alias in aliases]),
            Joined.of(forms),
            hashes64(forms),
            np.array([_KIND_NUMBER[alias.kind] for alias in aliases], np.uint8),
            Worded.of([alias.language or "" for alias in aliases]),
            np.array([date_code(alias.valid_from) for alias in aliases], np.uint32),
            np.array([date_code(alias.valid_until) for alias in aliases], np.uint32),
        )


class EntityBlock(NamedTuple):
    """What columns hold of some entities.

    Args:
        ids: Their canonical IDs.
        names: The name to show of each.
        records: The record of each, in JSON.
        types: The type of each.
        prominence: f8; NaN where it is not known.
        id_hash: u8: the hashes of the IDs.
        facts: The country and the properties of each, as `named_facts` has them.
        fact: u8: the codes of these.
        fact_counts: i8: how many codes each has.
        aliases: All of their names.
        alias_counts: i8: how many each has.
    """

    ids: Joined
    names: Joined
    records: Joined
    types: Worded
    prominence: Array
    id_hash: Array
    facts: list[Properties]
    fact: Array
    fact_counts: Array
    aliases: AliasBlock
    alias_counts: Array

    @classmethod
    def of(cls, known: Iterable[tuple[Entity, dict[str, Any]]]) -> Self:
        """What columns hold of these entities, given each with its record.

        A record is the wire form of its entity, and beside it `sources`, their names; `pack`, that
        of each alias which is not of the first of them; and `other_ids` that lead to the entity.
        """
        entities, records, facts, codes = [], [], [], new_rows("fact")
        fact_counts, names, alias_counts = [], list[Alias](), []
        for entity, record in known:
            entities.append(entity)
            records.append(_to_json(record))
            facts.append(named_facts(entity.country, entity.property_values))
            begin = len(codes)
            codes.extend([fact_code(key, value) for key, some in facts[-1] for value in some])
            fact_counts.append(len(codes) - begin)
            begin = len(names)
            names.extend(entity.names)
            alias_counts.append(len(names) - begin)
        ids = [entity.id for entity in entities]
        return cls(
            Joined.of(ids),
            Joined.of([entity.name for entity in entities]),
            Joined.of(records),
            Worded.of([entity.type for entity in entities]),
            np.array([entity.prominence for entity in entities], np.float64),  # of None it is NaN
            hashes64(ids),
            facts,
            np.array(codes),
            np.array(fact_counts, np.int64),
            AliasBlock.of(names),
            np.array(alias_counts, np.int64),
        )
