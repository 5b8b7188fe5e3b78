"""Chromium without a window, that does what a person does. It is driven by Selenium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

SEEN_S: Final = 60
"""Seconds in which a page has to show what is waited for."""

HOVER_S: Final = 3
"""Seconds in which what the mouse is on has to show something."""

OPTIONS: Final = (
    "--headless=new",
    "--no-sandbox",  # root has none, and what is opened is the tests' own
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--lang=en-US",
    "--window-size=1000,720",
)


def chromium() -> tuple[str, str] | None:
    """The browser and its driver; None where one is not installed."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    return (browser, driver) if browser is not None and driver is not None else None


class Browser:
    """A running browser with one page.

    Args:
        pictures: The folder for pictures of it; None for none.
    """

    def __init__(self, pictures: Path | None = None) -> None:
        programs = chromium()
        assert programs is not None
        options = webdriver.ChromeOptions()
        options.binary_location, driver = programs
        for each in OPTIONS:
            options.add_argument(each)
        self._driver = webdriver.Chrome(options, Service(driver))
        self._wait = WebDriverWait(
            self._driver, SEEN_S, 0.1, ignored_exceptions=(StaleElementReferenceException,)
        )
        self._pictures = pictures

    def open(self, url: str) -> None:
        self._driver.get(url)

    def stop(self) -> None:
        self._driver.quit()

    def seen(self, css: str, text: str = "") -> WebElement:
        """The first that is seen of these elements and has the text; waits for it."""
        return self._wait.until(lambda _: self._first(css, text), f"{css} {text}")

    def gone(self, css: str) -> None:
        """Wait until none of these elements is there."""
        self._wait.until(lambda _: self._first(css, "") is None, f"still there: {css}")

    def texts(self, css: str) -> list[str]:
        """The texts of these elements, as they are seen at one moment; waits for any."""
        script = "return [...document.querySelectorAll(arguments[0])].map(it => it.innerText)"
        found: list[str] = self._wait.until(
            lambda driver: driver.execute_script(script, css), f"texts of {css}"
        )
        return found

    def click(self, css: str, text: str = "") -> None:
        """Click on it, once nothing lies above it."""
        self._do(lambda: self.seen(css, text).click(), f"{css} {text}")

    def hover(self, css: str, text: str = "", *, shows: str) -> None:
        """Move the mouse onto it, away and again until it shows what it has to."""

        def come() -> None:
            self.leave()
            ActionChains(self._driver).move_to_element(self.seen(css, text)).perform()
            WebDriverWait(self._driver, HOVER_S).until(lambda _: self._first(shows, ""))

        self._do(come, f"{css} {text}")

    def leave(self) -> None:
        """Move the mouse to the corner of the page."""
        chain = ActionChains(self._driver)
        chain.w3c_actions.pointer_action.move_to_location(0, 0)
        chain.perform()

    def write(self, css: str, text: str) -> None:
        """Write into a field in place of what is in it."""
        field = self.seen(css)
        field.clear()
        field.send_keys(text)

    def framed(self, css: str) -> str:
        """The text of the page in a frame."""
        self._do(lambda: self._driver.switch_to.frame(self.seen(css)), css)
        self.seen("h1")  # it has come
        (text,) = self.texts("body")
        self._driver.switch_to.default_content()
        return text

    def picture(self, name: str, css: str | None = None) -> None:
        """Keep a picture of the page or of an element, where pictures are kept."""
        if self._pictures is None:
            return
        path = os.fspath(self._pictures / f"{name}.png")
        assert self.seen(css).screenshot(path) if css else self._driver.save_screenshot(path)

    def _first(self, css: str, text: str) -> WebElement | None:
        found = self._driver.find_elements(By.CSS_SELECTOR, css)
        return next((it for it in found if it.is_displayed() and text in it.text), None)

    def _do(self, act: Callable[[], None], what: str) -> None:
        """Do it as soon as it can be done."""

        def is_done(_: object) -> bool:
            try:
                act()
            except WebDriverException:
                return False
            return True

        self._wait.until(is_done, what)
