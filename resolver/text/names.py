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

_ORDINAL: Final = re.compile(r"^(\d+)(?:st|nd|rd|th)$")


class Name(NamedTuple):
    """A name in its parts, in order: the words, and what each does there."""

    words: tuple[str, ...]
    roles: tuple[Role, ...]


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


def parts(folded: str, kind: str | None, words: Words) -> Name:
    """The parts of a folded name.

    Args:
        folded: What `fold` or `latin` returned.
        kind: The type of what bears the name, or None where it is not known.
        words: What `load_words` returned.
    """
    table = words.get(kind or "", words[""])
    if kind != "person":  # their lone letters are acronyms, not initials
        folded = joined_initials(folded)
    found = folded.split()
    if len(folded) > LONGEST:
        found = [word[:LONGEST] for word in found[:MOST_PARTS]]
    roles = []
    for place, word in enumerate(found):
        role = table.get(word)
        if role is None:
            role = _role(word, kind)
            if role == "number":
                found[place] = _ORDINAL.sub(r"\1", word)
        roles.append(role)
    return Name(tuple(found), tuple(roles))


def _role(word: str, kind: str | None) -> Role:
    if len(word) == 1 and kind == "person" and word.isalpha():
        return "initial"
    if word.isalpha() or not any(letter.isdigit() for letter in word):
        return "word"
    return "number"
