"""What is added to a row is what was decided, in columns of its own."""

from __future__ import annotations

from resolver import Query, Resolver
from resolver.bulk.answers import columns_of, is_number, values_by_id, values_of, values_without

BASE = (
    "resolver_verdict", "resolver_id", "resolver_name", "resolver_type", "resolver_score",
    "resolver_margin", "resolver_reason", "resolver_alias", "resolver_index", "resolver_error",
)  # fmt: skip


def test_columns_come_in_their_order_and_those_of_more_candidates_are_numbered() -> None:
    assert columns_of() == BASE
    assert columns_of(2)[9:-1] == (
        "resolver_id_1", "resolver_name_1", "resolver_type_1", "resolver_score_1",
        "resolver_alias_1", "resolver_id_2", "resolver_name_2", "resolver_type_2",
        "resolver_score_2", "resolver_alias_2",
    )  # fmt: skip
    assert [name for name in columns_of(2) if is_number(name)] == [
        "resolver_score", "resolver_margin", "resolver_score_1", "resolver_score_2",
    ]  # fmt: skip


def test_a_match_has_all_an_ambiguous_one_no_id_and_nobody_neither(bundled: Resolver) -> None:
    match = bundled.resolve(Query("Reza Zahedi"))
    values = dict(zip(columns_of(), values_of(match), strict=True))
    assert values["resolver_id"] == "mohammad-reza-zahedi"
    assert values["resolver_alias"] == "Reza Zahedi"
    assert values["resolver_score"] == match.candidates[0].score
    assert values["resolver_index"] == bundled.fingerprint
    assert values["resolver_error"] is None
    ambiguous = bundled.resolve(Query("Babil", accept=1.0))
    values = dict(zip(columns_of(), values_of(ambiguous), strict=True))
    assert (values["resolver_verdict"], values["resolver_id"]) == ("ambiguous", None)
    assert values["resolver_name"] == "Babil Governorate"
    nobody = dict(zip(columns_of(), values_of(bundled.resolve(Query("Robert Zahn"))), strict=True))
    filled = {name for name, value in nobody.items() if value is not None}
    assert filled == {"resolver_verdict", "resolver_reason", "resolver_index"}


def test_every_candidate_that_is_asked_for_has_its_columns(bundled: Resolver) -> None:
    decision = bundled.resolve(Query("Zahedi", limit=3))
    values = dict(zip(columns_of(3), values_of(decision, 3, "odd"), strict=True))
    assert [values[f"resolver_id_{n}"] for n in (1, 2, 3)] == [
        each.id for each in decision.candidates
    ]
    assert values["resolver_error"] == "odd"
    alone = bundled.resolve(Query("Reza Zahedi", limit=3))
    values = dict(zip(columns_of(3), values_of(alone, 3), strict=True))
    assert (values["resolver_id_1"], values["resolver_id_2"]) == ("mohammad-reza-zahedi", None)


def test_without_a_decision_there_is_a_value_for_each_column_too() -> None:
    assert len(values_without("error", "odd", 3)) == len(columns_of(3))
    assert (values_without("error", "odd")[0], values_without("error", "odd")[-1]) == (
        "error",
        "odd",
    )
    known = dict(zip(columns_of(2), values_by_id(("b", "B", "place"), "a", "ix", 2), strict=True))
    assert (known["resolver_verdict"], known["resolver_id"], known["resolver_reason"]) == (
        "match",
        "b",
        "by_id",
    )
    unknown = dict(zip(columns_of(), values_by_id(None, "a", "ix"), strict=True))
    assert (unknown["resolver_verdict"], unknown["resolver_error"]) == (
        "no_match",
        "no entity has the id 'a'",
    )
