"""Who may be meant: from a query and an opened index to a few hundred candidates.

- `question`: the query, folded once.
- `forms`: the names that may be the asked one, by letters and by sound.
- `prescore`: names → their entities, each once, best first by a cheap score.
- `candidates`: exact matches, then both searches: who may be meant.
- `spans`: long texts that hold a name: their parts, each asked.
"""
