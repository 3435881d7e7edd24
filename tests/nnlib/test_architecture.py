"""The shape of nnlib: what may import what, how long a thought may be, and that the chapters show it."""

import ast
import inspect
import re
import statistics
import subprocess
import sys

import nbformat
import pytest

from architecture import MODULES, PACKAGE, PUBLIC, READING_ORDER, SOURCES, TREES
from places import ROOT

each_module = pytest.mark.parametrize("name", MODULES)


def imports(nodes):
    """The full names of what these syntax nodes import: `from a import b` gives a and a.b."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out in full"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_modules(name):
    """The modules of nnlib that the module `name` imports, anywhere in it."""
    known = {*READING_ORDER}
    found = {full.removeprefix("nnlib.") for full in imports(ast.walk(TREES[name]))}
    return {full for full in found if full in known or full.partition(".")[0] in known}


def files_of_the_mathematics():
    """Every module's file, by its dotted name; there is nothing else."""
    for path in PACKAGE.rglob("*.py"):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        yield name.removesuffix(".__init__")


# Imports


def test_every_module_has_its_place_in_the_reading_order():
    assert set(files_of_the_mathematics()) <= set(READING_ORDER)


@each_module
def test_a_module_imports_only_modules_above_it(name):
    above = READING_ORDER[: READING_ORDER.index(name)]
    wrong = {
        full
        for full in own_modules(name)
        if not any(full == module or full.startswith(f"{module}.") for module in above)
    }
    assert wrong == set()


@each_module
def test_at_its_top_the_mathematics_imports_numpy_and_the_standard_library_only(name):
    packages = {full.partition(".")[0] for full in imports(TREES[name].body)}
    assert packages <= sys.stdlib_module_names | {"numpy", "nnlib"}


def test_importing_nnlib_loads_nothing_but_numpy():
    heavy = "matplotlib", "ipywidgets", "IPython", "sklearn", "tqdm", "nnbook"
    code = f"import sys, nnlib; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


# Sizes


def functions(name):
    return [node for node in ast.walk(TREES[name]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def code_lines(name, function):
    """How many lines a function has, from `def` on, without its docstring, comments and blank lines."""
    lines = SOURCES[name].splitlines()[function.lineno - 1 : function.end_lineno]
    if ast.get_docstring(function):
        docstring = function.body[0]
        del lines[docstring.lineno - function.lineno : docstring.end_lineno - function.lineno + 1]
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in lines)


def test_a_function_is_one_thought():
    lengths = {
        f"{name}.{function.name}": code_lines(name, function) for name in MODULES for function in functions(name)
    }
    assert statistics.median(lengths.values()) <= 8
    assert {function: length for function, length in lengths.items() if length > 30} == {}


@each_module
def test_a_module_is_a_short_read(name):
    assert len(SOURCES[name].splitlines()) <= 200


# What is public


@pytest.mark.parametrize("thing", [pytest.param(thing, id=f"{name}.{key}") for name, key, thing in PUBLIC])
def test_what_is_public_says_what_it_does(thing):
    assert (thing.__doc__ or "").strip()


@each_module
def test_a_module_says_what_it_is_for(name):
    assert ast.get_docstring(TREES[name])


# What the chapters show

OWNER = {
    "activations": 6,
    "activations.sigmoid": 2,
    "activations.softmax": 11,
    "activations.softmax_jacobian": 11,
    "activations.log_softmax": 11,
    "crossentropy": 11,
    "crossentropy.likelihood": 2,
    "crossentropy.binary": 2,
    "losses": 8,
    "losses.L2": 10,
    "initializers": 9,
    "optimizers": 13,
    "optimizers.SGD": 10,
    "data.roasting": 5,
    "data.preparation": 4,
    "data.preparation.train_test_split": 10,
    "data.preparation.minibatches": 10,
    "data.preparation.one_hot": 11,
    "data.datasets": 1,
    "data.datasets.bmi": 4,
    "data.datasets.moons": 10,
    "data.datasets.digits": 12,
    "graph": 3,
    "gradcheck": 3,
    "perceptron": 1,
    "perceptron.MulticlassPerceptron": 11,
    "neuron": 2,
    "layers": 5,
    "layers.Dense.backward": 8,
    "metrics": 12,
    "metrics.calibration_error": 14,
    "callbacks": 10,
    "counting": 10,
    "network": 5,
    "network.Network.backward": 8,
    "training": 10,
    "storage": 10,
    "model": 10,
    "piecewise": 7,
    "diagnostics": 9,
    "diagnostics.collapse_linear": 6,
    "beyond": 14,
}
"""The chapter that shows a module, or a part of it that another chapter owns."""

PAGES = re.findall(r"book/\d\d_\w+", (ROOT / "_toc.yml").read_text())
CHAPTERS = sorted({int(page[5:7]) for page in PAGES})


def owner(name, key):
    """The chapter of a function, class or method: its own, its class's or its module's."""
    places = f"{name}.{key}", f"{name}.{key.partition('.')[0]}", name
    return next((OWNER[place] for place in places if place in OWNER), None)


def shown(notebook):
    """The dotted names in the `source(...)` calls of a notebook's code cells."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for node in ast.walk(ast.parse(re.sub(r"^([ \t]*)[%!].*", r"\1pass", cell.source, flags=re.MULTILINE))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "source":
                    yield from (ast.unparse(arg).removesuffix(".fget") for arg in node.args)


def is_shown(key, names):
    """Whether one of the names, as `Dense.forward` or `layers.Dense.forward`, is `key` or the class it belongs to."""
    wanted = {key, key.partition(".")[0]}
    tails = {".".join(parts[i:]) for name in names for parts in [name.split(".")] for i in range(len(parts))}
    return bool(wanted & tails)


def test_every_module_has_a_chapter_that_shows_it():
    assert {name for name, key, _ in PUBLIC if owner(name, key) is None} == set()


def test_every_owned_thing_exists():
    known = {name for name, _, _ in PUBLIC} | {f"{n}.{key}" for n, key, _ in PUBLIC}
    assert set(OWNER) <= known


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_chapter_shows_the_code_that_it_owns(number):
    pages = [page for page in PAGES if int(page[5:7]) == number]
    names = [name for page in pages for name in shown(nbformat.read(ROOT / f"{page}.ipynb", as_version=4))]
    owned = [key for name, key, thing in PUBLIC if owner(name, key) == number and not inspect.isclass(thing)]
    assert ", ".join(key for key in owned if not is_shown(key, names)) == ""
