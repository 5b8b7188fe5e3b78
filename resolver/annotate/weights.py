"""The numbers by which names are found in texts and told apart there, as weights.toml has them."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.annotate.evidence import COLUMNS

Array = npt.NDArray[Any]


class TextWeights(NamedTuple):
    """All weights of texts.

    Args:
        finding: By profile, nats for each cue.
        linking: By profile, nats for each of `COLUMNS`.
    """

    finding: Mapping[str, Mapping[str, float]]
    linking: Mapping[str, Array]


@functools.cache
def load_text_weights() -> TextWeights:
    """The weights that come with the resolver."""
    source = resources.files("resolver.annotate").joinpath("weights.toml")
    tables = tomllib.loads(source.read_text("utf-8"))
    linking = {
        profile: np.array([values[column] for column in COLUMNS])
        for profile, values in tables["linking"].items()
    }
    return TextWeights(tables["finding"], linking)
