"""Facts of a candidate that stand in the asked name: `Exilia - Coincidence`, `Paris, Texas`.

Reach for it to change when a part of a name is taken for a fact. The words of a fact that the known
name lacks are no extra parts of the name: `name_without` takes them out, and what is left is
compared. `FactsInside.of` finds them by the codes that an index has of facts, so that no record is
read: a fact is inside where its whole value stands in the name, word for word, or a name of its
country.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from resolver.index import Index
from resolver.index.segment import fact_code
from resolver.match.retrieve.question import Question
from resolver.match.score.fields import nats_of_same
from resolver.match.score.terms import FACT_IN_NAME, Term
from resolver.match.score.weights import Values
from resolver.text.fold import latin
from resolver.text.names import Name
from resolver.text.words import Words

MIN_LETTERS: Final = 3
"""Letters from which on a value does not stand in a name by chance, but behind a comma."""

_MAX_WORDS: Final = 24
"""Words of a name that are looked through."""

_MAX_RUN: Final = 6
"""Words of a value at most."""

_VALUE: Final = 0xFFFFFFFF
"""The bits of a fact's code that are its value's."""


class FactInside(NamedTuple):
    """A fact that stands in the asked name: its code, and its words in both scripts."""

    code: int
    text: str
    words: frozenset[str]


class FactsInside(NamedTuple):
    """What in an asked name may be a fact of somebody.

    Args:
        values: By the code of a value, what is written.
        countries: By the code of a country as a fact, what it is called.
    """

    values: Mapping[int, str]
    countries: Mapping[int, str]

    @classmethod
    def of(cls, question: Question, index: Index, words: Words) -> FactsInside | None:
        """All runs of words of a name; None where no entity has facts, or the name one word."""
        written = question.form.split()[:_MAX_WORDS]
        if len(written) < 2 or not index.fields:
            return None
        in_latin = question.latin.split()[:_MAX_WORDS]
        countries: dict[int, str] = {}
        for at, first in enumerate(in_latin):
            for name in words.countries.get(first, ()):
                if in_latin[at + 1 : at + 1 + len(name.rest)] == name.rest:
                    text = " ".join((first, *name.rest))
                    countries.setdefault(fact_code("country", name.stands_for), text)
        if index.fields.keys() == {"country"} and not countries:
            return None
        values: dict[int, str] = {}
        for at, run in enumerate(written):
            for word in ("", *written[at + 1 : at + _MAX_RUN]):
                run = f"{run} {word}" if word else run
                if len(run) >= MIN_LETTERS or run in question.tails:
                    values[zlib.crc32(run.encode())] = run
        return cls(values, countries)

    def among(self, codes: Iterable[int]) -> list[FactInside]:
        """The facts of a candidate that stand in the name.

        Args:
            codes: All of its facts, each as `fact_code`.
        """
        found = []
        for code in codes:
            text = self.values.get(code & _VALUE) or self.countries.get(code)
            if text is not None:
                words = frozenset((*text.split(), *(latin(text) or "").split()))
                found.append(FactInside(code, text, words))
        return found


def name_without(asked: Name, known: Name, inside: Iterable[FactInside]) -> Name | None:
    """The asked name without the words of facts that the known name lacks.

    Args:
        asked: The asked name.
        known: The known name.
        inside: The facts of its entity that stand in the asked name.

    Returns:
        None where nothing is taken out, or nothing would be left.
    """
    out = frozenset[str]().union(*[fact.words for fact in inside]).difference(known.words)
    left = [place for place, word in enumerate(asked.words) if word not in out]
    if not left or len(left) == len(asked.words):
        return None
    words, roles = [asked.words[n] for n in left], [asked.roles[n] for n in left]
    family = sum(place >= len(asked.words) - asked.family for place in left)
    return Name(tuple(words), tuple(roles), family)


def inside_terms(inside: Iterable[FactInside], index: Index, weights: Values) -> list[Term]:
    """What it says that facts of a candidate stand in the asked name."""
    found = []
    for code, text, _ in inside:
        nats = nats_of_same(index.entities_with(code), index.entities)
        found.append(Term(FACT_IN_NAME, weights[FACT_IN_NAME] * nats, text, text))
    return found
