"""What a store writes of a record follows from the record, and goes to other processes."""

from __future__ import annotations

import hashlib
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.model import Additions, Alias, Entity, Record, Redirect, SameAs
from resolver.store import prepared

WHOLE = Entity(
    "a",
    "person",
    "Zahedi",
    (Alias("زاهدی", "fa", "native", "2015", "2016-03", "a book"),),
    ("IR", "IQ"),
    "a general",
    12,
    {"birth_date": ("1944",)},
)


def test_all_of_an_entity_is_prepared() -> None:
    done = prepared(WHOLE)
    assert (done.kind, done.entity_id, done.others) == ("entity", "a", ())
    assert done.row == ("person", "Zahedi", "IQ IR", "a general", 12, '{"birth_date": ["1944"]}')
    assert done.aliases == (("زاهدی", "fa", "native", "2015", "2016-03", "a book"),)
    assert pickle.loads(pickle.dumps(done)) == done  # noqa: S301 - our own


@pytest.mark.parametrize(
    ("record", "digest"),
    [
        (WHOLE, "268ea4f3d6e3ddaee7b60469"),
        (Additions("a", (Alias("A2", "en"),)), "d59066f5006c378bfe62d8d3"),
        (Redirect("a", "b"), "35ffe90d5f4c942b632d6099"),
        (SameAs("a", ("c", "b")), "2a823bb6d1468b7a07673f0d"),
    ],
)
def test_digests_stay_so_that_an_old_home_knows_what_did_not_change(
    record: Record, digest: str
) -> None:
    assert prepared(record).digest.hex() == digest


def test_what_else_a_source_may_say_has_no_row() -> None:
    additions = prepared(Additions("a", (Alias("A2"),)))
    assert (additions.kind, additions.row) == ("additions", None)
    assert additions.aliases == (("A2", None, "name", None, None, None),)
    redirect, same = prepared(Redirect("a", "b")), prepared(SameAs("a", ("c", "b")))
    assert (redirect.kind, redirect.entity_id, redirect.others) == ("redirect", "a", ("b",))
    assert (same.kind, same.entity_id, same.others) == ("same_as", "a", ("b", "c"))


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=5)
NAMES = TEXTS.filter(str.strip)
DATES = st.none() | st.sampled_from(["2015", "2016-03"])
ALIASES = st.builds(
    Alias, NAMES, st.none() | st.just("fa"), st.sampled_from(["name", "weak"]), DATES, st.none()
)
ENTITIES = st.builds(
    Entity,
    st.just("a"),
    NAMES,
    NAMES,
    st.lists(st.builds(Alias, NAMES) | ALIASES, max_size=3).map(tuple),
    st.sampled_from([(), ("IR",), ("IR", "IQ")]),
    st.none() | NAMES,
    st.none() | st.integers(0, 1 << 53) | st.floats(0, 1 << 53),
    st.dictionaries(NAMES, st.lists(NAMES, max_size=2), max_size=2),
)


@given(ENTITIES)
def test_an_entity_is_prepared_as_json_would_write_it(entity: Entity) -> None:
    text = json.dumps(entity.to_dict(), ensure_ascii=False, sort_keys=True)
    done = prepared(entity)
    assert done.digest == hashlib.blake2b(text.encode(), digest_size=12).digest()
    assert done.row is not None
    assert done.row[-1] == json.dumps(dict(entity.property_values), ensure_ascii=False)
