"""By what a form is found does not depend on the forms beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from resolver.index.features import features
from resolver.index.forms import FormBlock, found_by
from resolver.index.segment import ORGANIZATIONS, TYPE_BIT
from resolver.text.keys import hash64
from resolver.text.sound import load_encoder
from resolver.text.words import load_words

FOLDS = ("u s navy", "анна", "=$", "acme widgets inc")
WORDS = load_words()
TYPES = (int(TYPE_BIT["place"]), int(TYPE_BIT["person"]), 1, int(ORGANIZATIONS))


def test_each_form_has_its_keys_features_and_vector(tmp_path: Path) -> None:
    found = found_by(tmp_path, load_encoder().digest, WORDS, FormBlock(7, FOLDS, TYPES))
    assert found.latins.raw.decode() == "u s navyannaacme widgets inc"
    keys = ["us navy", "анна", "anna", "=$", "acme widgets inc", "^awi", "#acme widgets"]
    assert found.key_hash.tolist()[: len(keys)] == [hash64(key) for key in keys]
    assert found.key_form.tolist()[: len(keys)] == [7, 8, 8, 9, 10, 10, 10]
    assert {int(pair) >> 32 for pair in found.pairs if int(pair) & 0xFFFFFFFF == 7} == {
        *features("us navy")
    }
    alone = found_by(tmp_path, load_encoder().digest, WORDS, FormBlock(0, FOLDS[1:2], TYPES[1:2]))
    assert np.array_equal(alone.vectors[0], found.vectors[1])
