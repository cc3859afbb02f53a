"""Long tables in JupyterLab: sorted, searched and paged by DataTables, with no network.

The static table is what is stored, compared and published. A script shown once in a notebook finds the long
ones in the page and enhances them; where scripts do not run, the static table remains.
"""

import base64
import gzip
import json
from functools import cache
from pathlib import Path

from analysis.present.show.outputs import Shown

_HERE = Path(__file__).parent


def interactive() -> Shown:
    """Let the reader of a notebook sort and search its long tables.

    Show it once, before the tables. The report leaves it out of pages and notebooks: pages have a small
    sorter of their own.

    Returns
    -------
    Shown
        ``text/html``, a script and no more, and ``text/plain``.
    """
    data = {"text/html": _script(), "text/plain": "Long tables can be sorted and searched."}
    return Shown(data, {"parallax": {"kind": "script"}})


@cache
def _script() -> str:
    from itables import options

    # A notebook saved in JupyterLab keeps this output, so the bundle goes in packed: a third of its size.
    packed = gzip.compress(Path(options.dt_bundle).read_bytes(), mtime=0)
    script = (_HERE / "lab.js").read_text(encoding="utf-8")
    style = json.dumps((_HERE / "lab.css").read_text(encoding="utf-8"))
    script = script.replace('"STYLE"', style).replace(
        '"DATATABLES"', f'"{base64.b64encode(packed).decode()}"'
    )
    return f"<script>\n{script}</script>"
