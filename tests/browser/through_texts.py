"""Reading a text, as somebody does it who wants to know who stands in it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Meet, Person

TEXT = "Gen. Zahdi went to Damascus.\nوقال محمد شياع السوداني إن العراق يدين الهجوم."


def read(page: Page, text: str) -> None:
    page.get_by_label("Text, up to").fill(text)
    page.get_by_role("button", name="Find the names", exact=True).click()


def test_a_name_says_who_it_is_and_why(person: Person) -> None:
    page = person.go("/texts")
    person.calm()
    page.get_by_role("button", name="Find the names in it").click()
    text = page.get_by_role("region", name="The text")
    names = page.get_by_role("region", name="The names")
    text.get_by_role("link", name="Popular Mobilization Forces").click()
    expect(names.get_by_role("heading", name="Why Popular")).to_be_visible()
    person.calm()
    person.picture("texts")
    person.picture("texts-phone", "phone")
    page.keyboard.press("Escape")
    expect(text.get_by_role("link", name="Popular Mobilization Forces")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(names.locator("details[open] summary")).to_be_focused()
    expect(names.locator("details[open]")).to_have_count(1)


def test_a_name_that_was_missed_is_selected_in_the_text(person: Person) -> None:
    page = person.go("/texts")
    read(page, "Reuters met mr. soleimani today.")
    text = page.get_by_role("region", name="The text")
    text.evaluate(
        """each => {
          const running = each.querySelector(".running"), range = document.createRange();
          range.setStart(running.querySelector("a").firstChild, 0);
          range.setEnd(running.lastChild, " met mr. soleimani".length);
          getSelection().addRange(range);
        }"""
    )
    box = page.get_by_role("textbox", name="A name that was missed")
    expect(box).to_have_value("Reuters met mr. soleimani")
    person.calm()
    box.fill("soleimani")
    page.get_by_role("button", name="Who is it here?").click()
    expect(text.get_by_role("link", name="soleimani")).to_be_visible()
    expect(page.locator("details.entry[open]")).to_contain_text("Qasem Soleimani")
    person.calm()


def test_somebody_corrects_a_name_and_takes_it_back(person: Person) -> None:
    page = person.sign_in("review", then="/texts")
    read(page, "Zahedi met Reuters.")
    page.get_by_role("region", name="The text").get_by_role("link", name="Reuters").click()
    page.get_by_role("textbox", name="Somebody else whom Reuters means").fill("NATO")
    page.keyboard.press("Enter")
    said = page.get_by_role("status")
    expect(said).to_contain_text("Reuters means NATO")
    expect(page.get_by_role("region", name="The names")).to_contain_text("This is NATO")
    person.calm()
    said.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    expect(page.get_by_role("region", name="The names")).to_contain_text("This is Reuters")


def test_a_text_outlasts_a_mistake_a_reload_and_a_link(meet: Meet) -> None:
    page = meet().sign_in("review", then="/texts")
    read(page, "Zahedi met Reuters.")
    text = page.get_by_role("region", name="The text")
    text.get_by_role("link", name="Reuters").click()
    page.get_by_role("textbox", name="Somebody else whom Reuters means").fill("Nobody Has This")
    page.keyboard.press("Enter")
    expect(page.locator("details[open]").get_by_role("alert")).to_contain_text("Nobody Has This")
    expect(page.get_by_role("textbox", name="Somebody else whom")).to_have_value("Nobody Has This")
    page.reload()
    expect(text).to_contain_text("Zahedi")
    text.get_by_role("link", name="Reuters").click()
    page.locator("details[open]").get_by_role("link", name="Reuters", exact=True).click()
    expect(page.get_by_role("heading", name="Reuters", level=1)).to_be_visible()
    page.go_back()
    expect(text).to_contain_text("Zahedi")
    page.get_by_role("link", name="Another text").click()
    expect(page.get_by_label("Text, up to")).to_have_value("")


def test_who_signs_in_finds_the_text_again(meet: Meet) -> None:
    person = meet()
    page = person.go("/texts")
    read(page, TEXT)
    page.get_by_role("region", name="The text").get_by_role("link", name="Damascus").click()
    page.locator("details[open]").get_by_role("link", name="Sign in").click()
    page.get_by_label("Key").fill(person.site.secrets["review"])
    page.keyboard.press("Enter")
    expect(page.get_by_label("Text, up to")).to_have_value(TEXT)


def test_names_are_saved(meet: Meet, tmp_path: Path) -> None:
    page = meet().go("/texts")
    read(page, TEXT)
    for button, says in (("a page", "<mark"), ("JSON", '"mentions"')):
        with page.expect_download() as saving:
            page.get_by_role("button", name=button).click()
        saving.value.save_as(tmp_path / "saved")
        assert says in (tmp_path / "saved").read_text("utf-8")


def test_it_works_without_script(meet: Meet) -> None:
    person = meet(javascript=False)
    page = person.sign_in("review", then="/texts")
    read(page, TEXT)
    link = page.get_by_role("region", name="The text").get_by_role("link", name="Damascus")
    link.click()
    entry = page.locator("details", has_text="Damascus").last
    if not entry.evaluate("each => each.open"):  # a browser may open it for the fragment
        entry.locator("summary").click()
    entry.get_by_role("button", name="Nobody we know").click()
    expect(page.get_by_role("status")).to_contain_text("Damascus means nobody we know")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back")
