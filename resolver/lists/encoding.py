"""Which encoding bytes are in. Reach for it before bytes become text.

A BOM says it; else the user; else the first bytes that are not ASCII do: UTF-8 or, with a warning,
cp1252. Nothing is guessed from letters or languages.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from itertools import chain
from typing import Final, NamedTuple

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_FALLBACK: Final = "cp1252"

_ENOUGH: Final = 100
"""Characters other than ASCII that are enough to know."""

_BAD: Final = re.compile(r"[\udc80-\udcff]")
_GOOD: Final = re.compile(r"[^\x00-\x7f\udc80-\udcff]")

_LABELS: Final = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}


class FoundEncoding(NamedTuple):
    """A codec of Python, the bytes of the BOM before the text, and what the user should know."""

    codec: str
    bom: int
    warning: str | None = None


def find_encoding(
    name: str, pieces: Iterable[bytes], said: str | None, limit: int | None
) -> FoundEncoding:
    """The encoding of a list.

    Args:
        name: What to call the list in a warning.
        pieces: Its bytes from the start; as many are taken as are needed.
        said: The codec that the user says, or None.
        limit: Bytes that may be looked into, or None for any number.
    """
    rest = iter(pieces)
    head = next(rest, b"")
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return FoundEncoding(codec, len(bom))
    if said is not None:
        return FoundEncoding(said, 0)
    if _is_utf8(chain([head], rest), limit):
        return FoundEncoding("utf-8", 0)
    what = f"{name} is not UTF-8 and was read as {_FALLBACK}"
    warning = f"{what}; if that is wrong, save it as UTF-8, or say its encoding"
    return FoundEncoding(_FALLBACK, 0, warning)


def encoding_label(codec: str) -> str:
    """What people call a codec."""
    return _LABELS.get(codec, codec)


def _is_utf8(pieces: Iterable[bytes], limit: int | None) -> bool:
    """Whether the first characters that are more than ASCII are UTF-8, but for few bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    size = good = bad = 0
    for piece in pieces:
        # The decoder keeps a character that the end of the piece cuts.
        text = decoder.decode(piece)
        if not text.isascii():
            good += len(_GOOD.findall(text))
            bad += len(_BAD.findall(text))
        size += len(piece)
        if good + bad >= _ENOUGH or (limit is not None and size >= limit):
            break
    else:
        bad += bool(decoder.getstate()[0])  # the end cuts a character
    return bad == 0 or good > bad
