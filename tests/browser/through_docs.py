"""The page of the routes, as somebody who writes a program reads it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Meet, Person


def test_a_route_is_found_and_tried(person: Person) -> None:
    page = person.go("/docs")
    person.calm()
    person.picture("docs")
    routes = page.get_by_role("navigation", name="Routes")
    routes.get_by_role("link", name="Ask" if person.look == "phone" else "GET /v1/resolve").click()
    section = page.get_by_role("region", name="GET /v1/resolve")
    expect(section).to_be_in_viewport()
    section.locator("summary").click()
    section.get_by_role("button", name="Send").click()
    expect(section.get_by_role("status")).to_contain_text('"id": "mohammad-reza-zahedi"')
    person.calm()


def test_a_body_is_sent_and_what_is_wrong_with_it_is_said(meet: Meet) -> None:
    page = meet().go("/docs")
    section = page.get_by_role("region", name="POST /v1/annotate")
    section.locator("summary").click()
    section.get_by_role("button", name="Send").click()
    expect(section.get_by_role("status")).to_contain_text('"text": "Damascus"')
    section.get_by_label("Body, JSON").fill("{")
    section.get_by_role("button", name="Send").click()
    expect(section.get_by_role("status")).to_contain_text("400")


def test_a_route_takes_a_key_and_no_cookie(meet: Meet) -> None:
    person = meet()
    page = person.sign_in("review", then="/docs")
    section = page.get_by_role("region", name="GET /v1/key")
    section.locator("summary").click()
    section.get_by_role("button", name="Send").click()
    expect(section.get_by_role("status")).to_contain_text("key_needed")
    page.get_by_label("Key, for what you try").fill(person.site.secrets["review"])
    section.get_by_role("button", name="Send").click()
    expect(section.get_by_role("status")).to_contain_text('"scope": "review"')


def test_without_a_script_examples_are_links(meet: Meet) -> None:
    page = meet(javascript=False).go("/docs")
    expect(page.get_by_role("button", name="Send")).to_have_count(0)
    expect(page.locator("summary").first).to_be_hidden()
    page.get_by_role("link", name="Try /healthz").click()
    expect(page.locator("body")).to_contain_text("alive")
    page.go_back()
    page.get_by_label("Name", exact=True).fill("NATO")
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator("body")).to_contain_text('"verdict":"match"')
