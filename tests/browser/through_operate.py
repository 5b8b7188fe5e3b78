"""How the service is, as an operator looks at it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Meet, Person


def test_an_operator_sees_how_it_is(person: Person) -> None:
    person.sign_in("admin")
    page = person.page
    page.get_by_role("link", name="Operate").click()
    expect(page.get_by_role("heading", name="How the service is")).to_be_visible()
    expect(page.get_by_role("region", name="Sources")).to_contain_text("Middle East")
    person.calm()
    person.picture("operate", "dark")


def test_figures_are_fresh_until_somebody_stops_that(meet: Meet) -> None:
    person = meet()
    page = person.sign_in("admin", then="/operate")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response("**/operate/now", timeout=8000):
        pass
    page.get_by_label("Refresh every 5 seconds").uncheck()
    asked.clear()
    page.wait_for_timeout(5500)
    assert asked == []


def test_it_is_there_without_script(meet: Meet) -> None:
    page = meet(javascript=False).sign_in("admin", then="/operate")
    expect(page.get_by_role("main")).to_contain_text("Nothing is wrong.")
    expect(page.get_by_label("Refresh every 5 seconds")).to_be_hidden()
