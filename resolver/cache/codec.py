"""An answer as bytes that show when they are damaged, or belong to another key.

Reach for this module to keep an answer outside the process.

    8 bytes   BLAKE2b of the key and the rest
    1 byte    the verdict, by its first letter, or `t` of a text
    the rest  the body, as it is sent

So nothing is rendered or parsed for an answer that is found. The checksum finds damage, and what
was put under another key or by another program. It finds no malice: whoever can write to the
storage can make one.
"""

from __future__ import annotations

import hashlib
from typing import Final, Literal, get_args

from resolver.model.decision import Verdict
from resolver.model.wire import Answer, Body

_CHECKSUM_BYTES: Final = 8

_VERDICTS: Final[dict[bytes, Verdict | Literal["text"]]] = {
    b"t": "text",
    **{word[:1].encode(): word for word in get_args(Verdict)},
}


def encode(key: str, answer: Answer) -> bytes:
    """The bytes of an answer that is kept under a key."""
    content = answer.verdict[:1].encode() + answer.body.content
    return _checksum(key, content) + content


def decode(key: str, value: bytes) -> Answer | None:
    """The answer, or None where the bytes are not what `encode` made for that key."""
    content = value[_CHECKSUM_BYTES:]
    verdict = _VERDICTS.get(content[:1])
    if verdict is None or _checksum(key, content) != value[:_CHECKSUM_BYTES]:
        return None
    return Answer(verdict, Body.of(content[1:]))


def _checksum(key: str, content: bytes) -> bytes:
    digest = hashlib.blake2b(key.encode(), digest_size=_CHECKSUM_BYTES)
    digest.update(content)
    return digest.digest()
