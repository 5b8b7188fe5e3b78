"""The columns of a snapshot: one table, a row a column.

Reach for this module to learn what a file of an index holds, or to add a column. `Draft` takes the
dtype of what it writes from here, the builder the type of its rows, and a snapshot is refused that
lacks a column, or whose columns do not fit together.

A column of texts is two files: `x_bytes` (UTF-8, one text after the other) and `x_start` (where
each begins, and where the last one ends). Every other column is one file of its own name.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

ALL_TYPES: Final = 255
"""The bits of all types, as the column `form_types` has one for each."""

TEXT: Final = "text"
"""The dtype of a column of texts."""


class TextFiles(NamedTuple):
    """The names of the two files of a column of texts."""

    bytes: str
    start: str


class Joined(NamedTuple):
    """Many texts as one, on their way between processes, or onto disk.

    Args:
        raw: All of them in UTF-8, one after the other.
        sizes: i8: the bytes of each.
    """

    raw: bytes
    sizes: Array

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """These texts."""
        encoded = [text.encode() for text in texts]
        return cls(b"".join(encoded), np.fromiter(map(len, encoded), np.int64, len(encoded)))


class Column(NamedTuple):
    """A column.

    Args:
        name: What the builder and the segment call it.
        dtype: Of a row: numpy's code, or `TEXT`.
        length: What it has one row for. `dim` is the length of a vector.
        meaning: What a row says.
        into: The column in which its numbers are places, up to the end.
        overlay_only: Whether a whole snapshot does without it.
    """

    name: str
    dtype: str
    length: str
    meaning: str
    into: str | None = None
    overlay_only: bool = False

    @property
    def files(self) -> dict[str, str]:
        """The files that it is stored in, and numpy's code for the rows of each."""
        if self.dtype != TEXT:
            return {self.name: self.dtype}
        names = text_files(self.name)
        return {names.bytes: "u1", names.start: "u8"}

    def units(self, rows: Mapping[str, int], dim: int) -> int | None:
        """How many there are of what it has one row for; None where its rows make no whole number.

        Args:
            rows: Of each file.
            dim: The length of a vector.
        """
        many = rows[text_files(self.name).start if self.dtype == TEXT else self.name]
        if self.dtype == TEXT or self.length.endswith("+ 1"):
            many -= 1
        if self.length.endswith("× dim"):
            many = many // dim if dim > 0 and many % dim == 0 else -1
        return many if many >= 0 else None


COLUMNS: Final = (
    Column("entity_id", TEXT, "entities", "the canonical ID"),
    Column("entity_name", TEXT, "entities", "the name to show"),
    Column("entity_record", TEXT, "entities", "its wire form in JSON, with its sources"),
    Column("entity_type", "u4", "entities", "its type, a number into the manifest's `types`"),
    Column("entity_prominence", "f8", "entities", "as it was imported; NaN: not known"),
    Column("entity_rank", "f4", "entities", "rank of the prominence in its type, 0..1, or NaN"),
    Column("fact_start", "u4", "entities + 1", "where the entity's facts begin", "fact"),
    Column("fact", "u8", "facts", "a country or property, the `fact_code` of key and value"),
    Column("fact_value", "u8", "repeated", "a fact of more than one entity, sorted"),
    Column("fact_count", "u4", "repeated", "how many entities have it"),
    Column("id_hash", "u8", "entities", "the `hash64` of an ID, sorted"),
    Column("id_entity", "u4", "entities", "the entity of each row of `id_hash`"),
    Column("alias_text", TEXT, "aliases", "as it was written; ordered by entity, its name first"),
    Column("alias_entity", "u4", "aliases", "the entity that it names"),
    Column("alias_form", "u4", "aliases", "the form to which it folds"),
    Column("alias_kind", "u1", "aliases", "a number into `ALIAS_KINDS`"),
    Column("alias_language", "u4", "aliases", "a number into the manifest's `languages`"),
    Column("alias_from", "u4", "aliases", "20150301, 20150300 or 20150000 by precision; 0: open"),
    Column("alias_until", "u4", "aliases", "the same for the end of its use"),
    Column("form_fold", TEXT, "forms", "the folded name; where that is nothing, `=` and the text"),
    Column("form_latin", TEXT, "forms", "the same in ASCII letters; empty where there are none"),
    Column("form_start", "u4", "forms + 1", "where the form's aliases begin", "form_alias"),
    Column("form_alias", "u4", "aliases", "the aliases, ordered by form"),
    Column("form_types", "u1", "forms", "one bit for each type of its entities"),
    Column("form_scale", "f4", "forms", "one over the length of its feature vector"),
    Column("exact_hash", "u8", "keys", "the `hash64` of a match key, initials or core, sorted"),
    Column("exact_form", "u4", "keys", "the form of each row of `exact_hash`"),
    Column("feature", "u4", "features", "the code of a feature, sorted"),
    Column("feature_start", "u8", "features + 1", "where its postings begin", "posting"),
    Column("posting", "u4", "postings", "a form that has the feature"),
    Column("vector", "i1", "forms × dim", "the vectors of all forms, cell after cell"),
    Column("vector_form", "u4", "forms", "the form of each vector"),
    Column("vector_row", "u4", "forms", "the vector of each form"),
    Column("vector_start", "u4", "cells + 1", "where the vectors of a cell begin", "vector_form"),
    Column("vector_center", "f4", "cells × dim", "the center of a cell, whole numbers"),
    Column("redirect_hash", "u8", "redirects", "the `hash64` of an old ID, sorted"),
    Column("redirect_old", TEXT, "redirects", "the old ID of each row of `redirect_hash`"),
    Column("redirect_id", TEXT, "redirects", "the ID of the entity that it became in the end"),
    Column("review_hash", "u8", "reviews", "the `hash64` of the form of a text, sorted"),
    Column("review_record", TEXT, "reviews", "what was decided of it (`resolver.index.decided`)"),
    Column(
        "tombstones",
        "u4",
        "tombstones",
        "an entity below the overlay that it replaces or removes; sorted",
        overlay_only=True,
    ),
)


def text_files(name: str) -> TextFiles:
    """The files of a column of texts."""
    return TextFiles(f"{name}_bytes", f"{name}_start")


def file_dtypes(columns: Iterable[Column]) -> dict[str, str]:
    """Every file of some columns, and numpy's code for its rows."""
    return {file: dtype for column in columns for file, dtype in column.files.items()}


_DTYPES: Final = file_dtypes(COLUMNS)


def new_rows(name: str) -> array[Any]:
    """An empty array that grows and has the dtype of a column.

    Args:
        name: Of a column that holds no texts.
    """
    return array(np.dtype(_DTYPES[name]).char)


def missing_file(files: Container[str], columns: Iterable[Column]) -> str | None:
    """The first file of some columns that a snapshot has not, or None."""
    return next((file for file in file_dtypes(columns) if file not in files), None)


def uneven_column(
    rows: Mapping[str, int], columns: Iterable[Column], counts: Mapping[str, int]
) -> str | None:
    """The first column whose rows do not agree with those of the columns before it, or None.

    Args:
        rows: Of each file.
        columns: Those to compare.
        counts: What is known already, by the words of `Column.length`; `dim` is.
    """
    known = dict(counts)
    for column in columns:
        count = column.units(rows, counts["dim"])
        if count is None or known.setdefault(column.length.split()[0], count) != count:
            return column.name
    return None


def wrong_start(rows: Mapping[str, Array], columns: Iterable[Column]) -> str | None:
    """The first file of starts that do not end where what they start in ends, or None.

    Args:
        rows: Of each file, so many as `uneven_column` wants.
        columns: Those to look into.
    """
    for column in columns:
        names = text_files(column.name)
        start, into = (
            (names.start, names.bytes) if column.dtype == TEXT else (column.name, column.into)
        )
        if into is not None and (rows[start][0] != 0 or rows[start][-1] != len(rows[into])):
            return start
    return None
