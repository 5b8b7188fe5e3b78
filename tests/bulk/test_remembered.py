"""What was asked last is remembered, within so many bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resolver.bulk.remembered import Remembered


class Sized:
    """Something of so many bytes."""

    def __init__(self, size: int) -> None:
        self.size = size

    def memory_bytes(self) -> int:
        return self.size


def test_the_oldest_is_forgotten_first_and_what_is_asked_again_is_new() -> None:
    remembered = Remembered[Sized](1_500)
    answers = {key: Sized(200) for key in "abcd"}
    for key in "abc":
        remembered.add(key, answers[key])
    assert remembered.find("a") is answers["a"]
    remembered.add("d", answers["d"])
    assert [key for key in "abcd" if remembered.find(key)] == ["a", "c", "d"]


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 2_000))))
def test_it_never_takes_more_and_what_it_finds_is_what_was_added_last(
    added: list[tuple[str, int]],
) -> None:
    remembered = Remembered[Sized](3_000)
    last: dict[str, Sized] = {}
    for key, size in added:
        if remembered.find(key) is None:
            last[key] = Sized(size)
            remembered.add(key, last[key])
        found = [last[each] for each in last if remembered.find(each) is not None]
        assert sum(each.size for each in found) <= 3_000
        assert all(remembered.find(each) in (None, last[each]) for each in last)
