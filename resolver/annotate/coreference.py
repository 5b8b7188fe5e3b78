"""Names that rest on a fuller one in the same text: a family name, initials in brackets.

    Mohammad Reza Zahedi … Zahedi said          → the same person
    Popular Mobilization Forces (PMF) … the PMF → the same organization

Reach for `rest` once it is settled who the fuller names mean.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from resolver.annotate.bearing import is_of_another, is_of_another_without_capitals
from resolver.annotate.candidates import Asking, Candidate
from resolver.annotate.evidence import NAMED_BEFORE
from resolver.annotate.linking import Name
from resolver.annotate.reading import Called, Place, Read
from resolver.annotate.sight import Sight
from resolver.annotate.tokens import CAPITAL, is_tight, prefixes, readings
from resolver.match.score.terms import Term
from resolver.text.keys import form_of, initials

MAX_NATS: Final = 5.0
"""What a fuller name says of a short one at most; no more than it says of itself."""

_LEAST_CHANCE: Final = 0.5
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


class Short(NamedTuple):
    """Where a short name stands.

    Args:
        number: The token with which it begins, or behind whose prefix it does.
        start: Where it begins.
        end: Where it ends.
        form: Its form.
    """

    number: int
    start: int
    end: int
    form: str


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
    for run in _runs(text.sight, short) if short else ():
        fuller = short[run.form]
        if run.start < fuller.end:
            continue
        if _is_person(fuller.candidate) and _is_of_another(run, fuller, text.sight, asking):
            continue
        if asking.passage.spans is None and taken.isdisjoint(range(run.start, run.end)):
            place = Place(run.start, run.end, is_asked=True)
            places.append(place)
            taken.update(range(run.start, run.end))
            standing[run.start] = [place]
        for place in standing.get(run.start, ()):
            if place.end == run.end:
                found[place.called(text.text)] = [_resting(text.text[run.start : run.end], fuller)]
    return places, found


def _runs(sight: Sight, short: Collection[str]) -> Iterator[Short]:
    """Where a text has short names: words with capitals, all words of a script that has none.

    Args:
        sight: The text.
        short: The forms of short names.
    """
    lengths = sorted({len(form) for form in short if is_tight(form)}, reverse=True)
    for number, token in enumerate(sight.tokens):
        if token.tight:
            ends = [number + length for length in lengths if number + length <= len(sight.tokens)]
            runs = [(token.start, sight.tokens[end - 1].end) for end in ends]
        elif token.case in CAPITAL:
            elided = sight.tokens[number - 1] if number else token
            is_elided = elided.end == token.start and elided.text[0].isupper()  # D'Angelo
            starts = [elided.start, token.start] if is_elided else [token.start]
            runs = [(start, token.end) for start in starts]
        elif token.case == "none":
            runs = [(token.start + n, token.end) for n in (0, *prefixes(token))]
        else:
            continue
        forms = [(run, form_of(each)) for run in runs for each in readings(sight.text, *run)]
        found = next(((run, form) for run, form in forms if form in short), None)
        if found is not None:
            yield Short(number, *found[0], found[1])


def _is_of_another(run: Short, fuller: Fuller, sight: Sight, asking: Asking) -> bool:
    """Whether a short name is part of the name of somebody else, or no name there."""
    own = form_of(fuller.text).split()
    if sight.tokens[run.number].case in CAPITAL:
        return is_of_another(run.number, run.number, own, sight)
    return is_of_another_without_capitals(run.number, run.number, own, sight, asking.index)


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
    if _is_person(candidate) and len(words) > 1 and _may_be_family_name(words[-1], asking):
        yield words[-1]
    brackets = _BRACKETS.match(text.text, place.end)
    if brackets is not None and form_of(brackets[1]) in _initials(words, asking):
        yield form_of(brackets[1])


def _may_be_family_name(word: str, asking: Asking) -> bool:
    """Whether the last word of a person's name may stand alone; not that of `the general`."""
    is_title = asking.text_words.cues.get(word) == "title"
    return len(word) >= (2 if is_tight(word) else 3) and not is_title


def _is_person(candidate: Candidate) -> bool:
    return candidate.type == "person"


def _initials(words: Sequence[str], asking: Asking) -> Iterable[str]:
    whole = "".join([word[0] for word in words])
    return {whole, *initials(" ".join(words), asking.words)}


def _resting(written: str, fuller: Fuller) -> Candidate:
    nats = min(fuller.log_odds, MAX_NATS)
    said = [Term(NAMED_BEFORE, nats, written, fuller.text)]
    return fuller.candidate._replace(terms=said, how="short name")
