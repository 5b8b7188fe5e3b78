"""Who may be meant: from a query and an opened index to a few hundred candidates.

- `question`: the query, folded once.
- `ruling`: what people decided of the very question.
- `forms`: the names that may be the asked one, by a lexical and a phonetic search.
- `beside`: what stands beside a name, as prescores count it.
- `prescore`: names → their entities, each once, best first by a cheap score.
- `exact`: the entities that bear the very name.
- `candidates`: exact matches, then both searches.
- `tails`: names with a place behind a comma.
- `typed`: the entities whose names begin as typed.
- `spans`: long texts that hold a name: their spans, each asked.
"""
