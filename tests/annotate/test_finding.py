"""Which stretches of a text are meant as names; common words are what is told apart."""

from __future__ import annotations

import re
from typing import Any

import pytest

from resolver import Resolver
from resolver.annotate.cues import WITHIN
from resolver.annotate.finding import Found, Looked, find, look
from resolver.annotate.stretches import Stretch
from resolver.annotate.table import table_of
from resolver.match.score.weights import Weights
from resolver.text.words import load_words
from tests.annotate.conftest import TABLE, asked, person, place, said
from tests.match.conftest import Decide, MakeIndex, MakeResolver

WEIGHTS = {"place": {"sure enough": 1.0, "good": 2.0, "poor": 0.5}}


def stretch(first: int, last: int) -> Stretch:
    """Tokens of one letter each, with a space between."""
    return Stretch(2 * first, 2 * last + 1, first, last, "x" * (2 * (last - first) + 1))


def found(*stretches: tuple[Stretch, str]) -> list[Found]:
    """Which of some stretches are found, each of which has one cue."""
    runs = [each for each, _ in stretches]
    cues = [{cue: 1.0} for _, cue in stretches]
    return find(Looked(runs, cues, ["place"] * len(runs)), WEIGHTS)


def test_a_stretch_is_a_name_that_has_enough_nats() -> None:
    assert found((stretch(0, 0), "good"), (stretch(1, 1), "poor")) == [Found(stretch(0, 0), 1.0)]


def test_of_stretches_that_overlap_the_longest_good_one_wins() -> None:
    runs = [(stretch(1, 1), "good"), (stretch(0, 1), "good"), (stretch(1, 2), "good")]
    assert [each.stretch for each in found(*runs)] == [stretch(0, 1)]
    assert [each.stretch for each in found((stretch(0, 1), "poor"), runs[0])] == [stretch(1, 1)]


def test_names_are_found_in_the_order_in_which_they_stand() -> None:
    runs = [(stretch(4, 4), "good"), (stretch(0, 0), "good"), (stretch(1, 3), "good")]
    assert [each.stretch.first for each in found(*runs)] == [0, 1, 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Reading is fun. Of course. Nice to meet you. Mobile phones ring. Bush spoke.", []),
        ("He lives in Reading now.", [("Reading", "reading")]),
        ("She flew to Nice on Friday.", [("Nice", "nice")]),
        ("I like reading. Reading is fun.", []),
        ("President George Bush spoke. Bush left.", []),
        ("it is a thing in iraq.", [("iraq", "iraq")]),  # a text without capitals
        ("Iraqis and the French met Iraqi soldiers.", []),
        ("the cat sat on the mat", []),
        ("In Travis County it rains.", [("Travis County", "travis")]),
        ("She flew to New Iraq and to Port Hilla.", []),
        ("On April 21, 2024Iraq said: see BABIL2024.", [("Iraq", "iraq"), ("BABIL", "babil")]),
        ("She flew with Iraq Airways. It is the Bank of Iraq.", []),
        ("It is the Museum of Iraq. The people of Iraq left.", [("Iraq", "iraq")]),
        ("I'd go. A man left.", []),
        ("HILLA AND BAGHDAD", [("HILLA", "hilla"), ("BAGHDAD", "baghdad")]),
    ],
)
def test_names_are_kept_apart_from_common_words(
    text: str, expected: list[tuple[str, str]], small: Resolver
) -> None:
    assert said(small.annotate(text)) == expected


def test_a_longer_name_elsewhere_says_nothing_of_the_same_word_before_another(
    make_index: MakeIndex,
) -> None:
    index = make_index(place("hilla", "Hilla", "IQ"), place("road", "Hilla Road", "IQ"))
    text = "They met in Hilla Road. They met in Hilla."
    read, asking = asked(text, table_of(index, Weights.of_index(index), load_words()))
    looked = look(read, asking)
    within = {run.start: WITHIN in cues for run, cues, _ in zip(*looked, strict=True)}
    assert [within[match.start()] for match in re.finditer("Hilla(?! Road)", text)] == [False]
    assert WITHIN in looked.cues[[run.text for run in looked.stretches].index("Hilla")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She works for Apple.", ["Apple"]),
        ("Apple fell. Nobody left for Apple.", ["Apple", "Apple"]),
        ("Apple is a fruit, and the Apple of his eye.", []),
        ("Er aß Apple und Brot.", []),
        ("Trump said on Monday that it was so.", ["Trump"]),
        ("On Monday Trump spoke.", ["Trump"]),
        ("Trump cards won.", []),
    ],
)
def test_a_word_is_a_name_by_its_capital_in_a_sentence(
    text: str, expected: list[str], make_resolver: MakeResolver
) -> None:
    resolver = make_resolver(
        {"id": "apple", "type": "organization", "name": "Apple"},
        person("trump", "Donald Trump") | {"aliases": [{"text": "Trump", "kind": "weak"}]},
    )
    assert [name for name, _ in said(resolver.annotate(text))] == expected


def test_a_name_with_a_comma_is_no_longer_one(make_resolver: MakeResolver) -> None:
    naples = place("naples", "Naples", "US", 20_000, admin1="Florida")
    resolver = make_resolver(
        naples | {"aliases": [{"text": "Naples, Florida"}]},
        place("florida", "Florida", "US", 20_000_000, kind="admin1"),
    )
    found = [name for name, _ in said(resolver.annotate("They met in Naples, Florida, today."))]
    assert found == ["Naples", "Florida"]


def test_a_name_may_end_with_an_s_behind_an_apostrophe(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(
        {"id": "mcdonalds", "type": "organization", "name": "McDonald's"},
        place("iraq", "Iraq", "IQ", 11_000_000),
        place("iraqs", "Iraqs", "GB", 700),
    )
    text = "They ate at McDonald\u2019s, and Iraq's king said nothing."
    assert said(resolver.annotate(text)) == [("McDonald\u2019s", "mcdonalds"), ("Iraq", "iraq")]


def test_a_place_hides_nobody_else_who_is_called_so(make_resolver: MakeResolver) -> None:
    resolver = make_resolver(
        place("euria", "Euria", "FR", 50) | {"aliases": [{"text": "EU"}]},
        place("merkelbach", "Merkelbach", "DE", 40) | {"aliases": [{"text": "Merkel"}]},
        person("merkel", "Angela Merkel") | {"aliases": [{"text": "Merkel", "kind": "weak"}]},
        {"id": "eu", "type": "organization", "name": "European Union"}
        | {"aliases": [{"text": "EU", "kind": "acronym"}]},
        *(place(f"town-{n}", f"Qarv{chr(97 + n)}n", "IQ", 100 + n) for n in range(20)),
    )
    text = "On Monday Merkel spoke. The EU said nothing."
    assert said(resolver.annotate(text)) == [("Merkel", "merkel"), ("EU", "eu")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The US said it would leave.", ["US"]),
        ("US troops left, and a US drone fell.", ["US", "US"]),
        ("The UK and the US President met.", ["UK", "US"]),
        ("TELL US NOW", []),
        ("It cost US $5 on US-24.", []),
        ("We saw the CA file.", []),
    ],
)
def test_what_countries_are_called_for_short_is_found(
    text: str, expected: list[str], make_resolver: MakeResolver
) -> None:
    def country(entity_id: str, name: str, code: str, *short: str) -> dict[str, Any]:
        aliases = [{"text": each, "kind": "acronym"} for each in short]
        return place(entity_id, name, code) | {"aliases": aliases}

    resolver = make_resolver(
        country("us", "United States", "US", "US"),
        country("uk", "United Kingdom", "GB", "UK"),
        country("ca", "Canada", "CA", "CA"),
        place("us-village", "Us", "FR", 1_300),
    )
    assert [name for name, _ in said(resolver.annotate(text))] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Then the general left. The General spoke; GENERAL!", "the general"),
        ("We saw the Congo. The Congo is large.", "the Congo"),
        ("We met Bush there. Bush spoke to the bush.", "Bush"),
        ("They gave us money in the US.", "US"),  # the first one is no name
        ("The thing of all things was there.", "thing of all things"),
    ],
)
def test_what_somebody_decided_of_a_text_is_found_wherever_it_stands(
    text: str, name: str, decide: Decide
) -> None:
    resolver = decide(TABLE, (name, {"means": "zahedi"}))
    found = said(resolver.annotate(text))
    where = "(?i)" if " " in name else ""
    assert found == [(each, "zahedi") for each in re.findall(rf"{where}\b{name}\b", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We saw Saddam Zahedi there.", []),  # nobody of the table
        ("We saw Saddam al-Zahedi there.", []),
        ("We saw Zahedi Qasrani there.", []),
        ("They met at Zahedi University.", []),
        ("We saw Ali Zahedi Rida there.", [("Ali Zahedi Rida", "rida")]),
        ("We saw Qasr Zahedi there.", [("Qasr Zahedi", "qasr")]),  # a name of the table
        ("We saw Reza Zahedi there.", [("Zahedi", "zahedi")]),  # a word of his own name
        ("We saw Gen. Zahedi there.", [("Zahedi", "zahedi")]),
        ("We saw Mr. al-Zahedi there.", [("Zahedi", "zahedi")]),
        ("We saw Judge Zahedi there.", [("Zahedi", "zahedi")]),  # though a name of the table
        ("we saw saddam zahedi there", []),  # a text without capitals
        ("we saw saddam al-zahedi there", []),
        ("we saw zahedi qasrani there", []),
        ("we saw zahedi", [("zahedi", "zahedi")]),
        ("we saw reza zahedi there", [("zahedi", "zahedi")]),
        ("we saw gen. zahedi there, saddam", [("zahedi", "zahedi")]),
        ("saddam, zahedi and the iraqi zahedi left", [("zahedi", "zahedi")] * 2),
        ("saddam's zahedi and zahedi's saddam left", [("zahedi", "zahedi")] * 2),
        ("قال صدام زاهدي هذا", []),
        ("قال زاهدي هذا", [("زاهدي", "zahedi")]),
    ],
)
def test_what_somebody_decided_holds_where_it_stands_as_a_whole_name(
    text: str, expected: list[tuple[str, str]], decide: Decide
) -> None:
    table = (
        *TABLE,
        person("rida", "Ali Zahedi Rida"),
        person("qasr", "Qasr Zahedi"),
        person("judge", "Judge Zahedi"),
        person("saddam", "Saddam Qasrani", aliases=["صدام قصراني"]),
    )
    decided = {"means": "zahedi"}
    resolver = decide(table, ("Zahedi", decided), ("زاهدي", decided))
    assert said(resolver.annotate(text)) == expected


def test_what_somebody_decided_to_be_a_place_is_any_name_where_it_is_part_of_one(
    decide: Decide,
) -> None:
    resolver = decide(TABLE, ("Reading", {"means": "hilla"}))
    assert said(resolver.annotate("We saw Reading.")) == [("Reading", "hilla")]
    assert said(resolver.annotate("We saw Reading University.")) == []
    assert said(resolver.annotate("New Reading is far.")) == []


def test_what_two_countries_are_called_is_found_and_may_be_either(
    make_resolver: MakeResolver,
) -> None:
    weak = {"aliases": [{"text": "Congo", "kind": "weak"}]}
    resolver = make_resolver(
        place("cd", "Democratic Republic of the Congo", "CD") | weak,
        place("cg", "Republic of the Congo", "CG") | weak,
    )
    assert said(resolver.annotate("They and the Congo said nothing.")) == [("Congo", "ambiguous")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل للعراق امس", [("لعراق", "iq")]),
        ("للعراق وللعراق والعراق", [("لعراق", "iq"), ("لعراق", "iq"), ("العراق", "iq")]),
        ("وصل للبنان امس", [("لبنان", "lb")]),  # whose name has no article
        ("وصل لعراق امس", []),
    ],
)
def test_behind_li_in_arabic_a_name_has_lost_the_alef_of_its_article(
    text: str, expected: list[tuple[str, str]], make_resolver: MakeResolver
) -> None:
    resolver = make_resolver(
        place("iq", "Iraq", "IQ") | {"aliases": [{"text": "العراق", "language": "ar"}]},
        place("lb", "Lebanon", "LB") | {"aliases": [{"text": "لبنان", "language": "ar"}]},
    )
    assert said(resolver.annotate(text)) == expected
