"""The forms that make two entities one, and take something out of one again.

To merge, one looks the other one up, sees what merging would do, and confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from flask import Flask, g, request
from werkzeug.wrappers import Response as AnyResponse

from resolver.errors import InvalidInput, ResolverError, UnknownEntity
from resolver.explaining.entities import other_ids_of
from resolver.explaining.history import ALIASES, Line, lines_of
from resolver.explaining.naming import country_name, property_name, type_name
from resolver.model import TYPES, Entity, Query
from resolver.web.editor import Editor
from resolver.web.page_routes import MERGE_FORM, SEND_MERGE, SEND_SPLIT, SPLIT_FORM
from resolver.web.pages.correcting import Correcting, Form, reason, tag_of
from resolver.web.pages.frame import field_of, path_of

if TYPE_CHECKING:
    from resolver.store import StoredEntity
    from resolver.table import Merge, Table

FIND: Final = Form(MERGE_FORM, "correct_find.html", "Merge")
MERGE: Final = Form(MERGE_FORM, "correct_merge.html", "Merge")
SPLIT: Final = Form(SPLIT_FORM, "correct_split.html", "Split")

FOUND: Final = 8
"""Entities that are offered for a name."""


class Choice(NamedTuple):
    """An entity that may be chosen, or is.

    Args:
        id: Its ID.
        name: Its name.
        words: Its type, countries and description.
        called: The alias that was found, where it is not the name.
    """

    id: str
    name: str
    words: str
    called: str = ""


def choice_of(entity: Entity, called: str = "") -> Choice:
    """An entity as one that may be chosen."""
    countries = map(country_name, entity.country)
    words = ", ".join(filter(None, [type_name(entity.type), *countries, entity.description]))
    return Choice(entity.id, entity.name, words, "" if called == entity.name else called)


def register(app: Flask, correcting: Correcting, editor: Editor) -> None:
    """Serve the forms."""
    _register_merge(app, correcting, editor)
    _register_split(app, correcting)


def _register_merge(app: Flask, correcting: Correcting, editor: Editor) -> None:
    def chosen(entity_id: str, other: str, error: ResolverError | None = None) -> AnyResponse:
        """What merging the other one into an entity would do."""
        stored = correcting.entity(entity_id)
        tried = _tried(editor, stored, other)
        if isinstance(tried, ResolverError):
            return found(entity_id, other, error or tried)
        goes = correcting.entity(other).entity
        swapped = f"{path_of(MERGE_FORM, goes.id)}?with="
        return correcting.form(
            MERGE,
            stored,
            error,
            stays=choice_of(stored.entity),
            goes=choice_of(goes),
            effects=tried,
            comes=[*_coming(stored, tried.entity)],
            dropped=[*_dropped(tried.entity.entity, goes)],
            types=[(type_name(each.type), type_name(each.into)) for each in tried.types],
            swapped=swapped,
        )

    def found(entity_id: str, name: str, error: ResolverError | None = None) -> AnyResponse:
        """A box for a name, and those who are called so."""
        stored = correcting.entity(entity_id)
        choices: list[Choice] = []
        if name and error is None:
            try:
                choices = [*_choices(correcting, editor, name, stored.entity.id)]
            except InvalidInput as wrong:
                error = wrong
        return correcting.form(FIND, stored, error, asked=name, choices=choices)

    @MERGE_FORM.serve(app)
    def form(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        other = request.args.get("with", "")
        return chosen(id, other) if other else found(id, request.args.get("name", "").strip())

    @SEND_MERGE.serve(app)
    def send(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        other = field_of("with")

        def merge(table: Table) -> Merge:
            return table.merge(id, [other], reason=reason(), if_match=field_of("tag"))

        done = correcting.tried(merge)
        if isinstance(done, ResolverError):
            return chosen(id, other, done)
        return correcting.to(done.id, done.change)


def _tried(editor: Editor, stored: StoredEntity, other: str) -> Merge | ResolverError:
    """What merging would do, or why it cannot be done."""
    try:
        return editor.table().merge(
            stored.entity.id,
            [other],
            dry_run=True,
            if_match=tag_of(stored),
            resolver=editor.resolver(is_batch=False),
        )
    except ResolverError as error:
        editor.count(error.code)
        return error


def _choices(correcting: Correcting, editor: Editor, name: str, own: str) -> Iterator[Choice]:
    """Who may be meant by a name, or by an ID."""
    ids = {own}
    try:
        stored = correcting.entity(name)
    except (InvalidInput, UnknownEntity):
        pass  # it is a name, as most are
    else:
        if stored.entity.id not in ids:
            ids.add(stored.entity.id)
            yield choice_of(stored.entity)
    (decision,) = editor.resolver(is_batch=True).resolve_block([Query(name, limit=FOUND)])
    for each in decision.candidates:
        now = correcting.resting(each.id)
        if now is not None and now not in ids:
            ids.add(now)
            yield choice_of(correcting.entity(now).entity, each.alias.text)


def _coming(before: StoredEntity, after: StoredEntity) -> Iterator[Line]:
    """What the survivor says since, beside its names, and did not before."""
    from resolver.table.records import difference  # SQLAlchemy with it, as for the whole table

    was, now = difference(before, after)
    yield from (line for line in lines_of(was or {}, now or {}) if line.word != ALIASES)


def _dropped(survivor: Entity, goes: Entity) -> Iterator[tuple[str, str]]:
    """What the one that goes says of itself, and the survivor does not."""
    if goes.description and goes.description != survivor.description:
        yield "Description", goes.description
    countries = [country_name(each) for each in goes.country if each not in survivor.country]
    if countries:
        yield "Countries", ", ".join(countries)
    kept = dict(survivor.property_values)
    for name, values in goes.property_values:
        missing = [each for each in values if each not in kept.get(name, ())]
        if missing:
            yield property_name(name).capitalize(), ", ".join(missing)


def _register_split(app: Flask, correcting: Correcting) -> None:
    def shown(entity_id: str, error: ResolverError | None = None, **typed: Any) -> AnyResponse:
        stored = correcting.entity(entity_id)
        given = {"chosen": [], "name": "", "type": stored.entity.type, "other": "", **typed}
        return correcting.form(
            SPLIT,
            stored,
            error,
            texts=[*dict.fromkeys(each.text for each in stored.entity.aliases)],
            other_ids=other_ids_of(stored.record()),
            types=[(each, type_name(each)) for each in dict.fromkeys([*TYPES, stored.entity.type])],
            **given,
        )

    @SPLIT_FORM.serve(app)
    def form(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        return shown(id)

    @SEND_SPLIT.serve(app)
    def send(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        other, texts = field_of("other"), g.form.getlist("alias")
        name, type_of_new = field_of("name"), field_of("type")
        new = {key: value for key, value in (("name", name), ("type", type_of_new)) if value}

        def split(table: Table) -> Any:
            if other:
                return table.split(other, reason=reason())
            if not texts:
                raise InvalidInput("no alias is chosen", "choose those that go", field="alias")
            tag = field_of("tag")
            return table.split(id, aliases=texts, new=new, reason=reason(), if_match=tag)

        done = correcting.tried(split)
        if isinstance(done, ResolverError):
            return shown(id, done, chosen=texts, name=name, type=type_of_new, other=other)
        return correcting.to(done.id, done.change)
