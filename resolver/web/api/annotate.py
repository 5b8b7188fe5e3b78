"""The route `/v1/annotate`: a text to the names in it, each with who or what it means there."""

from __future__ import annotations

import threading
import time

from flask import Flask, Response, request

from resolver.cache import CachedAnnotator
from resolver.web import guard
from resolver.web.bodies import read_body
from resolver.web.passages import passage_from_body
from resolver.web.requests import is_bypass
from resolver.web.responses import answer_response
from resolver.web.routes import ANNOTATE


def register(app: Flask, annotator: CachedAnnotator) -> None:
    """Serve it.

    Args:
        app: The app.
        annotator: What answers about texts.
    """
    # Bodies one after the other: more at a time take no less, and ten times their size in memory.
    reading = threading.Lock()

    @ANNOTATE.serve(app)
    def annotate() -> Response:
        with reading:
            asked = passage_from_body(read_body(request, ANNOTATE))
        request.environ[guard.TEXT] = asked.passage.text
        begin = time.perf_counter()
        cached = annotator.answer(asked, bypass=is_bypass(request.environ))
        request.environ[guard.TIER] = cached.tier
        return answer_response(cached, begin=begin)
