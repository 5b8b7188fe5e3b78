"""Fuzzers of all that takes bytes or texts from outside.

Reach for it to look for inputs that nobody thought of: `python -m tests.fuzz TARGET --minutes N`.
Each module has one target, or two that belong together. A target is a check that raises for a
crash, and the inputs that it is given (`target`):

- `fold`: a text → its fold.
- `query`: the query string of a URL, and a body → what the service answers.
- `csv`: bytes → rows, and what `bulk` makes of them.
- `index`: an index with damaged files → opened or refused.
- `decode`: bytes out of Redis → a decision or none.

A crash is an error that is not the one promised, a result that breaks an invariant, or a call that
takes longer than its size allows. It is made as small as it can be and printed as a call that can
be put into a test.
"""
