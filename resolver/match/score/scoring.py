"""Evidence → scores → a ranking, and the ranking → the decision that is returned.

The candidates that prescored best are scored in full. Each of the rest, the tail, is taken to be as
likely as the last of those, less by how much lower its prescore is: they carry no evidence, but
they compete, so that a name with five hundred bearers is not taken for a name with eight.

A `Ranking` holds numbers of the index, so that texts are read for those alone that are returned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.index import Index
from resolver.match.retrieve.exact import ExactMatch
from resolver.match.retrieve.prescore import CandidateSet
from resolver.match.retrieve.question import Question
from resolver.match.score import rarity, verdict
from resolver.match.score.background import background_nats
from resolver.match.score.calibration import calibration_terms
from resolver.match.score.caps import cap_facts, cap_parts
from resolver.match.score.collect import sole_evidence
from resolver.match.score.reason import reason_of
from resolver.match.score.terms import (
    BACKGROUND,
    COMPETITION,
    KNOWN,
    REVIEW_EXCLUDES,
    REVIEWED,
    SOUNDS_ALIKE,
    TAIL_PENALTY,
    Term,
    total,
)
from resolver.match.score.weights import Weights, profile_of, values_for
from resolver.model import Candidate, Decision, Query, Reason, Verdict
from resolver.model.query import USUALLY_KNOWN
from resolver.text.words import Words

Array = npt.NDArray[Any]

_LOG_ODDS_PER_PRESCORE: Final = 12.0
"""Log-odds that a candidate of the tail loses for each unit of its prescore."""

REVIEWED_NATS: Final = 20.0
"""Log-odds of the entity that somebody decided is meant: nothing else counts."""

EXCLUDED_NATS: Final = -40.0
"""What somebody's decision that it is not meant says of an entity: more than all else together."""

_SOLE_REASONS: Final[Mapping[Verdict, Reason]] = {
    "match": "sole_owner",
    "ambiguous": "close_call",
    "no_match": "unlikely",
}
"""The reason of each verdict about the one entity that bears the name."""


class Ranking(NamedTuple):
    """A decision by number: what `to_decision` makes a `Decision` of.

    Args:
        verdict: As in `Decision`.
        reason: As in `Decision`.
        margin: As in `Decision`.
        entities: Numbers of those that may be meant, likeliest first, as many as were asked for.
        aliases: Numbers of the aliases that brought them.
        scores: Of each.
        terms: The evidence of each; none of those that were not scored in full.
    """

    verdict: Verdict
    reason: Reason
    margin: float
    entities: list[int]
    aliases: list[int]
    scores: list[float]
    terms: list[list[Term]]


class Weighed(NamedTuple):
    """Candidates by their evidence, before they compete.

    Args:
        order: Rows of those that are scored in full, likeliest first.
        log_odds: Of each of these, in that order.
        tail: Log-odds (f8) of the other candidates.
        background: The nats of all of them that stem from the background.
        profile: Whose weights and calibration hold: the likeliest one's.
        across_scripts: Whether the likeliest one's name is in another script than the asked one.
    """

    order: list[int]
    log_odds: list[float]
    tail: Array
    background: float
    profile: str
    across_scripts: bool


def weigh(
    question: Question,
    candidates: CandidateSet,
    evidence: Sequence[list[Term]],
    index: Index,
    weights: Weights,
) -> Weighed:
    """What the evidence says of each candidate; what is above the caps is taken away.

    Args:
        question: The question.
        candidates: Those that may be meant.
        evidence: The terms of the first of them, as `collect_evidence` returned them; it grows by
            what is taken away, and by what somebody decided.
        index: The table that is asked.
        weights: The numbers.
    """
    max_nats = rarity.self_information(index.names)
    for terms in evidence:
        terms += cap_parts(terms, max_nats)
        if question.facts or question.query.context is not None:
            terms += cap_facts(terms, max_nats)
    totals = [total(terms) for terms in evidence]
    last = min(totals, default=0.0)
    excluded = _excluded_rows(question, candidates)
    for row in excluded:
        if row < len(totals):
            evidence[row].append(Term(REVIEW_EXCLUDES, EXCLUDED_NATS))
            totals[row] += EXCLUDED_NATS
    order = sorted(range(len(totals)), key=totals.__getitem__, reverse=True)
    log_odds = [totals[row] for row in order]
    profile = _profile(candidates, order, index)
    values = values_for(weights.resolve, profile)
    allowed = [totals[row] for row in order if row not in excluded]
    background = values[BACKGROUND] * background_nats(allowed)
    tail = tail_log_odds(candidates, len(order), last, values[TAIL_PENALTY])
    for row in excluded:
        if row >= len(order):
            tail[row - len(order)] += EXCLUDED_NATS
    best = evidence[order[0]][:2] if order else ()  # the prior, then what the name says
    return Weighed(
        order,
        [each + background for each in log_odds],
        tail + background,
        background,
        profile,
        any(term.name == SOUNDS_ALIKE for term in best),
    )


def rank_candidates(
    question: Question,
    candidates: CandidateSet,
    evidence: Sequence[list[Term]],
    index: Index,
    weights: Weights,
) -> Ranking:
    """The ranking of a question's candidates; arguments as of `weigh`.

    The evidence of those that are returned grows by what they share, and what competition costs.
    """
    weighed = weigh(question, candidates, evidence, index, weights)
    order, background = weighed.order, weighed.background
    calibration = weights.calibration_of(weighed.profile, across_scripts=weighed.across_scripts)
    known = known_terms(question.query)
    of_known = total(known)
    log_odds = [calibration.of(each) + of_known for each in weighed.log_odds]
    tail = calibration.of_many(weighed.tail) + of_known
    contest = verdict.contest(log_odds, tail, calibration.rivals)
    scores = [contest.score(each) for each in log_odds]
    tail_scores = contest.scores(tail)
    decided, margin = verdict.judge(scores, question.query, float(tail_scores.sum()))
    scores += tail_scores.tolist()
    reason = reason_of(decided, candidates, evidence, order)
    places = _returned(question, scores)
    rows: list[int] = []
    terms_in_order: list[list[Term]] = []
    for place in places:
        if place >= len(order):
            rows.append(place)
            terms_in_order.append([])
            continue
        rows.append(order[place])
        terms = evidence[order[place]]
        terms.append(Term(BACKGROUND, background))
        terms += calibration_terms(calibration, weighed.log_odds[place])
        terms += known
        terms.append(Term(COMPETITION, contest.competition(log_odds[place])))
        terms_in_order.append(terms)
    return Ranking(
        decided,
        reason,
        margin,
        candidates.entities[rows].tolist(),
        candidates.aliases[rows].tolist(),
        [scores[place] for place in places],
        terms_in_order,
    )


def rank_meant(question: Question, entity: int, index: Index) -> Ranking:
    """The ranking of the one entity that somebody decided is meant.

    Args:
        question: The question.
        entity: Its number in the index.
        index: The table that is asked.
    """
    segment, row = index.of_entity(entity)
    aliases = segment.aliases_of(row)
    alias = next(
        (
            each
            for each in aliases
            if segment.form_fold[segment.alias_form.item(each)] == question.form
        ),
        aliases[0],
    )
    score = verdict.contest([REVIEWED_NATS]).score(REVIEWED_NATS)
    terms = [
        Term(REVIEWED, REVIEWED_NATS, question.text, segment.alias_text[alias]),
        Term(COMPETITION, 0.0),
    ]
    numbers = [segment.first_entity + row], [segment.first_alias + alias]
    return Ranking("match", "reviewed", score, *numbers, [score], [terms])


def rank_sole(
    question: Question, sole: ExactMatch, index: Index, weights: Weights, words: Words
) -> Ranking:
    """The ranking of the one entity that bears the name."""
    terms = sole_evidence(question, sole, index, weights, words)
    terms += known_terms(question.query)
    scores = [verdict.contest([total(terms)]).score(total(terms))]
    terms.append(Term(COMPETITION, 0.0))
    decided, margin = verdict.judge(scores, question.query)
    segment, entity, alias = sole
    entities, aliases = [segment.first_entity + entity], [segment.first_alias + alias]
    reason = _SOLE_REASONS[decided]
    return Ranking(decided, reason, margin, entities, aliases, scores, [terms])


def to_decision(ranking: Ranking, index: Index) -> Decision:
    """A decision as it is returned."""
    candidates = []
    for number, alias, score, terms in zip(
        ranking.entities, ranking.aliases, ranking.scores, ranking.terms, strict=True
    ):
        segment, entity = index.of_entity(number)
        candidates.append(
            Candidate(
                segment.entity_id[entity],
                segment.entity_name[entity],
                segment.type_of(entity),
                score,
                segment.alias(alias - segment.first_alias),
                tuple(terms),
            )
        )
    return Decision(
        ranking.verdict, ranking.reason, tuple(candidates), ranking.margin, index.fingerprint
    )


def _excluded_rows(question: Question, candidates: CandidateSet) -> frozenset[int]:
    """The rows of candidates that are not meant, as somebody decided."""
    if not question.excluded:
        return frozenset()
    rows = enumerate(candidates.entities.tolist())
    return frozenset(row for row, entity in rows if entity in question.excluded)


def _returned(question: Question, scores: Sequence[float]) -> Sequence[int]:
    """The places of those that are returned, given the scores of all, the tail's last."""
    places, limit = range(len(scores)), question.query.limit
    if not question.excluded:
        return places[:limit]
    return sorted(places, key=lambda place: -scores[place])[:limit]  # excluded: behind the tail


def known_terms(query: Query) -> list[Term]:
    """What it says of every candidate how many are known; nothing where nobody says so."""
    if query.known == USUALLY_KNOWN:
        return []
    return [Term(KNOWN, verdict.odds_of_known(query.known))]


def tail_log_odds(candidates: CandidateSet, count: int, last: float, penalty: float) -> Array:
    """Log-odds (f8) of the candidates that are not scored in full, from their prescores.

    Args:
        candidates: All of them.
        count: How many of them are scored in full.
        last: Log-odds of the least likely one of those.
        penalty: What the others are less likely by, but those that bear the very name asked.
    """
    prescores = candidates.prescores[count:].astype(np.float64)
    if not len(prescores):
        return prescores
    lower = np.maximum(candidates.prescores.item(count - 1) - prescores, 0.0)
    log_odds: Array = last - 1e-6 - _LOG_ODDS_PER_PRESCORE * lower
    log_odds += penalty * ~candidates.exact[count:]
    return log_odds


def _profile(candidates: CandidateSet, order: list[int], index: Index) -> str:
    """The profile of the likeliest candidate."""
    if candidates.spans is not None:
        return "span"
    if not order:
        return "other"
    segment, entity = index.of_entity(candidates.entities.item(order[0]))
    return profile_of(segment.type_of(entity))
