"""An entity as it is answered, from an index or from the store, and its tag.

Reach for `shown` to answer an entity. The tag of one that was changed is the one under which it is
read once the index has the change.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple
from urllib.parse import quote

from flask import Response

from resolver.engine import Resolver
from resolver.model.wire import Body, render, tag_of_record
from resolver.web.responses import moved_response
from resolver.web.route import Route

_ASKED: Final = "%/:?#[]@!$&'()*+,;=-._~"
"""What stays as it is in a query string that is sent back."""


class Shown(NamedTuple):
    """An entity as it is answered.

    Args:
        value: All that is known of it.
        etag: Its entity tag, in quotes: of its record, a dot, and of what is said of its sources.
    """

    value: dict[str, Any]
    etag: str

    @property
    def body(self) -> Body:
        """The bytes, with the tag."""
        return Body(render(self.value).content, self.etag)


def shown(record: dict[str, Any], resolver: Resolver) -> Shown:
    """An entity as it is answered.

    Args:
        record: As an index has it, or the store (`StoredEntity.record`).
        resolver: On the index that knows its sources.
    """
    value = resolver.described(record)
    sources = render({"sources": value["sources"]}).etag.strip('"')
    return Shown(value, f'"{tag_of_record(record)}.{sources}"')


def url_of(entity_id: str, route: Route) -> str:
    """The URL of an entity on a route with an ID in its path."""
    return route.path.replace("{id}", quote(entity_id, safe=""))


def moved(survivor: str, route: Route, query_string: bytes = b"") -> Response:
    """The response where an ID became another one: where the route has that, asked likewise."""
    query = f"?{query_string.decode('latin-1')}" if query_string else ""
    return moved_response(url_of(survivor, route) + quote(query, safe=_ASKED))
