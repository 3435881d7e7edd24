"""Models in files: the same outputs after a round trip, whole files or none, and no pickle."""

import io
import json
import os
import pickle
import re
import warnings

import numpy as np
import pytest

from nnlib import L2, Adam, Dense, Sequential, storage
from nnlib.activations import ACTIVATIONS, Activation

X = np.random.default_rng(1).normal(size=(5, 3))
MESSAGE = "no model saved by nnlib, or a broken one"


def network(dtype="float32", seed=0, activation="relu"):
    layers = [
        Dense(4, activation, kernel_regularizer=L2(0.1)),
        Dense(2, "softmax", kernel_regularizer=L2(0.0)),
        Dense(2, activation),
    ]
    model = Sequential(layers, dtype=dtype, seed=seed)
    model.build((None, 3))
    model.parameters[...] += 0.1
    return model


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.npz"


@pytest.fixture
def contents(path):
    """The arrays of a saved model, to be spoiled."""
    network().save(path)
    with np.load(path) as arrays:
        return dict(arrays)


def load_refuses(path):
    """The message of the one ValueError with which a file is refused, unwarned."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(ValueError, match=f"^{re.escape(f'{path}: {MESSAGE}')}$"):
            Sequential.load(path)
    assert caught == []


# Round trips


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_loaded_model_is_the_saved_one(path, dtype, activation):
    model = network(dtype, activation=activation)
    model.save(path)
    twin = Sequential.load(path)
    assert twin.parameters.tobytes() == model.parameters.tobytes()
    assert twin(X).tobytes() == model(X).tobytes() and twin(X).dtype == dtype
    assert twin.dtype == model.dtype
    assert twin.penalty() == model.penalty() > 0
    assert [repr(layer) for layer in twin.layers] == [repr(n) for n in model.layers]
    assert [n.kernel_regularizer and n.kernel_regularizer.l2 for n in twin.layers] == [0.1, 0.0, None]


def test_a_loaded_model_can_be_compiled_and_trained(path):
    model, y = network("float64"), X[:, :2]
    model.compile(Adam(0.01), "mse")
    model.save(path)
    twin = Sequential.load(path)
    assert twin.history is None
    twin.compile(Adam(0.01), "mse")
    one = model.fit(X, y, 2, 3, shuffle=False).history
    assert one == twin.fit(X, y, 2, 3, shuffle=False).history
    np.testing.assert_array_equal(model.parameters, twin.parameters)


def test_a_seed_decides_how_a_loaded_model_goes_on(path):
    model = Sequential([Dense(1)], seed=0)
    model.build((None, 2))
    model.save(path)
    X = np.random.default_rng(0).normal(size=(50, 2))

    def trained(seed):
        loaded = Sequential.load(path, seed=seed)
        loaded.compile("adam", "mse")
        loaded.fit(X, X[:, 0], batch_size=5)
        return loaded.parameters.tolist()

    assert trained(1) == trained(1) != trained(2)


def test_a_link_to_a_file_stays_a_link(path, tmp_path):
    link = tmp_path / "link.npz"
    link.symlink_to(path)
    model = Sequential([Dense(1)], seed=0)
    model.build((None, 2))
    model.save(link)
    assert link.is_symlink() and path.is_file()
    assert Sequential.load(path).count_params() == 3


# Writing: whole or not at all


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
def test_an_interrupted_save_leaves_the_older_file(path, monkeypatch, error):
    network().save(path)
    before = path.read_bytes()

    def half(file, **arrays):
        file.write(before[: len(before) // 2])
        raise error

    monkeypatch.setattr(storage.np, "savez", half)
    with pytest.raises(type(error)):
        network(seed=1).save(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_first_save_that_fails_leaves_no_file(path, monkeypatch):
    def refuse(*_):
        raise OSError("no")

    monkeypatch.setattr(storage.os, "replace", refuse)
    with pytest.raises(OSError, match="^no$"):
        network().save(path)
    assert list(path.parent.iterdir()) == []


def test_all_bytes_are_on_the_disk_before_the_file_gets_its_name(path, monkeypatch):
    sizes = []
    monkeypatch.setattr(storage.os, "fsync", lambda fd: sizes.append(os.fstat(fd)))
    network().save(path)
    assert [size.st_size for size in sizes] == [path.stat().st_size]


OWN = Activation("relu", np.square, lambda z, a: 2 * z)


def spoiled():
    model = network()
    model.parameters[3] = np.nan
    return model


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Sequential([Dense(1)]), ValueError, "no parameters yet: call the model"),
        (Sequential, ValueError, "no parameters yet: call the model"),
        (spoiled, ValueError, "parameters[3] is nan: expected finite numbers"),
        (lambda: network(activation=OWN), ValueError, "layer 1: an activation of your own cannot be saved"),
    ],
)
def test_a_model_that_could_not_be_read_again_is_not_written(path, make, error, message):
    network().save(path)
    before = path.read_bytes()
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        make().save(path)
    assert path.read_bytes() == before and list(path.parent.iterdir()) == [path]


# Reading: everything else is refused


def test_a_file_cut_off_anywhere_is_refused(path):
    network().save(path)
    whole = path.read_bytes()
    for length in {*range(0, len(whole), 97), len(whole) - 1}:
        path.write_bytes(whole[:length])
        load_refuses(path)


def test_a_file_with_one_spoiled_byte_is_refused_or_says_the_same(path):
    model = network()
    model.save(path)
    whole = path.read_bytes()
    for place in range(0, len(whole), 53):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            twin = Sequential.load(path)
        except ValueError:
            continue
        np.testing.assert_array_equal(twin.parameters, model.parameters)


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"units,activation\n3,relu\n",
        "Änderung".encode("latin-1"),
        pickle.dumps({"about": "x"}),
        npy(np.arange(13.0)),
        npy(np.array("{}")),
        b"PK\x05\x06" + 18 * b"\0",
    ],
    ids=["empty", "text", "latin-1", "pickle", "npy", "npy of text", "empty zip"],
)
def test_other_files_are_refused(path, content):
    path.write_bytes(content)
    load_refuses(path)


def test_other_contents_are_refused(path, contents):
    about, theta = json.loads(str(contents["about"])), contents["parameters"]
    wrong = [
        about | change for change in ({"format": "nnlib model 2"}, {"dtype": "float16"}, {"inputs": 4}, {"layers": []})
    ]
    spoiled = [{"about": np.array(json.dumps(text))} for text in (*wrong, [1], "no")]
    spoiled += [
        {"parameters": array} for array in (theta[:-1], theta[None], theta * np.nan, theta + 1j, theta.astype(str))
    ]
    for change in spoiled:
        np.savez(path, **contents | change)
        load_refuses(path)
    for name in contents:
        np.savez(path, **{other: contents[other] for other in contents if other != name})
        load_refuses(path)


UNPICKLED = []


def run():
    UNPICKLED.append("run")


class Malicious:
    def __reduce__(self):
        return run, ()


@pytest.mark.parametrize("name", ["about", "parameters"])
def test_nothing_is_unpickled(path, contents, name):
    np.savez(path, **contents | {name: np.array([Malicious()], dtype=object)})
    load_refuses(path)
    path.write_bytes(pickle.dumps(Malicious()))
    load_refuses(path)
    assert UNPICKLED == []


def test_a_folder_that_is_not_there_is_named(tmp_path):
    model = Sequential([Dense(1)])
    model([[1.0]])
    with pytest.raises(FileNotFoundError, match=r"^path: no file can be written as .*m\.npz"):
        model.save(tmp_path / "no" / "m.npz")
    (tmp_path / "d.npz").mkdir()
    with pytest.raises(FileNotFoundError, match=r"^path: no file can be written as .*d\.npz"):
        model.save(tmp_path / "d.npz")
    assert not any((tmp_path / "d.npz").iterdir())
