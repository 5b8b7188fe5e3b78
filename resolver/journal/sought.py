"""What is to be erased, or was: IDs, and texts that fold alike.

Reach for `Sought` to look for what somebody names, and for `Erased` to know it again afterwards,
when nothing is kept of it but keyed hashes. Both say the same of an ID, of a name, and of a longer
text in which one stands between words.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Protocol

from resolver.journal.reading import Reading
from resolver.text.fold import fold
from resolver.text.keys import form_of

ERASED: Final = "erased"
"""The name of the note of a journal that has the hashes."""

_SETS: Final = ("ids", "names", "beside", "words")
"""What a note has beside the key."""

_SHORTEST: Final = 4
"""Characters of an ID that is looked for in texts."""

_KEY_BYTES: Final = 32


class Matches(Protocol):
    """Says of IDs and texts whether they go."""

    def is_id(self, entity_id: str) -> bool:
        """Whether this ID goes."""
        ...

    def is_name(self, text: str) -> bool:
        """Whether this name goes, whichever entity has it."""
        ...

    def mentions(self, text: str) -> bool:
        """Whether something that goes stands in a text."""
        ...


@dataclass(frozen=True)
class Sought:
    """What somebody wants to be erased.

    Args:
        ids: IDs.
        names: Names that go whoever has them.
        beside: Names that go from texts alone, for they are those of the IDs.
    """

    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()

    def is_id(self, entity_id: str) -> bool:
        """Whether this ID goes."""
        return entity_id in self.ids

    def is_name(self, text: str) -> bool:
        """Whether this name goes."""
        return bool(self.names) and form_of(text) in self._named

    def mentions(self, text: str) -> bool:
        """Whether an ID or a name stands in a text."""
        if self._pattern is not None and self._pattern.search(text):
            return True
        return _stands_in(text, self._forms, self._words)

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(map(form_of, self.names))

    @cached_property
    def _forms(self) -> frozenset[str]:
        return frozenset(map(form_of, self.names | self.beside))

    @cached_property
    def _words(self) -> frozenset[int]:
        return frozenset([len(each.split()) for each in self._forms])

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Finds the IDs, where nothing before and after belongs to another one; not short ones,
        which would be found as words of any text."""
        said = sorted(each for each in self.ids if len(each) >= _SHORTEST)
        if not said:
            return None
        ids = "|".join(map(re.escape, said))
        return re.compile(rf"(?<![\w-])(?:{ids})(?![\w-])")


def _stands_in(text: str, forms: frozenset[str], lengths: Iterable[int]) -> bool:
    return any(form in forms for form in _windows(text, lengths)) or any(
        form[1:] in text for form in forms if form[0] == "="
    )


def _windows(text: str, lengths: Iterable[int]) -> Iterator[str]:
    """The forms of all spans of so many words."""
    words = (fold(text) or "").split()
    for length in lengths:
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


@dataclass(frozen=True)
class Erased:
    """What was erased from a home, as hashes under a key of the home's own.

    Args:
        key: The key, in hexadecimal digits.
        ids: Hashes of IDs.
        names: Hashes of the forms of names that go whoever has them.
        beside: Likewise of those that go from texts alone.
        words: How many words all those names have.
    """

    key: str = field(default_factory=lambda: secrets.token_hex(_KEY_BYTES))
    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    words: frozenset[int] = frozenset()

    @classmethod
    def read(cls, reading: Reading) -> Erased:
        """What the journal of a home has noted."""
        note = reading.note(ERASED)
        if note is None:
            return cls()
        said = json.loads(note)
        return cls(said["key"], *(frozenset(said[name]) for name in _SETS))

    def with_(self, sought: Sought) -> Erased:
        """The same, and what is erased now."""
        names, beside = (
            {form_of(each) for each in texts} for texts in (sought.names, sought.beside)
        )
        return Erased(
            self.key,
            self.ids | {self._hash("id", each) for each in sought.ids},
            self.names | {self._hash("name", form) for form in names},
            self.beside | {self._hash("name", form) for form in beside},
            self.words | {len(form.split()) for form in names | beside},
        )

    def to_note(self) -> str:
        """What a journal keeps."""
        return json.dumps(
            {"key": self.key, **{name: sorted(getattr(self, name)) for name in _SETS}}
        )

    def __bool__(self) -> bool:
        return bool(self.ids or self.names)

    def is_id(self, entity_id: str) -> bool:
        """Whether this ID was erased."""
        return bool(self.ids) and self._hash("id", entity_id) in self.ids

    def is_name(self, text: str) -> bool:
        """Whether this name was erased."""
        return bool(self.names) and self._hash("name", form_of(text)) in self.names

    def mentions(self, text: str) -> bool:
        """Whether a name that was erased stands in a text."""
        known = self.names | self.beside
        return any(self._hash("name", form) in known for form in _windows(text, self.words))

    def _hash(self, what: str, text: str) -> str:
        key = bytes.fromhex(self.key)
        return hashlib.blake2b(f"{what}:{text}".encode(), key=key, digest_size=16).hexdigest()
