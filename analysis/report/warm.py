"""What every notebook's process needs, loaded once before the processes are forked.

Importing this is all it is for: a server process does so (`workers`), and each notebook's worker and kernel
start with these modules in memory. None of them may start a thread when imported.
"""

import gc
from contextlib import suppress
from importlib import import_module
from io import BytesIO

from analysis.report import execute

_HEAVY = (
    "ipykernel.kernelapp",
    "IPython.core.display",
    "jinja2",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.figure",
    "matplotlib.ticker",
    "pandas",
    "pyarrow.parquet",
    "scipy.stats",
    "pyarrow.dataset",
    "analysis.actors",
    "analysis.annotate",
    "analysis.clean",
    "analysis.compare",
    "analysis.measures.coverage",
    "analysis.dataset",
    "analysis.present.describe",
    "analysis.present.evidence",
    "analysis.present.plots",
    "analysis.measures.readability",
    "analysis.present.reader",
    "analysis.report.front",
    "analysis.report.pages",
    "analysis.measures.sentiment",
    "analysis.present.show",
    "analysis.measures.stance",
    "analysis.measures.words",
)


def rehearse() -> None:
    """Do once what each process would otherwise do for its first time: read fonts, hash code, compile."""
    from matplotlib.figure import Figure
    from nbformat import v4, validator

    from analysis.dataset import stages, store
    from analysis.report import pages

    figure = Figure()
    figure.subplots().set_title("a")
    for kind in ("svg", "png"):
        figure.savefig(BytesIO(), format=kind)
    for stage in stages.STAGES:
        for name in stage.code:
            store.code(f"analysis.{name}")
    book = v4.new_notebook(cells=[v4.new_markdown_cell("*a*"), v4.new_code_cell("a = 1")])
    validator.validate(book)
    pages.page(book, "a", {})
    pages.template("notebook.html")


execute.papermill()
for _name in _HEAVY:
    with suppress(ImportError):  # a module missing here is missed, and named, by the notebook that needs it
        import_module(_name)
with suppress(ImportError):
    rehearse()
gc.freeze()  # what is here stays: forked processes neither search it for garbage nor copy its pages
