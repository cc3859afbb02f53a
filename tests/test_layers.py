"""The house as the imports have it: who may know whom.

Every module or package directly under `analysis` is a room. What a package keeps inside is its own affair,
except that nothing goes round in circles.
"""

import ast
import builtins
import importlib.util
import re
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "analysis"
README = PACKAGE.with_name("README.md")
FILES = sorted(PACKAGE.rglob("*.py"))

BASE = {"schema", "output", "lexicon", "phrases", "offsets", "wraps", "reader_model"}
"""What all may know: frames, word lists and how they are met, places in text, what may be written where."""

COMPOSERS = {
    "dataset": {"load", "clean", "annotate", "measures", "actors"},
    "present": set(),
    "report": {"dataset", "load", "measures", "present"},
    "actors": {"measures"},  # tone toward an actor reads VADER's word values
    "validate": set(),
    "correct": {"compare", "validate"},
    "__main__": None,
}
"""The rooms that stand on others, and on which; `__main__` on all."""

ONLY = {
    "spacy": {"annotate"},
    "dask": {"dataset"},
    "distributed": {"dataset"},
    "papermill": {"report"},
    "trafilatura": {"load"},
    "onnxruntime": {"reader_model"},
    "tokenizers": {"reader_model"},
    "krippendorff": {"validate"},
    "itables": {"present"},
}
"""Libraries that one room alone knows."""


def name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """Every module a file imports, wherever in the file it does so."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = name(path) if path.stem == "__init__" else name(path).rpartition(".")[0]
            base = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


MODULES = {name(path): path for path in FILES}
KNOWN = {module: imports(path) & set(MODULES) - {"analysis"} for module, path in MODULES.items()}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else module


def test_every_room_and_library_named_here_is_there():
    assert BASE | set(COMPOSERS) <= {room(module) for module in MODULES}
    libraries = {library.split(".")[0] for path in FILES for library in imports(path)}
    assert set(ONLY) <= libraries


def test_the_map_in_the_readme_shows_every_room():
    shown = re.search(r"^analysis/\n(.+?)^training/", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)[1]
    assert {room(module) for module in MODULES} - {"analysis", "__main__"} <= set(re.findall(r"\w+", shown))


def test_a_room_says_at_its_door_which_file_does_what():
    for module, path in MODULES.items():
        house, _, own = module.rpartition(".")
        if module.count(".") > 1 and not re.search(r"^MEASURE = ", path.read_text("utf-8"), re.MULTILINE):
            said = ast.get_docstring(ast.parse(MODULES[house].read_text("utf-8"))) or ""
            assert f"`{own}`" in said, f"the docstring of {house} does not say what {own} is for"


def test_what_contributing_tells_one_to_touch_is_there():
    root = README.parent
    rows = re.findall(r"^\| .+", (root / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)[1:]
    assert len(rows) > 5
    for row in rows:
        words = [word for word in re.findall(r"`([^`]+)`", row) if "NAME" not in word]
        paths = {word for word in words if re.fullmatch(r"[\w/]+\.(py|csv|toml|md|ipynb)", word)}
        files = {path: [*root.glob(path), *PACKAGE.rglob(path)] for path in paths}
        assert all(files.values()), f"{[path for path in paths if not files[path]]} are not there: {row}"
        code = "".join(path.read_text("utf-8") for some in files.values() for path in some)
        names = [word for word in words if re.fullmatch("[A-Z][A-Za-z_]{3,}", word) and word != "MEASURE"]
        missing = [name for name in names if not re.search(rf"^(class )?{name}\b", code, re.MULTILINE)]
        assert not missing, f"no file named beside them defines {missing}: {row}"


def test_a_stage_or_measure_knows_only_the_base():
    for module, known in KNOWN.items():
        if room(module) in BASE | set(COMPOSERS) | {"analysis"}:
            continue
        others = {room(other) for other in known} - {room(module)} - BASE
        assert not others, f"{module} imports {', '.join(sorted(others))}; frames are what rooms share"


def test_composers_stand_only_on_what_is_below_them():
    for module, known in KNOWN.items():
        allowed = COMPOSERS.get(room(module), set())
        if room(module) in COMPOSERS and allowed is not None:
            others = {room(other) for other in known} - {room(module)} - BASE - allowed
            assert not others, f"{module} imports {', '.join(sorted(others))}"


def test_nothing_goes_round_in_circles():
    rooms = {}
    for module, known in KNOWN.items():
        rooms.setdefault(room(module), set()).update({room(other) for other in known} - {room(module)})
    assert list(TopologicalSorter(rooms).static_order())


def test_each_library_has_one_room():
    for module, path in MODULES.items():
        for library in {found.split(".")[0] for found in imports(path)} & set(ONLY):
            assert room(module) in ONLY[library], f"{module} imports {library}"


def test_a_public_function_or_class_has_a_name_of_its_own():
    homes: dict[str, list[str]] = {}
    for module, path in MODULES.items():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(module)
    assert not {name: modules for name, modules in homes.items() if len(modules) > 1}
    assert not set(homes) & set(dir(builtins))
