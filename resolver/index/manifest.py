"""What a snapshot says of itself: the types of its manifest, and whether JSON is of such a type."""

from __future__ import annotations

import functools
from typing import (
    Any,
    Final,
    TypedDict,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

_keys: Final = functools.cache(get_type_hints)


class EncoderStamp(TypedDict):
    """The encoder that made the vectors of a snapshot: its digest, and the length of a vector."""

    digest: str
    dim: int


class Dated(TypedDict, total=False):
    """What a snapshot may say of the last change of the journal that it has.

    `changed_at` is when that was made (UTC), by which it is known from another one of its number;
    older indexes, and those without any change, do not say it.
    """

    changed_at: str


class Inputs(Dated):
    """What a snapshot was compiled with, beside its entities.

    `fold` is the version of the folding, `sources` has one object for each imported source, and
    `through` is the number of the last change of the journal that it has.
    """

    fold: int
    encoder: EncoderStamp
    weights: dict[str, Any]
    sources: list[dict[str, Any]]
    through: int


class Calibrated(TypedDict):
    """What an index has learnt of a profile: its numbers (`resolver.match.score.calibration`), and
    what they reach (`resolver.learn.self_calibration`)."""

    offset: float
    slope: float
    rivals: float
    questions: int
    error_before: float
    error: float
    matched: float
    precision: float | None


class FieldEntry(TypedDict):
    """What is known of the values of a property, or of `country`.

    `kind` is one of `FIELD_KINDS`. `entities` counts those that have it, `values` the distinct
    values. `chance` has for each level of likeness how often two different entities agree at least
    so well. `repeats` has, by the names of other fields, the share of what this one says that the
    other says already.
    """

    kind: str
    entities: int
    values: int
    chance: dict[str, float]
    repeats: dict[str, float]


class Contents(Inputs):
    """What a snapshot holds.

    `base` is the fingerprint of the snapshot that it is an overlay of, or None. `types` and
    `languages` are those of its own rows, by number; `entities` and `aliases` count those below it
    too. `calibration` has what it learnt of each profile for which it asked itself enough.
    `fields` are by property, a dot before its name, and `country`; an overlay has its base's.
    """

    base: str | None
    types: list[str]
    languages: list[str]
    entities: int
    aliases: int
    calibration: dict[str, Calibrated]
    fields: dict[str, FieldEntry]


class FileEntry(TypedDict):
    """What the manifest says of a file: bytes in all, rows, and the CRC-32 of the rows."""

    bytes: int
    rows: int
    crc32: int


class AnyFormat(TypedDict):
    """What the manifest of every format has."""

    format: int


class Manifest(Contents, AnyFormat):
    """What a snapshot says of itself, as its manifest has it."""

    files: dict[str, FileEntry]


def fits(value: object, hint: Any) -> bool:
    """Whether a value read from JSON is of a type; of a TypedDict it may have more keys."""
    inner = get_args(hint)
    if is_typeddict(hint):
        return isinstance(value, dict) and all(
            fits(value[key], of) if key in value else key in hint.__optional_keys__
            for key, of in _keys(hint).items()
        )
    if get_origin(hint) is list:
        return isinstance(value, list) and all(fits(each, inner[0]) for each in value)
    if get_origin(hint) is dict:
        return isinstance(value, dict) and all(fits(each, inner[1]) for each in value.values())
    if inner:  # one type or another
        return any(fits(value, each) for each in inner)
    return hint is Any or type(value) is hint
