"""Pairs of spellings → the table of an encoder (`resolver.text.sound`).

Reach for this module to change how an encoder is trained. The rows of the features are learned so
that the two spellings of a pair lie together and apart from all other names of their batch. A batch
is drawn anew each time: pairs across scripts, fewer of those in one, and pairs joined to names of
two words, in another order, written together, or with an initial. Some features of each name are
dropped, so that none is relied on alone.

The one module that imports PyTorch, and only when something is trained.

Source: contrastive learning with negatives from the batch, after van den Oord et al.,
"Representation learning with contrastive predictive coding" (2018); Adam (Kingma and Ba, 2015).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.errors import TrainingImpossible
from resolver.learn.pairs import PairSplit, SpellingPair
from resolver.learn.recall import Recall, recall_by_script
from resolver.progress import Advance, no_advance
from resolver.text.script import main_script
from resolver.text.sound import Encoder, gathered

Array = npt.NDArray[Any]

PairSort = Literal["words", "names", "one script"]
"""Pairs of single words across scripts, of longer names across scripts, and pairs in one script."""

EPOCH_SHARES: Final[Mapping[PairSort, float]] = {"words": 1.0, "names": 0.55, "one script": 0.12}
"""The share of each sort of pair that an epoch takes."""

JOINED_SHARE: Final = 0.1
"""Pairs that an epoch joins to names of two words, as a share of those of single words."""

_BOUND: Final = 0.9995
"""The share of numbers that fit into a byte as they are; greater ones are cut."""

_WARM_UP: Final = 60
"""Steps in which the learning rate rises to its highest."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    Args:
        steps: Batches at most; the learning rate falls to nothing until then.
        batch: Pairs in a batch.
        rows: Rows of the table; a power of two.
        dim: Numbers of a row; a multiple of 8.
        learning_rate: At its highest.
        temperature: Of the softmax over a batch.
        dropout: Share of the features of a name that are dropped, 0 to 1.
        evaluate_every: Steps from one measurement on the held-out pairs to the next.
        patience: Measurements without a better one after which training stops.
        threads: Processors to use.
        seed: Of all random numbers.
    """

    steps: int = 2000
    batch: int = 3072
    rows: int = 1 << 17
    dim: int = 96
    learning_rate: float = 0.02
    temperature: float = 0.05
    dropout: float = 0.25
    evaluate_every: int = 200
    patience: int = 4
    threads: int = 2
    seed: int = 1


class TrainedTable(NamedTuple):
    """What training made.

    Args:
        table: u1[rows, dim] as `Encoder` takes it.
        recall: Script → what it reaches on the held-out pairs.
    """

    table: Array
    recall: dict[str, Recall]


def train(split: PairSplit, recipe: Recipe, advance: Advance = no_advance) -> TrainedTable:
    """The table that reached the highest recall on the held-out pairs while it was trained.

    Args:
        split: Pairs to learn from and to measure with.
        recipe: How to train.
        advance: Called with how many more steps were done.

    Raises:
        TrainingImpossible: PyTorch is not installed, or there are too few pairs.
    """
    torch = _torch()
    if len(split.training) < 2 or not split.held_out:
        count = len(split.training) + len(split.held_out)
        raise TrainingImpossible(f"{count:,} pairs are too few to learn from", "give some hundreds")
    training = _Training(torch, split.training, recipe)
    best, highest, waited = TrainedTable(training.table(), {}), -1.0, 0
    for step in range(1, recipe.steps + 1):
        training.step(step)
        advance(1)
        if step % recipe.evaluate_every == 0 or step == recipe.steps:
            table = training.table()
            recall = recall_by_script(Encoder(table, {}), split)
            if (mean := _mean(recall.values())) > highest:
                best, highest, waited = TrainedTable(table, recall), mean, 0
            elif (waited := waited + 1) >= recipe.patience:
                break
    return best


class _Training:
    """The numbers that are learned, and one step of learning."""

    def __init__(self, torch: Any, pairs: Sequence[SpellingPair], recipe: Recipe) -> None:
        torch.manual_seed(recipe.seed)
        torch.set_num_threads(recipe.threads)
        device = "cuda" if torch.cuda.is_available() else "cpu"
        start = torch.randn(recipe.rows, recipe.dim) * 0.05
        self._torch = torch
        self._recipe = recipe
        self._batches = _Batches(pairs, recipe)
        self._weights = torch.nn.Parameter(start.to(device))
        self._optimizer = torch.optim.Adam(
            [self._weights], lr=recipe.learning_rate, betas=(0.9, 0.98), fused=True
        )

    def step(self, number: int) -> None:
        """Learn from the next batch; `number` counts from 1."""
        falling = max(1 - number / self._recipe.steps, 0.01)
        for group in self._optimizer.param_groups:
            group["lr"] = self._recipe.learning_rate * min(number / _WARM_UP, 1.0) * falling
        loss = _loss(self._torch, self._weights, self._batches, self._recipe)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self._optimizer.step()

    def table(self) -> Array:
        """The numbers as they are now, as bytes."""
        return _quantised(self._weights.detach().cpu().numpy())


class _Batches:
    """Batches without end, one epoch after the other."""

    def __init__(self, pairs: Sequence[SpellingPair], recipe: Recipe) -> None:
        self.random = np.random.default_rng(recipe.seed)
        self._size = min(recipe.batch, len(pairs))
        self._sorts: dict[PairSort, list[SpellingPair]] = defaultdict(list)
        self._scripts: dict[str, list[SpellingPair]] = defaultdict(list)
        for pair in pairs:
            sort = _sort_of(pair)
            self._sorts[sort].append(pair)
            if sort == "words":
                self._scripts[main_script(pair.spelling)].append(pair)
        self._epoch: list[SpellingPair] = []

    def next(self) -> list[SpellingPair]:
        """The next batch."""
        while len(self._epoch) < self._size:
            self._epoch += self._new_epoch()
        batch, self._epoch = self._epoch[: self._size], self._epoch[self._size :]
        return batch

    def _new_epoch(self) -> list[SpellingPair]:
        chosen = []
        for sort, pairs in self._sorts.items():
            some = self.random.random(len(pairs)) < EPOCH_SHARES[sort]
            chosen += [pairs[at] for at in np.flatnonzero(some)]
        joined = int(JOINED_SHARE * len(self._sorts["words"]))
        for pairs in self._scripts.values():
            chosen += self._joined(pairs, joined // len(self._scripts))
        return [chosen[at] for at in self.random.permutation(len(chosen))]

    def _joined(self, pairs: list[SpellingPair], count: int) -> list[SpellingPair]:
        """Names of two words: in order, in another, written together, or with an initial."""
        made = []
        for one, other, way in self.random.integers(0, (len(pairs), len(pairs), 4), (count, 3)):
            (a, b), (c, d) = pairs[one], pairs[other]
            ways = (
                (f"{a} {c}", f"{b} {d}"),
                (f"{c} {a}", f"{b} {d}"),
                (f"{a} {c}", f"{b}{d}"),
                (f"{a[0]} {c}", f"{b[0]} {d}"),
            )
            made.append(SpellingPair(*ways[way]))
        return made


def _sort_of(pair: SpellingPair) -> PairSort:
    if pair.name.isascii() == pair.spelling.isascii():
        return "one script"
    return "names" if " " in pair.name or " " in pair.spelling else "words"


def _loss(torch: Any, weights: Any, batches: _Batches, recipe: Recipe) -> Any:
    """How far each name of a batch is from picking its other spelling out of the batch."""
    pairs = batches.next()
    rows, starts = gathered([name for pair in pairs for name in pair], recipe.rows)
    used = batches.random.random(len(rows), np.float32) >= recipe.dropout
    used[starts[starts < len(rows)]] = True  # a name keeps one feature at least
    starts = np.concatenate([[0], np.cumsum(used)])[starts]
    sums = torch.nn.functional.embedding_bag(
        torch.from_numpy(rows[used].astype(np.int32)).to(weights.device),
        weights,
        torch.from_numpy(starts.astype(np.int32)).to(weights.device),
        mode="sum",
    )
    both = torch.nn.functional.normalize(sums, dim=1).view(-1, 2, recipe.dim)
    scores = both[:, 1] @ both[:, 0].T / recipe.temperature
    scores = scores.masked_fill(torch.from_numpy(_shared(pairs)).to(weights.device), -1e4)
    return (0.65 * scores.logsumexp(1) + 0.35 * scores.logsumexp(0) - scores.diagonal()).mean()


def _shared(pairs: Sequence[SpellingPair]) -> Array:
    """bool[n, n]: other pairs that share a name, and so are no negatives."""
    first, second = (
        np.unique([pair[side] for pair in pairs], return_inverse=True)[1] for side in (0, 1)
    )
    same: Array = (first[:, None] == first) | (second[:, None] == second)
    np.fill_diagonal(same, False)
    return same


def _quantised(weights: Array) -> Array:
    """Numbers as bytes: u1, of which 128 is zero."""
    bound = np.quantile(np.abs(weights), _BOUND)
    whole: Array = np.clip(np.rint(weights * (127 / bound)), -127, 127) + 128
    return whole.astype(np.uint8)


def _mean(recalls: Collection[Recall]) -> float:
    return sum(first + among_ten for first, among_ten in recalls) / max(len(recalls), 1)


def _torch() -> Any:
    try:
        import torch
    except ImportError:
        raise TrainingImpossible(
            "PyTorch is not installed", "run: pip install 'alias-resolver[train]'"
        ) from None
    return torch
