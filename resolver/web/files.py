"""Files as responses, whole or in part. Reach for it to answer with what lies on disk.

The view says which file, and the headers; the server sends the bytes, past Python and past memory.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from flask import Response, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from resolver.errors import WrongRange
from resolver.web.responses import REVALIDATE

FILE: Final = "resolver.file"
"""The key of the WSGI environment that holds the path of the file which answers."""


_ONE_RANGE: Final = re.compile(r"\s*bytes\s*=\s*(\d+\s*-\s*\d*|-\s*\d+)\s*", re.IGNORECASE)
"""A header `Range` that asks for one range of bytes."""


class SentFile(NamedTuple):
    """A file that does not change any more.

    Args:
        path: Where it is.
        media_type: What it is.
        name: What it is called where it is saved.
        is_shown: Whether a browser shows it rather than saves it.
    """

    path: Path
    media_type: str
    name: str
    is_shown: bool = False


def file_response(file: SentFile) -> Response:
    """A file, or the range of it that is asked for.

    Ranges, `If-Range`, `If-None-Match` and HEAD are answered as RFC 9110 says. One range of bytes
    is answered with that; several, or those of another unit, are answered with the whole.

    Raises:
        WrongRange: Nothing of it is within the range.
    """
    path = file.path.absolute()
    status = path.stat()
    if _ONE_RANGE.fullmatch(request.environ.get("HTTP_RANGE", "")) is None:
        request.environ.pop("HTTP_RANGE", None)
    try:
        response = send_file(
            path,
            file.media_type,
            as_attachment=not file.is_shown,
            download_name=file.name,
            etag=f"{status.st_mtime_ns:x}-{status.st_size:x}",
            last_modified=status.st_mtime,
        )
    except RequestedRangeNotSatisfiable:
        raise WrongRange(status.st_size, "ask for one range within it") from None
    response.headers["Cache-Control"] = REVALIDATE
    if response.status_code in (200, 206) and request.method == "GET":
        request.environ[FILE] = str(path)
    return response
