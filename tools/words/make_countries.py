"""Makes resolver/text/countries.csv: what texts call countries, for the context of names.

    python make_countries.py COUNTRIES_PACK OUT.csv            writes it
    python make_countries.py --check COUNTRIES_PACK OUT.csv    exit 1 where it is otherwise

The names are those of the pack `countries` (CLDR and ISO 3166-1, see tools/countries): its names,
its native and English aliases, and its acronyms of three letters or more; folded, in ASCII. What
two countries are called is left out.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from resolver.text.fold import fold, latin

ALSO = (("England", "GB"), ("Scotland", "GB"), ("Wales", "GB"), ("Korea", "KR"), ("PRC", "CN"))
"""What addresses say for a country and no table of countries has."""


def rows(pack: Path) -> list[tuple[str, str]]:
    """Names and codes, sorted."""
    found: dict[str, set[str]] = {}
    codes = {}
    for name, code in ALSO:
        _add(found, name, code)
    with (pack / "entities.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            codes[row["id"]] = row["country"]
            _add(found, row["name"], row["country"])
    with (pack / "aliases.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            usual = row["kind"] == "native" or row["language"] in ("", "en")
            code = codes.get(row["entity_id"])
            if code and usual and (row["kind"] != "weak" or row["alias"] in ("UK", "USA")):
                _add(found, row["alias"], code)
    return sorted((name, *code) for name, code in found.items() if len(code) == 1)


def _add(found: dict[str, set[str]], text: str, code: str) -> None:
    folded = fold(text)
    plain = latin(folded) if folded else None
    if plain and (len(plain) > 2 or plain == "uk"):
        found.setdefault(plain, set()).add(code)


def main() -> int:
    """Run it."""
    *options, pack, out = sys.argv[1:]
    lines = ["name,code", *(",".join(row) for row in rows(Path(pack)))]
    text = "\n".join(lines) + "\n"
    if "--check" in options:
        return int(Path(out).read_text("utf-8") != text)
    Path(out).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
