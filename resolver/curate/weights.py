"""The weights of a home: its own, else those that come with the resolver."""

from __future__ import annotations

import tomllib
from pathlib import Path

from resolver.errors import HomeFormat
from resolver.home import Home
from resolver.match.score.weights import Weights, load_weights


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
