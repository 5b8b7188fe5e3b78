"""The forms that may be the asked name: the lexical arm and the phonetic arm.

The lexical arm finds the forms that share the rarest features; the phonetic arm those whose vectors
lie nearest, in whatever script they are. Each form gets a similarity, 0..1, from what was compared
of all of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel

from resolver.index import Index
from resolver.index.lexical import Nearest
from resolver.index.segment import ORGANIZATIONS
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

_FORM_BITS: Final = 32
"""Bits that a form takes beside the place of its question."""

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
        floor: f4: what `similarity` is at least; None where that is nothing.
        exact: How many are exact.
    """

    forms: Array
    letters: Array
    features: Array
    similarity: Array
    cosines: Array
    floor: Array | None
    exact: int


class _Brought(NamedTuple):
    """What the lexical search brings of one question; fields as of `Forms`."""

    forms: Array
    features: Array
    floor: Array | None


def search_lexical(
    questions: Sequence[Question], index: Index, exact: Sequence[list[int]]
) -> list[Forms]:
    """For each question the exact forms, then those that share the rarest features, then those
    with another key.

    These are not searched where a name in another script has exact forms: sound orders the rest.

    Args:
        questions: A few at once (`BLOCK`) take less time each than one alone.
        index: What is searched.
        exact: For each question, the forms that are the asked name.
    """
    searched = [
        question if question.latin and (not same or question.form.isascii()) else None
        for question, same in zip(questions, exact, strict=True)
    ]
    near = index.lexical.search(
        [[] if question is None else question.features for question in searched],
        types=[question.types for question in questions],
        budget=_MAX_POSTINGS,
        limits=[
            _LEXICAL_FORMS_WITH_FACTS if question.facts else _LEXICAL_FORMS
            for question in questions
        ],
    )
    brought = [
        _Brought(*found, None) if question is None else _brought(question, index, same, found)
        for question, same, found in zip(searched, exact, near, strict=True)
    ]
    letters = _letters(questions, index, [each.forms for each in brought])
    return list(map(_lexical_forms, exact, brought, letters))


def _brought(question: Question, index: Index, exact: list[int], found: Nearest) -> _Brought:
    """What features and keys bring, without the exact forms."""
    forms, features = found
    floor = None
    # Where the name itself is there, others are asked for only if it may have been out of use.
    keys = question.organization_keys if not exact or question.query.as_of is not None else None
    if keys is not None:
        floors = _keyed(keys, index)
        if floors:
            forms, features, floor = _with_keyed(forms, features, floors)
    if exact:
        other = ~np.isin(forms, exact)
        forms, features = forms[other], features[other]
        floor = None if floor is None else floor[other]
    return _Brought(forms, features, floor)


def _lexical_forms(exact: list[int], brought: _Brought, letters: Array) -> Forms:
    forms, features, floor = brought
    similarity = (features + letters) * (_MAX_SIMILARITY / 2)
    if floor is not None:
        similarity = np.maximum(similarity, floor)
    if exact:
        ones = np.ones(len(exact), np.float32)
        no_floor = np.zeros(len(forms), np.float32)
        forms = np.concatenate([np.array(exact), forms])
        letters, features, similarity = (
            np.concatenate([ones, each]) for each in (letters, features, similarity)
        )
        floor = np.concatenate([ones, no_floor if floor is None else floor])
    return Forms(forms, letters, features, similarity, no_cosines(len(forms)), floor, len(exact))


def search_phonetic(
    questions: Sequence[Question], index: Index, lexical: Sequence[Forms], vectors: Array
) -> list[Forms]:
    """For each question those of the lexical arm and those that sound nearest, compared by both.

    Args:
        questions: A few at once (`BLOCK`) take less time each than one alone.
        index: What is searched.
        lexical: For each question, what the lexical arm found.
        vectors: Of the questions' forms, from `rounded`.
    """
    near = index.vectors.search(
        vectors,
        types=[question.types for question in questions],
        budgets=[
            _MAX_VECTORS_IN_LATIN if question.form.isascii() or forms.exact else _MAX_VECTORS
            for question, forms in zip(questions, lexical, strict=True)
        ],
        limits=[
            _PHONETIC_FORMS_WITH_FACTS if question.facts else _PHONETIC_FORMS
            for question in questions
        ],
    )
    found = _without(near, [forms.forms for forms in lexical])
    letters = _letters(questions, index, [each.forms for each in found])
    known = index.vectors.cosines(vectors, [forms.forms for forms in lexical])
    bounds = [
        _feature_bounds(each.features[each.exact :], len(its))
        for each, its in zip(lexical, letters, strict=True)
    ]
    # Those of the lexical arm, then what was found besides; of one question after the other.
    all_forms = _in_turns([each.forms for each in lexical], [each.forms for each in found])
    all_letters = _in_turns([each.letters for each in lexical], letters)
    features = _in_turns([each.features for each in lexical], bounds)
    cosines = _in_turns(known, [each.cosines for each in found])
    alike = (all_letters + features + cosines) * (_MAX_SIMILARITY / 3)
    both, at = [], 0
    for question, forms, its in zip(questions, lexical, letters, strict=True):
        after = at + len(forms.forms) + len(its)
        its_own = slice(at, after)
        compared = Forms(
            all_forms[its_own],
            all_letters[its_own],
            features[its_own],
            alike[its_own],
            cosines[its_own],
            forms.floor,
            forms.exact,
        )
        both.append(_by_sound(question, compared))
        at = after
    return both


def _without(found: Sequence[Nearest], others: Sequence[Array]) -> list[Nearest]:
    """What was found of each question, without some other forms of it."""
    places = range(len(found))
    asked = np.concatenate(
        [each.forms | place << _FORM_BITS for place, each in zip(places, found, strict=True)]
    )
    there = np.concatenate(
        [each | place << _FORM_BITS for place, each in zip(places, others, strict=True)]
    )
    if not len(there):
        return [*found]
    there.sort()
    new = there.take(there.searchsorted(asked), mode="clip") != asked
    left, at = [], 0
    for forms, cosines in found:
        its = new[at : at + len(forms)]
        left.append(Nearest(forms[its], cosines[its]))
        at += len(forms)
    return left


def _in_turns(some: Sequence[Array], others: Sequence[Array]) -> Array:
    """Arrays in one: the first of some, the first of others, the second of some, and so on."""
    return np.concatenate([*chain.from_iterable(zip(some, others, strict=True))])


def _by_sound(question: Question, forms: Forms) -> Forms:
    """Forms that are compared by all, as they are of a question: in another script mostly by sound,
    and no less similar than the lexical arm says."""
    if not question.form.isascii():
        similarity = forms.letters * _LETTERS_SHARE + forms.cosines * (1 - _LETTERS_SHARE)
        forms = forms._replace(similarity=similarity * _MAX_SIMILARITY)
    if forms.floor is None:
        return forms
    new = np.zeros(len(forms.forms) - len(forms.floor), np.float32)
    floor = np.concatenate([forms.floor, new])
    return forms._replace(floor=floor, similarity=np.maximum(forms.similarity, floor))


def no_cosines(count: int) -> Array:
    """The cosines of so many forms whose sound was not searched."""
    return np.full(count, np.nan, np.float32)


def _feature_bounds(brought: Array, count: int) -> Array:
    """The cosine that so many forms have at most which the lexical search did not bring."""
    return np.full(count, brought[-1] if len(brought) else 0, np.float32)


def _keyed(keys: AskedKeys, index: Index) -> dict[int, float]:
    """The forms that an organization's keys bring, and the least similarity of each.

    A hash that two keys share would bring a stranger, whom evidence tells.
    """
    floors: dict[int, float] = {}
    for some, floor in ((keys.acronyms, _ACRONYM_SIMILARITY), (keys.cores, _CORE_SIMILARITY)):
        for key in some:
            for segment, form in index.having(key, _MAX_KEYED_FORMS):
                if segment.form_types.item(form) & ORGANIZATIONS:
                    floors[segment.first_form + form] = floor
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


def _letters(questions: Sequence[Question], index: Index, forms: Sequence[Array]) -> list[Array]:
    """How alike each question's forms are to its name letter by letter, in ASCII, 0..1 (f4)."""
    every = np.concatenate(forms) if len(forms) > 1 else forms[0]
    if not len(every):
        return [np.zeros(0, np.float32)] * len(forms)
    known = index.latins(every)
    found, at = [], 0
    for question, some in zip(questions, forms, strict=True):
        after = at + len(some)
        if at == after or not question.latin:
            found.append(np.zeros(len(some), np.float32))
        else:
            found.append(
                process.cdist(
                    [question.latin.replace(" ", "").encode()],
                    known[at:after],
                    scorer=Indel.normalized_similarity,
                    dtype=np.float32,
                )[0]
            )
        at = after
    return found
