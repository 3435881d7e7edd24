"""`make exercises`: from the solved notebooks make the learners' copies.

A notebook in book/solutions/ is the one source of its exercises: statement, answer, check and, in a markdown
cell, an explanation. Its copy has each answer taken out, following Otter's marks, and the hints and the solution
folded away below the check. The copy is written twice: for learners to work in, and into the package, which
checks answers in an untouched one.
"""

import copy
import re
import sys
from pathlib import Path

from nbformat.v4 import new_markdown_cell

import notebooks
from nnbook.exercises import find, of_chapter

ROOT = Path(__file__).parent.parent
SOLVED = ROOT / "book" / "solutions"
COPIES = (
    ROOT / "book" / "exercises",
    ROOT / "nnbook" / "exercises" / "notebooks",
)
ROLES = ["statement", "answer", "check", "explain"]

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
ONE_LINE = re.compile(r"(\s*\w+ = ).*# SOLUTION")


class ExerciseError(Exception):
    """What an author has to change in a solved notebook."""


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


def solution(source):
    """An answer cell as a reader sees it: without the marks, and without its name."""
    lines = [line for line in source.splitlines() if line.strip() not in (BEGIN, END)]
    return "\n".join(re.sub(r"\s*# SOLUTION$", "", line) for line in lines[1:])


def folded(summary, body):
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def help_source(number, answer, explanation):
    """The hints, then the solution with its explanation, each folded away."""
    hints = [
        folded(f"Hint {step}", hint) for step, hint in enumerate(find(number).hints, 1)
    ]
    code = f"```python\n{solution(answer)}\n```\n\n{explanation}"
    return "\n\n".join([*hints, folded("Solution", code)])


def exercises_of(notebook):
    """{number: {role: cell}} of a solved notebook. Raises ExerciseError for disorder."""
    found = {}
    for cell in notebook.cells:
        about = cell.metadata.get("nnlib", {})
        if "exercise" in about:
            found.setdefault(about["exercise"], []).append(cell)
    for number, cells in found.items():
        roles = [cell.metadata.nnlib.role for cell in cells]
        if roles != ROLES:
            raise ExerciseError(f"{number} has cells {roles}, not {ROLES}")
        found[number] = dict(zip(ROLES, cells, strict=True))
    return found


def require_all(notebook, chapter):
    """Raise ExerciseError unless these are the chapter's exercises, in their order."""
    want = [exercise.number for exercise in of_chapter(chapter)]
    have = list(exercises_of(notebook))
    if have != want:
        raise ExerciseError(f"has exercises {have}, chapter {chapter} has {want}")


def learners_copy(notebook):
    """A solved notebook as it comes to a learner: unanswered, without outputs."""
    exercises = exercises_of(notebook)
    made = copy.deepcopy(notebook)
    made.cells = [new for cell in made.cells for new in _given(cell, exercises)]
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return made


def _given(cell, exercises):
    """What a learner gets of a cell: itself, its stub, itself with help, or nothing."""
    about = cell.metadata.get("nnlib", {})
    if about.get("role") == "explain":
        return
    if about.get("role") == "answer":
        cell.source = stub(cell.source)
    yield cell
    if about.get("role") == "check":
        number = about["exercise"]
        sources = [exercises[number][role].source for role in ("answer", "explain")]
        yield new_markdown_cell(
            help_source(number, *sources),
            id=f"help-{number.replace('.', '-')}",
            metadata={"nnlib": {"exercise": number, "role": "help"}},
        )


def copy_of(path):
    """The text of the learner's copy of the solved notebook at `path`."""
    notebook = notebooks.read(path)
    require_all(notebook, int(path.name[:2]))
    return notebooks.serialise(learners_copy(notebook))


def main():
    for path in sorted(SOLVED.glob("*.ipynb")):
        try:
            text = copy_of(path)
        except ExerciseError as error:
            sys.exit(f"{path.name}: {error}")
        for folder in COPIES:
            folder.mkdir(exist_ok=True)
            (folder / path.name).write_text(text, "utf-8")
        print(f"{path.name}: written")


if __name__ == "__main__":
    main()
