"""How fast the encoder is, and how often it finds a name across scripts.

Goal: at most 30 µs for a name alone, far less in batches. Beside it, in the same run: what a short
script would do instead, unidecode and a rapidfuzz scan of the same names.

    python -m benchmarks.sound FOLDER [QUERIES]

FOLDER has kb.jsonl.gz (entities: id, name) and queries.jsonl.gz (text, gold: right IDs, group: the
script). At most QUERIES of each group are asked (100). Rows go to docs/benchmarks/sound.csv, a
plot of recall by script to sound.svg, and one of how similar spellings are to names.svg.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import timeit
from collections import defaultdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from resolver.text.fold import latin
from resolver.text.keys import form_of
from resolver.text.sound import Encoder, load_encoder

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks" / "sound.csv"
GOAL_US: Final = 30
"""Microseconds that a name alone may take."""

BEFORE, AFTER = "unidecode, rapidfuzz", "encoder"
"""The ways that are compared."""

# Spellings of one name a line.
SPELLINGS: Final = (
    "Mohammad Reza Zahedi|Мохаммад Реза Захеди|モハンマド・レザー・ザーヘディー|"
    "모하마드 레자 자헤디|محمدرضا زاهدی",
    "Olaf Scholz|Олаф Шольц|オーラフ・ショルツ|올라프 숄츠|أولاف شولتس|אולף שולץ",
    "Buenos Aires|Буэнос-Айрес|ブエノスアイレス|부에노스아이레스|بوينس آيرس|בואנוס איירס",
    "Angela Merkel|Ангела Меркель|アンゲラ・メルケル|앙겔라 메르켈|أنغيلا ميركل|אנגלה מרקל",
    "Kathmandu|Катманду|カトマンズ|카트만두|كاتماندو|काठमांडू",
)


class Recall(NamedTuple):
    """The share of queries whose right answer comes first, and is among the first ten."""

    first: float
    ten: float


Recalls = dict[str, Recall]
"""By group."""


def read(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def recalls(
    queries: list[dict[str, Any]], ids: list[str], scores: npt.NDArray[np.float32]
) -> Recalls:
    """The recall of each group.

    Args:
        queries: The queries.
        ids: The IDs of the entities.
        scores: f4, queries x entities: how alike they are.
    """
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for query, row in zip(queries, scores, strict=True):
        ten = np.argpartition(-row, 10)[:10]
        right = [ids[at] in query["gold"] for at in ten[np.argsort(-row[ten], kind="stable")]]
        hits[query["group"]].append((right[0], any(right)))
    return {
        group: Recall(*np.mean(found, axis=0).tolist()) for group, found in sorted(hits.items())
    }


def speed_us(encoder: Encoder) -> dict[str, float]:
    """Microseconds a name: alone, and among a thousand."""
    taken = {}
    for name in ("mohammad reza zahedi", "мохаммад реза захеди", "김정은"):
        alone = timeit.repeat(partial(encoder.vectors, [name]), number=200, repeat=9)
        many = timeit.repeat(partial(encoder.vectors, [name] * 1000), number=1, repeat=9)
        taken[f"{name}, alone"] = min(alone) / 200 * 1e6
        taken[f"{name}, among 1,000"] = min(many) / 1000 * 1e6
    return taken


def plot(before: Recalls, after: Recalls) -> None:
    """Draw the recall of each script before and after."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
    places = np.arange(len(before))
    for shift, found, colour, way in (
        (-0.2, before, "#9aa5b1", BEFORE),
        (0.2, after, "#2f6f9f", AFTER),
    ):
        ten = [found[group].ten for group in before]
        first = [found[group].first for group in before]
        axes.bar(places + shift, ten, 0.36, color=colour, alpha=0.45, label=f"{way}: first ten")
        axes.bar(places + shift, first, 0.36, color=colour, label=f"{way}: first")
    axes.set_xticks(places, list(before))
    axes.set_ylim(0, 1)
    axes.set_title("share of names found", loc="left", fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(fontsize=8, frameon=False, loc="outside lower center", ncols=2)
    figure.savefig(RESULTS.with_suffix(".svg"), metadata={"Date": None})


def plot_spellings(encoder: Encoder) -> None:
    """Draw how similar the spellings of a few names are."""
    from matplotlib import pyplot as plt

    names = [name for group in SPELLINGS for name in group.split("|")]
    vectors = encoder.vectors([form_of(name) for name in names])
    figure, axes = plt.subplots(figsize=(6, 6), layout="constrained")
    shown = axes.imshow(vectors @ vectors.T, cmap="Blues", vmin=0, vmax=1)
    # The fonts of a plot lack many scripts: the page lists the spellings below each label.
    labels = [
        f"{group.split('|')[0]}" if at == 0 else ""
        for group in SPELLINGS
        for at in range(group.count("|") + 1)
    ]
    axes.set_yticks(range(len(names)), labels, fontsize=8)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    figure.colorbar(shown, ax=axes, shrink=0.6, label="cosine")
    figure.savefig(RESULTS.with_name("names.svg"), metadata={"Date": None})


def main() -> None:
    """Measure, print, save, and draw."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, max_queries = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100
    encoder = load_encoder()
    taken = speed_us(encoder)
    before, after = compared(encoder, folder, max_queries)
    report(taken, before, after)
    save(taken, before, after)
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "sound", "font.family": "sans-serif", "font.size": 10}
    plot(before, after)
    plot_spellings(encoder)


def compared(encoder: Encoder, folder: Path, max_queries: int) -> tuple[Recalls, Recalls]:
    """The recall of unidecode with rapidfuzz, and that of the encoder."""
    table = read(folder / "kb.jsonl.gz")
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for query in read(folder / "queries.jsonl.gz"):
        groups[query["group"]].append(query)
    queries = [query for group in groups.values() for query in group[:max_queries]]
    ids = [entity["id"] for entity in table]
    names = [form_of(entity["name"]) for entity in table]
    texts = [form_of(query["text"]) for query in queries]
    after = recalls(queries, ids, encoder.vectors(texts) @ encoder.vectors(names).T)
    latin_names, latin_texts = ([latin(form) or "" for form in each] for each in (names, texts))
    scores = [process.cdist([text], latin_names, scorer=fuzz.ratio)[0] for text in latin_texts]
    return recalls(queries, ids, np.array(scores)), after


def report(taken: dict[str, float], before: Recalls, after: Recalls) -> None:
    """Print the figures."""
    for what, value in taken.items():
        print(f"{what:40} {value:6.1f} µs")
    print(f"goal, alone: {GOAL_US} µs")
    print(f"{'script':10} {BEFORE:>22} {AFTER:>12}")
    for group, (first, ten) in before.items():
        print(
            f"{group:10} {first:15.2f} {ten:.2f}  {after[group].first:6.2f} {after[group].ten:.2f}"
        )


def save(taken: dict[str, float], before: Recalls, after: Recalls) -> None:
    """Append the figures to the CSV."""
    new = not RESULTS.exists()
    day = datetime.now(UTC).date().isoformat()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(["date", "what", "value", "unit"])
        for what, value in taken.items():
            writer.writerow([day, what, f"{value:.1f}", "us"])
        for way, found in ((BEFORE, before), (AFTER, after)):
            for group, (first, ten) in found.items():
                writer.writerow([day, f"{way}: {group}, first", f"{first:.3f}", "share"])
                writer.writerow([day, f"{way}: {group}, first ten", f"{ten:.3f}", "share"])


if __name__ == "__main__":
    main()
