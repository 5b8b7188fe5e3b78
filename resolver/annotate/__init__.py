"""Names in running texts: found, and each with who or what it means there.

`annotating` is the way of a text on one page; `Resolver.annotate` calls it.

- `tokens`: words of a text and where they stand, in any script.
- `languages`: in which languages a text is, and their everyday words.
- `words`: everyday words, cues, demonyms, abbreviations.
- `sentences`: where sentences begin.
- `evidence`: the names of what a text says of a candidate, and what each means.
- `stretches`: which runs of tokens are names of the table.
- `facts`: what of an entity a text may speak of.
- `prominence`: how prominent entities are.
- `table`: what is asked about texts.
- `candidates`: whom a name may mean, before the text is asked.
- `sight`: a text to look at, with the words by which its tokens are told apart.
- `reading`: a text, read, and the places where names stand.
- `within`: whether a name is part of a longer one that the table lacks.
- `bearers`: what the table has for a text.
- `cues`: what says that a stretch is meant as a name.
- `bearing`: whether a family name is part of another name.
- `readings`: as what a stretch may be read.
- `finding`: the stretches that are.
- `alike`: names that nobody bears, but that are written like one.
- `descriptions`: what a text says beside names of all that is no place.
- `linking`: who each name means, with regard to the others.
- `surroundings`: the country or unit named right beside a name.
- `coreference`: names that rest on a fuller one in the same text.
- `weights`: the numbers by which names are found and told apart.
- `pausing`: pauses in long work.
- `annotating`: a text on one page.
- `in_context`: a name that is asked with the text around it.
"""

from resolver.annotate.annotating import annotate
from resolver.annotate.in_context import rank_in_context
from resolver.annotate.pausing import Pause
from resolver.annotate.table import Table, table_of
from resolver.annotate.weights import load_text_weights

__all__ = [
    "Pause",
    "Table",
    "annotate",
    "load_text_weights",
    "rank_in_context",
    "table_of",
]
