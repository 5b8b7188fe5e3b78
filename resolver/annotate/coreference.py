"""Names that rest on a fuller one in the same text: a family name, initials in brackets.

    Mohammad Reza Zahedi … Zahedi said          → the same person
    Popular Mobilization Forces (PMF) … the PMF → the same organization

Reach for `rest` once it is settled who the fuller names mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from resolver.annotate.bearing import is_of_another
from resolver.annotate.candidates import Asking, Candidate
from resolver.annotate.cues import Sight, lower_words
from resolver.annotate.evidence import NAMED_BEFORE
from resolver.annotate.linking import Name
from resolver.annotate.reading import Called, Place, Read
from resolver.annotate.tokens import Token
from resolver.match.score.terms import Term
from resolver.text.keys import form_of, initials

MAX_NATS: Final = 5.0
"""What a fuller name says of a short one at most; no more than it says of itself."""

_LEAST_CHANCE: Final = 0.5
_CAPITAL: Final = ("title", "upper")
_BRACKETS: Final = re.compile(r"\s?\(([^\W\d_]{2,10})\)")


class Fuller(NamedTuple):
    """A name in full, before a short one.

    Args:
        text: The name.
        end: Where it ends first.
        candidate: Whom it likely means.
        log_odds: How likely.
    """

    text: str
    end: int
    candidate: Candidate
    log_odds: float


def rest(
    text: Read, there: Sequence[Place], named: Mapping[Called, Name], asking: Asking
) -> tuple[list[Place], dict[Called, list[Candidate]]]:
    """The places of short names that were not found, and whom short names may mean beside others.

    Args:
        text: The text.
        there: Where names were found.
        named: Each name once, settled.
        asking: The words of names; where spans are given, no place is added.
    """
    short = _short_names(text, there, named, asking)
    taken = {at for place in there for at in range(place.start, place.end)}
    found: dict[Called, list[Candidate]] = {}
    places = []
    standing: dict[int, list[Place]] = {}
    for place in there:
        standing.setdefault(place.start, []).append(place)
    sight = Sight(
        text.text,
        text.tokens,
        lower_words(text.tokens),
        asking.text_words,
        asking.words,
        asking.size,
    )
    for number, token in enumerate(text.tokens if short else ()):
        fuller = short.get(form_of(token.text)) if token.case in _CAPITAL else None
        if fuller is None or token.start < fuller.end:
            continue
        own = form_of(fuller.text).split()
        if _is_person(fuller.candidate) and is_of_another(number, own, sight):
            continue
        if asking.passage.spans is None and token.start not in taken:
            place = Place(token.start, token.end, is_asked=True)
            places.append(place)
            standing[token.start] = [place]
        for place in standing.get(token.start, ()):
            if place.end == token.end:
                found[place.called(text.text)] = [_resting(token, fuller)]
    return places, found


def _short_names(
    text: Read, there: Sequence[Place], named: Mapping[Called, Name], asking: Asking
) -> dict[str, Fuller]:
    """The forms of short names, each with the first fuller name that it is short for."""
    short: dict[str, Fuller] = {}
    for place in there:
        written = place.written(text.text)
        name = named[place.called(text.text)]
        if not name.candidates or name.chances.max() < _LEAST_CHANCE:
            continue
        best = int(name.chances.argmax())
        fuller = Fuller(written, place.end, name.candidates[best], float(name.log_odds[best]))
        for form in _shortened(written, place, text, fuller.candidate, asking):
            short.setdefault(form, fuller)
    return short


def _shortened(
    written: str, place: Place, text: Read, candidate: Candidate, asking: Asking
) -> Iterator[str]:
    words = form_of(written).split()
    if _is_person(candidate) and len(words) > 1 and len(words[-1]) > 2:
        yield words[-1]
    brackets = _BRACKETS.match(text.text, place.end)
    if brackets is not None and form_of(brackets[1]) in _initials(words, asking):
        yield form_of(brackets[1])


def _is_person(candidate: Candidate) -> bool:
    return candidate.type == "person"


def _initials(words: Sequence[str], asking: Asking) -> Iterable[str]:
    whole = "".join([word[0] for word in words])
    return {whole, *initials(" ".join(words), asking.words)}


def _resting(token: Token, fuller: Fuller) -> Candidate:
    nats = min(fuller.log_odds, MAX_NATS)
    said = [Term(NAMED_BEFORE, nats, token.text, fuller.text)]
    return fuller.candidate._replace(terms=said, how="short name")
