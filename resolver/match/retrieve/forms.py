"""The forms that may be the asked name: the lexical arm and the phonetic arm.

The lexical arm finds the forms that share the rarest features; the phonetic arm those whose vectors
lie nearest, in whatever script they are. Each form gets a similarity, 0..1, from what was compared
of all of them at once.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel

from resolver.index.segment import ORGANIZATIONS, Segment
from resolver.match.retrieve.question import Question
from resolver.text.keys import AskedKeys

Array = npt.NDArray[Any]

_MAX_POSTINGS: Final = 5_000
"""Postings that a lexical search reads at most."""

_LEXICAL_FORMS: Final = 150
"""Forms that a lexical search brings at most."""

_LEXICAL_FORMS_WITH_FACTS: Final = 300
"""Forms that a lexical search brings where facts are asked, which choose among more."""

_MAX_VECTORS_IN_LATIN: Final = 4_000
"""Vectors that a phonetic search reads for a name in Latin letters."""

_MAX_VECTORS: Final = 8_000
"""Vectors that a phonetic search reads for a name in another script, whose spellings lie further
apart."""

_PHONETIC_FORMS: Final = 100
"""Forms that a phonetic search brings at most."""

_PHONETIC_FORMS_WITH_FACTS: Final = 300
"""Forms that a phonetic search brings where facts are asked."""

_MAX_SIMILARITY: Final = np.float32(0.98)
"""The similarity of a form that is not the asked name is at most that."""

_LETTERS_SHARE: Final = np.float32(1 / 8)
"""The share of letters, beside sound, where the asked name had to be put into Latin ones."""


_CORE_SIMILARITY: Final = 0.8
"""The least similarity of an organization's name that differs by its legal form alone."""

_ACRONYM_SIMILARITY: Final = 0.5
"""The least similarity of an organization's acronym and its full name."""

_MAX_KEYED_FORMS: Final = 50
"""Forms that one key of an organization brings at most."""


class Forms(NamedTuple):
    """Forms that may be the asked name, the exact ones first.

    Args:
        forms: i8.
        letters: f4: how alike each is letter by letter, 0..1.
        features: f4: the cosine of its features and the asked ones, each by how rare it is, 0..1.
        similarity: f4: how alike it is by all that was compared, 0..1; 1 for the exact ones.
        cosines: f4: how alike it sounds, 0..1; NaN where that was not searched.
        floor: f4: what `similarity` is at least.
        exact: How many are exact.
    """

    forms: Array
    letters: Array
    features: Array
    similarity: Array
    cosines: Array
    floor: Array
    exact: int


def search_lexical(question: Question, segment: Segment, exact: list[int]) -> Forms:
    """The exact forms, then those that share the rarest features, then those with another key.

    These are not searched where a name in another script has exact forms: sound orders the rest.
    """
    first = np.array(exact, np.int64)
    ones = np.ones(len(first), np.float32)
    if not question.latin or (exact and not question.form.isascii()):
        return Forms(first, ones, ones, ones, no_cosines(len(first)), ones, len(exact))
    forms, features = segment.lexical.search(
        question.features,
        types=question.types,
        budget=_MAX_POSTINGS,
        limit=_LEXICAL_FORMS_WITH_FACTS if question.facts else _LEXICAL_FORMS,
    )
    floor = np.zeros(len(forms), np.float32)
    # Where the name itself is there, others are asked for only if it may have been out of use.
    keys = question.organization_keys if not exact or question.query.as_of is not None else None
    if keys is not None:
        floors = _keyed(keys, segment)
        if floors:
            forms, features, floor = _with_keyed(forms, features, floors)
    if exact:
        other = ~np.isin(forms, first)
        forms, features, floor = forms[other], features[other], floor[other]
    letters = _letters(question, segment, forms)
    similarity = np.maximum((features + letters) * (_MAX_SIMILARITY / 2), floor)
    if exact:
        forms = np.concatenate([first, forms])
        letters, features, similarity, floor = (
            np.concatenate([ones, each]) for each in (letters, features, similarity, floor)
        )
    return Forms(forms, letters, features, similarity, no_cosines(len(forms)), floor, len(exact))


def search_phonetic(question: Question, segment: Segment, lexical: Forms, vector: Array) -> Forms:
    """Those of the lexical arm and those that sound nearest, all compared by both."""
    in_latin = question.form.isascii()
    found = segment.vectors.search(
        vector,
        types=question.types,
        budget=_MAX_VECTORS_IN_LATIN if in_latin or lexical.exact else _MAX_VECTORS,
        limit=_PHONETIC_FORMS_WITH_FACTS if question.facts else _PHONETIC_FORMS,
    )
    there = {*lexical.forms.tolist()}
    found = found[[form not in there for form in found.tolist()]]
    forms = np.concatenate([lexical.forms, found])
    letters = np.concatenate([lexical.letters, _letters(question, segment, found)])
    bounds = _feature_bounds(lexical.features[lexical.exact :], len(found))
    features = np.concatenate([lexical.features, bounds])
    cosines = segment.vectors.cosines(vector, forms)
    if in_latin:
        similarity = (letters + features + cosines) * (_MAX_SIMILARITY / 3)
    else:
        similarity = letters * _LETTERS_SHARE + cosines * (1 - _LETTERS_SHARE)
        similarity *= _MAX_SIMILARITY
    floor = np.concatenate([lexical.floor, np.zeros(len(found), np.float32)])
    similarity = np.maximum(similarity, floor)
    return Forms(forms, letters, features, similarity, cosines, floor, lexical.exact)


def no_cosines(count: int) -> Array:
    """The cosines of so many forms whose sound was not searched."""
    return np.full(count, np.nan, np.float32)


def _feature_bounds(brought: Array, count: int) -> Array:
    """The cosine that so many forms have at most which the lexical search did not bring."""
    return np.full(count, brought[-1] if len(brought) else 0, np.float32)


def _keyed(keys: AskedKeys, segment: Segment) -> dict[int, float]:
    """The forms that an organization's keys bring, and the least similarity of each.

    A hash that two keys share would bring a stranger, whom evidence tells.
    """
    floors: dict[int, float] = {}
    for some, floor in ((keys.acronyms, _ACRONYM_SIMILARITY), (keys.cores, _CORE_SIMILARITY)):
        for key in some:
            for form in segment.exact.find(key, _MAX_KEYED_FORMS):
                if segment.form_types.item(form) & ORGANIZATIONS:
                    floors[form] = floor
    return floors


def _with_keyed(
    forms: Array, features: Array, floors: dict[int, float]
) -> tuple[Array, Array, Array]:
    """Forms and the cosines of their features with those that have a floor; and all floors."""
    keyed = np.array([*floors], np.int64)
    found = forms[:, None] == keyed
    new = ~found.any(axis=0)
    places = len(forms) - 1 + new.cumsum()
    if len(forms):
        places = np.where(new, places, found.argmax(axis=0))
    forms = np.concatenate([forms, keyed[new]])
    features = np.concatenate([features, _feature_bounds(features, len(forms) - len(features))])
    floor = np.zeros(len(forms), np.float32)
    floor[places] = [*floors.values()]
    return forms, features, floor


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
