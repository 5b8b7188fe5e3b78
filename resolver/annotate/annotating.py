"""A text on one page: from a text and an opened index to an annotation.

    read        its words, and the runs of them that are names of the table
    places      where names stand: given, or found
    names_of    whom each may mean, and what the text says beside it
    settle      how likely that is, with regard to the others
    rest        the same of short names, and all once more
    judged      a verdict for each, as for every name

`settled` goes as far as `rest`; `in_context` goes on from there, for a name with a text around it.

A plain function of its arguments: it reads no clock or file, and keeps nothing.
"""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from resolver.annotate.alike import alike
from resolver.annotate.candidates import Asking, Candidate
from resolver.annotate.coreference import rest
from resolver.annotate.descriptions import beside
from resolver.annotate.finding import find, look
from resolver.annotate.linking import Name, settle
from resolver.annotate.pausing import Pause, no_pause, with_pauses
from resolver.annotate.reading import Called, Place, Read, read
from resolver.annotate.stretches import Stretch
from resolver.annotate.surroundings import around
from resolver.annotate.table import Table
from resolver.annotate.weights import TextWeights
from resolver.match.score import verdict
from resolver.match.score.scoring import Ranking, to_decision
from resolver.match.score.terms import COMPETITION, Term
from resolver.model import Query, Reason, Verdict
from resolver.model.annotation import Annotation, Mention
from resolver.model.passage import Passage, Span


class Settled(NamedTuple):
    """The names of a text whose chances are settled.

    Args:
        text: The text.
        places: Where names stand.
        names: Each name once.
    """

    text: Read
    places: list[Place]
    names: dict[Called, Name]


def places(text: Read, asking: Asking, weights: TextWeights) -> list[Place]:
    """Where names stand: those that are asked, and what is found beside them.

    Args:
        text: The text.
        asking: Who bears them, and where those stand that are asked.
        weights: The numbers.
    """
    looked = look(text, asking)
    found = [each.stretch for each in find(looked, weights.finding)]
    spans = asking.passage.spans
    if spans is None:
        certain = [Place(each.start, each.end, is_asked=True) for each in found]
        return sorted([*certain, *alike(text, certain, asking)], key=_where)
    others = [Place(each.start, each.end, is_asked=False) for each in _apart(found, spans)]
    return sorted([*_given(spans), *others], key=_where)


def names_of(
    text: Read,
    there: Sequence[Place],
    asking: Asking,
    short: Mapping[Called, list[Candidate]] = MappingProxyType({}),
) -> dict[Called, Name]:
    """Each name of a text once.

    Args:
        text: The text.
        there: Where names stand.
        asking: Who bears them.
        short: Whom short names may mean beside those who bear them.
    """
    occurrences: dict[Called, list[Place]] = {}
    for place in there:
        occurrences.setdefault(place.called(text.text), []).append(place)
    borne = {
        name: _joined(short.get(name, ()), asking.borne(first.written(text.text), name.type))
        for name, (first, *_) in with_pauses(occurrences.items(), asking.pause)
    }
    searched = {
        name: (first.written(text.text), name.type)
        for name, (first, *_) in occurrences.items()
        if first.is_asked and not borne[name]
    }
    borne |= dict(zip(searched, asking.found(searched.values()), strict=True))
    named, size = {}, asking.size
    for name, standing in with_pauses(occurrences.items(), asking.pause):
        candidates = beside(text, standing, borne[name], asking)
        named[name] = Name(candidates, around(text, standing, asking), size)
    return named


def settled(asking: Asking, weights: TextWeights) -> Settled:
    """The names of a text, each with whom it may mean there, by all that the text says.

    Args:
        asking: The text, and who bears its names.
        weights: The numbers.
    """
    passage = asking.passage
    text = read(passage.text, asking)
    there = places(text, asking, weights)
    named = names_of(text, there, asking)
    settle([*named.values()], passage.country, weights.linking)
    places_of_short, of_short = rest(text, there, named, asking)
    if of_short:
        there = sorted([*there, *places_of_short], key=_where)
        named = names_of(text, there, asking, of_short)
        settle([*named.values()], passage.country, weights.linking)
    return Settled(text, there, named)


def annotate(
    passage: Passage, table: Table, weights: TextWeights, pause: Pause = no_pause
) -> Annotation:
    """The names in a text, each with who it means here.

    Args:
        passage: The text.
        table: What is asked.
        weights: The numbers.
        pause: Called every few milliseconds; what it raises ends the work.
    """
    asking = Asking(table, passage, pause)
    text, there, named = settled(asking, weights)
    decided = functools.cache(
        lambda name: to_decision(
            judged(named[name], asking.query("-", name.type), weights), table.index
        )
    )
    asked = there if passage.spans is None else _given(passage.spans)
    mentions = [
        Mention(place.start, place.end, place.written(text.text), decided(place.called(text.text)))
        for place in with_pauses(asked, pause)
    ]
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


def _joined(some: Sequence[Candidate], others: Sequence[Candidate]) -> list[Candidate]:
    """Candidates, each entity once."""
    there = {each.match.number for each in some}
    return [*some, *(each for each in others if each.match.number not in there)]


def _given(spans: Iterable[Span]) -> list[Place]:
    """Where the names stand that are asked, in the order in which they are."""
    return [Place(each.start, each.end, is_asked=True, type=each.type) for each in spans]


def _where(place: Place) -> tuple[int, int]:
    return place.start, place.end


def _reason(decided: Verdict, count: int) -> Reason:
    if decided == "match":
        return "sole_owner" if count == 1 else "clear_lead"
    if decided == "ambiguous":
        return "close_call"
    return "unlikely" if count else "nobody"


def _apart(stretches: Iterable[Stretch], spans: Iterable[Span]) -> list[Stretch]:
    """Those of some stretches that overlap no span."""
    ordered = sorted((start, end) for start, end, _ in spans)
    starts = [start for start, _ in ordered]
    reaches = [0, *itertools.accumulate((end for _, end in ordered), max)]
    return [each for each in stretches if reaches[bisect_left(starts, each.end)] <= each.start]
