"""IDs that are declared one are one, and the source that came first has the survivor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.store.joining import connected, joined

IDS = st.sampled_from("abcdefg")
PAIRS = st.lists(st.tuples(IDS, IDS), max_size=8)


@pytest.mark.parametrize(
    ("pairs", "redirects", "places", "survivors"),
    [
        (["ab"], {}, {"a": 0, "b": 1}, {"b": "a"}),
        (["ab"], {}, {"a": 1, "b": 0}, {"a": "b"}),  # of the source that came first
        (["ba"], {}, {"a": 0, "b": 0}, {"b": "a"}),  # of one source the first by code points
        (["ab", "cb", "cd"], {}, {"d": 0}, {"a": "d", "b": "d", "c": "d"}),  # over several steps
        (["ab"], {}, {}, {}),  # of nobody
        (["ab"], {}, {"c": 0}, {}),
        ([], {"a": "b", "b": "c", "z": "b"}, {"c": 0}, {"a": "c", "b": "c", "z": "c"}),
        ([], {"a": "b", "b": "c"}, {"b": 0, "c": 0}, {"a": "b"}),  # an entity's ID stays
        ([], {"a": "b", "b": "a", "c": "a", "d": "e"}, {"e": 0}, {"d": "e"}),  # back to itself
        ([], {"a": "b", "c": "a"}, {}, {}),  # to nobody
        (["ab"], {"b": "c"}, {"a": 1, "c": 0}, {"a": "c", "b": "c"}),  # what became another is it
        (["ab"], {"b": "c"}, {"a": 1, "b": 2, "c": 0}, {"b": "a"}),
    ],
)
def test_ids_lead_to_the_survivor(
    pairs: list[str], redirects: dict[str, str], places: dict[str, int], survivors: dict[str, str]
) -> None:
    done = joined([(each[0], each[1]) for each in pairs], redirects, places)
    assert done.survivors == survivors
    assert {survivor: set(ids) for survivor, ids in done.members.items() if ids} == {
        survivor: {each for each in survivors if survivors[each] == survivor}
        for survivor in survivors.values()
    }
    assert done.absorbed == len(survivors.keys() & places.keys())


@given(PAIRS, st.dictionaries(IDS, IDS), st.dictionaries(IDS, st.integers(0, 2)))
def test_the_order_in_which_things_are_declared_does_not_matter(
    pairs: list[tuple[str, str]], redirects: dict[str, str], places: dict[str, int]
) -> None:
    turned = [(other, one) for one, other in reversed(pairs)]
    again = dict(reversed(redirects.items()))
    assert joined(pairs, redirects, places) == joined(turned, again, places)


@given(st.dictionaries(IDS, IDS), st.dictionaries(IDS, st.integers(0, 2)))
def test_redirects_alone_make_no_two_entities_one(
    redirects: dict[str, str], places: dict[str, int]
) -> None:
    assert joined([], redirects, places).absorbed == 0


@given(PAIRS, st.sets(IDS))
def test_what_is_connected_is_reached_step_by_step(
    pairs: list[tuple[str, str]], ids: set[str]
) -> None:
    reached, before = set(ids), set[str]()
    while reached != before:
        before = set(reached)
        for pair in pairs:
            if reached & {*pair}:
                reached |= {*pair}
    assert connected(pairs, ids) == reached
