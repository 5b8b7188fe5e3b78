"""Entities → the columns of a snapshot, in memory that hardly grows with them.

Entities are taken block by block, and their texts go straight to disk. A form is known by its hash
until all of them are there. Then forms get their keys, features and vectors block by block. The
postings are spread over files by feature, and each file is sorted for itself. Last, the vectors are
put into cells.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from functools import partial
from typing import IO, Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.index import lexical, segment
from resolver.index.cells import write_vectors
from resolver.index.columns import Joined, new_rows
from resolver.index.draft import Draft
from resolver.index.entities import AliasBlock, EntityBlock, Worded
from resolver.index.forms import FormBlock, FoundBy, found_by
from resolver.processes import ALONE, Processes
from resolver.progress import Advance, no_advance
from resolver.text.sound import Encoder
from resolver.text.words import Words

Array = npt.NDArray[Any]

_BLOCK: Final = 10_000
"""Forms whose keys, features and vectors are made at once."""

_POSTING_FILES: Final = 16
"""Files over which postings are spread while they are sorted."""


class Builder:
    """The columns of a snapshot in the making: `add` all entities, then `finish`, then `place`.

    Args:
        draft: Where they are written.
        encoder: That of the draft's home.
        words: What `load_words` returned.
        processes: Those that make what forms are found by.
        prominences: By type, those of the entities below, sorted, among which ranks are counted
            too; None for a whole snapshot.
    """

    def __init__(
        self,
        draft: Draft,
        encoder: Encoder,
        words: Words,
        processes: Processes = ALONE,
        prominences: Mapping[str, Array] | None = None,
    ) -> None:
        self.forms = 0
        """How many distinct folded names, once `finish` has counted them."""
        self._draft = draft
        self._encoder, self._words, self._processes = encoder, words, processes
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

    def add(self, block: EntityBlock) -> None:
        """Take entities whose IDs come after those of all before."""
        aliases, begin = block.aliases, self.entities
        self._entity_id.add_all(block.ids)
        self._entity_name.add_all(block.names)
        self._entity_record.add_all(block.records)
        _extend(self._entity_type, self._types.of(block.types))
        _extend(self._prominence, block.prominence)
        _extend(self._fact, block.fact)
        _extend(self._fact_start, self._fact_start[-1] + block.fact_counts.cumsum())
        _extend(self._id_hash, block.id_hash)
        _extend(self._alias_entity, np.arange(begin, self.entities).repeat(block.alias_counts))
        self._add_aliases(aliases)

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
        found = _Found(self._draft)
        work = partial(found_by, self._draft.home, self._encoder.digest, self._words)
        for block in self._processes.map(work, self._blocks(first_aliases, types)):
            begin = found.forms
            found.add(block)
            self._vectors.write(block.vectors.data)
            advance(int(sizes[begin : found.forms].sum()))
        found.finish()

    def place(self, advance: Advance = no_advance) -> None:
        """Write the vectors, each in its cell.

        Args:
            advance: Called with how many more forms have their cell.
        """
        shape = self.forms, self._encoder.dim
        rows: Array = np.empty(shape, np.int8)
        if self.forms:
            rows = np.memmap(self._vectors, np.int8, "r", shape=shape).view(np.ndarray)
        write_vectors(self._draft, rows, advance, self._processes)
        self._vectors.close()

    def _add_aliases(self, block: AliasBlock) -> None:
        self._folds.add(block.folds)
        self._alias_text.add_all(block.texts)
        _extend(self._form_hash, block.form_hash)
        _extend(self._alias_kind, block.kind)
        _extend(self._alias_language, self._languages.of(block.language))
        _extend(self._alias_from, block.since)
        _extend(self._alias_until, block.until)

    def _blocks(self, first_aliases: Array, types: Array) -> Iterator[FormBlock]:
        """All forms, given the first alias of each and the bits of its types."""
        for begin in range(0, self.forms, _BLOCK):
            folds = self._folds.read(first_aliases[begin : begin + _BLOCK])
            yield FormBlock(begin, folds, types[begin : begin + _BLOCK].tolist())

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
            ordered = np.sort(np.concatenate([others, prominence[rows]]), kind="stable")
            low = ordered.searchsorted(prominence[rows], "left")
            high = ordered.searchsorted(prominence[rows], "right")
            ranks[rows] = (low + high) / (2 * max(len(ordered), 1))
        return ranks


class _Found:
    """By what forms are found, on its way to disk."""

    def __init__(self, draft: Draft) -> None:
        self.forms = 0
        """How many there are."""
        self._draft = draft
        self._fold, self._latin = draft.texts("form_fold"), draft.texts("form_latin")
        self._key_hash, self._key_form = new_rows("exact_hash"), new_rows("exact_form")
        self._files = [draft.scratch() for _ in range(_POSTING_FILES)]
        bounds = [(n << 64) // _POSTING_FILES for n in range(1, _POSTING_FILES)]
        self._bounds = np.array(bounds, np.uint64)

    def add(self, block: FoundBy) -> None:
        """Take the next forms."""
        self.forms += len(block.vectors)
        self._fold.add_all(block.folds)
        self._latin.add_all(block.latins)
        _extend(self._key_hash, block.key_hash)
        _extend(self._key_form, block.key_form)
        parts = np.split(block.pairs, block.pairs.searchsorted(self._bounds))
        for file, part in zip(self._files, parts, strict=True):
            file.write(part.data)

    def finish(self) -> None:
        """Write the keys and the postings."""
        hashes = np.array(self._key_hash)
        by_hash = hashes.argsort(kind="stable")
        self._draft.put("exact_hash", hashes[by_hash])
        self._draft.put("exact_form", np.array(self._key_form)[by_hash])
        _write_postings(self._draft, self._files, self.forms)


class _Spool:
    """Texts on disk, read back by number."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._start = array("Q", [0])

    def add(self, texts: Joined) -> None:
        self._file.write(texts.raw)
        _extend(self._start, self._start[-1] + texts.sizes.cumsum())

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

    def of(self, rows: Worded) -> Array:
        """The number of each row's word (u4), a new one where a word was not seen yet."""
        for word in rows.words:
            if self._numbers.setdefault(word, len(self.words)) == len(self.words):
                self.words.append(word)
        numbers = [self._numbers[word] for word in rows.words]
        return np.array(numbers, np.uint32)[rows.numbers]


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
        codes = pairs >> 32
        new = np.ones(len(codes), bool)
        np.not_equal(codes[1:], codes[:-1], out=new[1:])
        first = np.flatnonzero(new)
        size = np.diff(first, append=len(codes))
        code.write(codes[first])
        start.write(first + written)
        posting.write(rows)
        rare = lexical.rarity(size, forms).repeat(size)
        square += np.bincount(rows, weights=rare**2, minlength=forms)
        written += len(rows)
    start.write(np.array([written]))
    draft.put("form_scale", lexical.scale_of(square))


def _extend(rows: array[Any], more: Array) -> None:
    """Append numbers to rows of any dtype."""
    rows.frombytes(more.astype(rows.typecode).tobytes())
