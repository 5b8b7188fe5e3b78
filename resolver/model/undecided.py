"""A question that was asked and has no match: what somebody may decide.

Reach for `Undecided` where a question is kept for people, or shown to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

Origin = Literal["list", "service"]
"""Where a question was asked: in a list that was resolved, or of the service."""

MAX_CANDIDATES: Final = 5
"""Candidates of a question that are kept at most."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A question without a match.

    Args:
        text: The name as it was asked.
        type: The type that was asked, if any.
        country: The countries that were asked.
        verdict: `ambiguous` or `no_match`.
        reason: Why, one of `REASONS`.
        margin: The first candidate's lead over the second, 0 to 1.
        candidates: The ID and the score of those that may be meant, the likeliest first.
        origin: Where it was asked last.
        count: How often.
        number: By which it is known once it is kept, else 0.
        first: When it was first asked, once it is kept.
        last: When it was last asked, likewise.
    """

    text: str
    type: str | None
    country: tuple[str, ...]
    verdict: str
    reason: str
    margin: float
    candidates: tuple[tuple[str, float], ...]
    origin: Origin
    count: int = 1
    number: int = 0
    first: str = ""
    last: str = ""

    @property
    def closeness(self) -> float:
        """How close a call it is, 0 to 1: 1 less the margin; of no match the best score."""
        if self.verdict == "ambiguous":
            return 1.0 - self.margin
        return self.candidates[0][1] if self.candidates else 0.0

    def to_dict(self) -> dict[str, Any]:
        """The wire form, without the keys that are not given."""
        found = {
            "number": self.number,
            "text": self.text,
            "type": self.type,
            "country": list(self.country),
            "count": self.count,
            "first": self.first,
            "last": self.last,
            "verdict": self.verdict,
            "reason": self.reason,
            "margin": self.margin,
            "origin": self.origin,
        }
        said = {key: value for key, value in found.items() if value not in (None, [])}
        return said | {
            "candidates": [{"id": each, "score": score} for each, score in self.candidates]
        }
