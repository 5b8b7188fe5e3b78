"""Which stretches of a text are names of the table, in one pass through the exact index.

Reach for `Stretches.of` for every run of tokens that some entity bears as a name or an alias, in
whatever script; whether it is meant as one is `resolver.annotate.finding`'s to say. Each distinct
run is folded and looked up once, all of them in one search through the sorted keys of the index.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, Self

import numpy as np

from resolver.annotate.tokens import Token
from resolver.annotate.words import TextWords, unit_abbreviated
from resolver.index import Index
from resolver.text.keys import form_of, hashes64, match_key

MAX_TOKENS: Final = 8
"""Words of a name that is found in a text, at most."""

MAX_TIGHT: Final = 12
"""The same, in letters of scripts without spaces."""

_MAX_SMALL: Final = 3
"""Words in small letters in a row within a name: `Council of the Islamic Revolution`."""

_GAP: Final = re.compile(r"(?:['’ʼ`][sS])?(?: ?[-–—/,&.(]? ?|\s{0,3})\n?")
"""What may stand between two words of a name; no blank line."""

_PARTICLE_GAP: Final = "-"
_FEW_CAPITALS: Final = 0.01
"""The share of words with capitals below which a text is written without them."""


class Stretch(NamedTuple):
    """A run of tokens that may be a name.

    Args:
        start: Where it begins in the text.
        end: Where it ends.
        first: Its first token.
        last: Its last token.
        text: What stands there.
    """

    start: int
    end: int
    first: int
    last: int
    text: str


class Stretches(NamedTuple):
    """The names of the table in a text.

    Args:
        found: In the order in which they begin, the longest first.
        starting: Those that begin at a place of the text.
        ending: Those that end there.
    """

    found: list[Stretch]
    starting: Mapping[int, Sequence[Stretch]]
    ending: Mapping[int, Sequence[Stretch]]

    @classmethod
    def of(cls, text: str, tokens: Sequence[Token], index: Index, words: TextWords) -> Self:
        """All that are in a text, looked up in an index; abbreviations of units among them.

        Args:
            text: The text.
            tokens: Its tokens.
            index: The table.
            words: What `load_text_words` returned.
        """
        runs = [*_runs(text, tokens, words)]
        texts = {run.text for run in runs}
        known = _known(texts, index)
        known |= {each for each in texts - known if unit_abbreviated(each, words) is not None}
        found = [run for run in runs if run.text in known]
        found.sort(key=lambda run: (run.start, -run.end))
        starting: dict[int, list[Stretch]] = defaultdict(list)
        ending: dict[int, list[Stretch]] = defaultdict(list)
        for run in found:
            starting[run.start].append(run)
            ending[run.end].append(run)
        return cls(found, starting, ending)


def _known(texts: set[str], index: Index) -> set[str]:
    """Those of some texts whose key an index has, but for one in 10^7 that only seems to be."""
    if not texts:
        return set()
    ordered = sorted(texts)
    forms = [form_of(each) for each in ordered]
    hashes = hashes64([match_key(each) for each in forms])
    there = np.zeros(len(ordered), bool)
    for segment in index.segments:
        there |= segment.exact.has(hashes)
    if index.reviews is not None:
        there |= [bool(index.reviews.find(each)) for each in forms]
    return {ordered[row] for row in there.nonzero()[0].tolist()}


def _runs(text: str, tokens: Sequence[Token], words: TextWords) -> Iterator[Stretch]:
    """The runs of tokens that may be a name; its last words may be small: `Babil province`."""
    cased = _has_capitals(tokens)
    joined = [_is_joined(text, *pair) for pair in pairwise(tokens)]
    for first, token in enumerate(tokens):
        if not _may_begin(text, tokens, first, cased=cased):
            continue
        small = 0
        for last in range(
            first, min(len(tokens), first + (MAX_TIGHT if token.tight else MAX_TOKENS))
        ):
            if last > first and not joined[last - 1]:
                break
            end = tokens[last]
            small = small + 1 if cased and end.case == "lower" else 0
            if small > _MAX_SMALL:
                break
            if last == first and (small or end.text.isdecimal()):
                continue
            yield Stretch(token.start, end.end, first, last, text[token.start : end.end])
            if last - first < 2 and text.startswith(".", end.end):
                written = text[token.start : end.end + 1]
                if unit_abbreviated(written, words) is not None:
                    yield Stretch(token.start, end.end + 1, first, last, written)


def _has_capitals(tokens: Sequence[Token]) -> bool:
    """Whether a text tells names by capitals."""
    small = sum(token.case == "lower" for token in tokens)
    capital = sum(token.case in ("title", "upper") for token in tokens)
    return capital > _FEW_CAPITALS * (small + capital)


def _may_begin(text: str, tokens: Sequence[Token], first: int, *, cased: bool) -> bool:
    """Whether a name may begin at a token: with a capital, or a particle before one (al-Sudani)."""
    token = tokens[first]
    if not cased or token.case != "lower":
        return True
    following = tokens[first + 1] if first + 1 < len(tokens) else None
    return (
        following is not None
        and following.case != "lower"
        and text[token.end : following.start] == _PARTICLE_GAP
    )


def _is_joined(text: str, token: Token, following: Token) -> bool:
    """Whether two tokens may be of one name."""
    if token.tight != following.tight:
        return False
    gap = text[token.end : following.start]
    return not gap if token.tight else gap == " " or _GAP.fullmatch(gap) is not None
