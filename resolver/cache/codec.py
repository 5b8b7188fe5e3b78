"""A decision as bytes: JSON behind a checksum, so that a damaged value is known and left alone.

8 bytes  BLAKE2b of what follows
…        the decision as JSON; numbers in full, so that decoding gives an equal decision
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Final

from resolver.model import Alias, Candidate, Decision, Evidence

_SUM: Final = 8


def encode(decision: Decision) -> bytes:
    """The bytes of a decision."""
    content = json.dumps(asdict(decision), ensure_ascii=False, separators=(",", ":")).encode()
    return _sum(content) + content


def decode(value: bytes) -> Decision | None:
    """The decision, or None where the bytes are not what `encode` made."""
    content = value[_SUM:]
    if not content or _sum(content) != value[:_SUM]:
        return None
    try:
        wire = json.loads(content)
        candidates = tuple(_candidate(each) for each in wire["candidates"])
        return Decision(wire["verdict"], candidates, wire["margin"], wire["index"])
    except (ValueError, TypeError, KeyError):  # whole, but written by something else
        return None


def _candidate(wire: dict[str, object]) -> Candidate:
    evidence = tuple(Evidence(**term) for term in wire.pop("evidence"))  # type: ignore[attr-defined] # JSON that encode made
    alias = Alias(**wire.pop("alias"))  # type: ignore[arg-type] # JSON that encode made
    return Candidate(**wire, alias=alias, evidence=evidence)  # type: ignore[arg-type] # JSON that encode made


def _sum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_SUM).digest()
