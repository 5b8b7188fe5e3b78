"""How fast the encoder is, and how often it finds a name across scripts.

Goal: at most 30 µs for a name alone, far less in batches. Beside it, in the same run: what a short
script would do instead, unidecode and a rapidfuzz scan of the same names.

    python -m benchmarks.sound FOLDER [QUESTIONS]

FOLDER has kb.jsonl.gz (entities: id, name) and queries.jsonl.gz (text, gold: right ids, group: the
script). At most QUESTIONS of each group are asked (100). Rows go to docs/benchmarks/sound.csv, a
plot of recall by script to sound.svg, and a picture of how spellings lie together to names.svg.
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
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from resolver.text.fold import latin
from resolver.text.keys import form_of
from resolver.text.sound import Sound, load_sound

RESULTS: Final = Path(__file__).parent.parent / "docs" / "benchmarks" / "sound.csv"
GOAL_US: Final = 30
BEFORE, AFTER = "unidecode, rapidfuzz", "encoder"
SPELLINGS: Final = (
    "Mohammad Reza Zahedi|Мохаммад Реза Захеди|モハンマド・レザー・ザーヘディー|"
    "모하마드 레자 자헤디|محمدرضا زاهدی",
    "Olaf Scholz|Олаф Шольц|オーラフ・ショルツ|올라프 숄츠|أولاف شولتس|אולף שולץ",
    "Buenos Aires|Буэнос-Айрес|ブエノスアイレス|부에노스아이레스|بوينس آيرس|בואנוס איירס",
    "Angela Merkel|Ангела Меркель|アンゲラ・メルケル|앙겔라 메르켈|أنغيلا ميركل|אנגלה מרקל",
    "Kathmandu|Катманду|カトマンズ|카트만두|كاتماندو|काठमांडू",
)
Recall = dict[str, tuple[float, float]]


def read(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def ask(questions: list[dict[str, Any]], ids: list[str], scores: npt.NDArray[np.float32]) -> Recall:
    """For each group the share of questions found first, and among the first ten."""
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for question, row in zip(questions, scores, strict=True):
        ten = np.argpartition(-row, 10)[:10]
        right = [ids[at] in question["gold"] for at in ten[np.argsort(-row[ten], kind="stable")]]
        hits[question["group"]].append((right[0], any(right)))
    return {
        group: (float(np.mean([h[0] for h in found])), float(np.mean([h[1] for h in found])))
        for group, found in sorted(hits.items())
    }


def speed(sound: Sound) -> dict[str, float]:
    """Microseconds a name: alone, and among a thousand."""
    taken = {}
    for name in ("mohammad reza zahedi", "мохаммад реза захеди", "김정은"):
        alone = timeit.repeat(partial(sound.vectors, [name]), number=200, repeat=9)
        many = timeit.repeat(partial(sound.vectors, [name] * 1000), number=1, repeat=9)
        taken[f"{name}, alone"] = min(alone) / 200 * 1e6
        taken[f"{name}, among 1,000"] = min(many) / 1000 * 1e6
    return taken


def plot(before: Recall, after: Recall) -> None:
    """Draw the recall of each script before and after."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
    places = np.arange(len(before))
    for shift, recall, colour, what in (
        (-0.2, before, "#9aa5b1", BEFORE),
        (0.2, after, "#2f6f9f", AFTER),
    ):
        ten = [recall[group][1] for group in before]
        first = [recall[group][0] for group in before]
        axes.bar(places + shift, ten, 0.36, color=colour, alpha=0.45, label=f"{what}: first ten")
        axes.bar(places + shift, first, 0.36, color=colour, label=f"{what}: first")
    axes.set_xticks(places, list(before))
    axes.set_ylim(0, 1)
    axes.set_title("share of names found", loc="left", fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(fontsize=8, frameon=False, loc="outside lower center", ncols=2)
    figure.savefig(RESULTS.with_suffix(".svg"), metadata={"Date": None})


def picture(sound: Sound) -> None:
    """Draw how like each other the spellings of a few names are."""
    from matplotlib import pyplot as plt

    names = [name for group in SPELLINGS for name in group.split("|")]
    vectors = sound.vectors([form_of(name) for name in names])
    figure, axes = plt.subplots(figsize=(6, 6), layout="constrained")
    shown = axes.imshow(vectors @ vectors.T, cmap="Blues", vmin=0, vmax=1)
    # The fonts of a plot lack most scripts: the page lists what stands below each label.
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
    """Measure, print, keep, and draw."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, most = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100
    sound, table = load_sound(), read(folder / "kb.jsonl.gz")
    asked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for question in read(folder / "queries.jsonl.gz"):
        asked[question["group"]].append(question)
    questions = [question for group in asked.values() for question in group[:most]]
    ids = [entity["id"] for entity in table]
    forms = [form_of(entity["name"]) for entity in table]
    texts = [form_of(question["text"]) for question in questions]
    taken = speed(sound)
    after = ask(questions, ids, sound.vectors(texts) @ sound.vectors(forms).T)
    plain, asked_plain = ([latin(form) or "" for form in each] for each in (forms, texts))
    scores = [process.cdist([text], plain, scorer=fuzz.ratio)[0] for text in asked_plain]
    before = ask(questions, ids, np.array(scores))
    for what, value in taken.items():
        print(f"{what:40} {value:6.1f} µs")
    print(f"goal, alone: {GOAL_US} µs")
    print(f"{'script':10} {BEFORE:>22} {AFTER:>12}")
    for group, (first, ten) in before.items():
        print(f"{group:10} {first:15.2f} {ten:.2f}  {after[group][0]:6.2f} {after[group][1]:.2f}")
    keep(taken, before, after)
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "sound", "font.family": "sans-serif", "font.size": 10}
    plot(before, after)
    picture(sound)


def keep(taken: dict[str, float], before: Recall, after: Recall) -> None:
    """Append the figures to the CSV."""
    new = not RESULTS.exists()
    day = datetime.now(UTC).date().isoformat()
    with RESULTS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(["date", "what", "value", "unit"])
        for what, value in taken.items():
            writer.writerow([day, what, f"{value:.1f}", "us"])
        for way, recall in ((BEFORE, before), (AFTER, after)):
            for group, (first, ten) in recall.items():
                writer.writerow([day, f"{way}: {group}, first", f"{first:.3f}", "share"])
                writer.writerow([day, f"{way}: {group}, first ten", f"{ten:.3f}", "share"])


if __name__ == "__main__":
    main()
