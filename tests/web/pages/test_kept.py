"""What somebody wrote is kept while they sign in, and sent only when they say so."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from resolver.access import add_key
from resolver.web.access import COOKIE
from resolver.web.pages.kept import MAX_BYTES, carried_form, kept_form, page_of
from tests.web.conftest import MakeApp
from tests.web.pages.visiting import EVIL, Visitor

PATH = "/correct/alias/nato"


def fields_on(page: TestResponse, action: str) -> dict[str, str]:
    """The fields of a form of a page, but for the key."""
    form = page.text.partition(f'action="{action}"')[2].partition("</form>")[0]
    assert form, page.text
    inputs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    areas = re.findall(r'<textarea name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
    return {html.unescape(name): html.unescape(value) for name, value in inputs + areas}


@pytest.mark.parametrize("text", ["An alias", *EVIL, "one\ntwo"])
def test_what_was_written_is_sent_once_somebody_signed_in_and_says_so(
    make_app: MakeApp, few_home: Path, text: str
) -> None:
    app = make_app(few_home, reload_s=0.05)
    person = Visitor(app, few_home)
    secret = add_key(few_home, "ann", "write", by="test")
    lost = person.send(PATH, {"csrf": "of a session that ended", "alias": text, "lang": "fa"})
    assert lost.status_code == 401
    assert "<img src=x" not in lost.text
    assert "<script>alert" not in lost.text
    sent = fields_on(lost, "/sign-in")
    wrong = person.send("/sign-in", {**sent, "key": "none"})
    assert (wrong.status_code, fields_on(wrong, "/sign-in")) == (403, sent)
    signed_in = person.send("/sign-in", {**sent, "key": secret})
    assert signed_in.status_code == 200
    assert COOKIE in signed_in.headers["Set-Cookie"]
    assert secret not in signed_in.text
    again = fields_on(signed_in, PATH)
    assert (again["alias"], again["lang"]) == (text, "fa")
    assert person.client.post(PATH, data=again).status_code != 403  # its token is that of now


def test_a_form_from_before_one_signed_in_is_sent_as_who_one_is_now(
    make_app: MakeApp, own_home: Path
) -> None:
    person = Visitor(make_app(own_home), own_home, "read")
    stale = person.send("/paste", {"csrf": "", "text": "nato\notan"})
    assert stale.status_code == 403
    again = fields_on(stale, "/paste")
    assert again == {"csrf": person.csrf, "text": "nato\notan"}
    assert person.send("/paste", again).status_code == 303


def test_nothing_is_kept_of_a_form_of_another_site(make_app: MakeApp, own_home: Path) -> None:
    guest = Visitor(make_app(own_home), own_home)
    foreign = guest.send(PATH, {"alias": "Evil"}, Origin="https://evil.example")
    assert foreign.status_code == 401
    assert "Evil" not in foreign.text


def test_a_script_is_told_alone_that_somebody_has_to_sign_in(
    make_app: MakeApp, own_home: Path
) -> None:
    answer = Visitor(make_app(own_home), own_home).send(PATH, Sec_Fetch_Dest="empty")
    assert (answer.status_code, "<form" in answer.text) == (401, False)


def test_what_is_too_long_is_said_to_be(make_app: MakeApp, own_home: Path) -> None:
    guest = Visitor(make_app(own_home), own_home)
    answer = guest.send("/texts/decide", {"text": "x" * MAX_BYTES})
    assert answer.status_code == 401
    assert "too long to be kept" in answer.text
    assert "xxx" not in answer.text


@pytest.mark.parametrize(
    "path", ["", "//evil.example", "/nowhere", "/v1/jobs", "/lists", "/sign-in", "/sign-out"]
)
def test_forms_are_sent_to_pages_that_take_them_alone(path: str) -> None:
    assert kept_form(path, [("a", "b")], without="csrf") is None
    assert carried_form(MultiDict([("to", path), ("sent_a", "b")]), without="csrf") is None


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/texts/decide", "/texts"),
        ("/decide/undo", "/decide"),
        ("/lists/x/start", "/lists/x"),
        ("/paste", "/"),
        ("/correct/alias/a?b", "/correct/alias/a%3Fb"),
    ],
)
def test_who_comes_back_comes_to_a_page(path: str, page: str) -> None:
    assert page_of(path) == page
