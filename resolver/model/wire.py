"""A decision, and the bytes that the wire sees, made once."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from resolver.model import Decision


class Body(NamedTuple):
    """An answer's JSON and its entity tag."""

    content: bytes
    etag: str


class Answer:
    """A decision with its rendered bodies."""

    __slots__ = ("_bodies", "decision")

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self._bodies: dict[bool, Body] = {}

    def body(self, *, explain: bool) -> Body:
        """The JSON, with the evidence where it is asked for; the same bytes every time."""
        found = self._bodies.get(explain)
        if found is None:
            found = self._bodies[explain] = render(self.decision.to_dict(explain=explain))
        return found


def render(value: dict[str, Any]) -> Body:
    """A value as JSON in UTF-8, and a tag that is the same for the same bytes."""
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Body(content, f'"{hashlib.blake2b(content, digest_size=8).hexdigest()}"')
