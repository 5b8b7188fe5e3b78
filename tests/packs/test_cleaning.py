"""Texts come without what does not belong to them."""

from __future__ import annotations

from resolver.packs.cleaning import clean, imo_of


def test_texts_are_rid_of_marks_and_html() -> None:
    assert clean("\u200fعلی\u202c  ") == "علی"
    assert clean("A &amp; B&#39;s \n  Co &copy") == "A & B's Co &copy"
    assert clean("Bagh\u00addad\u200e") == "Baghdad"
    assert clean("AT&T; R&D") == "AT&T; R&D"
    assert clean(None) == clean(" \ufeff ") == ""


def test_an_imo_number_has_seven_digits() -> None:
    assert imo_of("IMO 9123456") == imo_of("IMO9123456") == imo_of("9123456") == "9123456"
    assert imo_of("IMO 12") is imo_of("") is None
