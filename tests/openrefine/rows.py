"""Rows for a reconciliation: names of a table as people write them, and strangers."""

from __future__ import annotations

import csv
import io
import random
from typing import Final

from resolver import Query, Resolver

SEED: Final = 19
STRANGERS: Final = 0.15
"""The share of rows that name nobody of the table."""

SLIPS: Final = 0.2
"""The share of the others that have a slip of the pen."""

_SYLLABLES: Final = ("bor", "el", "du", "mik", "ta", "ven", "os", "ri", "gla", "pho", "zan", "wy")


def rows_of(resolver: Resolver, rows: int = 2_000) -> list[tuple[str, str]]:
    """Names, each with the codes of its countries; the same in every run."""
    draw = random.Random(SEED)  # noqa: S311 - the same in every run, and no secret
    records = resolver.sample(rows)
    return [_row(draw, draw.choice(records)) for _ in range(rows)]


def matches_of(resolver: Resolver, rows: list[tuple[str, str]]) -> list[str | None]:
    """What the engine says of each row: the ID of a match, else None."""
    queries = [
        Query(name, country=tuple(country.split("|")) if country else (), type_strict=False)
        for name, country in rows
    ]
    found = resolver.resolve_many(queries)
    return [each.id if each.verdict == "match" else None for each in found]


def to_csv(rows: list[tuple[str, str]]) -> str:
    """A CSV with the columns `name` and `country`."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("name", "country"))
    writer.writerows(rows)
    return text.getvalue()


def _row(draw: random.Random, record: dict[str, object]) -> tuple[str, str]:
    if draw.random() < STRANGERS:
        words = ["".join(draw.choices(_SYLLABLES, k=3)).capitalize() for _ in range(2)]
        return " ".join(words), ""
    aliases = record["aliases"]
    countries = record.get("country", ())
    assert isinstance(aliases, list)
    assert isinstance(countries, list | tuple)
    name = draw.choice([record["name"], *(each["text"] for each in aliases)])
    return _slip(draw, name) if draw.random() < SLIPS else name, "|".join(countries)


def _slip(draw: random.Random, name: str) -> str:
    """A name with a letter left out, or two that changed places."""
    at = draw.randrange(len(name))
    if draw.random() < 0.5 and len(name) > 3:
        return (name[:at] + name[at + 1 :]).strip()
    return (name[:at] + name[at : at + 2][::-1] + name[at + 2 :]).strip()
