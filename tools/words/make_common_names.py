"""Makes resolver/text/common_names.csv: the words that stand in many names of persons.

    python -m tools.words.make_common_names names-0.3.0/names

The argument is a folder with the files dist.all.last, dist.female.first and dist.male.first of the
census of the United States of 1990 (public domain), as the library `names` carries them. Beside
them, the persons of the pack middle-east-news are counted, each once for every word of its names.
A word has the share of persons of whichever of the two has more of it.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from resolver.text.fold import fold, latin
from resolver.text.names import parts
from resolver.text.words import load_words

ROOT: Final = Path(__file__).parents[2]
PACK: Final = ROOT / "aliases" / "middle-east-news"
TARGET: Final = ROOT / "resolver" / "text" / "common_names.csv"

_LEAST: Final = 50
"""Persons of 100,000 from which on a word is common."""

_LEAST_OF_PACK: Final = 5
"""Persons of the pack from which on a word is common; fewer are chance, or one family."""


def census(folder: Path) -> Mapping[str, float]:
    """Persons of 100,000 that have a word, by the census; of given names, half are women's."""
    found: defaultdict[str, float] = defaultdict(float)
    for file, share in (("all.last", 1.0), ("female.first", 0.5), ("male.first", 0.5)):
        for line in (folder / f"dist.{file}").read_text().splitlines():
            name, percent, *_ = line.split()
            found[name.lower()] += share * float(percent) * 1000
    return found


def pack() -> Mapping[str, float]:
    """Persons of 100,000 that have a word in one of their names, in the pack."""
    words = load_words()
    with (PACK / "entities.csv").open(encoding="utf-8") as file:
        names = {
            row["id"]: [row["name"]] for row in csv.DictReader(file) if row["type"] == "person"
        }
    with (PACK / "aliases.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["entity_id"] in names:
                names[row["entity_id"]].append(row["alias"])
    counts: Counter[str] = Counter()
    for texts in names.values():
        found = set()
        for text in texts:
            name = parts(latin(fold(text) or "") or "", "person", words)
            pairs = zip(name.words, name.roles, strict=True)
            found |= {word for word, role in pairs if role in ("word", "patronymic")}
        counts.update(found)
    return {
        word: count / len(names) * 100_000
        for word, count in counts.items()
        if count >= _LEAST_OF_PACK
    }


def main(folder: str) -> None:
    """Write the table."""
    counted = [census(Path(folder)), pack()]
    shares = {word: max(each.get(word, 0) for each in counted) for each in counted for word in each}
    common = sorted((-round(share), word) for word, share in shares.items() if share >= _LEAST)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "per_100000"))
        writer.writerows((word, -share) for share, word in common)


if __name__ == "__main__":
    main(*sys.argv[1:])
