"""The store → an index: everything that an answer needs, folded, numbered and sorted once.

Read top to bottom: entities are streamed in order of ID and collected in columns; names are folded
to forms; forms get their features; the snapshot is written and swapped in whole.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from resolver.errors import StoreEmpty
from resolver.index import columns as layout
from resolver.index import exact, lexical
from resolver.index import format as snapshot
from resolver.match.weights import Weights
from resolver.model import KINDS, Alias, Entity
from resolver.store import Store
from resolver.text import fold

Array = npt.NDArray[Any]
_BLOCK = 200_000


@dataclass(frozen=True, slots=True)
class Compiled:
    """What was compiled.

    Args:
        fingerprint: The index's name.
        entities: How many entities it has.
        aliases: How many texts of entities, names included.
    """

    fingerprint: str
    entities: int
    aliases: int


def compile_index(
    store: Store, home: Path, weights: Weights, progress: Callable[[int], None] = lambda _: None
) -> Compiled:
    """Compile all that the store holds into the home's current index.

    The caller holds the home's lock.

    Raises:
        StoreEmpty: There is no entity.
        DiskFull: No space is left; the index there was still answers.
    """
    table = _Table()
    for entity, sources in store.entities():
        table.add(entity, sources)
        progress(1)
    if not table.entity_type:
        raise StoreEmpty(f"{home} holds no entity yet", "run: resolver import SOURCE")
    facts = {
        "fold": fold.VERSION,
        "types": table.types,
        "languages": table.languages,
        "weights": weights.to_dict(),
        "sources": [asdict(source) for source in store.sources()],
        "entities": len(table.entity_type),
        "aliases": len(table.alias_form),
    }
    fingerprint = snapshot.write_snapshot(home, facts, table.columns())
    return Compiled(fingerprint, len(table.entity_type), len(table.alias_form))


class _Texts:
    """A column of texts in the making."""

    def __init__(self) -> None:
        self.raw = bytearray()
        self.start = array("Q", [0])

    def add(self, text: str) -> None:
        self.raw += text.encode()
        self.start.append(len(self.raw))

    def columns(self, name: str, order: Array | None = None) -> dict[str, Array]:
        raw, start = np.frombuffer(self.raw, np.uint8), np.frombuffer(self.start, np.uint64)
        if order is not None:
            raw, start = _reordered(raw, start, order)
        return {f"{name}_bytes": raw, f"{name}_start": start}


class _Table:
    """All rows in the making; `resolver.index.columns` says what each column holds."""

    def __init__(self) -> None:
        self.types: list[str] = []
        self.languages: list[str] = [""]
        self.entity_id, self.entity_name, self.entity_record = _Texts(), _Texts(), _Texts()
        self.entity_type = array("I")
        self.prominence = array("d")
        self.fact_start, self.fact = array("I", [0]), array("Q")
        self.id_hash = array("Q")
        self.alias_text = _Texts()
        self.alias_form, self.alias_entity = array("I"), array("I")
        self.alias_kind, self.alias_language = array("B"), array("I")
        self.alias_from, self.alias_until = array("I"), array("I")
        self._forms: dict[str, int] = {}
        self._type_numbers: dict[str, int] = {}
        self._language_numbers: dict[str, int] = {"": 0}

    def add(self, entity: Entity, sources: tuple[str, ...]) -> None:
        number = len(self.entity_type)
        self.entity_id.add(entity.id)
        self.entity_name.add(entity.name)
        record = entity.to_dict() | {"sources": list(sources)}
        self.entity_record.add(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
        self.entity_type.append(_number(entity.type, self.types, self._type_numbers))
        self.prominence.append(np.nan if entity.prominence is None else entity.prominence)
        for key, values in layout.facts_of(entity.country, entity.facts):
            self.fact.extend(layout.fact_code(key, value) for value in values)
        self.fact_start.append(len(self.fact))
        self.id_hash.append(layout.id_hash(entity.id))
        for alias in (Alias(entity.name), *entity.aliases):
            self._add_alias(alias, number)

    def columns(self) -> dict[str, Array]:
        forms = list(self._forms)
        order = np.argsort(np.array(self.alias_form, np.uint32), kind="stable")
        form_of = np.array(self.alias_form, np.uint32)[order]
        owners = np.array(self.alias_entity, np.uint32)[order]
        types = np.array(self.entity_type, np.uint32)
        form_types = self._form_types(form_of, types[owners], len(forms))
        by_id = np.argsort(np.array(self.id_hash), kind="stable")
        return {
            **self.entity_id.columns("entity_id"),
            **self.entity_name.columns("entity_name"),
            **self.entity_record.columns("entity_record"),
            "entity_type": types,
            "entity_rank": _ranks(np.array(self.prominence), types),
            "fact_start": np.array(self.fact_start, np.uint32),
            "fact": np.array(self.fact, np.uint64),
            "id_hash": np.array(self.id_hash)[by_id],
            "id_entity": by_id.astype(np.uint32),
            **self.alias_text.columns("alias_text", order),
            "alias_entity": owners,
            "alias_kind": np.array(self.alias_kind, np.uint8)[order],
            "alias_language": np.array(self.alias_language, np.uint32)[order],
            "alias_from": np.array(self.alias_from, np.uint32)[order],
            "alias_until": np.array(self.alias_until, np.uint32)[order],
            "form_alias": np.searchsorted(form_of, np.arange(len(forms) + 1)).astype(np.uint32),
            "form_types": form_types,
            **_form_columns(forms),
        }

    def _add_alias(self, alias: Alias, entity: int) -> None:
        form = exact.form_of(alias.text)
        self.alias_text.add(alias.text)
        self.alias_form.append(self._forms.setdefault(form, len(self._forms)))
        self.alias_entity.append(entity)
        self.alias_kind.append(KINDS.index(alias.kind))
        language = _number(alias.language or "", self.languages, self._language_numbers)
        self.alias_language.append(language)
        self.alias_from.append(layout.date_code(alias.valid_from))
        self.alias_until.append(layout.date_code(alias.valid_until))

    def _form_types(self, form_of: Array, types: Array, forms: int) -> Array:
        bit = np.array([layout.type_bit(name) for name in self.types], np.uint8)
        found = np.zeros(forms, np.uint8)
        np.bitwise_or.at(found, form_of, bit[types])
        return found


def _number(word: str, words: list[str], numbers: dict[str, int]) -> int:
    number = numbers.setdefault(word, len(words))
    if number == len(words):
        words.append(word)
    return number


def _form_columns(forms: list[str]) -> dict[str, Array]:
    """What can be found of each form: its texts, its key and its features."""
    folded, latin, hashes, joined = _Texts(), _Texts(), array("Q"), []
    for form in forms:
        ascii_form = "" if form[0] == "=" else fold.latin(form) or ""
        folded.add(form)
        latin.add(ascii_form)
        joined.append(fold.joined_initials(ascii_form))
        hashes.append(exact.key_hash(exact.key_of(form)))
    blocks = [
        lexical.feature_pairs(joined[first : first + _BLOCK], first)
        for first in range(0, len(joined), _BLOCK)
    ]
    pairs = np.sort(np.concatenate(blocks))
    codes, start = np.unique(pairs >> np.uint64(32), return_index=True)
    by_hash = np.argsort(np.array(hashes), kind="stable")
    return {
        **folded.columns("form_fold"),
        **latin.columns("form_latin"),
        "form_norm": lexical.norms(pairs, len(forms)),
        "exact_hash": np.array(hashes)[by_hash],
        "exact_form": by_hash.astype(np.uint32),
        "feature": codes.astype(np.uint32),
        "feature_start": np.append(start, len(pairs)).astype(np.uint64),
        "posting": (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32),
    }


def _reordered(raw: Array, start: Array, order: Array) -> tuple[Array, Array]:
    ends = start.astype(np.int64)
    begin, size = ends[:-1][order], (ends[1:] - ends[:-1])[order]
    new = np.concatenate([[0], np.cumsum(size)])
    where = np.repeat(begin - new[:-1], size) + np.arange(new[-1])
    return raw[where], new.astype(np.uint64)


def _ranks(prominence: Array, types: Array) -> Array:
    """The rank of each prominence among those of its type, 0..1 (f4); NaN where not known."""
    ranks = np.full(len(types), np.nan, np.float32)
    for number in np.unique(types):
        rows = np.flatnonzero((types == number) & ~np.isnan(prominence))
        ordered = np.sort(prominence[rows])
        low = np.searchsorted(ordered, prominence[rows], "left")
        high = np.searchsorted(ordered, prominence[rows], "right")
        ranks[rows] = (low + high) / (2 * max(len(rows), 1))
    return ranks
