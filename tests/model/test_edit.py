"""Operations and changes: what is written of them."""

from __future__ import annotations

from resolver.model.edit import Change, Operation


def test_an_operation_knows_the_other_id_that_it_speaks_of() -> None:
    assert Operation("a", "merge", {"into": "b"}).other == "b"
    assert Operation("a", "split", {"from": "b", "apart": True}).other == "b"
    assert Operation("a", "same", {"as": "b"}).other == "b"
    assert Operation("a", "different", {"from": "b"}).other == "b"
    assert Operation("a", "add", {"text": "from"}).other is None


def test_the_wire_form_of_a_change_says_what_and_not_how() -> None:
    change = Change(
        3, "2026-03-01T12:00:00Z", "ana", "alias", "a", {}, {"aliases": []}, "why",
        operations=(Operation("a", "add", {"text": "A"}),),
    )  # fmt: skip
    assert change.to_dict() == {
        "number": 3,
        "at": "2026-03-01T12:00:00Z",
        "by": "ana",
        "kind": "alias",
        "entity": "a",
        "before": {},
        "after": {"aliases": []},
        "reason": "why",
        "undoes": None,
    }
