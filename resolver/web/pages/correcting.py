"""What the forms that correct an entity have in common, and those of one alias and of undoing.

Reach for `Correcting` to add a form:

    def form(id, error=None):
        stored = correcting.entity(id)
        return correcting.form(FORM, stored, error, typed=…)

    def send(id):
        done = correcting.tried(lambda table: table.patch(id, …))
        if isinstance(done, ResolverError):
            return form(id, done)
        return correcting.to(done.id, done.change)

A form is made of the entity as the store has it, with the tag that it has then (`tag`), and is sent
back with that tag, so that nobody overwrites what somebody else did meanwhile. What is refused
is shown in the form, with all that was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from flask import Flask, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from resolver.errors import BadValue, InvalidInput, ResolverError, UnknownEntity
from resolver.explaining import history
from resolver.explaining.naming import (
    KINDS,
    language_meant,
    language_name,
    language_names,
    language_tag,
)
from resolver.model import Alias, Entity, Query
from resolver.model.wire import tag_of_record
from resolver.text.fold import fold
from resolver.web.editor import Editor
from resolver.web.page_routes import (
    ALIAS_FORM,
    ENTITY_PAGE,
    REMOVAL_FORM,
    SEND_ALIAS,
    SEND_REMOVAL,
    SEND_UNDO,
    UNDO_FORM,
)
from resolver.web.pages.entity import DONE, number_of
from resolver.web.pages.frame import Frame, field_of, path_of
from resolver.web.pages.wording import sentences
from resolver.web.route import Route

if TYPE_CHECKING:
    from resolver.store import StoredEntity
    from resolver.table import Table

_NAMESAKES: Final = 20
"""Candidates that are looked at for others of a name."""

_ALIAS: Final = ("text", "language", "kind", "valid_from", "valid_until")
"""The fields of an alias that the form has."""

_LONGEST_LANGUAGE: Final = 3
"""Letters of the part of a tag that names a language."""

Outcome = TypeVar("Outcome")


class Form(NamedTuple):
    """A form.

    Args:
        route: Where it is, and where it is sent to.
        template: The name of its template, which extends `correct.html`.
        title: What it does.
    """

    route: Route
    template: str
    title: str


class Correcting:
    """What all forms of corrections do.

    Args:
        frame: The layout of pages.
        editor: The table.
    """

    def __init__(self, frame: Frame, editor: Editor) -> None:
        self._frame = frame
        self._editor = editor

    def entity(self, entity_id: str) -> StoredEntity:
        """The entity as it is now; that which it became, where the ID became another.

        Raises:
            UnknownEntity: There is none.
        """
        return self._editor.opened().entity(entity_id)

    def form(
        self,
        form: Form,
        stored: StoredEntity,
        error: ResolverError | None = None,
        **values: Any,
    ) -> AnyResponse:
        """A form, or the same again with what is wrong in it.

        Where the ID in the path became another one, a GET leads on to the form of that one, and
        what was sent is shown in its form, to be sent once more.

        Args:
            form: The form.
            stored: The entity.
            error: Why what was sent is refused.
            values: What the template shows beside that.
        """
        action = path_of(form.route, stored.entity.id)
        if request.method != "POST" and request.view_args != {"id": stored.entity.id}:
            return redirect(f"{action}?{request.query_string.decode('latin-1')}".rstrip("?"), 303)
        given = {
            "entity": stored.entity,
            "itself": path_of(ENTITY_PAGE, stored.entity.id),
            "action": action,
            "tag": tag_of(stored),
            "reason": field_of("reason") if request.method == "POST" else "",
            "error": None if error is None else sentences(error),
            "wrong": error.field if isinstance(error, InvalidInput) else None,
            **values,
        }
        status = 200 if error is None else error.status
        return self._frame.page(form.template, title=form.title, status=status, **given)

    def tried(self, change: Callable[[Table], Outcome]) -> Outcome | ResolverError:
        """What a change made of the table, or why it is refused; it is counted.

        Args:
            change: Makes it, with the table of who asks.
        """
        try:
            done = change(self._editor.table())
        except ResolverError as error:
            self._editor.count(error.code)
            return error
        self._editor.count("written")
        return done

    def to(self, entity_id: str, change: int | None) -> AnyResponse:
        """The way to the page of an entity, which says that the change was made, if one was."""
        return redirect(f"{path_of(ENTITY_PAGE, entity_id)}?{DONE}={change}", 303)

    def change(self, entity_id: str, number: int) -> history.ChangeInWords:
        """A change that speaks of an entity; raises BadValue where none does."""
        found = history.change_of(self._editor.journal(), entity_id, number)
        if found is None:
            raise BadValue(
                f"there is no change {number} of it", "choose one of its history", field="change"
            )
        return found

    def called(self, text: str, *, besides: str) -> list[Entity]:
        """Who else has a name, as the index has it; raises InvalidInput where it is none."""
        resolver = self._editor.resolver(is_batch=True)
        (decision,) = resolver.resolve_block([Query(text, limit=_NAMESAKES)])
        own = self.entity(besides).entity.id
        same = [each.id for each in decision.candidates if fold(each.alias.text) == fold(text)]
        there = dict.fromkeys(filter(None, map(self.resting, same)))
        return [self.entity(each).entity for each in there if each != own]

    def resting(self, *ids: str | None) -> str | None:
        """The first of some IDs that is one of an entity; None where none is any more."""
        for each in filter(None, ids):
            try:
                return self.entity(each).entity.id
            except UnknownEntity:
                continue
        return None


ALIAS: Final = Form(ALIAS_FORM, "correct_alias.html", "Add an alias")
REMOVAL: Final = Form(REMOVAL_FORM, "correct_remove.html", "Remove an alias")
UNDO: Final = Form(UNDO_FORM, "correct_undo.html", "Undo a change")


def tag_of(stored: StoredEntity) -> str:
    """The entity tag of an entity, as a form carries it."""
    return tag_of_record(stored.record())


def reason() -> str | None:
    """Why, as somebody wrote it in a form; None where they did not."""
    return field_of("reason") or None


def register(app: Flask, correcting: Correcting) -> None:
    """Serve the forms of aliases and of undoing."""
    _register_alias(app, correcting)
    _register_removal(app, correcting)
    _register_undo(app, correcting)


def _register_alias(app: Flask, correcting: Correcting) -> None:
    def shown(
        entity_id: str,
        typed: Mapping[str, str],
        error: ResolverError | None = None,
        others: Sequence[Entity] = (),
    ) -> AnyResponse:
        stored = correcting.entity(entity_id)
        return correcting.form(
            ALIAS,
            stored,
            error,
            typed=typed,
            kinds=KINDS,
            languages=language_names(),
            others=[(each.name, path_of(ENTITY_PAGE, each.id)) for each in others],
        )

    @ALIAS_FORM.serve(app)
    def form(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        typed = {name: request.args.get(name, "") for name in _ALIAS}
        return shown(id, typed)

    @SEND_ALIAS.serve(app)
    def send(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        typed = {name: field_of(name) for name in _ALIAS}
        try:
            alias = _alias({**typed, "language": _tag(typed["language"])})
            others = correcting.called(typed["text"], besides=id)
        except InvalidInput as error:
            return shown(id, typed, error)
        if others and field_of("also") != typed["text"]:
            return shown(id, typed, others=others)
        done = correcting.tried(lambda table: table.alias(id, alias, reason=reason()))
        if isinstance(done, ResolverError):
            return shown(id, typed, done)
        return correcting.to(done.id, done.change)


def _tag(written: str) -> str:
    """The tag of a language that was called by its name or tag; raises BadValue of what is none."""
    tag = language_tag(written)
    first = tag.partition("-")[0]
    if len(first) <= _LONGEST_LANGUAGE:
        return tag
    meant = language_meant(written)
    remedy = f"did you mean {meant}?" if meant else "write Persian, or fa"
    raise BadValue(f"{written} is no language", remedy, field="language")


def _alias(fields: Mapping[str, str]) -> dict[str, str]:
    """An alias of the fields that were filled in."""
    return Alias(
        **{name: value for name, value in fields.items() if value or name == "text"}
    ).to_dict()


def _register_removal(app: Flask, correcting: Correcting) -> None:
    def shown(entity_id: str, text: str, language: str, error: ResolverError | None) -> AnyResponse:
        stored = correcting.entity(entity_id)
        return correcting.form(
            REMOVAL,
            stored,
            error,
            text=text,
            language=language,
            language_name=language_name(language) if language else "",
        )

    @REMOVAL_FORM.serve(app)
    def form(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        return shown(id, request.args.get("text", ""), request.args.get("language", ""), None)

    @SEND_REMOVAL.serve(app)
    def send(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        text, language = field_of("text"), field_of("language")
        done = correcting.tried(
            lambda table: table.unalias(id, text, language or None, reason=reason())
        )
        if isinstance(done, ResolverError):
            return shown(id, text, language, done)
        return correcting.to(done.id, done.change)


def _register_undo(app: Flask, correcting: Correcting) -> None:
    def shown(entity_id: str, number: int, error: ResolverError | None) -> AnyResponse:
        stored = correcting.entity(entity_id)
        change = correcting.change(entity_id, number)
        return correcting.form(UNDO, stored, error, change=change)

    @UNDO_FORM.serve(app)
    def form(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        return shown(id, _number(request.args.get("change", "")), None)

    @SEND_UNDO.serve(app)
    def send(id: str) -> AnyResponse:  # noqa: A002 - the parameter's name in the path
        number = _number(field_of("change"))
        change = correcting.change(id, number)
        done = correcting.tried(lambda table: table.undo(number, reason=reason()))
        if isinstance(done, ResolverError):
            return shown(id, number, done)
        here = correcting.resting(id, done.id, change.other)
        return redirect("/", 303) if here is None else correcting.to(here, done.change)


def _number(text: str) -> int:
    number = number_of(text)
    if number is None:
        raise BadValue(
            "that is not the number of a change", "choose one of a history", field="change"
        )
    return number
