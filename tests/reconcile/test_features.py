"""What a candidate is made of, in numbers."""

from __future__ import annotations

from typing import Any

from resolver.engine import Resolver
from resolver.match.score.evidence import EVIDENCE_NAMES
from resolver.model import Query
from resolver.reconcile.features import FEATURES, LEVELS, SAME, features_of


def features(resolver: Resolver, query: Query) -> dict[str, Any]:
    """Those of the first candidate."""
    decision = resolver.resolve(query).to_dict(explain=True)
    first = decision["candidates"][0]
    record = resolver.record(first["id"])
    return dict(features_of(query.text, first, record, decision["margin"]))


def test_the_name_is_compared_with_the_alias_that_matched(bundled: Resolver) -> None:
    found = features(bundled, Query("TEHERAN", type="place"))
    assert (found["name_similarity"], found["alias_exact"]) == (100, True)
    found = features(bundled, Query("Teheraan", type="place"))
    assert 85 < found["name_similarity"] < 100
    assert found["alias_exact"] is False
    assert features(bundled, Query("تهران"))["name_similarity"] == 100


def test_properties_agree_or_contradict(bundled: Resolver) -> None:
    def of(**given: Any) -> Any:
        return features(bundled, Query("Ali Khamenei", **given)).get("same_birth_date")

    known = bundled.record(bundled.resolve(Query("Ali Khamenei")).candidates[0].id)
    (day,) = known["properties"]["birth_date"]
    assert of(properties={"birth_date": day}) == 1
    assert of(properties={"birth_date": f"{day}-04-19"}) == 0.5
    assert of(properties={"birth_date": "1791-01-01"}) == 0
    assert of() is None
    assert features(bundled, Query("Teheran", country=("IR",)))["same_country"] == 1


def test_the_table_has_all_features_and_all_levels(bundled: Resolver) -> None:
    assert LEVELS.keys() <= EVIDENCE_NAMES
    for text in ("Teheran", "Iran", "BBC"):
        for key in features(bundled, Query(text, country=("IR",))):
            assert key in FEATURES or key.startswith(SAME)


def test_prominence_is_there_where_it_is_known() -> None:
    candidate = {"alias": {"text": "A"}, "evidence": []}
    assert dict(features_of("A", candidate, {"prominence": 7}, 0.5))["prominence"] == 7
    assert "prominence" not in dict(features_of("A", candidate, {}, 0.5))
    assert dict(features_of("A", candidate, {}, 0.12345))["margin"] == 12.35
