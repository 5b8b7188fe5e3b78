"""Sanctions lists: who is on the lists of the United States, the United Nations, the EU, the UK.

Reach for `PACKS`, the packs of the family. All lists use the same words for the same facts
(`birth_date`, `nationality`, `gender`, `programme`, `listed_on`, `identifier`, `passport`, `imo`),
and names that a list calls weak or of low quality are `weak`. IDs are those by which other
collections refer to the lists: `ofac-36`, `unsc-6908555`, `eu-fsf-eu-27-28`, `gb-hmt-12703`.

- `countries`: what a list calls a country → its code.
- `party`: what a list says of one party, gathered into an entity.
- `widths`: rows that have as many cells as they should.
- `ofac`: the pack of OFAC's list: sdn.csv with alt.csv and add.csv beside it, or the XML.
- `ofac_files`: which files are that list.
- `remarks`: the remarks of sdn.csv, in which most facts stand.
- `ofac_advanced`: the same list in its advanced XML.
- `references`: the values that the advanced XML refers to by number.
- `un`: the consolidated list of the Security Council.
- `eu`: the consolidated list of the European Union.
- `uk`: the list of the United Kingdom.
"""

from __future__ import annotations

from typing import Final

from resolver.packs.entry import Entry
from resolver.packs.sanctions import eu, ofac, uk, un

PACKS: Final[tuple[Entry, ...]] = (ofac.PACK, un.PACK, eu.PACK, uk.PACK)
