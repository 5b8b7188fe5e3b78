"""GeoNames' file of names by language, alternateNamesV2.txt, by place. Reach for it to read it.

    alternateNameId, geonameid, isolanguage, alternate name, isPreferredName, isShortName,
    isColloquial, isHistoric, from, to

A historic name is `former`, a colloquial one a `nickname`. A preferred one goes first; a short one
is a name as others. Pseudo-languages say what is no name at all: links and postal codes are left
out, codes of airports become properties, `wkdt` is an ID of Wikidata, `abbr` an acronym. An ID of
Wikidata that several places have says nothing of any of them, and is left out.

The file is in another order than that of places, and larger than memory. So it is copied into a
temporary database first, which is gone when the block ends.

Source: readme.txt of https://download.geonames.org/export/dump/, and the list of pseudo-languages
on the page of any place, such as https://www.geonames.org/334025.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from resolver.errors import BadSource
from resolver.model import Alias
from resolver.model.dates import is_date
from resolver.packs.cleaning import clean
from resolver.packs.dates import period
from resolver.packs.places.bare_names import NAME_LIMIT
from resolver.packs.places.codes import cells_of, member_of
from resolver.packs.rejects import Rejects
from resolver.packs.unpacking import open_unpacked
from resolver.rows import bounded_lines

NAME: Final = "alternateNamesV2"
OLDER: Final = "alternateNames"
"""The file that it took the place of: it lacks the last two columns."""


_CODES: Final = {
    "iata": "iata",
    "icao": "icao",
    "faac": "faa",
    "unlc": "unlocode",
}
"""Pseudo-language → the property that such a code is."""

_WIKIDATA: Final = "wkdt"
_REVOLUTION: Final = "fr_1793"
_ACRONYM: Final = "abbr"
_PINYIN: Final = "piny"

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DATE: Final = re.compile(r"(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?", re.ASCII)
_Q: Final = re.compile(r"Q[1-9]\d*", re.ASCII)

_Row = tuple[str, str, str, bool, bool, bool, str, str]
"""A row of the table of names."""

_COLUMNS: Final = 4
"""Columns that a row has at least: those behind may be cut off."""

_ALL: Final = 10


@dataclass(slots=True)
class Named:
    """What a place is called: names, codes by property, IDs of Wikidata."""

    aliases: list[Alias] = field(default_factory=list)
    codes: dict[str, list[str]] = field(default_factory=dict)
    wikidata: list[str] = field(default_factory=list)


class AlternateNames:
    """The names of every place."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def of(self, place: str, own_language: str) -> Named:
        """What a place is called.

        Args:
            place: Its geonameid.
            own_language: The first language of its country; a name in it is `native`.
        """
        named = Named()
        for language, text, *said in self._database.execute(_SELECT, (place,)):
            if language == _WIKIDATA:
                if _Q.fullmatch(text):
                    named.wikidata.append(text)
            elif language in _CODES:
                named.codes.setdefault(_CODES[language], []).append(text)
            else:
                named.aliases.append(_alias(language, text, said, own_language))
        return named


@contextmanager
def alternate_names(path: Path, rejects: Rejects) -> Iterator[AlternateNames]:
    """The names of a file, as long as the block lasts.

    Raises:
        BadSource: It cannot be read, is cut short, or a row is wrong.
    """
    with closing(sqlite3.connect("", isolation_level=None)) as database:  # "": a temporary file
        for statement in _SET_UP:
            database.execute(statement)
        database.execute("BEGIN")
        database.executemany(_INSERT, _rows(path, rejects))
        for statement in _FINISH:
            database.execute(statement)
        database.execute("COMMIT")
        yield AlternateNames(database)


_SET_UP: Final = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -65536",
    "CREATE TABLE names (place INTEGER, language TEXT, text TEXT, preferred INTEGER, "
    "colloquial INTEGER, historic INTEGER, since TEXT, until TEXT)",
)
_INSERT: Final = "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_FINISH: Final = (
    "CREATE INDEX by_place ON names (place)",
    "CREATE INDEX by_id ON names (text, place) WHERE language = 'wkdt'",
    "DELETE FROM names WHERE language = 'wkdt' AND text IN (SELECT text FROM names "
    "WHERE language = 'wkdt' GROUP BY text HAVING COUNT(DISTINCT place) > 1)",
)
"""Afterwards; the last takes IDs away that several places have."""

_SELECT: Final = (
    "SELECT language, text, colloquial, historic, since, until FROM names WHERE place = ? "
    "ORDER BY preferred DESC, rowid"
)


def _rows(path: Path, rejects: Rejects) -> Iterator[_Row]:
    """The rows that say something, as the table has them."""
    with open_unpacked(path, member=member_of(path.stem)) as stream:
        for number, raw in enumerate(bounded_lines(path, stream), 1):
            try:
                cells = cells_of(path, number, raw, _COLUMNS) if raw.strip() else None
            except BadSource as error:
                rejects.take(error, raw)
                continue
            row = _row(cells) if cells else None
            if row is not None:
                yield row


def _row(cells: list[str]) -> _Row | None:
    """A row as the table has it; None where it is neither a name, nor a code, nor an ID."""
    language = cells[2]
    text = clean(cells[3]) if _is_wanted(language) else ""
    if not text or len(text) > NAME_LIMIT:
        return None
    cells += [""] * (_ALL - len(cells))
    preferred, _, colloquial, historic, since, until = cells[4:_ALL]
    flags = preferred == "1", colloquial == "1", historic == "1"
    return cells[1], language, text, *flags, since, until


@cache  # there are some hundreds
def _is_wanted(language: str) -> bool:
    """Whether what stands in a language is a name, a code or an ID."""
    return (
        not language
        or language in _CODES
        or language in _NAMES_TOO
        or _LANGUAGE.fullmatch(language) is not None
    )


_NAMES_TOO: Final = frozenset({_WIKIDATA, _REVOLUTION, _ACRONYM, _PINYIN})


def _alias(language: str, text: str, said: list[Any], own_language: str) -> Alias:
    is_colloquial, is_historic, since, until = said
    tag, kind = _tag_and_kind(language, own_language)
    if is_historic:
        kind = "former"
    elif is_colloquial:
        kind = "nickname"
    return Alias(text, tag, kind, *_validity(since, until))


def _tag_and_kind(language: str, own_language: str) -> tuple[str | None, str]:
    if language == _REVOLUTION:
        return "fr", "former"
    if language == _ACRONYM:
        return None, "acronym"
    if language == _PINYIN:
        return "zh-Latn-pinyin", "transliteration"
    if language.endswith("-Latn"):
        return language, "transliteration"
    is_own = language and language.partition("-")[0] == own_language
    return language or None, "native" if is_own else "name"


def _validity(since: str, until: str) -> tuple[str | None, str | None]:
    """When a name was in use, as far as that is a date."""
    return period(_date(since), _date(until))


def _date(written: str) -> str | None:
    """19911226 → 1991-12-26; None of "circa 1962", "12th century", "-500"."""
    form = _DATE.fullmatch(written.strip())
    if form is None:
        return None
    found = "-".join(filter(None, form.groups()))
    return found if is_date(found) else None
