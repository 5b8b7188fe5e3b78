"""The page where a name is looked up, and the answer alone, while somebody types.

The URL is the question, and the page answers it without any script. The script of the page asks for
`/answer` at every letter and puts it where the answer stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import Flask, Response, g, request

from resolver.cache import CachedResolver
from resolver.engine import Resolver
from resolver.explaining.naming import country_name, country_names, type_name
from resolver.model import TYPES
from resolver.web import guard
from resolver.web.live import Live
from resolver.web.page_routes import ANSWER, LOOK_UP
from resolver.web.pages.answering import chips, found
from resolver.web.pages.asking import Asked, asked_of
from resolver.web.pages.frame import Frame
from resolver.web.requests import url_pairs

EXAMPLES: Final = (
    ("Gen. Zahdi", "middle-east-news"),
    ("حزب الله", "middle-east-news"),
    ("Facebook Inc", "renames"),
)
"""Names to try, each with the source of whom it means."""


def register(app: Flask, frame: Frame, live: Live, cached: CachedResolver) -> None:
    """Serve both.

    Args:
        app: The app.
        frame: The layout of pages.
        live: The index that answers now.
        cached: What answers from it.
    """

    def answer(asked: Asked, *, is_alone: bool) -> dict[str, Any]:
        """What the answer shows, in its page, or alone for a script while somebody types."""
        resolver = live()
        given: dict[str, Any] = {
            "asked": asked,
            "found": None,
            "chips": chips(asked),
            "is_alone": is_alone,
            "may_write": g.key is not None and g.key.allows("write"),
        }
        if asked.query is not None:
            request.environ[guard.TEXT] = asked.text
            given["found"] = found(asked, asked.query, resolver, cached, is_typed=is_alone)
        elif not asked.text:
            given |= {
                "examples": examples(resolver),
                "entities": resolver.entities,
                "sources": [each.get("title") or each["name"] for each in resolver.sources],
            }
        return given

    @LOOK_UP.serve(app)
    def look_up() -> Response:
        asked = asked_of(url_pairs(request.query_string))
        title = f"{asked.text} – who is it?" if asked.text else "Look a name up"
        return frame.page(
            "look_up.html",
            title=title,
            types=[(each, type_name(each)) for each in TYPES],
            countries=country_names(),
            country=", ".join(map(country_name, asked.values("country"))),
            status=400 if asked.wrong else 200,
            **answer(asked, is_alone=False),
        )

    @ANSWER.serve(app)
    def answer_alone() -> Response:
        asked = asked_of(url_pairs(request.query_string))
        return frame.part("answer.html", **answer(asked, is_alone=True))


def examples(resolver: Resolver) -> Sequence[str]:
    """Three names to try: of the bundled sources, or of the table where it has none of them."""
    sources = {each["name"] for each in resolver.sources}
    bundled = [name for name, source in EXAMPLES if source in sources]
    return bundled or [each["name"] for each in resolver.sample(len(EXAMPLES))]
