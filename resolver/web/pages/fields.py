"""The form with the fields of an entity.

Each field is a text in it: `texts_of` makes them, `patch_of` reads what was typed. Only what was
typed otherwise than it stood there is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, g
from werkzeug.wrappers import Response as AnyResponse

from resolver.errors import EntityChanged, ResolverError
from resolver.explaining.naming import (
    country_code,
    country_name,
    country_names,
    property_name,
    type_name,
)
from resolver.model import TYPES, Entity
from resolver.web.page_routes import FIELDS_FORM, SEND_FIELDS
from resolver.web.pages.correcting import Correcting, Form, reason
from resolver.web.pages.frame import field_of

FORM: Final = Form(FIELDS_FORM, "correct_fields.html", "Edit")

PROPERTY: Final = "property."
"""What the name of a field begins with that has the values of a property, one a line."""

NEW_NAME, NEW_VALUES = "new_property", "new_values"
"""The fields of a property that the entity has not yet."""

MAX_PROPERTIES: Final = 80
"""Properties that the form has at most: it may have 100 fields."""

_OWN: Final = ("name", "type", "country", "description", "prominence")
"""The fields that every entity may have."""


def texts_of(entity: Entity) -> dict[str, str]:
    """The fields of an entity as texts, by the names that they have in the form."""
    count = entity.prominence
    return {
        "name": entity.name,
        "type": entity.type,
        "country": ", ".join(map(country_name, entity.country)),
        "description": entity.description or "",
        "prominence": "" if count is None else f"{count:.15g}",
        **{f"{PROPERTY}{name}": "\n".join(values) for name, values in entity.property_values},
    }


def patch_of(entity: Entity, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed otherwise than it stands, as a merge patch.

    Args:
        entity: As it is.
        typed: By field what was typed; a field that is missing stays as it is.
    """
    texts = texts_of(entity)
    changed = {
        name: text for name, text in typed.items() if _plain(text) != _plain(texts.get(name, ""))
    }
    patch: dict[str, Any] = {name: changed[name] or None for name in _OWN if name in changed}
    if "country" in changed:
        patch["country"] = [*map(country_code, _split(changed["country"], ","))] or None
    properties = {
        name.removeprefix(PROPERTY): _split(text, "\n") or None
        for name, text in changed.items()
        if name.startswith(PROPERTY)
    }
    return {**patch, **({"properties": properties} if properties else {})}


def _split(text: str, by: str) -> list[str]:
    """The parts of a text that are not empty."""
    return [part for each in text.split(by) if (part := each.strip())]


def _plain(text: str) -> str:
    """A text without what browsers do to it: how lines end, and what is around it."""
    return "\n".join(text.splitlines()).strip()


def register(app: Flask, correcting: Correcting) -> None:
    """Serve the form."""

    def shown(
        entity_id: str, typed: Mapping[str, str], error: ResolverError | None = None
    ) -> AnyResponse:
        stored = correcting.entity(entity_id)
        texts = texts_of(stored.entity)
        is_overtaken = isinstance(error, EntityChanged)
        now = {
            name: text or "nothing"
            for name, text in texts.items()
            if is_overtaken and _plain(typed.get(name, text)) != _plain(text)
        }
        return correcting.form(
            FORM,
            stored,
            error,
            texts={**texts, **typed},
            now=now,
            types=_types(stored.entity.type),
            countries=country_names(),
            properties=_properties(stored.entity)[:MAX_PROPERTIES],
            left_out=len(_properties(stored.entity)[MAX_PROPERTIES:]),
            prefix=PROPERTY,
            new_name=typed.get(NEW_NAME, ""),
            new_values=typed.get(NEW_VALUES, ""),
        )

    @FIELDS_FORM.serve(app)
    def form(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        return shown(id, {})

    @SEND_FIELDS.serve(app)
    def send(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        typed = {name: field_of(name) for name in g.form if name not in ("csrf", "tag", "reason")}
        entity = correcting.entity(id).entity
        patch = patch_of(entity, _with_new(typed))
        done = correcting.tried(
            lambda table: table.patch(id, patch, reason=reason(), if_match=field_of("tag"))
        )
        if isinstance(done, ResolverError):
            return shown(id, typed, done)
        return correcting.to(done.id, done.change)


def _with_new(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, with the new property among the others."""
    fields = {name: text for name, text in typed.items() if name not in (NEW_NAME, NEW_VALUES)}
    name = typed.get(NEW_NAME, "").strip()
    return {**fields, f"{PROPERTY}{name}": typed.get(NEW_VALUES, "")} if name else fields


def _properties(entity: Entity) -> list[tuple[str, str]]:
    """The properties of an entity, each with what it is called."""
    return [(name, property_name(name)) for name, _ in entity.property_values]


def _types(own: str) -> list[tuple[str, str]]:
    """The types that an entity may get: its own, and those that there are."""
    return [(each, type_name(each)) for each in dict.fromkeys([*TYPES, own])]
