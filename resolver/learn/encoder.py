"""Pairs of spellings → the table of an encoder (`resolver.text.sound`).

The rows of the features are learned so that the two names of a pair lie together and apart from all
other names of their batch. A batch is drawn anew each time: pairs across scripts, fewer of those in
one, and pairs joined to names of two words, in another order, split, or with an initial. Some
features of each name are left out, so that none is relied on alone.

The one module that imports PyTorch, and only when something is trained.

Source: contrastive learning with negatives from the batch, after van den Oord et al.,
"Representation learning with contrastive predictive coding" (2018); Adam (Kingma and Ba, 2015).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from resolver.errors import TrainingImpossible
from resolver.learn.odds import odds_by_script
from resolver.learn.pairs import Pair
from resolver.learn.recall import Recall, recall_by_script
from resolver.text.script import main_script
from resolver.text.sound import Sound, gathered, write_table

Array = npt.NDArray[Any]

SHARES: Final = {"words": 1.0, "names": 0.55, "one script": 0.12}
"""How much of each sort of pair an epoch takes."""

JOINED: Final = 0.1
"""Pairs joined to names of two words, beside those of words."""

_BOUND: Final = 0.9995
"""The share of numbers that fit into a byte as they are; those beyond are cut."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    Args:
        steps: Batches at most; the learning rate falls to nothing until then.
        batch: Pairs in a batch.
        rows: Of the table; a power of two.
        dim: Numbers of a row; a multiple of 8.
        rate: The learning rate at its highest.
        temperature: Of the softmax over a batch.
        left_out: Share of features that a name is without.
        look: Steps from one look at the pairs set aside to the next.
        patience: Looks without a better one after which training stops.
        threads: Processors to use.
        seed: Of all random numbers.
    """

    steps: int = 2000
    batch: int = 3072
    rows: int = 1 << 17
    dim: int = 96
    rate: float = 0.02
    temperature: float = 0.05
    left_out: float = 0.25
    look: int = 200
    patience: int = 4
    threads: int = 2
    seed: int = 1


def train(
    learn: Sequence[Pair],
    ask: Sequence[Pair],
    recipe: Recipe,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Array, Recall]:
    """A table, and what it reaches on the pairs set aside.

    Args:
        learn: Pairs of folded names.
        ask: Pairs that are not among them.
        recipe: How to train.
        progress: Told how many more steps were done.

    Returns:
        u1[rows, dim] as `Sound` takes it, and script → (top 1, top 10), each 0..1.

    Raises:
        TrainingImpossible: PyTorch is not installed, or there are too few pairs.
    """
    torch = _torch()
    if len(learn) < 2 or not ask:
        raise TrainingImpossible(
            f"{len(learn) + len(ask):,} pairs are too few to learn from", "give some hundreds"
        )
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    start = torch.randn(recipe.rows, recipe.dim) * 0.05
    weights = torch.nn.Parameter(start.to(device))
    optimizer = torch.optim.Adam([weights], lr=recipe.rate, betas=(0.9, 0.98), fused=True)
    batches = _Batches(learn, recipe)
    best, table, waited = -1.0, _quantised(start.numpy()), 0
    for step in range(1, recipe.steps + 1):
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * min(step / 60, 1.0) * max(1 - step / recipe.steps, 0.01)
        loss = _loss(torch, weights, batches, recipe)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        progress(1)
        if step % recipe.look == 0 or step == recipe.steps:
            made = _quantised(weights.detach().cpu().numpy())
            reached = _mean(recall_by_script(Sound(made, {}), learn, ask))
            if reached > best:
                best, table, waited = reached, made, 0
            elif (waited := waited + 1) >= recipe.patience:
                break
    return table, recall_by_script(Sound(table, {}), learn, ask)


class _Batches:
    """Batches without end, epoch after epoch."""

    def __init__(self, pairs: Sequence[Pair], recipe: Recipe) -> None:
        self.random = np.random.default_rng(recipe.seed)
        self._size = min(recipe.batch, len(pairs))
        self._sorts: dict[str, list[Pair]] = defaultdict(list)
        self._scripts: dict[str, list[Pair]] = defaultdict(list)
        for pair in pairs:
            sort = _sort(pair)
            self._sorts[sort].append(pair)
            if sort == "words":
                self._scripts[main_script(pair[1])].append(pair)
        self._epoch: list[Pair] = []

    def next(self) -> list[Pair]:
        """The next batch."""
        while len(self._epoch) < self._size:
            self._epoch += self._new_epoch()
        batch, self._epoch = self._epoch[: self._size], self._epoch[self._size :]
        return batch

    def _new_epoch(self) -> list[Pair]:
        chosen = []
        for sort, pairs in self._sorts.items():
            some = self.random.random(len(pairs)) < SHARES[sort]
            chosen += [pairs[at] for at in np.flatnonzero(some)]
        joined = int(JOINED * len(self._sorts["words"]))
        for pairs in self._scripts.values():
            chosen += self._joined(pairs, joined // len(self._scripts))
        return [chosen[at] for at in self.random.permutation(len(chosen))]

    def _joined(self, pairs: list[Pair], count: int) -> list[Pair]:
        """Names of two words: in order, in another, joined on one side, with an initial."""
        made = []
        for one, other, way in self.random.integers(0, (len(pairs), len(pairs), 4), (count, 3)):
            (a, b), (c, d) = pairs[one], pairs[other]
            made.append(
                (
                    (f"{a} {c}", f"{b} {d}"),
                    (f"{c} {a}", f"{b} {d}"),
                    (f"{a} {c}", f"{b}{d}"),
                    (f"{a[0]} {c}", f"{b[0]} {d}"),
                )[way]
            )
        return made


def _sort(pair: Pair) -> str:
    if pair[0].isascii() == pair[1].isascii():
        return "one script"
    return "names" if " " in pair[0] or " " in pair[1] else "words"


def _loss(torch: Any, weights: Any, batches: _Batches, recipe: Recipe) -> Any:
    """How far each name of a batch is from picking its other spelling out of all of them."""
    pairs = batches.next()
    rows, starts = gathered([name for pair in pairs for name in pair], recipe.rows)
    kept = batches.random.random(len(rows), np.float32) >= recipe.left_out
    kept[starts[starts < len(rows)]] = True  # no name is left without any
    starts = np.concatenate([[0], np.cumsum(kept)])[starts]
    sums = torch.nn.functional.embedding_bag(
        torch.from_numpy(rows[kept].astype(np.int32)).to(weights.device),
        weights,
        torch.from_numpy(starts.astype(np.int32)).to(weights.device),
        mode="sum",
    )
    both = torch.nn.functional.normalize(sums, dim=1).view(-1, 2, recipe.dim)
    scores = both[:, 1] @ both[:, 0].T / recipe.temperature
    scores = scores.masked_fill(torch.from_numpy(_same(pairs)).to(weights.device), -1e4)
    return (0.65 * scores.logsumexp(1) + 0.35 * scores.logsumexp(0) - scores.diagonal()).mean()


def _same(pairs: Sequence[Pair]) -> Array:
    """bool[n, n]: other pairs that share a name, and so are no counter-examples."""
    first, second = (
        np.unique([pair[side] for pair in pairs], return_inverse=True)[1] for side in (0, 1)
    )
    same: Array = (first[:, None] == first) | (second[:, None] == second)
    np.fill_diagonal(same, False)
    return same


def _quantised(weights: Array) -> Array:
    """Numbers as bytes: u1, 128 being nothing."""
    bound = np.quantile(np.abs(weights), _BOUND)
    whole: Array = np.clip(np.rint(weights * (127 / bound)), -127, 127) + 128
    return whole.astype(np.uint8)


def _mean(recall: Recall) -> float:
    return sum(first + ten for first, ten in recall.values()) / max(len(recall), 1)


def _torch() -> Any:
    try:
        import torch
    except ImportError:
        raise TrainingImpossible(
            "PyTorch is not installed", "run: pip install 'alias-resolver[train]'"
        ) from None
    return torch


def write(
    path: Path,
    table: Array,
    recipe: Recipe,
    sources: Sequence[str],
    learn: Sequence[Pair],
    ask: Sequence[Pair],
    reached: Recall,
) -> None:
    """Write what `train` made, with a header that says how, and what its cosines say.

    Args:
        path: Where.
        table: u1[rows, dim].
        recipe: How it was trained.
        sources: What it learned from, each with its licence.
        learn: The pairs.
        ask: Those that were set aside.
        reached: Script → (top 1, top 10).
    """
    names, odds = odds_by_script(Sound(table, {}), learn, ask)
    about = {
        "trained_on": list(sources),
        "pairs": len(learn),
        "trained": datetime.now(UTC).date().isoformat(),
        "seed": recipe.seed,
        "figures": reached,
        "names": names,
        "odds": odds,
    }
    write_table(path, table, about)
