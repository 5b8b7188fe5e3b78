"""What is answered about a text: the names in it, each with who or what it means here."""

from __future__ import annotations

from typing import Any

from resolver.model.decision import Decision
from resolver.model.frozen import frozen


@frozen
class Mention:
    """A name where it stands in a text.

    Args:
        start: Where it begins, in code points of the text.
        end: Where it ends.
        text: What stands there.
        decision: Who or what it means here; its evidence has what the text says beside the name.
    """

    start: int
    end: int
    text: str
    decision: Decision

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """The wire form, with the evidence where it is asked for."""
        decided = self.decision.to_dict(explain=explain)
        del decided["index"]
        return {"start": self.start, "end": self.end, "text": self.text, **decided}


@frozen
class Annotation:
    """The names in a text.

    Args:
        mentions: The names, in the order in which they stand; of spans that were given, in theirs.
        index: Fingerprint of the index that was asked.
    """

    mentions: tuple[Mention, ...]
    index: str

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """The wire form, with the evidence where it is asked for."""
        return {
            "mentions": [each.to_dict(explain=explain) for each in self.mentions],
            "index": self.index,
        }
