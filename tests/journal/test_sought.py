"""What is erased is found as a name or between words, and known again by its hash."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.journal import Journal
from resolver.journal.sought import ERASED, Erased, Matches, Sought

SOUGHT = Sought(
    ids=frozenset(["zora-quux", "us"]),
    names=frozenset(["Zöra Quux", "$"]),
    beside=frozenset(["Ann Lee"]),
)


@pytest.mark.parametrize("matches", [SOUGHT, Erased().with_(SOUGHT)], ids=["sought", "erased"])
def test_ids_and_names_are_known(matches: Matches) -> None:
    assert matches.is_id("zora-quux")
    assert not matches.is_id("zora")
    assert matches.is_name("ZORA QUUX")
    assert matches.is_name("$")
    assert not matches.is_name("Zora")
    assert not matches.is_name("Dr. Zora Quux")
    assert not matches.is_name("Ann Lee")
    assert matches.mentions("of zora quux, and others")
    assert matches.mentions("1;ann lee;GB")
    assert not matches.mentions("Zora of Quux; Ann Leeson; us; €")


def test_an_id_is_found_in_a_text_where_it_is_not_part_of_another() -> None:
    sought = Sought(ids=frozenset(["q-42", "us"]))
    assert sought.mentions('{"id": "q-42"}')
    assert not sought.mentions("q-42-2, a-q-42, q-421")
    assert not sought.mentions("tell us")  # too short to say anything
    assert Sought(names=frozenset(["$"])).mentions("a $ b")


def test_nothing_but_hashes_under_a_key_of_its_own_is_kept(tmp_path: Path) -> None:
    erased = Erased().with_(SOUGHT)
    note = erased.to_note()
    assert "quux" not in note.lower()
    assert Erased().with_(SOUGHT).ids.isdisjoint(erased.ids)
    with Journal.open(tmp_path) as journal:
        with journal.reading() as reading:
            assert not Erased.read(reading)
        with journal.writing() as writing:
            writing.put_note(ERASED, note)
            assert Erased.read(writing) == erased
    assert erased.with_(Sought(ids=frozenset(["x"]))).is_id("zora-quux")
