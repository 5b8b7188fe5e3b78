"""An ID that two entities claim is nobody's, or belongs to the first."""

from __future__ import annotations

from resolver.packs.claims import Claims


def test_an_id_is_disputed_where_two_entities_claim_it() -> None:
    claims = Claims()
    claims.add(["a", "Q1", "Q2", "a"])
    claims.add(["b", "Q2"])
    assert claims.undisputed(["Q2", "b", "Q1", "a", "Q9"]) == ("b", "Q1", "a", "Q9")


def test_what_none_before_it_claims_is_the_first_ones() -> None:
    claims = Claims()
    assert claims.add(["Q2", "Q1", "Q2"]) == ("Q2", "Q1")
    assert claims.add(["Q3", "Q2", "Q4"]) == ("Q3", "Q4")
