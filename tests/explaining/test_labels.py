"""Every piece of evidence has a label of its own and a sentence."""

from __future__ import annotations

from resolver.annotate.evidence import TEXT_EVIDENCE
from resolver.explaining.labels import LABELS, MEANINGS, label
from resolver.match.score.evidence import EVIDENCE


def test_every_piece_of_evidence_has_a_label() -> None:
    assert set(LABELS) == {row.name for row in EVIDENCE}
    assert len(set(LABELS.values())) == len(LABELS)


def test_every_piece_of_evidence_has_a_meaning() -> None:
    assert set(MEANINGS) == {row.name for row in EVIDENCE} | {*TEXT_EVIDENCE}


def test_evidence_of_texts_is_called_as_it_is() -> None:
    assert label("unit named") == "Unit named"
