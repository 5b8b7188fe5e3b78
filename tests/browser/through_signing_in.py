"""Signing in and out, as a person does it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Meet, Person


def test_somebody_signs_in_with_a_key_and_out(person: Person) -> None:
    page = person.go("/")
    page.get_by_role("link", name="Sign in").click()
    person.calm()
    page.get_by_label("Key").fill("no key at all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That key is none")
    person.calm()
    page.get_by_label("Key").fill(person.site.secrets["admin"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner")).to_contain_text("admin")
    expect(page.get_by_role("link", name="Operate")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.get_by_role("link", name="Operate")).to_have_count(0)


def test_the_menu_is_short_and_stays_where_it_is(person: Person) -> None:
    page = person.sign_in("admin")
    links = page.get_by_role("navigation", name="Pages").get_by_role("link")
    places = []
    for path in ("/", "/lists", "/decide", "/docs"):
        person.go(path)
        places.append([each.bounding_box() for each in links.all()])
    assert places[1:] == places[:-1]
    banner = page.get_by_role("banner").bounding_box()
    assert banner is not None
    assert banner["height"] < 85  # two rows


def test_a_script_cannot_read_the_cookie(meet: Meet) -> None:
    page = meet().sign_in("read")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert page.evaluate("document.cookie") == ""
    (cookie,) = page.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"


def test_signing_in_works_without_script(meet: Meet) -> None:
    page = meet(javascript=False).sign_in("write")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_what_was_written_outlives_a_session(person: Person) -> None:
    name = f"The {person.look} one\u202e <b>"
    page = person.sign_in("write", then="/correct/alias/istanbul")
    page.get_by_label("Name, as people write it").fill(name)
    page.context.clear_cookies()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("What you wrote is kept")
    person.calm()
    page.get_by_label("Key").fill("none")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That key is none")
    person.calm()
    page.get_by_label("Key").fill(person.site.secrets["write"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Send it now")).to_be_focused()
    person.calm()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Alias added:")
    expect(page.get_by_text(f"The {person.look} one").first).to_be_visible()
