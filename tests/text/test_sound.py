"""The encoder: names that sound alike lie together, on every machine."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import EncoderDamaged
from resolver.text.keys import form_of
from resolver.text.sound import HEADER, SHIPPED, Encoder, grams, load_encoder, write_table

NAMES = st.text(max_size=90).map(form_of)

ODDS = {"hebrew": (-10.0, 10.0), "other": (-20.0, 20.0)}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def likeness(encoder: Encoder, first: str, second: str) -> float:
    a, b = encoder.vectors([form_of(first), form_of(second)])
    return float(a @ b)


@pytest.mark.parametrize(
    "written",
    [
        "Мохаммад Реза Захеди",
        "モハンマド・レザー・ザーヘディー",
        "모하마드 레자 자헤디",
        "محمدرضا زاهدی",
        "מוחמד רזא זאהדי",
        "Zahedi Mohammad Reza",
        "Mohammadreza Zahedi",
        "M. R. Zahedi",
    ],
)
def test_a_name_lies_nearer_to_itself_than_to_other_names(encoder: Encoder, written: str) -> None:
    near = likeness(encoder, written, "Mohammad Reza Zahedi")
    for other in ("Mohsen Rezaei", "Ahmad Zaki", "Reza Shah", "Robert Zahn", "Zahra Mohammadi"):
        assert near > likeness(encoder, written, other)


def test_words_may_come_in_any_order(encoder: Encoder) -> None:
    assert likeness(encoder, "Reza Zahedi", "Zahedi Reza") == pytest.approx(1)


@given(st.lists(NAMES, max_size=12))
def test_a_name_has_one_vector_alone_and_among_others(names: list[str]) -> None:
    encoder = load_encoder()
    together = encoder.vectors(names)
    assert together.shape == (len(names), encoder.dim)
    for name, vector in zip(names, together, strict=True):
        assert (encoder.vectors([name])[0] == vector).all()


@given(NAMES)
def test_a_vector_has_length_1_or_is_zero(name: str) -> None:
    (vector,) = load_encoder().vectors([name])
    length = float(np.linalg.norm(vector))
    assert length == pytest.approx(1, abs=1e-5) or not vector.any()
    assert name[0] != "=" or not vector.any()


def test_features_stay_inside_a_word() -> None:
    def codes(text: str) -> list[int]:
        rows, used = grams(text, 1 << 17)
        return sorted(rows[used].tolist())

    assert codes(" ab  cd ") == sorted(codes(" ab ") + codes(" cd "))
    assert codes(" ab cd ") == codes(" ab  cd ")
    assert codes("  ") == []
    # a b, _a ab b_, _ab ab_, _ab_, and the pairs around a and around b
    assert len(codes(" ab ")) == 2 + 3 + 2 + 1 + 2


def test_the_shipped_table_says_what_it_is(encoder: Encoder) -> None:
    assert SHIPPED.stat().st_size <= 16_000_000
    assert {"trained_on", "trained", "seed", "figures", "names", "odds"} <= set(encoder.header)
    trained_on = " ".join(encoder.header["trained_on"])
    assert all(licence in trained_on for licence in ("CC0", "Apache-2.0", "CC-BY-4.0"))
    assert load_encoder() is encoder


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    table = np.random.default_rng(0).integers(0, 256, (1024, 8), np.uint8)
    write_table(tmp_path / "a", table, {"seed": 1, "names": 9, "odds": ODDS})
    write_table(tmp_path / "b", table, {"seed": 2, "names": 9, "odds": ODDS})
    first, second = Encoder.open(tmp_path / "a"), Encoder.open(tmp_path / "b")
    assert (first.rows, first.dim, first.header["seed"]) == (1024, 8, 1)
    assert first.digest != second.digest
    assert first.names == 9
    assert first.odds("hebrew", 0.5) == -5.0
    assert first.odds("thai", 0.5) == -10.0
    assert (first.vectors(["ab"]) == second.vectors(["ab"])).all()


def test_a_damaged_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table"
    write_table(path, np.full((1024, 8), 128, np.uint8), {"names": 9, "odds": ODDS})
    whole = path.read_bytes()
    wrong_byte = whole[:-1] + bytes([whole[-1] ^ 1])
    for damaged, what in (
        (whole[:-1], "cut short"),
        (whole[:10], "not the table"),
        (b"", "not the table"),
        (b"[]".ljust(len(whole)), "not the table"),
        (wrong_byte, "not what was written"),
        (whole.replace(b'"features": 1', b'"features": 0', 1), "another version"),
        (whole.replace(b'"odds"', b'"adds"', 1), "not the table"),
    ):
        path.write_bytes(damaged)
        with pytest.raises(EncoderDamaged, match=what):
            Encoder.open(path)
    with pytest.raises(EncoderDamaged, match="cannot be read"):
        Encoder.open(tmp_path / "none")
    assert len(whole) == HEADER + 1024 * 8


def test_no_flipped_bit_of_a_table_is_a_foreign_error_or_the_same_table(tmp_path: Path) -> None:
    path = tmp_path / "table"
    write_table(path, np.full((64, 8), 128, np.uint8), {"names": 9, "odds": ODDS})
    whole, digest = path.read_bytes(), Encoder.open(path).digest
    places = [*range(whole.index(b"  ") + 2), *range(1_000, len(whole), 100)]
    with path.open("r+b", buffering=0) as file:
        for at, bit in itertools.product(places, (0, 2, 4, 5)):
            os.pwrite(file.fileno(), bytes([whole[at] ^ 1 << bit]), at)
            try:
                assert Encoder.open(path).digest != digest  # so no index takes it for its own
            except EncoderDamaged:
                continue
            finally:
                os.pwrite(file.fileno(), whole[at : at + 1], at)


LINES: list[object] = [[], {}, {"other": 1}, {"other": [1]}, {"other": ["a", "b"]}]
IMPOSSIBLE = [("rows", 63), ("rows", -1024), ("rows", "x"), ("dim", 4), ("dim", 0), ("names", None)]


@pytest.mark.parametrize(("key", "value"), [*IMPOSSIBLE, *(("odds", line) for line in LINES)])
def test_a_header_with_impossible_numbers_is_refused(
    tmp_path: Path, key: str, value: object
) -> None:
    header = {"names": 9, "odds": ODDS, key: value}
    write_table(tmp_path / "table", np.full((1024, 8), 128, np.uint8), header)
    with pytest.raises(EncoderDamaged, match="is not the table of an encoder"):
        Encoder.open(tmp_path / "table")
