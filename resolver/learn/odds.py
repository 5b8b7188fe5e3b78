"""What likeness in sound says of two names in different scripts, in log-odds.

    odds_by_script(sound, learn, ask)  → {"arabic": (-19.7, 27.4), …, "other": (-20.5, 28.6)}

For a script, what a cosine of 0 says and what each unit more: the names nearest to one that is
asked share one unit of probability with nobody, as the candidates of a question do. The pairs set
aside are asked, some of them with their own name taken away, so that nobody has a share too.

Source: multinomial logistic regression by Newton's method.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.learn.pairs import Pair
from resolver.text.script import main_script
from resolver.text.sound import Odds, Sound

Array = npt.NDArray[Any]

MOST_ASKED: Final = 500
"""Names asked in one script."""

FEWEST_ASKED: Final = 40
"""A script with fewer has the odds of all together."""

MOST_NAMES: Final = 300_000
"""Names among which they are looked for, beside the right ones."""

_NEAREST: Final = 100
_ABSENT: Final = 7
"""One in so many questions is asked again without its name."""

_START: Final = np.array([-20.0, 28.0])
_RIDGE: Final = 0.05
_ROUNDS: Final = 40
_BLOCK: Final = 100


def odds_by_script(sound: Sound, learn: Sequence[Pair], ask: Sequence[Pair]) -> tuple[int, Odds]:
    """Among how many names was asked, and what was found for each script and for all together."""
    right: dict[str, set[str]] = defaultdict(set)
    for first, second in ask:
        if first.isascii() and not second.isascii():
            right[second].add(first)
    asked: dict[str, list[str]] = defaultdict(list)
    for second in sorted(right, key=lambda text: zlib.crc32(text.encode())):
        of_script = asked[main_script(second)]
        if len(of_script) < MOST_ASKED:
            of_script.append(second)
    firsts = [first for pairs in (ask, learn) for first, _ in pairs if first.isascii()]
    names = list(dict.fromkeys(firsts))[:MOST_NAMES]
    vectors = sound.vectors(names)
    seen = {
        script: _observed(sound, vectors, names, questions, right)
        for script, questions in sorted(asked.items())
    }
    together = _START
    if seen:
        cosines, rights = (np.concatenate(part) for part in zip(*seen.values(), strict=True))
        together = _fitted(cosines, rights, _START)
    found = {"other": together}
    for script, (cosines, rights) in seen.items():
        if len(asked[script]) >= FEWEST_ASKED:
            found[script] = _fitted(cosines, rights, together)
    odds = {script: (round(float(a), 2), round(float(b), 2)) for script, (a, b) in found.items()}
    return len(names), odds


def _observed(
    sound: Sound,
    vectors: Array,
    names: Sequence[str],
    questions: Sequence[str],
    right: dict[str, set[str]],
) -> tuple[Array, Array]:
    """Cosines of the nearest names of each question, and how right each is: f8[questions, 100]."""
    many = min(_NEAREST, len(names))
    cosines, rights = [], []
    for at in range(0, len(questions), _BLOCK):
        block = questions[at : at + _BLOCK]
        scores = sound.vectors(block) @ vectors.T
        nearest = np.argpartition(-scores, many - 1, axis=1)[:, :many]
        for number, (question, rows) in enumerate(zip(block, nearest, strict=True), at):
            hit = np.array([names[row] in right[question] for row in rows.tolist()])
            found = np.full((2, _NEAREST), -1.0)
            found[:, :many] = scores[number - at, rows]
            cosines.append(found[0])
            rights.append(np.zeros(_NEAREST))
            rights[-1][:many] = hit / max(hit.sum(), 1)
            if number % _ABSENT == 0:
                found[1, :many][hit] = -1.0
                cosines.append(found[1])
                rights.append(np.zeros(_NEAREST))
    return np.array(cosines), np.array(rights)


def _fitted(cosines: Array, right: Array, start: Array) -> Array:
    """What a cosine of 0 says, and what each unit more (f8[2])."""
    odds = start.copy()
    for _ in range(_ROUNDS):
        log_odds = odds[0] + odds[1] * cosines
        top = np.maximum(log_odds.max(axis=1), 0.0)
        share = np.exp(log_odds - top[:, None])
        share /= (share.sum(axis=1) + np.exp(-top))[:, None]
        rows = np.stack([np.ones_like(cosines), cosines])
        mean = (rows * share).sum(axis=2)
        gradient = (rows * (right - share)).sum(axis=(1, 2)) - _RIDGE * (odds - start)
        curve = np.einsum("aqc,bqc,qc->ab", rows, rows, share) - mean @ mean.T
        step = np.linalg.solve(curve + _RIDGE * np.eye(2), gradient)
        odds = odds + step * min(1.0, 5.0 / float(np.abs(step).max()))
    return odds
