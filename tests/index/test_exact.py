"""A key finds the forms that have it, and no other."""

from __future__ import annotations

import numpy as np

from resolver.index.exact import Exact
from resolver.text.keys import hash64


def exact_of(*keys: str) -> Exact:
    hashes = np.array([hash64(key) for key in keys], np.uint64)
    order = hashes.argsort(kind="stable")
    return Exact(hashes[order], order.astype(np.uint32))


def test_a_key_finds_every_form_that_has_it() -> None:
    exact = exact_of("aleppo", "halab", "aleppo", "babil")
    assert exact.find(hash64("aleppo")) == [0, 2]
    assert exact.find(hash64("aleppo"), limit=1) == [0]
    assert exact.find(hash64("babil")) == [3]


def test_an_unknown_key_finds_nothing() -> None:
    assert exact_of("aleppo").find(hash64("homs")) == []
    assert exact_of().find(hash64("aleppo")) == []
