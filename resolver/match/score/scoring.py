"""Candidates → evidence → scores: the best few in full, the rest by the cheap look.

The candidates that looked best get full evidence. Each of the rest is taken to be as likely as the
last of those, less by how much worse it looked: they carry no evidence, but they count as rivals,
so that a name with five hundred bearers is not taken for a name with eight.

What is read of the index is read for all candidates at once, and what is returned of them is made
only for those that are returned: a question has a few hundred microseconds.
"""

from __future__ import annotations

import itertools
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.index import Index
from resolver.match.retrieve.candidates import Owner
from resolver.match.retrieve.prescore import Found
from resolver.match.retrieve.question import Question
from resolver.match.retrieve.spans import FoundWithin
from resolver.match.score import facts, rarity, verdict
from resolver.match.score import names as evidence
from resolver.match.score.names import Term
from resolver.match.score.reasons import owner_reasons, reasons
from resolver.match.score.weights import Values, Weights, of_kind
from resolver.model import Candidate, Decision, Verdict
from resolver.text.names import Words

Array = npt.NDArray[Any]

_SLOPE: Final = 12.0
"""Log-odds lost for each unit by which a candidate looked worse than the last one with evidence."""


class Weighed(NamedTuple):
    """A decision by number: what `tell` makes a `Decision` of.

    Args:
        verdict: As in `Decision`.
        margin: As in `Decision`.
        entities: Numbers of those that may be meant, likeliest first, as many as were asked for.
        aliases: Numbers of the aliases that brought them.
        scores: Of each.
        terms: The evidence of the first few.
    """

    verdict: Verdict
    margin: float
    entities: Array | list[int]
    aliases: Array | list[int]
    scores: list[float]
    terms: list[list[Term]]


def weigh(
    question: Question, found: Found | Owner, index: Index, weights: Weights, words: Words
) -> Weighed:
    """The decision about a question, from those that may be meant."""
    if isinstance(found, Owner):
        return _weigh_owner(question, found, index, weights)
    weighed = reasons(question, found, index, weights, words)
    most = rarity.most(index.names)
    for terms in weighed:
        terms += evidence.ceiling(terms, most) + facts.ceiling(terms)
    sums = [sum([term[1] for term in terms]) for terms in weighed]
    order = sorted(range(len(sums)), key=lambda row: (-sums[row], row))
    log_odds = [sums[row] for row in order]
    behind = _last(found, len(sums), index, weights)["behind"]
    further = tail(found, len(sums), min(sums, default=0.0), behind)
    others = float(np.log1p(np.exp(further).sum()))
    scores = verdict.compete(log_odds, others)
    unlikely = np.exp(further - verdict.log_sum(log_odds, others))
    said, margin = verdict.judge(scores, question.query, float(unlikely.sum()))
    limit = question.query.limit
    explained = [
        [*weighed[row], ("rivals", verdict.rivals(log_odds, place, others), None, None)]
        for place, row in enumerate(order[:limit])
    ]
    rows = [*order, *range(len(order), min(limit, len(found)))][:limit]
    scores = (scores + unlikely[:limit].tolist())[:limit]
    return Weighed(said, margin, found.entities[rows], found.aliases[rows], scores, explained)


def tell(weighed: Weighed, index: Index) -> Decision:
    """A decision as it is returned."""
    if len(weighed.scores) == 1:
        return _tell_one(weighed, index)
    evidences = [tuple(evidence.told(terms)) for terms in weighed.terms]
    entities, aliases = np.asarray(weighed.entities), np.asarray(weighed.aliases)
    columns = zip(
        index.ids(entities),
        index.entity_names(entities),
        index.types(entities),
        weighed.scores,
        index.aliases(aliases),
        itertools.chain(evidences, itertools.repeat(())),
        strict=False,
    )
    candidates = tuple([Candidate(*each) for each in columns])
    return Decision(weighed.verdict, candidates, weighed.margin, index.fingerprint)


def _weigh_owner(question: Question, owner: Owner, index: Index, weights: Weights) -> Weighed:
    terms = owner_reasons(question, owner, index, weights)
    scores = verdict.compete([sum([term[1] for term in terms])])
    terms.append(("rivals", 0.0, None, None))
    said, margin = verdict.judge(scores, question.query)
    segment, entity, alias = owner
    entities, aliases = [segment.first_entity + entity], [segment.first_alias + alias]
    return Weighed(said, margin, entities, aliases, scores, [terms])


def _tell_one(weighed: Weighed, index: Index) -> Decision:
    """As `tell`, without arrays: one candidate is the most frequent answer."""
    segment, entity = index.of_entity(int(weighed.entities[0]))
    _, row = index.of_alias(int(weighed.aliases[0]))
    candidate = Candidate(
        segment.entity_id[entity],
        segment.entity_name[entity],
        segment.type_of(entity),
        weighed.scores[0],
        segment.alias(row),
        tuple(evidence.told(weighed.terms[0])) if weighed.terms else (),
    )
    return Decision(weighed.verdict, (candidate,), weighed.margin, index.fingerprint)


def tail(found: Found, count: int, last: float, behind: float) -> Array:
    """Log-odds (f8) of the candidates without evidence, from how they looked.

    Args:
        found: All candidates.
        count: How many of them have evidence.
        last: Log-odds of the least likely one that has evidence.
        behind: What the others are less likely by, but those that bear the very name asked.
    """
    looks = found.looks[count:].astype(np.float64)
    if not len(looks):
        return looks
    worse = np.maximum(found.looks.item(count - 1) - looks, 0.0)
    log_odds: Array = last - 1e-6 - _SLOPE * worse + behind * ~found.exact[count:]
    return log_odds


def _last(found: Found, count: int, index: Index, weights: Weights) -> Values:
    """The weights for the type of the last of so many candidates with evidence."""
    if len(found) <= count:
        return of_kind(weights.resolve, None)
    if isinstance(found, FoundWithin):
        return of_kind(weights.resolve, "within")
    return of_kind(weights.resolve, index.types(found.entities[count - 1 : count])[0])
