"""What a text says beside names of persons and organizations."""

from __future__ import annotations

import re
import time

import pytest

from resolver import Resolver
from resolver.annotate.descriptions import MAX_WORDS, NATS_OF_A_WORD, beside
from resolver.annotate.evidence import DESCRIBED
from resolver.annotate.reading import Place
from resolver.annotate.table import Table
from tests.annotate.conftest import asked


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Ali Hassan Rida, commander of the militia, spoke.", "hassan-commander"),
        ("The singer Ali Hassan Rida sang folk songs.", "hassan-singer"),
    ],
)
def test_who_is_described_as_the_text_says_is_meant(text: str, meant: str, small: Resolver) -> None:
    (mention,) = small.annotate(text).mentions
    first = mention.decision.candidates[0]
    assert (first.id, mention.decision.verdict) == (meant, "match")
    (said,) = [each for each in first.evidence if each.name == DESCRIBED]
    assert said.asked
    assert set(said.asked.split()) <= set(re.findall(r"\w+", text.lower()))
    assert said.value == pytest.approx(NATS_OF_A_WORD * len(said.asked.split()))


def test_a_text_that_says_nothing_leaves_both(small: Resolver) -> None:
    (mention,) = small.annotate("Ali Hassan Rida spoke.").mentions
    assert mention.decision.verdict == "ambiguous"


def test_words_of_a_description_count_up_to_some(table: Table) -> None:
    text = "Ali Hassan Rida, militia brigade commander: militia, brigade, commander."
    read, asking = asked(text, table)
    described = beside(read, [Place(0, 15, True)], asking.borne("Ali Hassan Rida"), asking)
    values = [t.value for each in described for t in each.terms if t.name == DESCRIBED]
    assert values == [NATS_OF_A_WORD * MAX_WORDS]


def test_words_far_away_or_of_the_name_itself_say_nothing(table: Table) -> None:
    for text in (f"Ali Hassan Rida. {'So it was. ' * 40}commander", "Ali Hassan Rida"):
        read, asking = asked(text, table)
        candidates = asking.borne("Ali Hassan Rida")
        assert beside(read, [Place(0, 15, True)], candidates, asking) == candidates


def test_to_places_nothing_is_added(table: Table) -> None:
    read, asking = asked("Hilla in Iraq", table)
    candidates = asking.borne("Hilla")
    assert beside(read, [Place(0, 5, True)], candidates, asking) == candidates


@pytest.mark.alone
def test_a_name_that_stands_everywhere_is_read_once(small: Resolver) -> None:
    begin = time.process_time()
    small.annotate("the singer Ali Hassan Rida and " * 6000)
    assert time.process_time() - begin < 10
