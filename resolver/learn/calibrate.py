"""Labelled questions and pairs → the weights of evidence.

Every value of evidence is linear in the weights, so evidence weighed with unit vectors for weights
is a row of amounts, and a candidate's log-odds are its row times the weights. The weights are then
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
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.index import Index
from resolver.match.retrieve.candidates import Owner
from resolver.match.retrieve.question import Question
from resolver.match.retrieve.spans import FoundWithin, find_within
from resolver.match.score import rarity
from resolver.match.score.comparison import weigh_pair
from resolver.match.score.facts import CEILING as FACTS
from resolver.match.score.names import AGREEING, CEILING, Term
from resolver.match.score.reasons import reasons
from resolver.match.score.scoring import tail
from resolver.match.score.weights import KINDS, NAMES, Values, Weights
from resolver.model import Query
from resolver.text.names import Words
from resolver.text.sound import Sound

Array = npt.NDArray[Any]

FIXED: Final = ("same name", "sounds alike", "same country", "acronym")
"""Weights that are not fitted, but within longer texts: a name that one entity alone owns is that
entity's, by the table; what likeness in sound says was fitted with the encoder; labelled questions
name the right country or none, so they cannot tell what agreement alone is worth; and acronyms are
seldom asked alone in them."""

FIXED_OF_PAIRS: Final = ("same country", "acronym")
"""Weights that pairs of names say nothing about."""

FREE: Final = (
    "before",
    "other script",
    "whole",
    "same generic",
    "same legal form",
    "same small word",
)
"""Weights that may have either sign: of words that say little, sharing them may say even less."""

_HIGHEST: Final = dict.fromkeys(("same country", "same property"), FACTS)
_PLACE: Final = {name: place for place, name in enumerate(NAMES)}
_UNITS: Final[Values] = dict(zip(NAMES, np.eye(len(NAMES)), strict=True))
_UNIT_WEIGHTS: Final = Weights(dict.fromkeys(KINDS, _UNITS), dict.fromkeys(KINDS, _UNITS))


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of the candidates of one question, or of one pair.

    Args:
        kind: The type asked for; one of `KINDS`, what is of another type is `other`.
        agreeing: f8[candidates, weights]: amounts that together are capped.
        rest: f8[candidates, weights]: the other amounts.
        cap: Log-odds that what agrees may say.
        right: f8[candidates]: how likely each is the one meant; what is left is nobody's.
        tail: Log-weight of the candidates without evidence, beside that of the least likely one.
        behind: 1 where they are others than bear the very name asked, else 0.
    """

    kind: str
    agreeing: Array
    rest: Array
    cap: float
    right: Array
    tail: float = -math.inf
    behind: float = 0.0


def observe_question(
    query: Query, gold: Collection[str], index: Index, words: Words
) -> Observation:
    """What is seen of a question's candidates.

    Args:
        query: What is asked.
        gold: The IDs that are right, each as likely as the others; none where nobody is.
        index: The table that is asked.
        words: What is known of words.
    """
    question = Question.of(query)
    found = find_within(question, index)
    if isinstance(found, Owner):
        found = found.found()
    terms = reasons(question, found, index, _UNIT_WEIGHTS, words)
    count = len(terms)
    ids = index.ids(found.entities[:count])
    right = [1 / len(gold) if entity_id in gold else 0.0 for entity_id in ids]
    rest = found.exact[count:]
    others = np.exp(tail(found, count, 0.0, 0.0))[rest if rest.any() else slice(None)].sum()
    return Observation(
        "within" if isinstance(found, FoundWithin) else _kind(query.type),
        *_amounts(terms),
        cap=rarity.most(index.names) + CEILING,
        right=np.array(right),
        tail=math.log(others) if others else -math.inf,
        behind=float(not rest.any()),
    )


def observe_pair(
    name: str, other: str, kind: str | None, same: bool, words: Words, sound: Sound
) -> Observation:
    """What is seen of two names; arguments as of `resolver.compare`."""
    if (len(name), name) > (len(other), other):
        name, other = other, name
    terms = weigh_pair(name, other, kind, words, sound, _UNITS)
    cap = rarity.most(0) + CEILING
    return Observation(_kind(kind), *_amounts([terms]), cap, np.array([float(same)]))


def fitted(
    observed: Sequence[Observation],
    before: Mapping[str, Values],
    *,
    fixed: Collection[str] = FIXED,
    ridge: float = 3.0,
) -> dict[str, Values]:
    """The weights of each type: first of all types together, then of each from there.

    Args:
        observed: From `observe_question` or from `observe_pair`, not both.
        before: The weights to start from, by type.
        fixed: Weights that stay what they are, but within longer texts.
        ridge: How strongly weights are drawn to those they start from.
    """
    start = np.array([before["other"][name] for name in NAMES])
    sign = np.where([name in FREE for name in NAMES], 0, np.sign(start))
    together = fit(observed, start, sign, fixed=fixed, ridge=ridge)
    found: dict[str, Values] = {}
    for kind in KINDS:
        own = [each for each in observed if each.kind == kind]
        values = (
            fit(own, together, sign, fixed=fixed, ridge=ridge)
            if kind != "other" and own
            else together
        )
        found[kind] = {
            name: round(min(float(values[place]), _HIGHEST.get(name, math.inf)), 3)
            for name, place in _PLACE.items()
        }
    return found


def fit(
    observed: Sequence[Observation],
    start: Array,
    sign: Array,
    *,
    fixed: Collection[str],
    ridge: float,
    rounds: int = 40,
) -> Array:
    """The weights (f8[weights]) that make what was observed likeliest.

    Newton's method with halved steps; a weight that would change its sign stays at 0. Source:
    Bertsekas, Projected Newton methods for optimization problems with simple constraints (1982).
    """
    stack = _stacked(observed)
    if {each.kind for each in observed} == {"within"}:
        fixed = ()
    values = start.copy()
    loss, gradient, curve = _slope(stack, values, start, ridge)
    for _ in range(rounds):
        free = np.array([name not in fixed for name in NAMES])
        free &= ~((values == 0) & (sign * gradient > 0))
        step = np.zeros(len(values))
        step[free] = np.linalg.solve(curve[np.ix_(free, free)], gradient[free])
        for halving in range(12):
            tried = values - step * 0.5**halving
            tried[sign * tried < 0] = 0.0
            new = _slope(stack, tried, start, ridge)
            if new[0] < loss:
                break
        else:
            break
        gained = loss - new[0]
        values, (loss, gradient, curve) = tried, new
        if gained < 1e-4 * len(observed) ** 0.5:
            break
    return values


_Stack = tuple[Array, ...]


def _slope(stack: _Stack, values: Array, start: Array, ridge: float) -> tuple[float, Array, Array]:
    """The loss (-log likelihood and ridge), its gradient, and its curvature."""
    agreeing, rest, cap, right, group, tails, behind = stack
    groups = len(tails)
    agreed = agreeing @ values
    rows = rest + np.where((agreed > cap)[:, None], 0.0, agreeing)
    log_odds = rest @ values + np.minimum(agreed, cap)
    least = _least(log_odds, group, groups)
    last = rows[least]
    last[:, _PLACE["behind"]] += behind
    rows = np.concatenate([rows, last])
    further = log_odds[least] + tails + behind * values[_PLACE["behind"]]
    log_odds = np.concatenate([log_odds, further])
    right = np.concatenate([right, np.zeros(groups)])
    group = np.concatenate([group, np.arange(groups)])
    share, nobody = _shares(log_odds, group, groups)
    meant = np.bincount(group, right, groups)
    loss = -float(right @ np.log(share + 1e-12) + (1 - meant) @ np.log(nobody + 1e-12))
    mean = np.zeros((groups, len(values)))
    np.add.at(mean, group, rows * share[:, None])
    away = values - start
    return (
        loss + ridge / 2 * float(away @ away),
        rows.T @ (share - right) + ridge * away,
        (rows * share[:, None]).T @ rows - mean.T @ mean + ridge * np.eye(len(values)),
    )


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
    return (
        np.concatenate([each.agreeing for each in observed]),
        np.concatenate([each.rest for each in observed]),
        np.repeat([each.cap for each in observed], sizes),
        np.concatenate([each.right for each in observed]),
        np.repeat(np.arange(len(observed)), sizes),
        *np.array([(each.tail, each.behind) for each in observed]).T,
    )


def _least(log_odds: Array, group: Array, groups: int) -> Array:
    """The row of the least likely candidate of each question."""
    order = np.lexsort((-log_odds, group))
    least: Array = order[np.searchsorted(group[order], np.arange(groups), "right") - 1]
    return least


def _amounts(weighed: Sequence[Sequence[Term]]) -> tuple[Array, Array]:
    agreeing, rest = np.zeros((2, len(weighed), len(NAMES)))
    for row, terms in enumerate(weighed):
        for name, value, *_ in terms:
            (agreeing if name in AGREEING else rest)[row] += value
    return agreeing, rest


def _kind(kind: str | None) -> str:
    return kind if kind in KINDS else "other"
