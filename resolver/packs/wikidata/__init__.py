"""Items of Wikidata: the JSON dump, line by line, filtered. Reach for it for pack `wikidata`.

The dump is a JSON array with an entity a line, plain or packed (gzip, bzip2, Zstandard); JSON lines
without the array are read too. Of its hundred million lines few are wanted: by default the items
that are instances of a class of `classes.csv` and that at least one wiki has a page about, with
their names in the languages of the United Nations and of the bundled tables.

A file beside the dump may say something else, `latest-all.toml` (or `latest-all.json.bz2.toml`)
beside `latest-all.json.bz2`:

    types = ["person", "organization"]     # of the shipped classes those of these types
    classes = ["Q515", "Q46970"]           # or these classes, with their subclasses in the list
    languages = ["en", "uk"]               # of labels and aliases; "mul" comes always
    min_sitelinks = 5                      # pages that wikis have about an item, at least

A class that is not in the list has its type beside it: `classes = {Q11344 = "other"}`.

- `options`: what is wanted of a dump: by default, or as a file beside it says.
- `lines`: a dump → the lines that may be wanted, by looking at their bytes alone.
- `statements`: the values of an item's statements: ranks, dates, coordinates.
- `names`: the name of an item, and its aliases.
- `items`: a line → the records of an item.
- `dump`: the whole way from a dump to records.

`classes.csv` has a class a row, with the type that its instances have here, and a broader class of
the list; `countries.csv` the items of countries with their ISO codes.

Source: "Wikibase/DataModel/JSON", https://www.mediawiki.org/wiki/Wikibase/DataModel/JSON, and
"Wikidata:Database download", https://www.wikidata.org/wiki/Wikidata:Database_download
"""

from __future__ import annotations

from typing import Final

from resolver.packs.wikidata.dump import ENTRY

PACKS: Final = (ENTRY,)
