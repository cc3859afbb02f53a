"""A page to code a sheet in the browser: one sentence at a time, by keyboard, without a network."""

import json

import pandas as pd
from jinja2 import Environment, FileSystemLoader

from analysis.present.outputs import TEMPLATES

MARK = b'<meta name="generator" content="Parallax coding page">'


def protect_coding_page(data: bytes) -> str:
    """Why a file must not be replaced by a new page: it is none; a page holds no codes, its browser does."""
    return "" if MARK in data else "not ours"


def draw_coding_page(sheet: pd.DataFrame, frames: list[str], title: str) -> str:
    """Draw the page.

    Parameters
    ----------
    sheet : DataFrame
        From `codesheet.make_codesheet`; the page saves the same columns.
    frames : list of str
        Frames to choose from.
    title : str
        What is coded.

    Returns
    -------
    str
        HTML that keeps its progress in the browser and saves the coded sheet as a CSV file.
    """
    facts = {"rows": sheet.to_dict("records"), "columns": list(sheet.columns), "frames": frames}
    data = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
    page = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("coding.html")
    style, script = ((TEMPLATES / name).read_text("utf-8") for name in ("coding.css", "coding.js"))
    return page.render(title=title, data=data, style=style, script=script)
