"""The coffee roaster live in JupyterLab: what the reader moves reaches Python, what Python sets moves the picture."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import numpy as np
import pytest

from nnlib.classroom.widgets import CoffeeRoaster
from nnlib.classroom.widgets.coffee import PRESETS
from test_coffee_browser import drag_mouse, press, slider
from widgetry import numbers, state

TRIANGLE = PRESETS["triangle"]["theta"]
TRAITS = ("theta", "probe", "selected", "standardise", "units", "done")
REPORT = f"""traits = {{key: getattr(roaster, key) for key in {TRAITS}}}
outputs = roaster.model()(roaster.inputs([roaster.probe])).ravel().tolist()
print(json.dumps({{**traits, "output": outputs[0], "accuracy": roaster.accuracy()}}))"""
CELLS = {
    "show": "import json\nfrom nnlib.classroom.widgets import CoffeeRoaster\nroaster = CoffeeRoaster()\nroaster",
    "report": REPORT,
    "set": f"roaster.theta = {TRIANGLE}\nroaster.probe = [180, 12.5]\nroaster.selected = 1",
    "nan": "roaster.theta = [float('nan'), *roaster.theta[1:]]",
    "again": f"roaster.theta = {TRIANGLE}",
}


def notebook():
    cells = [
        {
            "cell_type": "code",
            "id": name,
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": source,
        }
        for name, source in CELLS.items()
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
    """The address of a notebook in a JupyterLab of our own, which has no home and no configuration."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "work").mkdir()
    (folder / "work" / "roaster.ipynb").write_text(json.dumps(notebook()), "utf-8")
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
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("JUPYTER", "XDG_"))
    }
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
        f"--ServerApp.root_dir={folder / 'work'}",
    ]
    with log.open("w") as out:
        server = subprocess.Popen(
            command, env=kept | mine, stdout=out, stderr=out, cwd=folder
        )
    try:
        wait_until_up(server, log, f"http://127.0.0.1:{port}/api?token=nnlib")
        yield f"http://127.0.0.1:{port}/lab/tree/roaster.ipynb?token=nnlib"
    finally:
        server.terminate()
        server.wait(60)


def run(page, name):
    """Run a cell and return what it printed."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(list(CELLS).index(name))
    cell.scroll_into_view_if_needed()
    prompt = cell.locator(".jp-InputPrompt").first
    before = prompt.inner_text()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "([el, before]) => el.innerText !== before && /\\d/.test(el.innerText)",
        arg=[prompt.element_handle(), before],
    )
    errors = cell.locator(
        ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']"
    )
    assert errors.count() == 0, errors.first.inner_text()
    printed = cell.locator(".jp-OutputArea-output pre")
    return printed.last.inner_text() if name == "report" else None


def report(page):
    return json.loads(run(page, "report"))


def agrees(page, python):
    shown = state(page)
    assert {key: shown[key] for key in TRAITS} == {key: python[key] for key in TRAITS}
    found = numbers(page)
    np.testing.assert_allclose(found["A2_1"], python["output"], rtol=1e-10)
    assert [found["map_accuracy"], found["beans_right"] / 200] == python["accuracy"]


def test_the_roaster_lives_in_jupyterlab(lab, new_page):
    page = new_page(viewport={"width": 1280, "height": 2200})
    page.set_default_timeout(60_000)
    page.goto(lab)
    page.locator(".jp-Notebook .jp-CodeCell").nth(len(CELLS) - 1).wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    run(page, "show")
    page.locator("[data-nn=coffee][data-ready]").wait_for()
    assert page.locator(".nn-host, .nn-poster").count() == 0
    assert state(page)["theta"] == PRESETS["own"]["theta"]
    agrees(page, report(page))

    # The mouse.
    drag_mouse(page, "u1-offset", 40, 0)
    moved = report(page)
    assert moved["theta"][6] != PRESETS["own"]["theta"][6]
    agrees(page, moved)

    # The keyboard, while the notebook is in command mode: its shortcuts must not answer.
    page.locator(".jp-Notebook .jp-InputPrompt").first.click()
    slider(page, "Angle").focus()
    before = float(slider(page, "Angle").input_value())
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "a", "b", "x"):
        page.keyboard.press(key)
    press(page, "Time", "PageUp")
    assert float(slider(page, "Angle").input_value()) == before + 1
    assert page.locator(".jp-Notebook .jp-Cell").count() == len(CELLS)
    agrees(page, report(page))
    assert report(page)["probe"] == [200, 13.5]

    # Undo reaches Python, too.
    page.get_by_role("button", name="Reset").click()
    assert report(page)["theta"] == PRESETS["own"]["theta"]
    slider(page, "Angle").focus()
    page.keyboard.press("Control+z")
    assert report(page)["probe"] == [200, 13.5]

    # Python.
    run(page, "set")
    page.wait_for_function(
        "JSON.parse(document.querySelector('[data-nn]').dataset.state).selected === 1"
    )
    assert state(page)["theta"] == TRIANGLE
    assert state(page)["probe"] == [180, 12.5]
    agrees(page, report(page))
    run(page, "nan")
    page.get_by_text(
        "unit 1: weight is nan; showing the last finite state"
    ).first.wait_for()
    assert state(page)["theta"] == TRIANGLE
    run(page, "again")
    page.wait_for_function(
        "!document.querySelector('.nn-read').innerText.includes('last finite')"
    )
    agrees(page, report(page))
    assert (
        CoffeeRoaster("triangle").accuracy().whole_map == numbers(page)["map_accuracy"]
    )
