"""Forms → by what each is found: its texts, keys, features and vector, in any process.

Reach for `found_by` with a block of forms; `resolver.index.builder` puts the results together.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.index.columns import Joined, new_rows
from resolver.index.features import feature_pairs
from resolver.index.segment import ORGANIZATIONS
from resolver.index.vectors import rounded
from resolver.text import fold
from resolver.text.keys import hashes64, match_keys, organization_keys
from resolver.text.sound import Encoder, encoder_of
from resolver.text.words import Words

Array = npt.NDArray[Any]


class FormBlock(NamedTuple):
    """Some forms.

    Args:
        first: The number of the first one; the others follow.
        folds: Their texts.
        types: The bits of the types of each.
    """

    first: int
    folds: Sequence[str]
    types: Sequence[int]


class FoundBy(NamedTuple):
    """By what forms are found.

    Args:
        folds: Their texts.
        latins: These in ASCII letters; "" where there are none.
        key_hash: u8: the hashes of their keys.
        key_form: u4: the form of each.
        pairs: u8, sorted: features and forms, as `feature_pairs` has them.
        vectors: i1[forms, dim].
    """

    folds: Joined
    latins: Joined
    key_hash: Array
    key_form: Array
    pairs: Array
    vectors: Array


def found_by(home: Path, digest: str, words: Words, block: FormBlock) -> FoundBy:
    """By what these forms are found.

    Args:
        home: Whose encoder makes the vectors.
        digest: Of that encoder.
        words: What `load_words` returned.
        block: The forms.
    """
    encoder = _encoder(home, digest)
    keys, key_form = list[str](), new_rows("exact_form")
    latins = ["" if form[0] == "=" else fold.latin(form) or "" for form in block.folds]
    rows = zip(block.folds, latins, block.types, strict=True)
    for number, (form, latin, bits) in enumerate(rows, block.first):
        found = _keys(form, latin, bits, words)
        keys.extend(found)
        key_form.extend([number] * len(found))
    return FoundBy(
        Joined.of(block.folds),
        Joined.of(latins),
        hashes64(keys),
        np.array(key_form),
        feature_pairs([fold.joined_initials(latin) for latin in latins], block.first),
        rounded(encoder.vectors(block.folds)),
    )


def _keys(form: str, latin: str, bits: int, words: Words) -> tuple[str, ...]:
    keys = match_keys(form, latin)
    return (*keys, *organization_keys(latin, words)) if bits & ORGANIZATIONS else keys


@functools.lru_cache(maxsize=1)
def _encoder(home: Path, _digest: str) -> Encoder:
    """The encoder of a home; another digest is another one."""
    return encoder_of(home)
