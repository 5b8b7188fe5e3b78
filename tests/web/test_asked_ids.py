"""An ID is read from a URL however a client has put it there."""

from __future__ import annotations

from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resolver.errors import BadValue, UnknownEntity
from resolver.web.asked_ids import ids_of, known_of

ODD = st.text(st.sampled_from("aé/?&=+%# :;,@!$'()*[]{}|\\\"<>^`~.2F"), min_size=1, max_size=12)
ENCODED_BY_NONE = "-_.!~*'();/?:@&=+$,#"
"""What `encodeURI` leaves as it is, beside letters and digits."""


def glued(entity_id: str) -> str:
    """An ID as OpenRefine glues it on; what stands behind # is sent to nobody."""
    return "id=" + quote(entity_id, safe=ENCODED_BY_NONE).partition("#")[0]


@given(ODD)
@example("100%")
@example("R&D?x=1&id=2")
@example("a+b c")
@example("https://a.example/%2F?q=ä&l=en")
def test_an_id_is_among_those_that_may_be_meant(entity_id: str) -> None:
    queries = [f"id={quote(entity_id, safe='')}", f"id={quote_plus(entity_id)}"]
    if "#" not in entity_id:
        queries.append(glued(entity_id))
    for query in queries:
        for around in (query, f"lang=fa&{query}", f"{query}&callback=on&_=17"):
            assert entity_id in [*ids_of(around)], around


def test_the_longest_that_is_known_is_meant() -> None:
    known = {"R", "R&D", "a b", "a+b", "a%2Fb", "a/b"}

    def look_up(entity_id: str) -> str:
        if entity_id not in known:
            raise UnknownEntity(f"no {entity_id}", "look")
        return entity_id

    assert known_of("id=R&D", look_up) == "R&D"
    assert known_of("id=R&E", look_up) == "R"
    assert known_of("id=R&D&callback=x", look_up) == "R&D"
    assert known_of("id=a+b", look_up) == "a+b"
    assert known_of("id=a%2Fb", look_up) == "a/b"
    assert known_of("id=a%252Fb", look_up) == "a%2Fb"
    known.discard("a+b")
    assert known_of("id=a+b", look_up) == "a b"


@pytest.mark.parametrize("query", ["", "id=", "ids=a", "x=1&grid=a"])
def test_without_an_id_the_answer_says_so(query: str) -> None:
    with pytest.raises(BadValue, match="id is missing") as refused:
        known_of(query, str)
    assert refused.value.field == "id"


def test_what_nothing_has_is_named_in_the_answer() -> None:
    def look_up(entity_id: str) -> str:
        raise UnknownEntity(entity_id, "look")

    with pytest.raises(UnknownEntity, match="'a b'"):
        known_of("id=a%20b&lang=fa", look_up)
    with pytest.raises(UnknownEntity) as long:
        known_of(f"id={'x' * 5000}", look_up)
    assert len(long.value.what) < 300
    with pytest.raises(UnknownEntity):  # and of a thousand ampersands few are tried
        known_of(f"id={'&' * 1000}a", look_up)
    with pytest.raises(UnknownEntity, match="'R&E'"):
        known_of("id=R%26E", look_up)
