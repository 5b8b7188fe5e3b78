"""Makes resolver/annotate/everyday.txt: English words written small, by how common they are.

    python -m tools.words.make_everyday /usr/share/dict/scowl

The argument is a folder with the lists of SCOWL 2020.12.07, as Debian's package `scowl` has them.
Those of all English, of American and of British English are read, of three sizes: a line each, and
no word twice. A word that is written with a capital, an apostrophe or an accent is left out, and so
is a single letter.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

TARGET: Final = Path(__file__).parents[2] / "resolver" / "annotate" / "everyday.txt"

SIZES: Final = (10, 20, 35)
"""The sizes of SCOWL's lists that are `COMMONNESS` of `resolver.annotate.words`, in its order."""

SPELLINGS: Final = ("english", "american", "british")


def words_of(folder: Path, size: int) -> set[str]:
    """The words of one size that are two small letters of a to z, or more."""
    texts = [(folder / f"{each}-words.{size}").read_text("utf-8") for each in SPELLINGS]
    words = " ".join(texts).split()
    return {each for each in words if re.fullmatch("[a-z]{2,}", each)}


def main() -> None:
    """Write the words."""
    folder = Path(sys.argv[1])
    lines: list[str] = []
    there: set[str] = set()
    for size in SIZES:
        words = words_of(folder, size) - there
        there |= words
        lines.append(" ".join(sorted(words)))
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
