"""Whether a name is part of a longer one that the table lacks: `University of Jordan`.

Reach for `is_within` to add what shows that by the words around a name; that a family name is part
of somebody else's, `resolver.annotate.bearing` says.
"""

from __future__ import annotations

import re
from typing import Final

from resolver.annotate.sight import Sight
from resolver.annotate.stretches import Stretch
from resolver.annotate.tokens import CAPITAL
from resolver.annotate.words import INSTITUTIONS

_JOINING: Final = ("of", "and", "for", "the")
"""Words in small letters within the name of an institution."""

_MAX_BEFORE: Final = 8
"""Words of the name of an institution at most."""

_END_IN_NEW: Final = frozenset("最新 更新 创新 創新 重新 全新 革新 翻新 刷新 崭新 嶄新".split())
"""Words that end with the letter for `new`, with which a name behind them does not begin."""

_KATAKANA: Final = re.compile("[ァ-ヺー]{2}")
"""Letters in which Japanese writes foreign names; two beside each other are of one."""


def is_within(stretch: Stretch, level: str, sight: Sight) -> bool:
    """Whether words around a stretch say that it is part of a longer name.

    Args:
        stretch: Where it is.
        level: What the likeliest is who bears it: `country`, `settlement`, `person` …
        sight: The text.
    """
    return (
        _is_behind_a_part(stretch, sight)
        or _is_before_a_company(stretch, sight)
        or _is_of_an_institution(stretch, level, sight)
        or (sight.tokens[stretch.first].tight and _is_cut_out(stretch, sight))
    )


def _is_behind_a_part(stretch: Stretch, sight: Sight) -> bool:
    """Whether a name begins before it: `New Mexico`, 新墨西哥; but `New` may be a word
    of its own where a sentence begins so."""
    number = stretch.first - 1
    if number < 0 or sight.cue(number) != "part" or sight.begins_sentence(stretch.first):
        return False
    token = sight.tokens[number]
    gap = sight.text[token.end : stretch.start]
    if token.case == "lower" or gap.removeprefix(".").strip():
        return False
    if sight.is_small(number):
        return _says_something(stretch, sight)
    return sight.text[token.end - 2 : token.end] not in _END_IN_NEW


def _says_something(stretch: Stretch, sight: Sight) -> bool:
    """Whether it says or has something: "New Mexico said", and not "New Mexico laws"."""
    if sight.tokens[stretch.last].genitive:
        return True
    behind = stretch.last + 1
    return behind < len(sight.tokens) and _follows(stretch, sight) and sight.cue(behind) == "said"


def _is_before_a_company(stretch: Stretch, sight: Sight) -> bool:
    """Whether the name of a company ends behind it: `Qatar Airways`."""
    behind = stretch.last + 1
    return (
        behind < len(sight.tokens)
        and sight.tokens[behind].case in CAPITAL
        and sight.cue(behind) == "company"
        and _follows(stretch, sight)
    )


def _follows(stretch: Stretch, sight: Sight) -> bool:
    """Whether nothing but spaces stands before the next word."""
    gap = sight.text[stretch.end : sight.tokens[stretch.last + 1].start]
    return gap.isspace() and "\n" not in gap and not sight.tokens[stretch.last].genitive


def _is_of_an_institution(stretch: Stretch, level: str, sight: Sight) -> bool:
    """Whether it ends the name of an institution: `University of Jordan`, `Ministry of Defence of
    Ukraine`. Towns and units are where one is, but for a company's: `Bank of Princeton`."""
    end, is_before_of = stretch.start, False
    if not sight.text.endswith((" of ", " of the "), 0, end):
        return False
    kinds = INSTITUTIONS if level == "country" else ("company",)
    for number in range(stretch.first - 1, max(-1, stretch.first - 1 - _MAX_BEFORE), -1):
        token = sight.tokens[number]
        if sight.text[token.end : end] != " ":
            return False
        if token.case in CAPITAL:
            if is_before_of and sight.cue(number) in kinds:
                return True
        elif token.text not in _JOINING:
            return False
        is_before_of, end = token.text == "of", token.start
    return False


def _is_cut_out(stretch: Stretch, sight: Sight) -> bool:
    """Whether letters right beside it are of the same word: メキシコ in ニューメキシコ."""
    return any(
        _KATAKANA.fullmatch(sight.text, max(0, edge - 1), edge + 1)
        for edge in (stretch.start, stretch.end)
    )
