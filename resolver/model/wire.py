"""JSON bytes and their entity tag, as HTTP and the caches carry them.

Reach for `render` to make a body of any JSON object, and for `Answer` to render a decision once and
send it often. The same object always gives the same bytes, and the same bytes the same tag.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from resolver.model.decision import Decision


class Body(NamedTuple):
    """JSON in UTF-8, and its entity tag in quotes, as the header `ETag` wants it."""

    content: bytes
    etag: str


class Answer:
    """A decision with its rendered bodies; each is made when it is first asked for.

    Args:
        decision: What was decided.
    """

    __slots__ = ("_bodies", "decision")

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self._bodies: dict[bool, Body] = {}

    def body(self, *, explain: bool) -> Body:
        """The decision as JSON, with or without its evidence."""
        body = self._bodies.get(explain)
        if body is None:
            body = self._bodies[explain] = render(self.decision.to_dict(explain=explain))
        return body


def render(value: dict[str, Any]) -> Body:
    """A JSON object as bytes, with a tag that is the same for the same bytes (BLAKE2b)."""
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Body(content, f'"{hashlib.blake2b(content, digest_size=8).hexdigest()}"')
