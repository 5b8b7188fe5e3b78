"""Makes resolver/explaining/names.csv: what English calls languages, scripts and countries.

    python make_english_names.py OUT.csv            writes it
    python make_english_names.py --check OUT.csv    exit 1 where it differs

The names of languages and scripts are those of CLDR, by way of Babel: of languages with a code of
two letters, and of those of three letters that have a script in `resolver.text.script` or a name in
the bundled packs. Countries are called as in the pack `countries`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from resolver.model import COUNTRIES
from resolver.text.script import SCRIPTS

PACKS = Path(__file__).parent.parent.parent / "aliases"

NAMED_SCRIPTS = ("Arab", "Cyrl", "Deva", "Grek", "Hans", "Hant", "Hebr", "Jpan", "Kore", "Latn")
"""Scripts that tags of languages name."""


def _languages_of_packs() -> set[str]:
    """The languages of all aliases of the bundled packs, without script and country."""
    found = set()
    for path in PACKS.glob("*/aliases.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            found |= {row["language"].split("-")[0] for row in csv.DictReader(lines)}
    return found


def _countries() -> Iterator[tuple[str, str]]:
    """The code and the name of each country, by code."""
    pack = PACKS / "countries"
    with (pack / "entities.csv").open(encoding="utf-8", newline="") as lines:
        names = {row["id"]: row["name"] for row in csv.DictReader(lines)}
    with (pack / "same_as.csv").open(encoding="utf-8", newline="") as lines:
        codes = {row["same_as"]: names[row["id"]] for row in csv.DictReader(lines)}
    yield from ((code, codes[code]) for code in sorted(COUNTRIES))


def rows() -> Iterator[tuple[str, str, str]]:
    """What each row names, its code, and the name."""
    english = Locale("en")
    wanted = _languages_of_packs() | set(SCRIPTS)
    for code, name in sorted(english.languages.items()):
        if len(code) == 2 or code in wanted:
            yield "language", code, name
    for code in NAMED_SCRIPTS:
        yield "script", code, english.scripts[code]
    for code, name in _countries():
        yield "country", code, name


def main() -> None:
    """Write the file, or check it."""
    *check, out = sys.argv[1:]
    lines = ["of,code,name", *(f'{of},{code},"{name}"' for of, code, name in rows())]
    text = "\n".join(lines) + "\n"
    if not check:
        Path(out).write_text(text, "utf-8")
    elif Path(out).read_text("utf-8") != text:
        sys.exit(f"{out} is not what the script makes — run: python {__file__} {out}")


if __name__ == "__main__":
    main()
