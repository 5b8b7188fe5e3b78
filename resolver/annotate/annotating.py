"""A text on one page: from a text and an opened index to an annotation.

    tokens             words, and where they stand                     tokens
    Stretches.of       the runs of them that are names of the table    stretches
    look, find         which of these are meant as names               finding
    candidates         whom each may mean                              candidates
    settle             who each means, with regard to the others       linking
    judged             a verdict for each, as for every name

A plain function of its arguments: it reads no clock or file, and keeps nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from resolver.annotate.candidates import Asking, Candidate, Table
from resolver.annotate.facts import Key
from resolver.annotate.finding import find, look
from resolver.annotate.linking import Around, Name, settle
from resolver.annotate.stretches import Stretches
from resolver.annotate.tokens import Token, tokens
from resolver.annotate.weights import TextWeights
from resolver.match.score import verdict
from resolver.match.score.scoring import Ranking, to_decision
from resolver.match.score.terms import COMPETITION, Term
from resolver.model import Decision, Query, Reason, Verdict
from resolver.model.annotation import Annotation, Mention
from resolver.model.passage import Passage, Span
from resolver.text.keys import form_of

_TITLE_GAP: Final = 40
"""Characters that may stand between a unit in the genitive and what lies in it."""


class Read(NamedTuple):
    """A text, read.

    Args:
        text: The text.
        tokens: Its tokens.
        stretches: The names of the table in it.
    """

    text: str
    tokens: list[Token]
    stretches: Stretches


class Place(NamedTuple):
    """Where a name stands.

    Args:
        start: Where it begins.
        end: Where it ends.
        is_asked: Whether it is part of the answer; others are context alone.
        type: Of what type it is, where that is known.
    """

    start: int
    end: int
    is_asked: bool
    type: str | None = None


class Called(NamedTuple):
    """What tells one name of a text from others.

    Args:
        form: Its form.
        type: Of what type it is, where that is known.
    """

    form: str
    type: str | None


def read(text: str, asking: Asking) -> Read:
    """Cut a text into tokens, and look up which runs of them are names."""
    cut = tokens(text)
    return Read(text, cut, Stretches.of(text, cut, asking.index, asking.text_words))


def places(text: Read, asking: Asking, weights: TextWeights) -> list[Place]:
    """Where names stand: those that are asked, and what is found beside them.

    Args:
        text: The text.
        asking: Who bears them, and where those stand that are asked.
        weights: The numbers.
    """
    looked = look(text.text, text.tokens, text.stretches, asking)
    found = [each.stretch for each in find(looked, weights.finding)]
    spans = asking.passage.spans
    if spans is None:
        return [Place(each.start, each.end, is_asked=True) for each in found]
    asked = [Place(each.start, each.end, is_asked=True, type=each.type) for each in spans]
    is_free = _free_of(spans, len(text.text))
    beside = [
        Place(each.start, each.end, is_asked=False)
        for each in found
        if is_free(each.start, each.end)
    ]
    return sorted([*asked, *beside], key=lambda place: place[:2])


def names_of(text: Read, there: Sequence[Place], asking: Asking) -> dict[Called, Name]:
    """Each name of a text once.

    Args:
        text: The text.
        there: Where names stand.
        asking: Who bears them.
    """
    return dict(each_name(text, there, asking))


def each_name(text: Read, there: Sequence[Place], asking: Asking) -> Iterator[tuple[Called, Name]]:
    """What `names_of` makes, one after the other."""
    occurrences: dict[Called, list[Place]] = {}
    for place in there:
        occurrences.setdefault(called(text.text, place), []).append(place)
    size = math.log(max(asking.index.names, 2))
    for name, standing in occurrences.items():
        written = text.text[standing[0].start : standing[0].end]
        candidates = asking.borne(written, name.type)
        if not candidates and standing[0].is_asked:
            candidates = asking.found(written, name.type)
        yield name, Name(candidates, _around(text, standing, asking), size)


def called(text: str, place: Place) -> Called:
    """What tells the name at a place of a text from others."""
    return Called(form_of(text[place.start : place.end]), place.type)


def annotate(passage: Passage, table: Table, weights: TextWeights) -> Annotation:
    """The names in a text, each with who it means here.

    Args:
        passage: The text.
        table: What is asked.
        weights: The numbers.
    """
    steps = in_steps(passage, table, weights)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            annotation: Annotation = done.value
            return annotation


def in_steps(
    passage: Passage, table: Table, weights: TextWeights
) -> Generator[None, None, Annotation]:
    """What `annotate` does, with a pause after each step: whoever shares a processor can wait.

    A step is one name, or one reading of the whole text (half a second of 200,000 characters).

    Args:
        passage: The text.
        table: What is asked.
        weights: The numbers.
    """
    asking = Asking(table, passage)
    text = read(passage.text, asking)
    yield
    there = places(text, asking, weights)
    yield
    named: dict[Called, Name] = {}
    for each in each_name(text, there, asking):
        named.update([each])
        yield
    settle([*named.values()], passage.country, weights.linking)
    yield
    decisions: dict[Called, Decision] = {}
    mentions = []
    for place in there:
        if place.is_asked:
            name = called(passage.text, place)
            if name not in decisions:
                ranking = judged(named[name], asking.query("-", name.type), weights)
                decisions[name] = to_decision(ranking, table.index)
            written = passage.text[place.start : place.end]
            mentions.append(Mention(place.start, place.end, written, decisions[name]))
            yield
    return Annotation(tuple(mentions), table.index.fingerprint)


def judged(name: Name, query: Query, weights: TextWeights) -> Ranking:
    """The verdict about a name whose chances are settled.

    Args:
        name: The name.
        query: Has the thresholds, and how many candidates are wanted.
        weights: The numbers.
    """
    order = sorted(range(len(name.candidates)), key=lambda place: -name.log_odds[place])
    log_odds = [float(name.log_odds[place]) for place in order]
    contest = verdict.contest(log_odds)
    scores = [contest.score(each) for each in log_odds]
    decided, margin = verdict.judge(scores, query)
    kept = order[: query.limit]
    terms: list[list[Term]] = []
    for place, odds in zip(kept, log_odds, strict=False):
        said = name.terms(place, weights.linking)
        terms.append([*said, Term(COMPETITION, contest.competition(odds))])
    matches = [name.candidates[place].match for place in kept]
    return Ranking(
        decided,
        _reason(decided, len(order)),
        margin,
        [match.number for match in matches],
        [match.segment.first_alias + match.alias for match in matches],
        scores[: query.limit],
        terms,
    )


def _reason(decided: Verdict, count: int) -> Reason:
    if decided == "match":
        return "sole_owner" if count == 1 else "clear_lead"
    if decided == "ambiguous":
        return "close_call"
    return "unlikely" if count else "nobody"


def _free_of(spans: Sequence[Span], length: int) -> Callable[[int, int], bool]:
    """Whether a stretch of a text overlaps none of some spans, in time linear in all of them."""
    change = np.zeros(length + 1, np.int64)
    np.add.at(change, [each.start for each in spans], 1)
    np.subtract.at(change, [each.end for each in spans], 1)
    covered = np.concatenate(([0], np.cumsum(np.cumsum(change) > 0)))
    return lambda start, end: bool(covered[start] == covered[end])


def _around(text: Read, standing: Iterable[Place], asking: Asking) -> Around:
    behind: set[Key] = set()
    before: set[Key] = set()
    for place in standing:
        behind |= _units_behind(text, place, asking)
        before |= _units_before(text, place, asking)
    return Around(frozenset(behind), frozenset(before))


def _units_behind(text: Read, place: Place, asking: Asking) -> set[Key]:
    """The units and countries named right behind a name: `Hilla, Babil`, `Paris (Texas)`."""
    rest = text.text[place.end : place.end + 3]
    lead = len(rest) - len(rest.lstrip(" ,("))
    if not lead or not rest[:lead].strip():
        return set()
    start = place.end + lead
    for run in text.stretches.starting.get(start, ()):
        if keys := _own_keys(asking.borne(run.text)):
            return keys
    written = text.text[start : start + 8]
    for end in (*(at + 1 for at, sign in enumerate(written) if sign == "."), 3, 2):
        if keys := _own_keys([each for each in asking.borne(written[:end]) if each.how == "short"]):
            return keys
    return set()


def _units_before(text: Read, place: Place, asking: Asking) -> set[Key]:
    """The units and countries that stand before a name in the genitive: `Iraq's central Babil`."""
    lead = text.text[max(0, place.start - _TITLE_GAP) : place.start]
    for mark in ("'s ", "’s "):
        at = lead.rfind(mark)
        if at >= 0 and lead[at + len(mark) :].count(" ") <= 2:
            end = place.start - len(lead) + at
            for run in text.stretches.ending.get(end, ()):
                if keys := _own_keys(asking.borne(run.text)):
                    return keys
    return set()


def _own_keys(candidates: Iterable[Candidate]) -> set[Key]:
    return {each.facts.own for each in candidates if each.facts.own is not None}
