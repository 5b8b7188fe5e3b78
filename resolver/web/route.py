"""What a row of the table of routes says: reach for it to add something that rows may say.

The rows are in `resolver.web.routes`; those of routes that change the table in
`resolver.web.edit_routes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, TypeVar

from flask import Flask
from werkzeug.routing import PathConverter

from resolver.access import Scope
from resolver.bulk.options import BulkOption
from resolver.errors import ResolverError
from resolver.model import Option

MAX_BODY_BYTES: Final = 1 << 20
"""Bytes that the body of a request has at most."""

JSON: Final = "application/json"
"""The media type of answers and of the bodies that are taken."""

FIELDS: Final = "application/x-www-form-urlencoded"
"""The media type of the fields of a form on a page."""

MAX_NUMBER: Final = 2**53 - 1
"""The highest number of a change; JSON has it exactly."""

MAX_RECORDS: Final = 100
"""Records of a request at most: with an `Idempotency-Key` they are one transaction."""

View = TypeVar("View", bound=Callable[..., Any])


class RequestBody(NamedTuple):
    """What a route takes as the body of a request.

    Args:
        schemas: The names of the schemas of which it has to satisfy one.
        media_types: What it has to be declared as: one of these.
        max_bytes: How long it may be.
        is_required: Whether there has to be one.
        may_be_undeclared: Whether one that is declared as nothing is taken, too.
    """

    schemas: tuple[str, ...]
    media_types: tuple[str, ...] = (JSON,)
    max_bytes: int = MAX_BODY_BYTES
    is_required: bool = True
    may_be_undeclared: bool = False


class Content(NamedTuple):
    """What a route answers with.

    Args:
        media_type: What the answer is declared as.
        schemas: The names of the schemas of which it satisfies one; () for `json_type`.
        json_type: The JSON type of an answer that no schema describes.
        has_etag: Whether a client may ask with the answer's tag whether it still holds.
        other_types: Other media types, for a client that accepts nothing else.
    """

    media_type: str = JSON
    schemas: tuple[str, ...] = ()
    json_type: Literal["object", "string"] = "object"
    has_etag: bool = False
    other_types: tuple[str, ...] = ()


class IdConverter(PathConverter):
    """The ID at the end of a path: anything, slashes at its beginning too, unlike Flask's own."""

    regex = ".+"
    part_isolating = False


@dataclass(frozen=True, slots=True)
class Route:
    """One route.

    Args:
        method: Its HTTP method.
        path: Its path as OpenAPI writes it, with the parameters of `PATH_PARAMETERS` in braces.
        summary: One sentence of what it answers.
        content: What it answers with; None for a redirection, which has none.
        operation_id: Its name in the OpenAPI document.
        description: What the answer is, in a sentence.
        status: The status of a good answer.
        parameters: The options that its query string may carry, by the name there.
        body: What it takes as a body, if anything.
        takes_list: Whether it takes a list, which goes to disk as it arrives.
        errors: What may go wrong beside what may go wrong on every route.
        errors_as_pages: Those of them that are answered as a page, for people.
        moved: When the answer is a redirection to another URL of the route (308), in a sentence.
        created: When the answer has the status 201, in a sentence, where it may have both.
        of_index: Whether it answers from an index: the answer says up to which change that goes.
        scope: The scope that the key of who asks has to have. Where it is `read`, a key is needed
            only if a setting says so. None where nobody is asked for a key, or counted.
        is_personal: Whether the answer depends on the key, so that one is needed for reading too.
        is_page: Whether it is a page for people: its errors are pages, who signed in has the key
            that was shown then, and programs hear nothing of it.
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    summary: str
    content: Content | None
    operation_id: str | None = None
    description: str = "The answer."
    status: int = 200
    parameters: Mapping[str, Option | BulkOption] = field(default_factory=dict)
    body: RequestBody | None = None
    takes_list: bool = False
    errors: tuple[type[ResolverError], ...] = ()
    errors_as_pages: tuple[type[ResolverError], ...] = ()
    moved: str | None = None
    created: str | None = None
    of_index: bool = False
    scope: Scope | None = None
    is_personal: bool = False
    is_page: bool = False

    @property
    def path_parameters(self) -> tuple[str, ...]:
        """The names of the parameters in its path."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def endpoint(self) -> str:
        """Its name in an app."""
        return f"{self.method} {self.path}"

    @property
    def may_come_again(self) -> bool:
        """Whether a client may send a request again that it calls by a key, and it is done once."""
        return self.method == "POST" and self.scope not in (None, "read") and not self.is_page

    @property
    def rule(self) -> str:
        """Its path as Flask writes it."""
        rule = self.path.replace("{id}", "<path:id>").replace("{job}", "<job>")
        return rule.replace("{number}", "<int:number>").replace("{file}", "<file>")

    def serve(self, app: Flask) -> Callable[[View], View]:
        """Decorate the function that answers the route in an app."""
        return app.route(self.rule, methods=[self.method], endpoint=self.endpoint)
