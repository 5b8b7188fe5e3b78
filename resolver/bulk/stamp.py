"""What the bytes of an output depend on. Reach for it where something new changes them.

A killed run is gone on from only where all of it is as it was: what differs is named.
"""

from __future__ import annotations

import dataclasses
import hashlib
import time
from pathlib import Path
from typing import Any, BinaryIO

from resolver.bulk.options import BulkOptions
from resolver.lists.form import Form
from resolver.rows import readable
from resolver.version import LISTING, code_version


def stamp_of(
    source: Path | BinaryIO, options: BulkOptions, form: Form, index: str | None, *, review: bool
) -> dict[str, Any]:
    """All of it, by what to call it.

    Args:
        source: The list.
        options: What was said of it.
        form: How the output is written.
        index: Fingerprint of the index that answers; None where entities are created: then it is
            another one each time, and what was created is found again.
        review: Whether questions are kept for a review.
    """
    columns = {f"the column of {name}": value for name, value in _plain(options.roles).items()}
    asked = _plain(options.asked)
    return {
        "the input": digest_of(source),
        "the index": index,
        "the version of the resolver": code_version(*LISTING),
        **columns,
        **{name: value for name, value in asked.items() if name not in ("text", "limit")},
        **_plain(options.said),
        **{f"the {name} of the output": value for name, value in _plain(form).items()},
        "top": options.top,
        "only": options.only,
        "excel": options.excel,
        "--create": "given" if index is None else None,
        "--review-file": "given" if review else None,
    }


def digest_of(source: Path | BinaryIO) -> str:
    """A digest of the bytes of a list; what is read from a stream is never the same again."""
    if not isinstance(source, Path):
        return f"a stream, read at {time.time_ns()}"
    with readable(source), source.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]


def _plain(value: Any) -> dict[str, Any]:
    """The fields of a dataclass, as JSON can have them."""
    return {
        name: sorted(each) if isinstance(each, frozenset) else each
        for name, each in dataclasses.asdict(value).items()
    }
