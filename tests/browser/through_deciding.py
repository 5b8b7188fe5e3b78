"""Names are decided with the keyboard alone, undone, and kept although the service fails."""

from __future__ import annotations

import re
from itertools import count
from typing import Final

import pytest
from playwright.sync_api import Page, Route, expect

from resolver.table.undecided import keep
from tests.browser.conftest import Meet, Person, Site
from tests.journal.test_queue import asked

_MOST: Final = 1_000
_MORE = count(_MOST, 100)
"""How often the names of a test were asked: more often than those of the tests before it."""

EVIL = "<img src=x onerror=alert(1)> \u202eSons"


@pytest.fixture
def names(site: Site, request: pytest.FixtureRequest) -> list[str]:
    """Names that nobody decided, in order; others in each test. Those of the first are plain."""
    most = next(_MORE)
    own = "" if most == _MOST else re.sub(r"\W+", " ", request.node.name)
    found = [f"{text} {own}".strip() for text in ("Gen. Zahdi", "زاهدی", EVIL, "Congo", "Zahedi")]
    keep(site.home, [asked(text, most - n) for n, text in enumerate(found)])
    return found


def shown(page: Page, name: str) -> None:
    """Expect that a name is the one that is to be decided."""
    heading = page.get_by_role("article").get_by_role("heading", level=2)
    expect(heading).to_have_text(name)


def press(page: Page, key: str) -> None:
    """Press a key once the name has been there for as long as it takes to read one."""
    page.wait_for_timeout(450)
    page.keyboard.press(key)


def test_keys_decide_skip_and_undo(person: Person, names: list[str]) -> None:
    page = person.sign_in("review", then="/decide")
    shown(page, names[0])
    person.calm()
    person.picture("decide")
    press(page, "1")
    shown(page, names[1])
    press(page, "s")
    shown(page, names[2])
    person.calm()
    press(page, "n")
    shown(page, names[3])
    last = page.get_by_role("complementary").get_by_role("listitem")
    expect(last.first).to_contain_text("nobody we know")
    press(page, "u")
    shown(page, names[2])
    expect(last.first).not_to_contain_text("nobody we know")
    press(page, "n")
    expect(last.first).to_contain_text("nobody we know")
    person.calm()


def test_the_next_name_is_there_before_the_answer(meet: Meet, names: list[str]) -> None:
    page = meet().sign_in("review", then="/decide")
    shown(page, names[0])
    page.wait_for_load_state("networkidle")
    held: list[Route] = []
    page.route("**/decide", lambda route: route.continue_() if held else held.append(route))
    press(page, "n")
    press(page, "n")
    shown(page, names[2])
    assert len(held) == 1  # the second waits for the first: in order
    held[0].continue_()
    last = page.get_by_role("complementary").get_by_role("listitem")
    expect(last.nth(0)).to_contain_text(names[1])
    expect(last.nth(1)).to_contain_text(names[0])


def test_a_double_press_decides_one_name(meet: Meet, names: list[str]) -> None:
    page = meet().sign_in("review", then="/decide")
    shown(page, names[0])
    page.wait_for_load_state("networkidle")
    page.keyboard.press("n")
    page.keyboard.press("n")
    shown(page, names[1])
    press(page, "s")
    shown(page, names[2])


def test_keys_are_switched_off_until_one_switches_them_on(person: Person, names: list[str]) -> None:
    page = person.sign_in("review", then="/decide")
    switch = page.get_by_role("checkbox", name="Decide with the keys")
    switch.uncheck()
    page.get_by_role("heading", level=2).first.focus()
    for key in "1nsu":
        press(page, key)
    shown(page, names[0])
    expect(page.locator("kbd").first).to_be_hidden()
    person.calm()
    page.reload()  # the browser remembers it
    expect(switch).not_to_be_checked()
    press(page, "n")
    shown(page, names[0])
    switch.check()
    press(page, "s")  # although the focus is on the switch
    shown(page, names[1])


def test_somebody_else_is_chosen_by_name(person: Person, names: list[str]) -> None:
    page = person.sign_in("review", then="/decide")
    shown(page, names[0])
    page.get_by_text("Somebody else of the table").click()
    page.get_by_label("Their name or ID").fill("nato")
    page.get_by_role("button", name="Find them").click()
    shown(page, names[0])
    person.calm()
    page.get_by_role("list", name="Who is called so").get_by_role("button").first.click()
    shown(page, names[1])
    last = page.get_by_role("complementary").get_by_role("listitem")
    expect(last.first).to_contain_text("means NATO")


def test_a_decision_that_was_not_kept_comes_back(meet: Meet, names: list[str]) -> None:
    page = meet().sign_in("review", then="/decide")
    shown(page, names[0])
    page.wait_for_load_state("networkidle")
    page.route("**/decide", lambda route: route.abort())
    press(page, "n")
    expect(page.get_by_role("alert")).to_contain_text("was not kept")
    shown(page, names[0])
    page.unroute("**/decide")
    press(page, "n")
    last = page.get_by_role("complementary").get_by_role("listitem")
    expect(last.first).to_contain_text(names[0])


def test_buttons_decide_without_a_script(meet: Meet, names: list[str]) -> None:
    page = meet(javascript=False).sign_in("review", then="/decide")
    shown(page, names[0])
    page.get_by_role("button", name="Nobody of these").click()
    shown(page, names[1])
    page.get_by_role("link", name="Skip", exact=True).click()
    shown(page, names[2])
    page.get_by_role("button", name="Undo your last").click()
    shown(page, names[0])
