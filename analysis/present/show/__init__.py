"""Frames, figures and findings -> notebook outputs that carry their own exports.

Each function returns a `Shown`, which Jupyter displays as HTML. Beside what is seen, the output holds what
a report needs: the table as CSV, the figure as SVG and PNG, the finding with its verdict, and their names
and captions in the output's metadata under ``parallax``. Everything is escaped, and nothing is random, so
stored outputs can be compared.
"""

from analysis.present.show.lab import interactive
from analysis.present.show.outputs import Shown, figure, finding, html, verdict
from analysis.present.show.tables import table
