"""Write the repository's address into the book: `python tools/address.py https://github.com/NAME/REPOSITORY`.

It stands in _config.yml, where the buttons of the pages take it from, and in the first cell of every notebook, which
fetches nnlib where it is missing, as on Colab. The deployment workflow runs this in its checkout, with nothing
installed: only the standard library is imported here.
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
CONFIG = "_config.yml"
NOTEBOOKS = (
    "book",
    "book/solutions",
    "book/exercises",
    "nnbook/exercises",
)
ADDRESS = re.compile(r"https://github\.com/[\w-]+/[\w.-]+(?<!\.git)")
ENTRY = re.compile(r"^repository:\n  url: (\S+)\n  branch: (\S+)\n", re.MULTILINE)


class Repository(NamedTuple):
    """Where the book is kept, and the branch that Binder and Colab open."""

    url: str
    branch: str


def repository(root):
    """What _config.yml says of the repository."""
    entry = ENTRY.search((Path(root) / CONFIG).read_text("utf-8"))
    if not entry:
        raise ValueError(
            f"{CONFIG} has no repository with url and branch, in this order"
        )
    return Repository(*entry.groups())


def install_cell(repository):
    """The first cell of a notebook; where nnlib is installed, as in Binder, it does nothing."""
    archive = f"{repository.url}/archive/refs/heads/{repository.branch}.zip"
    source = f"""\
# Fetch nnlib where it is missing, and let Colab show its widgets.
import sys
from importlib.util import find_spec

if not find_spec("nnlib"):
    %pip install --quiet "nnlib[book] @ {archive}"
if "google.colab" in sys.modules:
    sys.modules["google.colab"].output.enable_custom_widget_manager()"""
    return {
        "cell_type": "code",
        "id": "install",
        "execution_count": None,
        "metadata": {
            "jupyter": {"source_hidden": True},
            "nnlib": {"role": "install"},
            "tags": ["remove-cell"],
        },
        "outputs": [],
        "source": source,
    }


def notebooks(root):
    """The notebooks that begin with this cell."""
    return [
        path for folder in NOTEBOOKS for path in sorted((root / folder).glob("*.ipynb"))
    ]


def write(root, url):
    """Put `url` in place of the address that _config.yml has; return the files that changed."""
    if not ADDRESS.fullmatch(url):
        raise ValueError(f"expected https://github.com/NAME/REPOSITORY, got {url}")
    root = Path(root)
    old = re.compile(re.escape(repository(root).url) + r"(?![\w.-])")
    changed = []
    for path in (root / CONFIG, *notebooks(root)):
        text = path.read_text("utf-8")
        if (new := old.sub(url, text)) != text:
            path.write_text(new, "utf-8")
            changed.append(path.relative_to(root).as_posix())
    return changed


def main(arguments):
    if len(arguments) != 1:
        sys.exit("say one address: https://github.com/NAME/REPOSITORY")
    try:
        print(*write(ROOT, arguments[0]), sep="\n")
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
