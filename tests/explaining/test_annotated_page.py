"""The page of an annotated text shows the text as it is, and runs and loads nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from resolver.explaining.annotated_page import annotation_page
from resolver.model import Alias, Annotation, Candidate, Decision, Evidence, Mention, Verdict

BAD = '<script src="//evil">alert(1)</script>&amp;'


class Seen(HTMLParser):
    """The elements of a page, and what is read in its text outside of what is said of names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._inside: list[str] = []
        self.feed(page)
        assert self._inside == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))
        if tag != "meta":
            self._inside.append(dict(attrs).get("class") or tag)

    def handle_endtag(self, _: str) -> None:
        self._inside.pop()

    def handle_data(self, data: str) -> None:
        if "text" in self._inside and "who" not in self._inside:
            self.text += data


def page_of(text: str, *mentions: Mention) -> str:
    return annotation_page(Annotation(mentions, "index").to_dict(explain=True), text, BAD)


def decision(verdict: Verdict) -> Decision:
    evidence = (Evidence("prior", -2.0, BAD, None), Evidence("complete", 1.5, None, BAD))
    candidates = (Candidate("a/" + BAD, BAD, "place", 0.9, Alias(BAD), evidence),)
    return Decision(verdict, "clear_lead", candidates, 0.9, "index")


def test_the_text_is_shown_as_it_is_and_each_name_marked_by_its_verdict() -> None:
    text = f"Hilla {BAD}\n\n 🙂 Paris, بغداد."
    named: dict[str, Verdict] = {"Hilla": "match", "Paris": "ambiguous", "بغداد": "no_match"}
    mentions = [
        Mention(at, at + len(name), name, decision(verdict))
        for name, verdict in named.items()
        for at in [text.index(name)]
    ]
    seen = Seen(page_of(text, *mentions))
    assert seen.text == text
    marks = [about for tag, about in seen.opened if tag == "mark" and "id" in about]
    assert [(each["id"], each["class"]) for each in marks] == [
        ("m1", "match"),
        ("m2", "ambiguous"),
        ("m3", "no_match"),
    ]


def test_nothing_is_run_or_loaded_whatever_the_text_and_the_table_say() -> None:
    page = page_of(BAD, Mention(0, len(BAD), BAD, decision("match")))
    seen = Seen(page)
    assert {tag for tag, _ in seen.opened} == {
        "html", "head", "meta", "title", "style", "body", "h1", "div", "mark", "span", "b", "code",
        "footer", "p",
    }  # fmt: skip
    names = {name for _, about in seen.opened for name in about}
    assert names == {"charset", "http-equiv", "content", "name", "id", "class", "tabindex", "role"}
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert re.search(r"url\(|@import|https?:", page) is None


def test_who_is_meant_and_why_is_said_of_each_name() -> None:
    page = page_of("Hilla", Mention(0, 5, "Hilla", decision("ambiguous")))
    assert "ambiguous (clear_lead)" in page
    assert '<span class="n">-2.00</span><span>prior</span>' in page
    assert '<span class="n">0.900</span>' in page
