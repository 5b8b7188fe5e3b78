"""A text on one page: whatever it is, its names come with their places and who each means."""

from __future__ import annotations

import math
import random
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from resolver import Query, Resolver
from resolver.errors import UnreadableText
from resolver.model import Annotation
from resolver.model.passage import MAX_TEXT
from tests.annotate.conftest import TABLE, ids, said

TEXT = "Troops left Hilla, Babil, for Baghdad. Paris and Austin are in Texas, said Ali Hassan Rida."
NAMES = [entity["name"] for entity in TABLE]
PIECES = st.sampled_from(
    [*NAMES, "Iraqi", "Tex.", "TX", "Gen.", "in", ", ", "'s ", " (", ")", "\n"]
)


def check(annotation: Annotation, text: str) -> None:
    """That names stand where they say, in order and apart, with evidence that adds up."""
    end = 0
    for mention in annotation.mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        end = mention.end
        check_decision(mention.decision)


def check_decision(decision: Any) -> None:
    scores = [each.score for each in decision.candidates]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) < 1 + 1e-9
    for each in decision.candidates:
        if 1e-9 < each.score < 1 - 1e-9:
            log_odds = math.log(each.score / (1 - each.score))
            assert sum(term.value for term in each.evidence) == pytest.approx(log_odds, abs=1e-4)


def annotate(resolver: Resolver, text: str) -> Annotation | None:
    """The annotation of a text, or None where it has what no text may have."""
    try:
        return resolver.annotate(text)
    except UnreadableText:
        return None


@given(st.text(min_size=1, max_size=200).filter(lambda text: not text.isspace()))
@hypothesis_settings(max_examples=60)
def test_no_text_is_too_odd(small: Resolver, text: str) -> None:
    annotation = annotate(small, text)
    if annotation is not None:
        check(annotation, text)
        assert annotation == annotate(small, text)


@given(st.lists(PIECES | st.text(max_size=5), min_size=1, max_size=12).map(" ".join))
@hypothesis_settings(max_examples=60)
def test_no_text_of_names_is_too_odd(small: Resolver, text: str) -> None:
    annotation = annotate(small, f"x{text}")
    if annotation is not None:
        check(annotation, f"x{text}")
        assert annotation == annotate(small, f"x{text}")


@pytest.mark.parametrize(
    "text", ["the cat sat on the mat", "?", "7", "Nobody knows Robert Zahn.", "我", "😀", "\u0301a"]
)
def test_a_text_without_names_has_none(text: str, small: Resolver) -> None:
    assert small.annotate(text).mentions == ()


def test_every_name_is_there_in_its_order_with_its_evidence(small: Resolver) -> None:
    annotation = small.annotate(TEXT)
    check(annotation, TEXT)
    assert said(annotation) == [
        ("Hilla", "hilla"),
        ("Babil", "babil"),
        ("Baghdad", "baghdad"),
        ("Paris", "paris-texas"),
        ("Austin", "austin"),
        ("Texas", "texas"),
        ("Ali Hassan Rida", "ambiguous"),
    ]
    assert annotation.index == small.resolve(Query("Hilla")).index


def test_a_name_means_the_same_wherever_it_stands(small: Resolver) -> None:
    text = "Hilla is quiet. " * 5 + "Troops left Hilla, Babil."
    decisions = {each.decision for each in small.annotate(text).mentions if each.text == "Hilla"}
    assert [ids(each.candidates)[0] for each in decisions] == ["hilla"]


def test_names_at_given_spans_are_answered_in_the_order_of_the_spans(small: Resolver) -> None:
    spans: list[tuple[int, int] | tuple[int, int, str | None]] = [
        (30, 37),
        (12, 17),
        (12, 24),
        (12, 17),
        (7, 11),
        (12, 17, "person"),
    ]
    mentions = small.annotate(TEXT, spans).mentions
    assert [(each.start, each.end) for each in mentions] == [span[:2] for span in spans]
    assert [each.text for each in mentions] == [TEXT[span[0] : span[1]] for span in spans]
    assert mentions[1].decision == mentions[3].decision
    assert mentions[1].decision.candidates[0].id == "hilla"
    assert mentions[4].decision.verdict == "no_match"
    assert "place" not in {each.type for each in mentions[5].decision.candidates}
    for each in mentions:
        check_decision(each.decision)


def test_what_is_found_beside_given_spans_is_context(small: Resolver) -> None:
    text = "He left Paris. It is quiet in Austin, Texas."
    (paris,) = small.annotate(text, [(8, 13)]).mentions
    assert paris.decision.candidates[0].id == "paris-texas"
    assert "unit named" in {each.name for each in paris.decision.candidates[0].evidence}


def test_no_spans_are_no_names(small: Resolver) -> None:
    assert small.annotate(TEXT, []).mentions == ()


def test_types_country_and_limit_hold_of_every_name(small: Resolver) -> None:
    assert said(small.annotate(TEXT, types=["person"])) == [("Ali Hassan Rida", "ambiguous")]
    (paris,) = small.annotate("He left Paris.", country=["US"]).mentions
    assert paris.decision.candidates[0].id == "paris-texas"
    (paris,) = small.annotate("He left Paris.", limit=1).mentions
    assert ids(paris.decision.candidates) == ["paris"]


@pytest.mark.alone
@pytest.mark.parametrize(
    "kind", ["Baghdad ", "?!.,;:-()'\" …", "巴格达是伊拉克的首都", "😀🎉🇮🇶👩‍👩‍👧", "by chance"]
)
def test_the_longest_text_takes_no_long_time(kind: str, bundled: Resolver) -> None:
    chance = random.Random(7)  # noqa: S311 - the same text every time
    text = (kind * MAX_TEXT)[:MAX_TEXT]
    if kind == "by chance":
        text = "".join([chr(chance.randrange(0x4E00, 0x9FA6)) for _ in range(MAX_TEXT)])
    begin = time.process_time()
    bundled.annotate(text)
    assert time.process_time() - begin < 10


NEWS = """\
The blast was reported at Kalso military base in Babil Province, Iraq. The base, just 30 miles \
south of Baghdad in Iraq's central Babil/Babylon province, houses the Popular Mobilization Forces \
(PMF). U.S. Central Command (CENTCOM) said so in an X, formerly Twitter, post, Reuters reported. \
Prime Minister Mohammed Shia al-Sudani spoke of Kataib Hezbollah and the Islamic Revolutionary \
Guard Corps (IRGC). Gen. Ali Reza Zahdi (also spelled Reza Zahedi) led its Quds Force."""
MEANT = {
    "Kalso military base": "camp-kalsu",
    "Babil Province": "babil-governorate",
    "Babil/Babylon province": "babil-governorate",
    "Popular Mobilization Forces": "popular-mobilization-forces",
    "PMF": "popular-mobilization-forces",
    "U.S. Central Command": "us-central-command",
    "CENTCOM": "us-central-command",
    "X, formerly Twitter": "x-twitter",
    "Reuters": "reuters",
    "Mohammed Shia al-Sudani": "mohammed-shia-al-sudani",
    "Kataib Hezbollah": "kataib-hezbollah",
    "Islamic Revolutionary Guard Corps": "islamic-revolutionary-guard-corps",
    "IRGC": "islamic-revolutionary-guard-corps",
    "Ali Reza Zahdi": "mohammad-reza-zahedi",
    "Reza Zahedi": "mohammad-reza-zahedi",
    "Quds Force": "quds-force",
    "Baghdad": "baghdad",
    "Iraq": "iraq",
}


def test_the_names_of_news_are_found_over_the_bundled_packs_and_are_right(
    bundled: Resolver,
) -> None:
    annotation = bundled.annotate(NEWS)
    check(annotation, NEWS)
    for name, meant in MEANT.items():
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", NEWS):
            (mention,) = [
                each
                for each in annotation.mentions
                if each.start <= match.start() and match.end() <= each.end
            ]
            assert (mention.decision.verdict, mention.decision.candidates[0].id) == ("match", meant)
