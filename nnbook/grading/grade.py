"""Grade a submission: run it with nbval, in processes of its own, and read a verdict for each exercise.

A cell that hangs, or that ends the kernel, costs only its own exercise: the notebook
runs once more without it. `watch` is the process around the kernel, `inside` what the
graded notebook imports in it.
"""

import ast
import json
import os
import re
import tempfile
from pathlib import Path

from nnbook.exercises import find, of_chapter
from nnbook.grading.processes import attended, end_group, python
from nnbook.grading.report import Verdict
from nnbook.grading.submission import Step

STARTS = 2  # tries, for a port that is free may be taken when the kernel wants it
PATIENCE = 120  # seconds for a kernel to start, and for a cell that is not an answer's
TOKEN = "nnlib-token"  # where a random word is to stand that no answer knows
LONGEST = 300  # characters of a hint
OUTSIDE = "; only the answer cells count, so import or define it in one of them"
LATE = "your code takes more than"

FIRST = "from nnbook.grading.inside import prepare as _p; _p(); del _p"
CHECK = """from sys import modules as _m
for _n in [*_m]:
    if _n.startswith(("nnbook.checking", "nnbook.exercises", "nnbook.grading")):
        del _m[_n]
from nnbook.grading.inside import verdict as _v
_v({token!r}, {number!r}, lambda: ({parts}))
for _n in {following!r}:
    globals().pop(_n, None)
"""  # what an answer has done to the checks is undone: they are imported afresh; and what
# it calls by a name of the following answer's is forgotten, or it would be judged there


class GradingError(Exception):
    """Why nothing could be graded, through no fault of the answers."""


def grade(submission, seconds, folder=None):
    """The verdict on each exercise, in the chapter's order. Everything happens in a
    new folder within `folder`, else within the system's for temporary files.
    """
    steps = [Step("given", None, FIRST), *submission.steps]
    told, lost, left_out = {}, {}, set()
    while True:
        ends, culprit, how = _run(steps, left_out, seconds, folder)
        told |= ends
        if culprit is None:
            culprit, how = _mute(steps, ends), "mute"
        if culprit is None:
            return _verdicts(submission, steps, told, lost)
        exercise = steps[culprit].exercise
        if exercise is None:
            raise GradingError(f"the notebook could not be run: {_lost(how, seconds)}")
        cells = {k for k, step in enumerate(steps) if step.exercise in lost} - left_out
        if cells and steps[culprit].exercise not in lost:
            left_out |= cells  # an answer without a verdict may be to blame: once more
            continue
        left_out.add(culprit)
        check = steps.index(next(s for s in steps if s[:2] == ("check", exercise)))
        if how == "mute":
            left_out |= {k for k, step in enumerate(steps) if step.exercise == exercise}
        if how == "mute" or check not in ends:  # else the check has spoken before
            lost[exercise] = _lost(how, seconds)
            left_out.add(check)


def _mute(steps, ends):
    """The position of the first check that has ended without a verdict, or None."""
    checks = (k for k in sorted(ends) if steps[k].role == "check")
    return next((k for k in checks if not ends[k]["verdict"]), None)


def _lost(how, seconds):
    if how == "late":
        return f"{LATE} {seconds:g} s: does it end, or does it wait for something?"
    if how == "mute":
        return "your code leaves Python in a state in which nothing can be checked"
    return "your code ends Python itself, as os._exit() does, or memory that runs out"


# Running


def _run(steps, left_out, seconds, folder):
    """How each cell ended, by its position, and the position of the one at which the
    kernel was lost (or None), and how.
    """
    chosen = [k for k in range(len(steps)) if k not in left_out]
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as home:
        (Path(home) / "pytest.ini").write_text("[pytest]\n")
        notebook = Path(home) / "answers" / "graded.ipynb"
        notebook.parent.mkdir()
        notebook.write_text(_notebook(steps, chosen, seconds), "utf-8")
        for _ in range(STARTS):
            lines, complaint = _watched(notebook, seconds, len(chosen))
            if lines:
                break
        else:
            raise GradingError(f"the notebook could not be run: {complaint}")
    ends = {line["cell"]: line for line in lines if "error" in line}
    waiting = [k for k in chosen if k not in ends]
    how = next((line["lost"] for line in lines if "lost" in line), "died")
    return ends, (waiting[0] if waiting else None), how


def _notebook(steps, chosen, seconds):
    """The text of a notebook of the chosen steps: no outputs, and metadata of ours only."""
    cells = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{k}",
            "metadata": {"nnlib": _note(k, steps[k], seconds)},
            "outputs": [],
            "source": _source(steps[k]),
        }
        for k in chosen
    ]
    form = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    return json.dumps({**form, "cells": cells})


def _note(k, step, seconds):
    """What `watch` must know of a cell."""
    limit = seconds if step.exercise else PATIENCE
    return {"cell": k, "limit": limit, "token": TOKEN if step.role == "check" else ""}


def _source(step):
    if step.role != "check":
        return step.source
    (call,) = (
        node
        for node in ast.walk(ast.parse(step.source))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "check"
    )
    parts = "".join(f"{ast.unparse(part)}, " for part in call.args[1:])
    following = _following(step.exercise)
    return CHECK.format(
        token=TOKEN, number=step.exercise, parts=parts, following=following
    )


def _following(number):
    """The names of the next exercise's answer."""
    exercises = of_chapter(int(number.partition(".")[0]))
    place = [exercise.number for exercise in exercises].index(number)
    return [name for one in exercises[place + 1 : place + 2] for name in one.names]


def _watched(notebook, seconds, cells):
    """The lines that `watch` has told, and its last complaint."""
    watch = python(
        "watch.py",
        notebook.name,
        PATIENCE,
        cwd=notebook.parent,
        env=environment(notebook.parent.parent),
    )
    out, complaints = attended(watch, limit=3 * PATIENCE + cells * (4 * seconds + 10))
    lines = [json.loads(line) for line in out.splitlines() if line.endswith(b"}")]
    for line in lines[:1]:
        end_group(line["kernel"])
    complaint = complaints.decode("utf-8", "replace").strip().splitlines()[-1:]
    return lines, "".join(complaint) or "no kernel has started"


def environment(home):
    """What the kernel finds around it: nothing that this user has set up for Python,
    pytest, IPython or Jupyter, and this nnbook.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "IPYTHON", "JUPYTER_", "MPLBACKEND"))
        and name not in ("PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONWARNINGS")
    }
    package = Path(__file__).parents[2]
    path = [str(package), *filter(None, [os.environ.get("PYTHONPATH")])]
    return kept | {
        "PYTHONPATH": os.pathsep.join(path),
        "TMPDIR": str(home),
        "PIP_TARGET": str(home / "installed"),  # by what an answer installs
        "PYTHONNOUSERSITE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
    }


# Verdicts


def _verdicts(submission, steps, told, lost):
    """The verdict on each exercise from how its cells, and those given, ended."""
    for k, end in told.items():
        if steps[k].role == "given" and end["error"]:
            stops = _stops(submission, end["error"])
            raise GradingError(f"the notebook's own cell {stops}")
    found = []
    for exercise in of_chapter(submission.chapter):
        number = exercise.number
        mine = [
            (steps[k].role, end)
            for k, end in sorted(told.items())
            if steps[k].exercise == number
        ]
        state, hint = _state(submission, number, mine, lost.get(number))
        late = number in lost and hint.startswith(LATE)
        found.append(Verdict(number, exercise.title, state, sentence(hint), late))
    return found


def _state(submission, number, mine, lost):
    """State and hint of one exercise; `mine` are (role, end) of its cells, in order."""
    if lost:
        return "not yet", lost
    position = [role for role, _ in mine].index("check")
    verdict = mine[position][1]["verdict"]
    if verdict["state"] == "correct":
        return "correct", ""
    if number in submission.missing:
        return "not started", submission.missing[number]
    if number in submission.untouched:
        return "not started", ""
    lacking = verdict["state"] == "missing"
    if stopped := _told_error(mine[:position], lacking):
        stops = _stops(submission, stopped)
        return "not yet", f"the answer cell {stops}{_quotes(number, stopped)}"
    return "not yet" if lacking else verdict["state"], verdict["hint"]


def _told_error(cells, lacking):
    """The error to tell, of these cells before a check, or None: that of the last answer
    cell, which counts; if a part is `lacking`, else the first.
    """
    found = [(role, _error(end)) for role, end in cells]
    errors = [error for _, error in found]
    answers = [error for role, error in found if role == "answer"] or errors
    first = next(filter(None, errors), None)
    return (answers[-1] if answers else None) or (first if lacking else None)


def _error(end):
    """The error of a cell, unless it is a verdict of a check that stands in it."""
    error = end["error"]
    return None if error and error[0] in ("NotStarted", "NotYet") else error


def _quotes(number, error):
    """What to add where a letter that was chosen has been taken for a name."""
    options = getattr(find(number), "options", {})
    named = re.search("name '(.)' is not defined", error[1])
    return " (a letter stands in quotes)" if named and named[1] in options else ""


def _stops(submission, error):
    """How a cell ends that raises this error, a pair of name and message. Where a cell
    that is not run would have set the missing name, that is said.
    """
    name, message = error or ("an error", "")
    if name == "StdinNotImplementedError":
        return "waits for input(): write the value into the cell instead"
    message = re.sub(r" \([^()]*, line (\d+)\)$", r" (line \1)", message)
    unknown = re.match("name '(.*?)' is not defined", message)
    ending = OUTSIDE if unknown and unknown[1] in submission.left_out else ""
    return f"stops with {name}: {message}{ending}" if message else f"stops with {name}"


def sentence(text):
    """Any text as one line that can be printed, and not too long."""
    text = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
    text = "".join(c if c.isprintable() else " " for c in text)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
