"""A browser, a report and a reader to look at; without a browser these tests are skipped."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "reports" / "screenshots" if "CI" in os.environ else None
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """Chromium, wherever the system has it."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    where = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if where is None:
        pytest.skip("no Chromium on this machine, so nothing was looked at in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=where, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def look(browser):
    """Open a file at a width; what it says on the console and asks of the network is kept with the page."""
    pages = []

    def opened(path: Path, width: int = 1440, **options):
        page = browser.new_page(viewport={"width": width, "height": 900}, **options)
        page.complaints, page.requests = [], []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()


@pytest.fixture
def shoot():
    """Keep a picture of a whole page, where continuous integration hands it on (or `CI=1` asks for it)."""

    def shot(page, name: str):
        if SHOTS is None:
            return
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return shot
