"""The rows about what is known beside the name."""

from __future__ import annotations

from resolver.match.score.evidence import AGREEING_FACTS
from resolver.match.score.evidence_of_facts import EVIDENCE_OF_FACTS


def test_what_agrees_beside_names_is_facts() -> None:
    assert {row.name for row in EVIDENCE_OF_FACTS if row.agrees} == AGREEING_FACTS
