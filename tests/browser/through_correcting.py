"""An entity is looked at and corrected, as a person does it."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser.conftest import Meet, Person

EVIL = "<img src=x onerror=\"document.title='hit'\"> \u202eevil"


def test_somebody_reads_what_is_known(person: Person) -> None:
    page = person.go("/entity/istanbul")
    expect(page.get_by_role("heading", name="Istanbul")).to_be_visible()
    expect(page.get_by_text("When names were in use")).to_be_visible()
    expect(page.get_by_text("Türkiye")).to_be_visible()
    person.calm()
    person.picture("entity")
    page.get_by_label("A name as somebody wrote it").fill("Constantinople")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Yes.")
    expect(page).to_have_url(re.compile(r"against=Constantinople"))
    person.calm()


def test_an_alias_is_added_found_and_undone(person: Person) -> None:
    name = f"The {person.look} general"
    page = person.go("/entity/mohammad-reza-zahedi")
    page.get_by_role("link", name="Add an alias").click()
    page.get_by_label("Key").fill(person.site.secrets["write"])
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name, as people write it")).to_be_focused()
    person.calm()
    page.keyboard.type(name)
    page.get_by_role("combobox", name=re.compile("^Language")).fill("English")
    page.get_by_label("What sort of name it is").select_option("nickname")
    page.get_by_label("In use since").fill("since ever")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("is not a date")
    expect(page.get_by_label("In use since")).to_be_focused()
    expect(page.get_by_label("Name, as people write it")).to_have_value(name)
    person.calm()
    page.get_by_label("In use since").fill("2001")
    page.get_by_label("Why").fill("as soldiers say")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("status")).to_contain_text(f"Alias added: {name}.")
    expect(page.get_by_text("since 2001")).to_have_count(2)  # beside the name, and its bar
    person.calm()
    assert means(page, person, name) == "mohammad-reza-zahedi"
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    assert means(page, person, name) is None


def test_a_name_of_nobody_is_given_to_whom_it_means(meet: Meet) -> None:
    person = meet()
    page = person.sign_in("write", then="/?q=Aramco")
    expect(page.get_by_role("heading", name="Nobody we know")).to_be_visible()
    person.calm()
    page.get_by_role("link", name="It is this one BP").click()
    expect(page.get_by_label("Name, as people write it")).to_have_value("Aramco")
    page.get_by_label("Name, as people write it").fill("Shell")
    page.get_by_role("combobox", name=re.compile("^Language")).fill("Englisch")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("Did you mean English?")
    page.get_by_role("combobox", name=re.compile("^Language")).fill("English")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("has this name, too")
    expect(page.get_by_role("button", name="Add it all the same")).to_be_visible()
    person.calm()


def test_two_are_merged_and_split_again(person: Person) -> None:
    person.sign_in("write", then="/entity/qasem-soleimani")
    page = person.page
    page.get_by_role("link", name="Merge").click()
    page.get_by_label("Name or ID").fill("Gen. Zahedi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Which one is it?")).to_be_visible()
    person.calm()
    page.get_by_role("link", name="Mohammad Reza Zahedi").click()
    expect(page.get_by_role("heading", name="Merge these two?")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d+ names come over"))).to_be_visible()
    person.calm()
    person.picture("merge")
    page.get_by_label("Why").fill("by mistake")
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_role("status")).to_contain_text("Merged.")
    person.calm()
    person.go("/entity/mohammad-reza-zahedi")
    expect(page).to_have_url(re.compile(r"/entity/qasem-soleimani$"))
    page.get_by_role("link", name="Split").click()
    person.calm()
    page.get_by_role("radio", name="mohammad-reza-zahedi").check()
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_role("heading", name="Mohammad Reza Zahedi")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Split.")
    expect(page.get_by_text("Gen. Zahedi", exact=True)).to_be_visible()


def test_a_field_is_edited_without_script_and_taken_back_by_its_history(meet: Meet) -> None:
    person = meet(javascript=False)
    person.sign_in("write", then="/entity/ankara")
    page = person.page
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Another fact").fill("latitude")
    page.get_by_label("its value").fill("39.93")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Another fact").fill("longitude")
    page.get_by_label("its value").fill("32.86")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("img", name="39.93° north, 32.86° east")).to_be_visible()
    page.get_by_role("link", name="Undo change").first.click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_role("img")).to_have_count(0)


def test_the_map_is_drawn_from_what_the_service_ships(person: Person) -> None:
    person.sign_in("write", then="/correct/fields/beirut")
    page = person.page
    if person.look == "light":
        for name, value in (("latitude", "33.89"), ("longitude", "35.5")):
            page.get_by_label("Another fact").fill(name)
            page.get_by_label("its value").fill(value)
            page.get_by_role("button", name="Save").click()
            page.get_by_role("link", name="Edit").click()
    person.go("/entity/beirut")
    expect(page.get_by_role("img", name="33.89° north, 35.50° east")).to_be_visible()
    person.calm()


def test_names_that_are_html_are_names(person: Person) -> None:
    entity_id = f"https://a.example/{person.look}?x=<b>&y=%2F#z"
    headers = {"Authorization": f"Bearer {person.site.secrets['write']}"}
    made = {
        "id": entity_id,
        "type": EVIL[:64],
        "name": EVIL,
        "description": EVIL,
        "aliases": [{"text": f"{EVIL} 2", "language": "fa", "valid_from": "2000"}, "plain"],
        "properties": {EVIL: [EVIL, "javascript:alert(1)"]},
        "reason": EVIL,
    }
    created = person.page.request.post(
        f"{person.site.url}/v1/entities?wait=true", data=made, headers=headers
    )
    assert created.status == 201
    where = quote(entity_id, safe="")
    person.sign_in("write")
    for path in (
        f"/entity/{where}",
        f"/entity/{where}?against={quote(EVIL)}",
        f"/correct/alias/{where}?text={quote(EVIL)}",
        f"/correct/fields/{where}",
        f"/correct/merge/{where}?name={quote(EVIL)}",
        f"/correct/merge/{where}?with=ankara",
        f"/correct/split/{where}",
        f"/correct/remove/{where}?text={quote(EVIL)}",
    ):
        page = person.go(path)
        expect(page.get_by_role("main")).to_contain_text("<img src=x onerror=")
        expect(page.locator("img")).to_have_count(0)
        assert page.title() != "hit"
        person.calm()


def means(page: Page, person: Person, name: str) -> str | None:
    """The ID of who is meant by a name, as a program is told right now."""
    answer = page.request.get(f"{person.site.url}/v1/resolve?q={quote(name)}").json()
    found: str | None = answer["id"]
    return found
