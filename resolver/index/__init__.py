"""The compiled index, opened for reading: immutable, memory-mapped, named by its fingerprint.

- `format`: what it is on disk; whole or refused.
- `columns`: its columns as `Index`: entities, aliases and forms by number.
- `exact`: a folded name → the forms that equal it.
- `lexical`: the features of a name → the forms that share the rarest of them.

Three kinds of rows, each known by its number: an **entity**; an **alias**, one text of one entity;
a **form**, one distinct folded name with all the aliases that fold to it. Opening builds nothing,
and nothing writes into an opened index.
"""

from resolver.index.columns import Index

__all__ = ["Index"]
