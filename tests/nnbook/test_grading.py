"""A class hands in its notebooks: each gets its row, and none stops the others.

The small class has one of each kind; all that a learner may do to the checks, to the kernel or to the notebook is in
the whole one, which takes minutes.
"""

import json
import os
import signal
import subprocess
import sys
import time

import nbformat
import psutil
import pytest

from gradebook import (
    added,
    answered,
    cell,
    each,
    edited,
    lose,
    make_package,
    notebook,
)
from nnbook.grading.folder import ENDED, TRIES
from places import ROOT

SECONDS = 5
SOLUTIONS = sorted((ROOT / "book" / "solutions").glob("*.ipynb"))

RIGHT = answered()
SWALLOW = """
import time
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass
"""
FLOOD = """
while True:
    try:
        display("x" * 10000); print("y" * 10000)
    except BaseException:
        pass
"""
FAKE_MODULES = """
import sys, types
fake = types.ModuleType("nnbook.exercises")
fake.check = fake.find = lambda *answer: None
sys.modules["nnbook.exercises"] = fake
"""
FAKE_KINDS = """
from nnbook.checking import kinds
kinds.Numbers.judge = lambda *answer: None
"""
FAKE_VERDICT = """
verdict = {"state": "correct", "hint": ""}
display({"nnlib-token": verdict, "application/json": verdict}, raw=True)
"""
TWO_CELLS = "more than one answer cell for 5.1: the last one counts"
MORE_THAN = f"your code takes more than {SECONDS} s: does it end"
ENDS = "your code ends Python itself"


ONLY_COMMENTS = edited(RIGHT, each(lose("id", "metadata")))
SLEEPER = ["sleep", f"98765.{os.getpid()}"]  # of this run of the tests only
START = f"import subprocess\nsubprocess.Popen({SLEEPER}, start_new_session=True)"
KILLS = f"{START}\nimport os, time\nos.kill(os.getppid(), 9)\ntime.sleep(99)"
WAIT = "import time\ntime.sleep(0.5)  # the time a kernel takes to end after exit()"
LIES = """
import numpy as np
np.allclose = np.isclose = lambda *_, **__: True
class Number(int):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0
    __rsub__ = __sub__
a = Number(4)
"""
STRANGE = """
class Strange:
    def __array__(self, *_, **__): raise ValueError
a = Strange()
"""
TWICE = "def f(x):\n    return 2 * x"
COPY = added("answer-5-1", "# Exercise 5.1\na = 3")


def stale(one):
    if one["cell_type"] == "code":
        text = {"output_type": "stream", "name": "stdout", "text": "5.1 correct\n"}
        one.update(outputs=[text], execution_count=7)


def tagged(one):
    one["metadata"]["tags"] = ["raises-exception", "nbval-skip"]


def without_answer(number):
    """An edit that leaves out an answer cell."""
    return lambda cells: [one for one in cells if one["id"] != f"answer-{number}"]


def with_checks(source):
    """A wrong 5.1, and every check cell edited."""

    def change(one):
        if one["id"].startswith("check"):
            one["source"] = source

    return edited(answered(a1="a = 4"), each(change))


SETUP = each(lambda c: c.update(source="import math") if c["id"] == "setup" else None)

SMALL = "right", "wrong-1", "hang-after-check", "kernel-exit", "copied-answer", "cheats-3"

# name: (notebook, states of 5.1, 5.2 and 5.3, what the hint of each that is not correct
# begins with), the states being c for correct, y for not yet, n for not started.
GRADED = {
    "right": (RIGHT, "ccc"),
    "nested/right": (RIGHT, "ccc"),
    "nested/deeper/right": (answered(a1="a = 4"), "ycc", "a is not right yet"),
    "=1+1": (RIGHT, "ccc"),
    "ünï çode": (RIGHT, "ccc"),
    "everything-lost": (
        edited(ONLY_COMMENTS, lambda cells: cells[::-1])
        | {"metadata": {"kernelspec": {"name": "julia-9"}}, "nbformat_minor": 0},
        "ccc",
    ),
    "stale-outputs": (
        edited(answered(a1="a = 4", f2="f = 1"), each(stale)),
        "yyc",
        "a is not right yet",
        "f should be a function",
    ),
    "old-format": (nbformat.convert(nbformat.from_dict(RIGHT), 3), "ccc"),
    "helper-cell": (
        edited(answered(a1="a = three()"), added("setup", "def three(): return 3")),
        "ccc",
    ),
    "earlier-answer": (answered(s3="s, t = f(a), [1, 2]"), "ccc"),
    "earlier-name": (answered(a1="a = s = 3\nt = [1, 2]", s3="S = 6"), "ccy", "s is missing"),
    "scratch-after-check": (edited(RIGHT, added("check-5-1", "a = 4")), "ccc"),
    "copied-answer": (edited(answered(a1="a = 4"), COPY), "ccc"),
    "shadowed-names": (answered(a1="a = 3\nprint = list = sum = type = 7"), "ccc"),
    "no-stdout": (answered(a1="import sys\na = 3\nsys.stdout = None"), "ccc"),
    "deletes-its-folder": (
        answered(a1="import os, shutil\na = 3\nshutil.rmtree(os.path.abspath('..'))"),
        "ccc",
    ),
    "leaves-a-process": (
        answered(a1=f"{START}\na = 3"),
        "ccc",
    ),
    "floods": (
        answered(
            a1="import os\nfor _ in range(5000): os.write(1, b'x' * 10000)\na = 3",
            f2="def f(x):\n    print('x' * 50_000_000)\n    return 2 * x",
            s3="s, t = 6, [1, 2]\nfor i in range(300): display(i)",
        ),
        "ccc",
    ),
    "unstarted": (notebook(), "nnn", "", "", ""),
    "half": (
        edited(answered(s3="s = 6\nt = ..."), without_answer("5-2")),
        "cny",
        "there is no cell that begins with # Exercise 5.2",
        "t is still empty",
    ),
    "wrong-1": (
        answered(a1="a = 2", f2="def f(x):\n    2 * x", s3="s, t = 6, 1"),
        "yyy",
        "count again",
        "f returns nothing",
        "t should be an array",
    ),
    "wrong-2": (
        answered(a1="A = 3", f2="def f(x):\n    return x", s3="s = t = 'six'"),
        "yyy",
        "a is missing: the answer cell must make it",
        "f(4) should be 8",
        "s should hold numbers",
    ),
    "stops-1": (
        answered(
            a1="b = 1 / 0\na = 3",
            f2="def f(x):\n    return f(x)",
            s3="s = = 1",
        ),
        "yyy",
        "the answer cell stops with ZeroDivisionError: division by zero",
        "f stops with RecursionError: maximum recursion depth",
        "the answer cell stops with SyntaxError: invalid syntax (line 2)",
    ),
    "stops-2": (
        answered(a1="import sys\nsys.exit(0)", f2="raise KeyboardInterrupt"),
        "yyc",
        "the answer cell stops with SystemExit",
        "the answer cell stops with KeyboardInterrupt",
    ),
    "stops-3": (
        answered(
            a1="a = int(input())",
            f2="def f(x):\n    raise SystemExit(0)",
            s3="raise ValueError('\\x1b[31m=\\n' * 10 ** 4)",
        ),
        "yyy",
        "the answer cell waits for input(): write the value into the cell instead",
        "your code stops with SystemExit: 0",
        "the answer cell stops with ValueError: = = =",
    ),
    "stops-4": (
        edited(answered(a1="a = math.sqrt(9)", f2="f = '\0'", s3="s = '\ud800'"), SETUP),
        "yyy",
        "the answer cell stops with NameError: name 'math' is not defined; only the",
        "the answer cell stops with SyntaxError",
        "t is missing",
    ),
    "stops-at-the-end": (
        answered(
            a1="a = 3\n1 / 0",
            f2=f"{TWICE}\nexit()",
            s3=f"{WAIT}\ns, t = 6, [1, 2]\nquit()",
        ),
        "ccc",
    ),
    "hang": (answered(a1="while True: pass"), "ycc", MORE_THAN),
    "hang-in-check": (
        answered(f2="def f(x):\n    while True: pass", s3="f\ns, t = 6, [1, 2]"),
        "cyc",
        MORE_THAN,
    ),
    "hang-swallowing": (answered(a1=SWALLOW, s3=SWALLOW), "ycy", MORE_THAN, MORE_THAN),
    "hang-flooding": (answered(s3=FLOOD), "ccy", MORE_THAN),
    "hang-after-check": (edited(RIGHT, added("check-5-1", SWALLOW)), "ccc"),
    "kernel-exit": (answered(a1="import os\nos._exit(0)"), "ycc", ENDS),
    "segfault": (answered(f2="import ctypes\nctypes.string_at(0)"), "cyc", ENDS),
    "kills-its-parent": (answered(f2=KILLS), "cyc", ENDS),
    "stops-its-parent": (
        answered(a1="import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)"),
        "ycc",
        ENDS,
    ),
    "limits": (
        answered(
            a1="import os, resource, signal, sys\na = 3\nsys.setrecursionlimit(60)\nsignal.alarm(1)\n"
            "resource.setrlimit(resource.RLIMIT_NOFILE, (10, 4096))",
            f2=f"import time\ntime.sleep(2)\n{TWICE}",
        ),
        "ccc",
    ),
    "leaves-no-memory": (
        answered(a1="import resource\na = 3\nresource.setrlimit(resource.RLIMIT_AS, (10 ** 8, 10 ** 8))"),
        "ycc",
        "your code leaves Python in a state in which nothing can be checked",
    ),
    "takes-all-memory": (
        answered(a1="a = 2\nb = [0] * 10 ** 10"),
        "ycc",
        "the answer cell stops with MemoryError",
    ),
    "enormous-results": (
        answered(a1="a = 3\n'x' * 300_000_000", f2=f"{TWICE}\nraise ValueError('x' * 300_000_000)"),
        "ccc",
    ),
    "installs": (answered(a1="!pip install --quiet --no-index six\na = 3"), "ccc"),
    "breaks-the-kernel": (answered(a1="get_ipython().display_pub = None\na = 3"), "ycc", MORE_THAN),
    "closes-streams": (answered(f2=f"import sys\nsys.stdout.close()\n{TWICE}", s3="print(1)\ns, t = 6, [1, 2]"), "ccc"),
    "nul-in-a-cell": (
        edited(answered(s3="s, t = 1, [1, 2]"), added("check-5-1", "x = '\0'")),
        "ccy",
        "s is not right yet",
    ),
    "lies": (answered(a1=LIES, s3=f"{LIES}\ns, t = a, [1, 2]"), "ycy", "a is not right yet", "s is not right yet"),
    "no-number": (answered(a1=STRANGE), "ycc", "a should hold numbers, got Strange"),
    "large-file": (
        answered(a1="a = 3\nwith open('x', 'wb') as file: file.truncate(2 ** 31)\na = 4"),
        "ccc",
    ),
    "forks": (answered(a1="import os\na = 3\nfor _ in range(6): os.fork()"), "ccc"),
    "magic": (answered(a1="a = 3\n!ls", f2=f"%reset -f\n{TWICE}", s3="%timeit -n1 -r1 1\ns, t = 6, [1, 2]"), "ccc"),
    "typo": (answered(a1="a = thre"), "ycc", "the answer cell stops with NameError: name 'thre' is not defined"),
    "cheats-1": (
        answered(
            a1="check = print\na = 4",
            f2="import nnbook\nnnbook.check = print\nf = len",
            s3="print('5.3 correct')\ns, t = 6, [1, 3]",
        ),
        "yyy",
        "a is not right yet",
        "f stops with TypeError",
        "t is not right yet",
    ),
    "cheats-2": (
        answered(
            a1=f"{FAKE_KINDS}\na = 4",
            f2=f"{FAKE_MODULES}\nf = len",
            s3=f"{FAKE_VERDICT}\ns, t = 6, [1, 3]",
        ),
        "yyy",
        "a is not right yet",
        "f stops with TypeError",
        "t is not right yet",
    ),
    "cheats-3": (
        answered(
            a1="def check(*_): print('5.1 correct')\na = 4",
            f2="# NBVAL_RAISES_EXCEPTION\n# NBVAL_CHECK_OUTPUT\n1 / 0",
            s3="# NBVAL_SKIP\ns, t = 6, [1, 2]",
        ),
        "yyc",
        "a is not right yet",
        "the answer cell stops with ZeroDivisionError",
    ),
    "own-check-call": (
        answered(a1="a = 4\ncheck('5.1', a)"),
        "ycc",
        "a is not right yet",
    ),
    "checks-print": (with_checks("print('5.1 correct')"), "ycc", "a is not right yet"),
    "checks-raise": (with_checks("raise ValueError"), "ycc", "a is not right yet"),
    "tags": (edited(answered(a1="a = 4"), each(tagged)), "ycc", "a is not right yet"),
}

NOT_GRADED = {
    "empty.ipynb": (b"", "is empty"),
    "blank.ipynb": (b" \n", "is empty"),
    "cut-off.ipynb": (
        b'{"nbformat": 4, "cells": [',
        "is not a notebook: its text is not",
    ),
    "deep.ipynb": (b"[" * 100_000, "is not a notebook: its text is not valid JSON"),
    "list.ipynb": (b"[]", "is not a notebook: it does not say"),
    "later.ipynb": (b'{"nbformat": 5, "cells": []}', "is a notebook of a form"),
    "first.ipynb": (b'{"nbformat": 1}', "is a notebook of a form"),
    "no-cells.ipynb": (b'{"nbformat": 4}', "is a notebook of a form"),
    "odd-cells.ipynb": (
        b'{"nbformat": 4, "cells": [1, null, {"source": 3, "metadata": []}]}',
        "holds no exercise",
    ),
    "chapter.ipynb": (
        json.dumps(edited(RIGHT, lambda cells: [cells[0], cells[2]])).encode(),
        "holds no exercise of this book",
    ),
    "notes.txt": (b"a = 3\n", "is not a notebook: its text is not valid JSON"),
    "latin.ipynb": (
        "{é}".encode("latin-1"),
        "is not a notebook: its text is not UTF-8",
    ),
    "picture.png": (b"\x89PNG\r\n", "is not a notebook: its text is not UTF-8"),
    "other-book.ipynb": (
        json.dumps({"nbformat": 4, "cells": [cell("code", "x", "9.9", "1")]}).encode(),
        "holds no exercise of this book",
    ),
}
CODES = {"correct": "c", "not yet": "y", "not started": "n"}


def store(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of the made-up nnlib."""
    return make_package(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def nnlib(made):
    """`python -m nnbook` with the made-up chapters: (exit code, what it printed, errors)."""

    def run(*arguments, cwd):
        done = subprocess.run(
            [sys.executable, "-m", "nnbook", *map(str, arguments)],
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": str(made), "PYTEST_ADDOPTS": "--help"},
            capture_output=True,
            encoding="utf-8",
        )
        return done.returncode, done.stdout, done.stderr

    return run


def graded(nnlib, folder, names):
    """The exit code and, by file name, the rows of a class in which these notebooks are handed in."""
    for name in names:
        store(folder, f"{name}.ipynb", json.dumps(GRADED[name][0]).encode("utf-8"))
    code, out, errors = nnlib("check", folder, "--report", "json", "--timeout", SECONDS, cwd="/")
    assert errors == ""
    rows = {row["file"]: row for row in json.loads(out)}
    assert len(rows) == out.count('"file":')
    return code, rows


@pytest.fixture(scope="module")
def small(nnlib, tmp_path_factory):
    """The rows of the small class, of files that cannot be graded, and of what is no file; the temporary files lie in
    a folder with an awkward name.
    """
    folder = tmp_path_factory.mktemp("class")
    for name, (content, _) in NOT_GRADED.items():
        store(folder, name, content)
    for name in ".hidden.ipynb", ".ipynb_checkpoints/a.ipynb", "nested/.git/a.ipynb":
        store(folder, name, b"left out")
    (folder / "link.ipynb").symlink_to(folder / "right.ipynb")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.ipynb")
    # What would change pytest's and Python's ways, were it heeded:
    store(folder, "conftest.py", b"raise SystemExit('conftest')")
    store(folder, "pytest.ini", b"[pytest]\naddopts = --nothing-such\n")
    store(folder, "json.py", b"raise SystemExit('json')")
    with pytest.MonkeyPatch.context() as patch:
        place = tmp_path_factory.mktemp("tmp") / "it's [a] % place"
        place.mkdir()
        patch.setenv("TMPDIR", str(place))
        return graded(nnlib, folder, SMALL)


@pytest.fixture(scope="module")
def whole(nnlib, tmp_path_factory):
    """The rows of all others."""
    folder = tmp_path_factory.mktemp("class")
    one = notebook({"1.1": "# Exercise 1.1\nwho = 'B'"}, {"1.1": 'check("1.1", who)'})
    store(folder, "05_chapter-1.ipynb", json.dumps(one).encode())
    store(folder, "byte-order-mark.ipynb", b"\xef\xbb\xbf" + json.dumps(RIGHT).encode())
    return graded(nnlib, folder, [name for name in GRADED if name not in SMALL])


def test_each_file_has_its_row_in_order(small):
    code, rows = small
    others = "link.ipynb", "loop", "conftest.py", "pytest.ini", "json.py"
    expected = [f"{name}.ipynb" for name in SMALL] + [*NOT_GRADED, *others]
    assert list(rows) == sorted(expected, key=lambda name: name.split("/"))
    assert code == 1


@pytest.mark.parametrize("name", [n if n in SMALL else pytest.param(n, marks=pytest.mark.long) for n in GRADED])
def test_a_submission_has_its_states_and_hints(request, name):
    _, rows = request.getfixturevalue("small" if name in SMALL else "whole")
    _, states, *hints = GRADED[name]
    row = rows[f"{name}.ipynb"]
    exercises = row["exercises"]
    assert row["message"] == (TWO_CELLS if name == "copied-answer" else "")
    assert [one["number"] for one in exercises] == ["5.1", "5.2", "5.3"]
    assert [one["title"] for one in exercises] == ["Three", "Twice", "Pair"]
    assert "".join(CODES[one["state"]] for one in exercises) == states
    assert (row["chapter"], row["correct"], row["total"]) == (5, states.count("c"), 3)
    given = [one["hint"] for one in exercises if one["state"] != "correct"]
    for got, wanted in zip(given, hints, strict=True):
        assert got.startswith(wanted) and bool(got) == bool(wanted)
        assert got.isprintable() and len(got) <= 300


def test_what_cannot_be_graded_has_a_row_that_says_why(small):
    links = dict.fromkeys(["link.ipynb", "loop"], "is a symbolic link: not followed")
    reasons = {name: reason for name, (_, reason) in NOT_GRADED.items()} | links
    for name, reason in reasons.items():
        row = small[1][name]
        assert row["message"].startswith(reason)
        assert row["chapter"] is row["correct"] is row["total"] is None
        assert row["exercises"] == []


@pytest.mark.long
def test_the_chapter_is_that_of_the_answers_and_a_byte_order_mark_is_no_matter(whole):
    row = whole[1]["05_chapter-1.ipynb"]
    assert (row["chapter"], row["correct"], row["total"]) == (1, 1, 1)
    assert whole[1]["byte-order-mark.ipynb"]["correct"] == 3


def sleepers():
    """The processes that answers have started."""
    running = psutil.process_iter(["cmdline"])
    return [one for one in running if one.info["cmdline"] == SLEEPER]


@pytest.mark.long
def test_nothing_is_left_running(whole):
    assert sleepers() == []


def waits_for(condition):
    """Wait, two minutes at most, until something is so."""
    for _ in range(2400):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("waited in vain")


def heed_interrupts():
    """What a shell starts in the background ignores them, and so would its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.long
@pytest.mark.parametrize(("end", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_run_that_is_broken_off_leaves_no_kernel(made, tmp_path, end, code):
    note = tmp_path / "note"
    hang = f"import os\n{START}\nopen({str(note)!r}, 'w').write(f'{{os.getpid()}}.')\n{SWALLOW}"
    store(tmp_path, "class/a.ipynb", json.dumps(answered(a1=hang)).encode())
    store(tmp_path, "class/b.ipynb", json.dumps(answered(a1=SWALLOW)).encode())
    run = subprocess.Popen(
        [sys.executable, "-m", "nnbook", "check", "class", "--timeout", "999"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(made)},
        stderr=subprocess.DEVNULL,
        preexec_fn=heed_interrupts,
    )
    waits_for(lambda: note.is_file() and note.read_text().endswith("."))
    run.send_signal(end)
    assert run.wait(timeout=120) == code
    waits_for(lambda: not psutil.pid_exists(int(note.read_text()[:-1])))
    waits_for(lambda: sleepers() == [])


GRANDPARENT = "import os, psutil\nos.kill(psutil.Process().parent().ppid(), {})\nimport time\ntime.sleep(60)"


HUNTS = """
import psutil, time
while True:
    for one in psutil.process_iter(["cmdline"]):
        if any("one.py" in word for word in one.info["cmdline"] or []) and {mark!r} in str(one.info["cmdline"]):
            one.kill()
    time.sleep(0.1)
"""


@pytest.mark.long
def test_who_ends_its_own_grading_has_a_row_too(nnlib, tmp_path):
    hunter = HUNTS.format(mark=str(tmp_path))
    hunt = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {hunter!r}], start_new_session=True)"
    store(tmp_path, "class/hunts", json.dumps(answered(a1=f"{hunt}\n{SWALLOW}")).encode())
    for name, number in ("kills", 9), ("stops", int(signal.SIGSTOP)):
        store(tmp_path, f"class/{name}", json.dumps(answered(a1=GRANDPARENT.format(number))).encode())
    store(tmp_path, "class/right", json.dumps(RIGHT).encode())
    code, out, errors = nnlib("check", "class", "--report", "json", cwd=tmp_path)
    messages = {row["file"]: row["message"] for row in json.loads(out)}
    assert messages == {"kills": ENDED, "stops": ENDED, "right": "", "hunts": ENDED}
    assert (code, errors) == (1, "")


@pytest.mark.long
def test_who_changes_what_judges_spoils_no_row_and_the_next_run_goes_on(tmp_path):
    made = make_package(tmp_path / "made")
    judge = made / "nnbook/exercises/chapter05.py"
    before = judge.read_text()
    spoil = f"open({str(judge)!r}, 'a').write('TESTS = dict.fromkeys(TESTS, lambda *_: None)')"
    store(tmp_path, "class/b", json.dumps(answered(f2=f"{spoil}\nf = len")).encode())
    for name in "acd":
        store(tmp_path, f"class/{name}", json.dumps(answered(f2="f = len")).encode())

    def run():
        command = [sys.executable, "-m", "nnbook", "check", "class", "--into", "out", "--report", "json"]
        env = os.environ | {"PYTHONPATH": str(made)}
        done = subprocess.run([*command, "--jobs", "1"], cwd=tmp_path, env=env, capture_output=True, encoding="utf-8")
        judge.write_text(before)
        return done.returncode, {row["file"]: row["correct"] for row in json.loads(done.stdout)}, done.stderr

    code, rows, errors = run()
    assert (code, rows) == (2, {"a": 2}) and errors.startswith("stopped: while b ran")
    for _ in range(TRIES - 1):
        code, rows, errors = run()
        assert (code, rows) == (2, {"a": 2, "c": 2, "d": 2}) and errors.startswith("stopped: while b ran")
    assert run() == (1, {"a": 2, "b": None, "c": 2, "d": 2}, "")


def test_a_place_that_cannot_be_written_to_is_2_and_a_sentence(nnlib, tmp_path):
    store(tmp_path, "class/a", b"")
    for into, said in ("class/a", "stopped: "), ("class", "--into needs a folder other than"):
        code, out, errors = nnlib("check", "class", "--into", into, cwd=tmp_path)
        assert (code, out) == (2, "") and errors.startswith(said) and errors.count("\n") == 1


@pytest.mark.long
def test_ones_own_copy_by_its_chapter(nnlib, tmp_path):
    store(tmp_path, "exercises/05_five.ipynb", json.dumps(answered(a1="a = 2")).encode())
    code, out, errors = nnlib("check", 5, cwd=tmp_path)
    assert (code, errors) == (1, "")
    assert (
        out
        == """\
exercises/05_five.ipynb (chapter 5)
  5.1  Three  not yet: count again
  5.2  Twice  correct
  5.3  Pair   correct
  2 of 3 correct
"""
    )


# Read by Python as it starts: the first kernels find their ports taken.
TAKEN = """\
import pathlib, sys
note = pathlib.Path(__file__).with_name("note")
if any(word.endswith("watch.py") for word in sys.orig_argv):
    with note.open("a") as file:
        file.write("x")
    if note.stat().st_size <= {clashes}:
        import socket
        from jupyter_client.connect import LocalPortCache
        other = socket.socket()
        other.bind(("127.0.0.1", 0))
        LocalPortCache.find_available_port = lambda *_: other.getsockname()[1]
"""
NO_KERNEL = "the notebook could not be run: no kernel has started"


@pytest.mark.long
@pytest.mark.parametrize(("clashes", "code", "line"), [(1, 1, "1 of 3 correct"), (2, 2, NO_KERNEL)])
def test_a_kernel_whose_ports_are_taken_is_started_once_more(made, tmp_path, clashes, code, line):
    store(tmp_path, "a.ipynb", json.dumps(answered(a1="a = 2", f2="")).encode())
    store(tmp_path, "before/sitecustomize.py", TAKEN.format(clashes=clashes).encode())
    done = subprocess.run(
        [sys.executable, "-m", "nnbook", "check", "a.ipynb"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": f"{tmp_path / 'before'}:{made}"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == code
    assert line in done.stdout + done.stderr
    assert (tmp_path / "before/note").read_text() == "xx"


@pytest.mark.long
def test_a_file_all_correct_is_0(nnlib, tmp_path):
    store(tmp_path, "mine", json.dumps(RIGHT).encode())
    code, out, errors = nnlib("check", "mine", "--report", "csv", cwd=tmp_path)
    assert (code, errors) == (0, "")
    assert out.splitlines()[1] == '"mine","mine","5","3","3","correct","","correct","","correct","",""'


@pytest.mark.long
@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_the_books_own_solutions_are_correct(path):
    command = [sys.executable, "-m", "nnbook", "check", str(path), "--report", "json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT)
    (row,) = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{row['chapter']:02}" == path.name[:2] and row["total"] > 0
