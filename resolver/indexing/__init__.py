"""What people change, published: from the journal into the index that answers, within a moment.

    number = table.alias("nato", "OTAN").change
    seen(home, number, wait_s=5)

An index is a chain of snapshots: a base that holds all entities, overlays, and a small top one that
is made anew with each change. When the top has grown, the next one stands on it. When some stand on
each other, or nothing changes for a moment, one middle overlay is made of them, beside; when that
has grown, a new base is. One process of a home does this, the indexer; where none is at work,
whoever changed something does it. What a power cut takes of a top is made again, for the journal
has it.

- `publishing`: the journal → the next top overlay, and `seen`.
- `growing`: the next middle overlay or base, in a process of its own.
- `indexer`: the process that publishes, one a home.
"""

from resolver.indexing.publishing import seen

__all__ = ["seen"]
