"""The columns of an opened index.

    entity_id, entity_name, entity_record   texts; the record is the entity's JSON, as `show` prints
    entity_type      u4[entities]    number into the manifest's `types`
    entity_rank      f4[entities]    rank of its prominence within its type, 0..1; NaN: not known
    fact_start       u4[entities+1]  where its facts begin
    fact             u8[facts]       country and properties, each as `fact_code` of key and value
    id_hash          u8[entities]    sorted hashes of the IDs, and
    id_entity        u4[entities]    the entity of each
    alias_text       texts, ordered by form
    alias_entity     u4[aliases]
    alias_kind       u1[aliases]     number into `KINDS`
    alias_language   u4[aliases]     number into the manifest's `languages`
    alias_from, alias_until  u4[aliases]  20150301, 20150300 or 20150000 by precision; 0: open
    form_fold        texts           the folded name; texts that fold to nothing stand behind a "="
    form_latin       texts           the same in ASCII letters, "" where nothing can be
    form_alias       u4[forms+1]     where its aliases begin
    form_types       u1[forms]       one bit for each type of its entities
    form_norm        f4[forms]       length of its feature vector
    exact_hash       u8[forms]       sorted hashes of the keys of the forms, and
    exact_form       u4[forms]       the form of each
    feature          u4[features]    sorted feature codes, and
    feature_start    u8[features+1]  where their postings begin
    posting          u4[postings]    forms

A column of texts is two files: `x_bytes` (UTF-8, one after the other) and `x_start` (u8, one more
than there are texts).
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from resolver.errors import HomeFormat
from resolver.index import format as snapshot
from resolver.index.exact import Exact
from resolver.index.lexical import Lexical
from resolver.model import KINDS, TYPES, Alias
from resolver.model.checks import Properties
from resolver.text import fold

Array = npt.NDArray[Any]

TYPE_BIT: Final = {name: np.uint8(1 << number) for number, name in enumerate(TYPES)}
OTHER: Final = TYPE_BIT["other"]


class Texts:
    """A column of texts, decoded one by one."""

    def __init__(self, raw: Array, start: Array) -> None:
        self._raw = raw.data
        self._start = start

    def __len__(self) -> int:
        return len(self._start) - 1

    def __getitem__(self, row: int) -> str:
        start = self._start
        return str(self._raw[start.item(row) : start.item(row + 1)], "utf-8")

    def many(self, rows: Array) -> list[str]:
        """The texts of the given rows, in that order."""
        raw = self._raw
        starts, ends = self._start[rows].tolist(), self._start[rows + 1].tolist()
        return [str(raw[a:b], "utf-8") for a, b in zip(starts, ends, strict=True)]


class Index:
    """An opened index.

    Use `Index.open`. `fingerprint` names it, `manifest` is what it says of itself.
    """

    def __init__(
        self, fingerprint: str, manifest: Mapping[str, Any], columns: dict[str, Array]
    ) -> None:
        def texts(name: str) -> Texts:
            return Texts(columns[f"{name}_bytes"], columns[f"{name}_start"])

        self.fingerprint = fingerprint
        self.manifest = manifest
        self.types: tuple[str, ...] = tuple(manifest["types"])
        self.languages: tuple[str, ...] = tuple(manifest["languages"])
        self.entity_id = texts("entity_id")
        self.entity_name = texts("entity_name")
        self.entity_record = texts("entity_record")
        self.entity_type = columns["entity_type"]
        self.entity_rank = columns["entity_rank"]
        self.fact_start = columns["fact_start"]
        self.fact = columns["fact"]
        self.alias_text = texts("alias_text")
        self.alias_entity = columns["alias_entity"]
        self.alias_kind = columns["alias_kind"]
        self.alias_language = columns["alias_language"]
        self.alias_from = columns["alias_from"]
        self.alias_until = columns["alias_until"]
        self.form_fold = texts("form_fold")
        self.form_latin = texts("form_latin")
        self.form_alias = columns["form_alias"]
        self.form_types = columns["form_types"]
        self.exact = Exact(columns["exact_hash"], columns["exact_form"])
        self.lexical = Lexical(
            columns["feature"],
            columns["feature_start"],
            columns["posting"],
            columns["form_norm"],
            columns["form_types"],
        )
        self._id_hash = columns["id_hash"]
        self._id_entity = columns["id_entity"]

    @classmethod
    def open(cls, home: Path) -> Self:
        """The current index of a home.

        Raises:
            HomeError: There is none, or it cannot be read; says why and what to do.
        """
        folder = snapshot.current_snapshot(home)
        manifest, columns = snapshot.read_snapshot(folder)
        if manifest["fold"] != fold.VERSION:
            raise HomeFormat(f"{folder} was folded by another version", "run: resolver compile")
        return cls(folder.name, manifest, columns)

    @staticmethod
    def current(home: Path) -> str:
        """The fingerprint of the home's current index; raises as `open` does for a missing one."""
        return snapshot.current_snapshot(home).name

    @property
    def names(self) -> int:
        """How many distinct folded names there are."""
        return len(self.form_fold)

    def find_id(self, entity_id: str) -> int | None:
        """The entity with that ID, or None."""
        wanted = id_hash(entity_id)
        row = int(np.searchsorted(self._id_hash, np.uint64(wanted)))
        while row < len(self._id_hash) and self._id_hash.item(row) == wanted:
            entity = self._id_entity.item(row)
            if self.entity_id[entity] == entity_id:
                return int(entity)
            row += 1
        return None

    def type_of(self, entity: int) -> str:
        """The entity's type, as its table has it."""
        number: int = self.entity_type.item(entity)
        return self.types[number]

    def record(self, entity: int) -> dict[str, Any]:
        """The entity's whole record, in the wire form of entities."""
        record: dict[str, Any] = json.loads(self.entity_record[entity])
        return record

    def facts(self, entity: int) -> Array:
        """The codes of its country and properties."""
        return self.fact[self.fact_start.item(entity) : self.fact_start.item(entity + 1)]

    def form_of_alias(self, row: int) -> int:
        """The form to which an alias folds."""
        return int(np.searchsorted(self.form_alias, row, "right")) - 1

    def alias(self, row: int) -> Alias:
        """An alias as it was imported, without its source."""
        language = self.languages[self.alias_language.item(row)]
        return Alias(
            self.alias_text[row],
            language or None,
            KINDS[self.alias_kind.item(row)],
            date_text(self.alias_from.item(row)),
            date_text(self.alias_until.item(row)),
        )


def id_hash(entity_id: str) -> int:
    """The 64-bit hash by which IDs are sorted."""
    return int.from_bytes(hashlib.blake2b(entity_id.encode(), digest_size=8).digest(), "little")


def type_bit(name: str) -> np.uint8:
    """The bit of a type; types beyond `TYPES` have that of `other`."""
    return TYPE_BIT.get(name, OTHER)


def facts_of(country: tuple[str, ...], properties: Properties) -> Properties:
    """Country and properties under keys of their own: a property may be called `country` too."""
    named = tuple((f".{name}", values) for name, values in properties)
    return (("country", country), *named) if country else named


def fact_code(key: str, value: str) -> int:
    """A fact as 64 bits: the key's checksum above that of the folded value."""
    plain = fold.fold(value) or value
    return zlib.crc32(key.encode()) << 32 | zlib.crc32(plain.encode())


def date_code(written: str | None) -> int:
    """A date of any precision as a number: `2015-03` → 20150300; None → 0."""
    return int(written.replace("-", "").ljust(8, "0")) if written else 0


def date_text(code: int) -> str | None:
    """The date as it was written: 20150300 → `2015-03`; 0 → None."""
    if not code:
        return None
    year, month, day = f"{code // 10000:04}", code // 100 % 100, code % 100
    return year + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
