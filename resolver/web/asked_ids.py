"""The IDs that the query string of a URL may mean behind `id=`.

Clients put an ID into a URL as it is, or half encoded: in it `&`, `?`, `+` and `%` may then be
letters of the ID, or have their meaning in URLs. Whoever asks tries each until one is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeVar
from urllib.parse import unquote_to_bytes

from resolver.errors import BadValue, InvalidInput, UnknownEntity

Known = TypeVar("Known")

_ID: Final = re.compile(r"(?:^|&)id=(.*)", re.DOTALL)

_MAX_PARTS: Final = 8
"""Ampersands at most up to which an ID may go."""


def ids_of(query_string: str) -> Iterator[str]:
    """The IDs that may be meant, the likeliest first: the longest, and what encodes as it should.

    Args:
        query_string: As WSGI has it.
    """
    found = _ID.search(query_string)
    if found is None:
        return
    parts = found[1].encode("latin-1").split(b"&")
    for end in range(min(len(parts), _MAX_PARTS), 0, -1):
        raw = b"&".join(parts[:end])
        readings = (unquote_to_bytes(raw), unquote_to_bytes(raw.replace(b"+", b" ")), raw)
        texts = dict.fromkeys(each.decode(errors="replace") for each in readings)
        yield from filter(None, texts)


def known_of(query_string: str, look_up: Callable[[str], Known]) -> Known:
    """What is known of the ID in a query string.

    Args:
        query_string: As WSGI has it.
        look_up: Finds it; raises InvalidInput or UnknownEntity where nothing has the ID.

    Raises:
        BadValue: There is no ID in it.
        UnknownEntity: Nothing has any of the IDs that may be meant.
    """
    meant = [*ids_of(query_string)]
    if not meant:
        raise BadValue("id is missing", "add ?id=ID", field="id")
    for each in meant:
        try:
            return look_up(each)
        except (InvalidInput, UnknownEntity):
            continue
    said = min(meant, key=len)[:200]
    raise UnknownEntity(f"nothing here has the id {said!r}", "look its name up")
