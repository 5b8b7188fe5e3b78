"""JSON bytes and their entity tag, as HTTP and the caches carry them.

Reach for `render` to make a body of any JSON object, and for `Answer` to render a decision once and
send it often. The same object always gives the same bytes, and the same bytes the same tag. That of
an entity (`tag_of_record`) is of what it is, not of how it is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple, Self

from resolver.model.decision import Decision, Verdict

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Made once: `json.dumps` makes one for each call that says how."""

_OBJECTS_BYTES: Final = 220
"""Bytes of memory of an answer's objects beside the content."""


class Body(NamedTuple):
    """JSON in UTF-8, and its entity tag in quotes, as the header `ETag` wants it."""

    content: bytes
    etag: str

    @classmethod
    def of(cls, content: bytes) -> Self:
        """The body of these bytes; the same bytes have the same tag (BLAKE2b)."""
        return cls(content, f'"{hashlib.blake2b(content, digest_size=8).hexdigest()}"')


class Answer(NamedTuple):
    """A decision as it is sent: rendered, with or without its evidence, and nothing else kept.

    Args:
        verdict: That of the decision; `text` where it is about a text, whose names have one each.
        body: What is sent.
    """

    verdict: Verdict | Literal["text"]
    body: Body

    @classmethod
    def of(cls, decision: Decision, *, explain: bool) -> Self:
        """The answer that says a decision.

        Args:
            decision: What was decided.
            explain: Whether the evidence is part of it.
        """
        return cls(decision.verdict, render(decision.to_dict(explain=explain)))

    def memory_bytes(self) -> int:
        """How many bytes of memory it takes."""
        return len(self.body.content) + _OBJECTS_BYTES


def tag_of_record(record: Mapping[str, Any]) -> str:
    """The tag of what an index or a store has of an entity, whatever the order of its keys."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def render(value: dict[str, Any]) -> Body:
    """A JSON object as bytes, with their tag."""
    return Body.of(render_part(value))


def render_part(value: dict[str, Any]) -> bytes:
    """A JSON object as bytes, for an answer that is put together of several."""
    return _ENCODER.encode(value).encode()
