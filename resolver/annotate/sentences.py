"""Where sentences begin, by the signs before a word: `said so. Tehran`, but `Gen. Zahedi`.

Reach for `begins_sentence` to change which signs end a sentence, or which words a point cuts off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from resolver.annotate.tokens import Token
from resolver.annotate.words import TextWords, unit_abbreviated

_ENDS: Final = re.compile(r"[.!?:\n\t\"“”„»]")
"""Signs that end a sentence; a tab ends a cell of a table that was pasted."""

_CUT_OFF: Final = frozenset(
    "adm asst atty ave blvd brig bros ca capt cf cmdr co col corp cpl ct cpt dept det dist dr esq "
    "fr ft gen gov hon hwy inc insp jr lt ltd maj messrs mgr mlle mme mr mrs ms mt no nos pfc pres "
    "prof pvt rd rep rev sen sgt sr sra srta ssgt st ste supt univ vs "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue tues wed thu thur thurs fri sat sun".split()
)
"""Words that a point cuts off, in small letters."""


def begins_sentence(number: int, text: str, tokens: Sequence[Token], words: TextWords) -> bool:
    """Whether a sentence begins with a token.

    Args:
        number: The token.
        text: The text.
        tokens: All its tokens.
        words: The words that texts are read with.
    """
    if not number:
        return True
    token = tokens[number - 1]
    gap = text[token.end : tokens[number].start]
    found = _ENDS.search(gap)
    if found is None:
        return False
    return found[0] != "." or gap.strip() != "." or not _is_cut_off(token, words)


def _is_cut_off(token: Token, words: TextWords) -> bool:
    """Whether a point behind a word cuts it off; a word in small letters is mostly whole: `no`."""
    word = token.text.lower()
    if len(word) == 1 and not token.tight:
        return not word.isdecimal()
    if token.case == "lower":
        return word in _CUT_OFF and word not in words.everyday
    is_unit = token.case == "title" and unit_abbreviated(f"{token.text}.", words) is not None
    return word in _CUT_OFF or is_unit
