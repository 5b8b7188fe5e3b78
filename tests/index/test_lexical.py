"""A search ranks by the features that names share."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from resolver.index.features import feature_pairs, features
from resolver.index.lexical import Lexical, Postings, rarity, scale_of
from tests.index.test_features import NAMES


def search(
    lexical: Lexical, name: str, types: int = 255, budget: int = 10_000
) -> tuple[list[int], list[float]]:
    (found,) = lexical.search([features(name)], types=[types], budget=budget, limits=[200])
    forms, cosines = found
    return forms.tolist(), cosines.tolist()


def lexical_of(names: list[str], types: list[int] | None = None) -> Lexical:
    pairs = feature_pairs(names)
    codes, start = np.unique(pairs >> np.uint64(32), return_index=True)
    rows = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    size = np.diff(np.append(start, len(pairs)))
    square = np.bincount(
        rows, weights=rarity(size, len(names)).repeat(size) ** 2, minlength=len(names)
    )
    postings = Postings(
        codes.astype(np.uint32),
        np.append(start, len(pairs)).astype(np.uint64),
        rows,
        scale_of(square),
        np.array(types or [1] * len(names), np.uint8),
    )
    return Lexical(postings)


@given(NAMES.filter(lambda names: any(names)))
def test_a_name_of_the_table_is_found_first_with_cosine_one(names: list[str]) -> None:
    names = list(dict.fromkeys(names))
    wanted = next(row for row, name in enumerate(names) if name)
    forms, cosines = search(lexical_of(names), names[wanted])
    same = [
        row for row, name in enumerate(names) if set(name.split()) == set(names[wanted].split())
    ]
    assert forms[0] in same
    assert abs(cosines[0] - 1) < 0.01


def test_names_that_share_more_and_rarer_features_come_first() -> None:
    lexical = lexical_of(["ali reza zahedi", "ali hosseini", "ali rezaei", "qassem soleimani"])
    forms, cosines = search(lexical, "reza zahdi")
    assert forms[0] == 0
    assert 3 not in forms
    assert cosines == sorted(cosines, reverse=True)


def test_types_leave_forms_out_and_a_spent_budget_keeps_the_rarest() -> None:
    lexical = lexical_of(["zahedi", "zahedi town"], types=[1, 4])
    assert search(lexical, "zahedi", types=4)[0] == [1]
    crowd = lexical_of([*(f"ali {n}" for n in range(100)), "ali zahedi"])
    assert search(crowd, "ali zahedi", budget=10)[0][0] == 100


def test_the_same_search_twice_has_the_same_result() -> None:
    lexical = lexical_of(["aleppo", "halep", "alep"])
    assert search(lexical, "alepo") == search(lexical, "alepo")


def test_a_name_with_no_known_feature_finds_nobody() -> None:
    assert search(lexical_of(["aleppo"]), "qqq") == ([], [])


@given(NAMES.filter(lambda names: any(names)))
def test_features_are_counted_one_by_one_as_all_at_once(names: list[str]) -> None:
    lexical = lexical_of(names)
    codes = [*features(" ".join(names))[:50], 0, 2**32 - 1]
    one_by_one = [lexical.frequency([code])[0] for code in codes]
    assert lexical.frequency(codes * 4) == one_by_one * 4
    assert lexical.frequency([]) == []


def test_a_name_is_as_near_in_an_overlay_as_it_would_be_in_the_base() -> None:
    names = ["zahedi", "zahidi", "ali zahedi", "ali rezaei", "qassem soleimani", "reza"]
    whole = lexical_of([*names, "ali zahidi", "soleimani"])
    above = feature_pairs(["ali zahidi", "soleimani"])
    codes, start = np.unique(above >> np.uint64(32), return_index=True)
    chain = lexical_of(names).with_overlay(
        codes.astype(np.uint32),
        np.append(start, len(above)).astype(np.uint64),
        (above & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        np.array([1, 2], np.uint8),
    )
    forms, cosines = search(chain, "ali zahidi")
    alike, expected = search(whole, "ali zahidi")
    assert forms[0] == alike[0] == len(names)
    assert set(forms) == set(alike)
    assert cosines[0] == np.float32(expected[0])
    assert search(chain, "soleimani", types=2)[0] == [len(names) + 1]
    wanted = features("ali zahidi")
    assert chain.frequency(wanted) == whole.frequency(wanted)
    assert [chain.frequency([code])[0] for code in wanted] == chain.frequency(wanted)
