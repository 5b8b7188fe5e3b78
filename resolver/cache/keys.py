"""The key of an answer in a cache that outlives the process.

A key stands for everything that an answer depends on: the index, the whole query, whether the
evidence is part of it, and the code (`resolver.version`). Other code never reads an older code's
answers.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields
from operator import attrgetter
from typing import Final

from resolver.model import Query
from resolver.version import code_version

_fields: Final = attrgetter(*(field.name for field in fields(Query)))


def cache_key(fingerprint: str, query: Query, *, explain: bool) -> str:
    """The key of the answer to a query; hashed, so that nobody can read names from keys.

    Args:
        fingerprint: Of the index that answers.
        query: The query, every field of which is part of the key.
        explain: Whether the evidence is part of the answer.
    """
    whole = f"{code_version()}\0{fingerprint}\0{explain}\0{_fields(query)!r}".encode()
    return "resolver:" + hashlib.blake2b(whole, digest_size=16).hexdigest()
