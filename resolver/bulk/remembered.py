"""Answers by what was asked, the latest ones, within so many bytes.

Reach for it where the rows of a list ask the same again. What fell out is asked again: the same
index gives the same answer.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """What can be remembered."""

    def memory_bytes(self) -> int:
        """Bytes that it takes, about."""


Answered = TypeVar("Answered", bound=Sized)


class Remembered(Generic[Answered]):
    """The answers to what was asked last.

    Args:
        max_bytes: How much they may take together, their keys included.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._answers: OrderedDict[str, Answered] = OrderedDict()
        self._bytes = 0

    def find(self, key: str) -> Answered | None:
        """The answer to what a key asks, if it is among them."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def add(self, key: str, answer: Answered) -> None:
        """Remember an answer, and forget the oldest ones where there is no space."""
        self._answers[key] = answer
        self._bytes += _size(key, answer)
        while self._bytes > self._max_bytes:
            self._bytes -= _size(*self._answers.popitem(last=False))


def _size(key: str, answer: Sized) -> int:
    return key.__sizeof__() + answer.memory_bytes() + 130  # its place in the dictionary
