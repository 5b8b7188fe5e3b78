"""Makes resolver/text/countries.csv: what texts call countries, for the context of names.

    python make_country_names.py COUNTRIES_PACK OUT.csv            writes it
    python make_country_names.py --check COUNTRIES_PACK OUT.csv    exit 1 where it differs

The names are those of the pack `countries` (CLDR and ISO 3166-1, see tools/countries): its names,
its native and English aliases, and its acronyms of three letters or more. They are folded, in
ASCII letters. A name of two countries is left out.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from resolver.text.fold import fold, latin

EXTRA_NAMES = (
    ("England", "GB"),
    ("Scotland", "GB"),
    ("Wales", "GB"),
    ("Korea", "KR"),
    ("PRC", "CN"),
    ("Gaza", "PS"),
    ("Gaza Strip", "PS"),
    ("West Bank", "PS"),
    ("غزة", "PS"),
    ("قطاع غزة", "PS"),
    ("الضفة الغربية", "PS"),
    ("רצועת עזה", "PS"),
    ("הגדה המערבית", "PS"),
    ("Iraqi Kurdistan", "IQ"),
    ("Kurdistan Region", "IQ"),
)
"""Names of countries, and of parts of them, that people write and no table of countries has.

Kurdistan alone is no such name: it lies in four countries.
"""

USUAL_WEAK = ("UK", "USA")
"""Weak aliases that in texts mean the country all the same."""


def country_names(pack: Path) -> list[tuple[str, str]]:
    """Names, each with the code of the one country that is called so, sorted."""
    codes: dict[str, set[str]] = defaultdict(set)
    for text, code in (*EXTRA_NAMES, *_pack_names(pack)):
        folded = fold(text)
        name = latin(folded) if folded else None
        if code and name and (len(name) > 2 or name == "uk"):
            codes[name].add(code)
    return sorted((name, found.pop()) for name, found in codes.items() if len(found) == 1)


def _pack_names(pack: Path) -> Iterator[tuple[str, str]]:
    """Every name of the pack that texts use, with the country's code."""
    codes = {}
    with (pack / "entities.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            codes[row["id"]] = row["country"]
            yield row["name"], row["country"]
    with (pack / "aliases.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            usual = row["kind"] == "native" or row["language"] in ("", "en")
            if usual and (row["kind"] != "weak" or row["alias"] in USUAL_WEAK):
                yield row["alias"], codes.get(row["entity_id"], "")


def main() -> None:
    """Write the file, or check it."""
    *check, pack, out = sys.argv[1:]
    lines = ["name,code", *(",".join(row) for row in country_names(Path(pack)))]
    text = "\n".join(lines) + "\n"
    if not check:
        Path(out).write_text(text, "utf-8")
    elif Path(out).read_text("utf-8") != text:
        script = "tools/words/make_country_names.py"
        sys.exit(f"{out} is not what the script makes — run: python {script} {pack} {out}")


if __name__ == "__main__":
    main()
