"""What changed between two sources, as lines for people and as JSON. Reach for it to show that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from resolver.cli.output import printable

if TYPE_CHECKING:
    from resolver.curate.diff import Difference

_SIGNS: Final = {"added": "+", "retired": "-", "changed": "~"}

_KINDS: Final = {"additions": "names of", "redirect": "redirect of", "same_as": "same as"}
"""What records are called that are no entities."""


def difference_lines(difference: Difference) -> Iterator[str]:
    """A difference: a line of what became of the record, and one of each thing that changed."""
    said = difference.after or difference.before or {}
    kind = _KINDS.get(difference.kind)
    head = f"{kind} {difference.id}" if kind else difference.id
    name = f"  {said['name']} ({said['type']})" if "name" in said else ""
    yield printable(f"{_SIGNS[difference.change]} {head}{name}")
    if difference.change == "changed" or difference.kind != "entity":
        for field in difference.fields():
            values = f"{value_text(field.before)} → {value_text(field.after)}"
            yield printable(f"    {field.field.removeprefix('properties.')}: {values}")
        came, went = difference.aliases()
        yield from (printable(f"    + {alias_text(each)}") for each in came)
        yield from (printable(f"    - {alias_text(each)}") for each in went)


def compact_json(value: object) -> str:
    """JSON on one line, in the letters of the names."""
    return json.dumps(value, ensure_ascii=False)


def value_text(value: Any) -> str:
    """The value of a field: several with commas between."""
    if value is None:
        return "nothing"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def review_text(review: Mapping[str, Any]) -> str:
    """What a text means, from the fields of a review."""
    asked = [*filter(None, [review.get("type"), *(review.get("country") or ())])]
    means = "nobody" if review.get("nobody") else review.get("means")
    decided = [means, *(f"not {each}" for each in review.get("excludes") or ())]
    known = f" ({', '.join(asked)})" if asked else ""
    return f"“{review.get('text')}”{known}: {', '.join(filter(None, decided))}"


def alias_text(alias: Mapping[str, str]) -> str:
    """An alias, and what is said of it."""
    dates = "–".join([alias.get("valid_from", ""), alias.get("valid_until", "")])
    known = alias.get("language"), alias["kind"], dates if dates != "–" else None
    return f"“{alias['text']}” ({', '.join(filter(None, known))})"
