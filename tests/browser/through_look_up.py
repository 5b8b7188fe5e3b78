"""Looking a name up while typing it, and asking why, as a person does it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Meet, Person


def in_one_line(page: Page) -> None:
    """Check that words which are compared are read from left to right, not letter by letter."""
    words = page.locator("tbody bdi")
    tall = "all => all.filter(one => one.offsetHeight > 45).map(one => one.textContent)"
    assert words.count() > 2
    assert words.evaluate_all(tall) == []


def test_somebody_types_a_name_and_asks_why(person: Person) -> None:
    page = person.go("/")
    person.calm()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("Gen. Zahdi")
    expect(page.get_by_role("heading", name="This is Mohammad Reza Zahedi")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("This is Mohammad Reza Zahedi")
    assert page.url.endswith("/?q=Gen.+Zahdi")
    person.calm()
    person.picture("look-up")
    page.get_by_role("link", name="Why Mohammad Reza Zahedi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why Mohammad Reza Zahedi?")
    expect(page.locator("mark").first).to_have_text("e")
    in_one_line(page)
    person.calm()
    person.picture("why")
    page.get_by_role("link", name="Compare with Esmail Qaani").click()
    expect(page.get_by_role("heading", name="What makes the difference")).to_be_visible()
    in_one_line(page)
    person.calm()
    person.picture("why-not")
    page.get_by_role("link", name="← Gen. Zahdi").click()
    expect(page.get_by_role("searchbox")).to_have_value("Gen. Zahdi")


def test_what_else_is_known_becomes_a_chip_that_can_be_taken_away(person: Person) -> None:
    page = person.go("/?q=Gen.+Zahdi")
    page.get_by_text("What else do you know?").click()
    page.get_by_label("What it is").select_option("person")
    page.get_by_label("Country").fill("Iran")
    chips = page.get_by_role("list", name="What you know of it")
    expect(chips.get_by_role("listitem")).to_have_count(2)
    expect(chips).to_contain_text(re.compile(r"person\s+left out \d+ others"))
    expect(chips).to_contain_text(re.compile(r"Iran\s+\d+ % → \d+ %"))
    person.calm()
    chips.get_by_role("link", name="Without Iran").click()
    expect(chips.get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_label("Country")).to_have_value("")


def test_what_is_wrong_is_said_at_its_field_while_typing(person: Person) -> None:
    page = person.go("/?q=Gen.+Zahdi")
    page.get_by_text("What else do you know?").click()
    field = page.get_by_label("When the name was in use")
    field.fill("soon")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("is not a date"))
    person.calm()
    field.fill("2023")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("heading", name="This is Mohammad Reza Zahedi")).to_be_visible()


def test_an_answer_that_was_overtaken_is_never_shown(meet: Meet) -> None:
    page = meet().go("/")
    given_up: list[str] = []
    page.on("requestfailed", lambda request: given_up.append(request.url))
    page.route("**/answer?q=Iraq", lambda _: None)  # it is never answered
    page.get_by_role("searchbox").fill("Iraq")
    page.wait_for_timeout(100)
    page.get_by_role("searchbox").fill("Iran")
    expect(page.get_by_role("heading", name="This is Iran")).to_be_visible()
    assert [url.rpartition("/")[2] for url in given_up] == ["answer?q=Iraq"]
    assert page.url.endswith("/?q=Iran")


def test_what_was_just_typed_is_not_asked_again(meet: Meet) -> None:
    page = meet().go("/")
    box = page.get_by_role("searchbox")
    for name in ("Iraq", "Iran"):
        box.fill(name)
        expect(page.get_by_role("heading", name=f"This is {name}", exact=True)).to_be_visible()
    page.route("**/answer?**", lambda route: route.abort())
    box.fill("Iraq")
    expect(page.get_by_role("heading", name="This is Iraq", exact=True)).to_be_visible()


def test_a_service_that_does_not_answer_says_so_and_keeps_the_question(meet: Meet) -> None:
    page = meet().go("/")
    page.route("**/answer?**", lambda route: route.abort())
    page.get_by_role("searchbox").fill("Iraq")
    expect(page.locator("#answer")).to_contain_text("The service does not answer")
    page.unroute("**/answer?**")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This is Iraq", exact=True)).to_be_visible()


def test_all_of_it_works_with_the_keyboard_alone(meet: Meet) -> None:
    page = meet().go("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("Congo")
    expect(page.get_by_role("heading", name="One of these two")).to_be_visible()
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Why"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Congo?")


def test_looking_up_works_without_script(meet: Meet) -> None:
    page: Page = meet(javascript=False).go("/")
    page.get_by_role("searchbox").fill("Gen. Zahdi")
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("heading", name="This is Mohammad Reza Zahedi")).to_be_visible()
    page.get_by_text("What else do you know?").click()
    page.get_by_label("Country").fill("Atlantis")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is not a country code")).to_be_visible()
    page.get_by_label("Country").fill("Iran")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Without Iran").click()
    expect(page.get_by_label("Country")).to_have_value("")


def test_an_example_is_a_click_away(person: Person) -> None:
    page = person.go("/")
    page.get_by_role("link", name="حزب الله").click()
    expect(page.get_by_role("heading", name="This is Hezbollah")).to_be_visible()
    expect(page.locator("bdi[lang=ar]").first).to_have_text("حزب الله")
    person.calm()


def test_nobody_is_offered_names_that_begin_so(person: Person) -> None:
    page = person.go("/?q=Moham")
    expect(page.get_by_role("heading", name="Names that begin so")).to_be_visible()
    person.calm()


def test_back_leads_to_what_was_asked_before(meet: Meet) -> None:
    page = meet().go("/")
    for name in ("Congo", "Zahedi"):
        page.get_by_role("searchbox").fill(name)
        page.keyboard.press("Enter")
        expect(page.locator(".verdict")).to_be_visible()
        expect(page).to_have_url(re.compile(f"q={name}$"))
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("Congo")
    expect(page.locator("#answer")).to_contain_text("Congo")
