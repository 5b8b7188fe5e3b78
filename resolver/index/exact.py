"""A name → the forms that equal it when folded, or when both are put into Latin letters.

The key of a name is its fold with runs of lone letters joined, so that "U.S. Navy" and "US Navy"
are one. A text that folds to nothing ("$", "+") has itself as its key, behind a sign that no fold
has: it is found letter by letter, and never matches everybody.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt

from resolver.text.fold import fold, joined_initials

Array = npt.NDArray[Any]


def form_of(text: str) -> str:
    """The form of a name: its fold, or `=` and the text itself where that is nothing."""
    return fold(text) or "=" + text.strip()


def key_of(form: str) -> str:
    """The key under which a form is found."""
    return joined_initials(form) if form[0] != "=" else form


def keys_of(form: str, latin: str) -> tuple[str, ...]:
    """All keys of a form: its own and, where it has other letters, that of its Latin ones."""
    return (key_of(form),) if not latin or latin == form else (key_of(form), key_of(latin))


def key_hash(key: str) -> int:
    """The 64-bit hash by which keys are sorted."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


class Exact:
    """A sorted column of key hashes, and the form of each.

    Two keys share a hash once in 10^7 tables of a million names; the caller compares forms.
    """

    def __init__(self, hashes: Array, forms: Array) -> None:
        self._hashes = hashes
        self._forms = forms

    def find(self, key: str) -> list[int]:
        """The forms one of whose keys it is, in order of their numbers; mostly none or one."""
        wanted = key_hash(key)
        row, hashes = int(self._hashes.searchsorted(np.uint64(wanted))), self._hashes.item
        found = []
        while row < len(self._forms) and hashes(row) == wanted:
            found.append(self._forms.item(row))
            row += 1
        return sorted(found)
