"""The weights of a home: its own, else those that come with the resolver.

Reach for it to compile with them, or to fit a home's own on labelled questions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from resolver.errors import HomeFormat
from resolver.home import Home
from resolver.index import Index
from resolver.learn.calibrate import fitted
from resolver.learn.labels import observed_questions, to_toml
from resolver.match.score.weights import Weights, load_weights
from resolver.text.names import load_words


def home_weights(home: Path) -> Weights:
    """The weights that a home is compiled with.

    Raises:
        HomeFormat: Its file is not of weights of this version.
    """
    path = Home(home).weights
    if not path.exists():
        return load_weights()
    try:
        return Weights.from_dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, HomeFormat):
        raise HomeFormat(
            f"{path} does not hold the weights of this version", "run: resolver calibrate"
        ) from None


def calibrate_home(home: Path, labels: Iterable[Path]) -> int:
    """Fit a home's weights on labelled questions; the next compile takes them up.

    Fitting starts from the weights that come with the resolver, and asks the current index.

    Args:
        home: The directory; it has an index.
        labels: CSV files, as `resolver.learn.labels` describes them.

    Returns:
        How many questions the weights were fitted on: those that have candidates.

    Raises:
        BadSource: A row is wrong, or an ID is not in the index; names the line.
        HomeError: There is no home or no index.
    """
    words, shipped = load_words(), load_weights()
    index = Index.open(home)
    observed = [each for path in labels for each in observed_questions(path, index, words)]
    weights = Weights(fitted(observed, shipped.resolve, "resolve"), shipped.compare)
    comment = f"Weights fitted on {len(observed):,} labelled questions by resolver calibrate."
    Home(home).weights.write_text(to_toml(weights, comment), encoding="utf-8")
    return len(observed)
