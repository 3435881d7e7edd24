"""Whole beginner's programs, run on Keras and on nnlib with only the import lines changed: the same losses.

Both start from the same weights; rows come in the order in which they stand, for each library shuffles in its own way.
"""

import re

import keras
import numpy as np
import pytest
import tensorflow as tf

import nnlib
from nnlib.data import coffee, digits
from nnlib.neuron import Neuron
from nnlib.perceptron import Perceptron
from weights import start

tf.config.set_visible_devices([], "GPU")  # which may round to 10 bits

TABLE = np.random.default_rng(1).normal(size=(200, 8)).astype("float32")
CARS = np.random.default_rng(2).normal(size=(150, 7)).astype("float32")
ROASTS, IS_GOOD = coffee(120, seed=0)
ROASTS = ((ROASTS - ROASTS.mean(axis=0)) / ROASTS.std(axis=0)).astype("float32")
PIXELS, DIGITS = (A[:256] for A in digits())
DATA = {
    "np": np,
    "X": TABLE,
    "y": (TABLE[:, 0] * TABLE[:, 1] > 0).astype(int),
    "cars": CARS,
    "mpg": CARS @ np.arange(7) + np.abs(CARS[:, 0]),
    "roasts": ROASTS,
    "is_good": IS_GOOD,
    "images": PIXELS.reshape(-1, 8, 8).astype("float32"),
    "labels": DIGITS,
}

PROGRAMS = {
    "tabular": """
from keras.models import Sequential
from keras.layers import Dense
model = Sequential()
model.add(Dense(12, input_shape=(8,), activation="relu"))
model.add(Dense(8, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
start(model, 8)
history = model.fit(x=X, y=y, epochs=5, batch_size=10, verbose=0, shuffle=False)
_, accuracy = model.evaluate(X, y, verbose=0)
logs = model.evaluate(X, y, batch_size=7, return_dict=True, verbose=0)
result = [logs["loss"], logs["accuracy"]], model.predict(X, verbose=0)
""",
    "digits from logits": """
import keras
model = keras.Sequential([
    keras.Input(shape=(64,)),
    keras.layers.Dense(32, activation="relu", kernel_regularizer=keras.regularizers.l2(0.001)),
    keras.layers.Dense(10),
])
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.001),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
x = images.reshape(-1, 64) / 16.0
start(model, 64, 4)
history = model.fit(x, labels, epochs=4, validation_split=0.2, verbose=0, shuffle=False)
result = model.evaluate(x, labels, verbose=0), model.predict(x, batch_size=64, verbose=0)
""",
    "digits one-hot": """
from keras import Sequential
from keras.layers import Dense, Input
from keras.optimizers import SGD
from keras.utils import to_categorical
from keras.metrics import CategoricalAccuracy
layers = [Input((64,)), Dense(16, "relu", kernel_initializer="he_normal"), Dense(10, "softmax")]
model = Sequential(layers, name="digits")
right = CategoricalAccuracy(name="right")
model.compile(SGD(0.1, momentum=0.9), "categorical_crossentropy", metrics=[right, "mse"])
x, Y = images.reshape(len(images), -1) / 16, to_categorical(labels, num_classes=10)
start(model, 64, 3)
history = model.fit(x[:200], Y[:200], 32, 4, validation_data=(x[200:], Y[200:]), verbose=0, shuffle=False)
result = model.evaluate(x, Y, verbose=0), model.predict(x, verbose=0)
""",
    "regression": """
import keras
from keras import layers
from keras.callbacks import EarlyStopping
model = keras.Sequential([
    layers.Dense(64, activation="relu", input_dim=7),
    layers.Dense(64, activation=keras.activations.relu),
    layers.Dense(1),
])
model.compile(loss="mse", optimizer=keras.optimizers.RMSprop(0.001), metrics=["mae", "mean_squared_error"])
stop = EarlyStopping(monitor="val_mae", mode="min", min_delta=0.1, patience=2, restore_best_weights=True, verbose=0)
start(model, 7, 6)
history = model.fit(cars, mpg, epochs=40, validation_split=0.2, verbose=0, callbacks=[stop], shuffle=False)
assert 3 < len(history.history["loss"]) < 40
result = model.evaluate(cars, mpg, verbose=0), model.predict(cars, verbose=0)
""",
    "coffee": """
from keras.models import Sequential
from keras.layers import Dense
from keras.losses import BinaryCrossentropy
from keras.optimizers import Adam
import keras
model = Sequential([
    keras.Input(shape=(2,)),
    Dense(3, activation="sigmoid", name="layer1"),
    Dense(1, activation="sigmoid", name="layer2"),
])
model.summary()
start(model, 2)
W1, b1 = model.get_layer("layer1").get_weights()
model.get_layer("layer1").set_weights([2 * W1, b1 + 1])
assert model.layers[0].get_weights()[1][0] == b1[0] + 1
model.compile(loss=BinaryCrossentropy(), optimizer=Adam(learning_rate=0.01))
history = model.fit(roasts, is_good, epochs=5, shuffle=False, verbose=0)
model.optimizer.learning_rate = 0.001
model.fit(roasts, is_good, epochs=2, shuffle=False, verbose=0)
result = model.evaluate(roasts, is_good, verbose=0), model.predict(roasts, verbose=0)
""",
    "the line through six points": """
import keras
import numpy as np
xs = np.array([-1.0, 0.0, 1.0, 2.0, 3.0, 4.0], dtype=float)
ys = np.array([-3.0, -1.0, 1.0, 3.0, 5.0, 7.0], dtype=float)
model = keras.Sequential([keras.layers.Dense(units=1, input_shape=[1])])
model.compile(optimizer="sgd", loss="mean_squared_error")
start(model, 1)
history = model.fit(xs, ys, epochs=50, verbose=0)
result = model.evaluate(xs, ys, verbose=0), model.predict(np.array([10.0]), verbose=0)
""",
    "callbacks as they are written": """
import keras
from keras.callbacks import Callback, EarlyStopping
class Batches:
    def on_train_batch_end(self, batch, logs):
        self.losses.append(logs["loss"])
class Rates(Batches, Callback):
    def on_train_begin(self, logs):
        self.losses = []
    def on_epoch_begin(self, epoch, logs):
        logs.get("loss")
        self.model.optimizer.learning_rate = 0.1 / (epoch + 1)
    def on_epoch_end(self, epoch, logs):
        logs["rate"] = float(self.model.optimizer.learning_rate)
model = keras.Sequential([
    keras.layers.Dense(1, "sigmoid", kernel_initializer="normal", bias_initializer=keras.initializers.Constant(0.1)),
])
right, wrong = keras.metrics.BinaryAccuracy(name="right"), keras.metrics.MeanAbsoluteError(name="inaccuracy")
model.compile("sgd", "binary_crossentropy", metrics=[right, wrong])
start(model, 1)
rates, x = Rates(), X[:, 0]
model.fit(x, x > 0, None, 3, callbacks=rates, validation_data=(x[:9], x[:9] > 0), shuffle=False, verbose=0)
falling = EarlyStopping("val_inaccuracy", patience=3)
history = model.fit(x, x > 0, epochs=9, callbacks=[rates, falling], validation_split=0.2, shuffle=False, verbose=0)
assert len(history.history["rate"]) == 9
rising = EarlyStopping("val_right", patience=30)
model.fit(x, x > 0, epochs=9, callbacks=[rising], validation_split=0.2, shuffle=False, verbose=0)
result = [rates.losses[-1], rising.best, falling.best], model.predict(x, verbose=0)
""",
}  # fmt: skip


def run(program, library):
    """(what fit recorded, what evaluate gave, what predict gave)"""
    if library == "nnlib":
        program = re.sub(r"^import keras$", "import nnlib as keras", program, flags=re.MULTILINE)
        program = re.sub(r"^from keras", "from nnlib", program, flags=re.MULTILINE)
    names = DATA | {"start": start}
    exec(program, names)
    return names["history"].history, *names["result"]


FAST = "the line through six points", "coffee"


@pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`")
@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.long] * (n not in FAST)) for n in PROGRAMS])
def test_a_program_gives_the_same_with_another_import(name):
    (ours, value, outputs), (theirs, value_keras, outputs_keras) = (run(PROGRAMS[name], k) for k in ("nnlib", "keras"))
    assert ours.keys() == theirs.keys()
    for key, values in ours.items():
        np.testing.assert_allclose(values, theirs[key], rtol=5e-5, atol=1e-6, err_msg=key)
    np.testing.assert_allclose(value, value_keras, rtol=5e-5, atol=1e-6)
    np.testing.assert_allclose(outputs, outputs_keras, rtol=1e-4, atol=2e-5)


@pytest.mark.parametrize(
    ("line", "turn"),
    [
        ("from nnlib.layers import Dropout", "nnlib.layers has no Dropout: nnlib has networks of dense layers alone"),
        ("from nnlib import Conv2D", "nnlib has no Conv2D: .* is in Keras"),
        ("nnlib.layers.Flatten()", r"no Flatten: X.reshape\(len\(X\), -1\)"),
        ("nnlib.utils.set_random_seed(1)", "seed=0"),
        ("nnlib.optimizers.Nadam()", "nnlib.optimizers has no Nadam"),
        ("import nnlib.preprocessing", "nnlib has no preprocessing: nnlib.data"),
        ("from nnlib.datasets import mnist", "nnlib has no datasets: nnlib.data"),
        ("nnlib.losses.mean_squared_error([1], [2])", 'loss="mean_squared_error"'),
    ],
)
def test_a_name_that_nnlib_lacks_says_where_to_turn(line, turn):
    with pytest.raises(ImportError, match=turn):
        exec(line, {"nnlib": nnlib})
    assert not hasattr(nnlib.layers, "__wrapped__")
    assert keras.layers.Dropout  # what the sentence promises


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        (lambda m: m, "stop_trianing"),
        (lambda m: m.layers[0], "trainable"),
        (lambda m: m.layers[0], "W"),
        (lambda m: m.layers[0], "units"),
        (lambda m: m, "dtype"),
        (lambda m: m.optimizer, "lr"),
        (lambda m: nnlib.EarlyStopping(), "patinece"),
        (lambda m: m, "layers"),
        (lambda m: m, "optimizer"),
        (lambda m: m, "metrics"),
        (lambda m: m.optimizer, "beta_1"),
        (lambda m: m.loss, "reduction"),
        (lambda m: nnlib.L2(), "l1"),
        (lambda m: nnlib.data.StandardScaler(), "mean"),
        (lambda m: Perceptron(), "weights"),
        (lambda m: Neuron(1), "parameters"),
    ],
)
def test_what_would_be_ignored_cannot_be_set(thing, name):
    model = nnlib.Sequential([nnlib.Dense(1)])
    model.compile("sgd", "mse")
    with pytest.raises(AttributeError) as caught:
        setattr(thing(model), name, False)
    assert name in str(caught.value)


def test_what_a_constructor_makes_of_a_name_is_made_of_it_later():
    model = nnlib.Sequential([nnlib.Dense(1)])
    model.loss, model.layers[0].activation = "binary_crossentropy", "sigmoid"
    assert isinstance(model.loss, nnlib.losses.BinaryCrossentropy)
    assert model.layers[0].activation is nnlib.activations.ACTIVATIONS["sigmoid"]
    assert model.get_layer(index=-1) is model.layers[0]


def test_accuracy_of_a_regression_is_that_of_keras():
    model = nnlib.Sequential([nnlib.Dense(1, input_dim=1)])
    model.set_weights([[[10]], [200]])
    model.compile("sgd", "mse", metrics=["accuracy", "acc", "root_mean_squared_error"])
    logs = model.evaluate([0, 1, 2], [150, 210, 400], return_dict=True)
    assert logs == {
        "loss": pytest.approx(34900 / 3),
        "accuracy": 0,
        "acc": 0,
        "root_mean_squared_error": pytest.approx((34900 / 3) ** 0.5),
    }


def test_a_layer_may_be_added_to_a_model_that_has_weights(capsys):
    model = nnlib.Sequential([nnlib.Input((2,)), nnlib.Dense(3)], seed=0)
    before = model.get_weights()
    model.add(nnlib.Dense(1))
    for then, now in zip(before, model.get_weights(), strict=False):
        np.testing.assert_array_equal(then, now)
    assert [A.shape for A in model.get_weights()[2:]] == [(3, 1), (1,)]
    nnlib.Sequential([nnlib.Dense(3)]).summary()
    assert "(None, 3)" in (out := capsys.readouterr().out) and "?" in out


def test_one_input_may_come_as_a_row_of_numbers_but_two_may_not():
    model = nnlib.Sequential([nnlib.Dense(1)], seed=0)
    with pytest.raises(ValueError, match=r"^X: expected shape \(m, n\), got \(2,\)"):
        model([1, 2])
    model.compile("sgd", "mse")
    model.fit([1, 2, 3], [1, 2, 3])
    np.testing.assert_array_equal(model.predict([1, 2]), model([[1], [2]]))
