"""When two names are equal: the form of a name, and the key under which it is found.

    form_of("U.S. Navy")          → "u s navy"
    match_key("u s navy")         → "us navy"      equal to that of "US Navy"
    form_of("$")                  → "=$"           folds to nothing: found letter by letter
    as_written("É.-U.")           → "é.-u."        that of "EU" is another, though both fold alike

Reach for this module to find a name in a table, and for `resolver.text.fold` to change how names
are folded. A text that folds to nothing is its own key after a `=`. No fold has that character, so
such a text equals itself and nothing else.

An organization is also called by its initials, or by its name without the legal form:

    initials("ejercito de liberacion nacional", words)   → "eln", "edln"
    core("now corporation", words)                       → "now"           that of "NOW Inc." too

Names that have such a key in common may be one; `ACRONYM` and `CORE` set these keys apart.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.text.fold import fold, joined_initials
from resolver.text.names import parts
from resolver.text.words import Words

Array = npt.NDArray[Any]

ACRONYM: Final = "^"
"""Stands before initials; no fold has it."""

CORE: Final = "#"
"""Stands before a name without its legal form; no fold has it."""

_ACRONYM_LETTERS: Final = range(3, 11)
"""How many letters an acronym has."""

_MAX_WORDS: Final = 16
"""Words of a name at most that has initials and a core."""


def form_of(text: str) -> str:
    """The form of a name: its fold, or `=` and the text itself where that is nothing."""
    return fold(text) or "=" + text.strip()


def match_key(form: str) -> str:
    """The key under which a form is found: the form with runs of lone letters joined."""
    return joined_initials(form) if form[0] != "=" else form


def match_keys(form: str, latin: str) -> tuple[str, ...]:
    """All keys of a form: its own and, where it has other letters, that of its Latin ones."""
    if not latin or latin == form:
        return (match_key(form),)
    return match_key(form), match_key(latin)


def as_written(text: str) -> str:
    """The letters and signs of a name: composed (NFC), each run of spaces as one, case aside.

    Two names with the same are written alike; of names that merely fold alike, it says which one
    somebody wrote.
    """
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def initials(latin: str, words: Words) -> list[str]:
    """The acronyms of an organization's name: with its small words and without, then without its
    legal form too; each once.

    Args:
        latin: The name folded, in ASCII.
        words: What `resolver.text.words.load_words` returned.
    """
    written = joined_initials(latin).split()
    if len(written) not in range(_ACRONYM_LETTERS.start, _MAX_WORDS + 1):
        return []
    roles = words.roles["organization"]
    heavy = [word for word in written if roles.get(word) != "stop"]
    short = [word for word in heavy if roles.get(word) != "legal"]
    found = ["".join([word[0] for word in some]) for some in (heavy, written, short)]
    return [each for each in dict.fromkeys(found) if len(each) in _ACRONYM_LETTERS]


def core(latin: str, words: Words) -> str:
    """An organization's name without its legal form and small words; "" where nothing else is left.

    Args:
        latin: The name folded, in ASCII.
        words: What `resolver.text.words.load_words` returned.
    """
    name = parts(latin, "organization", words)
    kept = zip(name.words, name.roles, strict=True)
    return " ".join([word for word, role in kept if role not in ("legal", "stop")])


def organization_keys(latin: str, words: Words) -> Iterator[str]:
    """The keys by which an organization's name is found that is asked shorter, or otherwise.

    Args:
        latin: The name folded, in ASCII.
        words: What `resolver.text.words.load_words` returned.
    """
    if " " in latin:
        for letters in initials(latin, words):
            yield ACRONYM + letters
        short = core(latin, words)
        if short and short != latin:
            yield CORE + short


class AskedKeys(NamedTuple):
    """The keys under which names are found that may be an organization's asked one.

    Args:
        cores: Of those that differ by their legal form and small words.
        acronyms: Of full names for an acronym, and of acronyms for a full name.
    """

    cores: tuple[str, ...]
    acronyms: tuple[str, ...]


def asked_organization_keys(latin: str, words: Words) -> AskedKeys:
    """The keys to look up for an asked name, besides its own.

    Args:
        latin: The asked name folded, in ASCII.
        words: What `resolver.text.words.load_words` returned.
    """
    short = core(latin, words)
    cores = (CORE + short, short) if short != latin else (CORE + short,)
    if len(short) in _ACRONYM_LETTERS and short.isalpha():
        return AskedKeys(cores, (ACRONYM + short,))
    return AskedKeys(cores if short else (), tuple(initials(latin, words)))


def hash64(text: str) -> int:
    """The 64-bit hash by which keys, forms and IDs are sorted in an index (BLAKE2b).

    Two texts share a hash once in 10^7 tables of a million names; whoever searches for one compares
    the texts too.
    """
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def hashes64(texts: Iterable[str]) -> Array:
    """The `hash64` of each text (u8)."""
    digests = [hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts]
    return np.frombuffer(b"".join(digests), "<u8")
