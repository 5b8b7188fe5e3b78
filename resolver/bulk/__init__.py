"""Lists: a file of rows in, the same rows out with the answers beside each.

- `questions`: a row → what it asks, by the columns that have a role.
- `answers`: what is added to a row.
- `remembered`: answers by what was asked, within so many bytes.
- `guessing`: what the columns of a list seem to be.
- `creating`: names that are nobody's, made entities.
- `stream`: rows → rows with their answers, in order.
- `tally`: what is counted of a list, and its summary.
- `options`: the one table of what may be said of a list.
- `checkpoint`: what a run needs to go on after it was killed.
- `output`: where the text of rows goes.
- `blocks`: rows that were answered → the output, block by block.
- `stamp`: what the bytes of an output depend on.
- `review`: the ambiguous questions, as people decide them.
- `report`: the page of what was done.
- `run`: `resolve_list`, the whole way of a list.

A row is never lost, and its place never changes. However long a list is, the same memory is
enough: answers are remembered within bytes, rows wait in bounded number, and what was asked is
counted on disk.
"""
