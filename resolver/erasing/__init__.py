"""Texts and IDs taken out of a home for good: a right that persons have.

Reach for `erase` to do it. It goes over all that a home keeps: what sources say, the journal with
its reviews and questions, rows that imports left out, lists that were sent, and indexes.

- `files`: files of a home in which something stands: jobs, and rows that were left out.
- `erase`: all of it, in order.
"""

from resolver.erasing.erase import Erasure, erase, sought_entity, sought_text

__all__ = ["Erasure", "erase", "sought_entity", "sought_text"]
