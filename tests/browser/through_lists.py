"""A list is dropped, watched, decided and resolved again, as a person does it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Meet, Person

EVIL = "<img src=x onerror=alert(1)> \u202eSons"
LIST = f"""Nr,Name,Geburtsdatum,Land,Bemerkung
1,Mohammad Reza Zahedi,1944-11-02,Iran,General
2,محمدرضا زاهدی,,Iran,عربی
3,NAME,,,
4,NAME,,,
5,{EVIL},,,{EVIL}
6,,,,
7,UN,,,too,many
"""


AMBIGUOUS = {"light": "Korea", "dark": "Congo", "phone": "Washington"}
"""A name that nobody decided before, by the look of who decides it."""


@pytest.fixture
def table(person: Person, tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(LIST.replace("NAME", AMBIGUOUS[person.look]), "utf-8")
    return path


def saved(page: Page) -> str:
    """The list with its answers, as it is saved."""
    with page.expect_download() as saving:
        page.get_by_role("link", name="Download the list").click()
    assert saving.value.suggested_filename == "people-resolved.csv"
    text: str = saving.value.path().read_text("utf-8")
    return text


def drop(page: Page, path: Path) -> None:
    """Drop a file on the page."""
    transfer = page.evaluate_handle(
        """([text, name]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], name, {type: "text/csv"}));
            return transfer;
        }""",
        [path.read_text("utf-8"), path.name],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("main", event, {"dataTransfer": transfer})


def finish(page: Page) -> None:
    """Start the list that is shown, and wait for its result."""
    page.get_by_role("button", name="Look all names up").click()
    expect(page.get_by_role("link", name="Download the list")).to_be_visible(timeout=60_000)


def test_a_dropped_list_is_resolved_decided_and_resolved_again(person: Person, table: Path) -> None:
    page = person.sign_in("review", then="/lists")
    person.calm()
    drop(page, table)
    expect(page.get_by_role("heading", name="people.csv")).to_be_visible()
    expect(page.get_by_label("Geburtsdatum")).to_have_value("property:birth_date")
    expect(page.get_by_label("Bemerkung")).to_have_value("")
    person.calm()
    person.picture("list")
    finish(page)
    person.calm()
    person.picture("list-done")
    assert re.search(r"^3,.*,ambiguous,", saved(page), re.MULTILINE)
    page.get_by_role("link", name="Decide them").click()
    heading = page.get_by_role("article").get_by_role("heading", level=2)
    expect(heading).to_have_text(AMBIGUOUS[person.look])
    person.calm()
    page.keyboard.press("1")
    beside = page.get_by_role("complementary")
    expect(beside.get_by_role("listitem").first).to_contain_text(AMBIGUOUS[person.look])
    beside.get_by_role("link", name="this list").click()
    person.calm()
    page.get_by_role("button", name="Resolve the list again").click()
    expect(page.get_by_role("link", name="Download the list")).to_be_visible(timeout=60_000)
    assert re.search(r"^3,.*,match,.*,reviewed,", saved(page), re.MULTILINE)


def test_cells_of_a_spreadsheet_are_pasted_without_a_script(meet: Meet) -> None:
    person = meet(javascript=False)
    page = person.go("/lists")
    page.get_by_label("Copy them there").fill("Name\tLand\nNATO\t\nZahedi\tIran\n")
    page.get_by_role("button", name="Take these").click()
    expect(page.get_by_label("Land")).to_have_value("country")
    finish(page)
    page.get_by_text("Remove this list and its result").click()
    page.get_by_role("button", name="Remove it for good").click()
    expect(page.get_by_role("heading", name="Resolve a list")).to_be_visible()


def test_a_list_is_cancelled(meet: Meet, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("name\n" + "".join(f"Mohamad Zahdi {n}\n" for n in range(50_000)), "utf-8")
    person = meet()
    page = person.go("/lists")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Look all names up").click()
    expect(page.locator("#progress")).to_contain_text("a second", timeout=60_000)
    person.calm()
    person.picture("list-progress")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="Resolve a list")).to_be_visible()


def test_what_is_no_list_says_so(meet: Meet, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"PK\x03\x04")
    person = meet()
    page = person.go("/lists")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert").first).to_contain_text("a spreadsheet saves and opens it")
    person.calm()
