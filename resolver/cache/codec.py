"""A decision as bytes that show when they are damaged.

Reach for this module to keep a decision outside the process.

    8 bytes   BLAKE2b of the rest
    the rest  the decision as JSON

Numbers are written in full, so that decoding gives an equal decision.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any, Final

from resolver.model import Alias, Candidate, Decision, Evidence

_CHECKSUM_BYTES: Final = 8


def encode(decision: Decision) -> bytes:
    """The bytes of a decision."""
    content = json.dumps(asdict(decision), ensure_ascii=False, separators=(",", ":")).encode()
    return _checksum(content) + content


def decode(value: bytes) -> Decision | None:
    """The decision, or None where the bytes are not what `encode` made."""
    content = value[_CHECKSUM_BYTES:]
    if not content or _checksum(content) != value[:_CHECKSUM_BYTES]:
        return None
    try:
        wire = json.loads(content)
        wire["candidates"] = tuple(_candidate(each) for each in wire["candidates"])
        return Decision(**wire)
    except (ValueError, TypeError, KeyError):  # intact, but written by something else
        return None


def _candidate(wire: dict[str, Any]) -> Candidate:
    wire["alias"] = Alias(**wire["alias"])
    wire["evidence"] = tuple(Evidence(**term) for term in wire["evidence"])
    return Candidate(**wire)


def _checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECKSUM_BYTES).digest()
