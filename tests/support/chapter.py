"""A book of three pages: contents, a small chapter in the pattern of the real ones, and exercises."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import yaml

import notebooks
from nnbook import exercises
from nnbook.checking.kinds import Numbers
from places import ROOT

ALL = [exercise for chapter in exercises.CHAPTERS for exercise in exercises.of_chapter(chapter)]
EXERCISE = next(exercise for exercise in ALL if isinstance(exercise, Numbers))
CODE = next(exercise for exercise in ALL if not hasattr(exercise, "public"))
CELLS = [
    ("# 0 A small chapter", []),
    ("This is where we are.", ["bridge"]),
    ("After this chapter you can\n\n- guess ([0.1](exercises/00_start.ipynb))", ["objectives"]),
    ("- **loss**: how wrong an answer is ([elsewhere](exercises/00_start.ipynb))", ["borrowed"]),
    ("=from nnbook import belief, beliefs, guess, number, option, seen, sketch", ["remove-cell"]),
    ("## Guess", []),
    (
        '=guess("choice", "How many?", option("two", 2, "Too few: $x < 1$."), option("three", 3, "Count them."), '
        'option("many", (4, 9), "Too many."))',
        ["remove-input"],
    ),
    ("What is sealed, $x$.\n\n(sealed-place)=\nA place in it.", []),
    ("=print('measured')", []),
    ('=seen("choice", 3)', ["remove-input"]),
    ("## Share", []),
    ('=guess("share", "What share?", number(0, 1, unit="of the rows", near=0.05))', ["remove-input"]),
    ('=seen("share", 0.25)', ["remove-input"]),
    ("## Curve", []),
    ('=guess("curve", "Draw it.", sketch(x=("epoch", 0, 10), y=("mistakes", 0, 8)))', ["remove-input"]),
    ('=seen("curve", [0, 5, 10], [8, 2, 0])', ["remove-input"]),
    ("## Folded", []),
    ("Why does it *end*?\n\nBecause.", ["fold"]),
    ("(folded-place)=\nA place in the fold.", ["folded"]),
    ("=from nnbook.widgets import PerceptronTrainer\nPerceptronTrainer()", ["folded", "remove-input"]),
    ("Back to the line: see [there](#folded-place), and [here](#sealed-place).", []),
    ("## Beliefs", []),
    (
        '=beliefs(belief("It is so.", True, "It is."), belief("It is not so.", False, "It is, as was seen."), '
        'belief("Larger is steeper.", False, "Not the line; a long reason that fills more than one line of a narrow '
        'page, so that its room shows."), belief("Enough.", True, "Yes."))',
        ["remove-input"],
    ),
]


def cell(text, tags, **metadata):
    if text.startswith("="):
        return nbformat.v4.new_code_cell(text[1:], metadata={"tags": tags, **metadata})
    return nbformat.v4.new_markdown_cell(text, metadata={"tags": tags})


def exercise_cells():
    """Two exercises of the book, one to be answered on the page and one not, under other words."""
    cells = [cell("# Exercises", [])]
    for exercise in (EXERCISE, CODE):
        about = {"exercise": exercise.number, "role": "check"}
        cells += [cell(f"## {exercise.number}\n\nWhat is it?", []), cell("=check(...)", [], nnlib=about)]
    return cells


def write_notebook(path, cells):
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=notebooks.METADATA), path)


def write(folder):
    """The sources of the book."""
    shutil.copytree(ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("*.ipynb", "*.md"))
    shutil.copy(ROOT / "_config.yml", folder)
    (folder / "book/text.md").write_text("# Contents\n\n<nn-progress></nn-progress>\n")
    write_notebook(folder / "book/00_start.ipynb", [cell(*each) for each in CELLS])
    write_notebook(folder / "book/exercises/00_start.ipynb", exercise_cells())
    pages = [{"file": "book/00_start"}, {"file": "book/exercises/00_start"}]
    (folder / "_toc.yml").write_text(yaml.safe_dump({"format": "jb-book", "root": "book/text", "chapters": pages}))


def build(folder):
    """Build the book; gives the finished process, whose output is in `stderr`."""
    command = [Path(sys.executable).with_name("jupyter-book"), "build", "-W", "-n", "--keep-going", "."]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)
