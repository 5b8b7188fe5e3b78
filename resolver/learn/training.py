"""From pairs of spellings to the file of an encoder: `resolver train` as a call.

Reach for `train_table` to make an encoder for a home (`<home>/sound.table`) or for the package.
`pairs`, `encoder` and `odds` beside this module are its steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from resolver.errors import BadValue
from resolver.home import Home
from resolver.learn.encoder import Recipe, train
from resolver.learn.odds import fit_odds
from resolver.learn.pairs import SpellingPair, alias_pairs, hold_out, read_pairs
from resolver.learn.recall import Recall
from resolver.progress import Advance, no_advance
from resolver.store import expect_store, open_store
from resolver.text.sound import Encoder, write_table


def collect_pairs(folder: Path | None, home: Path | None, *, wait_s: float) -> list[SpellingPair]:
    """The pairs of a folder's files, then those of the names in a home's store.

    Args:
        folder: Has *.tsv or *.tsv.gz files, or None for none.
        home: Has a store, whose lock is held while it is read; or None for none.
        wait_s: Seconds to wait for another writer of the home.

    Raises:
        BadValue: Neither is given.
        BadSource: A file of the folder is wrong, or there is none.
        HomeError: There is no home, it has no store, is busy, or cannot be read.
    """
    if folder is None and home is None:
        raise BadValue("there is nothing to learn from", "name a folder of pairs, or use --aliases")
    pairs = [] if folder is None else list(read_pairs(folder))
    if home is not None:
        expect_store(home)
        with Home(home).locked(wait_s=wait_s), open_store(home) as store:
            pairs += alias_pairs(store)
    return pairs


def train_table(
    pairs: Iterable[SpellingPair],
    output: Path,
    recipe: Recipe,
    *,
    sources: Sequence[str] = (),
    advance: Advance = no_advance,
) -> dict[str, Recall]:
    """Train an encoder and write it to a file.

    Args:
        pairs: What to learn from, such as `collect_pairs` returns.
        output: Where the table goes; it appears when it is complete.
        recipe: How to train.
        sources: Where the pairs come from, each with its licence, for the table's header.
        advance: Called with how many more steps were done, of `recipe.steps` at most.

    Returns:
        Script → the recall on held-out pairs.

    Raises:
        TrainingImpossible: PyTorch is not installed, or there are too few pairs.
    """
    split = hold_out(pairs)
    table, recall = train(split, recipe, advance)
    odds = fit_odds(Encoder(table, {}), split)
    header = {
        "trained_on": list(sources),
        "pairs": len(split.training),
        "trained": datetime.now(UTC).date().isoformat(),
        "seed": recipe.seed,
        "figures": recall,
        "names": odds.names,
        "odds": odds.by_script,
    }
    write_table(output, table, header)
    return recall
