"""Tables of companies: reach for it to read a register, or names with the time of their use.

- `gleif`: the Golden Copy of all Legal Entity Identifiers.
- `dated_names`: any CSV of names with the time in which they were in use.
"""

from __future__ import annotations

from typing import Final

from resolver.packs.companies import dated_names, gleif

PACKS: Final = (gleif.ENTRY, dated_names.ENTRY)
