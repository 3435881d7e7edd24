"""The wheel: built from the tree, installed elsewhere, complete enough to run the chapters."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from places import ROOT

PACKAGES = "nnlib", "nnbook"
CHAPTERS = sorted((ROOT / "book").glob("[0-9][0-9]_*.ipynb"))

COFFEE = """
import numpy as np
from nnlib import Dense, Sequential
from nnbook.widgets import CoffeeRoaster

model = Sequential([Dense(3, "sigmoid"), Dense(1, "sigmoid")], dtype="float64")
model.build((None, 2))
model.set_weights([[[1, -3, 5], [2, 4, -6]], [-1, 1, 2], [[-7], [8], [9]], [3]])
np.testing.assert_allclose(model([[200, 17]]), 0.9933071490757153, rtol=1e-15)
roaster = CoffeeRoaster("given")
np.testing.assert_allclose(roaster.model()(roaster.inputs([[200, 17]])), 0.9933071490757153, rtol=1e-15)
assert "data:image/png;base64," in roaster.static_html()
import nnlib
from nnlib.data import digits
assert digits()[0].shape == (1797, 64)
print(nnlib.__file__)
"""

CHAPTER = """
import sys
import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], as_version=4)
notebook.cells.append(nbformat.v4.new_code_cell("import nnlib; print(nnlib.__file__)"))
NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
print(notebook.cells[-1].outputs[0].text)
"""


def run(*command, cwd, **environment):
    """The last line that a command prints; a command that fails shows all it has said."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel of a copy of the tree, so that no earlier build slips in and none is left behind."""
    folder = tmp_path_factory.mktemp("wheel")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            folder / "tree" / package,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    for file in filter(os.path.isfile, ROOT.iterdir()):
        shutil.copy(file, folder / "tree")
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(folder / "tree"),
    ]
    run(*build, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel):
    """A folder that holds the installed wheel and nothing else."""
    target = wheel.parent / "target"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], cwd=wheel.parent, check=True)
    return target


def test_wheel_carries_every_file_of_the_package(wheel):
    tree = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == tree
    assert {path.rpartition(".")[2] for path in tree} >= {"py", "js", "css", "png"}
    assert "nnlib/data/digits.npz" in packed


def test_wheel_carries_its_licence_and_nothing_of_the_book(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.endswith("/LICENSE")]
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {*PACKAGES}


def test_the_installed_wheel_runs_the_coffee_network(installed, tmp_path):
    loaded = run(sys.executable, "-c", COFFEE, cwd=tmp_path, PYTHONPATH=str(installed))
    assert loaded == str(installed / "nnlib" / "__init__.py")


@pytest.mark.long
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_installed_wheel_runs_the_chapter(installed, tmp_path, chapter):
    loaded = run(
        sys.executable,
        "-c",
        CHAPTER,
        str(chapter),
        cwd=tmp_path,
        PYTHONPATH=str(installed),
    )
    assert loaded == str(installed / "nnlib" / "__init__.py")
