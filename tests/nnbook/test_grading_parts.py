"""Of the grading what needs no kernel: reading, putting together, verdicts and reports."""

import csv
import importlib.util
import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

import gradebook
from gradebook import CHECKS, added, answered, cell, each, edited, lose, make_package
from nnbook import __main__ as nnbook
from nnbook import exercises
from nnbook.grading import command, folder, grade, inside, processes, submission
from nnbook.grading.grade import sentence
from nnbook.grading.one import graded
from nnbook.grading.report import REPORTS, Row, Verdict, as_summary, plain
from nnbook.grading.submission import Step, SubmissionError, load, read
from places import ROOT

RIGHT = answered()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_package(tmp_path_factory.mktemp("made")) / "nnbook/exercises"


@pytest.fixture(autouse=True)
def made_up_chapters(made, monkeypatch):
    """The made-up chapters 1 and 5 in the place of the book's."""
    monkeypatch.setattr(exercises, "HERE", made)
    spec = importlib.util.spec_from_file_location("chapter05", made / "chapter05.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, "nnbook.exercises.chapter05", module)
    exercises.of_chapter.cache_clear()
    yield
    exercises.of_chapter.cache_clear()


@pytest.fixture
def loaded(tmp_path):
    """A function that gives the submission of a notebook."""

    def load_book(book, name="x.ipynb"):
        path = tmp_path / name
        path.write_text(json.dumps(book), "utf-8")
        return load(path)

    return load_book


# Reading


def uncommented(one):
    one["source"] = one["source"].replace("# Exercise", "# My")


def lines(one):
    one["source"] = one["source"].splitlines(keepends=True)


def strange(one):
    one["metadata"] = {"nnlib": {"role": ["answer"], "exercise": 5.1}, "tags": 3}


CHANGES = {
    "nothing": [],
    "sources as lists of lines": [lines],
    "no ids": [lose("id")],
    "one id for all": [lambda one: one.update(id="same")],
    "no metadata": [lose("metadata")],
    "strange metadata": [strange],
    "only comments": [lose("id", "metadata")],
    "no comments": [uncommented],
    "only ids": [uncommented, lose("metadata")],
    "only metadata": [uncommented, lose("id")],
    "only headings": [uncommented, lose("id", "metadata")],
    "outputs": [lambda one: one.update(outputs=[{"x": 1}], execution_count="?")],
    "edited checks": [lambda one: one["id"].startswith("check") and one.update(source="raise OSError")],
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_the_answers_are_found_whatever_was_lost(loaded, changes):
    book = RIGHT
    for change in changes:
        book = edited(book, each(change))
    same = loaded(book)
    steps = [
        Step(
            role.replace("extra", "answer"),
            number,
            source.replace("# My", "# Exercise"),
        )
        for role, number, source in same.steps
    ]
    assert steps == [*loaded(RIGHT).steps]
    assert (same.missing, same.untouched, same.remark) == ({}, set(), "")


ORDERS = {
    "reversed": lambda cells: cells[::-1],
    "sorted": lambda cells: sorted(cells, key=lambda one: one["id"]),
    "no checks": lambda cells: [c for c in cells if not c["id"].startswith("check")],
    "only answers": lambda cells: [c for c in cells if c["id"].startswith("answer")],
    "checks first": lambda cells: sorted(cells, key=lambda c: c["id"][:5] != "check"),
    "blank cells": added("answer-5-1", " \n\n"),
    "setup again": added("answer-5-1", "from nnbook import check, hint\n"),
    "a check again": added("answer-5-1", 'check("5.1",  a)\nhint("5.2")'),
    "text": added("answer-5-1", "# Exercise 5.1\na = 4", cell_type="markdown"),
}


@pytest.mark.parametrize("edit", ORDERS.values(), ids=ORDERS)
def test_the_order_is_the_pristine_notebooks(loaded, edit):
    assert loaded(edited(RIGHT, edit)).steps == loaded(RIGHT).steps


@pytest.mark.parametrize("lost", ["id", "metadata"])
def test_an_id_or_the_metadata_alone_are_enough(loaded, lost):
    book = edited(edited(RIGHT, each(uncommented)), ORDERS["only answers"])
    book = edited(edited(book, ORDERS["reversed"]), each(lose(lost)))
    found = [source for role, _, source in loaded(book).steps if role == "answer"]
    assert found == [f"# My {n}\n{text}" for n, text in gradebook.RIGHT.items()]


def test_what_is_run_is_the_setup_then_answers_and_pristine_checks(loaded):
    steps = loaded(RIGHT).steps
    assert [(role, number) for role, number, _ in steps] == [
        ("given", None),
        ("answer", "5.1"),
        ("check", "5.1"),
        ("answer", "5.2"),
        ("check", "5.2"),
        ("answer", "5.3"),
        ("check", "5.3"),
    ]
    assert steps[1].source == "# Exercise 5.1\na = 3"
    assert [step.source for step in steps if step.role == "check"] == [*CHECKS.values()]


def sources(steps, number):
    return [(role, source) for role, exercise, source in steps if exercise == number]


def test_other_cells_run_where_they_stand(loaded):
    book = edited(RIGHT, added("answer-5-2", "between = 1"))
    book = edited(book, added("check-5-2", "behind = 1"))
    book = edited(book, added("setup", "before = 1"))
    steps = loaded(book).steps
    assert [source for _, source in sources(steps, "5.1")][:1] == ["before = 1"]
    assert [source for _, source in sources(steps, "5.2")][1:] == [
        "between = 1",
        CHECKS["5.2"],
        "behind = 1",
    ]


def test_the_last_of_two_answer_cells_runs_last_and_that_is_said(loaded):
    book = edited(RIGHT, added("check-5-3", "# exercise 5.1: again\na = 4"))
    found = loaded(book)
    assert [source for _, source in sources(found.steps, "5.1")] == [
        "# Exercise 5.1\na = 3",
        "# exercise 5.1: again\na = 4",
        CHECKS["5.1"],
    ]
    assert found.remark == "more than one answer cell for 5.1: the last one counts"


def test_untouched_and_missing(loaded):
    book = edited(answered(a1="a = ..."), lambda cells: cells[:6])
    found = loaded(book)
    assert (found.untouched, {*found.missing}) == ({"5.1"}, {"5.2", "5.3"})
    reset = loaded(answered(a1="\na = ...  \n", s3="s = ...\nt = 1"))
    assert (reset.untouched, reset.missing) == ({"5.1"}, {})


def test_a_cell_of_another_chapter_is_one_of_the_exercise_around_it(loaded):
    found = loaded(edited(RIGHT, added("answer-5-1", "# Exercise 1.1\nwho = 1")))
    assert found.chapter == 5
    assert ("extra", "# Exercise 1.1\nwho = 1") in sources(found.steps, "5.1")


@pytest.mark.parametrize(("name", "chapter"), [("01_x.ipynb", 1), ("05.ipynb", 5), ("x.ipynb", 1)])
def test_a_name_decides_between_equals(loaded, name, chapter):
    both = [cell("code", "answer", n, f"# Exercise {n}\n1") for n in ("1.1", "5.1")]
    assert loaded({"nbformat": 4, "cells": both}, name).chapter == chapter


def test_a_number_that_is_none_belongs_to_no_exercise(loaded):
    for number in "5.9", "99.1", "x.1", "05.1", "5.1.1", f"{'9' * 5000}.1":
        book = {"nbformat": 4, "cells": [cell("code", "answer", number, "a = 3")]}
        with pytest.raises(SubmissionError, match="^holds no exercise of this book$"):
            loaded(book)


def test_an_older_format_is_brought_up_to_date(loaded):
    old = nbformat.convert(nbformat.from_dict(RIGHT), 3)
    assert old["nbformat"] == 3 and "cells" not in old
    assert loaded(old).steps == loaded(RIGHT).steps


def test_what_is_no_notebook_of_any_size(tmp_path, monkeypatch):
    path = tmp_path / "x"
    path.write_text('{"nbformat": 4, "cells": []}')
    assert read(path) == []
    monkeypatch.setattr(submission, "LARGEST", 27)
    with pytest.raises(SubmissionError, match="^is larger than 0 MB$"):
        read(path)
    with pytest.raises(SubmissionError, match="^is not a regular file$"):
        read(tmp_path)
    with pytest.raises(SubmissionError, match="^cannot be read: No such file"):
        read(tmp_path / "none")


# Grading


def test_a_check_takes_the_parts_of_the_pristine_call():
    source = grade._source(Step("check", "5.3", 'check("5.3", s, [*t], k=1)\n'))
    assert "\n_v('nnlib-token', '5.3', lambda: (s, [*t], ))\n" in source
    assert grade._source(Step("answer", "5.3", "nnlib-token")) == "nnlib-token"


def test_after_a_check_the_names_of_the_next_answer_are_forgotten():
    space = {"a": 1, "f": 2, "s": 3, "t": 4}
    tail = grade._source(Step("check", "5.2", 'check("5.2", f)')).rpartition("for ")
    exec(tail[1] + tail[2], space)
    assert {*"afst"} & {*space} == {"a", "f"}


def test_a_graded_notebook_has_no_outputs_and_only_our_metadata():
    steps = (
        Step("given", None, "1"),
        Step("answer", "5.1", "2"),
        Step("check", "5.1", "3"),
    )
    book = nbformat.reads(grade._notebook(steps, [0, 1], 7), as_version=4)
    nbformat.validate(book)
    assert [dict(one.metadata.nnlib) for one in book.cells] == [
        {"cell": 0, "limit": grade.PATIENCE, "token": ""},
        {"cell": 1, "limit": 7, "token": ""},
    ]
    assert all(one.outputs == [] for one in book.cells)


def test_a_cell_of_ours_that_stops_is_no_fault_of_the_answers(loaded):
    found = loaded(RIGHT)
    told = {0: {"error": ["ImportError", "no numpy"], "verdict": None}}
    with pytest.raises(grade.GradingError, match="own cell stops with ImportError: no numpy"):
        grade._verdicts(found, found.steps, told, {})


OPEN = {"error": None, "verdict": {"state": "not yet", "hint": "look at a"}}
STOPS = {"error": ["E", "of mine"], "verdict": None}
NONE = {"error": None, "verdict": None}


@pytest.mark.parametrize(
    ("answer", "check", "known_as", "state", "hint"),
    [
        (STOPS, {"verdict": {"state": "correct"}, "error": None}, "", "correct", ""),
        (STOPS, OPEN, "untouched", "not started", ""),
        (NONE, OPEN, "missing", "not started", "there is no cell that begins with"),
        (STOPS, OPEN, "", "not yet", "the answer cell stops with E: of mine"),
        (NONE, OPEN, "", "not yet", "look at a"),
    ],
)
def test_what_counts_first(answer, check, known_as, state, hint):
    why = {"5.1": "there is no cell that begins with # Exercise 5.1"}
    sets = {"missing": {}, "untouched": {}, "left_out": {}} | {known_as: why}
    found = SimpleNamespace(**sets)
    mine = [("answer", answer), ("check", check), ("answer", STOPS)]
    got = grade._state(found, "5.1", mine, None)
    assert got[0] == state and got[1].startswith(hint) and bool(got[1]) == bool(hint)
    assert grade._state(found, "5.1", mine, "lost") == ("not yet", "lost")


LATER = {"error": ["E", "a later one"], "verdict": None}
MISSING = {"error": None, "verdict": {"state": "missing", "hint": "a is missing"}}


@pytest.mark.parametrize(
    ("cells", "check", "hint"),
    [
        # An earlier copy, or a cell beside the answer, that stops does no harm.
        ([("answer", STOPS), ("answer", NONE)], OPEN, "look at a"),
        ([("extra", STOPS), ("answer", NONE)], OPEN, "look at a"),
        ([("answer", NONE), ("extra", STOPS)], OPEN, "look at a"),
        ([("answer", NONE), ("answer", STOPS)], OPEN, "the answer cell stops with E"),
        # It does if a part is missing.
        ([("extra", STOPS), ("answer", NONE)], MISSING, "the answer cell stops with E"),
        ([("answer", NONE)], MISSING, "a is missing"),
        (
            [("extra", STOPS), ("extra", LATER), ("answer", NONE)],
            MISSING,
            "the answer cell stops with E: of mine",
        ),
        # Where no cell says that it is the answer, the last one is taken for it.
        ([("extra", NONE), ("extra", STOPS)], OPEN, "the answer cell stops with E"),
    ],
)
def test_the_last_answer_cell_counts(cells, check, hint):
    found = SimpleNamespace(missing={}, untouched={}, left_out=set())
    state, said = grade._state(found, "5.1", [*cells, ("check", check)], None)
    assert (state, said[: len(hint)]) == ("not yet", hint)


FIND = {"1.1": SimpleNamespace(options={"a": "", "b": ""}), "5.1": SimpleNamespace()}


def test_a_letter_without_quotes_is_told_from_another_name(monkeypatch):
    def said(number, name):
        error = ["NameError", f"name '{name}' is not defined"]
        mine = [("answer", {"error": error, "verdict": None}), ("check", MISSING)]
        found = SimpleNamespace(missing={}, untouched={}, left_out=set())
        return grade._state(found, number, mine, None)[1]

    monkeypatch.setattr(grade, "find", lambda number: FIND[number])
    assert said("1.1", "b").endswith(" (a letter stands in quotes)")
    for number, name in (("1.1", "x"), ("5.1", "b")):
        assert "quotes" not in said(number, name)


def test_an_answer_in_a_markdown_cell_is_found(loaded):
    def to_markdown(cells):
        for one in cells:
            if one["source"].startswith("# Exercise 5.2"):
                one["cell_type"] = "markdown"
        return cells

    found = loaded(edited(RIGHT, to_markdown))
    assert found.missing == {"5.2": "its answer stands in a Markdown cell: make it a Code cell"}


def test_answers_to_another_chapter_are_not_passed_over_in_silence(loaded):
    def more(cells):
        return [*cells, nbformat.v4.new_code_cell("# Exercise 1.1\nsteps = [0, 0, 1]")]

    assert loaded(edited(RIGHT, more)).remark == (
        "also holds exercises of chapter 1: not graded, they need a notebook of their own"
    )


def test_an_error_reads_as_one_sentence():
    assert sentence("\x1b[1;31mred\x1b[0m\n  and\tnext\0") == "red and next"
    assert sentence("x" * 300) == "x" * 300
    assert sentence("x" * 301) == "x" * 299 + "…"


def test_only_what_is_not_run_is_given_as_the_cause_of_an_unknown_name():
    found = SimpleNamespace(left_out={"math"})
    for error, said in [
        (["SyntaxError", "invalid syntax (4211.py, line 2)"], "SyntaxError: invalid syntax (line 2)"),
        (["E", "f (a, line b)"], "E: f (a, line b)"),
        (["SystemExit", ""], "SystemExit"),
        (["NameError", "name 'w1' is not defined"], "NameError: name 'w1' is not defined"),
        (
            ["NameError", "name 'math' is not defined"],
            "NameError: name 'math' is not defined; only the answer cells count, so import or define it in one of them",
        ),
    ]:
        assert grade._stops(found, error) == f"stops with {said}"


def test_the_environment_is_ours(tmp_path, monkeypatch):
    for name in "PYTEST_ADDOPTS", "PYTEST_PLUGINS", "IPYTHONDIR", "PYTHONSTARTUP":
        monkeypatch.setenv(name, "theirs")
    monkeypatch.setenv("PYTHONPATH", "kept")
    found = grade.environment(tmp_path)
    assert "theirs" not in found.values()
    assert found["PYTHONPATH"].split(":") == [str(ROOT), "kept"]
    assert found["IPYTHONDIR"] == str(tmp_path / "ipython")
    assert found["TMPDIR"] == str(tmp_path)


# Reports

ROWS = [
    Row(
        "a.ipynb",
        5,
        (
            Verdict("5.1", "Three", "correct"),
            Verdict("5.2", "Twice", "not yet", 'say "8", not =1'),
        ),
        "a remark",
    ),
    Row("=1+1.ipynb", 1, (Verdict("1.1", "A letter", "correct"),)),
    Row("b, c.txt", message="is empty"),
    Row("d.ipynb", 5, tuple(Verdict(f"5.{k}", "T", "not started") for k in (9, 10))),
]


def test_text():
    assert (
        REPORTS["text"](ROWS)
        == """\
a.ipynb (chapter 5)
  a remark
  5.1  Three  correct
  5.2  Twice  not yet: say "8", not =1
  1 of 2 correct

=1+1.ipynb (chapter 1)
  1.1  A letter  correct
  1 of 1 correct

b, c.txt is empty

d.ipynb (chapter 5)
  5.9   T  not started
  5.10  T  not started
  0 of 2 correct

1 of 4 files all correct
"""
    )


def test_csv():
    text = REPORTS["csv"](ROWS)
    assert text.startswith('\ufeff"file","student",')
    titles = "1.1 A letter", "5.1 Three", "5.2 Twice", "5.9 T", "5.10 T"
    asked = [name for title in titles for name in (title, f"{title.split()[0]} hint")]
    first = ["file", "student", "chapter", "correct", "total"]
    assert [*csv.reader(io.StringIO(text[1:]))] == [
        [*first, *asked, "message"],
        ["a.ipynb", "a", "5", "1", "2", "", "", "correct", "", "not yet", 'say "8", not =1', *[""] * 4, "a remark"],
        ["'=1+1.ipynb", "'=1+1", "1", "1", "1", "correct", *[""] * 10],
        ["b, c.txt", "b, c", *[""] * 13, "is empty"],
        ["d.ipynb", "d", "5", "0", "2", *[""] * 6, "not started", "", "not started", "", ""],
    ]


@pytest.mark.parametrize(
    ("file", "student"),
    [
        ("05_five.ipynb", "05_five"),
        ("ada_05_five.ipynb", "ada"),
        ("05_five-ada (2).ipynb", "ada (2)"),
        ("05_five-Copy1.ipynb", "05_five-Copy1"),
        ("lovelaceada_LATE_123_4567_05_five-1.ipynb", "lovelaceada"),
        ("Ada Lovelace_123_assignsubmission_file_/05_five.ipynb", "Ada Lovelace"),
        ("ada/chapter 5/x.ipynb", "ada"),
    ],
)
def test_whose_a_file_is(file, student):
    assert Row(file, 5).student == student


def test_a_summary_has_the_share_and_the_commonest_hint_of_each_exercise():
    def row(state, hint=""):
        return Row("x", 5, (Verdict("5.1", "Three", state, hint),))

    rows = [row("correct"), row("not yet", "b"), row("not yet", "c"), row("not yet", "c"), row("not started"), ROWS[2]]
    assert as_summary(rows) == (
        "5.1 Three: 1 of 5 correct (20%), 1 not started; most often (2): c\n1 of 6 files could not be graded\n"
    )


@pytest.mark.parametrize("first", "=+-@\t\r\n")
def test_no_cell_is_a_formula(first):
    table = REPORTS["csv"]([Row(f"{first}SUM(1)", message=f"{first}SUM(2)")])
    assert f"'{first}SUM(1)" in table and f"'{first}SUM(2)" in table
    assert plain(f" {first}1") == f"' {first}1"
    assert plain(f"a{first}") == f"a{first}"


def test_json():
    rows = json.loads(REPORTS["json"](ROWS))
    assert [row["file"] for row in rows] == [row.file for row in ROWS]
    assert rows[0]["exercises"][1] == {
        "number": "5.2",
        "title": "Twice",
        "state": "not yet",
        "hint": 'say "8", not =1',
    }
    assert (rows[0]["correct"], rows[0]["total"], rows[0]["message"]) == (
        1,
        2,
        "a remark",
    )
    assert rows[2] == {
        "file": "b, c.txt",
        "student": "b, c",
        "chapter": None,
        "correct": None,
        "total": None,
        "exercises": [],
        "message": "is empty",
    }


def test_all_correct_means_at_least_one_and_each():
    assert [row.all_correct for row in ROWS] == [False, True, False, False]


# The command


def put(path, book):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(book))
    return path


def test_ones_own_copy_is_looked_for_up_to_the_root(tmp_path):
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    below = root / "book" / "figures"
    below.mkdir(parents=True)
    put(tmp_path / "05_five.ipynb", RIGHT)
    put(root / "book" / "05_five.ipynb", {"nbformat": 4, "cells": []})
    with pytest.raises(command.CommandError, match="^no exercises of chapter 5 here"):
        command.own_copy(5, below)
    wanted = put(root / "book" / "exercises" / "05_five.ipynb", RIGHT)
    put(root / "book" / "exercises" / "05_five-Copy1.ipynb", RIGHT)
    for start in root, root / "book", below, wanted.parent:
        assert command.own_copy(5, start) == wanted
    nearer = put(below / "exercises" / "05_other.ipynb", RIGHT)
    assert command.own_copy(5, below) == nearer


def test_without_a_repository_only_this_folder_counts(tmp_path):
    put(tmp_path / "05_five.ipynb", RIGHT)
    here = tmp_path / "here"
    here.mkdir()
    with pytest.raises(command.CommandError, match="looked for 05_five.ipynb"):
        command.own_copy(5, here)
    assert command.own_copy(5, tmp_path) == tmp_path / "05_five.ipynb"


def test_names_of_files_can_be_printed():
    assert command.readable("ünï çode") == "ünï çode"
    assert command.readable("a\nb\x1b[1m") == "a\\nb\\x1b[1m"
    assert command.readable("a\udcffb") == "a\\udcffb"
    assert command.readable("a\\nb") == "a\\\\nb"


def grades(monkeypatch, row_of):
    """In place of a process for each file: its row is `row_of(name)`."""

    def attempt(self, name, path, digest):
        self.journal.begin(digest)
        self.begun.add(digest)
        return row_of(name)

    monkeypatch.setattr(folder.Run, "_try", attempt)


@pytest.mark.parametrize(
    ("states", "code"),
    [(["correct", "correct"], 0), (["correct", "not yet"], 1), (["not started"], 1)],
)
def test_exit_codes(tmp_path, monkeypatch, capsys, states, code):
    verdicts = tuple(Verdict(f"5.{k}", "T", state) for k, state in enumerate(states))
    empty = Row("y.txt", message="is empty")
    grades(monkeypatch, lambda name: empty if name == "y.txt" else Row(name, 5, verdicts))
    path = put(tmp_path / "x.ipynb", RIGHT)
    assert nnbook.main(["check", str(path)]) == code
    assert nnbook.main(["check", str(tmp_path)]) == code
    assert "x.ipynb (chapter 5)" in capsys.readouterr().out
    (tmp_path / "y.txt").write_text("")
    assert nnbook.main(["check", str(tmp_path)]) == 1


def test_what_cannot_be_done_is_2_and_a_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.ipynb").touch()
    (tmp_path / "folder").mkdir()
    for what, message in [
        ("99", "no exercises for chapter 99; there are some for 0, 1"),
        ("5", "no exercises of chapter 5 here: looked for 05_five.ipynb"),
        ("none.ipynb", "there is no file or folder 'none.ipynb'"),
        ("", "there is no file or folder ''"),
        ("5.1", "there is no file or folder '5.1'; 5.1 is checked with its chapter, 5"),
        ("empty.ipynb", "empty.ipynb is empty"),
        ("folder", "there are no files in folder"),
    ]:
        assert nnbook.main(["check", what]) == 2
        out, error = capsys.readouterr()
        assert out == "" and error.startswith(message) and error.count("\n") == 1
    (tmp_path / "05_five.ipynb").write_text("<<<<<<< mine")  # the learner's own copy
    assert nnbook.main(["check", "5"]) == 2
    assert "05_five.ipynb is not a notebook" in capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "86401", "10s"])
def test_a_time_that_is_none(seconds, capsys):
    with pytest.raises(SystemExit) as end:
        nnbook.main(["check", "5", "--timeout", seconds])
    assert end.value.code == 2
    expected = f"expected a number of seconds above 0 and up to 86400, got {seconds}\n"
    assert capsys.readouterr().err.endswith(expected)


def test_a_time_may_be_anything_up_to_a_day():
    assert [nnbook.positive(text) for text in ("0.5", "86400")] == [0.5, 86_400]


def test_a_folder_of_which_nothing_can_be_graded_is_2(tmp_path, capsys):
    for name in "a.ipynb", "b.txt":
        (tmp_path / name).write_text("")
    assert nnbook.main(["check", str(tmp_path)]) == 2
    assert "a.ipynb is empty" in capsys.readouterr().out


def test_a_folder_that_cannot_be_read_has_a_row(tmp_path, monkeypatch):
    """Seen from outside, since root may read everything."""
    put(tmp_path / "in" / "x.ipynb", RIGHT)
    walk = os.walk

    def some_closed(folder, onerror):
        yield from walk(folder)
        onerror(PermissionError(13, "Permission denied", str(tmp_path / "closed")))

    (tmp_path / "closed").mkdir()
    monkeypatch.setattr(command.os, "walk", some_closed)
    files = command.found(str(tmp_path))
    assert [*files] == ["closed", "in/x.ipynb"]
    assert folder._unreadable("closed", files["closed"]).message == "is a folder that cannot be read"


def test_a_file_in_a_folder_that_cannot_be_entered_has_a_row(tmp_path, monkeypatch):
    def refused(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "lstat", refused)
    row = folder._unreadable("x.ipynb", tmp_path / "x.ipynb")
    assert (row.file, row.message) == ("x.ipynb", "cannot be read: Permission denied")


# A run over a folder


@pytest.fixture
def run_over(tmp_path, monkeypatch):
    """Run over files "a", "b" ...; `row_of` says what comes of each. Gives the rows, and what was tried, in order."""

    def run(names, row_of, jobs=2):
        files = {name: put(tmp_path / "class" / name, {"name": name}) for name in names}
        tried, journal = [], folder.Journal(tmp_path / "into")

        def noted(name):
            tried.append(name)
            return row_of(name)

        grades(monkeypatch, noted)
        one = folder.Run(files, 1, jobs, journal)
        try:
            one.all()
        finally:
            one.break_off()
        return journal.rows, tried

    return run


def right(name):
    return Row(name, 5, (Verdict("5.1", "T", "correct"),))


def late(name):
    return Row(name, 5, (Verdict("5.1", "T", "not yet", "too long", late=True),))


def test_who_is_late_beside_others_is_tried_again_alone(run_over):
    answers = iter([late("a"), right("a")])
    rows, tried = run_over("ab", lambda name: right(name) if name == "b" else next(answers))
    assert tried.count("a") == 2 and tried[-1] == "a"
    assert rows == {"a": right("a"), "b": right("b")}


def test_who_is_late_alone_is_late(run_over):
    assert run_over("a", late, jobs=1) == ({"a": late("a")}, ["a"])


def test_what_ends_its_own_grading_twice_has_a_row_that_says_so(run_over):
    rows, tried = run_over("ab", lambda name: right(name) if name == "b" else None)
    assert sorted(tried) == ["a", "a", "b"]
    assert rows == {"a": Row("a", message=folder.ENDED), "b": right("b")}


def test_a_run_goes_on_where_another_was_broken_off(run_over, tmp_path):
    def interrupt(name):
        if name == "b":
            raise KeyboardInterrupt
        return right(name)

    with pytest.raises(KeyboardInterrupt):
        run_over("ab", interrupt, jobs=1)
    assert "a" in (tmp_path / "into/grades.csv").read_text("utf-8")
    with (tmp_path / "into/rows.jsonl").open("a") as journal:
        journal.write('{"row": {"fi')  # the disk was full
    assert run_over("abc", right, jobs=1) == ({n: right(n) for n in "abc"}, ["b", "c"])
    assert run_over("abc", right) == ({n: right(n) for n in "abc"}, [])
    assert (tmp_path / "into/feedback/c.txt").read_text() == "c (chapter 5)\n  5.1  T  correct\n  1 of 1 correct\n"


def test_what_runs_have_written_is_no_submission_and_is_made_anew(run_over, tmp_path):
    long = "x" * 250
    rows, _ = run_over([long], right)
    assert [*command.found(str(tmp_path))] == [f"class/{long}"]
    (tmp_path / "into/grades.csv").unlink()
    assert run_over([long], right) == (rows, [])
    assert long in (tmp_path / "into/grades.csv").read_text("utf-8")


def test_nobody_is_to_blame_for_a_row_that_was_done_but_not_kept(tmp_path, monkeypatch):
    grades(monkeypatch, right)
    journal = folder.Journal(tmp_path)
    one = folder.Run({"a": put(tmp_path / "a", RIGHT)}, 1, 1, journal)
    one.begun.add("digest")
    journal.begin("digest")
    one.break_off()
    assert folder.Journal(tmp_path).begun["digest"] == 0


def test_a_file_that_ends_whole_runs_is_left_out_of_the_fourth(run_over, monkeypatch):
    def end(name):
        if name == "a":
            raise SystemExit("as if killed")
        return right(name)

    with monkeypatch.context() as killed:
        killed.setattr(folder.Run, "break_off", lambda self: None)
        for _ in range(folder.TRIES):
            with pytest.raises(SystemExit):
                run_over("ab", end)
    rows, tried = run_over("ab", end)
    assert "a" not in tried
    assert rows == {"a": Row("a", message=folder.ENDS_ALL), "b": right("b")}


def test_one_strange_file_does_not_cost_the_others_their_rows(tmp_path, monkeypatch):
    def fails(path):
        raise ZeroDivisionError("what\nnext")

    monkeypatch.setattr("nnbook.grading.one.load", fails)
    row = graded(tmp_path, "b", 1, tmp_path)
    assert row == Row("b", message="could not be graded, ZeroDivisionError: what next")


@pytest.mark.parametrize(
    ("files", "granted"),
    [
        ({}, 16),
        ({"cpu.max": "max 100000"}, 16),
        ({"cpu.max": "250000 100000"}, 2),
        ({"cpu.max": "50000 100000"}, 1),
        ({"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, 16),
        ({"cpu/cpu.cfs_quota_us": "300000", "cpu/cpu.cfs_period_us": "100000"}, 3),
    ],
)
def test_a_containers_quota_counts(tmp_path, monkeypatch, files, granted):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(processes, "CGROUP", tmp_path)
    monkeypatch.setattr(processes.psutil.Process, "cpu_affinity", lambda _: [*range(16)])
    assert processes.processors() == granted


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "check",
        "check 5 --timeout 0",
        "check 5 --timeout nan",
        "check 5 --timeout soon",
        "check 5 --report html",
        "check 5 --jobs 0",
    ],
)
def test_the_command_line_is_understood_or_refused(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        nnbook.main(arguments.split())
    assert stop.value.code == 2
    assert "usage: python -m nnbook" in capsys.readouterr().err


# In the kernel


def test_where_the_cell_of_another_exercise_was_pasted_its_place_counts(loaded):
    def paste(cells):
        for one in cells:
            if one["id"] == "answer-5-2":
                note = {"role": "answer", "exercise": "5.1"}
                one.update(id="new", metadata={"nnlib": note}, source=f"# Exercise 5.1\n{gradebook.RIGHT['5.2']}")
        return cells

    found = loaded(edited(RIGHT, paste))
    assert [role for role, _ in sources(found.steps, "5.2")] == ["answer", "check"]
    assert found.remark == "the answer to 5.2 begins with # Exercise 5.1: taken for 5.2"
    kept = edited(RIGHT, each(lambda one: one.update(source=one["source"].replace("# Exercise 5.2", "# Exercise 5.1"))))
    assert loaded(kept).remark == found.remark


class Events:
    """IPython's shell, as far as `Bounds` needs it."""

    def __init__(self):
        self.shown, self.hooks = [], {}
        self.display_pub = self.events = self

    def publish(self, data):
        self.shown.append(data)

    def register(self, name, hook):
        self.hooks[name] = hook


class Stream(io.StringIO):
    """A stream that takes a `write` of its own, as a kernel's does."""


def bounded_shell(monkeypatch):
    """A shell whose output is bounded, with sys.stdout and sys.stderr of its own."""
    monkeypatch.setattr(sys, "stdout", Stream())
    monkeypatch.setattr(sys, "stderr", Stream())
    shell = Events()
    inside.Bounds(shell)
    return shell


def test_each_cell_prints_and_displays_within_bounds(monkeypatch):
    shell = bounded_shell(monkeypatch)
    out, errors = sys.stdout, sys.stderr
    for cell_number in 1, 2:
        shell.hooks["pre_run_cell"](None)
        assert out.write("x" * 99_000) == 99_000
        assert errors.write("y" * 5000) == 5000
        shell.publish("too much")
        shell.hooks["post_run_cell"](None)
        assert out.getvalue() == "x" * 99_000 * cell_number
        assert errors.getvalue() == "y" * 1000 * cell_number
    assert shell.shown == []
    shell.hooks["pre_run_cell"](None)
    for k in range(200):
        shell.publish(k)
    assert shell.shown == [*range(100)]


def test_a_cell_cannot_take_the_streams_away(monkeypatch):
    shell = bounded_shell(monkeypatch)
    streams, write = (sys.stdout, sys.stderr), sys.stdout.write
    shell.hooks["pre_run_cell"](None)
    sys.stdout = sys.stderr = None
    shell.hooks["post_run_cell"](None)
    assert (sys.stdout, sys.stderr) == streams
    assert sys.stdout.write == write
