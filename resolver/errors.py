"""Everything that can go wrong, in one tree: reach for it to raise or catch an error.

    ResolverError
    ├── InvalidInput                what was asked or given is wrong          400 · exit 2
    │   ├── EmptyText               no text where a name is needed
    │   ├── TextTooLong             longer than the limit
    │   ├── UnreadableText          NUL, control characters, not valid Unicode
    │   ├── UnknownType             not one of the types
    │   ├── UnknownCountry          not an ISO 3166-1 alpha-2 code (nor XK)
    │   ├── BadDate                 not 2015, 2015-03 or 2015-03-01
    │   ├── BadValue                any other field out of its range or form
    │   └── BadSource               a source that cannot be imported: path, line, column
    │       └── ListTooLarge        a list of more bytes than the limit       413
    ├── BadRequest                  an HTTP request that is not one of ours   400
    │   ├── BadJson                 a body that is not the JSON expected      400
    │   ├── TooManyQueries          a batch of more or longer queries         400
    │   ├── UnknownRoute            no route has that path                    404
    │   ├── WrongMethod             the route does not take that method       405
    │   ├── BodyCut                 a body that did not arrive whole          408
    │   ├── BodyTooLarge            a body longer than the route's limit      413
    │   ├── WrongMediaType          a body that is not JSON                   415
    │   └── WrongHost               the request names a host that is not ours 421
    ├── Overloaded                  too many wait already; try again later   503
    ├── UnknownEntity               no entity has that ID                     404 · exit 1
    ├── UnknownSource               no source has that name                   404 · exit 1
    ├── OutputBusy                  another process is writing the same file           exit 1
    ├── OutputStarted               a stopped run has left a part of it                exit 2
    ├── TooManyErrors               more rows of a list have an error than it may      exit 1
    ├── EncoderDamaged              an encoder's table cannot be used                  exit 1
    ├── TrainingImpossible          there is no PyTorch, or nothing to learn from    exit 1
    └── HomeError                   the home cannot do what is asked          503 · exit 1
        ├── HomeMissing             there is no such directory                      exit 2
        ├── HomeDenied              no permission to read or write it
        ├── HomeBusy                another process is writing it
        ├── HomeFormat              made by a version that this one cannot read
        │   └── OtherWeights        the weights are those of another version
        ├── IndexMissing            nothing was compiled yet
        ├── IndexDamaged            a file of the index is not what was written
        ├── StoreDamaged            the database is not what was written
        ├── StoreEmpty              nothing was imported yet
        └── DiskFull                no space left for what is being written

Each error is one sentence of what is wrong, and a remedy: what to do, in a few words. `code` is the
same word on every surface (command line, HTTP, bulk). `status` is the HTTP status. `exit_code` is
what a command exits with. Errors of foreign libraries are translated in the module that imports
them.
"""

from __future__ import annotations

from typing import ClassVar


class ResolverError(Exception):
    """A fault in the service itself; its log has the details.

    It is the root of every error: reach for it to catch them all.

    Args:
        what: What is wrong.
        remedy: What to do about it.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, remedy: str | None = None) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} — {self.remedy}" if self.remedy else self.what


class InvalidInput(ResolverError):
    """What was asked or given is wrong; asking it again will not help.

    Args:
        what: What is wrong.
        remedy: What to do about it.
        field: The field, option or key that is meant, where there is one.
    """

    code = "invalid_input"
    status = 400
    exit_code = 2

    def __init__(self, what: str, remedy: str | None = None, *, field: str | None = None) -> None:
        super().__init__(what, remedy)
        self.field = field


class EmptyText(InvalidInput):
    """No text where a name is needed."""

    code = "empty_text"


class TextTooLong(InvalidInput):
    """Text longer than the limit."""

    code = "text_too_long"


class UnreadableText(InvalidInput):
    """Text with NUL or control characters, or that is not valid Unicode."""

    code = "unreadable_text"


class UnknownType(InvalidInput):
    """A type that is not one of the known types."""

    code = "unknown_type"


class UnknownCountry(InvalidInput):
    """A country that is not an ISO 3166-1 alpha-2 code."""

    code = "unknown_country"


class BadDate(InvalidInput):
    """A date that is not a year, a month or a day."""

    code = "bad_date"


class BadValue(InvalidInput):
    """A field whose value is out of its range or form."""

    code = "bad_value"


class BadSource(InvalidInput):
    """A source that cannot be imported; nothing of it was.

    Args:
        path: The file.
        what: What is wrong with it.
        line: The line, from 1, where one is known.
        column: The column's or key's name, where one is known.
    """

    code = "bad_source"

    def __init__(
        self,
        path: object,
        what: str,
        remedy: str | None = None,
        *,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        where = str(path)
        if line is not None:
            where += f", line {line}"
        if column is not None:
            where += f", column {column}"
        super().__init__(f"{where}: {what}", remedy, field=column)
        self.where = where
        self.line = line


class ListTooLarge(BadSource):
    """A list that holds more bytes, unpacked, than it may."""

    code = "list_too_large"
    status = 413


class BadRequest(ResolverError):
    """An HTTP request that no route takes as it is."""

    code = "bad_request"
    status = 400


class BadJson(BadRequest):
    """A body that is not the JSON that is expected."""

    code = "bad_json"


class TooManyQueries(BadRequest):
    """A batch of more queries than the limit, or of longer ones."""

    code = "too_many_queries"


class UnknownRoute(BadRequest):
    """No route has that path."""

    code = "unknown_route"
    status = 404


class WrongMethod(BadRequest):
    """The route does not take that method."""

    code = "wrong_method"
    status = 405


class BodyCut(BadRequest):
    """A body that did not arrive whole."""

    code = "body_cut"
    status = 408


class BodyTooLarge(BadRequest):
    """A body longer than the route's limit."""

    code = "body_too_large"
    status = 413


class WrongMediaType(BadRequest):
    """A body that is not declared as JSON."""

    code = "wrong_media_type"
    status = 415


class WrongHost(BadRequest):
    """The request names a host that is not served here."""

    code = "wrong_host"
    status = 421


class Overloaded(ResolverError):
    """Too many requests wait already; try again later."""

    code = "overloaded"
    status = 503


class UnknownEntity(ResolverError):
    """No entity has that ID."""

    code = "unknown_entity"
    status = 404


class UnknownSource(ResolverError):
    """No source has that name."""

    code = "unknown_source"
    status = 404


class OutputBusy(ResolverError):
    """Another process is writing the same file."""

    code = "output_busy"


class OutputStarted(ResolverError):
    """A run that was stopped has left its part of the output."""

    code = "output_started"
    exit_code = 2


class TooManyErrors(ResolverError):
    """More rows of a list have an error than was said that they may."""

    code = "too_many_errors"


class EncoderDamaged(ResolverError):
    """The table of an encoder is missing, cut short, changed or of another version."""

    code = "encoder_damaged"

    def __init__(
        self, what: str, remedy: str = "install the package again, or run: resolver train"
    ) -> None:
        super().__init__(what, remedy)


class TrainingImpossible(ResolverError):
    """An encoder cannot be trained: there is no PyTorch, or nothing to learn from."""

    code = "training_impossible"


class HomeError(ResolverError):
    """The home cannot do what is asked of it."""

    code = "home_error"
    status = 503


class HomeMissing(HomeError):
    """There is no home at that place."""

    code = "home_missing"
    exit_code = 2


class HomeDenied(HomeError):
    """The home may not be read or written by this user."""

    code = "home_denied"


class HomeBusy(HomeError):
    """Another process is writing the home."""

    code = "home_busy"


class HomeFormat(HomeError):
    """The home was made by a version that this one cannot read."""

    code = "home_format"


class OtherWeights(HomeFormat):
    """The weights of a home, or of an index, are those of another version."""

    code = "other_weights"


class IndexMissing(HomeError):
    """The home has no index: nothing was compiled yet."""

    code = "index_missing"


class IndexDamaged(HomeError):
    """A file of the index is missing, cut short or changed."""

    code = "index_damaged"


class StoreDamaged(HomeError):
    """The database of the home is not what was written."""

    code = "store_damaged"


class StoreEmpty(HomeError):
    """The store holds no entity."""

    code = "store_empty"


class DiskFull(HomeError):
    """No space is left for what is being written."""

    code = "disk_full"
