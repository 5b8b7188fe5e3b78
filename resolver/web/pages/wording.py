"""What an error says on a page: errors are worded for programs, and people have other ways.

Reach for `said_of` to show an error, and for `sentence` to make one of what it says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from resolver.errors import (
    ForeignOrigin,
    InvalidInput,
    KeyNeeded,
    ResolverError,
    ScopeMissing,
    TooManyJobs,
    UnknownCountry,
    UnknownEntity,
    UnknownJob,
    UnknownReview,
    UnknownRoute,
    UnknownType,
    UnreadableText,
    WrongMediaType,
    WrongMethod,
)

_OTHERS: Final[Mapping[type[ResolverError], tuple[str, str]]] = {
    KeyNeeded: ("you are not signed in, or no longer", "sign in, then do it once more"),
    ForeignOrigin: ("another site sent that form", "open the page here, and send it from there"),
    WrongMediaType: ("that is no form of these pages", "open the page, and send it from there"),
    UnknownRoute: ("there is no such page", "choose one above, or look a name up"),
    WrongMethod: (
        "this is the answer to a form, no page by itself",
        "open the page of the form anew",
    ),
    TooManyJobs: ("so many lists wait that no more are taken now", "try again in a minute"),
    UnknownType: ("nothing is of that type", "choose another"),
    UnknownJob: (
        "no list is here for you",
        "sign in if it is yours; it may have been removed, or be too old: hand it in again then",
    ),
}
"""What other errors say, and what to do."""

_REMEDIES: Final[Mapping[type[ResolverError], str]] = {
    UnknownCountry: "write its name, or a code such as IQ",
    UnknownEntity: "look it up by its name",
    UnknownReview: "it may have been taken back; see what was decided last",
    UnreadableText: "type it anew",
}
"""What to do about errors that say well what is wrong."""

_FIELDS: Final[Mapping[str, str]] = {
    "as_of": "",
    "context": "the text around it",
    "country": "",
    "property": "the fact",
    "text": "what you wrote",
    "valid_from": "in use since",
    "valid_until": "in use until",
}
"""What pages call fields that errors call otherwise; nothing where what was written says enough."""

_COMMAND: Final = "resolver "
"""How a command begins, which is no remedy on a page."""

_MOST: Final = 300
"""Letters of what an error says that are shown: what somebody wrote may stand in it."""

_END: Final = 80
"""How many of them are of its end, which says what is wrong with that."""

_WORD: Final = re.compile(r"[a-z]+[,;:]?(?= |$)")
"""A first word that gets a capital: no name of a file or of a field."""


def said_of(error: ResolverError) -> tuple[str, str | None]:
    """What is wrong, and what to do about it, in words for people."""
    if isinstance(error, ScopeMissing):
        what = f"your key may not do this, which needs one that may {error.scope}"
        return what, "sign in with such a key"
    for kind in type(error).__mro__:
        if kind in _OTHERS:
            return _OTHERS[kind]
        if kind in _REMEDIES:
            return _called(error), _REMEDIES[kind]
    is_command = _COMMAND in (error.remedy or "")
    return _called(error), None if is_command else error.remedy


def _called(error: ResolverError) -> str:
    """What is wrong, with its field called as people call it."""
    field = error.field if isinstance(error, InvalidInput) else None
    if field is None or not error.what.startswith(f"{field} "):
        return error.what
    called = _FIELDS.get(field, field.replace("_", " "))
    return f"{called}{error.what.removeprefix(field)}".strip()


def sentence(text: str | None) -> str:
    """What an error says, as a sentence that is not too long."""
    if not text:
        return ""
    if len(text) > _MOST:
        text = f"{text[: _MOST - _END]}…{text[-_END:]}"
    first = text[:1].upper() if _WORD.match(text) else text[:1]
    end = "" if text.endswith((".", "?", "!")) else "."
    return f"{first}{text[1:]}{end}"


def sentences(error: ResolverError) -> str:
    """What an error says, as all that a page shows of it."""
    return " ".join(filter(None, map(sentence, said_of(error))))
