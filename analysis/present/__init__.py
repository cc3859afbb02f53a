"""Frames for people. This room knows frames, not where they came from.

`wording` makes sentences, `numbers` writes numbers, `tables` lays frames out for reading, `columns` says what
exported columns mean, `figures` draws, `reader` shows the texts side by side, and `outputs` puts all of it
into a notebook; `desk` takes two texts in one. Colours and markers are in `palette`; pages, styles and
scripts in `templates/`, which `markup` fills.
"""
