"""Makes resolver/annotate/stopwords.csv: everyday words of some languages, written small.

    python -m tools.words.make_stopwords stopwords-iso.json

The argument is the file of PyPI's stopwordsiso 0.7.1. Beside its words stand those of `common.csv`,
which are ours: days and months, and nouns and verbs that news has everywhere, of which some are
also what somebody is called; `_` stands for a space. What is no word of two letters or more is left
out, and so is what is a name or was read in a wrong encoding.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
TARGET: Final = HERE.parents[1] / "resolver" / "annotate" / "stopwords.csv"

WORD: Final = re.compile(r"[^\W\d_]{2}[^\W\d_'’\u200c-]*|[^\W\d_]+[-'’\u200c_][^\W\d_]+")
BROKEN: Final = re.compile("[ýþţđ]")

NAMES: Final = frozenset("com eu inc ltd microsoft uk uno usa www москва россия того".split())
"""Words of the lists that are names or parts of addresses."""


def words_of(listed: list[str], ours: str) -> set[str]:
    """The words of one language, without the vowel signs of Arabic, which texts leave out."""
    bare = ("".join(c for c in each if unicodedata.category(c) != "Mn") for each in listed)
    found = {unicodedata.normalize("NFC", each).lower() for each in [*bare, *ours.split()]}
    return {each for each in found if WORD.fullmatch(each)} - NAMES


def main() -> None:
    """Write the words."""
    listed = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    with (HERE / "common.csv").open(encoding="utf-8", newline="") as file:
        ours = {row["language"]: row["words"] for row in csv.DictReader(file)}
    listed["tr"] = [each for each in listed["tr"] if BROKEN.search(each) is None]
    rows = [(code, words_of(listed[code], ours.get(code, ""))) for code in sorted({"en", *ours})]
    lines = [f"{code},{' '.join(sorted(words))}" for code, words in rows]
    TARGET.write_text("\n".join(["language,words", *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
