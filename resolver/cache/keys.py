"""What a kept answer is known by."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import resolver.model
from resolver.model import Query


@functools.cache
def code_version() -> str:
    """A digest of the code and tables that make an answer: other code, other keys."""
    package = Path(resolver.model.__file__).parent.parent
    whole = hashlib.blake2b(digest_size=8)
    for folder in ("cache", "index", "match", "model", "text"):
        for path in sorted((package / folder).rglob("*")):
            if path.suffix in (".py", ".csv"):
                whole.update(path.read_bytes())
    return whole.hexdigest()


def cache_key(fingerprint: str, query: Query) -> str:
    """The key of an answer: hashed, so that names are not readable where keys are."""
    whole = f"{code_version()}\0{fingerprint}\0{query!r}"
    return f"resolver:{hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()}"
