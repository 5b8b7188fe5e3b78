"""Names in running texts: found, and each with who or what it means there.

`annotating` is the way of a text on one page; `Resolver.annotate` calls it.

- `tokens`: words of a text and where they stand, in any script.
- `words`: everyday words, cues, demonyms, abbreviations.
- `stretches`: which runs of tokens are names of the table.
- `facts`: what of an entity a text may speak of.
- `candidates`: whom a name may mean, before the text is asked.
- `cues`: what says that a stretch is meant as a name.
- `finding`: the stretches that are.
- `linking`: who each name means, with regard to the others.
- `weights`: the numbers of both.
- `pausing`: pauses in long work.
- `annotating`: a text on one page.
"""

from resolver.annotate.annotating import annotate
from resolver.annotate.candidates import Table, table_of
from resolver.annotate.pausing import Pause
from resolver.annotate.weights import load_text_weights

__all__ = ["Pause", "Table", "annotate", "load_text_weights", "table_of"]
