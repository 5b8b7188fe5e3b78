"""When two names are equal: the form of a name, and the key under which it is found.

    form_of("U.S. Navy")          → "u s navy"
    match_key("u s navy")         → "us navy"      equal to that of "US Navy"
    form_of("$")                  → "=$"           folds to nothing: found letter by letter
    as_written("É.-U.")           → "é.-u."        that of "EU" is another, though both fold alike

Reach for this module to find a name in a table, and for `resolver.text.fold` to change how names
are folded. A text that folds to nothing is its own key after a `=`. No fold has that character, so
such a text equals itself and nothing else.
"""

from __future__ import annotations

import hashlib
import unicodedata

from resolver.text.fold import fold, joined_initials


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


def hash64(text: str) -> int:
    """The 64-bit hash by which keys, forms and IDs are sorted in an index (BLAKE2b).

    Two texts share a hash once in 10^7 tables of a million names; whoever searches for one compares
    the texts too.
    """
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
