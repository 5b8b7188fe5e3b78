"""A difference is shown on a line for the record, and one for each thing that changed."""

from __future__ import annotations

from resolver.cli.differences import compact_json, difference_lines
from resolver.curate.diff import Difference


def test_an_entity_that_changed() -> None:
    before = {
        "type": "person",
        "name": "A",
        "aliases": [{"text": "A\n1", "kind": "name"}],
        "properties": {"born": ["1970"]},
    }
    after = {
        "type": "person",
        "name": "B",
        "country": ["IQ", "IR"],
        "aliases": [
            {"text": "A2", "kind": "former", "language": "fa", "valid_until": "2015"},
        ],
    }
    assert list(difference_lines(Difference("entity", "a", before, after))) == [
        "~ a  B (person)",
        "    country: nothing → IQ, IR",
        "    name: A → B",
        "    born: 1970 → nothing",
        "    + “A2” (fa, former, –2015)",
        "    - “A\\n1” (name)",
    ]


def test_records_that_came_and_went() -> None:
    entity = {"type": "place", "name": "C"}
    assert list(difference_lines(Difference("entity", "c", None, entity))) == ["+ c  C (place)"]
    assert list(difference_lines(Difference("redirect", "o", {"became": "c"}, None))) == [
        "- redirect of o",
        "    became: c → nothing",
    ]


def test_json_is_one_line() -> None:
    assert compact_json({"a": "é\n"}) == '{"a": "é\\n"}'
