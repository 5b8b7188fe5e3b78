"""Which stretches of a text are meant as names; common words are what is told apart."""

from __future__ import annotations

import re
from typing import Any

import pytest

from resolver import Resolver
from resolver.annotate.cues import WITHIN
from resolver.annotate.finding import Found, Looked, bearers_of, find, look
from resolver.annotate.stretches import Stretch
from resolver.annotate.table import Table, table_of
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


def test_what_the_table_has_for_a_text(table: Table) -> None:
    _, asking = asked("text", table)
    (hilla,) = bearers_of("Hilla", asking)
    assert (hilla.entities, hilla.level) == (2, "settlement")
    assert hilla.is_name
    assert hilla.is_place
    assert [each.level for each in bearers_of("Mohammad Reza Zahedi", asking)] == ["person"]
    for nobody in ("Iraqi", "Robert Zahn"):
        assert bearers_of(nobody, asking) == []


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


def test_what_a_country_is_commonly_called_is_as_good_as_its_name(
    make_resolver: MakeResolver,
) -> None:
    called = place("tr", "Türkiye", "TR") | {"aliases": [{"text": "Turkey", "language": "en"}]}
    resolver = make_resolver(called, place("iq", "Iraq", "IQ"))
    assert said(resolver.annotate("Officials from Turkey and Iraq met.")) == [
        ("Turkey", "tr"),
        ("Iraq", "iq"),
    ]
    town = place("ankara", "Ankara", "TR") | {"aliases": [{"text": "Turkey", "language": "en"}]}
    resolver = make_resolver(town, place("iq", "Iraq", "IQ"))
    assert said(resolver.annotate("Officials from Turkey and Iraq met.")) == [("Iraq", "iq")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Congo is large. We saw the Congo.", [("Congo", "ambiguous")] * 2),
        ("The Hague is large. We saw the Hague in Congo.", [("The Hague", "hague")]),
    ],
)
def test_an_article_is_part_of_a_name_where_somebody_is_called_so(
    text: str, expected: list[tuple[str, str]], make_resolver: MakeResolver
) -> None:
    congo = {"aliases": [{"text": each, "language": "en"} for each in ("Congo", "The Congo")]}
    resolver = make_resolver(
        place("cd", "Democratic Republic of the Congo", "CD") | congo,
        place("cg", "Republic of the Congo", "CG") | {"aliases": congo["aliases"][:1]},
        place("hague", "The Hague", "NL", 500_000),
        place("hague-us", "Hague", "US", 700),
    )
    assert said(resolver.annotate(text))[: len(expected)] == expected


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


@pytest.mark.parametrize(
    ("alias", "is_name"),
    [
        ({"text": "Irak", "language": "de"}, True),
        ({"text": "Irak", "language": "de", "kind": "native"}, True),
        ({"text": "Irak", "language": "de", "kind": "weak"}, False),
        ({"text": "Irak"}, False),  # of no language: tables of places have many such
        ({"text": "Island", "language": "de"}, False),  # a word of English, too
    ],
)
@pytest.mark.parametrize("name", ["Iraq", "Baghdad"])
def test_which_aliases_of_a_place_are_as_good_as_its_name(
    name: str, alias: dict[str, str], is_name: bool, make_index: MakeIndex
) -> None:
    index = make_index(place("iq", name, "IQ") | {"aliases": [alias]})
    _, asking = asked("text", table_of(index, Weights.of_index(index), load_words()))
    (bearers,) = bearers_of(alias["text"], asking)
    assert bearers.is_name is is_name


def test_outside_english_an_alias_of_no_known_language_is_as_good_as_a_name(
    make_index: MakeIndex,
) -> None:
    aliases = [{"text": "Praha"}, {"text": "Prg", "kind": "weak"}]
    index = make_index(place("prague", "Prague", "CZ") | {"aliases": aliases})
    _, asking = asked("text", table_of(index, Weights.of_index(index), load_words()))
    assert bearers_of("Praha", asking, is_english=False)[0].is_name
    assert not bearers_of("Praha", asking)[0].is_name
    assert not bearers_of("Prg", asking, is_english=False)[0].is_name


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


def test_a_language_is_no_place(make_resolver: MakeResolver) -> None:
    called = {"aliases": [{"text": "Hindi", "language": "hi"}]}
    india, singh = place("in", "India", "IN") | called, person("singh", "Singh") | called
    text = "They speak Hindi in India, said the Hindi poet."
    assert said(make_resolver(india).annotate(text)) == [("India", "in")]
    assert ("Hindi", "singh") in said(make_resolver(india, singh).annotate(text, types=["person"]))


def test_whoever_is_called_after_a_country_is_not_the_country(make_resolver: MakeResolver) -> None:
    sudan = place("sd", "Sudan", "SD") | {"aliases": [{"text": "Sudani"}]}
    resolver = make_resolver(sudan, place("iq", "Iraq", "IQ"))
    text = "Talks with al-Sudani in Iraq went on."
    assert said(resolver.annotate(text)) == [("Iraq", "iq")]
    assert said(resolver.annotate("Talks in al-Sudan went on.")) == [("Sudan", "sd")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He lives in Caryq, NC, and works.", [("Caryq", "cary")]),
        ("Police in Wichitaq, Kan., said so.", [("Wichitaq", "wichita")]),
        ("He lives in Caryq, Ga., now.", [("Caryq", "cary")]),
        ("He lives in Telavivq, IL, now.", [("Telavivq", "tel-aviv"), ("IL", "israel")]),
        ("It was said on Kan.", [("Kan", "kan")]),
        ("He lives in Caryq, Fla., now.", [("Caryq", "cary"), ("Fla.", "florida")]),
    ],
)
def test_a_unit_that_the_table_lacks_is_nobody_else(
    text: str, expected: list[tuple[str, str]], make_resolver: MakeResolver
) -> None:
    def code(written: str) -> dict[str, object]:
        return {"aliases": [{"text": written, "language": "en"}]}

    resolver = make_resolver(
        place("nc", "New Caledonia", "NC") | code("NC"),
        place("gabon", "Gabon", "GA") | code("GA"),
        place("israel", "Israel", "IL") | code("IL"),
        place("cary", "Caryq", "US"),
        place("florida", "Florida", "US", kind="admin1"),
        place("fla", "Fla", "CH"),
        place("wichita", "Wichitaq", "US"),
        place("tel-aviv", "Telavivq", "IL"),
        {"id": "kan", "type": "organization", "name": "Kan"},
    )
    assert said(resolver.annotate(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le ministre va à L'Eni et à l'Eni.", [("Eni", "eni")] * 2),
        ("Bakan bugün burada Roma'da konuştu.", [("Roma", "roma")]),
        ("Bakan Eni'de ve L'Aquila'da konuştu.", [("Eni", "eni"), ("L'Aquila", "aquila")]),
        ("They flew to Sa'da and to Leni.", [("Sa'da", "sada"), ("Leni", "leni")]),
    ],
)
def test_what_a_language_joins_to_a_name_makes_no_other_name_of_it(
    text: str, expected: list[tuple[str, str]], make_resolver: MakeResolver
) -> None:
    names = {"eni": "Eni", "leni": "Leni", "roma": "Roma", "romada": "Romada", "sa": "Sa"}
    joined = {"aquila": "L'Aquila", "sada": "Sa'da", "laquila": "Aquila"}
    towns = (place(key, name, "IT") for key, name in {**names, **joined}.items())
    assert said(make_resolver(*towns).annotate(text)) == expected
