"""The list that a request brings, with its options. Reach for it to take lists in another way.

A list comes as the body itself, with options in the URL; or in a form (multipart/form-data) as its
field `file`, with options in fields of their names, or as JSON in the field `options`, or in the
URL. Beside that a list may say in `Content-Encoding` that it is packed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import MultiPartParser

from resolver.atomic import writing
from resolver.bulk.answers import columns_of
from resolver.bulk.options import BulkOptions, chosen_roles
from resolver.bulk.questions import Questions
from resolver.bulk.run import refuse_answered
from resolver.errors import BadRequest, BadValue, WrongMediaType
from resolver.jobs import Job, ending_of
from resolver.lists.form import SaidForm
from resolver.lists.reading import ListReader, open_list
from resolver.settings import Settings
from resolver.text.words import load_words
from resolver.web.requests import json_object, url_pairs
from resolver.web.routes import FORM, LIST_TYPES
from resolver.web.uploads import Upload

FILE: Final = "file"
"""The field of a form that has the list."""

OPTIONS: Final = "options"
"""The field of a form that has options as JSON."""

MAX_FIELDS_BYTES: Final = 64 << 10
"""Bytes that a field of a form may have beside its file."""

MAX_FIELDS: Final = 100
"""Fields that a form may have."""

_LONG: Final = 200
"""Letters of the name of a file that are kept, with its ending."""

_PIECE: Final = 16 << 10
"""Bytes of a form that are read at a time."""

_PACKED: Final = {"": "", "identity": "", "gzip": ".gz", "zstd": ".zst"}

_REMEDY: Final = f"send {', '.join(LIST_TYPES)} or {FORM}"


def take_list(request: Request, upload: Upload) -> Job:
    """Put the list of an upload into its place: the job that it is to be, its options unchecked.

    Raises:
        WrongMediaType: It is declared as nothing that is taken.
        BadRequest: The form is not one, or has no list.
        InvalidInput: An option is said in a form that none has.
        DiskFull: There is no space for it.
    """
    given = list(url_pairs(request.query_string))
    if request.mimetype == FORM:
        name, fields = _take_form(request, upload)
        given += fields
    else:
        name = f"list{_declared_ending(request)}"
    job = Job(name, ending_of(name), _by_name(given), time.time())
    upload.folder.upload.replace(upload.folder.input(job))
    return job


def check_readable(path: Path, job: Job, settings: Settings) -> None:
    """Check that a list can be read as what it is called, up to its first row.

    Args:
        path: The list.
        job: What is said of it.
        settings: How long it may be, unpacked.

    Raises:
        ListTooLarge: It is longer.
        InvalidInput: It cannot be read.
    """
    with _opened(path, job, settings, SaidForm()) as reader:
        next(reader.rows(), None)


def check_head(path: Path, job: Job, settings: Settings) -> None:
    """Check the options of a job, and all of its list that a look at its head says.

    Args:
        path: The list. One of JSONL is not looked into: its columns are known at its end.
        job: What is said of it.
        settings: How long it may be, unpacked.

    Raises:
        ListTooLarge: It is longer.
        InvalidInput: An option is wrong, a column is missing, or the list cannot be read.
    """
    options = BulkOptions.from_texts(job.options)
    if job.ending.startswith((".jsonl", ".ndjson")):
        return
    with _opened(path, job, settings, options.said, options.roles.columns()) as reader:
        roles = chosen_roles(options, reader.columns)
        refuse_answered(job.name, reader.columns, columns_of(options.top))
        Questions(reader.columns, roles, options.asked, load_words(), job.name)


def _opened(
    path: Path, job: Job, settings: Settings, said: SaidForm, wanted: Sequence[str] = ()
) -> AbstractContextManager[ListReader]:
    most = settings.job_max_mb << 20
    return open_list(path, name=job.name, said=said, wanted=wanted, max_bytes=most)


def _declared_ending(request: Request) -> str:
    ending = LIST_TYPES.get(request.mimetype)
    packed = _PACKED.get(request.headers.get("Content-Encoding", "").strip().lower())
    if ending is None or packed is None:
        raise WrongMediaType("the body is not declared as a list", _REMEDY)
    return ending + packed


class _Form(NamedTuple):
    """The name of the list in a form, and the options that it says."""

    name: str
    given: list[tuple[str, str]]


def _take_form(request: Request, upload: Upload) -> _Form:
    """Take the list out of the form that came; it replaces the form."""
    boundary = request.mimetype_params.get("boundary", "")
    if not boundary:
        raise WrongMediaType("the form has no boundary", "let your client write Content-Type")
    inner = upload.folder.path / "inner"
    with (
        writing("an upload"),
        upload.folder.upload.open("rb") as form,
        inner.open("w+b") as file,
    ):
        fields, files = _parsed(form, boundary.encode("latin-1", "replace"), file)
    sent = [field for field, _ in files.items(multi=True)]
    if sent != [FILE]:
        raise BadRequest("the form has no list, or several", f"send one file, in the field {FILE}")
    inner.replace(upload.folder.upload)
    given = [pair for field in fields.items(multi=True) for pair in _options_of(*field)]
    return _Form(_base_name(files[FILE].filename or ""), given)


def _parsed(form: IO[bytes], boundary: bytes, file: IO[bytes]) -> tuple[Any, Any]:
    """The fields and the files of a form; the bytes of its file go where that is said."""
    used: list[str | None] = []

    def once(
        total_content_length: int | None,  # noqa: ARG001 - as the library calls it
        content_type: str | None,  # noqa: ARG001 - likewise called with it
        filename: str | None,
        content_length: int | None = None,  # noqa: ARG001 - likewise called with it
    ) -> IO[bytes]:
        used.append(filename)
        if len(used) > 1:
            raise BadRequest("the form has several files", f"send one, in the field {FILE}")
        return file

    parser = MultiPartParser(
        once,
        max_form_memory_size=MAX_FIELDS_BYTES,
        max_form_parts=MAX_FIELDS,
        buffer_size=_PIECE,
    )
    try:
        return parser.parse(form, boundary, None)
    except RequestEntityTooLarge:
        raise BadRequest("the form has too many fields, or too long ones", _REMEDY) from None
    except ValueError as error:
        raise BadRequest(f"the form cannot be read: {str(error).lower()}", _REMEDY) from None


def _base_name(written: str) -> str:
    """The name of a file without folders or what no name has; some clients send all of its path."""
    name = written.replace("\\", "/").rpartition("/")[2].strip()
    name = "".join(each for each in name if each.isprintable())
    ending = ending_of(name)
    name = name if len(name) <= _LONG else name[: _LONG - len(ending)] + ending
    return name or "list.csv"


def _options_of(field: str, value: str) -> Iterator[tuple[str, str]]:
    if field != OPTIONS:
        yield field, value
        return
    said_options = json_object(value.encode(), "the field options", 'write {"column": "NAME"}')
    for name, said in said_options.items():
        for each in _values(name, said):
            yield name, each


def _values(name: str, said: object) -> Iterable[str]:
    """The values of an option as texts; a property may be said as an object."""
    if said is None:
        return []
    if isinstance(said, Mapping):
        return [f"{key}={column}" for key, column in said.items()]
    return [_text(name, each) for each in (said if isinstance(said, list) else [said])]


def _text(name: str, said: object) -> str:
    if isinstance(said, bool):
        return "true" if said else "false"
    if isinstance(said, str | int | float):
        return str(said)
    raise BadValue(f"{name} has a value that no option has", "give a text or a number", field=name)


def _by_name(given: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in given:
        found.setdefault(name, []).append(value)
    return found
