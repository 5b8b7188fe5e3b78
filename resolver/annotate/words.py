"""The words that a text is read with: everyday words, cues, demonyms, abbreviations of units.

Reach for the tables beside this module to change which they are:

- `everyday.txt`: English words that are written small, by how common they are (SCOWL).
- `cues.csv`: words that say what stands beside them: titles, units, prepositions; what names end
  with (a body such as a council, a house such as a school, a company, a landmark) or begin with (a
  part: San, Fort; a side: North).
- `demonyms.csv`: what people and things of a country are called.
- `languages.txt`: languages that are called otherwise than whoever speaks them.
- `abbreviations.csv`: what units of countries are called for short in texts and addresses.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Final, NamedTuple

from resolver.annotate.facts import Sort

COMMONNESS: Final = ("everyday", "common", "known")
"""How common an English word is: one of the first few thousand, ten thousand, fifty thousand."""

INSTITUTIONS: Final = ("body", "house", "company", "landmark")
"""Cues of what a name in capitals may end with that is called after a place or a person."""

DATES: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december".split()
)
"""Days and months, which have capitals and are no part of a name beside them: `On Thursday`."""

_SORTS: Final[Mapping[str, Sort]] = {
    **dict.fromkeys("city cities town towns village villages hamlet suburb".split(), "settlement"),
    **dict.fromkeys("state states province provinces region governorate oblast".split(), "unit"),
    **dict.fromkeys("county counties parish parishes district districts".split(), "unit"),
    **dict.fromkeys("country countries republic nation".split(), "country"),
}


class Unit(NamedTuple):
    """A unit of a country, as an abbreviation means it.

    Args:
        name: Its name.
        country: The code of the country.
    """

    name: str
    country: str


class TextWords(NamedTuple):
    """The words.

    Args:
        everyday: A word in small letters → one of `COMMONNESS`.
        cues: A word in small letters → what it is a cue of.
        sorts: A word in small letters → what it says that a place beside it is.
        demonyms: A demonym as it is written → the codes of its countries, mostly one.
        languages: Names of languages that are no demonyms.
        abbreviations: An abbreviation without points and spaces → the unit.
    """

    everyday: Mapping[str, str]
    cues: Mapping[str, str]
    sorts: Mapping[str, Sort]
    demonyms: Mapping[str, Sequence[str]]
    languages: frozenset[str]
    abbreviations: Mapping[str, Unit]


@functools.cache
def load_text_words() -> TextWords:
    """The words that come with the resolver; they are read once."""
    lines = _file("everyday.txt").splitlines()
    everyday = {
        word: commonness
        for commonness, line in zip(COMMONNESS, lines, strict=True)
        for word in line.split()
    }
    return TextWords(
        everyday,
        {row["word"]: row["cue"] for row in _rows("cues.csv")},
        _SORTS,
        _demonyms(),
        frozenset(_file("languages.txt").split()),
        {
            row["abbreviation"]: Unit(row["unit"], row["country"])
            for row in _rows("abbreviations.csv")
        },
    )


def unit_abbreviated(written: str, words: TextWords) -> Unit | None:
    """The unit that is written for short: with a point (Ind., N.Y.) or in capitals (IN, NSW)."""
    if "." not in written and not written.isupper():
        return None
    return words.abbreviations.get(written.replace(".", "").replace(" ", ""))


def _demonyms() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for row in _rows("demonyms.csv"):
        for word in row["demonyms"].split("|"):
            found.setdefault(word, []).append(row["country"])
    return found


def _file(name: str) -> str:
    return resources.files("resolver.annotate").joinpath(name).read_text("utf-8")


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_file(name).splitlines())
