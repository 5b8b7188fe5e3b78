"""What is answered: candidates with their evidence, and a verdict.

Reach for this module to add to an answer, in Python or on the wire (`to_dict`). These values are
made by the hundred for one answer, so they check nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

from resolver.model.entity import Alias
from resolver.model.frozen import frozen

Verdict = Literal["match", "ambiguous", "no_match"]

Reason = Literal[
    "sole_owner", "clear_lead", "twins", "close_call", "unlikely", "nobody", "reviewed"
]

REASONS: Final[Mapping[Reason, str]] = {
    "sole_owner": "a match: one entity alone has the asked name",
    "clear_lead": "a match: likely enough, and clearly ahead of the others",
    "twins": "ambiguous: two have the same name, and nothing asked tells them apart",
    "close_call": "ambiguous: too little ahead of the next one, or of nobody",
    "unlikely": "no_match: there are candidates, but none is likely",
    "nobody": "no_match: there is no candidate at all",
    "reviewed": "somebody decided what this text means",
}
"""Why a verdict is what it is, for programs that branch on it: each word, and what it says."""


class Evidence(NamedTuple):
    """One named observation, and how much it speaks for or against.

    A tuple, because a question makes a hundred of them: it takes half the time of `frozen`.

    Args:
        name: What was seen, such as `same part`; every name is listed in docs/evidence.md.
        value: Log-odds in nats: above 0 it speaks for the candidate, below 0 against it.
        asked: The text of the query that was compared, if any.
        known: The text of the table that it was compared with, if any.
    """

    name: str
    value: float
    asked: str | None = None
    known: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The wire form."""
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "asked": self.asked,
            "known": self.known,
        }


@frozen
class Candidate:
    """An entity that may be meant.

    Args:
        id: Its canonical ID.
        name: The name to show.
        type: Its type, as the table has it.
        score: Probability, 0 to 1, that it is the one meant. The scores of a decision sum to
            less than 1; what is left is the chance that it is nobody of the table.
        alias: The alias that brought it.
        evidence: Terms whose values add up to the log-odds of `score`; empty for candidates that
            were prescored only.
    """

    id: str
    name: str
    type: str
    score: float
    alias: Alias
    evidence: tuple[Evidence, ...] = ()

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """The wire form, with the evidence where it is asked for."""
        wire: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "score": round(self.score, 4),
            "alias": self.alias.to_dict(),
        }
        if explain:
            wire["evidence"] = [each.to_dict() for each in self.evidence]
        return wire


@frozen
class Decision:
    """The answer to a query.

    Args:
        verdict: `match`, `ambiguous` or `no_match`.
        reason: Why, one of `REASONS`.
        candidates: Who may be meant, likeliest first.
        margin: The first candidate's lead over the second, 0 to 1.
        index: Fingerprint of the index that was asked.
    """

    verdict: Verdict
    reason: Reason
    candidates: tuple[Candidate, ...]
    margin: float
    index: str

    @property
    def id(self) -> str | None:
        """The canonical ID, where the verdict is `match`."""
        return self.candidates[0].id if self.verdict == "match" else None

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """The wire form."""
        return {
            "verdict": self.verdict,
            "reason": self.reason,
            "id": self.id,
            "margin": round(self.margin, 4),
            "candidates": [each.to_dict(explain=explain) for each in self.candidates],
            "index": self.index,
        }


@frozen
class Comparison:
    """How likely two bare names are of one and the same.

    Args:
        score: Probability, 0 to 1.
        evidence: Terms whose values add up to the log-odds of `score`.
    """

    score: float
    evidence: tuple[Evidence, ...]

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """The wire form, with the evidence where it is asked for."""
        wire: dict[str, Any] = {"score": round(self.score, 4)}
        if explain:
            wire["evidence"] = [each.to_dict() for each in self.evidence]
        return wire
