"""The values of a large JSON file come one by one, each with its line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadSource
from resolver.packs.json_values import json_values, misfit

PATH = Path("dump.json")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


class Dripping(io.BytesIO):
    """Gives a few bytes at a time, so that values end anywhere."""

    def read(self, _size: int | None = None, /) -> bytes:
        return super().read(3)


@given(st.lists(VALUES), st.sampled_from([None, 2]))
def test_the_values_of_an_array_are_those_of_json(values: list[object], indent: int | None) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=False)
    found = list(json_values(PATH, Dripping(text.encode("utf-8", "surrogatepass"))))
    assert [each.value for each in found] == values
    assert [json.loads(each.raw) for each in found] == values


@given(st.dictionaries(st.text(), VALUES))
def test_the_values_of_an_object_come_with_their_keys(values: dict[str, object]) -> None:
    found = json_values(PATH, Dripping(json.dumps(values).encode()))
    assert {each.key: each.value for each in found} == values


def test_a_value_has_the_line_it_begins_in() -> None:
    text = b'\xef\xbb\xbf\n[ {"a":\n1},\r\n\n {"b": 2}]\n'
    assert [each.line for each in json_values(PATH, io.BytesIO(text))] == [2, 5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "neither a JSON array nor an object"),
        (b"7", "neither a JSON array nor an object"),
        (b"[1,\n2", "line 2: the JSON is cut short"),
        (b'[{"a": 1', "not valid JSON"),
        (b"[1 2]", "no comma between two values"),
        (b"[1,]", "not valid JSON: expecting value"),
        (b"[1] [2]", "something follows the end"),
        (b'{"a"}', "a key without a value"),
        (b"{1: 2}", "a key without a value"),
        (b"[" + b"[" * 100_000, "nested too deeply"),
        (b'["\xff"]', "not valid UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: bytes, message: str) -> None:
    with pytest.raises(BadSource, match=message):
        list(json_values(PATH, io.BytesIO(text)))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("status"), "status is missing"),
        (IndexError("list index out of range"), "a list is empty"),
        (TypeError("string indices must be integers"), "a value is of another form than it should"),
    ],
)
def test_a_misfit_is_said_in_plain_words(error: Exception, said: str) -> None:
    assert misfit(error).startswith(said)
