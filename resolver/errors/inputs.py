"""What was asked or given is wrong. Reach for it to add an error of an option, a text or a file."""

from __future__ import annotations

from resolver.errors.root import InvalidInput


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


class IdTaken(BadValue):
    """An ID for something new that an entity has."""

    code = "id_taken"
    status = 409


class Unchanged(BadValue):
    """A change that would change nothing."""

    code = "unchanged"
    status = 409


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


class NoColumnMap(BadSource):
    """A table of which nothing says which column is what.

    Args:
        path: The file.
        what: What is wrong with it.
        proposed: The map that it seems to need, as TOML.
    """

    code = "no_column_map"

    def __init__(self, path: object, what: str, remedy: str, proposed: str) -> None:
        super().__init__(path, what, remedy)
        self.proposed = proposed


class TooManyRows(BadSource):
    """A list that has more rows than it may."""

    code = "too_many_rows"
    status = 413


class ListTooLarge(BadSource):
    """A list that holds more bytes, unpacked, than it may."""

    code = "list_too_large"
    status = 413
