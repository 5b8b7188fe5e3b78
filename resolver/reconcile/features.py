"""What a candidate is made of, in numbers that clients can facet on.

`FEATURES` is the table of them. A candidate has those that are known of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from rapidfuzz import fuzz

from resolver.text.fold import fold, latin

SAME: Final = "same_"
"""What the IDs of features begin with that say of a property whether it agrees."""

NAME_SIMILARITY: Final = "name_similarity"
ALIAS_EXACT: Final = "alias_exact"
MARGIN: Final = "margin"
PROMINENCE: Final = "prominence"

FEATURES: Final[Mapping[str, str]] = {
    NAME_SIMILARITY: "How alike the asked name and the alias that matched are, letter by letter in"
    " Latin script without accents, from 0 to 100.",
    ALIAS_EXACT: "Whether the alias that matched is the asked name, but for case, accents and"
    " signs.",
    f"{SAME}PROPERTY": "Whether the property that was asked agrees: 1 where it does, 0.5 where it"
    " is similar, 0 where it is another; `same_country`, `same_birth_date` and so on.",
    MARGIN: "How far the score is ahead of the next one; of all but the first, how far it is behind"
    " the first (below 0).",
    PROMINENCE: "How well known the entity is, as its source counts: inhabitants, page views.",
}
"""Each feature: its ID, and what it says."""

LEVELS: Final = {"same fact": 1, "similar fact": 0.5, "related fact": 0.5, "other fact": 0}
"""Evidence of properties, by how far it says that they agree."""


class Feature(NamedTuple):
    """A feature: its ID, and its value."""

    id: str
    value: float | bool

    def to_dict(self) -> dict[str, Any]:
        """The wire form of 0.2."""
        return {"id": self.id, "value": self.value}


def features_of(
    asked: str, candidate: Mapping[str, Any], record: Mapping[str, Any], margin: float
) -> list[Feature]:
    """The features of a candidate.

    Args:
        asked: The text of the query.
        candidate: In its wire form, with the evidence.
        record: Of the entity.
        margin: From -1 to 1, as `FEATURES` says.
    """
    alias = candidate["alias"]["text"]
    name, known = fold(asked) or asked, fold(alias) or alias
    found = [
        Feature(NAME_SIMILARITY, round(fuzz.ratio(latin(name) or name, latin(known) or known), 1)),
        Feature(ALIAS_EXACT, name == known),
        *_agreement(candidate.get("evidence", ())),
        Feature(MARGIN, round(100 * margin, 2)),
    ]
    if record.get("prominence") is not None:
        found.append(Feature(PROMINENCE, record["prominence"]))
    return found


def _agreement(evidence: Any) -> list[Feature]:
    """Of each property that was compared how far it agrees, the best where it was twice."""
    levels: dict[str, float] = {}
    for each in evidence:
        level = LEVELS.get(each["name"])
        if level is not None and each["asked"]:
            key = SAME + each["asked"].partition("=")[0].removeprefix(".")
            levels[key] = max(level, levels.get(key, 0))
    return [Feature(key, level) for key, level in levels.items()]
