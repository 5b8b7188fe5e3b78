"""Text without a table: folding a name to its normal form, and knowing what its parts are.

- `fold`: a name → its normal form, or None where nothing of it is a letter or a digit.
- `names`: a folded name → its parts, each with its role (honorific, legal form, initial, …).

Pure functions of their arguments: no index, no file after loading, no state.
"""
