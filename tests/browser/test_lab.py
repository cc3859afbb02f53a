"""Every notebook, run to its end in the real JupyterLab, as somebody who explores would."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

ROOT = Path(__file__).parents[2]
NOTEBOOKS = [
    name if name in ("framing.ipynb", "start.ipynb") else pytest.param(name, marks=pytest.mark.nightly)
    for name in sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
]  # nbval runs them all: the longest and the one with a desk show that JupyterLab does; every night, all
READY = "() => window.jupyterapp && window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
RUN = """async () => {
  const app = window.jupyterapp, panel = app.shell.currentWidget;
  await panel.sessionContext.ready;
  await app.commands.execute("notebook:run-all-cells");
  return panel.content.widgets
    .filter(cell => cell.model.type === "code")
    .map(cell => ({
      count: cell.model.executionCount,
      source: cell.model.sharedModel.getSource(),
      errors: cell.model.outputs.toJSON().filter(one => one.output_type === "error").map(one => one.evalue),
    }));
}"""

TABLES = (
    "import pandas as pd\nfrom analysis.present.outputs import enhance_tables, show_table\nenhance_tables()",
    """frame = pd.DataFrame({
    "outlet": [f"outlet {n:02}" for n in range(30)],
    "tone": [float("nan"), -0.5, *(0.1 * n for n in range(28))],
    "words": [12_345 - 997 * n for n in range(30)],
    "band": [f"{9.5 + n:.2f} [{9 + n:.2f}, {10 + n:.2f}]" for n in range(30)],
    "verdict": ["clear", "fragile", "too little text"] * 10,
    "a heading far longer than what stands below": 1,
})""",
    "show_table(frame, 'long', 'A long table')",
    "show_table(frame.head(12), 'short', 'A short table')",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where JupyterLab works."""
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def lab(folder):
    """JupyterLab on a copy of the notebooks, since it saves what it runs."""
    for name in ("notebooks", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", f"--ServerApp.port={port}", "--IdentityProvider.token=", "--allow-root"]
    options += ["--ServerApp.port_retries=0", "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None"]
    options += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", *options], cwd=folder, stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(f"{address}/api", timeout=5).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > until:
                    pytest.fail(f"JupyterLab did not start: {(folder / 'lab.log').read_text()[-2000:]}")
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_to_its_end(lab, browser, name, shoot):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    try:
        page.set_default_timeout(180_000)
        page.goto(f"{lab}/lab/workspaces/{Path(name).stem}/tree/notebooks/{name}")
        page.wait_for_function(READY)
        cells = page.evaluate(RUN)
        for cell in cells:
            assert cell["errors"] == [], cell["source"]
            assert cell["count"] or not cell["source"].strip()
        shoot(page, f"lab-{Path(name).stem}")
        for reader in page.locator(".plx-reader").all():  # Enter would be JupyterLab's
            reader.get_by_role("searchbox").fill("the")
            reader.get_by_role("searchbox").press("Enter")
            assert page.evaluate("CSS.highlights.get('plx-here').size") == 1
    finally:
        page.close()


@pytest.fixture(scope="module")
def opened(lab, folder, browser):
    """A notebook with a long and a short table."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in TABLES])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, folder / "notebooks" / "tables.ipynb")
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.set_default_timeout(30_000)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{lab}/lab/workspaces/tables/tree/notebooks/tables.ipynb")
    page.wait_for_function(READY)
    yield page
    page.close()


@pytest.fixture
def tables(opened):
    """The notebook run to its end, so that its tables are as new."""
    opened.evaluate(RUN)
    opened.get_by_role("region", name="A short table").wait_for()
    yield opened
    assert opened.complaints == []


def column(region, place):
    return region.locator(f"tbody tr > :nth-child({place})")


def begins(region, place, *texts):
    """Wait until a column begins like this: DataTables sorts a moment after the click."""
    for row, text in enumerate(texts):
        expect(column(region, place).nth(row)).to_have_text(text)


def test_a_long_table_is_sorted_as_numbers(tables):
    region = tables.get_by_role("region", name="A long table")
    begins(region, 1, "outlet 00", "outlet 01")
    assert column(region, 1).count() == 20
    region.get_by_role("columnheader", name="words").click()
    begins(region, 3, "−16,568", "−15,571", "−14,574")
    region.get_by_role("columnheader", name="tone").click()
    begins(region, 2, "−0.50", "0.00", "0.10")
    region.get_by_role("columnheader", name="tone").click()
    begins(region, 2, "2.70", "2.60")
    region.get_by_role("link", name="Next").click()
    begins(region, 2, *(f"{n / 10:.2f}" for n in range(7, -1, -1)), "−0.50", "–")  # undefined: last
    region.get_by_role("columnheader", name="band").click()
    begins(region, 4, "9.50 [9.00, 10.00]", "10.50 [10.00, 11.00]")
    region.get_by_role("columnheader", name="verdict").click()
    begins(region, 5, *["– too little text"] * 10)


def test_a_long_table_is_searched(tables):
    region = tables.get_by_role("region", name="A long table")
    search = region.get_by_label("Rows with")
    for text, found in (('"outlet 29"', "29"), ("-0.5", "01"), ("12345", "00")):  # as people type them
        search.fill(text)
        begins(region, 1, f"outlet {found}")
        assert column(region, 1).count() == 1
    search.fill("nobody")
    expect(region.get_by_text("No row has this.")).to_be_visible()
    assert tables.get_by_label("Rows with").count() == 1  # the short table stays as it is


def test_a_long_table_is_used_by_keyboard(tables):
    region = tables.get_by_role("region", name="A long table")
    search = region.get_by_label("Rows with")
    search.focus()
    tables.keyboard.type("dd02")  # in command mode, these would delete the cell
    expect(region.get_by_text("No row has this.")).to_be_visible()
    search.fill("")
    words = region.get_by_role("columnheader", name="words")
    for key, order in (("Enter", "ascending"), ("Space", "descending")):
        words.get_by_role("button").press(key)
        expect(words).to_have_attribute("aria-sort", order)
    begins(region, 3, "12,345")
    assert tables.evaluate("window.jupyterapp.shell.currentWidget.content.mode") == "command"


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_a_long_table_is_readable_in_both_themes(tables, theme, shoot):
    command = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    tables.evaluate(command, f"JupyterLab {theme}")
    tables.wait_for_function(f"document.body.dataset.jpThemeLight === '{str(theme == 'Light').lower()}'")
    region = tables.get_by_role("region", name="A long table")
    region.scroll_into_view_if_needed()
    shoot(tables, f"lab-table-{theme.lower()}")
    beside = """titles => titles.filter(title => title.getBoundingClientRect().left <
        title.closest("th").getBoundingClientRect().left).map(title => title.innerText)"""
    assert region.locator(".dt-column-title").evaluate_all(beside) == []  # none runs into its neighbour
    found = Axe().run(tables, context="[aria-label='A long table']")
    assert found.response["violations"] == []
