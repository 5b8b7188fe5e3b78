"""Entities → the columns of a snapshot, in memory that hardly grows with them.

Entities are taken one by one, and their texts go straight to disk. A form is known by its hash
until all of them are there. Then forms get their features and vectors block by block. The postings
are spread over files by feature, and each file is sorted for itself. Last, the vectors are put into
cells.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.index import features, lexical, segment
from resolver.index.cells import write_vectors
from resolver.index.columns import new_rows
from resolver.index.draft import Draft
from resolver.index.vectors import rounded
from resolver.model import ALIAS_KINDS, Alias, Entity
from resolver.progress import Advance, no_advance
from resolver.text import fold
from resolver.text.keys import form_of, hash64, match_keys, organization_keys
from resolver.text.sound import Encoder
from resolver.text.words import Words

Array = npt.NDArray[Any]

_BLOCK: Final = 50_000
"""Forms whose features are made at once."""

_POSTING_FILES: Final = 16
"""Files over which postings are spread while they are sorted."""

_KIND_NUMBER: Final = {kind: number for number, kind in enumerate(ALIAS_KINDS)}


class Builder:
    """The columns of a snapshot in the making: `add` all entities, then `finish`, then `place`.

    Args:
        draft: Where they are written.
        encoder: What makes vectors of names.
        words: What `load_words` returned.
        prominences: By type, those of the base's entities, among which ranks are counted too; None
            for a whole snapshot.
    """

    def __init__(
        self,
        draft: Draft,
        encoder: Encoder,
        words: Words,
        prominences: Mapping[str, Array] | None = None,
    ) -> None:
        self.forms = 0
        """How many distinct folded names, once `finish` has counted them."""
        self._draft = draft
        self._encoder, self._words = encoder, words
        self._vectors = draft.scratch()
        self._base_prominences = prominences or {}
        self._types, self._languages = _Numbers(), _Numbers("")
        self._folds = _Spool(draft.scratch())
        self._form_hash = array("Q")
        self._entity_id = draft.texts("entity_id")
        self._entity_name = draft.texts("entity_name")
        self._entity_record = draft.texts("entity_record")
        self._entity_type, self._prominence = new_rows("entity_type"), new_rows("entity_prominence")
        self._fact_start, self._fact = new_rows("fact_start"), new_rows("fact")
        self._fact_start.append(0)
        self._distinct: dict[int, int] = {}
        self._id_hash = new_rows("id_hash")
        self._alias_text = draft.texts("alias_text")
        self._alias_entity, self._alias_kind = new_rows("alias_entity"), new_rows("alias_kind")
        self._alias_language = new_rows("alias_language")
        self._alias_from, self._alias_until = new_rows("alias_from"), new_rows("alias_until")

    @property
    def types(self) -> list[str]:
        """The types of its entities, by number."""
        return self._types.words

    @property
    def languages(self) -> list[str]:
        """The languages of its aliases, by number."""
        return self._languages.words

    @property
    def entities(self) -> int:
        """How many entities were added."""
        return len(self._entity_type)

    @property
    def aliases(self) -> int:
        """How many texts of entities, names included."""
        return len(self._alias_entity)

    def distinct_values(self, key: str) -> int:
        """How many values a property or `country` has, by its `segment.named_facts` key, once
        `finish` has counted them."""
        return self._distinct.get(segment.fact_code(key, "") >> 32, 0)

    def add(self, entity: Entity, sources: tuple[str, ...]) -> None:
        """Take an entity, and the names of the sources that know it."""
        number = self.entities
        self._entity_id.add(entity.id)
        self._entity_name.add(entity.name)
        record = entity.to_dict() | {"sources": list(sources)}
        self._entity_record.add(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
        self._entity_type.append(self._types.of(entity.type))
        self._prominence.append(np.nan if entity.prominence is None else entity.prominence)
        for key, values in segment.named_facts(entity.country, entity.property_values):
            self._fact.extend(segment.fact_code(key, value) for value in values)
        self._fact_start.append(len(self._fact))
        self._id_hash.append(hash64(entity.id))
        for alias in entity.names:
            self._add_alias(alias, number)

    def finish(self, advance: Advance = no_advance) -> None:
        """Write all columns but the vectors.

        Args:
            advance: Called with how many more aliases have their form written.
        """
        forms, first_aliases = _numbered(np.array(self._form_hash))
        self.forms = len(first_aliases)
        self._write_entities()
        types = self._write_aliases(forms)
        sizes = np.bincount(forms, minlength=self.forms)
        blocks = _Forms(self._draft, self._words)
        # Arrays are summed in a thread while Python folds the same names.
        with ThreadPoolExecutor(1) as thread:
            for begin in range(0, self.forms, _BLOCK):
                block = self._folds.read(first_aliases[begin : begin + _BLOCK])
                vectors = thread.submit(self._encoder.vectors, block)
                blocks.add(block, begin, types[begin : begin + _BLOCK].tolist())
                self._vectors.write(rounded(vectors.result()).data)
                advance(int(sizes[begin : begin + _BLOCK].sum()))
        blocks.finish(self.forms)

    def place(self, advance: Advance = no_advance) -> None:
        """Write the vectors, each in its cell.

        Args:
            advance: Called with how many more forms have their cell.
        """
        shape = self.forms, self._encoder.dim
        rows: Array = np.empty(shape, np.int8)
        if self.forms:
            rows = np.memmap(self._vectors, np.int8, "r", shape=shape).view(np.ndarray)
        write_vectors(self._draft, rows, advance)
        self._vectors.close()

    def _add_alias(self, alias: Alias, entity: int) -> None:
        form = form_of(alias.text)
        self._folds.add(form.encode())
        self._form_hash.append(hash64(form))
        self._alias_text.add(alias.text)
        self._alias_entity.append(entity)
        self._alias_kind.append(_KIND_NUMBER[alias.kind])
        self._alias_language.append(self._languages.of(alias.language or ""))
        self._alias_from.append(segment.date_code(alias.valid_from))
        self._alias_until.append(segment.date_code(alias.valid_until))

    def _write_entities(self) -> None:
        put = self._draft.put
        put("entity_type", self._entity_type)
        put("entity_prominence", self._prominence)
        put("entity_rank", self._ranks())
        put("fact_start", self._fact_start)
        put("fact", self._fact)
        self._write_fact_counts()
        hashes = np.array(self._id_hash)
        by_hash = hashes.argsort(kind="stable")
        put("id_hash", hashes[by_hash])
        put("id_entity", by_hash)

    def _write_fact_counts(self) -> None:
        """How many entities have each fact; one that is not among them is of one at most."""
        facts, sizes = np.array(self._fact), np.diff(np.array(self._fact_start))
        owners = np.arange(self.entities).repeat(sizes)
        order = np.lexsort((owners, facts))
        facts, owners = facts[order], owners[order]
        new = np.ones(len(facts), bool)  # of two values of an entity that fold alike one counts
        new[1:] = (facts[1:] != facts[:-1]) | (owners[1:] != owners[:-1])
        values, counts = np.unique(facts[new], return_counts=True)
        keys, distinct = np.unique(values >> np.uint64(32), return_counts=True)
        self._distinct = dict(zip(keys.tolist(), distinct.tolist(), strict=True))
        self._draft.put("fact_value", values[counts > 1])
        self._draft.put("fact_count", counts[counts > 1])

    def _write_aliases(self, forms: Array) -> Array:
        """Given the form of each alias; returns the bits of the types of each form (u1)."""
        put = self._draft.put
        put("alias_entity", self._alias_entity)
        put("alias_form", forms)
        put("alias_kind", self._alias_kind)
        put("alias_language", self._alias_language)
        put("alias_from", self._alias_from)
        put("alias_until", self._alias_until)
        by_form = forms.argsort(kind="stable")
        put("form_start", forms[by_form].searchsorted(np.arange(self.forms + 1)))
        put("form_alias", by_form)
        bits = np.array([segment.type_bit(name) for name in self.types], np.uint8)
        types, entities = np.array(self._entity_type), np.array(self._alias_entity)
        form_types = np.zeros(self.forms, np.uint8)
        np.bitwise_or.at(form_types, forms, bits[types[entities]])
        put("form_types", form_types)
        return form_types

    def _ranks(self) -> Array:
        """The rank of each prominence among those of its type, 0..1; NaN where not known."""
        types, prominence = np.array(self._entity_type), np.array(self._prominence)
        ranks = np.full(len(types), np.nan, np.float32)
        for number, name in enumerate(self.types):
            rows = np.flatnonzero((types == number) & ~np.isnan(prominence))
            others = self._base_prominences.get(name, np.empty(0))
            ordered = np.sort(np.concatenate([prominence[rows], others]))
            low = ordered.searchsorted(prominence[rows], "left")
            high = ordered.searchsorted(prominence[rows], "right")
            ranks[rows] = (low + high) / (2 * max(len(ordered), 1))
        return ranks


class _Forms:
    """By what each form is found: its texts, its keys and its features."""

    def __init__(self, draft: Draft, words: Words) -> None:
        self._draft, self._words = draft, words
        self._fold, self._latin = draft.texts("form_fold"), draft.texts("form_latin")
        self._key_hash, self._key_form = new_rows("exact_hash"), new_rows("exact_form")
        self._files = [draft.scratch() for _ in range(_POSTING_FILES)]
        bounds = [(n << 64) // _POSTING_FILES for n in range(1, _POSTING_FILES)]
        self._bounds = np.array(bounds, np.uint64)

    def add(self, block: list[str], begin: int, types: list[int]) -> None:
        """Take some forms, given the number of the first and the bits of the types of each."""
        joined = []
        for number, (form, bits) in enumerate(zip(block, types, strict=True), begin):
            latin = "" if form[0] == "=" else fold.latin(form) or ""
            self._fold.add(form)
            self._latin.add(latin)
            joined.append(fold.joined_initials(latin))
            keys = match_keys(form, latin)
            if bits & segment.ORGANIZATIONS:
                keys = *keys, *organization_keys(latin, self._words)
            for key in keys:
                self._key_hash.append(hash64(key))
                self._key_form.append(number)
        pairs = features.feature_pairs(joined, begin)
        parts = np.split(pairs, pairs.searchsorted(self._bounds))
        for file, part in zip(self._files, parts, strict=True):
            file.write(part.data)

    def finish(self, forms: int) -> None:
        """Write the keys and the postings of so many forms."""
        hashes = np.array(self._key_hash)
        by_hash = hashes.argsort(kind="stable")
        self._draft.put("exact_hash", hashes[by_hash])
        self._draft.put("exact_form", np.array(self._key_form)[by_hash])
        _write_postings(self._draft, self._files, forms)


class _Spool:
    """Texts on disk, read back by number."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._start = array("Q", [0])

    def add(self, text: bytes) -> None:
        self._file.write(text)
        self._start.append(self._start[-1] + len(text))

    def read(self, rows: Array) -> list[str]:
        """The texts of rows that ascend."""
        start = self._start
        first, last = start[int(rows[0])], start[int(rows[-1]) + 1]
        self._file.seek(first)
        raw = self._file.read(last - first)
        return [raw[start[row] - first : start[row + 1] - first].decode() for row in rows.tolist()]


class _Numbers:
    """Words, numbered in the order in which they are seen."""

    def __init__(self, *words: str) -> None:
        self.words = list(words)
        self._numbers = {word: number for number, word in enumerate(words)}

    def of(self, word: str) -> int:
        """The number of a word, a new one where it was not seen yet."""
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number


class _Numbered(NamedTuple):
    """The numbers of forms.

    Args:
        forms: u4 by alias: the number of its form.
        first_aliases: i8 by form: its first alias, ascending.
    """

    forms: Array
    first_aliases: Array


def _numbered(hashes: Array) -> _Numbered:
    """Number the forms in the order of their first aliases, given the hash of each alias's form."""
    _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    order = first.argsort()
    number = np.empty(len(order), np.uint32)
    number[order] = np.arange(len(order), dtype=np.uint32)
    return _Numbered(number[inverse], first[order])


def _write_postings(draft: Draft, files: list[IO[bytes]], forms: int) -> None:
    """Pairs of feature and form, spread by feature → the lists of all features, in order."""
    code, start = draft.column("feature"), draft.column("feature_start")
    posting = draft.column("posting")
    written, square = 0, np.zeros(forms)
    for file in files:
        file.seek(0)
        pairs = np.frombuffer(file.read(), np.uint64)
        file.close()
        pairs = np.sort(pairs)
        rows = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        codes, first, size = np.unique(pairs >> 32, return_index=True, return_counts=True)
        code.write(codes)
        start.write(first + written)
        posting.write(rows)
        rare = lexical.rarity(size, forms).repeat(size)
        square += np.bincount(rows, weights=rare**2, minlength=forms)
        written += len(rows)
    start.write(np.array([written]))
    draft.put("form_scale", 1 / np.sqrt(np.maximum(square, 1e-6)))
