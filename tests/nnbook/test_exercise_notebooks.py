"""The notebooks of exercises: the solved ones keep their contract, and the copies are what the generator makes."""

import re

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import exercise_copies as copies
import notebooks
from nnbook import exercises
from nnbook.exercises import find, of_chapter
from places import ROOT

SOLVED = sorted(copies.SOLVED.glob("*.ipynb"))
each_solved = pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def about(cell):
    return cell.metadata.get("nnlib", {})


def numbers_of(path):
    return [exercise.number for exercise in of_chapter(int(path.name[:2]))]


# The copies


def test_every_chapter_with_exercises_has_its_notebook():
    assert [int(path.name[:2]) for path in SOLVED] == list(exercises.CHAPTERS)


@pytest.mark.parametrize("folder", copies.COPIES, ids=lambda path: path.name)
def test_the_copies_are_what_make_exercises_makes(folder):
    stored = {path.name: path.read_text("utf-8") for path in folder.glob("*.ipynb")}
    assert stored == {path.name: copies.copy_of(path) for path in SOLVED}


@each_solved
def test_a_notebook_is_named_after_its_chapter(path):
    chapters = {chapter.name for chapter in (ROOT / "book").glob("[0-9][0-9]_*.ipynb")}
    assert path.name in chapters


# The contract


@each_solved
def test_the_cells_of_the_solved_notebook(path):
    cells = read(path).cells
    roles = [about(cell)["role"] for cell in cells]
    ids = [cell.id for cell in cells]
    head = ["install"] * (roles[0] == "install") + ["title", "setup"]
    names = [f"{role}-{n.replace('.', '-')}" for n in numbers_of(path) for role in copies.ROLES]
    assert roles[: len(head)] == ids[: len(head)] == head
    assert ids[len(head) :] == names
    for cell in cells[len(head) :]:
        role, number = about(cell)["role"], about(cell)["exercise"]
        assert cell.id == f"{role}-{number.replace('.', '-')}"
        kind = "markdown" if role in ("statement", "explain") else "code"
        assert cell.cell_type == kind


@each_solved
def test_the_cells_of_the_copy(path):
    cells = read(copies.COPIES[0] / path.name).cells
    roles = [about(cell)["role"] for cell in cells]
    start = roles.index("setup") + 1
    names = [
        f"{role}-{number.replace('.', '-')}"
        for number in numbers_of(path)
        for role in ("statement", "answer", "check", "help")
    ]
    assert [cell.id for cell in cells[start:]] == names
    assert [cell.cell_type for cell in cells[start:]] == (
        ["markdown", "code", "code", "markdown"] * len(numbers_of(path))
    )
    for cell in cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None
        for mark in ("# SOLUTION", copies.BEGIN, copies.END):
            assert mark not in cell.source


@each_solved
def test_an_exercise_is_called_and_checked_by_its_number_and_parts(path):
    for number, cells in copies.exercises_of(read(path)).items():
        exercise = find(number)
        parts = ", ".join(exercise.names)
        heading = f"## {number} {exercise.title}\n\n"
        assert cells["statement"].source.startswith(heading)
        assert cells["answer"].source.startswith(f"# Exercise {number}\n")
        assert cells["check"].source == f'check("{number}", {parts})'
        assert cells["check"].outputs[0].text == f"{number} correct\n"
        for name in exercise.names:
            assert f"`{name}`" in cells["statement"].source or f"def {name}(" in (cells["answer"].source)


@each_solved
@pytest.mark.parametrize("folder", [copies.SOLVED, *copies.COPIES], ids=lambda f: f.name)
def test_no_cell_may_raise(path, folder):
    for cell in read(folder / path.name).cells:
        assert "raises-exception" not in cell.metadata.get("tags", [])


def test_the_options_of_a_choice_are_those_of_its_statement():
    choices = 0
    for path in SOLVED:
        for number, cells in copies.exercises_of(read(path)).items():
            options = getattr(find(number), "options", {})
            choices += bool(options)
            listed = re.findall(r"^- (\w)\) (.*)$", cells["statement"].source, re.M)
            assert options == dict(listed)
    assert choices == 1


def slug(heading):
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")


@each_solved
def test_a_statement_links_to_a_section_of_its_chapter(path):
    chapter = ROOT / "book" / path.name
    text = "\n".join(c.source for c in read(chapter).cells if c.cell_type == "markdown")
    sections = {slug(heading) for heading in re.findall(r"^#+ (.*)$", text, re.M)}
    for cells in copies.exercises_of(read(path)).values():
        links = re.findall(r"\]\((.*?)\)", cells["statement"].source)
        assert links
        for link in links:
            file, _, section = link.partition("#")
            assert file == f"../{path.name}"
            assert section in sections


def test_learners_copies_are_never_executed():
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    assert {"book/exercises/*", "book/solutions/*"} <= set(config["execute"]["exclude_patterns"])
    executed = re.search(r"^CHAPTERS := (.*)$", (ROOT / "Makefile").read_text(), re.M)[1]
    assert executed == "$(wildcard book/*.ipynb book/solutions/*.ipynb)"


# The generator


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
        ("a = 1", "nothing is marked"),
        ("# BEGIN SOLUTION\na = 1", "END SOLUTION is missing"),
        ("a = 1\n# END SOLUTION", "END SOLUTION stands where it has no partner"),
        (
            "# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION",
            "BEGIN SOLUTION stands where it has no partner",
        ),
        ("a, b = 1, 2  # SOLUTION", "not of the form `name = value  # SOLUTION`"),
        ("print(1)  # SOLUTION", "not of the form"),
    ],
)
def test_marks_that_are_wrong_are_refused(source, message):
    with pytest.raises(copies.ExerciseError, match=message):
        copies.stub(source)


def test_a_solution_is_shown_without_its_marks():
    source = "# Exercise 9.1\na = 1\n# BEGIN SOLUTION\nb = a\n# END SOLUTION\nc = b  # SOLUTION"
    assert copies.solution(source) == "a = 1\nb = a\nc = b"


def solved(*numbers, **sources):
    """A solved notebook with these exercises; a source of None leaves that cell out."""
    sources = {
        "statement": "## Title",
        "answer": "# Exercise\nproduct = 42  # SOLUTION",
        "check": "check()",
        "explain": "Because.",
    } | sources
    cells = [new_code_cell("import x", id="setup", metadata={"nnlib": {"role": "setup"}})]
    for number in numbers:
        for role, source in sources.items():
            new = new_code_cell if role in ("answer", "check") else new_markdown_cell
            note = {"nnlib": {"exercise": number, "role": role}}
            if source is not None:
                cells.append(new(source, metadata=note, id=f"{role}-{len(cells)}"))
    return new_notebook(cells=cells)


def test_a_copy_is_unanswered_and_has_its_help():
    made = solved("0.1")
    made.cells[2].outputs = [nbformat.v4.new_output("stream", text="1")]
    made.cells[2].execution_count = 3
    copy = copies.learners_copy(made)
    assert [cell.id for cell in copy.cells] == [
        "setup",
        "statement-1",
        "answer-2",
        "check-3",
        "help-0-1",
    ]
    assert copy.cells[2].source == "# Exercise\nproduct = ..."
    assert copy.cells[2].outputs == [] and copy.cells[2].execution_count is None
    assert made.cells[2].execution_count == 3
    assert copy.cells[4].metadata == {"nnlib": {"exercise": "0.1", "role": "help"}}
    first, second = find("0.1").hints
    assert copy.cells[4].source == "\n\n".join(
        [
            f"<details>\n<summary>Hint 1</summary>\n\n{first}\n\n</details>",
            f"<details>\n<summary>Hint 2</summary>\n\n{second}\n\n</details>",
            "<details>\n<summary>Solution</summary>\n\n```python\nproduct = 42\n```\n\nBecause.\n\n</details>",
        ]
    )


@pytest.mark.parametrize(
    ("notebook", "message"),
    [
        (solved(), "has exercises [], chapter 0 has ['0.1']"),
        (solved("0.1", "0.2"), "has exercises ['0.1', '0.2'], chapter 0 has ['0.1']"),
        (solved("0.1", check=None), "0.1 has cells ['statement', 'answer', 'explain']"),
        (
            solved("0.1", "0.1"),
            "0.1 has cells ['statement', 'answer', 'check', 'explain', ",
        ),
    ],
)
def test_a_notebook_in_disorder_is_refused(notebook, message):
    with pytest.raises(copies.ExerciseError, match=re.escape(message)):
        copies.require_all(notebook, 0)


def test_the_tool_writes_both_copies_or_names_the_notebook(tmp_path, monkeypatch, capsys):
    folders = [tmp_path / name for name in ("solved", "book", "package")]
    folders[0].mkdir()
    path = folders[0] / "00_start.ipynb"
    path.write_text(notebooks.serialise(solved("0.1")), "utf-8")
    monkeypatch.setattr(copies, "SOLVED", folders[0])
    monkeypatch.setattr(copies, "COPIES", folders[1:])
    copies.main()
    assert capsys.readouterr().out == "00_start.ipynb: written\n"
    texts = {(folder / path.name).read_text("utf-8") for folder in folders[1:]}
    assert texts == {copies.copy_of(path)}
    path.write_text(notebooks.serialise(solved("0.1", answer="a = 1")), "utf-8")
    with pytest.raises(SystemExit, match="00_start.ipynb: nothing is marked"):
        copies.main()
    assert {(folder / path.name).read_text("utf-8") for folder in folders[1:]} == texts
