"""The key of an answer in a cache that outlives the process.

A key stands for everything that an answer depends on: the index, the whole query, whether the
evidence is part of it, and the code (`resolver.version`). Other code never reads an older code's
answers.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, fields
from operator import attrgetter
from typing import Final

from resolver.model import Passage, Query
from resolver.version import code_version

_fields: Final = attrgetter(*(field.name for field in fields(Query)))


def cache_key(fingerprint: str, query: Query, *, explain: bool) -> str:
    """The key of the answer to a query; hashed, so that nobody can read names from keys.

    Args:
        fingerprint: Of the index that answers.
        query: The query, every field of which is part of the key.
        explain: Whether the evidence is part of the answer.
    """
    return _key(f"{fingerprint}\0{explain}\0{_fields(query)!r}")


def passage_key(fingerprint: str, passage: Passage, *, explain: bool, utf16: bool) -> str:
    """The key of the answer about a text; hashed, so that nobody can read texts from keys.

    Args:
        fingerprint: Of the index that answers.
        passage: The text, and all that is known beside it.
        explain: Whether the evidence is part of the answer.
        utf16: Whether the answer counts in UTF-16 units.
    """
    return _key(f"{fingerprint}\0text\0{explain}\0{utf16}\0{astuple(passage)!r}")


def _key(whole: str) -> str:
    whole = f"{code_version()}\0{whole}"
    return "resolver:" + hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()
