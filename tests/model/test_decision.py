"""A decision on the wire."""

from __future__ import annotations

from resolver.model import Alias, Candidate, Comparison, Decision, Evidence

CANDIDATE = Candidate("a", "A", "person", 0.912345, Alias("A"), (Evidence("same name", 2.123456),))


def test_only_a_match_has_an_id() -> None:
    assert Decision("match", "clear_lead", (CANDIDATE,), 0.9, "index").id == "a"
    assert Decision("ambiguous", "close_call", (CANDIDATE,), 0.1, "index").id is None
    assert Decision("no_match", "nobody", (), 0.0, "index").id is None


def test_evidence_is_on_the_wire_only_where_it_is_asked_for_and_numbers_have_four_digits() -> None:
    assert CANDIDATE.to_dict() == {
        "id": "a",
        "name": "A",
        "type": "person",
        "score": 0.9123,
        "alias": {"text": "A", "kind": "name"},
    }
    evidence = [{"name": "same name", "value": 2.1235, "asked": None, "known": None}]
    assert CANDIDATE.to_dict(explain=True)["evidence"] == evidence
    comparison = Comparison(0.5, CANDIDATE.evidence)
    assert comparison.to_dict() == {"score": 0.5}
    assert comparison.to_dict(explain=True) == {"score": 0.5, "evidence": evidence}
