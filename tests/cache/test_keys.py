"""A key holds all that an answer depends on: index, query, evidence or none, and code."""

from __future__ import annotations

import dataclasses

import pytest

from resolver import Query
from resolver.cache import keys
from resolver.cache.keys import cache_key, passage_key
from resolver.model import Passage, Span


def test_every_part_of_a_query_is_part_of_its_key() -> None:
    query = Query("x")
    others = [
        dataclasses.replace(query, **change)
        for change in (
            {"text": "y"}, {"type": "person"}, {"country": ("IR",)}, {"properties": {"a": ("b",)}},
            {"context": "c"}, {"as_of": "2015"}, {"limit": 6}, {"accept": 0.9}, {"review": 0.5},
            {"known": 0.5}, {"margin": 0.2}, {"type_strict": False},
        )
    ]  # fmt: skip
    assert len(others) == len(dataclasses.fields(Query))
    made = [cache_key("index", each, explain=False) for each in (query, *others)] + [
        cache_key("other", query, explain=False),
        cache_key("index", query, explain=True),
    ]
    assert len(set(made)) == len(made)
    assert not [key for key in made if "x" in key.removeprefix("resolver:")]


def test_other_code_has_other_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache_key("index", Query("x"), explain=False)
    monkeypatch.setattr(keys, "code_version", lambda: "other")
    assert cache_key("index", Query("x"), explain=False) != before


def test_every_part_of_a_passage_is_part_of_its_key() -> None:
    passage = Passage("xyz")
    others = [
        dataclasses.replace(passage, **change)
        for change in (
            {"text": "xya"}, {"spans": (Span(0, 1),)}, {"types": ("place",)},
            {"country": ("IR",)}, {"as_of": "2015"}, {"limit": 6},
        )
    ]  # fmt: skip
    assert len(others) == len(dataclasses.fields(Passage))
    made = [passage_key("index", each, explain=False, utf16=False) for each in (passage, *others)]
    made += [
        passage_key("other", passage, explain=False, utf16=False),
        passage_key("index", passage, explain=True, utf16=False),
        passage_key("index", passage, explain=False, utf16=True),
        cache_key("index", Query("xyz"), explain=False),
    ]
    assert len(set(made)) == len(made)
