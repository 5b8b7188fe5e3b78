"""What is asked of a table about one text, from a resolver."""
from __future__ import annotations
from typing import Any
from resolver.annotate.candidates import Asking
from resolver.annotate.words import load_text_words
from resolver.index.columns import ALL_TYPES
from resolver.index.segment import type_bit
from resolver.model import Query
def asking_of(resolver: Any, types=None, country=(), as_of=None, limit=5) -> Asking:
    bits = ALL_TYPES if types is None else 0
    for each in types or (): bits |= int(type_bit(each))
    query = Query(text="-", country=country, as_of=as_of, limit=limit, type=types[0] if types and len(types)==1 else None)
    seg=resolver._index.segments[0]
    import numpy as np
    places=(seg.type_bits[seg.entity_type] & type_bit("place"))>0
    known=1-np.isnan(seg.entity_rank[places]).mean() if places.any() else 0.0
    return Asking(resolver._index, resolver._weights, resolver._words, load_text_words(), bits, query, bool(known<.1))
