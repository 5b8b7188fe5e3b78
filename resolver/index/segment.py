"""What is read from a snapshot row by row: its entities, their aliases, the forms.

The rows are those of one snapshot. `resolver.index.opened` numbers those of a chain through;
`resolver.index.columns` says what each column holds.
"""

from __future__ import annotations

import copy
import functools
import zlib
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from resolver.index.beginnings import Beginnings
from resolver.index.columns import ALL_TYPES, text_files
from resolver.index.exact import Exact
from resolver.index.lexical import Lexical, Postings
from resolver.index.manifest import Manifest
from resolver.index.vectors import Cells, Vectors
from resolver.model import ALIAS_KINDS, TYPES, Alias
from resolver.model.checks import Properties
from resolver.text import fold
from resolver.text.keys import hash64

Array = npt.NDArray[Any]

TYPE_BIT: Final = {name: np.uint8(1 << number) for number, name in enumerate(TYPES)}
"""The bit of each type."""

OTHER: Final = TYPE_BIT["other"]
"""The bit of every type that is not one of `TYPES`."""

ORGANIZATIONS: Final = TYPE_BIT["organization"] | OTHER
"""The bits of what may be an organization."""

_CACHED_DATES: Final = 4_096
"""Dates whose text is kept: those of a table's aliases are few, or none."""

_NO_ROWS: Final = np.empty(0, np.uint32)
"""The tombstones of a base."""

_MAX_ONE_BY_ONE: Final = 16
"""Texts at most that are read one by one; of more, all are read at once."""


class Texts:
    """A column of texts, decoded when they are read.

    Args:
        raw: u1: the texts in UTF-8, one after the other.
        start: u8: where each begins, and where the last one ends.
    """

    def __init__(self, raw: Array, start: Array) -> None:
        self._raw = raw.data
        self._bytes = raw
        self._start = start
        self._starts = start.data  # one number is read faster from a memoryview

    def __len__(self) -> int:
        return len(self._start) - 1

    @property
    def columns(self) -> tuple[Array, Array]:
        """What it is made of: the texts, and where each begins."""
        return self._bytes, self._start

    def __getitem__(self, row: int) -> str:
        starts = self._starts
        return str(self._raw[starts[row] : starts[row + 1]], "utf-8")

    def many(self, rows: Array) -> list[str]:
        """The texts of the given rows, in that order."""
        if len(rows) > _MAX_ONE_BY_ONE:
            return str(self.joined(rows), "utf-8").split("\0")
        raw = self._raw
        starts, ends = self._start[rows].tolist(), self._start[rows + 1].tolist()
        return [str(raw[a:b], "utf-8") for a, b in zip(starts, ends, strict=True)]

    def joined(self, rows: Array) -> bytes:
        """The texts of one row or more in UTF-8, a zero between each and the next.

        No text has a zero in it. Many texts are read much faster this way than one by one.
        """
        if not len(self._bytes):  # all of them are empty
            return b"\0" * (len(rows) - 1)
        begin = self._start[rows].astype(np.int64)
        size = self._start[rows + 1].astype(np.int64) - begin + 1
        ends = size.cumsum()
        places = (begin - ends + size).repeat(size) + np.arange(ends[-1])
        places[ends - 1] = 0  # after the last text there may be nothing
        letters = self._bytes.take(places)
        letters[ends - 1] = 0
        texts: bytes = letters[:-1].tobytes()
        return texts


class Segment:
    """A snapshot's columns, and what is read from them row by row.

    Args:
        manifest: What the snapshot says of itself.
        columns: Its columns by file.
        name: The fingerprint of the snapshot.
        below: The segment that it stands on.
    """

    def __init__(
        self,
        manifest: Manifest,
        columns: Mapping[str, Array],
        name: str = "",
        below: Segment | None = None,
    ) -> None:
        self.manifest = manifest
        self.name = name
        self.first_entity: int = 0 if below is None else below.first_entity + len(below.entity_id)
        """The number of its first entity in the whole index."""
        self.first_alias: int = 0 if below is None else below.first_alias + len(below.alias_text)
        """The number of its first alias in the whole index."""
        self.first_form: int = 0 if below is None else below.first_form + len(below.form_fold)
        """The number of its first form in the whole index."""
        self.tombstones = columns.get("tombstones", _NO_ROWS)
        """The entities below it that it replaces or removes, by number of the whole index."""
        self.types: tuple[str, ...] = tuple(manifest["types"])
        self.type_bits = np.array([type_bit(name) for name in self.types], np.uint8)
        self._type_bits: list[int] = self.type_bits.tolist()
        self.languages: tuple[str, ...] = tuple(manifest["languages"])
        self._read_entities(columns)
        self._read_aliases(columns)
        self._read_forms(columns)
        self.lexical = self._read_postings(columns, below)
        """The posting lists of this segment and of all below it."""
        self.vectors = self._read_vectors(columns, manifest["encoder"]["dim"], below)
        """The vectors of this segment and of all below it."""
        self._read_decided(columns)
        self.tombstoned: Array | None = None
        """For each entity whether a segment above replaces or removes it; None where none is."""

    @functools.cached_property
    def beginnings(self) -> Beginnings:
        """The words of its forms, sorted; made when it is first asked."""
        return Beginnings.of(*self.form_latin.columns)

    @functools.cached_property
    def form_rank(self) -> Array:
        """f4: of each form the best rank of its entities, NaN where none has one; made likewise."""
        ranks = self.entity_rank[self.alias_entity[self.form_alias]]
        best: Array = np.fmax.reduceat(ranks, self.form_start[:-1]) if len(ranks) else ranks
        return best

    def without(self, entities: Array) -> Self:
        """The same segment where segments above it replace or remove some entities.

        Args:
            entities: Their rows; none for all to be there.
        """
        segment = copy.copy(self)
        segment.tombstoned = None
        if len(entities):
            segment.tombstoned = np.zeros(len(self.entity_id), bool)
            segment.tombstoned[entities] = True
        return segment

    def find_id(self, entity_id: str) -> int | None:
        """The entity with that ID, or None where there is none or it is tombstoned."""
        wanted = hash64(entity_id)
        row = int(self._id_hash.searchsorted(np.uint64(wanted)))
        while row < len(self._id_hash) and self._id_hash[row] == wanted:
            entity: int = self.id_entity.item(row)
            if self.entity_id[entity] == entity_id:
                return entity if self.is_eligible(entity, ALL_TYPES) else None
            row += 1
        return None

    def aliases_of(self, entity: int) -> range:
        """The aliases of an entity, its name first."""
        wanted = np.array([entity, entity + 1], self.alias_entity.dtype)
        return range(*self.alias_entity.searchsorted(wanted).tolist())

    def facts_of(self, entity: int) -> list[int]:
        """The codes of its country and properties."""
        facts: list[int] = self.fact[
            self.fact_start.item(entity) : self.fact_start.item(entity + 1)
        ].tolist()
        return facts

    def entities_with(self, fact: int) -> int:
        """How many entities have a fact, by its code; 1 where that was not counted."""
        row = bisect_left(self._fact_values, fact)
        if row < len(self._fact_values) and self._fact_values[row] == fact:
            count: int = self.fact_count.item(row)
            return count
        return 1

    def is_eligible(self, entity: int, types: int) -> bool:
        """Whether an entity is not tombstoned, and of a type among those bits."""
        if types != ALL_TYPES and not self._type_bits[self.entity_type.item(entity)] & types:
            return False
        return self.tombstoned is None or not self.tombstoned.item(entity)

    def type_of(self, entity: int) -> str:
        """The entity's type, as its table has it."""
        number: int = self.entity_type.item(entity)
        return self.types[number]

    def alias(self, row: int) -> Alias:
        """An alias as it was imported, without its source."""
        since, until = self.alias_from.item(row), self.alias_until.item(row)
        return Alias.known(
            self.alias_text[row],
            self.languages[self.alias_language.item(row)] or None,
            ALIAS_KINDS[self.alias_kind.item(row)],
            date_text(since),
            date_text(until),
        )

    def _read_entities(self, columns: Mapping[str, Array]) -> None:
        self.entity_id = _texts(columns, "entity_id")
        self.entity_name = _texts(columns, "entity_name")
        self.entity_record = _texts(columns, "entity_record")
        self.entity_type = columns["entity_type"]
        self.entity_prominence = columns["entity_prominence"]
        self.entity_rank = columns["entity_rank"]
        self.fact_start = columns["fact_start"]
        self.fact = columns["fact"]
        self._fact_values = columns["fact_value"].data  # read faster from a memoryview
        self.fact_count = columns["fact_count"]
        self._id_hash = columns["id_hash"]
        self.id_entity = columns["id_entity"]

    def _read_aliases(self, columns: Mapping[str, Array]) -> None:
        self.alias_text = _texts(columns, "alias_text")
        self.alias_entity = columns["alias_entity"]
        self.alias_form = columns["alias_form"]
        self.alias_kind = columns["alias_kind"]
        self.alias_language = columns["alias_language"]
        self.alias_from = columns["alias_from"]
        self.alias_until = columns["alias_until"]

    def _read_forms(self, columns: Mapping[str, Array]) -> None:
        self.form_fold = _texts(columns, "form_fold")
        self.form_latin = _texts(columns, "form_latin")
        self.form_types = columns["form_types"]
        self.form_start = columns["form_start"]
        self.form_alias = columns["form_alias"]
        self.exact = Exact(columns["exact_hash"], columns["exact_form"])

    def _read_postings(self, columns: Mapping[str, Array], below: Segment | None) -> Lexical:
        codes, start, postings = columns["feature"], columns["feature_start"], columns["posting"]
        if below is not None:
            return below.lexical.with_overlay(codes, start, postings, self.form_types)
        return Lexical(Postings(codes, start, postings, columns["form_scale"], self.form_types))

    def _read_vectors(
        self, columns: Mapping[str, Array], dim: int, below: Segment | None
    ) -> Vectors:
        cells = Cells(columns, dim, self.form_types, self.first_form)
        return Vectors(cells) if below is None else below.vectors.with_overlay(cells)

    def _read_decided(self, columns: Mapping[str, Array]) -> None:
        self.redirect_hash = columns["redirect_hash"]
        self.redirect_old = _texts(columns, "redirect_old")
        self.redirect_id = _texts(columns, "redirect_id")
        self.review_hash = columns["review_hash"]
        self.review_record = _texts(columns, "review_record")


def _texts(columns: Mapping[str, Array], name: str) -> Texts:
    files = text_files(name)
    return Texts(columns[files.bytes], columns[files.start])


def type_bit(name: str) -> np.uint8:
    """The bit of a type; types beyond `TYPES` have that of `other`."""
    return TYPE_BIT.get(name, OTHER)


def named_facts(country: tuple[str, ...], properties: Properties) -> Properties:
    """Country and properties by key; a `.` sets a property called `country` apart from it."""
    named = tuple((f".{name}", values) for name, values in properties)
    return (("country", country), *named) if country else named


def fact_code(key: str, value: str) -> int:
    """A fact in 64 bits: the CRC-32 of its key above that of the folded value."""
    return folded_fact_code(key, fold.fold(value) or value)


def folded_fact_code(key: str, plain: str) -> int:
    """As `fact_code`, of a value that is folded already."""
    return zlib.crc32(key.encode()) << 32 | zlib.crc32(plain.encode())


def date_code(written: str | None) -> int:
    """A date of any precision as a number: `2015-03` → 20150300; None → 0."""
    return int(written.replace("-", "").ljust(8, "0")) if written else 0


@functools.lru_cache(maxsize=_CACHED_DATES)
def date_text(code: int) -> str | None:
    """The date as it was written: 20150300 → `2015-03`; 0 → None."""
    if not code:
        return None
    year, month, day = f"{code // 10000:04}", code // 100 % 100, code % 100
    return year + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
