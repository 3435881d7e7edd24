"""What nnlib is made of: its modules in reading order, their syntax trees, and all that is public in them."""

import ast
import importlib
import inspect
from pathlib import Path

import nnlib

PACKAGE = Path(nnlib.__file__).parent
READING_ORDER = [
    *["doors", "validation", "arrays", "closed", "activations", "crossentropy", "losses"],
    *["initializers", "optimizers"],
    *["data.preparation", "data.roasting", "data.datasets", "data"],
    *["graph", "gradcheck", "perceptron", "neuron"],
    *["matching", "layers", "metrics", "counting", "callbacks", "network"],
    *["training", "storage", "model", "keras_names"],
    *["piecewise", "diagnostics", "beyond"],
    "__init__",
]

CHECKS = {"doors", "validation", "arrays", "closed", "matching", "keras_names"}
"""Modules that hold no mathematics: the checks at the doors of the others, and names."""


def file_of(name):
    """Where a module, or the __init__ of a package, is written."""
    path = PACKAGE / name.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


MODULES = [name for name in READING_ORDER if file_of(name).is_file()]
SOURCES = {name: file_of(name).read_text("utf-8") for name in MODULES}
TREES = {name: ast.parse(source) for name, source in SOURCES.items()}


def public_objects(name):
    """(qualified name, object) of each public function, class, method and property that a module defines."""
    module = importlib.import_module(f"nnlib.{name}")
    for key, thing in vars(module).items():
        if key.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(thing):
            yield key, thing
            yield from ((f"{key}.{method}", vars(thing)[method]) for method in methods(thing))
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


PUBLIC = [(name, *public) for name in MODULES if name not in CHECKS for public in public_objects(name)]
