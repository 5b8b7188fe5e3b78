"""The compiled index, opened for reading: immutable, memory-mapped, named by its fingerprint.

- `format`: what it is on disk; whole or refused. `draft` writes it.
- `segment`: the columns of one snapshot, by number.
- `opened`: `Index`, the snapshot that answers, or a base and the overlay of what changed since.
- `exact`: a folded name → the forms that equal it.
- `features`: a name → what it may be found by.
- `lexical`: features → the forms that share the rarest of them.

Three kinds of rows, each known by its number: an **entity**; an **alias**, one text of one entity;
a **form**, one distinct folded name with all the aliases that fold to it. Opening builds nothing,
and nothing writes into an opened index.
"""

from resolver.index.opened import Index

__all__ = ["Index"]
