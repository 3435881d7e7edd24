"""The notebooks of exercises: what is stored is what the generator makes, and it refuses what would not work."""

import json
import re

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

import exercise_copies as copies
import notebooks
import solved
from nnbook.checking import NotYet
from nnbook.exercises import CHAPTERS
from places import ROOT

SOLVED = sorted(copies.SOLVED.glob("*.ipynb"))
each_solved = pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)


# What is stored


@each_solved
def test_the_files_are_what_make_exercises_makes(path):
    for target, text in copies.made_of(path).items():
        assert target.read_text("utf-8") == text, target


def test_each_notebook_belongs_to_a_chapter_and_nothing_else_is_stored():
    names = {path.name for path in SOLVED}
    assert names <= {path.name for path in (ROOT / "book").glob("[0-9][0-9]_*.ipynb")}
    assert sorted(CHAPTERS) == sorted(int(name[:2]) for name in names)
    for folder in copies.BOOK, copies.PACKAGE:
        assert names == {path.name for path in folder.glob("*.ipynb")}


@each_solved
def test_a_copy_has_no_solution_and_no_cell_that_may_raise(path):
    for cell in notebooks.read(copies.BOOK / path.name).cells:
        assert not re.search("# SOLUTION|(BEGIN|END) SOLUTION", cell.source)
        assert cell.cell_type != "raw" and cell.get("outputs", []) == []
        assert "raises-exception" not in cell.metadata.get("tags", [])


def slug(heading):
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")


@each_solved
def test_a_statement_links_to_a_section_of_its_chapter(path):
    sections = {}
    for page in (ROOT / "book").glob(f"{path.name[:2]}_*.ipynb"):
        text = "\n".join(c.source for c in notebooks.read(page).cells if c.cell_type == "markdown")
        sections[f"../{page.name}"] = {slug(heading) for heading in re.findall(r"^#+ (.*)$", text, re.M)}
    for exercise in solved.label(notebooks.read(path)):
        links = re.findall(r"\]\((.*?)\)", exercise.source("statement"))
        assert links
        for file, _, section in (link.partition("#") for link in links):
            assert section in sections[file]


def test_learners_copies_are_never_executed():
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    patterns = config["execute"]["exclude_patterns"]
    assert {"book/exercises/*", "book/solutions/*"} <= {*patterns}


# The learner's copy


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("a = 1  # SOLUTION", "a = ..."),
        ("a = 1\nb = a + 2 # SOLUTION", "a = 1\nb = ..."),
        (
            "x = 0\n# BEGIN SOLUTION\ny = x\nz = y\n# END SOLUTION\nz",
            "x = 0\n...\nz",
        ),
        (
            "def f(x):\n    # BEGIN SOLUTION\n    y = x\n\n    return y\n    # END SOLUTION",
            "def f(x):\n    ...",
        ),
    ],
)
def test_a_solution_is_taken_out(source, left):
    assert copies.stub(source) == left


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("# BEGIN SOLUTION\na = 1", "END SOLUTION is missing"),
        ("a = 1\n# END SOLUTION", "END SOLUTION stands where it has no partner"),
        ("# BEGIN SOLUTION\n" * 2, "BEGIN SOLUTION stands where it has no partner"),
        ("a, b = 1, 2  # SOLUTION", "not of the form `name = value  # SOLUTION`"),
    ],
)
def test_marks_that_are_wrong_are_refused(source, message):
    with pytest.raises(solved.ExerciseError, match=message):
        copies.stub(source)


def test_a_solution_is_shown_without_its_marks():
    source = "# Exercise 9.1\na = 1\n# BEGIN SOLUTION\nb = a\n# END SOLUTION\nc = b  # SOLUTION"
    assert solved.solution(source) == "a = 1\nb = a\nc = b"


RIGHT = {
    "statement": "## 9.1 Six and seven\n\nGive `p` and `s`.",
    "answer": """# Exercise 9.1
a = np.array([6, 7])
p = int(a.prod())  # SOLUTION
s = a[0] + a[1]  # SOLUTION""",
    "check": 'check("9.1", p, s)',
    "explain": "Because.",
    "mistakes": 'hints = ["a hint"]\n[wrong]\n"s = 6 - 7" = "the difference"\n',
}
KINDS = {"markdown": new_markdown_cell, "code": new_code_cell, "raw": new_raw_cell}


def book(number="9.1", **sources):
    """A solved notebook as JupyterLab stores it; a source of None leaves that cell out."""
    cells = [new_markdown_cell("# Title"), new_code_cell("import numpy as np")]
    for role, source in (RIGHT | sources).items():
        if source is not None:
            text = source.replace("9.1", number)
            cells.append(KINDS[solved.ROLES[role]](text))
    return new_notebook(cells=cells)


def wrong(*lines):
    return {"mistakes": "\n".join(['hints = ["a hint"]', "[wrong]", *lines])}


def data(**sources):
    return json.loads(json.dumps(copies.data_for(book(**sources)), default=copies.plain))


def test_a_copy_is_unanswered_and_has_its_help():
    made = book(mistakes=RIGHT["mistakes"].replace('"a hint"', '"a hint", "more"'))
    made.cells[4].outputs, made.cells[4].execution_count = [{}], 3
    copy = copies.learners_copy(made)
    ids = ["title", "setup", "statement-9-1", "answer-9-1", "check-9-1", "help-9-1"]
    assert [cell.id for cell in copy.cells] == ids
    assert copy.cells[3].source == ("# Exercise 9.1\na = np.array([6, 7])\np = ...\ns = ...")
    assert copy.cells[4].outputs == [] and copy.cells[4].execution_count is None
    assert copy.cells[5].metadata == {"nnlib": {"exercise": "9.1", "role": "help"}}
    assert copy.cells[5].source == (
        "<details>\n<summary>Hint 1</summary>\n\na hint\n\n</details>\n\n"
        "<details>\n<summary>Hint 2</summary>\n\nmore\n\n</details>\n\n"
        "<details>\n<summary>Solution</summary>\n\n```python\n"
        "a = np.array([6, 7])\np = int(a.prod())\ns = a[0] + a[1]\n```\n\nBecause.\n\n</details>"
    )


def test_what_is_made_does_not_tell_which_python_ran_it(tmp_path):
    path, notebook = tmp_path / "09.ipynb", book()
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    nbformat.write(notebook, path)
    assert not [target for target, text in copies.made_of(path).items() if "3.11.7" in text]


# The data


def test_values_and_edits_are_worked_out_in_their_order():
    lines = [
        '"s = s - 14" = "minus"',
        '"a[0] + => 2 * a[0] +" = "both change"',
        '"p: prod => max" = "p alone"',
        '"p, s = s, p" = "exchanged"',
        '"s = None" = "s is None…"',
    ]
    assert data(**wrong(*lines)) == [
        {
            "number": "9.1",
            "title": "Six and seven",
            "kind": "numbers",
            "answer": {"p": 42, "s": 13},
            "wrong": [
                {"parts": {"s": -1}, "hint": "minus"},
                {"parts": {"p": 42, "s": 19}, "hint": "both change"},
                {"parts": {"p": 7}, "hint": "p alone"},
                {"parts": {"p": 13, "s": 42}, "hint": "exchanged"},
            ],
            "hints": ["a hint"],
        }
    ]


CHOICE = {
    "statement": "## 9.1 Pick\n\nGive `p`.\n\n- a) one\n- b) two\n- c) three",
    "answer": '# Exercise 9.1\np = "b"  # SOLUTION',
    "check": 'check("9.1", p)',
}


def test_a_choice_has_the_options_of_its_statement():
    (found,) = data(**CHOICE, **wrong('a = "too few"', 'c = "too many"'))
    assert found["options"] == {"a": "one", "b": "two", "c": "three"}
    assert (found["name"], found["answer"]) == ("p", "b")
    assert found["wrong"] == {"a": "too few", "c": "too many"}


def test_the_mistakes_of_code_are_its_edited_sources(monkeypatch):
    def test(f, slips):
        for slip, hint in slips:
            if f(2) == slip(2) != 4:
                raise NotYet(hint)
        if f(2) != 4:
            raise NotYet(f"f(2) is {f(2)}")

    monkeypatch.setattr(solved, "tests_of", lambda chapter: {"9.1": test})
    code = {
        "statement": "## 9.1 Twice\n",
        "answer": "# Exercise 9.1\ndef f(x):\n    return 2 * x  # SOLUTION",
        "check": 'check("9.1", f)',
    }
    lines = '"2 * => 3 * " = "thrice"', '"2 * x => x" = "f(2) is 2…"'
    (found,) = data(**code, **wrong(*lines))
    source = "def f(x):\n    return 3 *  x"
    assert found["wrong"] == [{"source": source, "hint": "thrice"}]
    with pytest.raises(solved.ExerciseError, match=r"9\.1: name 'e' is not defined: its mistakes know np"):
        data(**code, **wrong('"2 * => e * " = "only the setup cell knows e"'))
    assert (found["kind"], found["names"]) == ("code", ["f"])


# What is refused

BAD_CELLS = [
    ({"check": None}, "9.1: the cells are markdown, code, markdown, raw, not statement"),
    ({"check": "check(p, s)"}, 'its check is not check("9.1", part, ...)'),
    ({"answer": "p, s = 42, 13"}, "its answer does not begin # Exercise 9.1"),
    ({"statement": "## 9.1 T\n\nGive `p`."}, "its statement does not ask for `s`"),
    ({"answer": "# Exercise 9.1\np = 1"}, "the answer does not make s"),
    ({"answer": "# Exercise 9.1\np = 1 / 0"}, "stops with ZeroDivisionError"),
    ({"mistakes": "hints = ["}, "its mistakes are no TOML"),
    ({"mistakes": "hints = []"}, "its mistakes have hints, not hints and [wrong]"),
    ({"mistakes": "hints = []\ndecimals = 3\n[wrong]"}, "its statement does not ask for three decimals"),
    (CHOICE | wrong('a = "no"'), "[wrong] needs a hint for each letter but b"),
    ({"answer": "# Exercise 9.1\np = s = 1"} | wrong(), "nothing is marked"),
]  # fmt: skip
BAD_MISTAKES = [
    (['"a[2] => a[1]" = "h"'], "'a[2]' stands 0 times in the solution, not once"),
    (['"a[ => b[" = "h"'], "'a[' stands 2 times"),
    (['"s = 13" = "h"'], "s = 13: is a right answer"),
    (['"s = s" = "…"'], "s = s: is a right answer"),
    (['"s = 1" = "h"', '"s = 2 - 1" = "i"'], "s = 2 - 1: gets another hint: h"),
    (['"p = 1" = "h"', '"p, s = 1, 1" = "i"'], "p, s = 1, 1: gets another hint: h"),
    (['"s = 1" = "p is…"'], "s = 1: gets another hint: s is not right yet"),
    (['"q = 1" = "h"'], "q = 1: gives no value to p or s"),
    (['"s = " = "h"'], "s =: stops with SyntaxError"),
    (['"a[0] => a[9]" = "h"'], "a[0] => a[9]: stops with IndexError"),
]


@pytest.mark.parametrize(
    ("sources", "message"),
    [*BAD_CELLS, *((wrong(*lines), message) for lines, message in BAD_MISTAKES)],
)
def test_what_would_not_work_is_refused_in_one_line(tmp_path, monkeypatch, sources, message):
    path = tmp_path / "09_nine.ipynb"
    path.write_text(notebooks.serialise(book(**sources)), "utf-8")
    monkeypatch.setattr(copies, "SOLVED", tmp_path)
    monkeypatch.setattr(copies, "BOOK", tmp_path / "book")
    monkeypatch.setattr(copies, "PACKAGE", tmp_path / "package")
    with pytest.raises(SystemExit) as stop:
        copies.main()
    said = str(stop.value)
    assert said.startswith("09_nine.ipynb: 9.1: ") and "\n" not in said
    assert message in said
    assert [*tmp_path.iterdir()] == [path]
