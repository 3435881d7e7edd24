"""The repository's address: none in the checkout, the right one in every button and notebook once it is filled in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
import yaml
from IPython.core.inputtransformer2 import TransformerManager

import address
import livebook
import notebooks
from places import ROOT

URL = "https://github.com/ada-l/neural.nets"
HERE = address.Repository(URL, "launch")
STORED = [
    path
    for folder in ("book", "nnbook")
    for path in sorted((ROOT / folder).rglob("*.ipynb"))
    if ".ipynb_checkpoints" not in path.parts
]
EXECUTED = [path for path in STORED if path.parent.name in ("book", "solutions")]


def name(path):
    return path.relative_to(ROOT).as_posix()


def checkout(folder):
    """What the deployment workflow needs of a checkout: the configuration, the notebooks, the tools."""
    for path in (*STORED, *ROOT.glob("tools/*.py"), *ROOT.glob(".github/**/*.yml")):
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    shutil.copy(ROOT / "_config.yml", folder)
    return folder


@pytest.mark.parametrize("path", EXECUTED, ids=name)
def test_a_notebook_begins_with_the_cell_that_fetches_nnlib(path):
    stored = nbformat.read(path, as_version=4)
    stored.cells[0].update(execution_count=None)
    expected = address.install_cell(address.repository(ROOT))
    assert stored.cells[0] == nbformat.from_dict(expected)


def test_the_cell_is_put_first_and_only_once():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", id="a")])
    for _ in range(2):
        notebooks.put_install_cell(notebook)
        assert [cell.id for cell in notebook.cells] == ["install", "a"]
    assert livebook.PLACEHOLDER in notebook.cells[0].source


@pytest.fixture
def run_cell(monkeypatch):
    """Run the first cell of a notebook; returns the arguments of the %pip it ran."""

    def run(installed, colab=None):
        calls = []
        shell = type("Shell", (), {"run_line_magic": lambda _, *call: calls.append(call)})
        monkeypatch.setattr("importlib.util.find_spec", lambda _: installed or None)
        monkeypatch.delitem(sys.modules, "google.colab", raising=False)
        if colab:
            monkeypatch.setitem(sys.modules, "google.colab", colab)
        source = TransformerManager().transform_cell(address.install_cell(HERE)["source"])
        exec(source, {"get_ipython": shell})
        return calls

    return run


def test_nothing_is_fetched_where_nnlib_is_installed(run_cell):
    assert run_cell(installed=True) == []


def test_nnlib_is_fetched_where_it_is_missing(run_cell):
    archive = f"{URL}/archive/refs/heads/launch.zip"
    assert run_cell(installed=False) == [("pip", f'install --quiet "nnlib[book] @ {archive}"')]


def test_colab_is_told_to_show_widgets(run_cell):
    enabled = []
    colab = ModuleType("google.colab")
    colab.output = ModuleType("google.colab.output")
    colab.output.enable_custom_widget_manager = lambda: enabled.append(True)
    run_cell(installed=True, colab=colab)
    assert enabled == [True]


def test_the_address_is_filled_in_everywhere(tmp_path):
    changed = address.write(checkout(tmp_path), URL)
    assert set(changed) == {"_config.yml", *map(name, STORED)}
    assert address.repository(tmp_path) == HERE
    for path in STORED:
        before, after = ((folder / name(path)).read_text("utf-8") for folder in (ROOT, tmp_path))
        assert livebook.PLACEHOLDER not in after
        assert after == before.replace(livebook.PLACEHOLDER, URL)
        assert nbformat.read(path, as_version=4).cells[0].id == "install"


def test_another_address_replaces_the_first(tmp_path):
    (tmp_path / "_config.yml").write_text(f"repository:\n  url: {URL}\n  branch: b\n# see {URL}-2 and {URL}.\n")
    assert address.write(tmp_path, "https://github.com/n/m") == ["_config.yml"]
    text = (tmp_path / "_config.yml").read_text()
    assert address.repository(tmp_path) == ("https://github.com/n/m", "b")
    assert f"see {URL}-2" in text
    assert address.write(tmp_path, "https://github.com/n/m") == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://github.com/ada",
        "https://github.com/ada/nets/",
        "https://github.com/ada/nets.git",
        "http://github.com/ada/nets",
        "https://example.org/ada/nets",
        "https://github.com/ada/nets tree",
    ],
)
def test_what_is_no_address_changes_nothing(url, tmp_path):
    checkout(tmp_path)
    with pytest.raises(ValueError, match="expected https://github.com/NAME/REPOSITORY"):
        address.write(tmp_path, url)
    config = (tmp_path / "_config.yml").read_text("utf-8")
    assert config == (ROOT / "_config.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [([], "say one address"), (["x"], "expected https"), ([URL, URL], "say one")],
)
def test_the_command_says_what_it_wants(arguments, message):
    with pytest.raises(SystemExit, match=message):
        address.main(arguments)


def test_a_configuration_without_repository_is_named(tmp_path):
    (tmp_path / "_config.yml").write_text("title: Book\n")
    with pytest.raises(ValueError, match="_config.yml has no repository"):
        address.write(tmp_path, URL)


@pytest.fixture
def deploy(tmp_path):
    """A function that does what the workflow does to push `launch`; it returns a `git` for the repository."""
    git = shutil.which("git")
    origin = tmp_path / "origin.git"
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "ADDRESS": URL,
    }

    def run(folder, *command):
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    main = checkout(tmp_path / "main")
    run(main, git, "init", "--quiet", "--initial-branch=main")
    run(main, git, "add", "--all")
    ada = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    run(main, git, *ada, "commit", "--quiet", "--message=Book")
    run(tmp_path, git, "clone", "--quiet", "--bare", str(main), str(origin))
    (environment["GITHUB_SHA"],) = run(main, git, "rev-parse", "main")
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text("utf-8"))
    (script,) = (s["run"] for s in workflow["jobs"]["launch"]["steps"] if "run" in s)

    def push(folder):
        clone = ("clone", "--quiet", "--depth=1", "--branch=main", origin.as_uri())
        run(tmp_path, git, *clone, folder)
        run(tmp_path / folder, "bash", "-e", "-c", script)
        return lambda *command: run(origin, git, *command)

    push.main = environment["GITHUB_SHA"]
    return push


def test_the_workflow_pushes_launch_and_leaves_main_alone(deploy):
    for time in ("first", "second"):
        git = deploy(time)
        assert git("branch", "--format=%(refname:short)") == ["launch", "main"]
        assert git("rev-parse", "main") == [deploy.main]
        assert git("log", "launch", "--format=%s")[0] == deploy.main
        changed = git("diff", "--name-only", "--diff-filter=M", "main", "launch")
        assert {*changed} == {"_config.yml", *map(name, STORED)}
        gone = git("diff", "--name-only", "--diff-filter=m", "main", "launch")
        assert {*gone} == {name(path) for path in ROOT.glob(".github/**/*.yml")}
        config = git("show", "launch:_config.yml")
        assert URL in config
