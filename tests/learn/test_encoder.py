"""An encoder is trained until it gets no better."""

from __future__ import annotations

import pytest

from resolver.errors import TrainingImpossible
from resolver.learn.encoder import Recipe, train
from resolver.learn.pairs import PairSplit, hold_out
from tests.learn.made_up import made_up

SMALL = Recipe(steps=50, batch=64, rows=1 << 10, dim=8, evaluate_every=1, patience=2, threads=1)


def test_training_stops_when_it_gets_no_better() -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed (extra `train`)")
    steps: list[int] = []
    # So few pairs are held out that no script is measured: each recall is as good as the first.
    table, recall = train(hold_out(made_up(300)), SMALL, steps.append)
    assert len(steps) == 1 + SMALL.patience
    assert table.shape == (SMALL.rows, SMALL.dim)
    assert recall == {}


def test_nothing_is_learned_without_pairs_to_measure_with() -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed (extra `train`)")
    with pytest.raises(TrainingImpossible, match="20 pairs are too few"):
        train(PairSplit(made_up(20), []), SMALL)
