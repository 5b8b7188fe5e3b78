"""A folded name → its parts, each with the role it plays in a name of that type.

    parts("gen ali reza zahdi", "person", words)
    → gen (honorific) · ali (word) · reza (word) · zahdi (word)

`resolver.text.words` says which roles there are, and which word plays which; its tables are passed
in. A word that is not in them is a `number` if it has a digit, an `initial` if it is one letter of
a person's name, else a `word`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from resolver.text.companies import has_register_mark, series_numbers
from resolver.text.fold import fold, joined_initials
from resolver.text.words import Phrase, Role, Words

FILIATION: Final = frozenset(("bin", "ibn", "ben", "bint", "ould"))
"""Words between a person's name and the father's."""

MAX_PARTS: Final = 48
"""Parts of a long name that are read; the rest says nothing more of who is meant."""

MAX_PART_LENGTH: Final = 64
"""Letters of a part that are read in a long name."""

_NOTHING: Final[Mapping[str, Any]] = {}
_ORDINAL: Final = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_PATRONYMIC: Final = re.compile(r"\w{3,}(?:[oey]vi?ch|[oe]vna|ivna|ichna)$")
_PATRONYMIC_ENDS: Final = ("ch", "na")
_BRACKETS: Final = re.compile(r"\S.*[(\[（](.+)[)\]）]\s*$", re.DOTALL)
_BRACKET_ENDS: Final = (")", "]", "）")
_MISREAD_DIGIT: Final = re.compile(r"(?<=[a-z])[015](?=[a-z])")
_MISREAD_VOWEL: Final = re.compile(r"(?<=[b-df-hj-np-tv-z])1(?=[b-df-hj-np-tv-z])")
_MEANT_LETTER: Final[Mapping[str, str]] = {"0": "o", "1": "l", "5": "s"}
_GLUED_FORM: Final = re.compile(r"(?<=\w\w\w)(?:gmbh|ltda|ltd|llc|sarl)\b")
_GLUED_ENDS: Final = frozenset(("mbh", "tda", "ltd", "llc", "arl"))

_AFTER_COMMA: Final = frozenset(("honorific", "number"))
"""Roles of what follows a comma without being a given name: MD, Jr."""


class Name(NamedTuple):
    """A name in its parts, in order.

    Args:
        words: The parts, folded.
        roles: The role of each part.
        family: How many parts at the end are known to be the family name, 0 where it is not known.
        letters: The first letter of each part as it was written, before it stood for another word;
            "" for a person's name.
    """

    words: tuple[str, ...]
    roles: tuple[Role, ...]
    family: int = 0
    letters: str = ""


def parts(
    folded: str,
    entity_type: str | None,
    words: Words,
    *,
    family_first: int = 0,
    in_brackets: int = 0,
) -> Name:
    """The parts of a folded name.

    Args:
        folded: What `fold` or `latin` returned.
        entity_type: The type of what bears the name, or None where it is not known.
        words: What `load_words` returned.
        family_first: How many words stood before a comma; in a person's name these are the family
            name, and go to the end.
        in_brackets: How many words at the end stood in brackets, or behind `of`.
    """
    qualifiers = 0
    if in_brackets:
        written = folded.split()
        found = _split(" ".join(written[:-in_brackets]), entity_type, words)
        in_end = _split(" ".join(written[-in_brackets:]), entity_type, words)
        found, qualifiers = found + in_end, len(in_end)
    else:
        found = _split(folded, entity_type, words)
    letters = "" if entity_type == "person" else "".join([word[0] for word in found])
    roles = _read_roles(found, entity_type, words)
    if qualifiers:
        roles[-qualifiers:] = [
            r if r in ("number", "stop") else "qualifier" for r in roles[-qualifiers:]
        ]
    family = 0
    if entity_type == "person":
        if 0 < family_first < len(found) and not set(roles[family_first:]) <= _AFTER_COMMA:
            family = family_first
            found = found[family:] + found[:family]
            roles = roles[family:] + roles[:family]
        if len(found) > 2:
            _mark_patronymic(found, roles, len(found) - family)
    return Name(tuple(found), tuple(roles), family, letters)


def written_parts(folded: str, written: str, entity_type: str | None, words: Words) -> Name:
    """The parts of a folded name, by what the comma and the brackets of the written one say.

    Args:
        folded: What `fold` or `latin` returned for the name.
        written: The name as it was written.
        entity_type: The type of what bears the name, or None where it is not known.
        words: What `load_words` returned.
    """
    family = words_before_comma(written) if entity_type == "person" and "," in written else 0
    qualifiers = words_in_brackets(written)
    if entity_type == "person" and not qualifiers:
        qualifiers = words_after_of(folded)
    name = parts(folded, entity_type, words, family_first=family, in_brackets=qualifiers)
    if entity_type != "person" and has_register_mark(written, name.roles):
        return name._replace(roles=(*name.roles[:-1], "stop"))
    return name


def words_before_comma(text: str) -> int:
    """How many words stand before the first comma, 0 if there is none or nothing after it."""
    before, _, after = text.partition(",")
    folded = fold(before) if after.strip() else None
    return len(folded.split()) if folded else 0


def words_in_brackets(text: str) -> int:
    """How many words at the end of a text stand in brackets, 0 if nothing stands before them."""
    found = _BRACKETS.match(text) if text.rstrip().endswith(_BRACKET_ENDS) else None
    folded = fold(found[1]) if found else None
    return len(folded.split()) if folded else 0


def words_after_of(folded: str) -> int:
    """How many words say where a person is from or what of: Ray of Lincolnville, Duke of Kent."""
    before, _, after = folded.partition(" of ")
    return len(after.split()) if before else 0


def countries_in(text: str, words: Words) -> frozenset[str]:
    """The countries that a text names, as codes; of names within names the longest counts.

    Args:
        text: In ASCII, as `latin` returned it.
        words: What `load_words` returned.
    """
    found, written, after = set(), text.split(), 0
    for at in [at for at, word in enumerate(written) if word in words.countries]:
        if at < after:
            continue
        for rest, code in words.countries[written[at]]:
            if written[at + 1 : at + 1 + len(rest)] == rest:
                found.add(code)
                after = at + 1 + len(rest)
                break
    return frozenset(found)


def _split(folded: str, entity_type: str | None, words: Words) -> list[str]:
    """The words of a name; lone letters as the acronym that they are, phrases as one word."""
    found = folded.split()
    if entity_type != "person" and 1 in map(len, found):  # those of a person are initials
        folded = joined_initials(folded)
        found = folded.split()
    if entity_type == "organization" and not _GLUED_ENDS.isdisjoint([word[-3:] for word in found]):
        found = _GLUED_FORM.sub(r" \g<0>", folded).split()
    if len(folded) > MAX_PART_LENGTH:
        found = [word[:MAX_PART_LENGTH] for word in found[:MAX_PARTS]]
    if not "".join(found).isalpha():
        found = [word if word.isalpha() else _corrected(word) for word in found]
    phrases = words.phrases.get(entity_type or "", _NOTHING)
    return found if phrases.keys().isdisjoint(found) else _without_phrases(found, phrases)


def _corrected(word: str) -> str:
    """The word with each 0, 1 or 5 between letters as the o, l or s that was misread.

    Between two consonants, a 1 was an i.
    """
    word = _MISREAD_VOWEL.sub("i", word)
    letters = _MISREAD_DIGIT.sub(lambda digit: _MEANT_LETTER[digit.group()], word)
    return letters if letters.isalpha() else word


def _without_phrases(found: list[str], phrases: Mapping[str, list[Phrase]]) -> list[str]:
    """The words with each phrase as the one word that it stands for."""
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


def _read_roles(found: list[str], entity_type: str | None, words: Words) -> list[Role]:
    """The role of each word; a word that stands for another becomes that one, in place."""
    table = words.roles.get(entity_type or "", words.roles[""])
    roles = [
        table.get(word)
        or ("word" if len(word) > 1 and word.isalpha() else _unlisted_role(word, entity_type))
        for word in found
    ]
    same_as = words.same_as.get(entity_type or "", _NOTHING)
    if entity_type == "organization":
        for place, number in series_numbers(found, roles):
            found[place], roles[place] = number, "number"
    letters = entity_type == "person" and 1 in map(len, found)
    if not letters and "number" not in roles and same_as.keys().isdisjoint(found):
        return roles  # most names: every word stands for itself
    for place, (word, role) in enumerate(zip(found, roles, strict=True)):
        if role == "number":
            found[place] = same_as.get(word) or _ORDINAL.sub(r"\1", word).lstrip("0") or "0"
        elif word in same_as:
            found[place] = same_as[word]
        elif len(word) == 1 and entity_type == "person":
            roles[place] = "initial"
    return roles


def _unlisted_role(word: str, entity_type: str | None) -> Role:
    if len(word) == 1 and entity_type == "person" and word.isalpha():
        return "initial"
    if word.isalpha() or not any(letter.isdigit() for letter in word):
        return "word"
    return "number"


def _mark_patronymic(found: list[str], roles: list[Role], end: int) -> None:
    """Give the first word that is a father's name that role, in place.

    It is formed like one, or stands after a word that says so and before the family name.
    """
    for place in range(1, end):
        if roles[place] != "word":
            continue
        after_filiation = found[place - 1] in FILIATION and place + 1 < len(found)
        word = found[place]
        if after_filiation or (word.endswith(_PATRONYMIC_ENDS) and _PATRONYMIC.match(word)):
            roles[place] = "patronymic"
            return
