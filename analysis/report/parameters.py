"""Notebook parameters: which there are, and whether given values fit them."""

import ast
import difflib
import json
import math
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from analysis.report.declared import Kind, Parameter, declared
from analysis.schema import InputError

__all__ = ["Kind", "Parameter", "check", "coerce", "collect", "declared", "listing", "read", "valid"]

_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
}
_TRUE, _FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


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
    except (ValueError, TypeError, SyntaxError):  # SyntaxError: a list written as no Python list
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
    path = Path(os.path.expanduser(item)).absolute()  # noqa: PTH111  Path's own raises for an unknown user
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
