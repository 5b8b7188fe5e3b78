"""The page where people decide, one name after the other, whom each means.

The names are those of the review queue (`resolver.table.undecided`), or of one list. What is shown
next follows from the URL: `after` is the last name that was skipped, `show` one to be shown
before all others, `called` what somebody else is called who may be meant by it, `list` the list
whose names alone are wanted, `seen` a change that the answer has to know. A script of the page
decides in the background; it gets a part of the page in the place of a redirect.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from resolver.errors import BadValue, InvalidInput, UnknownReview
from resolver.journal.questions import key_of
from resolver.model.undecided import Undecided
from resolver.web.access import may, who
from resolver.web.editor import Editor
from resolver.web.job_answers import check_done
from resolver.web.live import Live
from resolver.web.page_routes import DECIDE, DECIDE_NEXT, SEND_DECISION, UNDO_DECISION
from resolver.web.pages.decisions import LastDecisions, last_decisions
from resolver.web.pages.frame import Frame, field_of, is_script
from resolver.web.pages.list_questions import open_of_list
from resolver.web.pages.list_rows import beside_of
from resolver.web.pages.lists import ListWork
from resolver.web.pages.question import Called, ShownQuestion, called, shown
from resolver.web.pages.wording import sentences

if TYPE_CHECKING:
    from resolver.store import Store

AHEAD: Final = 2
"""Names that a script has ready behind the one that is shown."""


class Where(NamedTuple):
    """Where somebody is in the queue, as URL and forms say it.

    Args:
        after: The number of the name that was skipped last; None for none.
        list: The ID of the list whose names alone are wanted; "" for all names.
    """

    after: int | None
    list: str

    def path(self, **more: int) -> str:
        """The path of the page there."""
        given = {"list": self.list or None, "after": self.after, **more}
        query = urlencode({name: value for name, value in given.items() if value is not None})
        return f"{DECIDE.path}?{query}" if query else DECIDE.path


def register(app: Flask, frame: Frame, editor: Editor, live: Live, lists: ListWork) -> None:
    """Serve the pages."""
    desk = _Desk(editor, live, lists)

    @DECIDE.serve(app)
    def decide() -> Response:
        where = _where(request.args)
        desk.wait_for(_number(request.args.get("seen", "")))
        first = desk.open(where, 1)
        named = desk.open_numbered(_number(request.args.get("show", "")))
        written = request.args.get("called", "").strip()
        other = desk.called(written, named) if named and written else NOBODY_ELSE
        beside = desk.beside(where)
        if not first and where.after is None:
            beside = beside._replace(left=0)  # the index has an answer to those that are left
        return frame.page(
            "decide.html",
            title="Decide",
            questions=desk.shown(first if named is None else [named], where),
            where=where,
            other=other,
            beside=beside,
        )

    @DECIDE_NEXT.serve(app)
    def decide_next() -> Response:
        where = _where(request.args)
        questions = desk.shown(desk.open(where, AHEAD), where)
        return frame.part("decide_next.html", questions=questions, where=where, other=NOBODY_ELSE)

    @SEND_DECISION.serve(app)
    def send_decision() -> AnyResponse:
        where = _where({"after": field_of("after"), "list": field_of("list")})
        desk.decide(_number(field_of("number")), is_of_any_type=bool(field_of("of_any_type")))
        if is_script():
            return frame.part("decide_beside.html", where=where, beside=desk.beside(where))
        return redirect(where.path(), 303)

    @UNDO_DECISION.serve(app)
    def undo_decision() -> AnyResponse:
        where = _where({"after": field_of("after"), "list": field_of("list")})
        undone = desk.undo(_number(field_of("change")))
        shows = {} if undone.question is None else {"show": undone.question.number}
        return redirect(where.path(**shows, seen=undone.change), 303)


class Other(NamedTuple):
    """Who else may be meant by the name that is shown.

    Args:
        written: What somebody says that they are called, or "".
        found: Those who are called so.
        problem: Why that finds nobody, or "".
    """

    written: str
    found: Sequence[Called]
    problem: str


NOBODY_ELSE: Final = Other("", (), "")
"""What is shown until somebody says what another one is called."""


class Undone(NamedTuple):
    """A decision that was taken back.

    Args:
        change: The number of the change that took it back.
        question: The name that is open again, if it is in the queue.
    """

    change: int
    question: Undecided | None


class Beside(NamedTuple):
    """What stands beside a name: how many are left, and what was decided last."""

    left: int
    last: LastDecisions


class _Desk:
    """The queue, and what answers its names."""

    def __init__(self, editor: Editor, live: Live, lists: ListWork) -> None:
        self._editor, self._live, self._lists = editor, live, lists

    @property
    def _store(self) -> Store:
        return self._editor.opened().store

    def open(self, where: Where, limit: int) -> list[Undecided]:
        """The next names that nobody decided; from the first one where the last is gone."""
        from resolver.table.undecided import open_questions  # SQLAlchemy with it

        if where.list:
            behind = dropwhile(lambda each: each.number != where.after, self._of_list(where))
            found = list(behind)[1:] if where.after is not None else self._of_list(where)
            return list(islice(found, limit))
        resolver = self._editor.resolver(is_batch=True)
        after = None if self.numbered(where.after) is None else where.after
        return open_questions(self._store, after=after, limit=limit, resolver=resolver)

    def numbered(self, number: int | None) -> Undecided | None:
        """The name of a number, if it is in the queue still."""
        from resolver.table.undecided import question_numbered  # SQLAlchemy with it

        return None if number is None else question_numbered(self._store, number)

    def open_numbered(self, number: int | None) -> Undecided | None:
        """The name of a number, if nobody decided it."""
        from resolver.table.undecided import open_among  # SQLAlchemy with it

        question = self.numbered(number)
        if question is None:
            return None
        key = key_of(question.text, question.type, question.country)
        return next(iter(open_among(self._store, [key])), None)

    def shown(self, questions: Sequence[Undecided], where: Where) -> list[ShownQuestion]:
        """Names as a page shows them, those of a list with what stands beside them there."""
        found = shown(questions, self._editor.resolver(is_batch=True), self._live())
        if not where.list:
            return found
        job = check_done(self._lists.find(where.list))
        return [each._replace(row=beside_of(job, each.asked.text)) for each in found]

    def beside(self, where: Where) -> Beside:
        """What stands beside a name."""
        from resolver.table.undecided import count_open  # SQLAlchemy with it

        left = len(self._of_list(where)) if where.list else count_open(self._store)
        last = last_decisions(self._store, self._live(), by=who(), may_undo_all=may("write"))
        return Beside(left, last)

    def wait_for(self, change: int | None) -> None:
        """Wait until answers have a change, if there is such a one."""
        if change is not None and change <= self._editor.last_change():
            self._editor.seen(change)

    def called(self, written: str, question: Undecided) -> Other:
        """Who else may be meant by a name, as somebody says what they are called."""
        try:
            found = called(written, question, self._editor.resolver(is_batch=True), self._live())
        except InvalidInput as error:
            return Other(written, (), sentences(error))
        return Other(written, found, "")

    def decide(self, number: int | None, *, is_of_any_type: bool) -> None:
        """Decide a name as the form says.

        Args:
            number: Its number.
            is_of_any_type: Whether it is decided for every type that may be asked.

        Raises:
            UnknownReview: It is in the queue no more.
            InvalidInput: No entity that may be meant has the ID, or the decision is none.
        """
        question = self.numbered(number)
        if question is None:
            raise UnknownReview("the name is in the queue no more", "go on with the next one")
        asked: dict[str, Any] = {
            "text": question.text,
            "type": None if is_of_any_type else question.type,
            "country": list(question.country),
            "decision": field_of("decision") or "match",
        }
        if field_of("id"):
            asked["id"] = field_of("id")
        self._editor.table().review(asked)
        self._editor.count("written")

    def undo(self, change: int | None) -> Undone:
        """Take a decision back.

        Raises:
            UnknownReview: There is no such decision.
            ScopeMissing: It is somebody else's.
        """
        from resolver.table import reviewing  # SQLAlchemy with them
        from resolver.table.undecided import question_of

        table, number = self._editor.table(), change or 0
        taken = reviewing.take_back(table.store, number, by=who(), only_own=not may("write"))
        self._editor.count("written")
        return Undone(taken.change, question_of(table.store, number))

    def _of_list(self, where: Where) -> list[Undecided]:
        return open_of_list(self._store, self._lists.find(where.list).folder).open


def _where(given: Any) -> Where:
    """Where somebody is, by what a URL or a form says."""
    return Where(_number(given.get("after", "")), given.get("list", ""))


def _number(written: str) -> int | None:
    if not written:
        return None
    if not written.isdecimal() or len(written) > 15:
        raise BadValue(f"{written!r} is no number of a name", "open the page anew", field="number")
    return int(written)
