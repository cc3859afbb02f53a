"""Figures, findings and fragments as notebook outputs, and what every output is made of."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from analysis.present import palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STYLE = (  # .plx twice, to outweigh JupyterLab's own rules for tables
    "<style>.plx.plx table{border-collapse:collapse;min-width:22em}"
    ".plx.plx caption{text-align:left;font-weight:600;padding:.3em 0}"
    ".plx.plx :is(th,td){text-align:left;vertical-align:top;padding:.25em .6em}"
    ".plx.plx .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".plx.plx .w{min-width:min(16em,40vw)}"
    ".plx-verdict{border-radius:.25em;padding:0 .35em;white-space:nowrap}</style>"
)


@dataclass(frozen=True)  # of a tuple, IPython would write out the fields as plain text
class Shown:
    """What a cell displays: `data` by MIME type, and `metadata` for the report."""

    data: dict[str, str]
    metadata: dict[str, object]

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self.data, self.metadata


def figure(fig: "Figure", name: str, alt: str, caption: str) -> Shown:
    """Show a matplotlib figure with its text alternative, as SVG and PNG.

    Parameters
    ----------
    fig : Figure
        Built without pyplot, so that it shows once.
    name : str
        Name of the files, without ending.
    alt : str
        What the figure says, in words, with its numbers.
    caption : str
        What the figure shows: quantity, unit, n.

    Returns
    -------
    Shown
        ``text/html``, ``text/plain``, ``image/svg+xml`` and ``image/png``.
    """
    import matplotlib as mpl

    svg, png = BytesIO(), BytesIO()
    with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": "path"}):
        fig.savefig(svg, format="svg", metadata={"Date": None, "Creator": None, "Title": caption})
    fig.savefig(png, format="png", dpi=160, metadata={"Software": None})
    source = base64.b64encode(svg.getvalue()).decode()
    html = (
        f'<figure class="plx-figure"><img src="data:image/svg+xml;base64,{source}" alt="{escape(alt)}" '
        f'style="max-width:100%"><figcaption>{escape(caption)}</figcaption></figure>'
    )
    data = {
        "text/html": html,
        "text/plain": f"{caption}\n{alt}",
        "image/svg+xml": svg.getvalue().decode(),
        "image/png": base64.b64encode(png.getvalue()).decode(),
    }
    return Shown(data, {"parallax": {"kind": "figure", "name": name, "alt": alt, "caption": caption}})


def finding(
    sentences: str | Iterable[str],
    verdicts: str | Iterable[str] | None = None,
    differences: Iterable | None = None,
) -> Shown:
    """Show findings, one sentence each, with the verdict on it in a mark and a word.

    Parameters
    ----------
    sentences : str or iterable of str
        Made from the data.
    verdicts : str or iterable of str, optional
        One of `palette.VERDICTS` per sentence, or empty; one for all of them if a single str.
    differences : iterable of `describe.Difference` or None, optional
        What each sentence tells of, in parts, for the report's front page.

    Returns
    -------
    Shown
        ``text/html`` and ``text/plain``.
    """
    texts = [sentences] if isinstance(sentences, str) else list(sentences)
    if verdicts is None or isinstance(verdicts, str):
        verdicts = [verdicts or ""] * len(texts)
    parts = [part and part._asdict() for part in differences or [None] * len(texts)]
    found = [
        {"text": text, "verdict": word} | ({"difference": part} if part else {})
        for text, word, part in zip(texts, verdicts, parts, strict=True)
    ]
    items = "".join(
        f"<li>{verdict(item['verdict'])} {escape(item['text'])}</li>"
        if item["verdict"]
        else f"<li>{escape(item['text'])}</li>"
        for item in found
    )
    data = {
        "text/html": f'{STYLE}<ul class="plx plx-findings">{items}</ul>',
        "text/plain": "\n".join(
            f"[{item['verdict']}] {item['text']}" if item["verdict"] else item["text"] for item in found
        ),
    }
    return Shown(data, {"parallax": {"kind": "finding", "findings": found}})


def html(fragment: object, name: str, caption: str) -> Shown:
    """Show a fragment made by `reader` (any object with ``_repr_html_``) so that a report keeps it whole.

    Returns
    -------
    Shown
        ``text/html`` and ``text/plain``.
    """
    data = {"text/html": fragment._repr_html_(), "text/plain": caption}
    return Shown(data, {"parallax": {"kind": "html", "name": name, "caption": caption}})


def verdict(word: str) -> str:
    """Give a verdict's badge as HTML: its mark, its word, its colours.

    Parameters
    ----------
    word : str
        One of `palette.VERDICTS`; anything else gets the quietest look.
    """
    look = palette.VERDICTS.get(word, palette.VERDICTS["too little text"])
    return (
        f'<span class="plx-verdict" style="color:{look.color};background:{look.paper};'
        f'border:1px solid {look.color}"><span aria-hidden="true">{look.mark}</span> {escape(word)}</span>'
    )
