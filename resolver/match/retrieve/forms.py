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
from resolver.match.retrieve.question import Question

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

_BEST: Final = np.float32(0.98)
"""What a form that is not the asked name looks like at most."""

_ROMANISED: Final = np.float32(1 / 8)
"""What letters count beside sound where the asked name had to be put into Latin ones."""


class Forms(NamedTuple):
    """Forms that may be the asked name, the exact ones first.

    Args:
        forms: i8.
        letters: f4: how alike each is letter by letter, 0..1.
        features: f4: the cosine of its features and the asked ones, each by how rare it is, 0..1.
        alike: f4: how alike it is by all that was looked at, 0..1; 1 for the exact ones.
        sounds: f4: how alike it sounds, 0..1; NaN where that was not asked.
        exact: How many are exact.
    """

    forms: Array
    letters: Array
    features: Array
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
        return Forms(first, ones, ones, ones, unheard(len(first)), len(exact))
    forms, features = segment.lexical.search(
        question.features,
        types=question.types,
        budget=_POSTINGS,
        limit=_AMONG if question.facts else _FIRST,
    )
    if exact:
        other = ~np.isin(forms, first)
        forms, features = forms[other], features[other]
    letters = _letters(question, segment, forms)
    alike = (features + letters) * (_BEST / 2)
    if exact:
        forms = np.concatenate([first, forms])
        letters, features, alike = (
            np.concatenate([ones, each]) for each in (letters, features, alike)
        )
    return Forms(forms, letters, features, alike, unheard(len(forms)), len(exact))


def heard(question: Question, segment: Segment, similar: Forms, vector: Array) -> Forms:
    """With those that sound nearest, all of them by sound and by letters."""
    in_latin = question.form.isascii()
    heard = segment.vectors.search(
        vector,
        types=question.types,
        budget=_HEARD_NEAR if in_latin or similar.exact else _HEARD_FAR,
        limit=_HEARD_AMONG if question.facts else _HEARD,
    )
    there = {*similar.forms.tolist()}
    heard = heard[[form not in there for form in heard.tolist()]]
    forms = np.concatenate([similar.forms, heard])
    letters = np.concatenate([similar.letters, _letters(question, segment, heard)])
    features = np.concatenate([similar.features, _at_most(similar, len(heard))])
    sounds = segment.vectors.cosines(vector, forms)
    if in_latin:
        alike = (letters + features + sounds) * (_BEST / 3)
    else:
        alike = (letters * _ROMANISED + sounds * (1 - _ROMANISED)) * _BEST
    alike[: similar.exact] = 1
    return Forms(forms, letters, features, alike, sounds, similar.exact)


def _at_most(similar: Forms, count: int) -> Array:
    """The cosine that so many forms have at most which the search by letters did not bring."""
    brought = similar.features[similar.exact :]
    return np.full(count, brought[-1] if len(brought) else 0, np.float32)


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
