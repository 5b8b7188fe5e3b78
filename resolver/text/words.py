"""What is known of words, as tables beside this module, and the tables once read.

Reach for this module to change what counts in a name, such as titles and legal forms. Which word
plays which role is knowledge, not code: `words.csv` has one row a word (word, type, role, same_as).
Several types are separated by `|`, and no type means any. `same_as` is the word that it stands for:
universidad → university, joint stock company → jsc. `load_words` reads it, the other tables here
and the nicknames of the library of that name; whoever opens an index calls it, and passes on what
it returned.

Roles: `word` carries the name · `number` is identity · `initial` stands for a longer part ·
`patronymic` is a father's name, often left out · `qualifier` stands in brackets after the name, or
behind the `of` of a person's · `legal` is a legal form · `generic` says what sort of thing it is ·
`honorific`, `particle` and `stop` say little about who is meant.
"""

from __future__ import annotations

import csv
import functools
import itertools
import math
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Final, Literal, NamedTuple, get_args

from nicknames import name_triplets

from resolver.model import TYPES

Role = Literal[
    "word",
    "number",
    "initial",
    "patronymic",
    "qualifier",
    "honorific",
    "particle",
    "legal",
    "generic",
    "stop",
]

ROLES: Final[tuple[Role, ...]] = get_args(Role)


class Phrase(NamedTuple):
    """Something that is written in several words.

    Args:
        rest: Its words after the first.
        stands_for: The one word that it stands for.
    """

    rest: list[str]
    stands_for: str


class Words(NamedTuple):
    """What is known of words.

    Args:
        roles: By type: `roles["organization"]["inc"]` is `legal`; "" has those of any type.
        same_as: By type: a word → the word that it stands for, where that is another.
        phrases: By type: the first word of a phrase → the phrases, longest first.
        nicknames: Names → the nicknames of each, and what each is the nickname of.
        common_names: Words of many persons' names → nats: minus the logarithm of the share of
            persons who have them.
        countries: What texts call countries, in ASCII: the first word → the names, longest first;
            each stands for an ISO 3166-1 alpha-2 code.
    """

    roles: Mapping[str, Mapping[str, Role]]
    same_as: Mapping[str, Mapping[str, str]]
    phrases: Mapping[str, Mapping[str, list[Phrase]]]
    nicknames: Mapping[str, frozenset[str]]
    common_names: Mapping[str, float]
    countries: Mapping[str, list[Phrase]]


@functools.cache
def load_words() -> Words:
    """The words that come with the resolver; they are read once."""
    roles: dict[str, dict[str, Role]] = {entity_type: {} for entity_type in ("", *TYPES)}
    same_as: dict[str, dict[str, str]] = {entity_type: {} for entity_type in roles}
    phrases: dict[str, dict[str, list[Phrase]]] = {entity_type: {} for entity_type in roles}
    # Rows of any type come first, so that what is said of one type replaces them there.
    for row in sorted(_rows("words.csv"), key=lambda row: row["type"] != ""):
        first, *rest = row["word"].split()
        for entity_type in row["type"].split("|") if row["type"] else roles:
            if rest:
                phrases[entity_type].setdefault(first, []).append(Phrase(rest, row["same_as"]))
                continue
            roles[entity_type][first] = row["role"]  # type: ignore[assignment] # a test checks the file's roles
            if row["same_as"]:
                same_as[entity_type][first] = row["same_as"]
    for entity_type, of_type in same_as.items():
        _add_number_phrases(of_type, phrases[entity_type])
    for found in itertools.chain(*(of_type.values() for of_type in phrases.values())):
        found.sort(key=lambda phrase: -len(phrase.rest))
    return Words(roles, same_as, phrases, _nicknames(), _common_names(), _countries())


def _add_number_phrases(same_as: Mapping[str, str], phrases: dict[str, list[Phrase]]) -> None:
    """Add the numbers in two words, such as twenty one, that words for numbers make up."""
    values = {word: int(other) for word, other in same_as.items() if other.isdigit()}
    for word, tens in values.items():
        if tens in range(20, 100, 10):
            phrases.setdefault(word, []).extend(
                Phrase([unit], str(tens + ones)) for unit, ones in values.items() if 0 < ones < 10
            )


def _nicknames() -> dict[str, frozenset[str]]:
    """English nicknames, both ways. Source: the data set of the library `nicknames`."""
    found: dict[str, set[str]] = {}
    for name, _, short in name_triplets():
        found.setdefault(name, set()).add(short)
        found.setdefault(short, set()).add(name)
    return {name: frozenset(others) for name, others in found.items()}


def _common_names() -> dict[str, float]:
    """Source: a census and the pack `middle-east-news`, by tools/words/make_common_names.py."""
    rows = _rows("common_names.csv")
    return {row["word"]: -math.log(int(row["per_100000"]) / 100_000) for row in rows}


def _countries() -> dict[str, list[Phrase]]:
    """Names of countries. Source: the pack `countries`, by tools/words/make_country_names.py."""
    found: dict[str, list[Phrase]] = {}
    for row in sorted(_rows("countries.csv"), key=lambda row: -row["name"].count(" ")):
        first, *rest = row["name"].split()
        found.setdefault(first, []).append(Phrase(rest, row["code"]))
    return found


def _rows(file: str) -> Iterator[dict[str, str]]:
    """The rows of a table beside this module."""
    with resources.files("resolver.text").joinpath(file).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)
