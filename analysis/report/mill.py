"""papermill, imported in a third of the time (nothing else imports it).

One optional part of jsonschema builds a grammar for 1.7 s when it is imported, to check the format "iri",
which no notebook uses. jsonschema does without it where it is not installed, which it is told here.
"""

import sys

_HIDDEN = "rfc3987_syntax"

if _HIDDEN in sys.modules:
    import papermill
else:
    sys.modules[_HIDDEN] = None  # type: ignore[assignment]
    try:
        import papermill
    finally:
        del sys.modules[_HIDDEN]

from papermill import PapermillExecutionError, engines, iorw, translators  # noqa: E402

__all__ = ["PapermillExecutionError", "engines", "iorw", "papermill", "translators"]
