"""Which stretches of a text are names of the table, in one pass through the exact index.

Reach for `Stretches.of` for every run of tokens that some entity bears as a name or an alias, in
whatever script; whether it is meant as one is `resolver.annotate.finding`'s to say. Runs of one
length are looked up together, in one search through the sorted keys of the index: each distinct one
is folded once, and only those that are names become stretches.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from resolver.annotate.pausing import Pause, no_pause, with_pauses
from resolver.annotate.tokens import Token, goes_on, has_capitals, prefixes, readings
from resolver.annotate.words import TextWords, unit_abbreviated
from resolver.index import Index
from resolver.index.decided import Reviews
from resolver.text.keys import form_of, hashes64, match_key

Array = npt.NDArray[Any]

MAX_TOKENS: Final = 8
"""Words of a name that is found in a text, at most."""

MAX_TIGHT: Final = 12
"""The same, in letters of scripts without spaces."""

_MAX_SMALL: Final = 3
"""Words in small letters in a row within a name: `Council of the Islamic Revolution`."""

_GAP: Final = re.compile(r"(?:['’ʼ`][sS])?(?: ?[-–—/,&.(]? ?|[^\S\n\t]{0,3})(?:\n[^\S\n]{0,3})?")
"""What may stand between two words of a name; no blank line, and no tab."""

_PARTICLE_GAPS: Final = ("-", "")
"""What joins a particle in small letters to a name: `al-Sudani`, `d'Ivoire`."""

_DOT: Final = re.compile("[·・‧･]")
"""What parts the words of foreign names in scripts without spaces."""

_MAX_ABBREVIATED: Final = 3
"""Words of a unit's abbreviation: `N. S. W.`"""


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
    def of(
        cls,
        text: str,
        tokens: Sequence[Token],
        index: Index,
        words: TextWords,
        pause: Pause = no_pause,
    ) -> Self:
        """All that are in a text, looked up in an index; abbreviations of units among them.

        Args:
            text: The text.
            tokens: Its tokens.
            index: The table.
            words: What `load_text_words` returned.
            pause: Called every few milliseconds.
        """
        letters = [
            form_of_letter(each.text) if each.tight else "" for each in with_pauses(tokens, pause)
        ]
        led = {number: led for number, each in enumerate(tokens) if (led := prefixes(each))}
        sight = _Sight(text, tokens, letters, led, pause)
        found = [
            stretch
            for length, firsts in enumerate(_runs(text, tokens), 1)
            for stretch in _named(sight, firsts, length, index, words)
        ]
        if index.reviews is not None and has_capitals(tokens):
            found += _decided_in_small_letters(sight, index.reviews, words)
        found.sort(key=lambda each: (each.start, -each.end))
        starting: dict[int, list[Stretch]] = defaultdict(list)
        ending: dict[int, list[Stretch]] = defaultdict(list)
        for each in found:
            starting[each.start].append(each)
            ending[each.end].append(each)
        return cls(found, starting, ending)


class _Sight(NamedTuple):
    """A text whose runs of tokens are looked up.

    Args:
        text: The text.
        tokens: Its tokens.
        letters: The form of each that is a letter of a script without spaces; "" for the others.
        led: How many letters of a token may be a word that is written as one with it.
        pause: Called every few milliseconds.
    """

    text: str
    tokens: Sequence[Token]
    letters: Sequence[str]
    led: Mapping[int, range]
    pause: Pause

    def stretch(self, first: int, last: int, *, more: int = 0, prefix: int = 0) -> Stretch:
        """A run of tokens, with the point, the `'s` or the bracket that ends it, and without a
        prefix."""
        start, end = self.tokens[first].start + prefix, self.tokens[last].end + more
        written = self.text[start:end]
        if "(" in written and ")" not in written and self.text.startswith(")", end):
            end += 1
        return Stretch(start, end, first, last, self.text[start:end])

    def form(self, written: str, first: int, length: int) -> str:
        """The form of a run: of such letters their forms, for they are no other beside others."""
        letters = self.letters[first : first + length]
        is_one_word = letters[0] and all(letters) and _DOT.search(written) is None
        return "".join(letters) if is_one_word else form_of(written)


def _named(
    sight: _Sight, firsts: Sequence[int], length: int, index: Index, words: TextWords
) -> Iterator[Stretch]:
    """Those runs of one length that are names of the table or abbreviate a unit."""
    text, tokens, pause = sight.text, sight.tokens, sight.pause
    pause()
    lasts = [first + length - 1 for first in firsts]
    ends = [tokens[last].end for last in lasts]
    texts = [text[tokens[first].start : end] for first, end in zip(firsts, ends, strict=True)]
    example = dict(zip(texts, firsts, strict=True))
    known = _known(
        {
            each: sight.form(each, first, length)
            for each, first in with_pauses(example.items(), pause)
        },
        index,
    )
    is_short = length <= _MAX_ABBREVIATED
    if is_short:
        known |= {each for each in example if unit_abbreviated(each, words) is not None}
    behind = _behind_prefixes(sight, example, known, index)
    with_s = _known(_with_s(sight, firsts, lasts), index)
    runs = zip(firsts, lasts, ends, texts, strict=True)
    for first, last, end, written in with_pauses(runs, pause):
        if written in known:
            yield sight.stretch(first, last)
        elif written in behind:
            yield sight.stretch(first, last, prefix=behind[written])
        if tokens[last].genitive and text[tokens[first].start : end + 2] in with_s:
            yield sight.stretch(first, last, more=2)
        if (
            is_short
            and text.startswith(".", end)
            and unit_abbreviated(f"{written}.", words) is not None
        ):
            yield sight.stretch(first, last, more=1)


def _with_s(sight: _Sight, firsts: Sequence[int], lasts: Sequence[int]) -> dict[str, str]:
    """The forms of runs with the `'s` behind them, which may be part of a name: `McDonald's`."""
    tokens = sight.tokens
    runs = {
        sight.text[tokens[first].start : tokens[last].end + 2]
        for first, last in zip(firsts, lasts, strict=True)
        if tokens[last].genitive
    }
    return {run: form_of(run) for run in runs}


def _decided_in_small_letters(
    sight: _Sight, reviews: Reviews, words: TextWords
) -> Iterator[Stretch]:
    """The runs that begin in small letters and that somebody decided of: `the general`; no everyday
    word alone, for `us` is not the US."""
    text, tokens = sight.text, sight.tokens
    firsts = [
        number
        for number, token in enumerate(tokens)
        if token.case == "lower" and not _is_particle(text, tokens, number)
    ]
    for length in range(1, MAX_TOKENS + 1):
        sight.pause()
        lasts = [first + length - 1 for first in firsts]
        runs = [text[tokens[a].start : tokens[b].end] for a, b in zip(firsts, lasts, strict=True)]
        forms = {run: form_of(run) for run in with_pauses({*runs}, sight.pause)}
        decided = {*itertools.compress(forms, reviews.has(forms.values()).tolist())}
        for first, last, run in zip(firsts, lasts, runs, strict=True):
            if run in decided and run not in words.everyday:
                yield sight.stretch(first, last)
        firsts = [
            first
            for first, last in zip(firsts, lasts, strict=True)
            if last + 1 < len(tokens) and _is_joined(text, tokens[last], tokens[last + 1])
        ]


def _behind_prefixes(
    sight: _Sight, example: Mapping[str, int], known: Collection[str], index: Index
) -> dict[str, int]:
    """Those of some texts that are names behind a prefix, each with how many letters that has.

    Args:
        sight: The text.
        example: Each text with the first token of a run of it.
        known: Those that are names as they are.
        index: The table.
    """
    led = {
        each: sight.led[first]
        for each, first in (example.items() if sight.led else ())
        if first in sight.led and each not in known
    }
    rests = {
        (each, n): readings(each, n, len(each)) for each, lengths in led.items() for n in lengths
    }
    forms = {rest: form_of(rest) for some in rests.values() for rest in some}
    names = _known(forms, index) if forms else set()
    found: dict[str, int] = {}
    for (each, n), some in rests.items():
        if not names.isdisjoint(some):
            found.setdefault(each, n)
    return found


def _known(forms: Mapping[str, str], index: Index) -> set[str]:
    """Those of some texts whose key an index has, but for one in 10^7 that only seems to be.

    Args:
        forms: The form of each text.
        index: The table.
    """
    if not forms:
        return set()
    hashes = hashes64(map(match_key, forms.values()))
    there = np.zeros(len(forms), bool)
    for segment in index.segments:
        there |= segment.exact.has(hashes)
    if index.reviews is not None:
        there |= index.reviews.has(forms.values())
    return {*itertools.compress(forms, there.tolist())}


@functools.lru_cache(maxsize=1 << 16)
def form_of_letter(written: str) -> str:
    """The form of a letter with its marks; "" where it has none."""
    form = form_of(written)
    return "" if " " in form or form[0] == "=" else form


def _runs(text: str, tokens: Sequence[Token]) -> Iterator[list[int]]:
    """For each length from 1 on, the first tokens of the runs of that length that may be a name.

    Its last words may be in small letters: `Babil province`.
    """
    cased = has_capitals(tokens)
    tight = np.array([token.tight for token in tokens], bool)
    small = np.array(_small_in_a_row(tokens) if cased else [0] * len(tokens), np.int64)
    joined = np.array(
        [_is_joined(text, *pair) for pair in itertools.pairwise(tokens)] + [False], bool
    )
    digits = np.array([token.text.isdecimal() for token in tokens], bool)
    within = tight & np.array([*map(goes_on, tokens, tokens[1:]), False]) if tight.any() else tight
    begins = np.array(
        [
            not token.ending
            and (not cased or token.case != "lower" or _is_particle(text, tokens, number))
            for number, token in enumerate(tokens)
        ],
        bool,
    )
    firsts = np.flatnonzero(begins & ~np.roll(within, 1))
    yield firsts[~digits[firsts] & (small[firsts] == 0) & ~within[firsts]].tolist()
    for length in range(2, MAX_TIGHT + 1):
        if length > MAX_TOKENS:
            firsts = firsts[tight[firsts]]
        firsts = firsts[joined[firsts + length - 2]]
        firsts = firsts[np.minimum(small[firsts + length - 1], length) <= _MAX_SMALL]
        if not len(firsts):
            return
        yield firsts[~within[firsts + length - 1]].tolist()


def _small_in_a_row(tokens: Sequence[Token]) -> list[int]:
    """How many words in small letters in a row end with each token."""
    counts, count = [], 0
    for token in tokens:
        count = count + 1 if token.case == "lower" else 0
        counts.append(count)
    return counts


def _is_particle(text: str, tokens: Sequence[Token], number: int) -> bool:
    """Whether a token is a particle in front of a capital: `al-Sudani`, `l'Aquila`."""
    if number + 1 == len(tokens):
        return False
    token, following = tokens[number], tokens[number + 1]
    return following.case != "lower" and text[token.end : following.start] in _PARTICLE_GAPS


def _is_joined(text: str, token: Token, following: Token) -> bool:
    """Whether two tokens may be of one name."""
    if token.tight != following.tight:
        return False
    gap = text[token.end : following.start]
    if token.tight:
        return not gap or _DOT.fullmatch(gap) is not None
    return gap == " " or _GAP.fullmatch(gap) is not None
