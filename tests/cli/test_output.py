"""What is printed for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.cli.output import entity_text, printable
from tests.conftest import Cli


def test_the_terms_of_an_explanation_add_up_on_the_screen(cli: Cli, bundled_home: Path) -> None:
    done = cli("resolve", "Resa Zahedi", "--explain", "--home", bundled_home)
    terms = [line.split() for line in done.stdout.splitlines() if line.startswith(" " * 9)]
    total = next(n for n, words in enumerate(terms) if words[1:2] == ["log-odds"])
    assert abs(sum(float(words[0]) for words in terms[:total]) - float(terms[total][0])) < 0.05


def test_an_entity_is_printed_with_its_aliases_by_language_and_kind() -> None:
    sources = [
        {"name": "countries", "title": "Countries", "licence": "MIT", "attribution": "us"},
        {"name": "places", "title": None, "licence": "CC-BY-4.0", "attribution": "GeoNames"},
    ]
    aliases = [
        {"text": "Irak", "language": "de", "kind": "name", "pack": "places"},
        {"text": "Republic of Iraq", "kind": "legal", "valid_from": "2004", "pack": "countries"},
        {"text": "عراق", "language": "de", "kind": "name", "pack": "countries"},
        {
            "text": "Old\n",
            "kind": "former",
            "valid_from": "1",
            "valid_until": "2",
            "pack": "places",
        },
    ]
    record = {
        "id": "iraq",
        "type": "place",
        "name": "Iraq",
        "aliases": aliases,
        "country": ["IQ"],
        "description": "a country",
        "prominence": 41_000_000,
        "properties": {"iso": ["IQ", "IRQ"]},
        "other_ids": [{"id": "Q796", "by": "same_as", "source": "places"}],
        "sources": sources,
    }
    assert entity_text(record).splitlines() == [
        "iraq  Iraq  place",
        "a country",
        "country     IQ",
        "iso         IQ, IRQ",
        "prominence  41,000,000",
        "",
        "aliases",
        "  -   former  Old\\n             1 – 2   places",
        "      legal   Republic of Iraq  2004 –  countries",
        "  de  name    Irak                      places",
        "              عراق                      countries",
        "",
        "other ids",
        "  Q796  same_as  places",
        "",
        "sources",
        "  countries  Countries  MIT",
        "    us",
        "  places                CC-BY-4.0",
        "    GeoNames",
    ]


def test_an_entity_of_which_little_is_known_is_a_few_lines() -> None:
    record = {"id": "a", "type": "person", "name": "Ana", "sources": [{"name": "people"}]}
    assert entity_text(record).splitlines() == ["a  Ana  person", "", "sources", "  people"]


def test_a_fact_of_another_source_or_of_a_change_says_so() -> None:
    record = {
        "id": "iraq",
        "type": "place",
        "name": "Iraq",
        "country": ["IQ"],
        "properties": {"area": ["1"], "iso": ["IQ"]},
        "sources": [{"name": "one"}, {"name": "two"}],
        "packs": {"country": "two"},
        "changes": {"properties.area": 3, "description": 4},
    }
    assert entity_text(record).splitlines()[1:7] == [
        "country  IQ  two",
        "area     1   change 3",
        "iso      IQ",
        "",
        "edited",
        "  description  cleared  change 4",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hilla", "Hilla"),
        ("a\nb\x1b[31m", "a\\nb\\x1b[31m"),
        ("محمد\u200cرضا", "محمد\u200cرضا"),  # as Persian is spelt
        ("क्\u200dष", "क्\u200dष"),
        ("a\u200cb \u200dا", "a\\u200cb \\u200dا"),  # nothing is joined there
        ("م\u202eد", "م\\u202eد"),
    ],
)
def test_what_a_terminal_would_obey_is_spelled_out(text: str, shown: str) -> None:
    assert printable(text) == shown
