"""The rows about two names."""

from __future__ import annotations

from resolver.match.score.evidence import AGREEING_PARTS
from resolver.match.score.evidence_of_names import EVIDENCE_OF_NAMES


def test_what_agrees_of_names_is_parts() -> None:
    assert {row.name for row in EVIDENCE_OF_NAMES if row.agrees} == AGREEING_PARTS
