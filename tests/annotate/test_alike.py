"""Names that nobody bears, but that are written like one: only a match of a search is kept."""

from __future__ import annotations

import pytest

from resolver import Resolver
from resolver.annotate.alike import alike
from resolver.annotate.reading import Place
from resolver.annotate.table import Table
from tests.annotate.conftest import asked, person, said
from tests.match.conftest import MakeResolver


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met Mohamad Reza Zahidi there.", [("Mohamad Reza Zahidi", "zahedi")]),
        ("He met Gen. Mohamad Reza Zahidi.", [("Mohamad Reza Zahidi", "zahedi")]),
        ("But Mohamad Reza Zahidi left.", [("Mohamad Reza Zahidi", "zahedi")]),
        ("On Monday Mohamad Reza Zahidi left.", [("Mohamad Reza Zahidi", "zahedi")]),
        ("Foreign Minister Mohamad Reza Zahidi left.", [("Mohamad Reza Zahidi", "zahedi")]),
        ("Iranian Vice President Mohamad Reza Zahidi left.", [("Mohamad Reza Zahidi", "zahedi")]),
        ('They call him "mohammad reza zahedi" there.', [("mohammad reza zahedi", "zahedi")]),
        ("They call him “mohamad reza zahidi” there.", [("mohamad reza zahidi", "zahedi")]),
        ('They call him "the Mohamad Reza Zahidi" there.', [("Mohamad Reza Zahidi", "zahedi")]),
        ('They call him "uncle Mohamad Reza Zahidi" now.', [("Mohamad Reza Zahidi", "zahedi")]),
        ('They call it "what it was" and "zahedi, it is"; mohammad reza zahedi.', []),
        ("He met Mohamad-Reza Zahidi.", [("Mohamad-Reza Zahidi", "zahedi")]),
        ("He met Robert Zahn there.", []),
        ("The Iraqi left. An Iraqi Army came. The Saudi Arabian left.", []),
        ("He flew with United States Airways. He left New Travis Countyy.", []),
        ("On Qarvan Thursday. On Thursday, In March", []),
        ("He met Mohamad\n\nReza Zahidi.", []),
        ("Mohamad Reza Zahidi Said So In That Heading", []),
    ],
)
def test_what_is_like_a_name_is_found(
    text: str, expected: list[tuple[str, str]], small: Resolver
) -> None:
    assert said(small.annotate(text)) == expected


def test_a_stranger_who_is_called_alike_is_nobody(make_resolver: MakeResolver) -> None:
    salami = person("salami", "Hossein Salami") | {"aliases": [{"text": "Hussein Salami"}]}
    resolver = make_resolver(salami, *(person(f"p{n}", f"Ali Hassan {n}") for n in range(50)))
    assert said(resolver.annotate("He met Hussein Salman there.")) == []
    assert said(resolver.annotate("He met Hosein Salami there.")) == [("Hosein Salami", "salami")]


def test_what_was_found_already_is_not_searched(table: Table) -> None:
    text = "He met Mohamad Reza Zahidi there."
    read, asking = asked(text, table)
    assert alike(read, [Place(7, 14, is_asked=True)], asking) == []
    assert alike(read, [], asking) == [Place(7, 26, is_asked=True)]


@pytest.mark.parametrize("text", ["in A{}", "He saw A{} B{} there", "Gen. A{}"])
def test_a_word_without_end_is_no_name(text: str, small: Resolver) -> None:
    assert said(small.annotate(text.replace("{}", "b" * 3000))) == []


def test_a_place_that_an_organization_is_called_after_is_not_the_organization(
    make_resolver: MakeResolver,
) -> None:
    westpac = {"id": "westpac", "type": "organization", "name": "Westpac"}
    resolver = make_resolver(westpac | {"aliases": [{"text": "Bank of New South Wales"}]})
    assert said(resolver.annotate("He lives in New South Wales now.")) == []
    assert said(resolver.annotate("He left Bank of New South Wales.")) == [
        ("Bank of New South Wales", "westpac")
    ]
