"""What a request wants changed: its body, why, and on which condition.

Reach for this module in a route that writes. A field that the route does not know is refused by its
name; `reason` may be in every body.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, NamedTuple

from flask import Request

from resolver.errors import BadValue
from resolver.web.bodies import read_body
from resolver.web.requests import check_once, json_object, url_options
from resolver.web.route import Route

_REMEDY: Final = "send what /docs shows for this route"


class Asked(NamedTuple):
    """What a request asks.

    Args:
        fields: The fields of its body, but for the reason.
        options: What its URL says, with all defaults.
        reason: Why something is changed.
    """

    fields: dict[str, Any]
    options: dict[str, Any]
    reason: str | None

    def only(self, *known: str, required: Collection[str] = ()) -> dict[str, Any]:
        """The fields, where these are all that may be there.

        Raises:
            BadValue: There is another one, or one is missing that is required.
        """
        for name in self.fields:
            if name not in known:
                raise BadValue(
                    f"unknown field {name!r}", f"there are {', '.join(known)}, reason", field=name
                )
        for name in required:
            if self.fields.get(name) is None:
                raise BadValue(f"{name} is missing", _REMEDY, field=name)
        return self.fields


def asked_of(request: Request, route: Route) -> Asked:
    """What a request asks of a route that changes something.

    Raises:
        InvalidInput: Its URL or its body is wrong.
        BadRequest: It has no such body as the route takes.
    """
    options = url_options(request.query_string, route)
    body = read_body(request, route)
    is_needed = route.body is not None and route.body.is_required
    fields = json_object(body, "the body", _REMEDY) if body or is_needed else {}
    check_once(fields)
    reason = fields.pop("reason", None)
    return Asked(fields, options, options.get("reason") if reason is None else reason)


_OF_SERVICE: Final = frozenset({"sources", "changes", "other_ids", "packs"})
_OF_SERVICE_IN_ALIAS: Final = frozenset({"pack", "change"})


def entity_sent(fields: Any) -> Any:
    """An entity as it was sent, without what only the service says of one that is read."""
    if not isinstance(fields, dict):
        return fields
    kept = {key: value for key, value in fields.items() if key not in _OF_SERVICE}
    if isinstance(kept.get("aliases"), list):
        kept["aliases"] = [alias_sent(each) for each in kept["aliases"]]
    return kept


def alias_sent(alias: Any) -> Any:
    """As `entity_sent`, an alias."""
    if not isinstance(alias, dict):
        return alias
    return {key: value for key, value in alias.items() if key not in _OF_SERVICE_IN_ALIAS}


IF_MATCH: Final[dict[str, Any]] = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that the entity has to have; of a merge, the survivor.",
    "schema": {"type": "string"},
}
"""The header as a parameter of OpenAPI."""

IF_NONE_MATCH: Final[dict[str, Any]] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "With `*`, only where no entity has the ID.",
    "schema": {"type": "string", "const": "*"},
}
"""Likewise."""


def if_match(request: Request) -> str | None:
    """The tag of the record that an entity has to have; `*` for any, None for no condition.

    An entity's `ETag` is the tag of its record, a dot, and the tag of what is said of its sources:
    an edit is on the safe side where the first is what it was.

    Raises:
        BadValue: There are several.
    """
    tags = request.if_match
    if "HTTP_IF_MATCH" not in request.environ:
        return None
    if tags.star_tag:
        return "*"
    found = [*tags.as_set()]
    if len(found) > 1:
        raise BadValue(
            "If-Match has several tags", "send the ETag that the entity came with", field="If-Match"
        )
    return found[0].partition(".")[0] if found else ""  # a weak tag matches none
