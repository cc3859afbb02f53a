"""Articles and what was measured in them -> a page that shows the evidence in the text."""

SCRIPT = ""
