"""From a query and an opened index to a decision: pure functions of their arguments.

- `pipeline`: one query on one page, from the query to a ranking.
- `retrieve`: who may be meant: a few hundred candidates, each with a prescore.
- `score`: how likely each of the best is: evidence, scores, verdict.
"""
