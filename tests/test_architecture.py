"""The shape of nnlib: what may import what, how long a thought may be, and that the chapters show it."""

import ast
import importlib
import inspect
import re
import statistics
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

import nnlib
from conftest import ROOT

PACKAGE = Path(nnlib.__file__).parent
READING_ORDER = [
    "_validate",
    "activations",
    "losses",
    "initializers",
    "optimizers",
    "data",
    "graph",
    "gradcheck",
    "perceptron",
    "neuron",
    "layers",
    "metrics",
    "model",
    "piecewise",
    "diagnostics",
    "__init__",
    "__main__",
]
MODULES = [name for name in READING_ORDER if (PACKAGE / f"{name}.py").is_file()]
SOURCES = {name: (PACKAGE / f"{name}.py").read_text("utf-8") for name in MODULES}
TREES = {name: ast.parse(source) for name, source in SOURCES.items()}

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
    found = {
        full.split(".")[1]
        for full in imports(ast.walk(TREES[name]))
        if full.startswith("nnlib.")
    }
    return found & {path.stem for path in PACKAGE.iterdir()}


# Imports


def test_every_module_has_its_place_in_the_reading_order():
    assert {path.stem for path in PACKAGE.glob("*.py")} <= set(READING_ORDER)


@each_module
def test_a_module_imports_only_modules_above_it(name):
    assert own_modules(name) <= set(READING_ORDER[: READING_ORDER.index(name)])


@each_module
def test_at_its_top_the_mathematics_imports_numpy_and_the_standard_library_only(name):
    packages = {full.partition(".")[0] for full in imports(TREES[name].body)}
    assert packages <= sys.stdlib_module_names | {"numpy", "nnlib"}


def test_importing_nnlib_loads_nothing_but_numpy():
    heavy = "matplotlib", "ipywidgets", "anywidget", "IPython", "nnlib.classroom"
    code = (
        f"import sys, nnlib; print([name for name in {heavy} if name in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


# Sizes


def functions(name):
    return [
        node
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def code_lines(name, function):
    """How many lines a function has, from `def` on, without its docstring, comments and blank lines."""
    lines = SOURCES[name].splitlines()[function.lineno - 1 : function.end_lineno]
    if ast.get_docstring(function):
        docstring = function.body[0]
        del lines[
            docstring.lineno - function.lineno : docstring.end_lineno
            - function.lineno
            + 1
        ]
    return sum(
        bool(line.strip()) and not line.lstrip().startswith("#") for line in lines
    )


def test_a_function_is_one_thought():
    lengths = {
        f"{name}.{function.name}": code_lines(name, function)
        for name in MODULES
        for function in functions(name)
    }
    assert statistics.median(lengths.values()) <= 8
    assert {
        function: length for function, length in lengths.items() if length > 30
    } == {}


@each_module
def test_a_module_is_a_short_read(name):
    assert len(SOURCES[name].splitlines()) <= 200


# What is public


def public_objects(name):
    """(qualified name, object) of each public function, class, method and property that a module defines."""
    module = importlib.import_module(f"nnlib.{name}")
    for key, thing in vars(module).items():
        if key.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(thing):
            yield key, thing
            yield from (
                (f"{key}.{method}", vars(thing)[method]) for method in methods(thing)
            )
        elif inspect.isfunction(thing):
            yield key, thing


def methods(cls):
    """The public methods and properties that a class defines itself, and its `__call__`."""
    named_tuple_fields = getattr(cls, "_fields", ())
    return [
        key
        for key, thing in vars(cls).items()
        if (not key.startswith("_") or key == "__call__")
        and key not in named_tuple_fields
        and isinstance(thing, property | classmethod | staticmethod | type(methods))
    ]


PUBLIC = [
    (name, *public)
    for name in MODULES
    if not name.startswith("_")
    for public in public_objects(name)
]


@pytest.mark.parametrize(
    "thing", [pytest.param(thing, id=f"{name}.{key}") for name, key, thing in PUBLIC]
)
def test_what_is_public_says_what_it_does(thing):
    assert (thing.__doc__ or "").strip()


@each_module
def test_a_module_says_what_it_is_for(name):
    assert ast.get_docstring(TREES[name])


# What the chapters show

OWNER = {
    "activations": 6,
    "initializers": 9,
    "data": 5,
    "data.StandardScaler": 4,
    "layers": 5,
    "model": 5,
}
"""The chapter that shows a module, or one thing of it that another chapter owns."""

CHAPTERS = {
    int(number): stem
    for stem, number in re.findall(
        r"(book/(\d\d)_\w+)", (ROOT / "_toc.yml").read_text()
    )
}


def owner(name, key):
    return OWNER.get(f"{name}.{key.partition('.')[0]}", OWNER.get(name))


def shown(notebook):
    """The dotted names in the `source(...)` calls of a notebook's code cells."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for node in ast.walk(
                ast.parse(re.sub(r"^\s*[%!].*", "", cell.source, flags=re.MULTILINE))
            ):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "source":
                    yield from (
                        ast.unparse(arg).removesuffix(".fget") for arg in node.args
                    )


def is_shown(key, names):
    """Whether one of the names, as `Dense.forward` or `layers.Dense.forward`, is `key` or the class it belongs to."""
    wanted = {key, key.partition(".")[0]}
    tails = {
        ".".join(parts[i:])
        for name in names
        for parts in [name.split(".")]
        for i in range(len(parts))
    }
    return bool(wanted & tails)


def test_every_module_has_a_chapter_that_shows_it():
    assert {name for name, _, _ in PUBLIC} <= set(OWNER)


@pytest.mark.parametrize("number", CHAPTERS, ids=CHAPTERS.get)
def test_a_chapter_shows_the_code_that_it_owns(number):
    names = list(shown(nbformat.read(ROOT / f"{CHAPTERS[number]}.ipynb", as_version=4)))
    owned = [
        key
        for name, key, thing in PUBLIC
        if owner(name, key) == number and not inspect.isclass(thing)
    ]
    assert ", ".join(key for key in owned if not is_shown(key, names)) == ""


def test_shown_means_named_in_a_source_call_of_a_code_cell():
    code = "%matplotlib inline\nsource(Dense.forward, model.Sequential, Dense.x.fget)\nprint(source, Dense.bind)"
    cells = [
        SimpleNamespace(cell_type="code", source=code),
        SimpleNamespace(cell_type="markdown", source="source(coffee)"),
    ]
    names = list(shown(SimpleNamespace(cells=cells)))
    assert names == ["Dense.forward", "model.Sequential", "Dense.x"]
    assert is_shown("Dense.forward", names)
    assert is_shown("Sequential.build", names)
    assert not is_shown("Dense.bind", names)
    assert not is_shown("forward", ["Sequential"]) and not is_shown(
        "coffee", ["coffee_grid"]
    )
