"""The numbers that evidence uses: nats of log-odds, for each type of entity.

`resolver.match.score.evidence` says which weights there are and what each means. They are fitted on
labelled data and kept in `weights.toml` beside this module, which says where they come from. An
index carries the weights that it was compiled with, and answers with those.

There are two tables, for two questions: `resolve` (is this candidate of a table the one meant?)
and `compare` (are two bare names of one and the same?). Each has a row for each of `PROFILES`.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import Any, Final, Self

from resolver.errors import OtherWeights
from resolver.index import Index
from resolver.index.manifest import Calibrated
from resolver.match.score.calibration import ACROSS_SCRIPTS, UNCALIBRATED, Calibration
from resolver.match.score.evidence import WEIGHTS
from resolver.match.score.terms import WeightKey

PROFILES: Final = ("person", "organization", "place", "other", "span")
"""The types that have weights of their own, and `span`: a part of a longer text, of any type."""

Values = Mapping[WeightKey, float]
"""The value of each weight by its key."""


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights, by question and profile.

    Args:
        resolve: By profile, the values where a table is asked.
        compare: The same where two bare names are compared.
        calibration: By profile, how an index corrects what they say; a profile without is right.
    """

    resolve: Mapping[str, Values]
    compare: Mapping[str, Values]
    calibration: Mapping[str, Calibration] = field(default_factory=dict)

    def calibration_of(self, profile: str, *, across_scripts: bool) -> Calibration:
        """How log-odds are corrected.

        Args:
            profile: Of the likeliest candidate.
            across_scripts: Whether its name is in another script than the asked one.
        """
        calibration = self.calibration.get(profile, UNCALIBRATED)
        if not across_scripts:
            return calibration
        return self.calibration.get(profile + ACROSS_SCRIPTS) or calibration.careful()

    def to_dict(self) -> dict[str, Any]:
        """The wire form, as an index carries it."""
        return {
            name: {profile: dict(values) for profile, values in table.items()}
            for name, table in (("resolve", self.resolve), ("compare", self.compare))
        }

    @classmethod
    def of_index(cls, index: Index) -> Self:
        """The weights of an index, corrected as its table wants; raises as `from_dict`."""
        weights = cls.from_dict(index.manifest["weights"], index.folder)
        return replace(weights, calibration=calibrations(index.manifest["calibration"]))

    @classmethod
    def from_dict(cls, value: Mapping[str, Any], where: object = "the index") -> Self:
        """The weights of an index, or of a file.

        Args:
            value: What `to_dict` returned.
            where: Where it was read, for the error.

        Raises:
            OtherWeights: It has other weights than this version uses.
        """
        tables = [value.get(name, {}) for name in ("resolve", "compare")]
        if not all(_is_whole(table) for table in tables):
            raise OtherWeights(f"{where} has weights of another version", "run: resolver compile")
        return cls(*tables)


def calibrations(learnt: Mapping[str, Calibrated]) -> dict[str, Calibration]:
    """The calibration of each profile, out of what an index has learnt."""
    return {
        profile: Calibration(each["offset"], each["slope"], each["rivals"])
        for profile, each in learnt.items()
    }


def profile_of(entity_type: str | None) -> str:
    """The profile of a type: its own or, where it has none, that of `other`."""
    return entity_type if entity_type in PROFILES else "other"


def values_for(table: Mapping[str, Values], profile: str | None) -> Values:
    """The values for a profile, or for an entity of a type."""
    return table.get(profile or "other") or table["other"]


@functools.cache
def load_weights() -> Weights:
    """The weights that come with the resolver."""
    source = resources.files("resolver.match.score").joinpath("weights.toml")
    return Weights.from_dict(tomllib.loads(source.read_text(encoding="utf-8")))


def _is_whole(table: object) -> bool:
    return (
        isinstance(table, Mapping)
        and table.keys() == set(PROFILES)
        and all(
            isinstance(values, Mapping)
            and values.keys() == WEIGHTS.keys()
            and all(isinstance(each, int | float) for each in values.values())
            for values in table.values()
        )
    )
