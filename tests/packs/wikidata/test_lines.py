"""Lines that cannot be wanted are left out by their bytes, and no other is."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadSource
from resolver.packs.rejects import Rejects
from resolver.packs.wikidata.items import records_of
from resolver.packs.wikidata.lines import Filter, wanted_lines
from resolver.packs.wikidata.options import Options
from tests.packs.wikidata.dumped import dump_of, is_a, item, item_value, line_of, statement

OPTIONS = Options({"Q5": "person", "Q515": "place"}, frozenset({"en"}), 2)
PATH = Path("dump.json")

STATEMENTS = st.builds(
    lambda prop, target, rank, said: statement(
        prop, item_value(target), rank, **{said: item_value("Q6")}
    ),
    st.sampled_from(["P31", "P17", "P361"]),
    st.sampled_from(["Q5", "Q515", "Q51", "Q6"]),
    st.sampled_from(["normal", "preferred", "deprecated"]),
    st.sampled_from(["P31", "P580"]),
)
TEXTS = st.sampled_from(["A", '"P31":[', '"site":', '"id":"Q5"', "é", "P31"])


def test_class_and_pages_decide() -> None:
    passes = Filter(OPTIONS).passes
    human = item("Q1", {"en": "A"}, *is_a("Q6", "Q5"), sitelinks=2)
    assert passes(line_of(human))
    assert not passes(line_of(human | {"sitelinks": {}}))
    assert not passes(line_of(item("Q1", {"en": "A"}, *is_a("Q51"))))
    assert not passes(line_of(item("Q1", {"en": "A"}, statement("P106", item_value("Q5")))))
    other = [*is_a("Q6"), statement("P106", item_value("Q5"))]
    assert not passes(line_of(item("Q1", {"en": "A"}, *other)))


@given(st.lists(STATEMENTS, max_size=4), TEXTS, st.integers(0, 3), st.booleans(), st.booleans())
def test_nothing_that_is_wanted_is_left_out(
    statements: list[dict[str, Any]], text: str, sitelinks: int, spaced: bool, turned: bool
) -> None:
    entity = item("Q1", {"en": text}, *statements, sitelinks=sitelinks)
    if turned:  # no order of keys is promised
        entity = json.loads(json.dumps(entity, sort_keys=True))
    line = json.dumps(entity).encode() if spaced else line_of(entity)
    if records_of(line, OPTIONS):
        assert Filter(OPTIONS).passes(line)


@pytest.mark.parametrize("is_spaced", [False, True])
def test_a_class_in_a_qualifier_before_those_of_the_item_hides_none(is_spaced: bool) -> None:
    before = statement("P106", item_value("Q6"), P31=item_value("Q7"))
    human = item("Q1", {"en": "A"}, before, *is_a("Q5"), sitelinks=2)
    line = json.dumps(human).encode() if is_spaced else line_of(human)
    assert Filter(OPTIONS).passes(line)


def wanted(text: bytes) -> list[tuple[int, bytes]]:
    return [*wanted_lines(PATH, io.BytesIO(text), OPTIONS, Rejects())]


HUMAN = line_of(item("Q1", {"en": "A"}, *is_a("Q5")))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (b"[\n%s,\n%s\n]\n", [2, 3]),
        (b"\xef\xbb\xbf[\r\n%s,\r\n%s\r\n]\r\n", [2, 3]),
        (b"[%s,\n%s\n]", [1, 2]),
        (b"%s\n\n%s", [1, 3]),
        (b"\xef\xbb\xbf%s\n%s\n", [1, 2]),
        (b"[\n,\n  %s ,\n%s\n]", [3, 4]),
    ],
)
def test_lines_come_without_comma_and_end(text: bytes, numbers: list[int]) -> None:
    assert wanted(text % (HUMAN, HUMAN)) == [(number, HUMAN) for number in numbers]


def test_a_redirect_may_be_wanted() -> None:
    line = b'{"entity":"Q2","redirect":"Q1"}'
    assert wanted(line) == [(1, line)]


def test_a_line_of_5_megabytes_is_read() -> None:
    entity = item("Q1", {"en": "A"}, *is_a("Q5"), aliases={"en": ["x" * 100] * 50_000})
    ((number, line),) = wanted(dump_of([entity]))
    assert (number, len(line) > 5_000_000) == (2, True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"[\n" + HUMAN + b",\n", "the dump is cut short"),
        (b"[\n" + HUMAN + b"\nhello\n]", "line 3: not an entity"),
    ],
)
def test_what_is_no_dump_is_refused(text: bytes, message: str) -> None:
    with pytest.raises(BadSource, match=message):
        wanted(text)
