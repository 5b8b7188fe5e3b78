"""Bytes out of Redis → the answer that was put there, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

from resolver.cache.codec import decode, encode
from resolver.model.wire import Answer, render
from tests.fuzz.target import Target, within

LIMIT_S: Final = 0.25
"""Seconds of a processor for an answer."""

KEY: Final = "resolver:0f"

ANSWER: Final = Answer("match", render({"verdict": "match", "id": "p1", "margin": 0.9}))

WHOLE: Final = encode(KEY, ANSWER)

CONTENTS: Final = st.one_of(
    st.binary(), st.builds(bytes.__add__, st.sampled_from([b"m", b"a", b"n"]), st.binary())
)
PARTS: Final = st.one_of(
    st.binary(max_size=9),
    st.builds(lambda start, stop: WHOLE[start:stop], st.integers(0, 60), st.integers(0, 60)),
)
VALUES: Final = st.one_of(
    st.lists(PARTS, max_size=4).map(b"".join),
    CONTENTS.map(lambda content: hashlib.blake2b(content, digest_size=8).digest() + content),
)


def check_decode(value: bytes) -> None:
    """What is decoded is the answer that these bytes were made of."""
    with within(LIMIT_S):
        answer = decode(KEY, value)
    assert (answer == ANSWER) if value == WHOLE else (answer is None)


@contextmanager
def decode_target(_folder: Path) -> Iterator[Target]:
    """The target."""
    yield Target(check_decode, VALUES)
