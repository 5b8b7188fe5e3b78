"""A key says what it may do and until when; its secret is in nothing that is kept or shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from resolver.access import SCOPES, Key, Scope, new_secret
from resolver.access.key import SECRET, digest_of
from resolver.errors import BadValue

DIGEST = digest_of("x" * 40)


def key(**given: Any) -> Key:
    fields = {"name": "bot", "scope": "write", "digest": DIGEST, "created": "…", "by": "ann"}
    return Key(**(fields | given))


def test_a_scope_includes_those_before_it() -> None:
    allowed = {
        scope: [each for each in SCOPES if key(scope=scope).allows(each)] for scope in SCOPES
    }
    assert allowed == {
        "read": ["read"],
        "review": ["read", "review"],
        "write": ["read", "review", "write"],
        "admin": ["read", "review", "write", "admin"],
    }


def test_a_key_holds_to_the_end_of_its_last_day_and_never_once_it_is_revoked() -> None:
    last = date(2027, 12, 31)
    assert key(expires="2027-12-31").holds(last)
    assert not key(expires="2027-12-31").holds(date(2028, 1, 1))
    assert key().holds(date.max)
    assert not key(expires="2027-12-31", revoked="2027-01-01T00:00:00+00:00").holds(last)


def test_secrets_are_long_of_plain_characters_and_never_the_same() -> None:
    made = {new_secret() for _ in range(1000)}
    assert len(made) == 1000
    assert all(SECRET.fullmatch(each) and each.startswith("rk_") for each in made)
    assert min(map(len, made)) >= 32


def test_a_key_shows_neither_secret_nor_digest() -> None:
    assert DIGEST not in repr(key())
    assert digest_of("x" * 40) != digest_of("x" * 41)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a b"),
        ("name", "-bot"),
        ("name", "b" * 65),
        ("name", "bot\n"),
        ("scope", "owner"),
        ("digest", "secret"),
        ("expires", "2027-02-30"),
        ("expires", "20270228"),
        ("expires", "soon"),
    ],
)
def test_a_field_of_another_form_is_named_with_a_remedy(field: str, value: str) -> None:
    with pytest.raises(BadValue) as refused:
        key(**{field: value})
    assert refused.value.field == field
    assert refused.value.remedy


def test_a_key_is_json_and_back() -> None:
    first = key(expires="2027-12-31")
    assert Key.from_dict(first.to_dict()) == first
    scopes: list[Scope] = ["read", "admin"]
    for value in (scopes, 3):
        with pytest.raises(TypeError):
            Key.from_dict(first.to_dict() | {"by": value})
