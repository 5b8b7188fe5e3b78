"""How often the other spelling of a name is the nearest one, or among the nearest ten.

    recall_by_script(encoder, split)  → {"arabic": (0.64, 0.93), "cyrillic": (0.85, 0.98), …}

Reach for this module to measure an encoder. The spelling of each held-out pair is asked, by its
script. The names of all pairs are where it is looked for. Every name that goes with the asked
spelling is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.learn.pairs import PairSplit
from resolver.text.script import main_script
from resolver.text.sound import Encoder

MAX_ASKED: Final = 400
"""Spellings that are asked in one script at most."""

MIN_ASKED: Final = 20
"""Spellings that a script needs to be measured."""

MAX_NAMES: Final = 200_000
"""Names among which they are looked for at most, the right ones first."""

_BLOCK: Final = 100
"""Spellings that are asked at once."""


class Recall(NamedTuple):
    """The shares of spellings whose name was found, each 0 to 1.

    Args:
        first: As the nearest one.
        among_ten: Among the nearest ten.
    """

    first: float
    among_ten: float


def recall_by_script(encoder: Encoder, split: PairSplit) -> dict[str, Recall]:
    """The recall of an encoder on held-out pairs, for each script with enough of them."""
    right: dict[str, set[str]] = defaultdict(set)
    for name, spelling in split.held_out:
        right[spelling].add(name)
    asked: dict[str, list[str]] = defaultdict(list)
    for spelling in right:
        of_script = asked[main_script(spelling)]
        if len(of_script) < MAX_ASKED:
            of_script.append(spelling)
    words = [name for name, _ in split.training if " " not in name]
    names = list(dict.fromkeys([name for name, _ in split.held_out] + words))[:MAX_NAMES]
    vectors = encoder.vectors(names)
    return {
        script: _recall(encoder, vectors, names, spellings, right)
        for script, spellings in sorted(asked.items())
        if len(spellings) >= MIN_ASKED
    }


def _recall(
    encoder: Encoder,
    vectors: npt.NDArray[np.float32],
    names: Sequence[str],
    asked: Sequence[str],
    right: Mapping[str, set[str]],
) -> Recall:
    hits = np.zeros(2)
    for at in range(0, len(asked), _BLOCK):
        block = asked[at : at + _BLOCK]
        nearest = _nearest_ten(encoder.vectors(block) @ vectors.T)
        for spelling, rows in zip(block, nearest.tolist(), strict=True):
            hit = [names[row] in right[spelling] for row in rows]
            hits += hit[0], any(hit)
    return Recall(*(hits / len(asked)).round(3).tolist())


def _nearest_ten(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.intp]:
    """The columns of the ten highest scores of each row, highest first."""
    count = min(10, scores.shape[1])
    some = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    order = np.argsort(-np.take_along_axis(scores, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, order, axis=1)
