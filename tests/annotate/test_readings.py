"""As what a stretch may be read where it stands."""

from __future__ import annotations

import pytest

from tests.annotate.conftest import person, place, said
from tests.match.conftest import MakeResolver


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
