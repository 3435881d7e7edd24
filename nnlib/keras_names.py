"""Keras' names: where its programs look for what nnlib has in another place or lacks."""

import sys
from functools import partial
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace

import nnlib.metrics
from nnlib import initializers, losses
from nnlib.counting import METRICS, Metric
from nnlib.data import one_hot
from nnlib.model import Sequential

INSTEAD = {
    "Flatten": "X.reshape(len(X), -1) makes rows flat",
    "set_random_seed": "Sequential(layers, seed=0) decides a run",
    "datasets": "nnlib.data has some",
    "preprocessing": "nnlib.data scales, splits and encodes",
}
INSTEAD |= {name: f'loss="{name}", a name, does it' for name in losses.LOSSES}
"""What does the same, for names that a program of dense layers may have."""


def to_categorical(x, num_classes=None):
    """`nnlib.data.one_hot`: labels x (m,) as rows (m, num_classes) of 0 and 1."""
    return one_hot(x, num_classes)


def refuse(module, name):
    """Raise ImportError for a name that `module` lacks, with what to do: an ImportError,
    for its sentence is what `from nnlib.layers import Dropout` shows.
    """
    more = "nnlib has networks of dense layers alone; what goes beyond is in Keras"
    raise ImportError(f"{module} has no {name}: {INSTEAD.get(name, more)}")


def refuse_attribute(module, name):
    """For `module.name`; names with _ and modules not yet imported Python asks for."""
    if name[0] == "_" or (module == "nnlib" and find_spec(f"nnlib.{name}")):
        raise AttributeError(name)
    refuse(module, name)


def refuse_module(name, path=None, target=None):
    """For `import nnlib.name`, which no finder of Python's has found."""
    package, _, name = name.rpartition(".")
    if package == "nnlib" and name[0] != "_":
        refuse(package, name)


def initializer(name, **settings):
    """`initializers.get(name)`, written as the class of Keras: HeNormal()."""
    if settings:
        turn = "Sequential(layers, seed=0) and normal(stddev=0.05) are where to say it"
        raise TypeError(f"{name} has no {', '.join(settings)}: {turn}")
    return initializers.get(name)


def _objects(table, make):
    # The class of Keras for each name, as HeNormal for "he_normal".
    return {name.title().replace("_", ""): partial(make, name) for name in table}


MODULES = {
    "models": {"Sequential": Sequential, "load_model": Sequential.load},
    "regularizers": {"L2": losses.L2, "l2": losses.L2},
    "utils": {"to_categorical": to_categorical},
    "initializers": _objects(initializers.INITIALIZERS, initializer),
    "metrics": _objects([name for name in METRICS if "_" in name], Metric),
}
"""What modules of nnlib, and three made here, have for a Keras program."""

OTHERS = "activations", "callbacks", "layers", "losses", "optimizers"
nnlib.__getattr__ = partial(refuse_attribute, "nnlib")
sys.meta_path.append(SimpleNamespace(find_spec=refuse_module))
for _name in (*MODULES, *OTHERS):
    _module = sys.modules.setdefault(f"nnlib.{_name}", ModuleType(f"nnlib.{_name}"))
    vars(_module).update(MODULES.get(_name, {}))
    _module.__getattr__ = partial(refuse_attribute, _module.__name__)
    setattr(nnlib, _name, _module)
