"""The forms that may be the asked name: by their letters, by their sound.

By letters, those that share the rarest features; by sound, those whose vectors lie nearest, in
whatever script they are. Each is looked at cheaply: how alike it is, 0..1.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel

from resolver.index.segment import Segment
from resolver.match.question import Question

Array = npt.NDArray[Any]

_POSTINGS: Final = 5_000
"""Postings that a search by letters reads at most."""

_FIRST: Final = 150
"""Forms that it brings, and"""

_AMONG: Final = 300
"""that it brings where facts are asked, which choose among them."""

_HEARD_NEAR: Final = 4_000
"""Vectors that a search by sound reads for a name in Latin letters, and"""

_HEARD_FAR: Final = 8_000
"""for one in another script: its spellings lie further apart."""

_HEARD: Final = 100
"""Forms that a search by sound brings, and"""

_HEARD_AMONG: Final = 300
"""that it brings where facts are asked."""

_LETTERS: Final = 1 / 3
"""What letters count beside sound, between names in Latin letters, and"""

_ROMANISED: Final = 1 / 8
"""where the asked name had to be put into them."""


class Forms(NamedTuple):
    """Forms that may be the asked name, the exact ones first.

    Args:
        forms: i8.
        letters: f4: how alike each is letter by letter, 0..1.
        alike: f4: how alike it is by all that was looked at, 0..1; 1 for the exact ones.
        sounds: f4: how alike it sounds, 0..1; NaN where that was not asked.
        exact: How many are exact.
    """

    forms: Array
    letters: Array
    alike: Array
    sounds: Array
    exact: int


def similar(question: Question, segment: Segment, exact: list[int]) -> Forms:
    """The exact forms, then those that share the rarest features.

    These are not looked for where a name in another script has exact forms: sound orders the rest.
    """
    first = np.array(exact, np.int64)
    ones = np.ones(len(first), np.float32)
    if not question.latin or (exact and not question.form.isascii()):
        return Forms(first, ones, ones, unheard(len(first)), len(exact))
    forms, cosine = segment.lexical.search(
        question.features,
        types=question.types,
        budget=_POSTINGS,
        first=_AMONG if question.facts else _FIRST,
    )
    if exact:
        other = ~np.isin(forms, first)
        forms, cosine = forms[other], cosine[other]
    letters = _letters(question, segment, forms)
    alike = (cosine + letters) * np.float32(0.49)
    if exact:
        forms = np.concatenate([first, forms])
        letters, alike = np.concatenate([ones, letters]), np.concatenate([ones, alike])
    return Forms(forms, letters, alike, unheard(len(forms)), len(exact))


def heard(question: Question, segment: Segment, similar: Forms, vector: Array) -> Forms:
    """With those that sound nearest, all of them by sound and by letters."""
    in_latin = question.form.isascii()
    heard = segment.vectors.search(
        vector,
        types=question.types,
        budget=_HEARD_NEAR if in_latin or similar.exact else _HEARD_FAR,
        first=_HEARD_AMONG if question.facts else _HEARD,
    )
    there = {*similar.forms.tolist()}
    heard = heard[[form not in there for form in heard.tolist()]]
    forms = np.concatenate([similar.forms, heard])
    letters = np.concatenate([similar.letters, _letters(question, segment, heard)])
    share = np.float32(_LETTERS if in_latin else _ROMANISED)
    sounds = segment.vectors.cosines(vector, forms)
    alike = (letters * share + sounds * (1 - share)) * np.float32(0.98)
    alike[: similar.exact] = 1
    return Forms(forms, letters, alike, sounds, similar.exact)


def unheard(count: int) -> Array:
    """The sounds of so many forms whose sound was not asked."""
    return np.full(count, np.nan, np.float32)


def _letters(question: Question, segment: Segment, forms: Array) -> Array:
    """How alike each form is to the asked name letter by letter, in ASCII, 0..1 (f4)."""
    if not len(forms) or not question.latin:
        return np.zeros(len(forms), np.float32)
    known = segment.form_latin.joined(forms).replace(b" ", b"")
    letters: Array = process.cdist(
        [question.latin.replace(" ", "").encode()],
        known.split(b"\0"),
        scorer=Indel.normalized_similarity,
        dtype=np.float32,
    )[0]
    return letters
