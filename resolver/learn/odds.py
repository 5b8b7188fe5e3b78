"""What the cosine of two names in different scripts says, in log-odds.

    fit_odds(encoder, split).by_script  → {"arabic": (-19.7, 27.4), …, "other": (-20.5, 28.6)}

Reach for this module to change how much likeness in sound counts. For a script, the odds are a line
over the cosine. The names nearest to an asked spelling share one unit of probability with nobody,
as the candidates of a query do. The spellings of the held-out pairs are asked, and some of them
again without their own name, so that nobody gets a share too.

Source: multinomial logistic regression by Newton's method.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from resolver.learn.pairs import PairSplit
from resolver.text.script import main_script
from resolver.text.sound import CosineOdds, Encoder

Array = npt.NDArray[Any]

MAX_ASKED: Final = 500
"""Spellings that are asked in one script at most."""

MIN_ASKED: Final = 40
"""Spellings that a script needs to have odds of its own."""

MAX_NAMES: Final = 300_000
"""Names among which they are looked for at most, the right ones first."""

_NEAREST: Final = 100
"""Names that an asked spelling is compared with."""

_ABSENT: Final = 7
"""One spelling in so many is asked again without its name."""

_START: Final = np.array([-20.0, 28.0])
_RIDGE: Final = 0.05
_ROUNDS: Final = 40
_BLOCK: Final = 100
"""Spellings that are asked at once."""


class FittedOdds(NamedTuple):
    """The odds of cosines.

    Args:
        names: Among how many names they were fitted.
        by_script: The odds of each script with enough pairs; `other` has those of all together.
    """

    names: int
    by_script: dict[str, CosineOdds]


class _Observed(NamedTuple):
    """What was seen of the asked spellings.

    Args:
        cosines: f8[asked, 100]: of the nearest names, -1 where there is none.
        right: f8[asked, 100]: the share of each name in being right; a row sums to 1 or 0.
    """

    cosines: Array
    right: Array

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        return cls(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def fit_odds(encoder: Encoder, split: PairSplit) -> FittedOdds:
    """The odds that make the held-out pairs likeliest, for each script and for all together."""
    right: dict[str, set[str]] = defaultdict(set)
    for name, spelling in split.held_out:
        if name.isascii() and not spelling.isascii():
            right[spelling].add(name)
    pairs = split.held_out + split.training
    names = list(dict.fromkeys(name for name, _ in pairs if name.isascii()))[:MAX_NAMES]
    vectors = encoder.vectors(names)
    asked = _asked(right)
    seen = {
        script: _observe(encoder, vectors, names, spellings, right)
        for script, spellings in sorted(asked.items())
    }
    together = _fit(_Observed.joined([*seen.values()]), _START) if seen else _START
    lines = {"other": together}
    for script, observed in seen.items():
        if len(asked[script]) >= MIN_ASKED:
            lines[script] = _fit(observed, together)
    odds = {
        script: CosineOdds(round(float(at_zero), 2), round(float(per_unit), 2))
        for script, (at_zero, per_unit) in lines.items()
    }
    return FittedOdds(len(names), odds)


def _asked(spellings: Iterable[str]) -> dict[str, list[str]]:
    """The spellings to ask, by script; where there are too many, a checksum says which."""
    asked: dict[str, list[str]] = defaultdict(list)
    for spelling in sorted(spellings, key=lambda text: zlib.crc32(text.encode())):
        of_script = asked[main_script(spelling)]
        if len(of_script) < MAX_ASKED:
            of_script.append(spelling)
    return asked


def _observe(
    encoder: Encoder,
    vectors: Array,
    names: Sequence[str],
    asked: Sequence[str],
    right: Mapping[str, set[str]],
) -> _Observed:
    count = min(_NEAREST, len(names))
    cosines, shares = [], []
    for at in range(0, len(asked), _BLOCK):
        block = asked[at : at + _BLOCK]
        scores = encoder.vectors(block) @ vectors.T
        nearest = np.argpartition(-scores, count - 1, axis=1)[:, :count]
        for number, (spelling, rows) in enumerate(zip(block, nearest, strict=True), at):
            hit = np.array([names[row] in right[spelling] for row in rows.tolist()])
            found = np.full((2, _NEAREST), -1.0)
            found[:, :count] = scores[number - at, rows]
            cosines.append(found[0])
            shares.append(np.zeros(_NEAREST))
            shares[-1][:count] = hit / max(hit.sum(), 1)
            if number % _ABSENT == 0:
                found[1, :count][hit] = -1.0
                cosines.append(found[1])
                shares.append(np.zeros(_NEAREST))
    return _Observed(np.array(cosines), np.array(shares))


def _fit(observed: _Observed, start: Array) -> Array:
    """The log-odds at a cosine of 0 and what each unit adds: f8[2], drawn towards `start`."""
    cosines, right = observed
    odds = start.copy()
    rows = np.stack([np.ones_like(cosines), cosines])
    for _ in range(_ROUNDS):
        log_odds = odds[0] + odds[1] * cosines
        top = np.maximum(log_odds.max(axis=1), 0.0)
        share = np.exp(log_odds - top[:, None])
        share /= (share.sum(axis=1) + np.exp(-top))[:, None]
        mean = (rows * share).sum(axis=2)
        gradient = (rows * (right - share)).sum(axis=(1, 2)) - _RIDGE * (odds - start)
        curve = np.einsum("aqc,bqc,qc->ab", rows, rows, share) - mean @ mean.T
        step = np.linalg.solve(curve + _RIDGE * np.eye(2), gradient)
        odds = odds + step * min(1.0, 5.0 / float(np.abs(step).max()))
    return odds
