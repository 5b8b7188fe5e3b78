"""The compiled index: immutable, memory-mapped, named by its fingerprint.

Opening builds nothing, nothing writes into an opened index, and a damaged or half-written snapshot
is refused. Its rows, each known by its number: an **entity**; an **alias**, one text of one entity;
a **form**, one distinct folded name with all the aliases that fold to it.

- `manifest`: what a snapshot says of itself, and the check of what was read.
- `format`: what a snapshot is on disk; whole or refused.
- `columns`: every column of a snapshot in one table.
- `current`: which snapshot answers; of the older ones, one stays.
- `draft`: a snapshot in the making, swapped in as a whole.
- `features`: a name → what it may be found by.
- `lexical`: features → the forms that share the rarest of them.
- `vectors`: the vector of a name → the forms that sound nearest.
- `cells`: writes vectors so that those that lie together stand together.
- `exact`: a folded name → the forms that equal it.
- `beginnings`: the words of all forms, sorted by how they begin, for what somebody types.
- `segment`: what is read from the columns of one snapshot, by number.
- `decided`: reviews and redirects, written with every snapshot, and read.
- `entities`: entities → what the columns hold of them, in any process.
- `forms`: forms → by what each is found, in any process.
- `builder`: blocks of both → the columns of a snapshot.
- `opened`: `Index`, the snapshot that answers, or a base and the overlays of what changed since.
"""

from resolver.index.opened import Index

__all__ = ["Index"]
