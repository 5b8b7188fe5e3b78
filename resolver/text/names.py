"""A folded name → its parts, each with the role it plays in a name of that type.

    parts("gen ali reza zahdi", "person", words)
    → gen (honorific) · ali (word) · reza (word) · zahdi (word)

Which word plays which role is knowledge, not code: `words.csv` beside this module, one row a word
(word, type, role, same_as; several types are separated by `|`, no type means any; `same_as` is the
word that it stands for: universidad → university, joint stock company → jsc). `load_words` reads it
and the nicknames of the library of that name; whoever asks passes them in. A word without a row is
a `word`, a `number` if it has a digit, an `initial` if it is one letter of a person's name.

Roles: `word` carries the name · `number` is identity · `initial` stands for a longer part ·
`patronymic` is a father's name, often left out · `qualifier` stands in brackets behind the name ·
`legal` is a legal form · `generic` says what sort of thing it is · `honorific`, `particle` and
`stop` say little about who is meant.
"""

from __future__ import annotations

import csv
import functools
import itertools
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final, Literal, NamedTuple, get_args

from nicknames import name_triplets

from resolver.model import TYPES
from resolver.text.fold import fold, joined_initials

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


MOST_PARTS: Final = 48
"""Parts looked at; what a name of a thousand characters has beyond says nothing more."""

LONGEST: Final = 64
"""Letters of a part looked at."""


_NOTHING: Final[Mapping[str, Any]] = {}
_ORDINAL: Final = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_PATRONYMIC: Final = re.compile(r"\w{3,}(?:[oey]vi?ch|[oe]vna|ivna|ichna)$")
_BRACKETS: Final = re.compile(r"\S.*[(\[（](.+)[)\]）]\s*$", re.DOTALL)
_MISREAD: Final = re.compile(r"(?<=[a-z])[015](?=[a-z])")
_READ: Final[Mapping[str, str]] = {"0": "o", "1": "l", "5": "s"}


class Name(NamedTuple):
    """A name in its parts, in order: the words, and what each does there.

    Args:
        words: Folded.
        roles: Of each word.
        family: How many words at the end are known to be the family name, 0 where it is not known.
    """

    words: tuple[str, ...]
    roles: tuple[Role, ...]
    family: int = 0


Phrases = list[tuple[list[str], str]]


class Words(NamedTuple):
    """What is known of words.

    Args:
        roles: By type: `roles["organization"]["inc"]` is `legal`; "" has those of any type.
        same_as: By type: the word that a word stands for, where it is another.
        phrases: By type: the first word of what is written in several words → how it goes on, the
            longest first, and the word that it stands for.
        nicknames: Names → the nicknames of each, and what each is the nickname of.
        countries: What texts call countries, in ASCII → ISO 3166-1 alpha-2 codes.
    """

    roles: Mapping[str, Mapping[str, Role]]
    same_as: Mapping[str, Mapping[str, str]]
    phrases: Mapping[str, Mapping[str, Phrases]]
    nicknames: Mapping[str, frozenset[str]]
    countries: Mapping[str, str]


@functools.cache
def load_words() -> Words:
    """The words that come with the resolver."""
    roles: dict[str, dict[str, Role]] = {kind: {} for kind in ("", *TYPES)}
    same: dict[str, dict[str, str]] = {kind: {} for kind in roles}
    phrases: dict[str, dict[str, Phrases]] = {kind: {} for kind in roles}
    source = resources.files("resolver.text").joinpath("words.csv")
    with source.open(encoding="utf-8") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["type"] != "")
    for row in rows:  # those of any type first: what is said of one type counts there
        first, *rest = row["word"].split()
        for kind in row["type"].split("|") if row["type"] else roles:
            if rest:
                phrases[kind].setdefault(first, []).append((rest, row["same_as"]))
                continue
            roles[kind][row["word"]] = row["role"]  # type: ignore[assignment] # a test checks the file's roles
            if row["same_as"]:
                same[kind][row["word"]] = row["same_as"]
    for goes_on in itertools.chain(*(of_kind.values() for of_kind in phrases.values())):
        goes_on.sort(key=lambda phrase: -len(phrase[0]))
    return Words(roles, same, phrases, _nicknames(), _countries())


def _countries() -> dict[str, str]:
    """Names of countries. Source: the pack `countries`, by tools/words/make_countries.py."""
    source = resources.files("resolver.text").joinpath("countries.csv")
    with source.open(encoding="utf-8") as lines:
        return {row["name"]: row["code"] for row in csv.DictReader(lines)}


def countries_in(text: str, words: Words) -> frozenset[str]:
    """The countries that a text names, as codes; of names within names the longest counts.

    Args:
        text: In ASCII, as `latin` returned it.
        words: What `load_words` returned.
    """
    found, tokens = set(), text.split()
    while tokens:
        for size in range(min(5, len(tokens)), 0, -1):
            code = words.countries.get(" ".join(tokens[:size]))
            if code is not None:
                found.add(code)
                break
        tokens = tokens[size:]
    return frozenset(found)


def _nicknames() -> dict[str, frozenset[str]]:
    """English nicknames, both ways. Source: the data set of the library `nicknames`."""
    found: dict[str, set[str]] = {}
    for name, _, short in name_triplets():
        found.setdefault(name, set()).add(short)
        found.setdefault(short, set()).add(name)
    return {name: frozenset(others) for name, others in found.items()}


def parts(
    folded: str, kind: str | None, words: Words, *, family_first: int = 0, in_brackets: int = 0
) -> Name:
    """The parts of a folded name.

    Args:
        folded: What `fold` or `latin` returned.
        kind: The type of what bears the name, or None where it is not known.
        words: What `load_words` returned.
        family_first: How many words stood before a comma; in a person's name these are the family
            name, and go to the end.
        in_brackets: How many words at the end stood in brackets.
    """
    table = words.roles.get(kind or "", words.roles[""])
    if in_brackets:
        written = folded.split()
        name = _found(" ".join(written[:-in_brackets]), kind, words)
        found = name + _found(" ".join(written[-in_brackets:]), kind, words)
    else:
        found = name = _found(folded, kind, words)
    roles = [
        table.get(word) or ("word" if len(word) > 1 and word.isalpha() else _role(word, kind))
        for word in found
    ]
    same_as = words.same_as.get(kind or "", _NOTHING)
    for place, (word, role) in enumerate(zip(found, roles, strict=True)):
        if role == "number":
            found[place] = same_as.get(word) or _ORDINAL.sub(r"\1", word).lstrip("0") or "0"
        elif word in same_as:
            found[place] = same_as[word]
        elif len(word) == 1 and kind == "person":
            roles[place] = "initial"
    if in_brackets:
        roles[len(name) :] = ["qualifier" if r != "number" else r for r in roles[len(name) :]]
    family = 0
    if kind == "person":
        if 0 < family_first < len(found) and not set(roles[family_first:]) <= _BEHIND:
            family = family_first
            found = found[family:] + found[:family]
            roles = roles[family:] + roles[:family]
        if len(found) > 2:
            for place in range(1, len(found) - family):
                if roles[place] == "word" and _PATRONYMIC.match(found[place]):
                    roles[place] = "patronymic"
                    break
    return Name(tuple(found), tuple(roles), family)


def written_parts(folded: str, written: str, kind: str | None, words: Words) -> Name:
    """The parts of a folded name, by what the comma and the brackets of the written one say."""
    family = words_before_comma(written) if kind == "person" and "," in written else 0
    return parts(folded, kind, words, family_first=family, in_brackets=words_in_brackets(written))


_BEHIND: Final = frozenset(("honorific", "number"))
"""What may stand behind a comma without being a first name: MD, Jr."""


def _found(folded: str, kind: str | None, words: Words) -> list[str]:
    """The words of a name; lone letters as the acronym that they are, phrases as one word."""
    if kind != "person":  # their lone letters are initials
        folded = joined_initials(folded)
    found = folded.split()
    if len(folded) > LONGEST:
        found = [word[:LONGEST] for word in found[:MOST_PARTS]]
    found = [word if word.isalpha() else _read(word) for word in found]
    phrases = words.phrases.get(kind or "", _NOTHING)
    return found if phrases.keys().isdisjoint(found) else _without_phrases(found, phrases)


def _read(word: str) -> str:
    """A word; a 0, 1 or 5 between letters is the o, l or s that was misread."""
    letters = _MISREAD.sub(lambda digit: _READ[digit.group()], word)
    return letters if letters.isalpha() else word


def _without_phrases(found: list[str], phrases: Mapping[str, Phrases]) -> list[str]:
    """What is written in several words, by the one word that it stands for."""
    short, at = [], 0
    while at < len(found):
        word, after = found[at], at + 1
        for rest, stands_for in phrases.get(word, ()):
            if found[after : after + len(rest)] == rest:
                word, after = stands_for, after + len(rest)
                break
        short.append(word)
        at = after
    return short


def words_before_comma(text: str) -> int:
    """How many words stand before the first comma, 0 if there is none or nothing after it."""
    before, _, after = text.partition(",")
    folded = fold(before) if after.strip() else None
    return len(folded.split()) if folded else 0


def words_in_brackets(text: str) -> int:
    """How many words at the end of a text stand in brackets, 0 if nothing stands before them."""
    found = _BRACKETS.match(text) if text.rstrip()[-1:] in (")", "]", "）") else None
    folded = fold(found[1]) if found else None
    return len(folded.split()) if folded else 0


def _role(word: str, kind: str | None) -> Role:
    if len(word) == 1 and kind == "person" and word.isalpha():
        return "initial"
    if word.isalpha() or not any(letter.isdigit() for letter in word):
        return "word"
    return "number"
