"""Parallax: the same story, told differently.

The flow, left to right; every arrow is a plain function from frames to frames::

    load -> clean -> annotate -> measures -> compare -> present
            (ledger)  (sentences,  (hits,      (estimates,
                       tokens)      counts)     gaps)

`dataset` composes it behind a cache and runs it over many articles, `report` runs the notebooks.
"""

__version__ = "0.9.0"
