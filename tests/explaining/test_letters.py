"""Letters that differ are marked, and both texts stay whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resolver.explaining.letters import Piece, differing


def marked(pieces: list[Piece]) -> str:
    return "".join(f"[{each.text}]" if each.differs else each.text for each in pieces)


def test_a_letter_that_the_other_lacks_is_marked() -> None:
    one, other = differing("zahdi", "zahedi")
    assert (marked(one), marked(other)) == ("zahdi", "zah[e]di")


def test_another_letter_is_marked_on_both_sides() -> None:
    one, other = differing("Qasem", "Qassim")
    assert (marked(one), marked(other)) == ("Qas[e]m", "Qas[si]m")


def test_an_accent_belongs_to_its_letter() -> None:
    one, other = differing("cafe\u0301", "cafe")
    assert (marked(one), marked(other)) == ("caf[e\u0301]", "caf[e]")


def test_nothing_is_marked_across_scripts() -> None:
    one, other = differing("ناتو", "nato")
    assert (marked(one), marked(other)) == ("ناتو", "nato")


def test_a_space_alone_is_nothing_in_common() -> None:
    one, other = differing("ab c", "دن ه")
    assert not any(each.differs for each in (*one, *other))


@given(st.text(max_size=30), st.text(max_size=30))
def test_both_texts_stay_whole(one: str, other: str) -> None:
    pieces = differing(one, other)
    assert ["".join(each.text for each in side) for side in pieces] == [one, other]


@given(st.text(min_size=1, max_size=30))
def test_equal_texts_do_not_differ(text: str) -> None:
    assert not any(each.differs for side in differing(text, text) for each in side)
