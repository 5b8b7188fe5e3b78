"""Lists that somebody else wrote, read in whatever form they are, and the text of rows written.

Reach for `open_list` where a row that is wrong must stay beside the others, marked: rows in are
rows out. `resolver.packs.rows` is for tables that must be right, and by default stops at the first
thing that is not. However long a list is, the same memory is enough.

- `form`: how a list is written, what a user says of it, and what its name says.
- `compression`: bytes out of gzip, bzip2 and Zstandard, and into them.
- `opening`: the bytes of a file or a stream, looked into first and then read, within a limit.
- `encoding`: which encoding bytes are in.
- `lines`: bytes → lines of text; those that cannot be decoded are kept, and named.
- `splitting`: lines → the rows of a CSV; a broken one costs its first line alone.
- `dialect`: which delimiter and quoting read the first rows best.
- `reader`: a row, and what every form of list gives.
- `delimited`, `jsonl`, `parquet`: the three forms; the last also writes.
- `reading`: `open_list`, which finds the form and opens it.
- `cells`: a row as the text of a CSV, also one for a spreadsheet.
- `writing`: rows with what is added to them, as text, and the file that this becomes.
"""
