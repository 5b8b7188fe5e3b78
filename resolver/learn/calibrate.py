"""Labelled questions and pairs → the weights of evidence.

Every value of evidence is linear in the weights, so a candidate's evidence is a row of amounts
(`resolver.learn.amounts`), and its log-odds are that row times the weights. The weights are then
those that make the labels likeliest: of a question, the softmax over its candidates and nobody (a
multinomial logistic regression); of a pair, yes or no. They are drawn towards what they were before
(a ridge), and none may change its sign: what speaks against a candidate never speaks for it.

Read top to bottom: `observe_question` and `observe_pair` make rows, `fit` makes weights of them,
`fitted` does so for each type.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np

from resolver.index import Index
from resolver.learn.amounts import COLUMN, Array, amounts
from resolver.match.pipeline import retrieve
from resolver.match.retrieve.question import Question
from resolver.match.score.background import ALSO_RANS, MIN_NATS, TYPICAL_NATS
from resolver.match.score.caps import part_cap
from resolver.match.score.collect import collect_evidence
from resolver.match.score.comparison import pair_terms
from resolver.match.score.evidence import WEIGHTS
from resolver.match.score.rarity import BARE_MAX_NATS, self_information
from resolver.match.score.scoring import tail_log_odds
from resolver.match.score.terms import BACKGROUND, TAIL_PENALTY
from resolver.match.score.weights import PROFILES, Values, Weights, profile_of
from resolver.text.sound import Encoder
from resolver.text.words import Words

Asked = Literal["resolve", "compare"]
"""The two tables of weights: what is asked of a table, and of two bare names."""

_RIDGE: Final = 3.0
"""How strongly weights are drawn to those they start from."""

_EITHER_SIGN: Final = np.array([weight.either_sign for weight in WEIGHTS.values()])


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of the candidates of one question, or of one pair.

    Args:
        profile: One of `PROFILES`: whose weights the observation is for.
        agreeing: f8[candidates, weights]: amounts that together are capped.
        rest: f8[candidates, weights]: the other amounts.
        cap: Log-odds that what agrees may say.
        right: f8[candidates]: how likely each is the one meant; what is left is nobody's.
        tail: Log-weight of the candidates not scored in full, beside the least likely that is.
        penalised: 1 where none of those bears the very name asked, else 0.
        is_exact: Whether the best candidate bears the very name asked.
        weight: How often the observation counts.
    """

    profile: str
    agreeing: Array
    rest: Array
    cap: float
    right: Array
    tail: float = -math.inf
    penalised: float = 0.0
    is_exact: bool = False
    weight: float = 1.0


def observe_question(
    question: Question, gold: Collection[str], index: Index, words: Words
) -> Observation:
    """What is seen of a question's candidates.

    Args:
        question: What is asked.
        gold: The IDs that are right, each as likely as the others; none where nobody is.
        index: The table that is asked.
        words: What is known of words.
    """
    candidates = retrieve(question, index)
    evidence = amounts(
        lambda values: collect_evidence(
            question, candidates, index, Weights({"other": values}, {}), words
        )
    )
    count = len(evidence.rest)
    ids = index.ids(candidates.entities[:count])
    right = [1 / len(gold) if entity_id in gold else 0.0 for entity_id in ids]
    exact = candidates.exact[count:]
    odds = np.exp(tail_log_odds(candidates, count, 0.0, 0.0))
    others = odds[exact if exact.any() else slice(None)].sum()
    return Observation(
        profile_of(question.query.type) if candidates.spans is None else "span",
        *evidence,
        cap=part_cap(self_information(index.names)),
        right=np.array(right),
        tail=math.log(others) if others else -math.inf,
        penalised=float(not exact.any()),
        is_exact=bool(candidates.exact[:1].any()),
    )


def observe_pair(
    name: str, other: str, entity_type: str | None, same: bool, words: Words, encoder: Encoder
) -> Observation:
    """What is seen of two names; arguments as of `resolver.compare`."""
    if (len(name), name) > (len(other), other):
        name, other = other, name
    evidence = amounts(
        lambda values: [pair_terms(name, other, entity_type, words, encoder, values)]
    )
    cap = part_cap(BARE_MAX_NATS)
    return Observation(profile_of(entity_type), *evidence, cap, np.array([float(same)]))


def fitted(
    observed: Sequence[Observation], before: Mapping[str, Values], asked: Asked
) -> dict[str, Values]:
    """The weights of each profile: first of all of them together, then of each from there.

    Args:
        observed: From `observe_question`, or from `observe_pair`.
        before: The weights to start from, by profile.
        asked: Which of the two the observations are; it says which weights are fixed.
    """
    start = np.array([before["other"][key] for key in WEIGHTS])
    together = fit(observed, start, start, _free(observed, asked))
    found: dict[str, Values] = {}
    for profile in PROFILES:
        own = [each for each in observed if each.profile == profile]
        values = together
        if own and profile != "other":
            values = fit(own, together, start, _free(own, asked))
        found[profile] = _rounded(values)
    return found


def _free(observed: Sequence[Observation], asked: Asked) -> Array:
    """bool[weights]: those that are fitted; of longer texts alone, where a name is one of many
    parts, all of them."""
    spans = {each.profile for each in observed} == {"span"}
    return np.array([spans or asked not in weight.fixed_for for weight in WEIGHTS.values()])


def fit(
    observed: Sequence[Observation], before: Array, start: Array, free: Array, *, rounds: int = 40
) -> Array:
    """The weights (f8[weights]) that make what was observed likeliest.

    Args:
        observed: What was seen.
        before: f8[weights]: the weights to which they are drawn.
        start: f8[weights]: weights whose signs they keep, but for those of either sign.
        free: bool[weights]: those that are fitted.
        rounds: Steps at most.

    Newton's method with halved steps; a weight that would change its sign stays at 0. Source:
    Bertsekas, Projected Newton methods for optimization problems with simple constraints (1982).
    """
    stack, sign = _stacked(observed), np.where(_EITHER_SIGN, 0, np.sign(start))
    values = before.copy()
    loss, gradient, curvature = _slope(stack, values, before)
    for _ in range(rounds):
        movable = free & ~((values == 0) & (sign * gradient > 0))
        step = np.zeros(len(values))
        step[movable] = np.linalg.solve(curvature[np.ix_(movable, movable)], gradient[movable])
        for halving in range(12):
            tried = values - step * 0.5**halving
            tried[sign * tried < 0] = 0.0
            slope = _slope(stack, tried, before)
            if slope.loss < loss:
                break
        else:
            break
        gained = loss - slope.loss
        values, (loss, gradient, curvature) = tried, slope
        if gained < 1e-4 * len(observed) ** 0.5:
            break
    return values


class _Stack(NamedTuple):
    """All observations, one candidate after the other.

    Args:
        agreeing: f8[candidates, weights].
        rest: f8[candidates, weights].
        cap: f8[candidates].
        right: f8[candidates].
        group: i8[candidates]: the observation of each.
        tails: f8[observations].
        penalised: f8[observations].
        weight: f8[observations].
    """

    agreeing: Array
    rest: Array
    cap: Array
    right: Array
    group: Array
    tails: Array
    penalised: Array
    weight: Array


class _Slope(NamedTuple):
    """The loss (-log likelihood and ridge), its gradient, and its curvature."""

    loss: float
    gradient: Array
    curvature: Array


def _slope(stack: _Stack, values: Array, before: Array) -> _Slope:
    groups = len(stack.tails)
    agreed = stack.agreeing @ values
    rows = stack.rest + np.where((agreed > stack.cap)[:, None], 0.0, stack.agreeing)
    log_odds = stack.rest @ values + np.minimum(agreed, stack.cap)
    order = np.lexsort((-log_odds, stack.group))
    least = order[np.searchsorted(stack.group[order], np.arange(groups), "right") - 1]
    background, its_rows = _background(stack, log_odds, rows, order)
    weight = values[COLUMN[BACKGROUND]]
    log_odds += weight * background[stack.group]
    rows = rows + weight * its_rows[stack.group]
    rows[:, COLUMN[BACKGROUND]] += background[stack.group]
    last = rows[least]
    last[:, COLUMN[TAIL_PENALTY]] += stack.penalised
    rows = np.concatenate([rows, last])
    tail = log_odds[least] + stack.tails + stack.penalised * values[COLUMN[TAIL_PENALTY]]
    log_odds = np.concatenate([log_odds, tail])
    right = np.concatenate([stack.right, np.zeros(groups)])
    group = np.concatenate([stack.group, np.arange(groups)])
    counts = stack.weight
    share, nobody = _shares(log_odds, group, groups)
    meant = np.bincount(group, right, groups)
    each = right * np.log(share + 1e-12) * counts[group]
    loss = -float(each.sum() + (counts * (1 - meant)) @ np.log(nobody + 1e-12))
    mean = np.zeros((groups, len(values)))
    np.add.at(mean, group, rows * share[:, None])
    away = values - before
    counted = (share * counts[group])[:, None]
    return _Slope(
        loss + _RIDGE / 2 * float(away @ away),
        rows.T @ ((share - right) * counts[group]) + _RIDGE * away,
        (rows * counted).T @ rows
        - (mean * counts[:, None]).T @ mean
        + _RIDGE * np.eye(len(values)),
    )


class _Background(NamedTuple):
    """The background of each observation.

    Args:
        nats: f8[observations], as `background_nats` gives them.
        rows: f8[observations, weights]: how they change with the weights.
    """

    nats: Array
    rows: Array


def _background(stack: _Stack, log_odds: Array, rows: Array, order: Array) -> _Background:
    """The background of observations whose candidates are in that order: by observation, then
    likeliest first."""
    groups = len(stack.tails)
    group = stack.group[order]
    places = np.arange(len(order)) - np.searchsorted(group, np.arange(groups))[group]
    rans = order[(places >= ALSO_RANS.start) & (places < ALSO_RANS.stop)]
    share = 1 / (ALSO_RANS.stop - ALSO_RANS.start)
    nats = np.maximum(log_odds[rans], MIN_NATS) - TYPICAL_NATS
    changing = np.zeros((groups, rows.shape[1]))
    np.add.at(
        changing, stack.group[rans], rows[rans] * (share * (log_odds[rans] > MIN_NATS))[:, None]
    )
    return _Background(np.bincount(stack.group[rans], nats * share, groups), changing)


def _shares(log_odds: Array, group: Array, groups: int) -> tuple[Array, Array]:
    """Each candidate's score among those of its question and nobody, and nobody's."""
    top = np.zeros(groups)
    np.maximum.at(top, group, log_odds)
    odds = np.exp(log_odds - top[group])
    alone = np.exp(-top)
    whole = alone + np.bincount(group, odds, groups)
    return odds / whole[group], alone / whole


def _stacked(observed: Sequence[Observation]) -> _Stack:
    sizes = [len(each.right) for each in observed]
    return _Stack(
        np.concatenate([each.agreeing for each in observed]),
        np.concatenate([each.rest for each in observed]),
        np.repeat([each.cap for each in observed], sizes),
        np.concatenate([each.right for each in observed]),
        np.repeat(np.arange(len(observed)), sizes),
        np.array([each.tail for each in observed]),
        np.array([each.penalised for each in observed]),
        np.array([each.weight for each in observed]),
    )


def _rounded(values: Array) -> Values:
    return {
        key: round(min(float(values[column]), WEIGHTS[key].highest), 3)
        for key, column in COLUMN.items()
    }
