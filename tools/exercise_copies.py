"""`make exercises`: from the solved notebooks make the learners' copies, and what judges their answers.

A notebook in book/solutions/ is the one source of its exercises (solved.py says how one is written). Its copy has each
answer taken out, following Otter's marks, and the hints and the solution folded away below the check. The copy is
written twice: for learners to work in, and into the package, which checks answers in an untouched one. The data that
judge them lie there beside it.
"""

import copy
import json
import re
import sys
from pathlib import Path

import numpy as np
from nbformat.v4 import new_markdown_cell

import notebooks
from nnbook.checking import undisturbed
from solved import (
    BEGIN,
    END,
    ExerciseError,
    at,
    data_of,
    label,
    mistakes,
    run,
    solution,
)

ROOT = Path(__file__).parent.parent
SOLVED = ROOT / "book" / "solutions"
BOOK = ROOT / "book" / "exercises"
PACKAGE = ROOT / "nnbook" / "exercises"

DIGITS = 12
ONE_LINE = re.compile(r"(\s*\w+ = ).*# SOLUTION")


def stub(source):
    """An answer cell without its solution."""
    lines, hidden = [], False
    for line in source.splitlines():
        mark = line.strip()
        if mark in (BEGIN, END):
            if hidden == (mark == BEGIN):
                raise ExerciseError(f"{mark} stands where it has no partner")
            hidden = mark == BEGIN
            if hidden:
                lines.append(line.replace(BEGIN, "..."))
        elif not hidden:
            lines.append(_open(line))
    if hidden:
        raise ExerciseError(f"{END} is missing")
    stubbed = "\n".join(lines)
    if stubbed == source:
        raise ExerciseError("nothing is marked as the solution")
    return stubbed


def _open(line):
    """One line; a value that is marked as the solution becomes `...`."""
    if not line.rstrip().endswith("# SOLUTION"):
        return line
    assignment = ONE_LINE.fullmatch(line.rstrip())
    if not assignment:
        raise ExerciseError(
            f"not of the form `name = value  # SOLUTION`: {line.strip()}"
        )
    return f"{assignment[1]}..."


def folded(summary, body):
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def help_source(solved):
    """The hints, then the solution with its explanation, each folded away."""
    hints = [
        folded(f"Hint {step}", hint)
        for step, hint in enumerate(mistakes(solved)["hints"], 1)
    ]
    code = f"```python\n{solution(solved.source('answer'))}\n```"
    explained = f"{code}\n\n{solved.source('explain')}"
    return "\n\n".join([*hints, folded("Solution", explained)])


def learners_copy(notebook):
    """A solved notebook as it comes to a learner: unanswered, without outputs."""
    made = copy.deepcopy(notebook)
    helps = {}
    for solved in label(made):
        with at(solved.number):
            helps[solved.number] = help_source(solved)  # while the solution is there
            solved.cells["answer"].source = stub(solved.source("answer"))
    made.cells = [new for cell in made.cells for new in _given(cell, helps)]
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return made


def _given(cell, helps):
    """What a learner gets of a cell: itself, itself with help, or nothing."""
    about = cell.metadata.nnlib
    if about.role in ("explain", "mistakes"):
        return
    yield cell
    if about.role == "check":
        number = about.exercise
        yield new_markdown_cell(
            helps[number],
            id=f"help-{number.replace('.', '-')}",
            metadata={"nnlib": {"exercise": number, "role": "help"}},
        )


def data_for(notebook):
    """The data that judge the exercises of a solved notebook."""
    exercises = label(notebook)
    (setup,) = (cell for cell in notebook.cells if cell.id == "setup")
    space = run(setup.source, {})
    data = []
    for solved in exercises:
        with at(solved.number), undisturbed():
            data.append(data_of(solved, space))
    return data


def made_of(path):
    """{path: text} of all that is made of the solved notebook at `path`, itself with ids
    and roles among it.
    """
    notebook = notebooks.read(path)
    notebooks.set_metadata(notebook)
    if notebook.cells[0].id != "install":
        notebooks.put_install_cell(notebook)
    data = json.dumps(plain(data_for(notebook)), indent=1, ensure_ascii=False)
    text = notebooks.serialise(learners_copy(notebook))
    return {
        path: notebooks.serialise(notebook),
        BOOK / path.name: text,
        PACKAGE / path.name: text,
        PACKAGE / f"{path.stem}.json": f"{data}\n",
    }


def plain(data):
    """Data as JSON has them, with as many digits as are the same on every processor; what
    rounding alone has left in an array is 0.
    """
    if isinstance(data, np.ndarray) and data.dtype.kind == "f":
        rest = abs(data) < 10.0**-DIGITS * abs(data).max(initial=0)
        return plain(np.where(rest, 0, data).tolist())
    if isinstance(data, np.ndarray | np.generic):
        return plain(data.tolist())
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    return float(f"{data:.{DIGITS}g}") if isinstance(data, float) else data


def main():
    for path in sorted(SOLVED.glob("*.ipynb")):
        try:
            made = made_of(path)
        except ExerciseError as error:
            sys.exit(f"{path.name}: {error}")
        for target, text in made.items():
            target.write_text(text, "utf-8")
        print(f"{path.name}: written")


if __name__ == "__main__":
    main()
