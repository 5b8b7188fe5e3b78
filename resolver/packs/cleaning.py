"""Texts without what does not belong to them. Reach for it where a source's names have come far."""

from __future__ import annotations

import html
import re
from typing import Final

_ENTITY: Final = re.compile(r"&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z]+);")
"""A character as HTML writes it."""

_MARKS: Final = re.compile("[\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Characters that say which way a text runs, where it may break, or nothing."""

_IMO: Final = re.compile(r"(?:IMO ?)?(\d{7})")


def clean(text: str | None) -> str:
    """A text without marks of direction, HTML and space that does not belong to it."""
    if not text:
        return ""
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if not text.isascii():
        text = _MARKS.sub("", text)
    return " ".join(text.split())


def imo_of(text: str) -> str | None:
    """The seven digits of a ship's IMO number, or None where a text is none."""
    found = _IMO.fullmatch(text.strip())
    return found[1] if found else None
