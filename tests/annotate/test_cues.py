"""What around and within a stretch says that it is meant as a name."""

from __future__ import annotations

import pytest

from resolver.annotate.cues import DECIDED, WITHIN, Cues, total
from resolver.annotate.finding import SURE_ENOUGH, look
from resolver.annotate.table import Table, table_of
from resolver.annotate.weights import load_text_weights
from resolver.match.score.weights import Weights
from resolver.model import TYPES
from resolver.text.words import load_words
from tests.annotate.conftest import TABLE, asked, place, said
from tests.match.conftest import MakeIndex, MakeResolver


def cues(text: str, name: str, table: Table) -> Cues:
    """The cues of a name where it stands first."""
    read, asking = asked(text, table)
    looked = look(read, asking)
    return next(
        found for run, found in zip(looked.stretches, looked.cues, strict=True) if run.text == name
    )


CASES: list[tuple[str, str, set[str]]] = [
    ("He lives in Reading.", "Reading", {"one word", "everyday word", "after in"}),
    ("Reading is fun.", "Reading", {"begins a sentence", "begins a sentence as a word"}),
    ("the North Reading", "Reading", {"everyday word", "a word after a capital"}),
    ("I am reading. Reading it", "Reading", {"small elsewhere"}),
    ("said General Bush", "Bush", {"after title"}),
    ("said George Bush", "Bush", {"after a given name", "after a capital"}),
    ("George W Bush", "Bush", {"after an initial"}),
    ("in Austin, Tex.", "Austin", {"before a unit behind a comma", "before a comma"}),
    ("in Austin, Tex.", "Tex.", {"abbreviation", "after a comma"}),
    ("near Hilla's gate", "Hilla", {"in the genitive"}),
    ("Iraq's Hilla", "Hilla", {"after a genitive"}),
    ("the Hilla University", "Hilla", {"before house", "after the"}),
    ("the Hilla Council", "Hilla", {"before body", "after the"}),
    ("the Hilla Road", "Hilla", {"before landmark", "after the"}),
    ("flew Hilla Airways", "Hilla", {"before company", WITHIN}),
    ("the Bank of Iraq", "Iraq", {"after of", WITHIN}),
    ("went to New Babil", "Babil", {"after a capital", WITHIN}),
    ("New Babil is far. He left New Babil.", "Babil", {WITHIN}),  # where it stands first, too
    ("North Babil and North Babil", "Babil", {"after side"}),
    ("to North Babil", "Babil", {"after a capital side"}),
    ("to County Babil", "Babil", {"after a capital unit"}),
    ("In Hilla", "Hilla", {"after in"}),  # as in the middle of a sentence
    ("The Hilla gate", "Hilla", {"after the"}),
    ("On Monday Hilla slept", "Hilla", {"after a small word"}),
    ("She works for Reading.", "Reading", {"a word in a sentence"}),
    ("On Monday Reading fell", "Reading", {"a word in a sentence"}),
    ("Reading fell. It met with Reading.", "Reading", {"elsewhere a word in a sentence"}),
    ("Reading said so", "Reading", {"before said", "before a verb of saying"}),
    ("While Hilla slept", "Hilla", {"after a small word"}),
    ("dell'Iraq", "Iraq", {"after of"}),
    ("L’Iraq", "Iraq", {"after the"}),
    ("the Babil province", "Babil", {"is unit", "is the name"}),
    ("in Travis County", "Travis County", {"two words", "is district"}),
    ("Hilla (Iraq)", "Iraq", {"after a bracket", "is country"}),
    ("in HILLA", "HILLA", {"in capitals"}),
    ("of Of", "Of", {"two letters", "after of"}),
    ("Hilla said so", "Hilla", {"before said", "begins a sentence", "several bear it"}),
    ("at 7 Hilla 8", "Hilla", {"after a number", "before a number"}),
    ("\n\nHilla\n", "Hilla", {"at the end", "begins a sentence"}),
    ("Mohammad Reza Zahedi", "Mohammad Reza Zahedi", {"is person", "three words or more"}),
]


@pytest.mark.parametrize(("text", "name", "there"), CASES)
def test_a_cue_is_there(text: str, name: str, there: set[str], table: Table) -> None:
    assert there - cues(text, name, table).keys() == set()


@pytest.mark.parametrize("text", ["the Reading of it", "his Reading", "Er ging für Reading und X"])
def test_a_capital_in_a_sentence_need_be_no_name(text: str, table: Table) -> None:
    assert "a word in a sentence" not in cues(text, "Reading", table)


def test_two_letters_are_short_where_letters_have_capitals(
    make_index: MakeIndex,
) -> None:
    index = make_index(place("cl", "칠레", "CL"), place("of", "Of", "TR"))
    table = table_of(index, Weights.of_index(index), load_words())
    assert "two letters" in cues("near Of", "Of", table)
    assert "two letters" not in cues("장관은 칠레에서 만났다", "칠레", table)


def test_a_cue_that_is_not_there_is_not(table: Table) -> None:
    found = cues("He went to Hilla and Hilla went to him in Babil", "Hilla", table)
    assert found.keys() & {
        "begins a sentence",
        "in the genitive",
        "everyday word",
        "in capitals",
    } == (set())


def test_a_name_knows_what_stands_beside_it_elsewhere(table: Table) -> None:
    found = cues("Bush said so in Iraq. He met George Bush.", "Bush", table)
    assert {"times", "elsewhere after a given name"} <= found.keys()
    assert "after a given name" not in found


def test_what_stands_within_a_longer_name_knows_it(table: Table) -> None:
    text = "the United States Popular Mobilization Forces"
    assert "within a longer name" not in cues(text, "United States", table)


MORE = (
    *(place(name, name, "GB", 500) for name in ("Smith", "Hunter", "High Point", "Rose Knight")),
    place("georgia", "Georgia", "GE", 4_000_000),
    place("virginia", "Virginia", "US", kind="admin1"),
    place("carol", "Carol", "US", kind="admin2", admin1="Texas"),
    place("emirates", "United Arab Emirates", "AE") | {"aliases": ["AE", "7/10"]},
)
BESIDE = (
    "{} Province, to {} Brown",
    "said {} City, {} Qarvx, {} Council, {} University, {} Road; {} * x",
    "x * {} - x / {} / x - {}. At 北 {} 北; by {}, nearby {}, who {}, to {}, the province {}",
    "in Council {}, in University {}, in Road {}, said George {}, General {}, {}, Tex.",
    "in Hilla, Smith, Hunter, High Point, Rose Knight, Georgia, Virginia, Carol, AE, OF, TX, 7/10",
)


def test_every_weight_is_of_a_cue_that_can_be_there(make_index: MakeIndex) -> None:
    index = make_index(*TABLE, *MORE)
    table = table_of(index, Weights.of_index(index), load_words())
    examples = [text for text, *_ in CASES]
    apart = [text.format(*["Hilla"] * 10) for text in BESIDE]
    there = set()
    for text in (*examples, *apart, ". So Hilla is. ".join(apart)):
        read, asking = asked(text, table)
        there |= {name for cues in look(read, asking).cues for name in cues}
    levels = {f"is {each}" for each in (*TYPES, "other")}
    finding = load_text_weights().finding
    assert finding.keys() == {"place", "other"}
    for weights in finding.values():
        assert weights.keys() - there - levels == {SURE_ENOUGH, DECIDED}


def test_cues_add_up() -> None:
    assert total({"a": 2.0, "b": 1.0, "unknown": 9.0}, {"a": 0.5, "b": -1.0}) == 0.0


def test_digits_are_seldom_meant_by_a_name_that_is_not_the_main_one(
    make_resolver: MakeResolver,
) -> None:
    flood = {"id": "flood", "type": "event", "name": "Al-Aqsa Flood", "aliases": [{"text": "7/10"}]}
    resolver = make_resolver(flood, {"id": "9-11", "type": "event", "name": "9/11"})
    text = "The score was 7-10 when 9/11 was named."
    assert said(resolver.annotate(text)) == [("9/11", "9-11")]
