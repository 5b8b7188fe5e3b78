"""An ID that two entities claim is nobody's."""

from __future__ import annotations

from pathlib import Path

from resolver.packs.followthemoney.claims import Claims


def test_an_id_is_disputed_where_two_entities_claim_it() -> None:
    claims, path = Claims(), Path("a.json")
    claims.add(["a", "Q1", "Q2"], path, 1)
    claims.add(["a"], path, 1)
    claims.add(["b", "Q2"], path, 2)
    assert claims.undisputed(["Q2", "b", "Q1", "a", "Q9"]) == ["b", "Q1", "a", "Q9"]
