"""People sign in with a key that holds, go to where they were, and can be nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.access import add_key, revoke_key
from resolver.errors import TooManyRequests
from resolver.web.access import COOKIE
from resolver.web.pages import signing_in
from resolver.web.pages.signing_in import WrongKeys
from tests.web.conftest import MakeApp
from tests.web.pages.visiting import Visitor

WRONG = "rk_" + "x" * 43


def test_who_signs_in_goes_to_where_they_were(make_app: MakeApp, own_home: Path) -> None:
    guest = Visitor(make_app(own_home), own_home)
    assert "no key yet" in guest.get("/sign-in").text
    secret = add_key(own_home, "ann", "write", by="test")
    assert "no key yet" not in guest.get("/sign-in").text
    page = guest.get("/sign-in?next=/docs%3Fa%3D1%26b%3D2")
    assert '<input type="hidden" name="next" value="/docs?a=1&amp;b=2">' in page.text
    sent = guest.send("/sign-in", {"key": f" {secret}\n", "next": "/docs?a=1&b=2"})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/docs?a=1&b=2")
    assert sent.headers["Cache-Control"] == "no-store"
    page = guest.get("/sign-in")
    assert "signed in as <b>ann</b>, which may write" in page.text
    assert secret not in page.text


@pytest.mark.parametrize(
    "where",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "docs",
        "/docs\r\nSet-Cookie: a=b",
        "/\t/evil.example",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(make_app: MakeApp, own_home: Path, where: str) -> None:
    secret = add_key(own_home, "ann", "read", by="test")
    guest = Visitor(make_app(own_home), own_home)
    assert (
        'name="next" value="/"' in guest.client.get("/sign-in", query_string={"next": where}).text
    )
    sent = guest.send("/sign-in", {"key": secret, "next": where})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/")


@pytest.mark.parametrize(
    ("variables", "is_secure"),
    [({}, False), ({"public_url": "https://names.example"}, True)],
)
def test_the_cookie_is_for_this_site_alone_and_for_no_script(
    make_app: MakeApp, own_home: Path, variables: dict[str, str], *, is_secure: bool
) -> None:
    secret = add_key(own_home, "ann", "read", by="test")
    guest = Visitor(make_app(own_home, **variables), own_home)
    cookie = guest.send("/sign-in", {"key": secret}).headers["Set-Cookie"]
    said = cookie.split("; ")
    assert said[0].startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"} <= set(said)
    assert ("Secure" in said) == is_secure
    assert "Domain" not in cookie


@pytest.mark.parametrize("key", [WRONG, "", "no key at all", "é" * 40, "x" * 5000])
def test_a_wrong_key_signs_nobody_in(make_app: MakeApp, own_home: Path, key: str) -> None:
    guest = Visitor(make_app(own_home), own_home)
    sent = guest.send("/sign-in", {"key": key, "next": "/docs"})
    assert sent.status_code == 403
    assert "That key is none, was revoked, or has expired." in sent.text
    assert 'name="next" value="/docs"' in sent.text
    assert "Set-Cookie" not in sent.headers
    assert "x" * 40 not in sent.text


def test_where_all_need_a_key_the_page_does_not_say_that_everybody_may_look_up(
    make_app: MakeApp, own_home: Path
) -> None:
    says = "Everybody may look names up"
    assert says in Visitor(make_app(own_home), own_home).get("/sign-in").text
    page = Visitor(make_app(own_home, read_key=True), own_home).get("/sign-in").text
    assert says not in page
    assert "names are looked up by who signed in with a key" in page


def test_a_form_from_before_one_signed_in_or_out_still_signs_in_and_out(
    make_app: MakeApp, own_home: Path
) -> None:
    app = make_app(own_home)
    secret = add_key(own_home, "ann", "read", by="test")
    person = Visitor(app, own_home, "read")
    second = person.client.post("/sign-in", data={"key": secret, "csrf": ""})  # another tab's form
    assert second.status_code == 303
    assert person.send("/sign-out").status_code == 303  # by the form of the session before
    assert person.send("/sign-out").status_code == 303  # by one of a session that has ended
    assert "Sign out" not in person.get("/sign-in").text


def test_a_revoked_key_is_as_wrong_as_any(make_app: MakeApp, own_home: Path) -> None:
    secret = add_key(own_home, "ann", "read", by="test")
    guest = Visitor(make_app(own_home), own_home)
    revoke_key(own_home, "ann")
    assert guest.send("/sign-in", {"key": secret}).status_code == 403


def test_who_signs_in_anew_leaves_the_session_before(make_app: MakeApp, own_home: Path) -> None:
    app = make_app(own_home)
    person = Visitor(app, own_home, "read")
    before = person.client.get_cookie(COOKIE)
    assert before is not None
    person.sign_in(add_key(own_home, "ben", "write", by="test"))
    assert "signed in as <b>ben</b>" in person.get("/sign-in").text
    thief = Visitor(app, own_home)
    thief.client.set_cookie(COOKIE, before.value)
    assert "Sign out" not in thief.get("/sign-in").text


def test_who_signs_out_is_nobody_any_more(make_app: MakeApp, own_home: Path) -> None:
    app = make_app(own_home)
    person = Visitor(app, own_home, "write")
    cookie = person.client.get_cookie(COOKIE)
    assert cookie is not None
    sent = person.send("/sign-out")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/")
    assert person.client.get_cookie(COOKIE) is None
    thief = Visitor(app, own_home)
    thief.client.set_cookie(COOKIE, cookie.value)
    assert "Sign out" not in thief.get("/sign-in").text


def test_wrong_keys_are_slowed_down(make_app: MakeApp, own_home: Path) -> None:
    secret = add_key(own_home, "ann", "read", by="test")
    guest = Visitor(make_app(own_home), own_home)
    tried = [guest.send("/sign-in", {"key": WRONG}) for _ in range(4)]
    assert [each.status_code for each in tried] == [403, 403, 403, 429]
    assert 1 <= int(tried[-1].headers["Retry-After"]) <= 2
    assert "Too many wrong keys came from here. Try again in" in tried[-1].text
    assert 'name="key"' in tried[-1].text
    assert guest.send("/sign-in", {"key": secret}).status_code == 303
    assert guest.send("/sign-in", {"key": WRONG}).status_code == 403


def test_an_address_waits_ever_longer_until_it_sends_a_key_that_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    wrong, waits = WrongKeys(), []
    for _ in range(14):
        wrong.note("a")
        wrong.check("b")
        try:
            wrong.check("a")
        except TooManyRequests as refused:
            waits.append(refused.after_s)
            now[0] += refused.after_s
    assert waits == sorted(waits)
    assert waits[:3] == [2, 3, 5]
    assert waits[-1] == 301
    wrong.note("a")
    wrong.forget("a")
    wrong.check("a")


def test_so_many_addresses_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "_ADDRESSES", 2)
    wrong = WrongKeys()
    for address in "aaaabbbbcccc":
        wrong.note(address)
    wrong.check("a")
    for address in "bc":
        with pytest.raises(TooManyRequests):
            wrong.check(address)
