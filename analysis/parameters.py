"""Notebook parameters: what the ``parameters`` cell declares, and whether given values fit it.

The cell is the documentation. Each line is ``name: type = value  # help``, and the help may end in what is
valid, in brackets: ``(0.5 to 0.999)``, ``(at least 1)``, ``(more than 0)``, ``(one of vader, afinn)``,
``(a file)``, ``(a folder)``. Types are str, int, float, bool, ``list[...]`` and ``tuple[...]`` of these,
and each of them ``| None``.
"""

import ast
import difflib
import json
import math
import os
import re
import tokenize
from collections.abc import Callable, Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from analysis.schema import InputError

_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
}
_TRUE, _FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}
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


def read(notebook: Path) -> dict[str, Parameter]:
    """Read the parameters a notebook declares.

    Parameters
    ----------
    notebook : Path
        An ``.ipynb`` file.

    Returns
    -------
    dict of str to Parameter
        In the order of the cell tagged ``parameters``; empty when no cell is.

    Raises
    ------
    InputError
        The file is no notebook, or its cell holds something other than literals with known types.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except FileNotFoundError:
        raise InputError(f"There is no notebook {notebook}.") from None
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{notebook} is not a Jupyter notebook (version 4).") from None
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", ())]
    source = "".join(tagged[0]["source"]) if tagged else ""
    try:
        found = declared(source)
    except InputError as error:
        raise InputError(f"{notebook.name}: {error}") from None
    return {name: item._replace(notebooks=(notebook.stem,)) for name, item in found.items()}


def declared(source: str) -> dict[str, Parameter]:
    """Parse the source of a ``parameters`` cell; see `read`."""
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


def collect(notebooks: Iterable[Path]) -> dict[str, Parameter]:
    """Read the parameters of several notebooks as one set.

    Returns
    -------
    dict of str to Parameter
        By name, in order of first appearance; `notebooks` says who takes it.

    Raises
    ------
    InputError
        Two notebooks declare one name with different types.
    """
    known: dict[str, Parameter] = {}
    for notebook in notebooks:
        for name, item in read(notebook).items():
            first = known.get(name, item)
            if first.kind != item.kind:
                raise InputError(
                    f"The parameter {name!r} is {first.kind} in {first.notebooks[0]} "
                    f"but {item.kind} in {notebook.stem}."
                )
            users = tuple(dict.fromkeys(first.notebooks + item.notebooks))
            known[name] = first._replace(notebooks=users)
    return known


def check(
    given: Mapping[str, object],
    known: Mapping[str, Parameter],
    hook: Callable[[dict[str, object]], None] | None = None,
) -> dict[str, object]:
    """Turn what a user gave into values of the declared types.

    Parameters
    ----------
    given : mapping of str to object
        Values by name; text is read by the declared type, so that 007 stays text where text is wanted.
    known : mapping of str to Parameter
    hook : callable, optional
        Called with the full set of values, defaults included, for checks that need the corpus; it
        raises InputError.

    Returns
    -------
    dict of str to object
        Only what was given, checked; relative paths made absolute.

    Raises
    ------
    InputError
        A name is unknown, or a value has the wrong type or is impossible.
    """
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}; " if near else ""
            raise InputError(f"There is no parameter {name!r}: {hint}valid names are {', '.join(known)}.")
    values = {name: coerce(known[name], value) for name, value in given.items()}
    if hook is not None:
        hook({name: item.default for name, item in known.items()} | values)
    return values


def coerce(parameter: Parameter, value: object) -> object:
    """Turn one given value into the parameter's type, or raise InputError saying what is valid."""
    kind = parameter.kind
    if value is None or (kind.optional and isinstance(value, str) and value.lower() in {"none", "null", ""}):
        if not kind.optional:
            raise _refusal(parameter, value)
        return None
    try:
        if kind.many:
            items = [_scalar(kind.base, item) for item in _items(value)]
        else:
            items = [_scalar(kind.base, value)]
    except (ValueError, TypeError):
        raise _refusal(parameter, value) from None
    if value != parameter.default and not all(_valid(parameter, item) for item in items):
        raise _refusal(parameter, value)
    items = [_found(parameter, item) for item in items]
    return items if kind.many else items[0]


def valid(parameter: Parameter) -> str:
    """Say in words which values a parameter takes, e.g. ``a number from 0.5 to 0.999``."""
    kind = parameter.kind
    if parameter.choices:
        text = f"{'any' if kind.many else 'one'} of {', '.join(parameter.choices)}"
    elif parameter.path:
        text = f"the path of a {parameter.path}"
    else:
        text = _WORDS[kind.base] + _span(parameter)
        text = f"a list of values, each {text} (a,b,c)" if kind.many else text
    return f"{text}, or none" if kind.optional else text


def listing(known: Mapping[str, Parameter]) -> str:
    """Lay parameters out for a terminal: name, type, default, help, and the notebooks that take each."""
    blocks = []
    for item in known.values():
        blocks.append(f"{item.name}: {item.kind} = {item.default!r}")
        blocks.append(f"    {item.help or valid(item)}")
        blocks.append(f"    used by {', '.join(item.notebooks)}")
    return "\n".join(blocks)


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
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _kind(ast.parse(node.value, mode="eval").body)
    if isinstance(node, ast.Name):
        return (
            Kind(node.id)
            if node.id in _WORDS
            else Kind("str", node.id in {"list", "tuple"})
            if node.id in {"list", "tuple"}
            else None
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        sides = [side for side in (node.left, node.right) if ast.unparse(side) != "None"]
        inner = _kind(sides[0]) if len(sides) == 1 else None
        return inner and inner._replace(optional=True)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        item = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
        inner = _kind(item)
        if inner and node.value.id == "Optional":
            return inner._replace(optional=True)
        if inner and node.value.id in {"list", "tuple", "List", "Tuple"}:
            return inner._replace(many=True)
    return None


def _kind_of(default: object) -> Kind | None:
    if isinstance(default, (list, tuple)):
        return Kind(type(default[0]).__name__ if default else "str", many=True)
    name = type(default).__name__
    return Kind(name) if name in _WORDS else None


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


def _items(value: object) -> list:
    if isinstance(value, str):
        if value.strip().startswith(("[", "(")):
            value = ast.literal_eval(value.strip())
        else:
            return [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, (list, tuple)):
        raise TypeError
    return list(value)


def _scalar(base: str, value: object) -> object:
    if base == "str":
        if not isinstance(value, (str, os.PathLike)):
            raise TypeError
        return os.fspath(value)
    if base == "bool":
        return _truth(value)
    if isinstance(value, bool):
        raise TypeError
    number = float(value)
    if not math.isfinite(number) or (base == "int" and not _whole(value)):
        raise ValueError
    return int(value) if base == "int" else number


def _truth(value: object) -> bool:
    word = str(value).lower()
    if word not in _TRUE | _FALSE:
        raise ValueError
    return word in _TRUE


def _whole(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and value.strip().lstrip("+-").isdecimal())


def _valid(parameter: Parameter, item: object) -> bool:
    if parameter.choices:
        return str(item) in parameter.choices
    if isinstance(item, (int, float)) and not isinstance(item, bool):
        return parameter.low <= item <= parameter.high and not (parameter.above and item == parameter.low)
    return True


def _found(parameter: Parameter, item: object) -> object:
    if not parameter.path or item in ("", parameter.default):
        return item
    path = Path(item).expanduser().absolute()
    there = {"file": path.is_file, "folder": path.is_dir}.get(parameter.path, path.exists)
    if not there():
        raise InputError(
            f"The parameter {parameter.name!r} names a {parameter.path} that is not there: {item}."
        )
    return str(path)


def _span(parameter: Parameter) -> str:
    low, high = parameter.low, parameter.high
    if math.isfinite(low) and math.isfinite(high):
        return f" from {low:g} to {high:g}"
    if math.isfinite(low):
        return f" above {low:g}" if parameter.above else f", at least {low:g}"
    return f", at most {high:g}" if math.isfinite(high) else ""


def _refusal(parameter: Parameter, value: object) -> InputError:
    return InputError(f"The parameter {parameter.name!r} takes {valid(parameter)}, not {value!r}.")
