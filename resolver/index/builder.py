"""Entities → the columns of a snapshot, in memory that hardly grows with them.

Read top to bottom: entities are taken one by one, and their texts go straight to disk; a form is
known by its hash until all are there; forms get their features and vectors block by block; the
postings are spread over files by feature, and each file is sorted for itself; last, the vectors are
put into cells.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, Final

import numpy as np
import numpy.typing as npt

from resolver.index import features, lexical, segment
from resolver.index.cells import write_vectors
from resolver.index.draft import Draft
from resolver.index.vectors import rounded
from resolver.model import ALIAS_KINDS, Alias, Entity
from resolver.text import fold
from resolver.text.keys import form_of, hash64, match_keys
from resolver.text.sound import Sound

Array = npt.NDArray[Any]

_BLOCK: Final = 50_000
"""Forms whose features are made at once."""

_SPREAD: Final = 16
"""Files over which postings are spread while they are sorted."""

_KIND: Final = {kind: number for number, kind in enumerate(ALIAS_KINDS)}


class Builder:
    """The columns of a snapshot in the making.

    Args:
        draft: Where they are written.
        sound: What makes vectors of names.
        ranking: (type, prominences) of the entities among which ranks are counted, beside those
            that are added; none for a whole snapshot.
    """

    def __init__(
        self, draft: Draft, sound: Sound, ranking: tuple[tuple[str, Array], ...] = ()
    ) -> None:
        self.types: list[str] = []
        self.languages: list[str] = [""]
        self.forms = 0
        """How many distinct folded names, once `finish` has counted them."""
        self._draft = draft
        self._sound = sound
        self._vectors = draft.scratch()
        self._ranking = dict(ranking)
        self._entity_id = draft.texts("entity_id")
        self._entity_name = draft.texts("entity_name")
        self._entity_record = draft.texts("entity_record")
        self._entity_type, self._prominence = array("I"), array("d")
        self._fact_start, self._fact = array("I", [0]), array("Q")
        self._id_hash = array("Q")
        self._alias_text = draft.texts("alias_text")
        self._alias_entity, self._alias_kind = array("I"), array("B")
        self._alias_language, self._alias_hash = array("I"), array("Q")
        self._alias_from, self._alias_until = array("I"), array("I")
        self._folds = _Spool(draft.scratch())
        self._type_numbers: dict[str, int] = {}
        self._language_numbers = {"": 0}

    @property
    def entities(self) -> int:
        """How many entities were added."""
        return len(self._entity_type)

    @property
    def aliases(self) -> int:
        """How many texts of entities, names included."""
        return len(self._alias_entity)

    def add(self, entity: Entity, sources: tuple[str, ...]) -> None:
        """Take an entity, and the names of the sources that know it."""
        number = len(self._entity_type)
        self._entity_id.add(entity.id)
        self._entity_name.add(entity.name)
        record = entity.to_dict() | {"sources": list(sources)}
        self._entity_record.add(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
        self._entity_type.append(_number(entity.type, self.types, self._type_numbers))
        self._prominence.append(np.nan if entity.prominence is None else entity.prominence)
        for key, values in segment.facts_of(entity.country, entity.property_values):
            self._fact.extend(segment.fact_code(key, value) for value in values)
        self._fact_start.append(len(self._fact))
        self._id_hash.append(hash64(entity.id))
        for alias in (Alias.known(entity.name), *entity.aliases):
            self._add_alias(alias, number)

    def finish(self, progress: Callable[[int], None] = lambda _: None) -> None:
        """Write all columns but the vectors; tells of how many aliases more the forms were done."""
        types = np.array(self._entity_type, np.uint32)
        owners = np.array(self._alias_entity, np.uint32)
        forms, firsts = _numbered(np.array(self._alias_hash, np.uint64))
        by_id = np.array(self._id_hash).argsort(kind="stable")
        by_form = forms.argsort(kind="stable")
        bits = np.array([segment.type_bit(name) for name in self.types], np.uint8)
        form_types = np.zeros(len(firsts), np.uint8)
        np.bitwise_or.at(form_types, forms, bits[types[owners]])
        for name, column in (
            ("entity_type", types),
            ("entity_prominence", np.array(self._prominence)),
            ("entity_rank", self._ranks(types)),
            ("fact_start", np.array(self._fact_start, np.uint32)),
            ("fact", np.array(self._fact, np.uint64)),
            ("id_hash", np.array(self._id_hash, np.uint64)[by_id]),
            ("id_entity", by_id.astype(np.uint32)),
            ("alias_entity", owners),
            ("alias_form", forms),
            ("alias_kind", np.array(self._alias_kind, np.uint8)),
            ("alias_language", np.array(self._alias_language, np.uint32)),
            ("alias_from", np.array(self._alias_from, np.uint32)),
            ("alias_until", np.array(self._alias_until, np.uint32)),
            ("form_start", forms[by_form].searchsorted(np.arange(len(firsts) + 1)).astype("u4")),
            ("form_alias", by_form.astype(np.uint32)),
            ("form_types", form_types),
        ):
            self._draft.put(name, column)
        sizes = np.bincount(forms, minlength=len(firsts))

        def done(first: int, last: int) -> None:
            progress(int(sizes[first:last].sum()))

        self.forms = len(firsts)
        self._write_forms(firsts, done)

    def place(self, progress: Callable[[int], None] = lambda _: None) -> None:
        """Write the vectors, those that lie together together; tells of how many forms more."""
        shape = self.forms, self._sound.dim
        rows: Array = np.empty(shape, np.int8)
        if self.forms:
            rows = np.memmap(self._vectors, np.int8, "r", shape=shape).view(np.ndarray)
        write_vectors(self._draft, rows, progress)
        self._vectors.close()

    def _write_forms(self, firsts: Array, progress: Callable[[int, int], None]) -> None:
        """What can be found of each form: its texts, its key, its features and its vector."""
        draft = self._draft
        folded, latin = draft.texts("form_fold"), draft.texts("form_latin")
        hashes, owners = array("Q"), array("I")
        files = [draft.scratch() for _ in range(_SPREAD)]
        bounds = np.array([(n << 64) // _SPREAD for n in range(1, _SPREAD)], np.uint64)
        # Arrays are summed in a thread while Python folds the same names.
        with ThreadPoolExecutor(1) as beside:
            for begin in range(0, len(firsts), _BLOCK):
                block = self._folds.read(firsts[begin : begin + _BLOCK])
                vectors = beside.submit(self._sound.vectors, block)
                joined = []
                for number, form in enumerate(block, begin):
                    ascii_form = "" if form[0] == "=" else fold.latin(form) or ""
                    folded.add(form)
                    latin.add(ascii_form)
                    joined.append(fold.joined_initials(ascii_form))
                    for key in match_keys(form, ascii_form):
                        hashes.append(hash64(key))
                        owners.append(number)
                pairs = features.feature_pairs(joined, begin)
                for file, part in zip(
                    files, np.split(pairs, pairs.searchsorted(bounds)), strict=True
                ):
                    file.write(part.data)
                self._vectors.write(rounded(vectors.result()).astype(np.int8).data)
                progress(begin, begin + len(block))
        by_hash = np.array(hashes, np.uint64).argsort(kind="stable")
        draft.put("exact_hash", np.array(hashes, np.uint64)[by_hash])
        draft.put("exact_form", np.array(owners, np.uint32)[by_hash])
        _write_postings(draft, files, len(firsts))

    def _add_alias(self, alias: Alias, entity: int) -> None:
        form = form_of(alias.text)
        self._folds.add(form.encode())
        self._alias_hash.append(hash64(form))
        self._alias_text.add(alias.text)
        self._alias_entity.append(entity)
        self._alias_kind.append(_KIND[alias.kind])
        language = _number(alias.language or "", self.languages, self._language_numbers)
        self._alias_language.append(language)
        self._alias_from.append(segment.date_code(alias.valid_from))
        self._alias_until.append(segment.date_code(alias.valid_until))

    def _ranks(self, types: Array) -> Array:
        """The rank of each prominence among those of its type, 0..1 (f4); NaN where not known."""
        prominence = np.array(self._prominence)
        ranks = np.full(len(types), np.nan, np.float32)
        for number, name in enumerate(self.types):
            rows = np.flatnonzero((types == number) & ~np.isnan(prominence))
            others = self._ranking.get(name, np.empty(0))
            ordered = np.sort(np.concatenate([prominence[rows], others]))
            low = ordered.searchsorted(prominence[rows], "left")
            high = ordered.searchsorted(prominence[rows], "right")
            ranks[rows] = (low + high) / (2 * max(len(ordered), 1))
        return ranks


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


def _number(word: str, words: list[str], numbers: dict[str, int]) -> int:
    number = numbers.setdefault(word, len(words))
    if number == len(words):
        words.append(word)
    return number


def _numbered(hashes: Array) -> tuple[Array, Array]:
    """For each alias the number of its form (u4), and for each form its first alias, ascending."""
    _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    order = first.argsort()
    number = np.empty(len(order), np.uint32)
    number[order] = np.arange(len(order), dtype=np.uint32)
    return number[inverse], first[order]


def _write_postings(draft: Draft, files: list[IO[bytes]], forms: int) -> None:
    """Pairs of feature and form, spread by feature → the lists of all features, in order."""
    code, start = draft.column("feature", "u4"), draft.column("feature_start", "u8")
    posting = draft.column("posting", "u4")
    done, square = 0, np.zeros(forms)
    for file in files:
        file.seek(0)
        pairs = np.frombuffer(file.read(), np.uint64)
        file.close()
        pairs = np.sort(pairs)
        rows = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        codes, first, size = np.unique(pairs >> 32, return_index=True, return_counts=True)
        code.write(codes.astype(np.uint32))
        start.write((first + done).astype(np.uint64))
        posting.write(rows)
        rare = lexical.rarity(size, forms).repeat(size)
        square += np.bincount(rows, weights=rare**2, minlength=forms)
        done += len(rows)
    start.write(np.array([done], np.uint64))
    draft.put("form_scale", (1 / np.sqrt(np.maximum(square, 1e-6))).astype(np.float32))
