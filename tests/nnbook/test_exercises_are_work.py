"""No exercise asks for what its chapter prints: its numbers, its inputs, its listings."""

import ast
import re
import textwrap
from functools import cache

import numpy as np
import pytest

import exercise_copies as copies
import notebooks
from nnbook.checking.kinds import Choice, Code, Numbers
from nnbook.exercises import CHAPTERS, of_chapter
from places import ROOT

EXERCISES = [x for chapter in CHAPTERS for x in of_chapter(chapter)]
# Exercises that ask for what their chapter shows, and why.
GIVEN = {}
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w]|\.\d)")


def cells(exercise, folder):
    """The cells of the exercise's chapter, or of the notebook of that name in another folder."""
    return cells_of(folder, int(exercise.number.split(".")[0]))


@cache
def cells_of(folder, chapter):
    return [cell for path in sorted(folder.glob(f"{chapter:02}_*.ipynb")) for cell in notebooks.read(path).cells]


def shown(cell):
    """What a chapter's cell shows: its source, and what it gave as text."""
    outputs = [output.get("data", output) for output in cell.get("outputs", [])]
    texts = [data.get(form, "") for data in outputs for form in ("text", "text/markdown", "text/plain")]
    return plain("\n".join([cell.source, *map("".join, texts)]))


def plain(text):
    """Without links and with simple minus signs."""
    return re.sub(r"\]\([^)]*\)", "]", text).replace("−", "-")


def numbers(text):
    return [float(found.replace(",", "")) for found in NUMBER.findall(text)]


def entries(value):
    """An answer's numbers as they would be printed: four digits of them, whole ones in full."""
    return [float(f"{x:.4g}") if x % 1 else float(x) for x in np.ravel(value)]


def is_long(entry):
    """Whether a number has three digits or more, so that it is no coincidence."""
    return len(f"{entry:.10g}".strip("-0.").replace(".", "")) >= 3


def stands_in(wanted, found):
    """Whether the wanted numbers stand there, one after another, rounded as they may be."""
    found = [float(f"{x:.4g}") if x % 1 else x for x in found]
    return any(found[k : k + len(wanted)] == wanted for k in range(len(found)))


def solved_cell(exercise, role):
    name = f"{role}-{exercise.number.replace('.', '-')}"
    return next(cell.source for cell in cells(exercise, copies.SOLVED) if cell.id == name)


def statement(exercise):
    """What it says, without its title, its options and the numbers of exercises and chapters."""
    text = solved_cell(exercise, "statement")
    return re.sub(r"^(?:## |- \w\)).*|[Ee]xercise \d+\.\d+|\(\d+\.\d+\)|[Cc]hapter \d+", "", plain(text), flags=re.M)


def functions(source):
    """Of each function in some Python the statements, whatever its names and its docstring."""
    try:
        tree = ast.parse(textwrap.dedent(source))
    except SyntaxError:
        return []
    return [statements(node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def statements(function):
    """Without what is given back, for a method gives more than a function of the same work."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return [anonymous(node) for node in body if not isinstance(node, ast.Return)]


def anonymous(node):
    """A statement as a tree, its names by their order; self.W is a name as well."""
    names, tree = {}, ast.parse(re.sub(r"\bself\.", "", ast.unparse(node)))
    for name in ast.walk(tree):
        if isinstance(name, ast.Name):
            name.id = names.setdefault(name.id, f"n{len(names)}")
    return ast.dump(tree)


def mark(exercise):
    """The exercise as a parameter; one with a reason is expected to be found."""
    reason = GIVEN.get(exercise.number)
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(exercise, id=exercise.number, marks=marks)


@pytest.mark.parametrize("exercise", [mark(x) for x in EXERCISES if isinstance(x, Numbers)])
def test_a_numeric_answer_stands_nowhere_in_its_chapter(exercise):
    answers = [entries(value) for value in exercise.answer.values()]
    long = [answer for answer in answers if any(map(is_long, answer))]
    for cell in cells(exercise, ROOT / "book"):
        found = numbers(shown(cell))
        assert [answer for answer in long if stands_in(answer, found)] == [], cell.id


def inputs(text):
    """What a text gives to compute with: its vectors, else its numbers but 0 and 1."""
    vectors = {tuple(numbers(inside)) for inside in re.findall(r"[(\[]([^()\[\]]*)[)\]]", text)}
    return {v for v in vectors if len(v) > 1} or {*numbers(text)} - {0, 1}


@pytest.mark.parametrize("exercise", [mark(x) for x in EXERCISES if isinstance(x, Numbers | Choice)])
def test_what_a_statement_gives_does_not_stand_together_in_its_chapter(exercise):
    given = inputs(statement(exercise))
    if len(given) > 1:
        texts = {cell.id: shown(cell) for cell in cells(exercise, ROOT / "book")}
        have = {id: {*numbers(text)} | inputs(text) for id, text in texts.items()}
        assert [id for id, found in have.items() if given <= found] == []


@pytest.mark.parametrize("exercise", [mark(x) for x in EXERCISES if isinstance(x, Code)])
def test_a_function_to_write_is_not_listed_in_its_chapter(exercise):
    listed = []
    for cell in cells(exercise, ROOT / "book"):
        for source in [cell.source, *re.findall(r"```python\n(.*?)```", shown(cell), re.DOTALL)]:
            listed += functions(source)
    for answer in functions(solved_cell(exercise, "answer")):
        assert not any({*answer} <= {*listing} for listing in listed)
