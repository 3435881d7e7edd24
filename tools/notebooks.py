"""Execute notebooks and store their outputs: `python tools/notebooks.py book/*.ipynb`.

Their first cell becomes the one that fetches nnlib where it is missing (see address.py).
Stored are text and PNG figures, the same on every run. A cell that shows a widget keeps no output: it gets
the tag nbval-ignore-output, and the browser tests look at the widget itself. The alt text of a figure comes
from its output's metadata and is copied to the cell's, where the book build looks for it.
"""

import hashlib
import json
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import address

WIDGET = "application/vnd.jupyter.widget-view+json"
HOST = 'class="nn-host"'
IGNORE_OUTPUT = "nbval-ignore-output"
TIMEOUT = 120  # seconds a cell may take
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}


class NotebookError(Exception):
    """What an author has to change in a notebook."""


def read(path):
    """Read a notebook; cells without an id get one made of their content, the same on every run."""
    content = json.loads(Path(path).read_text("utf-8"))
    content["nbformat_minor"] = max(content["nbformat_minor"], 5)
    taken = {cell["id"] for cell in content["cells"] if "id" in cell}
    for cell in content["cells"]:
        if "id" not in cell:
            text = f"{cell['cell_type']} {''.join(cell['source'])}"
            while (name := hashlib.sha256(text.encode()).hexdigest()[:8]) in taken:
                text += "'"
            cell["id"] = name
            taken.add(name)
    return nbformat.reads(json.dumps(content), as_version=4)


def put_install_cell(notebook):
    """Make the cell that fetches nnlib the first, with the address that _config.yml has."""
    cell = nbformat.from_dict(address.install_cell(address.repository(address.ROOT)))
    others = [other for other in notebook.cells if other.id != cell.id]
    notebook.cells = [cell, *others]


def execute(notebook, folder):
    """Run all cells from a fresh kernel, in the notebook's own folder."""
    NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name=METADATA["kernelspec"]["name"],
        resources={"metadata": {"path": str(folder)}},
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
    ).execute()


def figures(cell):
    """The outputs of a code cell that hold a PNG figure."""
    return [output for output in cell.outputs if "image/png" in output.get("data", {})]


def alt_text(cell, place):
    """The alt text of the one figure of a cell, or None if it shows no figure."""
    shown = figures(cell)
    if not shown:
        return None
    if len(shown) > 1:
        raise NotebookError(
            f"{place}: {len(shown)} figures in one cell, which can carry only one alt text"
        )
    alt = shown[0].get("metadata", {}).get("image/png", {}).get("alt", "").strip()
    if not alt:
        raise NotebookError(f"{place}: a figure without alt text")
    return alt


def set_alt(cell, alt):
    """Put the alt text where myst-nb reads it, or take an old one away."""
    options = cell.metadata.pop("mystnb", {})
    options.pop("image", None)
    if alt:
        options["image"] = {"alt": alt}
    if options:
        cell.metadata["mystnb"] = options


def shows_widget(cell):
    """Whether a cell shows a widget, or other HTML that comes alive by a script of the book's."""
    shown = [output.get("data", {}) for output in cell.outputs]
    return any(WIDGET in data or HOST in data.get("text/html", "") for data in shown)


def set_metadata(notebook):
    """Forget which kernel and which version of Python last ran a notebook."""
    kept = {key: value for key, value in notebook.metadata.items() if key != "widgets"}
    notebook.metadata = nbformat.from_dict(kept | METADATA)


def normalise(notebook, name):
    """Reduce an executed notebook, in place, to what is the same on every run and machine."""
    set_metadata(notebook)
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        if shows_widget(cell):
            cell.outputs = []
            tags = cell.metadata.get("tags", [])
            cell.metadata["tags"] = (
                tags if IGNORE_OUTPUT in tags else [*tags, IGNORE_OUTPUT]
            )
        set_alt(cell, alt_text(cell, f"{name}, cell {number}"))


def serialise(notebook):
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def store(path):
    """Execute one notebook and write it back if that changed anything; return whether it did."""
    notebook = read(path)
    put_install_cell(notebook)
    execute(notebook, path.parent)
    normalise(notebook, path.name)
    content = serialise(notebook)
    changed = content != path.read_text("utf-8")
    if changed:
        path.write_text(content, "utf-8")
    return changed


def main(paths):
    for path in map(Path, paths):
        try:
            print(f"{path}: {'written' if store(path) else 'unchanged'}")
        except NotebookError as error:
            sys.exit(str(error))
        except CellExecutionError as error:
            sys.exit(f"{path}: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
