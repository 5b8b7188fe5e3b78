"""A folded name → its parts, each with the role it plays in a name of that type.

    parts("gen ali reza zahdi", "person", words)
    → gen (honorific) · ali (word) · reza (word) · zahdi (word)

Which word plays which role is knowledge, not code: `words.csv` beside this module, one row a word
(word, type, role; several types are separated by `|`, no type means any). `load_words` reads it;
whoever asks passes it in. A word without a row is a `word`, a `number` if it has a digit, an
`initial` if it is one letter of a person's name.

Roles: `word` carries the name · `number` is identity · `initial` stands for a longer part ·
`honorific`, `particle`, `legal`, `generic` and `stop` say little about who is meant.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping
from importlib import resources
from typing import Final, Literal, NamedTuple

from resolver.text.fold import joined_initials

Role = Literal["word", "number", "initial", "honorific", "particle", "legal", "generic", "stop"]
Words = Mapping[str, Mapping[str, Role]]

ROLES: Final[tuple[Role, ...]] = (
    "word",
    "number",
    "initial",
    "honorific",
    "particle",
    "legal",
    "generic",
    "stop",
)


MOST_PARTS: Final = 48
"""Parts looked at; what a name of a thousand characters has beyond says nothing more."""

LONGEST: Final = 64
"""Letters of a part looked at."""

_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")


class Part(NamedTuple):
    """One word of a name and what it does there."""

    text: str
    role: Role


@functools.cache
def load_words() -> Words:
    """The roles of words by type: `words["organization"]["inc"]` is `legal`."""
    table: dict[str, dict[str, Role]] = {}
    source = resources.files("resolver.text").joinpath("words.csv")
    with source.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for kind in row["type"].split("|"):
                table.setdefault(kind, {})[row["word"]] = row["role"]  # type: ignore[assignment] # a test checks the file's roles
    anyone = table.pop("", {})
    return {kind: {**anyone, **rows} for kind, rows in table.items()} | {"": anyone}


def parts(folded: str, kind: str | None, words: Words) -> tuple[Part, ...]:
    """The parts of a folded name, in order.

    Args:
        folded: What `fold` or `latin` returned.
        kind: The type of what bears the name, or None where it is not known.
        words: What `load_words` returned.
    """
    table = words.get(kind or "", words[""])
    if kind != "person":  # their lone letters are acronyms, not initials
        folded = joined_initials(folded)
    return tuple(_part(word[:LONGEST], table, kind) for word in folded.split()[:MOST_PARTS])


def _part(word: str, table: Mapping[str, Role], kind: str | None) -> Part:
    if word.isalpha():
        return Part(word, table.get(word) or _role(word, kind))
    ordinal = _ORDINAL.fullmatch(word)
    return Part(ordinal[1] if ordinal else word, _role(word, kind))


def _role(word: str, kind: str | None) -> Role:
    if any(letter.isdigit() for letter in word):
        return "number"
    return "initial" if len(word) == 1 and kind == "person" else "word"
