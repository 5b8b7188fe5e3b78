"""The table of a home as people and programs change it: each verb is one numbered change.

    with Table.open(home) as table:
        table.alias("nato", {"text": "OTAN", "language": "fr"}, reason="as in the press")

What is not refused is on disk when a verb returns, with who did it, and can be undone. The table
may be served, imported into or compiled meanwhile.

- `records`: the tag of an entity, and what differs between two states of it.
- `minting`: IDs for entities that nobody has named yet.
- `fields`: from what an entity should be to the operations that make it so.
- `editing`: one change in the making.
- `setting`: an entity as a whole: created, made what is given, patched.
- `aliasing`: one alias more of an entity, or one less.
- `merging`: entities made one, and taken apart again.
- `merge_effects`: what a merge would do to names and decisions.
- `reviewing`: what people decided of names.
- `likeness`: whether a record and an entity are the same, where no index can be asked.
- `resolving`: the ID of a record, or a new one.
- `undecided`: what is left to decide.
- `undoing`: one change taken back.
- `edit_lines`: changes as lines of a file that lives in git, and back.
- `taken_in`: changes out of such a file into the journal.
- `table`: `Table`, with all verbs.
"""

from resolver.table.editing import Done
from resolver.table.merging import Merge
from resolver.table.resolving import HOW, How, Possible, Resolved
from resolver.table.reviewing import Reviewed
from resolver.table.table import Table

__all__ = ["HOW", "Done", "How", "Merge", "Possible", "Resolved", "Reviewed", "Table"]
