"""The ``parameters`` cell of a notebook, parsed.

The cell is the documentation. Each line is ``name: type = value  # help``, and the help may say in brackets
what is valid: ``(0.5 to 0.999)``, ``(at least 1)``, ``(more than 0)``, ``(one of vader, afinn)``,
``(a file)``, ``(a folder)``. Types are str, int, float, bool, ``list[...]`` and ``tuple[...]`` of these,
and each of them ``| None``.
"""

import ast
import math
import re
import tokenize
from collections.abc import Mapping
from io import StringIO
from typing import NamedTuple

from analysis.schema import InputError

TYPES = ("str", "int", "float", "bool")
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_RULES = {
    "between": re.compile(rf"\((?:from |between )?{_NUMBER} (?:to|and) {_NUMBER}\)"),
    "least": re.compile(rf"\((?:at least {_NUMBER}|{_NUMBER} or more)\)"),
    "above": re.compile(rf"\((?:more than|above) {_NUMBER}\)"),
    "most": re.compile(rf"\((?:at most {_NUMBER}|{_NUMBER} or fewer)\)"),
    "choices": re.compile(r"\((?:one|any) of ([^()]+)\)"),
    "path": re.compile(r"\((?:an? )?(file or folder|file|folder)\)"),
}


class Kind(NamedTuple):
    """A declared type: `base` (str, int, float, bool), whether it is a `many` of it, and `optional`."""

    base: str
    many: bool = False
    optional: bool = False

    def __str__(self) -> str:
        text = f"list[{self.base}]" if self.many else self.base
        return f"{text} | None" if self.optional else text


class Parameter(NamedTuple):
    """One declared parameter.

    Attributes
    ----------
    name : str
    kind : Kind
    default : object
    help : str
        The comment on its line.
    choices : tuple of str
        Valid values, empty where any will do. Of a list: valid items.
    low, high : float
        Range of valid numbers, -inf and inf where open.
    above : bool
        Whether `low` itself is excluded.
    path : str
        "file", "folder", "file or folder", or empty for what is no path.
    notebooks : tuple of str
        Names of the notebooks that take it.
    """

    name: str
    kind: Kind
    default: object
    help: str = ""
    choices: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    above: bool = False
    path: str = ""
    notebooks: tuple[str, ...] = ()


def declared(source: str) -> dict[str, Parameter]:
    """Parse the source of a ``parameters`` cell.

    Returns
    -------
    dict of str to Parameter
        In the order of the cell.

    Raises
    ------
    InputError
        It holds something other than literals with known types.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise InputError(f"line {error.lineno} of the parameters cell is not Python.") from None
    comments = {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokenize.generate_tokens(StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    return {
        item.name: item
        for item in (_parameter(statement, comments) for statement in statements)
        if item is not None
    }


def _parameter(statement: ast.stmt, comments: Mapping[int, str]) -> Parameter | None:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return None  # a docstring
    if isinstance(statement, ast.AnnAssign):
        target, annotation = statement.target, statement.annotation
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, annotation = statement.targets[0], None
    else:
        target = None
    if not isinstance(target, ast.Name) or statement.value is None:
        raise InputError(
            f"line {statement.lineno} of the parameters cell is not 'name: type = value  # help'."
        )
    try:
        default = ast.literal_eval(statement.value)
    except ValueError:
        raise InputError(f"the parameter {target.id!r} has a default that is not a plain value.") from None
    kind = _kind_of(default) if annotation is None else _kind(annotation)
    if kind is None:
        raise InputError(f"the parameter {target.id!r} has a type that is not known.")
    text = comments.get(statement.end_lineno, "")
    return Parameter(target.id, kind, default, text, **_bounds(text))


def _kind(node: ast.expr) -> Kind | None:
    """Read an annotation; None for a type that is not known."""
    match node:
        case ast.Name(id=name) if name in TYPES:
            return Kind(name)
        case ast.Name(id="list" | "tuple"):
            return Kind("str", many=True)
        case ast.BinOp(left=inner, op=ast.BitOr(), right=ast.Constant(value=None)):
            kind = _kind(inner)
            return kind and kind._replace(optional=True)
        case ast.Subscript(value=ast.Name(id="list" | "tuple"), slice=item):
            kind = _kind(item.elts[0] if isinstance(item, ast.Tuple) else item)
            return kind and kind._replace(many=True)
    return None


def _kind_of(default: object) -> Kind | None:
    if isinstance(default, (list, tuple)):
        return Kind(type(default[0]).__name__ if default else "str", many=True)
    name = type(default).__name__
    return Kind(name) if name in TYPES else None


def _bounds(text: str) -> dict[str, object]:
    found = {name: match for name, rule in _RULES.items() if (match := rule.search(text))}
    bounds: dict[str, object] = {}
    if "between" in found:
        bounds |= {"low": float(found["between"][1]), "high": float(found["between"][2])}
    for name, field in (("least", "low"), ("above", "low"), ("most", "high")):
        if name in found:
            bounds[field] = float(next(group for group in found[name].groups() if group))
    if "above" in found:
        bounds["above"] = True
    if "choices" in found:
        words = re.split(r"\s*,\s*(?:or\s+)?|\s+or\s+", found["choices"][1].strip())
        bounds["choices"] = tuple(word.strip("'\"`") for word in words if word)
    if "path" in found:
        bounds["path"] = found["path"][1]
    return bounds
