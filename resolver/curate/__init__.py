"""Keeping the tables: sources into the store, the store into an index, and checking both.

Each command that keeps a home is a call of this folder. It takes the home and how long to wait for
another writer, returns what it did, and prints nothing. One that takes its time reports to a
`Progress` how far it is.

- `importing`: one source into the store, with the work of many processes.
- `homes`: whole homes: import, forget, compile, build one that has no index, or follow one source.
- `overlay`: what changed since a snapshot → an overlay on it.
- `compile`: a store → an index, swapped in whole.
- `reviews`: what people decided of names, into the store.
- `review_file`: review.csv, in which they decide.
- `against`: a list as the table that is asked.
- `export`: a store written back, as a pack directory or as entity JSONL.
- `sides`: what somebody names to be compared: paths, packs, sources of the home.
- `diff`: what changed from one source to another, by entity and alias.
- `overlaps`: likely pairs across two sources.
- `overlap_file`: the file in which people decide whether a pair is one thing.
- `same`: what they decided to be one thing, into the store.
- `fields`: what is known of the properties of a table, and kept in its index.
- `check`: what is wrong with sources before they are imported.
- `counting`: how much sources hold.
- `weights`: the weights of a home, and fitting them on labels of one's own.
"""
