"""What every notebook's process needs, imported once before the processes are forked.

Importing this is all it is for: a server process does so (`workers`), and each notebook's worker and kernel
start with these modules in memory. None of them may start a thread when imported.
"""

from contextlib import suppress
from importlib import import_module

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
    "analysis.dataset",
    "analysis.compare",
    "analysis.describe",
    "analysis.report.pages",
    "analysis.plots",
    "analysis.reader",
    "analysis.show",
)

execute.papermill()
for _name in _HEAVY:
    with suppress(ImportError):  # a module missing here is missed, and named, by the notebook that needs it
        import_module(_name)
