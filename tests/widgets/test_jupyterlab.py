"""In JupyterLab: the widgets are live, and the exercises are answered, saved and graded."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import expect

import nnbook.widgets
from nnbook.exercises import of_chapter
from places import ROOT
from widgetry import state

pytestmark = pytest.mark.long
CELLS = {
    "show": "import json\nfrom nnbook.widgets import {0} as Widget\nwidget = Widget()\nwidget",
    "report": "print(json.dumps(widget.get_state()))",
    "set": """for name, trait in Widget.class_own_traits().items():
    if not trait.read_only:
        setattr(widget, name, getattr(Widget(), name))""",
}
LESSON = {
    "ask": """from nnbook import guess, option, seen, sketch
guess("choice", "How many?", option("two", 2, "Too few."), option("three", 3, "Count them."))
guess("curve", "Draw it.", sketch(x=("epoch", 0, 10), y=("mistakes", 0, 8)))""",
    "answer": 'seen("choice", 3)',
    "last": 'seen("curve", [0, 10], [8, 0])',
}
EXERCISES = "05_layers.ipynb"
PATIENCE = 60_000  # milliseconds


def notebook(cells):
    """A notebook of code cells {name: text}, each under its name as a comment."""
    cells = [
        {
            "cell_type": "code",
            "id": name,
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": f"# {name}\n{source}",
        }
        for name, source in cells.items()
    ]
    kernel = {
        "kernelspec": {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
    }
    return {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_until_up(server, log, url):
    for _ in range(600):
        assert server.poll() is None, f"JupyterLab ended:\n{log.read_text()}"
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"JupyterLab does not answer:\n{log.read_text()}")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab without home and configuration: its folder and its address."""
    folder = tmp_path_factory.mktemp("lab")
    work = folder / "work"
    work.mkdir()
    for name in nnbook.widgets.__all__:
        cells = {key: source.replace("{0}", name) for key, source in CELLS.items()}
        (work / f"{name}.ipynb").write_text(json.dumps(notebook(cells)), "utf-8")
    (work / "lesson.ipynb").write_text(json.dumps(notebook(LESSON)), "utf-8")
    shutil.copy(ROOT / "book" / "exercises" / EXERCISES, work)
    port, log = free_port(), folder / "log"
    mine = {
        name: str(folder / "home" / name)
        for name in (
            "HOME",
            "IPYTHONDIR",
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
        )
    }
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("JUPYTER", "XDG_"))}
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
    ]
    command += [
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=nnlib",
        "--LabApp.news_url=",
        "--LabApp.extension_manager=readonly",
    ]
    command += [
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        f"--ServerApp.root_dir={work}",
    ]
    with log.open("w") as out:
        server = subprocess.Popen(command, env=kept | mine, stdout=out, stderr=out, cwd=folder)
    try:
        wait_until_up(server, log, f"http://127.0.0.1:{port}/api?token=nnlib")
        yield work, f"http://127.0.0.1:{port}/lab"
    finally:
        server.terminate()
        server.wait(60)


def open_notebook(page, lab, name):
    """Open a notebook alone: each has a workspace of its own, or Lab would open that of the test before, too."""
    page.set_default_timeout(PATIENCE)
    workspace, _ = os.path.splitext(name)
    page.goto(f"{lab[1]}/workspaces/{workspace}/tree/{name}?token=nnlib")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    # A cell that is run before the kernel is there opens a dialog.
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()


def run_cell(page, cell):
    """Run a cell and wait until it is done. (No click: text that is still being typeset moves what is below.)"""
    prompt = cell.locator(".jp-InputPrompt").first
    before = "".join(filter(str.isdecimal, prompt.inner_text()))
    cell.locator(".cm-content").focus()
    page.keyboard.press("Control+Enter")
    another = re.compile(rf"\[(?!{before}\])\d+\]")
    expect(prompt).to_have_text(another, timeout=PATIENCE)


def cell_with(page, text):
    return page.locator(".jp-Notebook .jp-CodeCell").filter(has_text=text)


def run(page, name):
    """Run the cell of this name and return what it printed."""
    cell = cell_with(page, f"# {name}")
    run_cell(page, cell)
    errors = cell.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']")
    assert errors.count() == 0, errors.first.inner_text()
    printed = cell.locator(".jp-OutputArea-output pre")
    return printed.last.inner_text() if name == "report" else None


def agreed(page):
    """The state, on which the page and Python must agree once all messages have come through."""
    for _ in range(10):
        text = run(page, "report")
        python = json.loads(text, parse_float=lambda x: round(float(x), 10))
        shown = state(page)
        if all(python[key] == shown[key] for key in python.keys() & shown.keys()):
            return shown
    raise AssertionError(f"{python}\n{shown}")


@pytest.mark.parametrize("name", nnbook.widgets.__all__)
def test_a_widget_lives_in_jupyterlab(lab, new_page, name):
    page = new_page(viewport={"width": 1280, "height": 2200})
    open_notebook(page, lab, f"{name}.ipynb")
    run(page, "show")
    page.locator("[data-nn][data-ready]").wait_for()
    assert page.locator(".nn-host, .nn-poster").count() == 0
    start = agreed(page)

    # While the notebook is in command mode: its shortcuts must not answer.
    page.locator(".jp-Notebook .jp-InputPrompt").first.click()
    slider = page.locator("[data-nn]").get_by_role("slider").first
    slider.focus()
    for key in ("PageUp", "ArrowUp", "ArrowDown", "a", "b", "x"):
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook .jp-Cell").count() == len(CELLS)
    assert agreed(page) != start

    slider.focus()
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert agreed(page) == start
    slider.press("PageUp")
    assert agreed(page) != start
    run(page, "set")
    assert agreed(page) == start


def test_a_guess_is_made_in_jupyterlab(lab, new_page):
    page = new_page(viewport={"width": 1280, "height": 2200})
    open_notebook(page, lab, "lesson.ipynb")
    for name in LESSON:
        run(page, name)
    first, last = page.locator("nn-seen").all()
    assert first.get_by_text("It was").is_hidden()
    page.locator("nn-guess").first.get_by_label("two").check()
    page.get_by_role("button", name="Lock in").first.click()
    assert first.inner_text().startswith("You said two; it was 3.")
    page.get_by_role("slider").focus()
    for key in ("ArrowUp", "ArrowRight", "ArrowDown"):  # which in Lab go from cell to cell
        page.keyboard.press(key)
    page.get_by_role("button", name="Lock in").last.press("Enter")
    assert "you drew" in last.inner_text()


def answer(page, text):
    """Put `text` in the place of exercise 5.2's answer, run it and its check; return the check's cell."""
    cell = cell_with(page, "# Exercise 5.2")
    cell.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(f"# Exercise 5.2\n{text}")
    run_cell(page, cell)
    check = cell_with(page, 'check("5.2"')
    run_cell(page, check)
    return check


def save(page, path, done):
    """Save, and wait until `done` is true of the text of the file."""
    page.keyboard.press("Control+s")
    for _ in range(600):
        if done(path.read_text("utf-8")):
            return
        page.wait_for_timeout(100)
    raise AssertionError("JupyterLab does not save")


def verdicts(path):
    """{exercise: state} of the saved notebook, from the command that a learner or a teacher runs."""
    command = [sys.executable, "-m", "nnbook", "check", str(path), "--report", "json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr  # not all of them are answered
    (graded,) = json.loads(done.stdout)
    return {entry["number"]: entry["state"] for entry in graded["exercises"]}


def test_an_exercise_is_answered_saved_and_graded(lab, new_page):
    path = lab[0] / EXERCISES
    untouched = {exercise.number: "not started" for exercise in of_chapter(5)}
    page = new_page(viewport={"width": 1280, "height": 3000})
    open_notebook(page, lab, EXERCISES)
    run_cell(page, cell_with(page, "from nnbook import check"))

    check = answer(page, "parameters = 1990")
    shown = check.locator(".jp-OutputArea")
    expect(shown).to_contain_text("Not yet: ", timeout=PATIENCE)
    save(page, path, lambda text: "parameters = 1990" in text)
    assert verdicts(path) == untouched | {"5.2": "not yet"}

    answer(page, "parameters = 1625 + 390 + 16")
    expect(shown).to_have_text("5.2 correct", timeout=PATIENCE)
    save(page, path, lambda text: "1625 + 390 + 16" in text)
    assert verdicts(path) == untouched | {"5.2": "correct"}

    check.locator(".cm-content").focus()
    for key in ("Escape", "d", "d"):
        page.keyboard.press(key)
    expect(check).to_have_count(0)
    save(page, path, lambda text: 'check(\\"5.2\\"' not in text)
    assert verdicts(path) == untouched | {"5.2": "correct"}
