"""Redirects are followed to the entities that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.curate.redirects import followed, survivors
from resolver.model import Entity, Record, Redirect, Source
from resolver.store import open_store, prepared


@pytest.mark.parametrize(
    ("following", "live", "found"),
    [
        ({"a": "b", "b": "c", "z": "b"}, "c", {"a": "c", "b": "c", "z": "c"}),
        ({"b": "c", "a": "b"}, "c", {"a": "c", "b": "c"}),
        ({"a": "b", "b": "c"}, "bc", {"a": "b"}),  # an entity goes before what is said of its ID
        ({"a": "b", "b": "c"}, "ac", {"b": "c"}),
        ({"a": "b", "b": "a", "c": "a", "d": "e"}, "e", {"d": "e"}),  # back to itself
        ({"a": "b", "c": "a"}, "", {}),  # to nobody
        ({}, "a", {}),
    ],
)
def test_a_redirect_leads_to_an_entity_or_is_left_out(
    following: dict[str, str], live: str, found: dict[str, str]
) -> None:
    assert followed(following, set(live)) == found


def test_redirects_of_several_sources_are_followed_together(tmp_path: Path) -> None:
    def source(name: str) -> Source:
        return Source(name, "1")

    with open_store(tmp_path) as store:
        records: list[Record] = [Entity("c", "person", "C"), Redirect("a", "b")]
        store.replace(source("one"), map(prepared, records))
        store.replace(source("two"), map(prepared, [Redirect("b", "c"), Redirect("x", "y")]))
        assert survivors(store) == {"a": "c", "b": "c"}
        store.forget("one")
        assert survivors(store) == {}
