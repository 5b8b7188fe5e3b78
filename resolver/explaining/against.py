"""A text beside one entity: whether the table takes it for that one, and what speaks for it.

Reach for `set_against`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from resolver.comparing import compare
from resolver.engine import Decides
from resolver.explaining.labels import label
from resolver.model import Candidate, Decision, Evidence, Query

_CANDIDATES: Final = 20
"""Candidates among which the entity is looked for."""

_NAMES: Final = 100
"""Names of the entity that are compared at most, where it is none of them."""

_REASONS: Final = 5
"""Pieces of evidence that are shown: those that say most."""


class Reason(NamedTuple):
    """A piece of evidence in short: what it is called, the two texts, and whether it is for it."""

    label: str
    asked: str
    known: str
    is_for: bool


class Against(NamedTuple):
    """What is said of a text beside an entity.

    Args:
        text: The text.
        verdict: `yes`, `perhaps` or `no`: whether the table takes it for this one.
        others: Whom else it may mean, or means.
        closest: The name of the entity that comes closest.
        score: The probability that it is meant, 0 to 1; where the table does not even consider it,
            that both names are of one and the same.
        is_candidate: Whether the table considers it.
        reasons: What says most for or against it.
    """

    text: str
    verdict: str
    others: tuple[Candidate, ...]
    closest: str
    score: float
    is_candidate: bool
    reasons: tuple[Reason, ...]


def set_against(record: Mapping[str, Any], text: str, resolver: Decides) -> Against:
    """Set a text against an entity.

    Args:
        record: Of the entity.
        text: 1 to 1,000 characters.
        resolver: What decides.

    Raises:
        InvalidInput: The text is none.
    """
    (decision,) = resolver.resolve_block([Query(text, limit=_CANDIDATES)])
    own = record["id"]
    others = tuple(each for each in decision.candidates if each.id != own)
    mine = next((each for each in decision.candidates if each.id == own), None)
    considered = mine if mine is not None and mine.evidence else None
    closest, score, evidence = (
        _closest(record, text)
        if considered is None
        else (considered.alias.text, considered.score, considered.evidence)
    )
    return Against(
        text=text,
        verdict=_verdict(decision, own),
        others=others[:1] if decision.verdict != "no_match" else (),
        closest=closest,
        score=score,
        is_candidate=considered is not None,
        reasons=tuple(_reasons(evidence)),
    )


def _verdict(decision: Decision, entity_id: str) -> str:
    if decision.id is not None:
        return "yes" if decision.id == entity_id else "no"
    between = {each.id for each in decision.candidates[:2]}
    return "perhaps" if decision.verdict == "ambiguous" and entity_id in between else "no"


def _closest(record: Mapping[str, Any], text: str) -> tuple[str, float, Sequence[Evidence]]:
    """The name of an entity that is likeliest to be of the same thing as a text."""
    names = [record["name"], *(each["text"] for each in record.get("aliases", ()))]
    compared = [(name, compare(text, name)) for name in dict.fromkeys(names[:_NAMES])]
    closest, found = max(compared, key=lambda pair: pair[1].score)
    return closest, found.score, found.evidence


def _reasons(evidence: Iterable[Evidence]) -> list[Reason]:
    said = [each for each in evidence if each.name != "prior" and abs(each.value) >= 0.05]
    said.sort(key=lambda each: -abs(each.value))
    return [
        Reason(label(each.name), each.asked or "", each.known or "", each.value > 0)
        for each in said[:_REASONS]
    ]
