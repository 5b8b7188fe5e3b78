"""The page where a text is read: its names underlined, and of each who is meant and why.

What somebody decides of a name there is a review, as of any other name. A name that was missed is
shown once somebody says that it stands there. The service keeps no text: each form carries it, with
the names that were missed, so that it can be read again with what was decided.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from resolver.cache import AskedText, CachedAnnotator
from resolver.errors import (
    BadValue,
    InvalidInput,
    ResolverError,
    UnknownChange,
    UnknownEntity,
    UnknownReview,
)
from resolver.explaining.annotated_page import annotation_page
from resolver.model import Passage, Query
from resolver.model.passage import MAX_TEXT
from resolver.web import guard
from resolver.web.access import may, who
from resolver.web.editor import Editor
from resolver.web.live import Live
from resolver.web.page_routes import DECIDE_IN_TEXT, READ_TEXT, TEXT_AGAIN, TEXT_FILE, TEXTS
from resolver.web.pages.frame import Frame, field_of
from resolver.web.pages.marked import marked
from resolver.web.pages.missed import spans_of, with_missed
from resolver.web.requests import json_object

SAMPLE: Final = """\
BAGHDAD — Gen. Mohammad Reza Zahedi, who had led the Quds Force in Lebanon, was killed in Damascus \
on Monday, Reuters reported. Zahedi was 63.

Prime Minister al-Sudani met the Popular Mobilization Forces (PMF) near Hilla, Babil Province; the \
PMF mourned him. X, formerly Twitter, took down films of it. NATO and the Congo said nothing. \
Robert Zahn, a reader in Ohio, was far away.

وقال محمد شياع السوداني إن العراق يدين الهجوم.
"""
"""The text that the page offers to read."""

MISSING: Final = "missing"
"""The field of a name that was missed; those that came before it are `missed`."""

_DECIDED: Final = "resolver.decided"
"""The key of the WSGI environment that has what a request decided, while it waits."""


class Decided(NamedTuple):
    """What somebody decided.

    Args:
        change: The number of its change.
        text: The name.
        name: Of whom it is about; "" where it is about nobody.
        decision: `match`, `not` or `nobody`; `undone` where one was taken back.
    """

    change: int
    text: str
    name: str
    decision: str


class Refused(NamedTuple):
    """What could not be decided.

    Args:
        error: Why.
        number: The number of the entry where somebody wrote whom it means; None where nobody did.
        written: What stands there.
    """

    error: ResolverError
    number: int | None
    written: str


def register(
    app: Flask, frame: Frame, live: Live, annotator: CachedAnnotator, editor: Editor
) -> None:
    """Serve the page, its files, and what is decided on it.

    Args:
        app: The app.
        frame: The layout of pages.
        live: The index that answers.
        annotator: What answers about texts.
        editor: The table of the home, for what people decide.
    """

    @TEXTS.serve(app)
    def texts() -> Response:
        return frame.page("texts.html", title="Read a text", sample=SAMPLE, most=MAX_TEXT)

    @READ_TEXT.serve(app)
    def read_text() -> Response:
        return _read(None)

    @TEXT_FILE.serve(app)
    def text_file() -> Response:
        text = _text()
        found = _annotation(text, _missed())
        if field_of("as") == "json":
            body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
            return _attached(body, "application/json", "names.json")
        page = annotation_page(found, text, "A text")
        return _attached(page.encode(), "text/html; charset=utf-8", "names.html")

    @TEXT_AGAIN.serve(app)
    def text_again() -> AnyResponse:
        return redirect(TEXTS.path, 303)

    @DECIDE_IN_TEXT.serve(app)
    def decide_in_text() -> Response:
        decided: Decided | None = request.environ.get(_DECIDED)
        if decided is None:
            try:
                decided = request.environ[_DECIDED] = _decide(editor, live)
            except (InvalidInput, UnknownChange, UnknownEntity, UnknownReview) as error:
                number = _number()
                written = "" if number is None else field_of(f"other-{number}")
                return _read(None, Refused(error, number, written))
            editor.count("written")
        editor.seen(decided.change)
        return _read(decided)

    def _read(decided: Decided | None, refused: Refused | None = None) -> Response:
        text, missed, new = _text(), _missed(), _one_line(field_of(MISSING))
        found = marked(text, _annotation(text, missed))
        opened = next((each.number for each in found.entries if each.name == new), None)
        return frame.page(
            "text.html",
            title="Names in a text",
            status=200 if refused is None else refused.error.status,
            text=text,
            most=MAX_TEXT,
            found=found,
            missed=missed,
            nowhere="" if new in missed else new,
            opened=opened if refused is None else refused.number,
            decided=decided,
            refused=refused,
            may_decide=g.key is not None and may("review"),
        )

    def _annotation(text: str, missed: Sequence[str]) -> dict[str, Any]:
        request.environ[guard.TEXT] = text
        found = _answered(Passage(text))
        spans = spans_of(text, missed)
        return with_missed(found, _answered(Passage(text, spans))) if spans else found

    def _answered(passage: Passage) -> dict[str, Any]:
        cached = annotator.answer(AskedText(passage, explain=True))
        request.environ[guard.TIER] = cached.tier
        answer: dict[str, Any] = json.loads(cached.answer.body.content)
        return answer


def _text() -> str:
    """The text that was sent, with the ends of its lines as it has them outside of forms."""
    return str(g.form.get("text", "")).replace("\r\n", "\n")


def _missed() -> list[str]:
    """The names that stand in the text where somebody says so, each once."""
    text, names = _text(), [*g.form.getlist("missed"), field_of(MISSING)]
    return [each for each in dict.fromkeys(map(_one_line, names)) if spans_of(text, [each])]


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _decide(editor: Editor, live: Live) -> Decided:
    """Do what a button of the page says.

    Raises:
        InvalidInput: That is nothing which can be done.
    """
    undone = field_of("undo")
    if undone:
        return _undo(editor, undone)
    asked = json_object(field_of("decide").encode(), "the decision", "choose one on the page")
    number = asked.pop("number", None)
    if number is not None:
        asked["id"] = _written(editor, live, field_of(f"other-{number}"))
    done = editor.table().review(asked)
    name = live().record(asked["id"])["name"] if "id" in asked else ""
    return Decided(done.change, asked["text"], name, asked["decision"])


def _number() -> int | None:
    """The number of the entry where somebody wrote whom it means, if one was sent."""
    try:
        asked = json.loads(field_of("decide"))
    except ValueError:  # that is no decision, which its error says
        return None
    number = asked.get("number") if isinstance(asked, dict) else None
    return number if isinstance(number, int) else None


def _undo(editor: Editor, number: str) -> Decided:
    from resolver.table import reviewing  # SQLAlchemy with it

    if not number.isdecimal():
        raise BadValue(f"{number!r} is not the number of a change", "choose Undo on the page")
    store = editor.table().store
    taken = reviewing.take_back(store, int(number), by=who(), only_own=not may("write"))
    return Decided(taken.change, field_of("undone"), "", "undone")


def _written(editor: Editor, live: Live, written: str) -> str:
    """The ID of whom somebody wrote: it, or a name that means one entity alone.

    Raises:
        BadValue: It is neither.
    """
    if not written:
        raise BadValue("nobody was chosen", "write a name or an ID")
    try:
        return str(live().record(written)["id"])
    except (UnknownEntity, BadValue):  # it is no ID; it may be a name
        (decision,) = editor.resolver(is_batch=False).resolve_block([Query(written)])
        if decision.id is None:
            raise BadValue(
                f"{written!r} means nobody of the table, or several",
                "look the name up, and write the ID of whom you mean",
            ) from None
        return decision.id


def _attached(content: bytes, media_type: str, name: str) -> Response:
    """A file that a browser saves."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
