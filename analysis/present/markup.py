"""Templates filled, and what a page may do: the HTML itself stands in `templates`.

Every value is escaped as it goes in, since nobody vouches for the texts of articles; a content security
policy forbids every request, and every script but those named.
"""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jinja2

TEMPLATES = Path(__file__).parent / "templates"
NO_MATHS = "tex2jax_ignore mathjax_ignore"  # else JupyterLab typesets "$5 million and $6 million"


def read_part(name: str) -> str:
    """Read a style or a script."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def render(name: str, facts: Mapping) -> str:
    """Fill a template; text among the facts is escaped, unless the template says it is safe."""
    return _environment().get_template(name).render(facts)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def write_policy(*scripts: str) -> str:
    """Write the content security policy of a page that may run these scripts and fetch nothing."""
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src {allowed}; base-uri 'none'; form-action 'none'"
    )
