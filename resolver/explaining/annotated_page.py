"""An annotated text as one HTML page: the names marked, and of each who is meant and why.

Reach for it to change the page, which the command line prints and the service sends as a file. It
is made of the wire form of an annotation, with the evidence. It needs nothing from elsewhere and
runs no script, which its own policy forbids besides. What is said of a name is shown at the foot
while one points at it, has it in focus, or follows a link to it (`#m3`, the third name).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any, Final, get_args

from resolver.model import Verdict

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
_SAYS: Final = {
    "match": "one is meant",
    "ambiguous": "several may be meant",
    "no_match": "nobody of the table",
}
_SHOWN: Final = 4
"""Candidates of a name that are shown."""

_STYLE: Final = """
:root { color-scheme: light dark; --match: #1a7f43; --ambiguous: #a86200; --no_match: #6b7280;
  --back: #fff; --line: #8884 }
@media (prefers-color-scheme: dark) { :root { --match: #4cc38a; --ambiguous: #f0a63a;
  --no_match: #9aa1ab; --back: #16181c } }
body { font: 17px/1.7 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto 19rem;
  padding: 0 1.25rem; background: var(--back) }
h1 { font-size: 1.25rem; overflow-wrap: anywhere }
.text { white-space: pre-wrap; unicode-bidi: plaintext; overflow-wrap: anywhere }
mark { color: inherit; border-radius: .2rem; padding: .05rem .15rem; cursor: help;
  background: color-mix(in srgb, var(--own) 18%, transparent); border-bottom: 2px solid var(--own) }
mark:hover, mark:focus, mark:target { outline: 2px solid var(--own) }
.match { --own: var(--match) } .ambiguous { --own: var(--ambiguous) }
.no_match { --own: var(--no_match) } mark.ambiguous { border-bottom-style: dashed }
mark.no_match { border-bottom-style: dotted }
.who { display: none; position: fixed; left: 0; right: 0; bottom: 0; z-index: 1; max-height: 17rem;
  overflow: auto; padding: .8rem max(1.25rem, calc(50vw - 23rem)); background: var(--back);
  border-top: 3px solid var(--own); font-size: .85rem; line-height: 1.45; white-space: normal;
  unicode-bidi: isolate; direction: ltr; text-align: left; cursor: auto }
mark:target > .who { display: block } mark:focus > .who { display: block; z-index: 2 }
mark:hover > .who { display: block; z-index: 3 }
.who > span { display: flex; gap: .6rem } .who .n { min-width: 3.4rem; text-align: right;
  font-variant-numeric: tabular-nums } .why { opacity: .75 } .key { margin-right: 1.2rem }
.own { color: var(--own); font-weight: 600 } footer { font-size: .85rem; opacity: .8 }
"""


def annotation_page(annotation: Mapping[str, Any], text: str, name: str) -> str:
    """The page.

    Args:
        annotation: The names, with the evidence; none overlaps another.
        text: The text that they are names of.
        name: What the text is called.
    """
    counts = summary(each["verdict"] for each in annotation["mentions"])
    keys = "".join(
        f'<span class="key"><mark class="{word}">{word}</mark> {says}</span>'
        for word, says in _SAYS.items()
    )
    return "".join(
        [
            '<!doctype html>\n<html><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(name)}: names</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(name)}</h1>\n",
            f'<div class="text">{"".join(_marked(annotation, text))}</div>\n',
            f"<footer><p>{keys}</p><p>{escape(counts)}; answered by the index ",
            f"<code>{escape(annotation['index'])}</code>.</p></footer></body></html>\n",
        ]
    )


def summary(verdicts: Iterable[str]) -> str:
    """How many names there are, by verdict."""
    counts = Counter(verdicts)
    total = counts.total()
    names = f"{total:,} {'name' if total == 1 else 'names'}"
    by_verdict = ", ".join(f"{counts[word]:,} {word}" for word in get_args(Verdict))
    return f"{names}: {by_verdict}" if total else names


def _marked(annotation: Mapping[str, Any], text: str) -> Iterator[str]:
    """The text with its names in marks, piece by piece."""
    end = 0
    for number, mention in enumerate(annotation["mentions"], 1):
        yield escape(text[end : mention["start"]])
        yield _mark(number, mention)
        end = mention["end"]
    yield escape(text[end:])


def _mark(number: int, mention: Mapping[str, Any]) -> str:
    said = "".join(_said(mention))
    return (
        f'<mark id="m{number}" class="{mention["verdict"]}" tabindex="0">{escape(mention["text"])}'
        f'<span class="who" role="tooltip">{said}</span></mark>'
    )


def _said(mention: Mapping[str, Any]) -> Iterator[str]:
    """Who is meant and why: the verdict, the candidates, and the evidence of the first."""
    yield f'<span class="own">{mention["verdict"]} ({mention["reason"]})</span>'
    candidates = mention["candidates"]
    yield from map(_candidate, candidates[:_SHOWN])
    for each in candidates[0]["evidence"] if candidates else ():
        pair = " ~ ".join(text for text in (each["asked"], each["known"]) if text)
        cells = f'<span class="n">{each["value"]:+.2f}</span><span>{escape(each["name"])}</span>'
        yield f'<span class="why">{cells}<span>{escape(pair)}</span></span>'


def _candidate(candidate: Mapping[str, Any]) -> str:
    return (
        f'<span><span class="n">{candidate["score"]:.3f}</span><b>{escape(candidate["name"])}</b>'
        f"<span>{escape(candidate['type'])}</span><code>{escape(candidate['id'])}</code></span>"
    )
