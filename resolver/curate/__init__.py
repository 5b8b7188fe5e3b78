"""Keeping the tables: sources into the store, the store into an index, and checking both.

- `importing`: a source → the store, all of it or nothing of it.
- `compile`: the store → an index, swapped in whole.
- `check`: what a person should look at before a pack is imported.
"""
