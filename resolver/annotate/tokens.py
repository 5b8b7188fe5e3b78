"""A text → its tokens: words, or single letters where no spaces stand between words.

    tokens("Iraq’s Kata'ib, 巴格达")  → Iraq · Kata'ib · 巴 · 格 · 达

Reach for it to change where a name may begin and end. A point or an apostrophe within a word is
part of it (U.S., Kata'ib, צה"ל); the English genitive is not. An elided article is a token of its
own (l' · Iran), and so is what Turkish and Korean write as one with the name before it (Ankara ·
'da, 서울 · 에서). Every token has its place in the text, in code points.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from resolver.annotate.pausing import Pause, no_pause, with_pauses

Case = Literal["upper", "title", "lower", "none"]

CAPITAL: Final[tuple[Case, ...]] = ("title", "upper")
"""How words with a capital are written."""


class Token(NamedTuple):
    """A word, or a letter of a script without spaces.

    Args:
        start: Where it begins.
        end: Where it ends; before a genitive's apostrophe.
        text: What stands there.
        case: `upper` for all in capitals, `title` for one capital at the beginning or soon behind
            (`eBay`), `none` for digits and for scripts that have no capitals; `lower` for an
            elided article and for what English cuts: `I'd`.
        genitive: Whether `'s` follows.
        tight: Whether it is a letter of a script that has no spaces between words.
        ending: Whether it is written as one with the word before it, and begins no name.
    """

    start: int
    end: int
    text: str
    case: Case
    genitive: bool = False
    tight: bool = False
    ending: bool = False


_TIGHT: Final = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
APOSTROPHES: Final = frozenset("'’‘ʼʻʾʿ`׳")
_GERSHAYIM: Final = '"״'
"""What Hebrew writes before the last letter of an acronym: `צה"ל`."""

GENITIVES: Final = tuple(f"{mark}{letter}" for mark in "'’ʼ`" for letter in "sS")
"""How `'s` is written."""

_TOKEN: Final = re.compile(
    r"""[aAnh][aAnhm]*(?:['.][aAnh][aAnhm]*|(?<=[hm])"h(?![aAnhm]))*(?:(?<=h)'(?= h))?|tm*"""
)
_RUN_TOGETHER: Final = re.compile(r"(?<=nnnn)(?=AA)|(?<=n)(?=Aaa)|(?<=[aA][aA])(?=nnnn)")
"""Where a name and digits stand without a space between: `2024US`, `21Iraq`; not `16GB`, `2ND`."""

_ELIDED: Final = re.compile(
    r"(?:l|d|un|(?:jus|lors|puis)?qu|(?:a|co|da|de|ne|que|su)ll|degl)['’ʼ](?=[^\W\d_]{2})",
    re.IGNORECASE,
)
"""What French, Italian and Catalan write before a vowel: `l'Iran`, `dell'Iran`, `qu'Iran`."""

_TURKISH: Final = re.compile(
    r"(?<=[^\W\d_]{2})['’ʼ](?:(?<![aâeıiîoöuüû].)[aeıiuü]|(?<![aâeıiîoöuüû].)[ıiuü]n"
    r"|[yn][aeıiuü]|n[ıiuü]n|(?:nd|[dt])[ae]n?|(?:nd|[dt])[ae]ki(?:ler)?|y?l[ae]"
    r"|l[ıiuü](?:l[ae]r)?|[dt][ıiuü]r)\Z"
)
"""What Turkish writes behind a name and an apostrophe: `Ankara'da`, `Irak'ın`, `Suriye'deki`; no
vowel stands behind a vowel there, as in `Sana'a`."""

_KOREAN: Final = re.compile(
    "(?<=[가-힣]{2})(?:에서|에게|에|께서|으로|로|와|과|의|은|는|이|가|을|를|도|만|까지|부터|보다"
    "|처럼|이나|나|하고)(?:는|도|의|만|부터|까지)?\\Z"
)
"""What Korean writes behind a word: `서울에서`."""

_CONTRACTION: Final = re.compile(
    r"(?:i|you|he|she|it|we|they|that|there|who|what)['’](?:d|ll|m|re|ve)|[a-z]+n['’]t",
    re.IGNORECASE,
)
"""English words that are cut with an apostrophe, which folds away: `I'd` is not Id."""

_BRAND: Final = re.compile(r"[a-z]{1,3}[A-Z][A-Za-z]+")
"""A name that begins small: `eBay`, `iOS`, `macOS`."""

_GEORGIAN: Final = frozenset(map(chr, range(0x10D0, 0x1100)))
"""Letters that Unicode calls small, of a script that is written without capitals."""

_PREFIXES: Final = {
    "و": re.compile("و[بلك]?"),
    "ف": re.compile("ف[بلك]?"),
    **dict.fromkeys("بلك", re.compile(".")),
    "ו": re.compile("ו[בלמהשכ]?"),
    **dict.fromkeys("בלמהשכ", re.compile(".")),
}
"""By their first letter, what Arabic and Hebrew write as one with the word behind it: "and", "in",
"to", "like", "from", "the", "that"."""

_KATAKANA: Final = re.compile("[ァ-ヺー-ヾ]{2}")
"""Two letters that Japanese writes foreign words in, without spaces but between other letters."""

_FEW_CAPITALS: Final = 0.01
"""The share of words with capitals below which a text is written without them."""

_LEAST_LEFT: Final = 3
"""Letters of a word at least behind what is written as one with it."""

_INITIALISM: Final = re.compile(r"\w(?:\.\w)+")

_SHAPE_OF: Final = {"Lu": "A", "Lt": "A", "Nd": "n"}


class _Shapes(dict[int, str]):
    """For `str.translate`: each character as a letter that says what it is."""

    def __missing__(self, code: int) -> str:
        made = self[code] = _shape(chr(code))
        return made


def _shape(character: str) -> str:
    """`a` for a letter, `A` for a capital, `h` for one of Hebrew, `t` for one of a script without
    spaces, `n` for a digit, `m` for a mark."""
    if character in APOSTROPHES:
        return "'"
    if character in _GERSHAYIM:
        return '"'
    if character == ".":
        return "."
    category = unicodedata.category(character)
    if category[0] == "M" or character in "\u200c\u200d":
        return "m"
    if category[0] not in "LN":
        return " "
    name = unicodedata.name(character, "")
    if name.startswith(_TIGHT):
        return "t"
    return "h" if name.startswith("HEBREW") else _SHAPE_OF.get(category, "a")


_SHAPES: Final = _Shapes()


def _words(shapes: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text begin and end, digits apart from a name."""
    for match in _TOKEN.finditer(shapes):
        start, end = match.span()
        if "n" in match[0]:
            for cut in _RUN_TOGETHER.finditer(shapes, start, end):
                yield start, cut.start()
                start = cut.start()
        yield start, end


def tokens(text: str, pause: Pause = no_pause) -> list[Token]:
    """The tokens of a text, in order, with pauses."""
    found = []
    shapes = text.translate(_SHAPES)
    for start, end in with_pauses(_words(shapes), pause):
        elided = _ELIDED.match(text, start, end) if "'" in shapes[start:end] else None
        if elided is not None:
            found.append(Token(start, elided.end(), elided[0], "lower"))
            start = elided.end()
        written = text[start:end]
        genitive = written.endswith(GENITIVES)
        if genitive:
            end -= 2
            written = written[:-2]
        elif text.startswith(".", end) and _INITIALISM.fullmatch(written):
            end += 1
            written += "."
        ending = (
            _ending(text, start, end) if "'" in shapes[start:end] or written[-1:] >= "가" else None
        )
        if ending is not None:
            written = text[start : ending.start()]
            found.append(Token(start, ending.start(), written, _case(written)))
            case: Case = "lower" if ending[0][0] in APOSTROPHES else "none"
            found.append(Token(ending.start(), end, ending[0], case, ending=True))
        elif written:
            tight = shapes[start] == "t"
            found.append(Token(start, end, written, _case(written), genitive, tight))
    return found


def _ending(text: str, start: int, end: int) -> re.Match[str] | None:
    """What Turkish or Korean writes behind a name, if a word ends with that."""
    if text[start].isupper():
        return _TURKISH.search(text, start, end)
    return _KOREAN.search(text, start, end)


def has_capitals(tokens: Iterable[Token]) -> bool:
    """Whether a text tells names by capitals."""
    count = Counter(token.case for token in tokens)
    capital = sum(count[case] for case in CAPITAL)
    return capital > _FEW_CAPITALS * (count["lower"] + capital)


def prefixes(token: Token) -> range:
    """How many letters before a word may be words of their own that are written as one with it.

    `وكركوك` is "and Kirkuk". What really is one, only a table of names says.
    """
    pattern = _PREFIXES.get(token.text[0])
    found = None if pattern is None else pattern.match(token.text)
    if found is None:
        return range(0)
    return range(1, min(found.end(), len(token.text) - _LEAST_LEFT) + 1)


def goes_on(letter: Token, following: Token) -> bool:
    """Whether a letter of katakana is not the last one of its word; there no name ends."""
    pair = letter.text[0] + following.text[0]
    return letter.end == following.start and _KATAKANA.fullmatch(pair) is not None


def readings(text: str, start: int, end: int) -> tuple[str, ...]:
    """What may be written at a place: behind the Arabic `li` the article has lost its alef.

    So `للعراق` is "to Iraq", العراق; but `للبنان` is "to Lebanon", لبنان.

    Args:
        text: The text.
        start: Where a name begins behind a prefix.
        end: Where it ends.
    """
    written = text[start:end]
    may_have_article = start and text.startswith("لل", start - 1)
    return (written, f"ا{written}") if may_have_article else (written,)


def is_tight(text: str) -> bool:
    """Whether a text has letters of a script that has no spaces between words."""
    return not text.isascii() and "t" in text.translate(_SHAPES)


def _case(written: str) -> Case:
    if written[0] in _GEORGIAN:
        return "none"
    if len(written) > 2 and _CONTRACTION.fullmatch(written) is not None:
        return "lower"
    if written[0].islower():
        return "lower" if written.islower() or _BRAND.fullmatch(written) is None else "title"
    if not written[0].isupper():
        return "none"
    return "upper" if len(written) > 1 and written.isupper() else "title"
