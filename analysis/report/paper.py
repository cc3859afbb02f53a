"""A report on paper: all pages in one, as HTML to print or as PDF, and a handout for a class."""

import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

from analysis import output
from analysis.report import pages

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 180
_MAIN = re.compile(r"<main\b[^>]*>(.*?)</main>", re.DOTALL)
_NAMES = re.compile(r' (?:id|for|aria-labelledby|aria-describedby|name)="[^"]*"| href="#[^"]*"')


def write_print_page(folder: Path, facts: Mapping, names: list[str]) -> None:
    """Write ``print.html``: the front page and every notebook's page, one after the other.

    Parameters
    ----------
    folder : Path
        Of a report whose pages are written.
    facts : mapping
        What the templates of all pages need.
    names : list of str
        Stems of the notebooks, in order; the reader, which is for the screen, is left out by the caller.
    """
    parts = []
    for name in ["index", *names]:
        html = (folder / f"{name}.html").read_text(encoding="utf-8")
        parts.extend(_NAMES.sub("", body) for body in _MAIN.findall(html))
    output.replace_file(folder / "print.html", pages.render("print.html", {**facts, "parts": parts}))


def write_handout(folder: Path, facts: Mapping) -> None:
    """Write ``handout.html``: what a class needs on two pages, with questions and room to write."""
    output.replace_file(folder / "handout.html", pages.render("handout.html", facts))


def write_pdf(page: Path, target: Path) -> None:
    """Print a page to a PDF file with Chromium; where there is none or it fails, a notice says what to do."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "page.pdf"
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--disable-quic"]
        flags += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", page.resolve().as_uri()]
        try:
            if browser:
                subprocess.run([browser, *flags], capture_output=True, timeout=SECONDS, check=True)
                output.replace_file(target, made.read_bytes())
        except (OSError, subprocess.SubprocessError):
            browser = None
    if browser is None:
        warnings.warn(f"No Chromium made a PDF; open {page.name} in a browser and print it.", stacklevel=2)
