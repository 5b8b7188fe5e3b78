"""What a list says of one party becomes one clean entity."""

from __future__ import annotations

import pytest

from resolver.errors import BadValue, EmptyText
from resolver.packs.sanctions.party import Party
from tests.packs.sanctions.shared import facts, names


def test_the_name_to_show_is_the_one_that_is_said_then_the_first_of_kind_name() -> None:
    party = Party("x", "1", "person")
    party.call("Weak", "weak")
    party.call("First")
    assert party.entity().name == "First"
    party.show("")
    party.show("Shown")
    party.show("Later")
    entity = party.entity()
    assert entity.name == "Shown"
    assert names(entity) == [("Weak", "weak"), ("First", "name"), ("Later", "name")]


def test_a_party_that_has_weak_names_alone_is_shown_by_one() -> None:
    party = Party("x", "1", "person")
    party.call("Weak", "weak")
    assert party.entity().name == "Weak"


def test_countries_are_codes_and_what_is_none_today_stays_in_words() -> None:
    party = Party("x", "1", "person")
    party.call("A")
    party.belongs_to("Korea, North", "Yugoslavia", None, as_="nationality")
    party.belongs_to("Turkey", "nowhere")
    assert party.entity().country == ("KP", "TR")
    assert facts(party.entity()) == {"nationality": ["KP", "Yugoslavia"]}


def test_titles_describe_and_values_come_once() -> None:
    party = Party("x", "1", "person")
    party.call("A")
    party.titled("Minister", "", "General", "Minister")
    party.say("passport", "1", "", None, "1", "2")
    party.of_gender("Female")
    party.of_gender("unknown")
    entity = party.entity()
    assert entity.description == "Minister; General"
    assert facts(entity) == {"gender": "female", "passport": ["1", "2"]}


def test_a_party_needs_a_number_and_a_name() -> None:
    with pytest.raises(BadValue, match="without a number"):
        Party("x", " ", "person")
    with pytest.raises(EmptyText, match="name is empty"):
        Party("x", "1", "person").entity()
