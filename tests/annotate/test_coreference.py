"""Names that rest on a fuller one before them."""

from __future__ import annotations

import pytest

from resolver import Resolver
from resolver.annotate.coreference import MAX_NATS
from resolver.annotate.evidence import NAMED_BEFORE
from tests.annotate.conftest import person, said
from tests.match.conftest import MakeResolver


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mohammad Reza Zahedi was there. Zahedi said no; ZAHEDI left.",
            [("Mohammad Reza Zahedi", "zahedi"), ("Zahedi", "zahedi"), ("ZAHEDI", "zahedi")],
        ),
        (
            "Zahedi said no. Mohammad Reza Zahedi was there.",  # the fuller name comes first
            [("Mohammad Reza Zahedi", "zahedi")],
        ),
        (
            "Mohammad Reza Zahedi was there. Reza Karimi and zahedi left.",
            [("Mohammad Reza Zahedi", "zahedi")],
        ),
        (
            "The Popular Mobilization Forces (PMF) came. The PMF said so.",
            [
                ("Popular Mobilization Forces", "mobilization"),
                *[("PMF", "mobilization")] * 2,
            ],
        ),
        (
            "The Popular Mobilization Forces (XYZ) came. The XYZ and the PMF said so.",
            [("Popular Mobilization Forces", "mobilization")],
        ),
        ("The PMF said so.", []),
        *[
            (
                f"Mohammad Reza Zahedi was there. Then {another} left.",
                [("Mohammad Reza Zahedi", "zahedi")],
            )
            for another in (
                "Mary Zahedi",
                "he and Hunter Zahedi",
                "Hunter Zahedi left with Hunter",
                "Melania Zahedi",
                "Qasra L. Zahedi",
                "Zahedi Qasrani",
                "the Zahedi Group",
                "Qasrani-Zahedi",
            )
        ],
        *[
            (
                f"Mohammad Reza Zahedi was there. {same} left.",
                [("Mohammad Reza Zahedi", "zahedi"), ("Zahedi", "zahedi")],
            )
            for same in (
                "General Zahedi",
                "On Monday Zahedi",
                "Mr. Zahedi",
                "Al-Zahedi",
                "The Iranian Zahedi",
                "The paper's Zahedi",
                "But Zahedi",
                "the Senator Zahedi",
            )
        ],
    ],
)
def test_a_short_name_means_whom_the_fuller_one_does(
    text: str, expected: list[tuple[str, str]], small: Resolver
) -> None:
    assert said(small.annotate(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال محمد شياع السوداني. أضاف السوداني", ["محمد شياع السوداني", "السوداني"]),
        ("محمد شياع السوداني والسوداني", ["محمد شياع السوداني", "السوداني"]),
        ("محمد شياع السوداني. قال للسوداني", ["محمد شياع السوداني", "لسوداني"]),
        ("محمد شياع السوداني في الجيش السوداني", ["محمد شياع السوداني"]),  # the Sudanese army
        ("محمد شياع السوداني. كريم السوداني", ["محمد شياع السوداني"]),  # another one
        ("محمد شياع السوداني. محمد السوداني", ["محمد شياع السوداني", "السوداني"]),
        ("乔·拜登说。拜登在", ["乔·拜登", "拜登"]),
        ("乔·拜登说。喬·拜登在", ["乔·拜登", "喬·拜登"]),
        ("乔·拜登说。吉尔·拜登在", ["乔·拜登"]),
        ("拜登说", []),
        ("ნინო კაპანაძე აქ. კაპანაძე წავიდა", ["ნინო კაპანაძე", "კაპანაძე"]),
        ("Beverly D'Angelo was there. D'Angelo and Angelo left", ["Beverly D'Angelo", "D'Angelo"]),
    ],
)
def test_short_names_stand_in_scripts_without_capitals_too(
    text: str, expected: list[str], make_resolver: MakeResolver
) -> None:
    names = ("محمد شياع السوداني", "乔·拜登", "ნინო კაპანაძე", "Beverly D'Angelo", "كريم علي حسن")
    resolver = make_resolver(*(person(f"p{n}", name) for n, name in enumerate(names)))
    assert [name for name, _ in said(resolver.annotate(text))] == expected


def test_what_speaks_for_a_short_name_is_what_speaks_for_the_fuller_one(small: Resolver) -> None:
    text = "Mohammad Reza Zahedi was there. Zahedi said no."
    full, short = small.annotate(text).mentions
    (said_of_it,) = [
        each for each in short.decision.candidates[0].evidence if each.name == NAMED_BEFORE
    ]
    assert (said_of_it.asked, said_of_it.known) == ("Zahedi", "Mohammad Reza Zahedi")
    assert 0 < said_of_it.value <= MAX_NATS
    assert short.decision.candidates[0].score <= full.decision.candidates[0].score


def test_where_spans_are_given_no_place_is_added(small: Resolver) -> None:
    text = "Mohammad Reza Zahedi was there. Zahedi said no. Zahedi left."
    annotation = small.annotate(text, [(0, 20), (32, 38), (32, 38, "person")])
    assert said(annotation) == [("Mohammad Reza Zahedi", "zahedi"), *[("Zahedi", "zahedi")] * 2]
