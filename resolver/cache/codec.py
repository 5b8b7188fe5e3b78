"""A decision as bytes that show when they are damaged.

Reach for this module to keep a decision outside the process.

    8 bytes   BLAKE2b of the rest
    the rest  the decision as JSON

Numbers are written in full, so that decoding gives an equal decision. The checksum finds damage,
not malice: anybody who can write to the storage can make one. So `decode` checks every value, and
what it returns can be rendered whatever was read.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any, Final, get_args

from resolver.errors import InvalidInput
from resolver.model import Alias, Candidate, Decision, Evidence
from resolver.model.decision import Reason, Verdict

_CHECKSUM_BYTES: Final = 8

_VERDICTS: Final = frozenset(get_args(Verdict))

_REASONS: Final = frozenset(get_args(Reason))

_MAX_LOG_ODDS: Final = 1e6
"""Further from 0 is no evidence of ours; NaN and the infinities are not within either."""


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
        return _decision(**json.loads(content))
    except (ValueError, TypeError, RecursionError, InvalidInput):
        return None  # intact, but written by something else


def _decision(*, verdict: Any, reason: Any, candidates: Any, margin: Any, index: Any) -> Decision:
    _require(type(candidates) is list and verdict in _VERDICTS and reason in _REASONS)
    _require(verdict != "match" or candidates)
    return Decision(
        verdict,
        reason,
        tuple(_candidate(**each) for each in candidates),
        _share(margin),
        _text(index),
    )


def _candidate(
    *,
    id: Any,  # noqa: A002 - the field's name
    name: Any,
    type: Any,  # noqa: A002 - the field's name
    score: Any,
    alias: Any,
    evidence: Any,
) -> Candidate:
    _require(isinstance(evidence, list))
    return Candidate(
        _text(id),
        _text(name),
        _text(type),
        _share(score),
        Alias(**alias),
        tuple(_evidence(*each) for each in evidence),
    )


def _evidence(name: Any, value: Any, asked: Any, known: Any) -> Evidence:
    _require(type(value) in (float, int) and -_MAX_LOG_ODDS < value < _MAX_LOG_ODDS)
    return Evidence(
        _text(name),
        value,
        None if asked is None else _text(asked),
        None if known is None else _text(known),
    )


def _share(value: Any) -> float:
    """A probability, or a difference of two."""
    _require(type(value) in (float, int) and 0 <= value <= 1)
    share: float = value
    return share


def _text(value: Any) -> str:
    """A text that UTF-8 can write; JSON has others, by escapes."""
    _require(type(value) is str)
    if not value.isascii():
        value.encode()
    text: str = value
    return text


def _require(right: object) -> None:
    if not right:
        raise ValueError


def _checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECKSUM_BYTES).digest()
