"""A desk for two texts in JupyterLab: paste or drop them, and see them compared at once."""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from analysis.output import name_files
from analysis.schema import InputError

EXAMPLES = ("First text", "Second text")


def draw_desk(compare: Callable[[str], Iterable]):
    """Draw two fields for texts and a button that compares them.

    Parameters
    ----------
    compare : callable
        Given a folder with the two texts, returns what to display, in order. An `InputError` is shown as its
        sentence.

    Returns
    -------
    ipywidgets.VBox
        Texts stay in a folder of their own that goes with the kernel; nothing is sent anywhere.
    """
    import ipywidgets as widgets
    from IPython.display import display

    wide = widgets.Layout(width="100%")
    names = [widgets.Text(value=name, description="Name", layout=wide) for name in EXAMPLES]
    texts = [
        widgets.Textarea(placeholder="Paste a text here", rows=12, layout=wide, description="Text")
        for _ in EXAMPLES
    ]
    drops = [widgets.FileUpload(description="or a .txt file", accept=".txt,.md") for _ in EXAMPLES]
    button = widgets.Button(description="Compare", button_style="primary")
    shown = widgets.Output()
    folder = tempfile.TemporaryDirectory(prefix="parallax-")

    def take(change, text, name) -> None:
        for file in change["new"]:
            text.value = bytes(file["content"]).decode("utf-8", errors="replace")
            name.value = Path(file["name"]).stem

    for drop, text, name in zip(drops, texts, names, strict=True):
        drop.observe(lambda change, text=text, name=name: take(change, text, name), names="value")

    def run(_) -> None:
        shown.clear_output()
        button.disabled, button.description = True, "Comparing…"
        with shown:
            try:
                write_texts(Path(folder.name), {n.value: t.value for n, t in zip(names, texts, strict=True)})
                for one in compare(folder.name):
                    display(one)
            except InputError as error:
                print(error)
            finally:
                button.disabled, button.description = False, "Compare"

    button.on_click(run)
    columns = [widgets.VBox(parts, layout=wide) for parts in zip(names, texts, drops, strict=True)]
    desk = widgets.VBox([widgets.HBox(columns), button, shown])
    desk.folder = folder  # lives as long as the desk
    return desk


def write_texts(folder: Path, texts: dict[str, str]) -> None:
    """Write the texts into a folder with an index of their names, in place of those before.

    Raises
    ------
    InputError
        There are not two texts with a name each.
    """
    kept = {name.strip(): text for name, text in texts.items() if name.strip() and text.strip()}
    if len(kept) < 2:
        raise InputError("Give two texts, and each a name of its own.")
    for old in folder.glob("*.txt"):
        old.unlink()
    files = {name: f"{file}.txt" for name, file in name_files(list(kept), "text").items()}
    for name, file in files.items():
        (folder / file).write_text(kept[name], encoding="utf-8")
    index = pd.DataFrame({"file": files.values(), "outlet": files.keys()})
    index.to_csv(folder / "articles.csv", index=False)
