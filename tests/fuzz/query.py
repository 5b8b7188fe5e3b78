"""A query string or a body → what the service answers: never a fault of its own."""

from __future__ import annotations

import io
import json
import operator
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote_from_bytes

from flask.testing import FlaskClient
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from resolver.settings import Settings
from resolver.web.app import close_app, create_app
from resolver.web.requests import PARAMETERS
from resolver.web.routes import RESOLVE
from tests.conftest import compile_entities
from tests.fuzz.fold import CHARACTERS, ODD
from tests.fuzz.target import Target, within

LIMIT_S: Final = 0.25
"""Seconds of a processor for a request of a few short queries."""

LIMIT_S_PER_BYTE: Final = 2e-5
"""Seconds that each byte of it may add."""

SURROGATES: Final = st.text(st.characters(categories=["Cs", "Ll"]), max_size=4)
LONG: Final = st.builds(operator.mul, st.text(CHARACTERS | ODD, max_size=3), st.integers(1, 600))
ANY_TEXT: Final = SURROGATES | LONG  # JSON may have lone surrogates, and a URL their bytes
WORDS: Final = st.sampled_from(
    [
        "Reza Zahedi",
        "person",
        "IR",
        "2015-03",
        "birth_date:1944",
        "true",
        "nan",
        "1e999",
        "1_0",
        "٥",
    ]
)
FIELDS: Final = st.sampled_from([*PARAMETERS, "text", "properties", "queries", "id"]) | ANY_TEXT
NUMBERS: Final = st.integers() | st.floats() | st.sampled_from([10**400, -(10**25)])
VALUES: Final = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=3),
    max_leaves=6,
)
QUERIES: Final = st.builds(
    lambda text, more: {"text": text} | more,
    WORDS | ANY_TEXT,
    st.dictionaries(FIELDS, VALUES, max_size=4),
)
BODIES: Final = st.one_of(
    QUERIES.map(lambda query: json.dumps(query).encode()),
    VALUES.map(lambda value: json.dumps(value).encode()),
    st.lists(QUERIES | VALUES, max_size=4).map(lambda each: json.dumps({"queries": each}).encode()),
    st.binary(),
)
PARTS: Final = st.one_of(
    WORDS.map(str.encode),
    LONG.map(str.encode),
    SURROGATES.map(lambda text: text.encode(errors="surrogatepass")),
    st.binary(max_size=9),
)
PAIRS: Final = st.builds(
    lambda name, value, safe: f"{name}={quote_from_bytes(value, safe)}".encode(),
    st.sampled_from([*PARAMETERS, "id", "%00"]),
    PARTS,
    st.sampled_from(["", "&=;+%", "/:"]),
)
NAMED: Final = st.builds(
    lambda word, pairs: b"&".join([b"q=" + quote_from_bytes(word.encode()).encode(), *pairs]),
    WORDS,
    st.lists(PAIRS, max_size=2),
)
QUERY_STRINGS: Final = st.one_of(NAMED, st.lists(PAIRS, max_size=4).map(b"&".join), st.binary())


def check_answer(answer: TestResponse) -> None:
    """It is JSON, and no fault of the service."""
    assert answer.status_code < 500, answer.get_data()
    json.loads(answer.get_data().decode("utf-8"), parse_constant=_refuse)


def _refuse(constant: str) -> Any:
    raise AssertionError(f"{constant} is no JSON")


@contextmanager
def _client(folder: Path) -> Iterator[FlaskClient]:
    """A client of an app over a home of two entities."""
    person = {
        "id": "zahedi",
        "type": "person",
        "name": "Reza Zahedi",
        "country": ["IR"],
        "properties": {"birth_date": ["1944"]},
    }
    home = compile_entities(folder, person, {"id": "babil", "type": "place", "name": "Babil"})
    with redirect_stderr(io.StringIO()):  # its log
        app = create_app(Settings.from_environment({"RESOLVER_HOME": str(home)}))
        try:
            yield app.test_client()
        finally:
            close_app(app)


@contextmanager
def url_target(folder: Path) -> Iterator[Target]:
    """The target: GET with any query string."""
    with _client(folder) as client:

        def check_url(query_string: bytes) -> None:
            given = {"QUERY_STRING": query_string.decode("latin-1")}
            with within(LIMIT_S + LIMIT_S_PER_BYTE * len(query_string)):
                answer = client.get(RESOLVE.path, environ_overrides=given)
            check_answer(answer)

        yield Target(check_url, QUERY_STRINGS)


@contextmanager
def body_target(folder: Path) -> Iterator[Target]:
    """The target: POST with any body."""
    with _client(folder) as client:

        def check_body(body: bytes) -> None:
            with within(LIMIT_S + LIMIT_S_PER_BYTE * len(body)):
                answer = client.post(RESOLVE.path, data=body, content_type="application/json")
            check_answer(answer)

        yield Target(check_body, BODIES)
