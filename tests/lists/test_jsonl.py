"""A line is an object, its keys are columns, and what is no object stays."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadSource
from resolver.lists.form import Form, SaidForm
from resolver.lists.jsonl import MAX_KEYS, JsonlReader, json_text, object_of, open_jsonl, value_text
from resolver.lists.opening import lying, open_input
from resolver.lists.reader import Row


def opened(data: bytes) -> tuple[JsonlReader, list[Row]]:
    with open_input(io.BytesIO(data), "a.jsonl", None) as source, lying(source) as file:
        reader = open_jsonl(file, SaidForm(), "gz")
        return reader, list(reader.rows())


def test_columns_are_the_keys_as_they_first_appear() -> None:
    reader, rows = opened(b'{"id": 1, "name": "a"}\r\n{"name": "b", "c": null, "id": 2.50}\n{}')
    assert reader.form == Form("jsonl", "gz")
    assert reader.columns == reader.header == ("id", "name", "c")
    assert rows == [
        Row(1, 1, ["1", "a", ""], None, True, '{"id": 1, "name": "a"}'),
        Row(2, 2, ["2.50", "b", ""], None, True, '{"name": "b", "c": null, "id": 2.50}'),
        Row(3, 3, ["", "", ""], None, True, "{}"),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("null", ""),
        ("true", "true"),
        ("false", "false"),
        ("12345678901234567890.10", "12345678901234567890.10"),
        ("1e400", "1e400"),
        ("-0", "-0"),
        ('""', ""),
        ('["a", "b"]', "a|b"),
        ("[]", ""),
        ('["a", 1.0]', '["a", 1.0]'),
        ("[1, [null, true]]", "[1, [null, true]]"),
        ('{"a": {"é": "\\u00e9\\n"}}', '{"a": {"é": "é\\n"}}'),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\ud83d"', "\\ud83d"),
        ('["\\ud83d", 1]', '["\\ud83d", 1]'),
    ],
)
def test_values_are_text(value: str, text: str) -> None:
    found = object_of(f'{{"x": {value}}}')
    assert found is not None
    assert value_text(found["x"]) == text
    text.encode()


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=8,
    )
)
def test_nested_values_are_the_same_json(value: object) -> None:
    assert json.loads(json_text(value)) == value


@pytest.mark.parametrize(
    "line",
    ["[1]", "nonsense", '{"a": NaN}', '{"a": 1', '"x"', "1" * 5_000, '{"a":' * 100_000],
)
def test_a_line_that_is_no_object_stays_in_the_first_cell(line: str) -> None:
    _, rows = opened(f'{{"a": 1, "b": 2}}\n{line}\n'.encode())
    assert rows[1] == Row(2, 2, [line, ""], "not a JSON object", False, line)


def test_a_blank_line_is_a_row() -> None:
    _, rows = opened(b'{"a": 1}\n\n{"a": 2}\n')
    assert rows[1] == Row(2, 2, [""], None, True, "")


def test_a_bad_byte_costs_its_line() -> None:
    _, rows = opened('{"a": "é"}\n'.encode() * 3 + b'{"a": "\xff"}\n{"a": "y"}')
    assert rows[3].cells == ['{"a": "\\xff"}']
    assert (rows[3].error, rows[3].is_asked) == ("byte 8 of the line is not valid UTF-8", False)
    assert rows[4].cells == ["y"]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", r"^a\.jsonl: the file is empty — give one JSON object a line"),
        (b"\n1\n", r"^a\.jsonl: no line is a JSON object — give one JSON object a line"),
    ],
)
def test_a_list_without_an_object_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(BadSource, match=what):
        opened(data)


def test_keys_are_bounded() -> None:
    lines = [json.dumps({f"key {number}": 1}) for number in range(MAX_KEYS + 1)]
    reader, _ = opened("\n".join([lines[0]] * 10 + lines[1 : MAX_KEYS // 100]).encode())
    assert len(reader.columns) == MAX_KEYS // 100
    with pytest.raises(
        BadSource, match=r"^a\.jsonl, line 10001: the objects have more than 10,000"
    ):
        opened("\n".join(lines).encode())
