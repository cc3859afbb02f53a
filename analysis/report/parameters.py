"""Notebook parameters: which there are, and whether given values fit them.

The cell tagged ``parameters`` is the documentation. Each line is ``name: type = value  # help``, and the help
may say in brackets what is valid: ``(0.5 to 0.999)``, ``(at least 1)``, ``(one of vader, afinn)``,
``(a file)``. Types are str, int, float, bool, and ``list[...]`` of these.
"""

import ast
import difflib
import json
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from analysis.schema import InputError, quoted

TYPES = {"str": "text", "int": "a whole number", "float": "a number", "bool": "true or false"}
"""Each type, and how a message calls its values."""
_TYPE = re.compile(r"(list)?\[?(str|int|float|bool)\]?")
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_BETWEEN = re.compile(rf"\((?:from |between )?{_NUMBER} (?:to|and) {_NUMBER}\)")
_LEAST = re.compile(rf"\(at least {_NUMBER}\)")
_CHOICES = re.compile(r"\((?:one|any) of ([^()]+)\)")
_TRUTH = dict.fromkeys(("true", "yes", "on", "1"), True) | dict.fromkeys(("false", "no", "off", "0"), False)


class Parameter(NamedTuple):
    """One declared parameter.

    Attributes
    ----------
    name, type : str
        `type` is one of `TYPES`; of a list, that of its items.
    many : bool
        Whether it is a list.
    default : object
    help : str
        The comment on its line.
    choices : tuple of str
        Valid values, empty where any will do. Of a list: valid items.
    low, high : float
        Range of valid numbers, -inf and inf where open.
    is_file : bool
        Whether it is the path of a file that must be there.
    notebooks : tuple of str
        Names of the notebooks that take it.
    """

    name: str
    type: str
    many: bool
    default: object
    help: str = ""
    choices: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    is_file: bool = False
    notebooks: tuple[str, ...] = ()


def read_parameters(notebook: Path) -> dict[str, Parameter]:
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
    from analysis.report.mill import translators

    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{notebook} is not a Jupyter notebook (version 4).") from None
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", ())]
    source = "".join(tagged[0]["source"]) if tagged else ""
    declared = translators.PythonTranslator.inspect({"source": source})
    known = {one.name: _parameter(one, notebook) for one in declared}
    lines = [line for line in source.splitlines() if line.strip() and not line.startswith(("#", '"""'))]
    if len(known) < len(lines):
        raise InputError(
            f"{notebook.name}: a line of the parameters cell is not 'name: type = value  # help'."
        )
    return known


def _parameter(declared, notebook: Path) -> Parameter:
    name = f"{notebook.name}: the parameter {declared.name!r}"
    try:
        default = ast.literal_eval(declared.default)
    except (ValueError, SyntaxError):
        raise InputError(f"{name} has a default that is not a plain value.") from None
    kind = _TYPE.fullmatch(declared.inferred_type_name)
    if not kind:
        raise InputError(f"{name} has a type that is not known.")
    between, least = _BETWEEN.search(declared.help), _LEAST.search(declared.help)
    choices = _CHOICES.search(declared.help)
    low, high = (float(end) for end in between.groups()) if between else (-math.inf, math.inf)
    return Parameter(
        declared.name,
        kind[2],
        bool(kind[1]),
        default,
        declared.help,
        tuple(re.split(r",\s*(?:or\s+)?|\s+or\s+", choices[1])) if choices else (),
        float(least[1]) if least else low,
        high,
        "(a file)" in declared.help,
        (notebook.stem,),
    )


def collect_parameters(notebooks: Iterable[Path]) -> dict[str, Parameter]:
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
        for name, item in read_parameters(notebook).items():
            first = known.get(name, item)
            if (first.type, first.many) != (item.type, item.many):
                raise InputError(
                    f"The parameter {name!r} differs in {first.notebooks[0]} and {notebook.stem}."
                )
            users = tuple(dict.fromkeys(first.notebooks + item.notebooks))
            known[name] = first._replace(notebooks=users)
    return known


def check_parameters(given: Mapping[str, object], known: Mapping[str, Parameter]) -> dict[str, object]:
    """Turn what a user gave into values of the declared types.

    Parameters
    ----------
    given : mapping of str to object
        Values by name; text is read by the declared type, so that 007 stays text where text is wanted.
    known : mapping of str to Parameter

    Returns
    -------
    dict of str to object
        Only what was given, checked.

    Raises
    ------
    InputError
        A name is unknown, or a value has the wrong type or is impossible.
    """
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}; " if near else ""
            raise InputError(
                f"There is no parameter {quoted(name)}: {hint}valid names are {', '.join(known)}."
            )
    return {name: coerce_value(known[name], value) for name, value in given.items()}


def coerce_value(parameter: Parameter, value: Any) -> Any:
    """Turn one given value into the parameter's type, or raise InputError saying what is valid."""
    try:
        items = [_scalar(parameter, item) for item in (_items(value) if parameter.many else [value])]
    except (ValueError, KeyError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise _refusal(parameter, value) from None
    for item in items if value != parameter.default else ():
        if parameter.choices and item not in parameter.choices:
            raise _refusal(parameter, value)
        if parameter.type in ("int", "float") and not parameter.low <= item <= parameter.high:
            raise _refusal(parameter, value)
        if parameter.is_file and item and not _is_file(item):
            raise InputError(f"There is no file {quoted(item)} for the parameter {parameter.name!r}.")
    return items if parameter.many else items[0]


def describe_valid(parameter: Parameter) -> str:
    """Say in words which values a parameter takes, e.g. ``a number from 0.5 to 0.999``."""
    if parameter.choices:
        return f"{'any' if parameter.many else 'one'} of {', '.join(parameter.choices)}"
    low, high = parameter.low, parameter.high
    span = f" from {low:g} to {high:g}" if math.isfinite(high) else f", at least {low:g}"
    text = "the path of a file" if parameter.is_file else TYPES[parameter.type]
    text += span if math.isfinite(low) else ""
    return f"a list of values, each {text} (a,b,c)" if parameter.many else text


def list_parameters(known: Mapping[str, Parameter]) -> str:
    """Lay parameters out for a terminal: name, type, default, help, and the notebooks that take each."""
    lines = []
    for item in known.values():
        kind = f"list[{item.type}]" if item.many else item.type
        lines.append(f"{item.name}: {kind} = {item.default!r}")
        lines.append(f"    {item.help or describe_valid(item)}")
        lines.append(f"    used by {', '.join(item.notebooks)}")
    return "\n".join(lines)


def _items(value: Any) -> list:
    if isinstance(value, str):
        if not value.strip().startswith(("[", "(")):
            return [part.strip() for part in value.split(",") if part.strip()]
        value = ast.literal_eval(value.strip())
    if not isinstance(value, list | tuple):
        raise TypeError
    return list(value)


def _scalar(parameter: Parameter, value: Any) -> Any:
    if parameter.type == "str":
        if not isinstance(value, str) or "\0" in value:
            raise TypeError
        value.encode()  # half a character is no text
        return value
    if parameter.type == "bool":
        return _TRUTH[str(value).lower()]
    if isinstance(value, bool):
        raise TypeError
    if parameter.type == "int":
        return int(value if isinstance(value, int) else str(value))
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except OSError:
        return False


def _refusal(parameter: Parameter, value: object) -> InputError:
    return InputError(
        f"The parameter {parameter.name!r} takes {describe_valid(parameter)}, not {quoted(value)}."
    )
