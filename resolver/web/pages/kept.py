"""A form that came from who was no longer signed in: what was typed is kept until it is sent again.

Reach for it where a page asks somebody to sign in, and for what is done once they have. The fields
go along through the form to sign in, each under its name behind `sent_`, and `to` says where they
are sent then. Nothing is sent by itself: somebody sees what it is, and presses a button.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import quote

from werkzeug.datastructures import MultiDict

from resolver.web.page_routes import SEND_KEY, SIGN_OUT
from resolver.web.route import MAX_BODY_BYTES
from resolver.web.routes import route_of

TO: Final = "to"
"""The field that says where the others are sent."""

_BEFORE: Final = "sent_"

MAX_BYTES: Final = MAX_BODY_BYTES // 2
"""Bytes of fields that go along through the form to sign in, as a form writes them at most."""

_TIMES: Final = 3
"""Bytes that a form writes for one of a text at most."""


class Kept(NamedTuple):
    """A form to be sent again.

    Args:
        path: Where to.
        fields: The names and values of its fields.
    """

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def action(self) -> str:
        """The path as a URL has it."""
        return quote(self.path)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The fields that go along in the form to sign in; none where they are too long."""
        said = [(TO, self.path), *((_BEFORE + name, value) for name, value in self.fields)]
        size = sum(len(f"{name}{value}".encode()) for name, value in said) * _TIMES
        return said if size <= MAX_BYTES else []


def kept_form(path: str, fields: Iterable[tuple[str, str]], *, without: str) -> Kept | None:
    """A form that was sent; None where none is sent to that path, or nothing is to be kept.

    Args:
        path: Where it was sent to.
        fields: Its fields.
        without: The field that is made anew.
    """
    route = route_of("POST", path)
    if route is None or not route.is_page or route.takes_list or route in (SEND_KEY, SIGN_OUT):
        return None
    return Kept(path, tuple(pair for pair in fields if pair[0] != without))


def carried_form(fields: MultiDict[str, str], *, without: str) -> Kept | None:
    """The form that went along in another one; None where none did."""
    found = [
        (name.removeprefix(_BEFORE), value)
        for name, value in fields.items(multi=True)
        if name.startswith(_BEFORE)
    ]
    return kept_form(fields.get(TO, ""), found, without=without)


def page_of(path: str) -> str:
    """The page that a form stands on, or one that leads to it: /texts/decide → /texts."""
    while path and route_of("GET", path) is None:
        path = path.rpartition("/")[0]
    return quote(path) or "/"
