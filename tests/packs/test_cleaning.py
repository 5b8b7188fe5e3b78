"""Texts come without what does not belong to them."""

from __future__ import annotations

from resolver.packs.cleaning import clean


def test_texts_are_rid_of_marks_and_html() -> None:
    assert clean("\u200fعلی\u202c  ") == "علی"
    assert clean("A &amp; B&#39;s \n  Co &copy") == "A & B's Co &copy"
    assert clean("Bagh\u00addad\u200e") == "Baghdad"
    assert clean("AT&T; R&D") == "AT&T; R&D"
    assert clean(None) == clean(" \ufeff ") == ""
