"""What is said of IDs alone checks itself, and brings no names."""

from __future__ import annotations

import pytest

from resolver.errors import InvalidInput
from resolver.model import Redirect, SameAs


def test_a_redirect_is_a_record_without_names() -> None:
    redirect = Redirect("old", "new")
    assert (redirect.entity_id, redirect.names, redirect.aliases) == ("old", (), ())
    assert redirect.to_dict() == {"old_id": "old", "id": "new"}


@pytest.mark.parametrize(
    ("ids", "message"),
    [(("a", "a"), "'a' is redirected to itself"), (("", "a"), "old_id is empty")],
)
def test_a_redirect_that_is_wrong_says_why(ids: tuple[str, str], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Redirect(*ids)


def test_ids_that_mean_the_same_are_a_record_without_names() -> None:
    same = SameAs("a", ("c", "b", "c"))
    assert (same.entity_id, same.names, same.aliases) == ("a", (), ())
    assert same.to_dict() == {"entity_id": "a", "others": ("b", "c")}


@pytest.mark.parametrize(
    ("others", "message"),
    [((), "has to be the same as another one"), (("a",), "as another one"), (("",), "same_as is")],
)
def test_ids_that_are_not_the_same_as_another_say_why(
    others: tuple[str, ...], message: str
) -> None:
    with pytest.raises(InvalidInput, match=message):
        SameAs("a", others)
