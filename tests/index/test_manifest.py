"""What was read as JSON is of a type, or is not."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.index.manifest import Dated, EncoderStamp, fits


@pytest.mark.parametrize(
    ("value", "hint", "expected"),
    [
        ({"digest": "x", "dim": 1}, EncoderStamp, True),
        ({"digest": "x", "dim": 1, "more": None}, EncoderStamp, True),
        ({"digest": "x"}, EncoderStamp, False),
        ({"digest": "x", "dim": True}, EncoderStamp, False),
        ({}, Dated, True),
        ({"changed_at": "x"}, Dated, True),
        ({"changed_at": None}, Dated, False),
        ([], EncoderStamp, False),
        (["x"], list[str], True),
        (["x", 1], list[str], False),
        ({"x": 1.0}, dict[str, float], True),
        ({"x": "y"}, dict[str, float], False),
        (None, str | None, True),
        (1, str | None, False),
        ({"x": [1]}, dict[str, Any], True),
    ],
)
def test_a_value_fits_a_type(value: object, hint: Any, expected: bool) -> None:
    assert fits(value, hint) is expected
