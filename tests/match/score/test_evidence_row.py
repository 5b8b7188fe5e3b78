"""A row of the table of evidence."""

from __future__ import annotations

from resolver.match.score.evidence_row import Weight, row
from resolver.match.score.terms import COMPLETE


def test_the_weight_of_a_simple_row_has_its_name_and_its_meaning() -> None:
    made = row(COMPLETE, "No part is missing.", highest=2.0)
    assert made.weights == {COMPLETE: Weight("No part is missing.", highest=2.0)}
    assert (made.name, made.meaning, made.agrees) == (COMPLETE, "No part is missing.", None)
