"""The weights of a home: its own, else those that come with the resolver.

Reach for it to compile with them, or to fit a home's own on labelled questions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from resolver.atomic import whole_file
from resolver.errors import HomeError, HomeFormat
from resolver.home import Home
from resolver.index import Index
from resolver.index.current import write_error
from resolver.learn.calibrate import Observation, fitted, observe_question
from resolver.learn.labels import observed_questions, to_toml
from resolver.learn.questions import own_questions
from resolver.learn.self_calibration import questions_for
from resolver.match.score.weights import Weights, load_weights
from resolver.progress import Progress, no_progress
from resolver.text.words import load_words

OWN_QUESTIONS: Final = 100
"""Labels for which all questions count that an index makes of its own names."""


def home_weights(home: Path) -> Weights:
    """The weights that a home is compiled with.

    Raises:
        HomeFormat: Its file is not of weights of this version.
    """
    path = Home(home).weights
    if not path.exists():
        return load_weights()
    try:
        return Weights.from_dict(tomllib.loads(path.read_text(encoding="utf-8")), path)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        raise HomeFormat(f"{path} does not hold weights", "run: resolver calibrate") from None


def set_aside_weights(home: Path) -> Path:
    """Rename the weights of another version, which answers cannot be given with; their new path."""
    path = Home(home).weights
    return path.replace(path.with_suffix(".toml.old"))


def calibrate_home(
    home: Path, labels: Iterable[Path], *, wait_s: float, progress: Progress = no_progress
) -> int:
    """Fit a home's weights on labelled questions; the next compile takes them up.

    Questions that the index makes of its own names count beside the labels, as `OWN_QUESTIONS` do:
    with few labels the table itself says most. So a home with such weights does not calibrate
    itself once more when it is compiled. Fitting starts from the weights that come with the
    resolver, and asks the index that is current when the call begins. The home's weights are
    replaced atomically.

    Args:
        home: The directory; it has an index.
        labels: CSV files, as `resolver.learn.labels` describes them.
        wait_s: Seconds to wait for another writer.
        progress: One stage a file, in questions that have candidates; how many there are is
            unknown.

    Returns:
        How many questions the weights were fitted on: those that have candidates.

    Raises:
        BadSource: A row is wrong, or an ID is not in the index; names the line.
        DiskFull: No space is left; the weights that were there stay.
        HomeError: There is no home or no index, or it cannot be written.
    """
    index, shipped = Index.open_current(home), load_weights()
    with Home(home).locked(wait_s=wait_s):
        observed = _observed(labels, index, progress)
        if not observed:
            raise HomeError(
                "no labelled question has a candidate in the index",
                "give labels of this table: text, right",
            )
        weights = Weights(
            fitted([*observed, *_own(index)], shipped.resolve, "resolve"), shipped.compare
        )
        comment = f"Weights fitted on {len(observed):,} labelled questions by resolver calibrate."
        _write(Home(home), to_toml(weights, comment))
    return len(observed)


def _observed(labels: Iterable[Path], index: Index, progress: Progress) -> list[Observation]:
    words = load_words()
    observed = []
    for path in labels:
        with progress(path.name, None) as advance:
            for each in observed_questions(path, index, words):
                observed.append(each)
                advance(1)
    return observed


def _own(index: Index) -> list[Observation]:
    """Observations of questions that the index makes of its own names."""
    if len(index.segments) > 1:
        return []  # what changed since the last whole compile is in a segment of its own
    words = load_words()
    found = []
    for question, entity in own_questions(index, questions_for(index.entities), words):
        gold = () if entity is None else index.ids(np.array([entity]))
        seen = observe_question(question, gold, index, words)
        if len(seen.right) and not seen.is_exact:
            found.append(seen)
    return [replace(each, weight=OWN_QUESTIONS / len(found)) for each in found]


def _write(home: Home, text: str) -> None:
    try:
        with whole_file(home.weights) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise write_error(error, home) from error
