"""How often the other spelling of a name is the nearest one, or among the nearest ten.

    recall_by_script(sound, learn, ask)  → {"arabic": (0.64, 0.93), "cyrillic": (0.85, 0.98), …}

The second name of each pair set aside is asked, by its script; the first names of all pairs are
where it is looked for. Every first name that goes with the asked one is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from resolver.learn.pairs import Pair
from resolver.text.script import main_script
from resolver.text.sound import Sound

Recall = dict[str, tuple[float, float]]

MOST_ASKED: Final = 400
"""Names asked in one script."""

FEWEST_ASKED: Final = 20
"""A script with fewer is not counted."""

MOST_NAMES: Final = 200_000
"""Names among which they are looked for, beside the right ones."""

_BLOCK: Final = 100


def recall_by_script(sound: Sound, learn: Sequence[Pair], ask: Sequence[Pair]) -> Recall:
    """The share found first, and among the first ten, for each script with enough questions."""
    right: dict[str, set[str]] = defaultdict(set)
    for first, second in ask:
        right[second].add(first)
    asked: dict[str, list[str]] = defaultdict(list)
    for second in right:
        of_script = asked[main_script(second)]
        if len(of_script) < MOST_ASKED:
            of_script.append(second)
    words = [first for first, _ in learn if " " not in first]
    names = list(dict.fromkeys([first for first, _ in ask] + words))[:MOST_NAMES]
    vectors = sound.vectors(names)
    found: Recall = {}
    for script, questions in sorted(asked.items()):
        if len(questions) < FEWEST_ASKED:
            continue
        hits = np.zeros(2)
        for at in range(0, len(questions), _BLOCK):
            block = questions[at : at + _BLOCK]
            scores = sound.vectors(block) @ vectors.T
            nearest = _first_ten(scores)
            for question, rows in zip(block, nearest.tolist(), strict=True):
                hit = [names[row] in right[question] for row in rows]
                hits += hit[0], any(hit)
        first, ten = (hits / len(questions)).round(3).tolist()
        found[script] = (first, ten)
    return found


def _first_ten(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.intp]:
    """The columns of the ten highest scores of each row, highest first."""
    many = min(10, scores.shape[1])
    some = np.argpartition(-scores, many - 1, axis=1)[:, :many]
    order = np.argsort(-np.take_along_axis(scores, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, order, axis=1)
