"""Names that nobody of the table bears, but that are written like one: misspelt, or in other words.

Reach for `alike` for the runs of capitals that look like names and were not found. Only what a
search takes for a match is kept: a text is full of names of strangers.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from resolver.annotate.candidates import Asking
from resolver.annotate.reading import Place, Read
from resolver.annotate.tokens import CAPITAL, Token
from resolver.annotate.words import DATES, INSTITUTIONS
from resolver.model.checks import TEXT_LIMIT
from resolver.text.keys import form_of

MAX_WORDS: Final = 6
"""Words of a run at most; a longer one is a heading."""

_GAP: Final = re.compile(r" |-| (?:al|bin|ibn|de|del|von|van)[ -]|-(?:al|el|ul)-")
"""What stands between two words of a name; small particles are part of it."""

_QUOTED: Final = re.compile(r'["“„«]([^\W\d_][^"“”„«»,;:.!?\n]{2,60})["”“»]')
"""A few words in quotes, without what sentences have."""

_BEFORE_ONE_WORD: Final = frozenset(("in", "direction", "title"))
"""Cues behind which a single word is looked for: `in Menoufia`, `Gen. Zahdi`."""


def alike(text: Read, there: Sequence[Place], asking: Asking) -> list[Place]:
    """Where names stand that are like one of the table; of those that overlap the longest.

    Args:
        text: The text.
        there: Where names were found.
        asking: The table; it remembers whom they may mean.
    """
    names = [*_names(text, there, asking)]
    matches = asking.like({text.text[start:end] for start, end in names})
    matches -= {each for each in matches if _is_called_after(each, asking)}
    found, taken = [], set[int]()
    for start, end in sorted(names, key=lambda place: place[0] - place[1]):
        if text.text[start:end] in matches and taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            found.append(Place(start, end, is_asked=True))
    return found


def _is_called_after(name: str, asking: Asking) -> bool:
    """Whether a name that is like a place's is of what is called after it: `The Iraqi`; or it is of
    a place that what it is like is called after: `New South Wales`, of a bank."""
    segment, entity, alias = asking.borne(name)[0].match
    if segment.type_of(entity) != "place":
        called = segment.form_fold[segment.alias_form.item(alias)]
        return called.endswith((f" of {form_of(name)}", f" of the {form_of(name)}"))
    words = name.split()
    runs = itertools.combinations(range(len(words) + 1), 2)
    known = asking.text_words
    parts = {" ".join(words[slice(*run)]) for run in runs}
    if not parts.isdisjoint(known.demonyms) or not parts.isdisjoint(known.languages):
        return True
    own = segment.form_fold[segment.alias_form.item(alias)].split()
    return any(
        known.cues.get(word) in (*INSTITUTIONS, "part") and word not in own
        for word in map(str.lower, words)
    )


def _names(text: Read, there: Sequence[Place], asking: Asking) -> Iterator[tuple[int, int]]:
    """Where runs of capitals, or in quotes, begin and end that look like names, without what leads
    to them."""
    taken = {at for place in there for at in range(place.start, place.end)}
    for run in (*_runs(text, taken), *_quoted(text, taken)):
        run = run[_leading(run, text, asking) :]
        if 0 < len(run) <= MAX_WORDS and _looks_like_a_name(run, text, asking):
            start, end = text.tokens[run[0]].start, text.tokens[run[-1]].end
            if end - start <= TEXT_LIMIT:
                yield start, end


def _quoted(text: Read, taken: set[int]) -> Iterator[list[int]]:
    """The runs in quotes that begin small, where a text has capitals: `"kataib hizbullah"`."""
    if not text.sight.has_capitals:
        return
    starts = [token.start for token in text.tokens]
    for quoted in _QUOTED.finditer(text.text):
        start, end = quoted.span(1)
        run = range(bisect_left(starts, start), bisect_left(starts, end))
        is_free = taken.isdisjoint(range(start, end))
        if is_free and len(run) > 1 and text.tokens[run[0]].case == "lower":
            yield [*run]


def _leading(run: Sequence[int], text: Read, asking: Asking) -> int:
    """How many words before a name are none of it: with what a sentence begins, an article, titles
    and words before them: `On Monday Iranian Foreign Minister`."""
    count = 0
    for place, number in enumerate(run):
        token = text.tokens[number]
        if _cue(token, asking) in ("title", "the") or text.sight.is_small(number):
            count = place + 1
        elif not (
            token.text.lower() in asking.text_words.everyday
            or token.text in asking.text_words.demonyms
        ):
            break
    return count


def _runs(text: Read, taken: set[int]) -> Iterator[list[int]]:
    """The longest runs of words with capitals in which nothing was found, by number."""
    run: list[int] = []
    for number, token in enumerate(text.tokens):
        if token.case not in CAPITAL:
            continue
        is_free = token.start not in taken
        gap = text.text[text.tokens[run[-1]].end : token.start] if run else " "
        if run and not (is_free and _GAP.fullmatch(gap)):
            yield run
            run = []
        if is_free:
            run.append(number)
    if run:
        yield run


def _looks_like_a_name(run: Sequence[int], text: Read, asking: Asking) -> bool:
    """Whether words with capitals look like a name; a run of titles and words does not."""
    words = [text.tokens[number].text.lower() for number in run]
    everyday = asking.text_words.everyday
    unusual = [word for word in words if word not in everyday and word not in DATES]
    if not unusual or len(run) > 1:
        return bool(unusual)
    if not run[0]:
        return False
    before = text.tokens[run[0] - 1]
    gap, cue = text.text[before.end : text.tokens[run[0]].start], _cue(before, asking)
    return (gap == " " and cue in _BEFORE_ONE_WORD) or (gap == ". " and cue == "title")


def _cue(token: Token, asking: Asking) -> str | None:
    return asking.text_words.cues.get(token.text.lower())
