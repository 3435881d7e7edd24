"""Models in files: one .npz with the layers and how they learn as text, parameters and
the optimizer's memory as numbers.
"""

import inspect
import json
import os
from pathlib import Path

import numpy as np

from nnlib import activations
from nnlib.counting import Metric
from nnlib.layers import Dense
from nnlib.losses import L2, LOSSES
from nnlib.optimizers import OPTIMIZERS
from nnlib.validation import of_kind, real_array

FORMAT = "nnlib model 1"


def write(path, model):
    """Write a built model, and how it learns, to `path`, an .npz file.

    The file appears whole or not at all: it is written under another name beside
    `path` and then renamed. Raises ValueError for another ending than .npz, for
    parameters that are not finite and for an activation of your own, which a name
    cannot bring back. With a loss or an optimizer of your own, `compile` is left out.
    """
    path = checked_path(path).resolve()  # a link stays one
    if path.is_dir() or not path.parent.is_dir():
        raise FileNotFoundError(f"path: no file can be written as {path}")
    theta = real_array("parameters", model.parameters, model.dtype)
    about = {
        "format": FORMAT,
        "name": model.name,
        "dtype": model.dtype.name,
        "inputs": model.layers[0].W.shape[0],
        "layers": [describe(layer) for layer in model.layers],
    }
    memory, known = {}, {*LOSSES.values(), *OPTIMIZERS.values()}
    if {type(model.loss), type(model.optimizer)} <= known:
        about["learning"] = describe_learning(model)
        memory = model.optimizer.build(theta)
    about = json.dumps(about, default=np.ndarray.tolist)
    arrays = {"about": np.array(about), "parameters": theta, **memory}
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(unfinished, "wb") as file:
            np.savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def describe(layer):
    """The arguments of a layer as numbers and names, for `revive` to make it again."""
    name, penalty = layer.activation.name, layer.kernel_regularizer
    if activations.ACTIVATIONS.get(name) != layer.activation:
        raise ValueError(f"{layer.name}: an activation of your own cannot be saved")
    l2 = penalty.l2 if penalty else None
    return {"units": layer.units, "activation": name, "name": layer.name, "l2": l2}


def revive(l2, **arguments):
    """The `Dense` that `describe` has described."""
    return Dense(**arguments, kernel_regularizer=None if l2 is None else L2(l2))


def describe_learning(model):
    """What `compile` has chosen, the steps taken and the state of the generator."""
    loss, optimizer = model.loss, model.optimizer
    arguments = inspect.signature(type(optimizer)).parameters
    return {
        "loss": type(loss).__name__,
        "from_logits": loss.from_logits,
        "optimizer": type(optimizer).__name__.lower(),
        "settings": {name: getattr(optimizer, name) for name in arguments},
        "iterations": optimizer.iterations,
        "metrics": [(metric.kind, metric.name) for metric in model.metrics],
        "rng": model._rng.bit_generator.state,
    }


def revive_learning(model, about, memory):
    """Compile `model` as `describe_learning` has described, with an optimizer that
    remembers the vectors in `memory`.
    """
    loss = {kind.__name__: kind for kind in LOSSES.values()}[about["loss"]]()
    loss.from_logits = about["from_logits"]
    optimizer = OPTIMIZERS[about["optimizer"]](**about["settings"])
    optimizer.iterations = about["iterations"]
    for name in optimizer.memory:
        vector = real_array(name, memory[name], model.dtype, finite=False)
        setattr(optimizer, name, vector)
    optimizer.build(model.parameters)
    model.compile(optimizer, loss, [Metric(*metric) for metric in about["metrics"]])


def revive_generator(state):
    """A numpy.random.Generator in the state of `bit_generator.state`."""
    bits = getattr(np.random, state["bit_generator"])()
    bits.state = state
    return np.random.Generator(bits)


def read(path, restore):
    """`restore(about, arrays)` of what `write` has put into the file `path`.

    Nothing is unpickled. Raises ValueError for a file that is broken or holds
    something else, OSError for one that cannot be opened.
    """
    with open(checked_path(path), "rb") as file:
        try:
            arrays = np.load(file, allow_pickle=False)
            about = json.loads(str(arrays["about"]))
            if about["format"] != FORMAT:
                raise ValueError(about["format"])
            return restore(about, arrays)
        except Exception as error:
            reason = "no model saved by nnlib, or a broken one"
            raise ValueError(f"{path}: {reason}") from error


def checked_path(path):
    """`path` as a Path; ValueError unless it ends in .npz."""
    path = Path(of_kind("path", path, str | os.PathLike, "the name of a file"))
    if path.suffix != ".npz":
        raise ValueError(f"path: expected a name that ends in .npz, got {path.name!r}")
    return path
