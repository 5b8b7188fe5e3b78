"""Makes `resolver/text/han.txt`: traditional Han letters, and below each its simplified form.

    python tools/han/make_han.py resolver/text/han.txt
    python tools/han/make_han.py --check resolver/text/han.txt    exit 1 where it differs

Source: OpenCC's conversion `t2s`, letter by letter (Apache-2.0). Letters that it turns into
several, or that have no letter of their own in Unicode's normal form, stay as they are.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from opencc import OpenCC

RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x32000))
"""The blocks of Han letters in Unicode: first letter, and the one after the last."""


def make() -> str:
    """Two lines of equal length: the traditional letters, and the simplified ones."""
    simplify = OpenCC("t2s").convert
    pairs = {}
    for first, end in RANGES:
        for letter in map(chr, range(first, end)):
            simple = simplify(letter)
            while simplify(simple) != simple:  # simplifying twice must change nothing
                simple = simplify(simple)
            if len(simple) == 1 and simple != letter == unicodedata.normalize("NFKC", letter):
                pairs[letter] = simple
    return "".join(pairs) + "\n" + "".join(pairs.values()) + "\n"


def main() -> None:
    """Write the file, or check it."""
    *check, path = sys.argv[1:]
    if not check:
        Path(path).write_text(make(), "utf-8")
    elif Path(path).read_text("utf-8") != make():
        sys.exit(f"{path} is not what the script makes — run: python tools/han/make_han.py {path}")


if __name__ == "__main__":
    main()
