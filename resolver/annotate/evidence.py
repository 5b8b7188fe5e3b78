"""Evidence of texts is one table: each name of what a text says of a candidate, and what it means.

To add evidence of the kind that has a weight: a row here, a number in weights.toml, a value in
`resolver.annotate.linking`. The columns of a candidate's numbers (`COLUMNS`), the keys of
weights.toml and docs/evidence.md follow from the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STILL: Final[Mapping[str, str]] = {
    "in a text": "For each nat that it takes to single out one name: a text has it, and no list.",
    "prominence in a text": "For each nat of how prominent it is among those of its type.",
    "prominence unknown": "How prominent it is, is not known.",
    "is a district": "It is a unit of a unit of a country.",
    "is a unit": "It is a unit of a country: a state, a province.",
    "is a country": "It is a country.",
    "other name": "The name is not the one by which it is mainly called.",
    "abbreviation": "The name abbreviates that of a unit: Tex., NSW.",
    "demonym": "The name is what people or things of the country are called: Iraqi.",
    "stands in it": "Where it lies is named right behind the name: Hilla, Babil.",
    "stands behind it": "Where it lies is named right before the name: Iraq's Babil.",
    "called what it is": "A word beside the name says what it is: the city of Tipperary.",
    "called what it is not": "A word beside the name says that it is something else.",
    "dateline": "The name begins a line and a date or an agency follows: MOSCOW, May 5.",
}
"""Evidence that does not change while the names of a text are settled."""

MOVING: Final[Mapping[str, str]] = {
    "district named": "The text names the district in which it lies, or likely so.",
    "unit named": "The text names the unit of the country in which it lies, or likely so.",
    "country named": "The text names its country, or likely so.",
    "others in its district": "How many other names of the text lie in its district (logarithm).",
    "others in its unit": "How many other names of the text lie in its unit (logarithm).",
    "others in its country": "How many other names of the text are of its country (logarithm).",
    "share in its unit": "The share of the other names of the text that lie in its unit.",
    "share in its country": "The share of the other names of the text that are of its country.",
}
"""Evidence that follows from whom the other names of a text likely mean."""

COLUMNS: Final = (*STILL, *MOVING)
"""The columns of a candidate's numbers, each named as the evidence that it is."""

NAMED_BEFORE: Final = "named in full"
"""The evidence of a short name that a fuller one stands before."""

DESCRIBED: Final = "described so"
"""The evidence of words of a description that stand in the text around a name."""

TEXT_EVIDENCE: Final[Mapping[str, str]] = {
    **STILL,
    **MOVING,
    NAMED_BEFORE: "A fuller name before it, for which it is short, likely means it.",
    DESCRIBED: "Words by which the table describes it stand in the text around the name.",
}
"""All of it, name → meaning, in the order of docs/evidence.md."""
