"""Two bare names, compared: how likely they are of one and the same. No table is asked.

Reach for `compare` to have the same evidence of two names as a query has of a name of the table.
"""

from __future__ import annotations

from resolver.match.score.comparison import compare_names
from resolver.match.score.weights import load_weights
from resolver.model import Comparison, checks
from resolver.text.sound import load_encoder
from resolver.text.words import load_words


def compare(name: str, other: str, *, type: str | None = None) -> Comparison:  # noqa: A002 - the contract's name
    """How likely two bare names are of one and the same; no table is asked.

    Args:
        name: A name, 1 to 1,000 characters.
        other: Another.
        type: What both are names of, one of `TYPES`, where it is known.

    Raises:
        InvalidInput: A name or the type is wrong.
    """
    return compare_names(
        checks.text("name", name),
        checks.text("other", other),
        checks.known_type("type", type),
        load_words(),
        load_encoder(),
        load_weights(),
    )
