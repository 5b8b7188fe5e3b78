"""From a question and an opened index to a decision: pure functions of their arguments.

- `question`: the query, folded once.
- `candidates`: the few hundred entities that may be meant, and a cheap first look at each.
- `alignment`: two names part by part: what is the same, alike, missing, extra.
- `evidence`: the named reasons for and against each of the best, in log-odds.
- `verdict`: scores that compete with each other and with nobody, and what follows from them.
- `weights`: the numbers that all of them use.
"""
