"""Bad input to anything public: one clear line that says what was expected and what came."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from nnlib import (
    L2,
    SGD,
    Adam,
    BinaryCrossentropy,
    Callback,
    CategoricalCrossentropy,
    Dense,
    EarlyStopping,
    MeanSquaredError,
    RMSprop,
    Sequential,
    SparseCategoricalCrossentropy,
    data,
    initializers,
)
from nnlib import piecewise as pw
from nnlib.activations import ACTIVATIONS, leaky_relu, log_softmax, relu, softmax
from nnlib.activations import get as get_activation
from nnlib.beyond import conv2d, recurrent
from nnlib.diagnostics import collapse_linear, dead_units, gradient_profile, layer_stats
from nnlib.gradcheck import gradient_check, numerical_gradient, relative_error
from nnlib.graph import Node
from nnlib.initializers import constant, normal, uniform
from nnlib.losses import get as get_loss
from nnlib.losses import squared_error
from nnlib.metrics import accuracy, auc, calibration_error, confusion_matrix, f1, roc_curve
from nnlib.network import Network
from nnlib.neuron import Neuron
from nnlib.optimizers import get as get_optimizer
from nnlib.perceptron import MulticlassPerceptron, Perceptron, heaviside

MSE, BINARY, SCORES = MeanSquaredError(), BinaryCrossentropy(), BinaryCrossentropy(from_logits=True)
SPARSE, LOGITS = SparseCategoricalCrossentropy(), SparseCategoricalCrossentropy(from_logits=True)
CATEGORICAL, HALF = CategoricalCrossentropy(), [[0.5, 0.5], [0.5, 0.5]]
X3, Y3, CORNERS, AND = np.zeros((3, 2)), np.zeros(3, int), [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1]
SEED = "seed: expected a whole number >= 0, a numpy.random.Generator or None, got"
ROW = "np.array(X)[:, None] makes it one column"
UNBUILT = "no parameters yet: call the model or build"
IMAGE, KERNELS, SIX = np.ones((4, 5, 2)), np.ones((3, 3, 2, 6)), np.ones(6)
READ_ONLY = np.zeros(2)
READ_ONLY.flags.writeable = False
USED = Dense(1)
Network([USED])


def model(*layers, n=2, dtype="float32"):
    """A built model of these layers; a 2-3-1 with sigmoids without any."""
    result = Sequential(list(layers) or [Dense(3, "sigmoid"), Dense(1, "sigmoid")], dtype=dtype, seed=0)
    result.build((None, n))
    return result


def backward(caches=lambda c: c, dA=((1,), (1,), (1,))):
    """`backward` of a 2-3-1 model after three rows, its caches changed."""
    net = model()
    return net.backward(dA, caches(net.forward(X3)[1]))


def with_metric(name, loss, y=Y3):
    net = compiled(loss, Dense(2, "softmax"))
    net.compile("sgd", loss, metrics=[name])
    net.fit(X3, y)


def compiled(loss, *layers):
    net = Sequential(list(layers), seed=0)
    net.compile("sgd", loss)
    return net


def weights(position, value):
    """`set_weights` of a 2-3-1 model with one array replaced."""
    net = model()
    net.set_weights([value if i == position else w for i, w in enumerate(net.get_weights())])


def unit(w, b):
    result = Perceptron()
    result.w, result.b = w, b
    return result


def node(f):
    return lambda: f(Node(2, "x"))


def later(make, name, value):
    return lambda: setattr(make(), name, value)


# What a constructor refuses is refused later, too.
LATER_KIND = [
    (lambda: Dense(1), "kernel_regularizer", "l2", "kernel_regularizer: expected an L2 or None, got 'l2'"),
    (Adam, "iterations", 0.5, "iterations: expected a whole number, got 0.5"),
    (SGD, "nesterov", 1, "nesterov: expected True or False, got 1"),
    (RMSprop, "epsilon", "0", "epsilon: expected a number, got '0'"),
    (BinaryCrossentropy, "from_logits", "yes", "from_logits: expected True or False, got 'yes'"),
    (EarlyStopping, "patience", "3", "patience: expected a whole number, got '3'"),
]
LATER_VALUE = [
    (lambda: Dense(1), "activation", "tahn", "unknown activation 'tahn': did you mean 'tanh'"),
    (lambda: compiled("mse"), "loss", "msee", "unknown loss 'msee': did you mean 'mse'"),
    (Adam, "beta_1", 3, "beta_1: expected a finite number >= 0 and < 1, got 3"),
    (Adam, "iterations", -1, "iterations: expected at least 0, got -1"),
    (L2, "l2", -1, "l2: expected a finite number >= 0, got -1"),
]

WRONG_KIND = [
    (lambda: relu(None), "expected real numbers, got None"),
    (lambda: softmax("text"), "expected real numbers, got 'text'"),
    (lambda: MSE(["a"], [1]), "y_true[0]: expected real numbers, got 'a'"),
    (lambda: MSE([1], None), "y_pred: expected real numbers, got None"),
    (lambda: SPARSE(["cat", "dog"], HALF), "y_true[0]: expected real numbers, got 'cat'"),
    (lambda: BinaryCrossentropy(from_logits=1), "from_logits: expected True or False, got 1"),
    (lambda: BinaryCrossentropy(from_logits=np.ones((3, 3))), "from_logits: expected True or False, got array"),
    (lambda: L2("0.1"), "l2: expected a number, got '0.1'"),
    (lambda: constant("1"), "value: expected a number, got '1'"),
    (lambda: normal("1"), "stddev: expected a number, got '1'"),
    (lambda: uniform(None), "limit: expected a number, got None"),
    (lambda: SGD("0.1"), "learning_rate: expected a number, got '0.1'"),
    (lambda: Adam(True), "learning_rate: expected a number, got True"),
    (lambda: Adam(np.array(1.0)), "learning_rate: expected a number, got array(1.)"),
    (lambda: RMSprop(epsilon=[0.1]), "epsilon: expected a number, got [0.1]"),
    (lambda: SGD(momentum="0.9"), "momentum: expected a number, got '0.9'"),
    (lambda: SGD(0.1, 0.9, nesterov=None), "nesterov: expected True or False, got None"),
    (lambda: SGD().step(np.zeros(2), ["a", "b"]), "gradient[0]: expected real numbers, got 'a'"),
    (lambda: Adam().step(np.zeros(2), [1j, 2]), "gradient[0]: expected real numbers, got 1j"),
    (lambda: SGD().step([0.0, 0.0], np.ones(2)), "theta: expected a NumPy array of floats"),
    (lambda: Adam().step(np.zeros(2, int), np.ones(2)), "theta: expected a NumPy array of floats"),
    (lambda: SGD().step(READ_ONLY, np.ones(2)), "theta: expected a NumPy array of floats, changed in place"),
    (lambda: Dense(2.5), "units: expected a whole number, got 2.5"),
    (lambda: Dense("3"), "units: expected a whole number, got '3'"),
    (lambda: Dense(True), "units: expected a whole number, got True"),
    (lambda: Dense(np.ones((2, 1))), "units: expected a whole number, got array([[1.], [1.]])"),
    (lambda: Dense(3, kernel_regularizer=0.01), "kernel_regularizer: expected an L2 or None, got 0.01"),
    (lambda: model(Dense(1)).layers[0].forward([["a", 1]]), "layer 1[0, 0]: expected real numbers, got 'a'"),
    (lambda: model(Dense(1)).layers[0].unit("0"), "j: expected a whole number, got '0'"),
    (lambda: Network([Dense(2), "relu"]), "layer 2: expected a Dense, got 'relu'"),
    (lambda: Network([Dense]), "layer 1: expected a Dense, got <class"),
    (lambda: Network(Dense(1)), "layers: expected a list of Dense, got Dense(1"),
    (lambda: Network([Dense(1)]).build((2, None)), "the last entry of input_shape: expected a whole number, got None"),
    *((lambda seed=seed: Network(seed=seed), SEED) for seed in (-1, 1.5, "x", True, [1, 2], np.random.RandomState(0))),
    (lambda: model()([[1, "hot"]]), "X[0, 1]: expected real numbers, got 'hot'"),
    (lambda: model()([[1, 2j]]), "X[0, 1]: expected real numbers, got 2j"),
    (lambda: model()([["1", 1]]), "X[0, 0]: expected real numbers, got '1'"),
    (lambda: model()([["a" * 100, "b"]]), "X[0, 0]: expected real numbers, got 'aaaaaaaaaaaa...aaaaaaaaaaaaa'"),
    (lambda: backward(lambda c: [0, c[1]]), "cache: expected the Cache of a forward pass, got 0"),
    (lambda: backward(lambda c: [tuple(c[0]), c[1]]), "cache: expected the Cache of a forward pass"),
    (lambda: backward(dA="steep"), "dA: expected real numbers, got 'steep'"),
    (lambda: weights(3, ["three"]), "layer 2's b[0]: expected real numbers, got 'three'"),
    (lambda: compiled("mse").compile(loss="mse", metrics=5), "metrics: expected a list of names, got 5"),
    (lambda: EarlyStopping(patience=1.5), "patience: expected a whole number, got 1.5"),
    (lambda: EarlyStopping(min_delta="0"), "min_delta: expected a number, got '0'"),
    (lambda: model().save(7), "path: expected the name of a file, got 7"),
    (lambda: Sequential.load(None), "path: expected the name of a file, got None"),
    (lambda: data.MinMaxScaler("ab"), "feature_range: expected real numbers, got 'ab'"),
    (lambda: data.flatten([["a"]]), "images[0, 0]: expected real numbers, got 'a'"),
    (lambda: data.train_test_split(X3, Y3, "a"), "test_size: expected a number, got 'a'"),
    (lambda: data.train_test_split(X3, Y3, seed="a"), f"{SEED} 'a'"),
    (lambda: data.minibatches([[1]], Y3, 1), "X: expected a numpy array, got [[1]]"),
    (lambda: data.minibatches(X3, [0, 1, 2], 1), "y: expected a numpy array, got [0, 1, 2]"),
    (lambda: data.minibatches(X3, Y3, 2.0), "batch_size: expected a whole number, got 2.0"),
    (lambda: data.minibatches(X3, Y3, 1, 0), "rng: expected a numpy.random.Generator or None, got 0"),
    (lambda: data.blobs(centers=2.5), "centers: expected a whole number, got 2.5"),
    (lambda: data.blobs(seed="a"), f"{SEED} 'a'"),
    (lambda: data.moons(1.5), "m: expected a whole number, got 1.5"),
    (lambda: data.moons(noise="a"), "noise: expected a number, got 'a'"),
    (lambda: data.bmi(seed=-1), f"{SEED} -1"),
    (lambda: data.coffee(2.5), "m: expected a whole number, got 2.5"),
    (lambda: data.coffee(seed="a"), f"{SEED} 'a'"),
    (lambda: Node("a"), "value: expected a number, got 'a'"),
    (lambda: Node(True), "value: expected a number, got True"),
    (node(lambda x: x + "a"), "operand of +: expected a number, got 'a'"),
    (node(lambda x: [1] - x), "operand of -: expected a number, got [1]"),
    (node(lambda x: np.ones(1) * x), "operand of *: expected a number, got array([1.])"),
    (node(lambda x: x**x), "exponent: expected a number, got Node(2, 'x')"),
    (lambda: numerical_gradient(sum, ["a"]), "theta[0]: expected real numbers, got 'a'"),
    (lambda: numerical_gradient(3.0, [1]), "J: expected a function of theta, got 3.0"),
    (lambda: numerical_gradient(lambda v: v, [1]), "J(theta): expected a number, got array([1.00001])"),
    (lambda: numerical_gradient(sum, [1], h="a"), "h: expected a number, got 'a'"),
    (lambda: gradient_check(None, MSE, X3, Y3), "model: expected a model such as Sequential([...]), got None"),
    (lambda: gradient_check(model(), len, X3, Y3), "loss: expected a loss such as MeanSquaredError(), got <built-in"),
    (lambda: heaviside("a"), "z: expected real numbers, got 'a'"),
    *[(later(*case), sentence) for *case, sentence in LATER_KIND],
    (lambda: leaky_relu(1, slope=2), "leaky_relu() got an unexpected keyword argument 'slope'"),
    (lambda: relu(), "relu() missing 1 required positional argument: 'z'"),
    (lambda: model().predict(X3, batch_size="a"), "batch_size: expected a whole number, got 'a'"),
    (lambda: compiled("mse", Dense(1)).evaluate(X3, Y3, "a"), "batch_size: expected a whole number, got 'a'"),
    (lambda: L2().penalty("a"), "W: expected real numbers, got 'a'"),
    (lambda: model().get_layer(index=1.0), "index: expected a whole number, got 1.0"),
    (
        lambda: initializers.RandomNormal(stddev=0.1),
        "random_normal has no stddev: Sequential(layers, seed=0) and normal(stddev=0.05)",
    ),
    (lambda: initializers.HeNormal(seed=1), "he_normal has no seed: Sequential(layers, seed=0)"),
    (lambda: unit(["a", "b"], 0).predict(CORNERS), "w[0]: expected real numbers, got 'a'"),
    (lambda: unit([1, 2], "x").predict(CORNERS), "b: expected a number, got 'x'"),
    (lambda: Perceptron().fit(CORNERS, AND, epochs=1.5), "epochs: expected a whole number, got 1.5"),
    (lambda: Neuron(2.0), "n: expected a whole number, got 2.0"),
    (lambda: Neuron(1).probability([["a"]]), "X[0, 0]: expected real numbers, got 'a'"),
    (lambda: calibration_error([0, 1], [0.2, 0.4], 2.5), "bins: expected a whole number, got 2.5"),
    (lambda: pw.from_hinges([0], [1], "c"), "constant: expected a number, got 'c'"),
    (lambda: pw.relu_interpolant("sin", [0, 1]), "f: expected a function of x, got 'sin'"),
    (lambda: pw.kinks(3), "model: expected a Sequential, got 3"),
    (lambda: layer_stats([1], [[1.0]]), "model: expected a Sequential, got [1]"),
    (lambda: gradient_profile(None, MSE, [[1.0]], [1]), "model: expected a Sequential, got None"),
    (lambda: gradient_profile(model(), "mse", X3, Y3), "loss: expected a loss such as MeanSquaredError(), got 'mse'"),
    (lambda: gradient_profile(model(), SimpleNamespace(gradient=1), X3, Y3), "loss: expected a loss such as"),
    (lambda: recurrent(X3, np.ones((2, 2)), np.eye(2), np.ones(2), "tanh"), "g: expected a function, got 'tanh'"),
    (lambda: recurrent(X3, "U", np.eye(2), np.ones(2)), "U: expected real numbers, got 'U'"),
]

WRONG_VALUE = [
    *[(later(*case), sentence) for *case, sentence in LATER_VALUE],
    (lambda: model().predict(X3, verbose=7), 'verbose: expected 0, 1, 2 or "auto", got 7'),
    (lambda: model().get_layer(index=5), "unknown layer 5: known: layer 1, layer 2"),
    (lambda: compiled(squared_error), "did you mean 'mean_squared_error'?"),
    (lambda: Sequential().compile(Adam, "mse"), "did you mean 'adam'?"),
    (lambda: accuracy([0, 1], [0.2, 0.8]), "y_pred[0] is 0.2: expected whole numbers from 0; y_pred > 0.5 makes"),
    (lambda: get_activation("sigmod"), "unknown activation 'sigmod': did you mean 'sigmoid'? known: elu, "),
    (lambda: get_activation("ReLU"), "did you mean 'relu' or 'elu'?"),
    (lambda: get_activation(["relu"]), "unknown activation ['relu']: did you mean"),
    (lambda: get_activation(np.tanh), "unknown activation <ufunc 'tanh'>: did you mean 'tanh'? known: "),
    (lambda: Dense(3, "xyz"), "unknown activation 'xyz': known: elu"),
    (lambda: softmax(3.0), "expected rows of scores, got shape ()"),
    (lambda: log_softmax([[], []]), "expected rows of scores, got shape (2, 0)"),
    (lambda: relu([[1], [2, 3]]), "rows of different lengths, not a table"),
    (lambda: MSE([1, 2], [[1, 2]]), "y_true: expected shape (1, 2), got (2,)"),
    (lambda: MSE([1, 2, 3], [1, 2]), "y_true: expected shape (2,), got (3,)"),
    (lambda: MSE([[1, 2]], [[1], [2]]), "y_true: expected shape (2, 1), got (1, 2)"),
    (lambda: MSE.gradient([[1, 2]], [[1], [2]]), "y_true: expected shape (2, 1), got (1, 2)"),
    (lambda: MSE(1, 2), "y_pred: expected shape (m, units), got ()"),
    (lambda: MSE([], []), "y_pred: expected shape (m, units), got (0,)"),
    (lambda: MSE([1, np.nan], [1, 2]), "y_true[1] is nan: expected finite numbers"),
    (lambda: MSE([1e39], np.ones(1, "float32")), "y_true[0] is 1e+39: too large for float32"),
    (lambda: MSE([[1], [1, 2]], HALF), "y_true: rows of different lengths, not a table"),
    (lambda: BINARY([0.5, -1], HALF[0]), "y_true: expected values from 0 to 1, got -1"),
    (lambda: SCORES([1.5], [3]), "y_true: expected values from 0 to 1, got 1.5"),
    (lambda: BINARY([1, 0], [-3, 0.5]), "expected values from 0 to 1, got -3.0; for scores use BinaryCrossentropy("),
    (lambda: BINARY.gradient([1], [1.0000001]), "y_pred: expected values from 0 to 1, got 1.0000001"),
    (lambda: SPARSE([0], [[-1, 2]]), "for scores use SparseCategoricalCrossentropy(from_logits=True)"),
    (lambda: SPARSE([0, 1], [[0.5, 0.5], [0.9, 0.9]]), "y_pred: expected rows of sum 1, row 1 has 1.8"),
    (lambda: CATEGORICAL([[1, 0]], [[0.9, 0.9]]), "y_pred: expected rows of sum 1, row 0 has 1.8"),
    (lambda: SPARSE([0, 2], HALF), "y_true[1] is 2: expected labels 0 and 1"),
    (lambda: LOGITS.gradient([-1, 1], HALF), "y_true[0] is -1: expected labels 0 and 1"),
    (lambda: SPARSE([0.5, 1], HALF), "y_true[0] is 0.5: expected labels 0 and 1"),
    (lambda: SPARSE(HALF, HALF), "y_true: expected shape (2,), got (2, 2)"),
    (lambda: LOGITS([0, 0], [0.5, 0.5]), "y_pred: expected shape (m, K) with K >= 2 classes, got (2,)"),
    (lambda: CATEGORICAL([[1]], [[1]]), "y_pred: expected shape (m, K) with K >= 2 classes, got (1, 1)"),
    (lambda: CATEGORICAL([0, 1], HALF), "use SparseCategoricalCrossentropy"),
    (lambda: CATEGORICAL([[1, 0], [1, 1]], HALF), "y_true: expected rows of sum 1, row 1 has 2"),
    (lambda: CATEGORICAL([[2, -1], [1, 0]], HALF), "y_true: expected values from 0 to 1, got 2"),
    (lambda: get_loss("MSE"), "unknown loss 'MSE': did you mean 'mse'?"),
    (lambda: get_loss(MeanSquaredError), "unknown loss <class"),
    *((lambda l2=l2: L2(l2), f"l2: expected a finite number >= 0, got {l2}") for l2 in (-0.1, np.nan, np.inf)),
    (lambda: constant(np.inf), "value: expected a finite number, got inf"),
    (lambda: normal(-1), "stddev: expected a finite number >= 0, got -1"),
    (lambda: uniform(10**5000), "limit: expected a finite number >= 0, got inf"),
    (lambda: Dense(3, kernel_initializer="He_normal"), "unknown initializer 'He_normal': did you mean 'he_normal'"),
    (lambda: Dense(3, bias_initializer=0), "unknown initializer 0: known: glorot_normal, "),
    (lambda: get_optimizer("adm"), "unknown optimizer 'adm': did you mean 'adam'?"),
    (lambda: get_optimizer(Adam), "unknown optimizer <class"),
    (lambda: SGD(-1e-9), "learning_rate: expected a finite number >= 0, got -1e-09"),
    (lambda: Adam(np.nan), "learning_rate: expected a finite number >= 0, got nan"),
    (lambda: Adam(epsilon=-1), "epsilon: expected a finite number >= 0"),
    (lambda: RMSprop(epsilon=np.inf), "epsilon: expected a finite number >= 0"),
    (lambda: SGD(momentum=1), "momentum: expected a finite number >= 0 and < 1, got 1"),
    (lambda: RMSprop(rho=1.1), "rho: expected a finite number >= 0 and < 1, got 1.1"),
    (lambda: Adam(beta_1=-0.1), "beta_1: expected a finite number >= 0 and < 1"),
    (lambda: Adam(beta_2=1.0), "beta_2: expected a finite number >= 0 and < 1, got 1"),
    (lambda: SGD().step(np.zeros(2), np.ones((2, 1))), "gradient: expected shape (2,), got (2, 1)"),
    (lambda: Adam().step(np.zeros(2), 1.0), "gradient: expected shape (2,), got ()"),
    (lambda: RMSprop().step(np.zeros(2), [[1], [1, 2]]), "gradient: rows of different lengths, not a table"),
    (lambda: Dense(0), "units: expected at least 1, got 0"),
    (lambda: Dense(3, "relu").forward(X3), "has no weights yet: Sequential([Dense"),
    (lambda: Dense(3).unit(0), "has no weights yet: Sequential([Dense"),
    (lambda: model(Dense(1)).layers[0].forward([[1, 2, 3]]), "layer 1: expected shape (m, 2), got (1, 3)"),
    (lambda: model(Dense(1)).layers[0].forward([1, 2]), "layer 1: expected shape (m, 2), got (2,)"),
    (lambda: backward(dA=np.ones((2, 1))), "dA: expected shape (3, 1), got (2, 1)"),
    (lambda: backward(dA=np.ones(3)), "dA: expected shape (3, 1), got (3,)"),
    (lambda: backward(lambda c: c[:1]), "caches: expected the 2 caches of a forward pass, got "),
    (lambda: backward(lambda c: None), "caches: expected the 2 caches of a forward pass, got None"),
    (lambda: backward(lambda c: c[::-1]), "this cache is of another pass"),
    (lambda: backward(lambda c: [model().forward(X3[:1])[1][0], c[1]]), "this cache is of another pass"),
    (lambda: Network([Dense(1)]).backward(np.ones((3, 1)), []), UNBUILT),
    (lambda: Network([Dense(1), USED]), "is in a model already: make a new one"),
    (lambda: Network([Dense(2)] * 2), "is in a model already: make a new one"),
    (lambda: model().add(Dense(2, input_dim=3)), "layer 3 says 3 inputs, it has 1"),
    (lambda: model(Dense(1, input_dim=3)), "this model has 3 inputs, not 2"),
    (lambda: model(Dense(1, name="a"), Dense(1, name="a")), "layer 2: another layer is named 'a'"),
    (lambda: Dense(1, input_shape=(28, 28)), "expected (n,), got (28, 28); rows can be made flat"),
    (lambda: model().get_layer("layer"), "unknown layer 'layer': did you mean 'layer"),
    (lambda: model().layers[1].set_weights([[[1, 2, 3]], [0]]), "layer 2's W: expected shape (3, 1), got (1, 3)"),
    (lambda: type("Own", (Callback,), {"on_epoch_ended": len}), "'on_epoch_ended': did you mean 'on_epoch_end'"),
    (lambda: type("Own", (Callback,), {"on_test_begin": len}), "unknown hook of a Callback 'on_test_begin'"),
    (lambda: EarlyStopping(mode="least"), "unknown mode 'least': known: auto, max, min"),
    (lambda: with_metric("mae", SPARSE), "metrics: mae does not fit y; use accuracy"),
    (lambda: with_metric("categorical_accuracy", SPARSE), "categorical_accuracy does not fit y"),
    (lambda: with_metric("sparse_categorical_accuracy", MSE, X3), "categorical_accuracy does not fit y"),
    (lambda: model().compile(loss="mse", metrics=["mae", "mae"]), "metrics: each needs a name of its own"),
    (lambda: with_metric("mea", MSE), "unknown metric 'mea': did you mean 'm"),
    (lambda: Network()([[1, 2]]), "this model has no layers: Sequential([Dense(...), ...])"),
    (lambda: model().build((None, 3)), "this model has 2 inputs, not 3"),
    (lambda: Network([Dense(1)]).build((None, 0)), "the last entry of input_shape: expected at least 1, got 0"),
    *((lambda s=s: Network([Dense(1)]).build(s), "input_shape is not (None, n): ") for s in ((), 4, np.ones((2, 1)))),
    (lambda: Network(dtype="float16"), "unknown dtype 'float16': did you mean 'float64' or 'float32'?"),
    (lambda: Network(dtype=int), "unknown dtype 'int': known: float32, float64"),
    (lambda: Network([Dense(1)]).get_weights(), UNBUILT),
    (lambda: Network([Dense(1)]).set_weights([]), UNBUILT),
    (lambda: Network([Dense(1)]).count_params(), UNBUILT),
    (lambda: Sequential([Dense(1)]).save("model.npz"), UNBUILT),
    (lambda: model().unpack(np.ones(12)), "vector: expected shape (13,), got (12,)"),
    (lambda: model()([1, 2]), f"X: expected shape (m, 2), got (2,); {ROW}"),
    (lambda: Network([Dense(1)])([1, 2]), f"X: expected shape (m, n), got (2,); {ROW}"),
    (lambda: model()([[1, 2, 3]]), "X: expected shape (m, 2), got (1, 3)"),
    (lambda: model().forward(np.zeros((1, 1, 2))), "X: expected shape (m, 2), got (1, 1, 2)"),
    (lambda: model().predict(np.zeros((0, 2))), "X: expected at least one row and column, got (0, 2)"),
    (lambda: model()([[1, 2], [3]]), "X: rows of different lengths, not a table"),
    (lambda: model()([[1, 2], [-np.inf, 2]]), "X[1, 0] is -inf: expected finite numbers"),
    (lambda: model()([[np.inf, -np.inf]]), "X[0, 0] is inf: expected finite numbers"),
    (lambda: model()([[1, 1e39]]), "X[0, 1] is 1e+39: too large for float32"),
    (lambda: model().set_weights([[1]]), "weights: expected a list of 4 arrays, W, b, ..., got 1"),
    (lambda: model().set_weights(np.ones((4, 1))), "weights: expected a list of 4 arrays, W, b, ..., got array"),
    (lambda: weights(0, np.ones((3, 2))), "layer 1's W: expected shape (2, 3), got (3, 2)"),
    (lambda: weights(1, [[1, 2, 3]]), "layer 1's b: expected shape (3,), got (1, 3)"),
    (lambda: weights(3, [np.nan]), "layer 2's b[0] is nan: expected finite numbers"),
    (lambda: weights(2, [[1], [2, 3], [4]]), "layer 2's W: rows of different lengths, not a table"),
    (lambda: Sequential().compile(), "unknown loss None: known: binary_crossentropy, "),
    (lambda: Sequential().compile(loss="cross_entropy"), "unknown loss 'cross_entropy': did you mean 'binary_cross"),
    (lambda: Sequential().compile(None, "mse"), "unknown optimizer None: known: "),
    (lambda: Sequential().compile(loss="mse", metrics=["acuracy"]), "unknown metric 'acuracy': did you mean 'accu"),
    (lambda: EarlyStopping(patience=-1), "patience: expected at least 0, got -1"),
    (lambda: EarlyStopping(min_delta=-1), "min_delta: expected a finite number >= 0, got -1"),
    (lambda: model().fit(X3, Y3), "this model has no loss yet: compile(loss=...) it first"),
    (lambda: model().evaluate(X3, Y3), "this model has no loss yet: compile(loss=...) it first"),
    (lambda: compiled("mse").fit(X3, Y3), "this model has no layers yet: add(Dense(...))"),
    (lambda: model().save("model.h5"), "path: expected a name that ends in .npz, got 'model.h5'"),
    (lambda: Sequential.load(".npz"), "path: expected a name that ends in .npz, got '.npz'"),
    (lambda: data.MinMaxScaler((1, 1)), "feature_range: expected low < high, got (1, 1)"),
    (lambda: data.MinMaxScaler((0, 1, 2)), "feature_range: expected shape (2,), got (3,)"),
    (lambda: data.MinMaxScaler().transform(X3), "this MinMaxScaler is not fitted yet: call fit(X) first"),
    (lambda: data.StandardScaler().inverse_transform(X3), "this StandardScaler is not fitted yet: call fit(X) first"),
    (lambda: data.StandardScaler().fit(X3).transform([[1]]), "X: expected shape (m, 2), got (1, 1)"),
    (lambda: data.MinMaxScaler().fit(X3).inverse_transform([[1]]), "X: expected shape (m, 2), got (1, 1)"),
    (lambda: data.one_hot([0, 5], 5), "y[1] is 5: expected labels 0..4"),
    (lambda: data.one_hot([0.5]), "y[0] is 0.5: expected whole numbers from 0"),
    (lambda: data.one_hot([0, 1.0000001], 2), "y[1] is 1.0000001: expected labels 0 and 1"),
    (lambda: data.one_hot(np.array([-(2**63), 0]), 2), "y[0] is -9.223372036854776e+18: expected labels 0 and 1"),
    (lambda: data.one_hot([0, np.nan]), "y[1] is nan: expected finite numbers"),
    (lambda: data.one_hot([[0, 1]]), "y: expected labels (m,), got (1, 2); np.argmax(y, axis=1)"),
    (lambda: data.one_hot([0], 0), "K: expected at least 1, got 0"),
    (lambda: data.one_hot([3, 1_000_000]), "y: expected at most 10000 classes, got 1000001"),
    (lambda: data.add_bias_column([1, 2]), f"X: expected shape (m, n), got (2,); {ROW}"),
    (lambda: data.flatten(5), "images: expected one example a row, got ()"),
    (lambda: data.flatten(np.zeros((0, 8, 8))), "images: expected one example a row, got (0, 8, 8)"),
    (lambda: data.train_test_split(X3, Y3[:2]), "y: expected 3 rows, one for each of X, got 2"),
    (lambda: data.train_test_split(X3, Y3, 1), "test_size: expected a finite number > 0 and < 1, got 1"),
    (lambda: data.train_test_split(X3, Y3, 0.9), "test_size: 0.9 of 3 rows leaves none to train on"),
    (lambda: data.train_test_split(X3, [0, 1, np.nan]), "y[2] is nan: expected finite numbers"),
    (lambda: data.minibatches(X3[:0], Y3[:0], 1), "X: expected one example a row, got (0, 2)"),
    (lambda: data.minibatches(X3, Y3[:2], 1), "y: expected 3 rows, one for each of X, got 2"),
    (lambda: data.minibatches(X3, Y3, 0), "batch_size: expected at least 1, got 0"),
    (lambda: data.gates("NOT"), "unknown gate 'NOT': known: AND, NAND, OR, XOR"),
    (lambda: data.blobs(0), "m: expected at least 1, got 0"),
    (lambda: data.blobs(centers=0), "centers: expected at least 1, got 0"),
    (lambda: data.blobs(centers=[1, 2]), "centers: expected shape (m, n), got (2,)"),
    (lambda: data.blobs(spread=-1), "spread: expected a finite number >= 0, got -1"),
    (lambda: data.moons(noise=-0.1), "noise: expected a finite number >= 0, got -0.1"),
    (lambda: data.bmi(0), "m: expected at least 1, got 0"),
    (lambda: data.coffee(0), "m: expected at least 1, got 0"),
    (lambda: data.coffee_grid(-1), "n: expected at least 1, got -1"),
    (lambda: data.coffee_is_good([[1, 2, 3]]), "X: expected shape (m, 2), got (1, 3)"),
    (lambda: Node(math.nan), "value: expected a finite number, got nan"),
    (node(lambda x: x * math.inf), "operand of *: expected a finite number, got inf"),
    (node(lambda x: x / 0), "2 / 0 has no finite value and slope"),
    (node(lambda x: 1 / (x - 2)), "1 / 0 has no finite value and slope"),
    (node(lambda x: (x - 2) ** 0.5), "** 0.5 of 0 has no finite value and slope"),
    (node(lambda x: (-x) ** 0.5), "** 0.5 of -2 has no finite value and slope"),
    (node(lambda x: (-x).log()), "log of -2 has no finite value and slope"),
    (node(lambda x: (400 * x).exp()), "exp of 800 has no finite value and slope"),
    (node(lambda x: x * 1e308), "2 * 1e+308 has no finite value and slope"),
    (lambda: numerical_gradient(lambda v: math.inf, 1), "J(theta): expected a finite number, got inf"),
    (lambda: numerical_gradient(sum, [1], h=0), "h: expected a step > 0 that changes theta, got 0"),
    (lambda: numerical_gradient(sum, [1, 1e12]), "h: expected a step > 0 that changes theta, got 1e-05"),
    (lambda: relative_error([1, 2], [[1, 2]]), "g_numeric: expected shape (2,), got (1, 2)"),
    (lambda: relative_error([1, math.nan], [1, 2]), "g[1] is nan: expected finite numbers"),
    (lambda: gradient_check(model(), MSE, X3, Y3), "model: expected float64, got float32, which rounds J to 7 digits"),
    (lambda: heaviside([0, np.nan]), "z[1] is nan: expected finite numbers"),
    (lambda: unit(2.0, 0).predict(CORNERS), "w: expected shape (m,), got ()"),
    (lambda: unit([1, 1], 0).score([1, 1]), f"X: expected shape (m, 2), got (2,); {ROW}"),
    (lambda: Perceptron().predict(CORNERS), "this Perceptron has no weights yet: call fit(X, y)"),
    (lambda: Perceptron().fit(CORNERS, [0, 1]), "y: expected shape (4,), got (2,)"),
    (lambda: Perceptron().fit(CORNERS, [-1, 1, 1, 1]), "y[0] is -1: expected labels 0 and 1"),
    (lambda: MulticlassPerceptron().fit(CORNERS, [0, 1, 3, 1]), "y: class 2 has no row, but class 3 has"),
    (lambda: MulticlassPerceptron().fit(CORNERS, [1, 1, 1, 1]), "y: class 0 has no row, but class 1 has"),
    (lambda: MulticlassPerceptron().predict(CORNERS), "this MulticlassPerceptron is not fitted yet: call fit(X, y)"),
    (lambda: Neuron(0), "n: expected at least 1, got 0"),
    (lambda: Neuron(2).score([[1]]), "X: expected shape (m, 2), got (1, 1)"),
    (lambda: Neuron(1).classify([[1]], 1), "threshold: expected a finite number > 0 and < 1, got 1"),
    (lambda: Neuron(1).loss([[1], [2]], [1]), "y: expected shape (2,), got (1,)"),
    (lambda: Neuron(1).gradient([[1]], [2]), "y[0] is 2: expected labels 0 and 1"),
    (lambda: accuracy([0, 1], [0]), "y_pred: expected shape (2,), got (1,)"),
    (lambda: accuracy([], []), "y_true: expected shape (m,), got (0,)"),
    (lambda: confusion_matrix([0, 1], [0, 3], K=3), "y_pred[1] is 3: expected labels 0..2"),
    (lambda: confusion_matrix([0], [10**7]), "K: expected at most 10000 classes, got 10000001"),
    (lambda: f1([0, 2], [0, 1]), "average: 'binary' expects labels 0 and 1, got labels up to 2; 'macro' averages"),
    (lambda: f1([0, 1], [0, 1], average="micro"), "unknown average 'micro': did you mean 'mac"),
    (lambda: auc([1, 1], [0.2, 0.4]), "y_true: expected both classes, 0 and 1, got only 1"),
    (lambda: roc_curve([0, 0], [0.2, 0.4]), "y_true: expected both classes, 0 and 1, got only 0"),
    (lambda: auc([0, 1, 1], [0.2, 0.4]), "score: expected shape (3,), got (2,)"),
    (lambda: calibration_error([0, 2], [0.2, 0.4]), "correct[1] is 2: expected labels 0 and 1"),
    (lambda: calibration_error([0, 1], [0.2, 1.2]), "confidence[1] is 1.2: expected 0 to 1"),
    (lambda: calibration_error([0, 1], [0.9, 0.3], [0.5, 1]), "confidence[1] is 0.3: expected 0.5 to 1"),
    (lambda: calibration_error([0, 1], [0.2, 0.4], 0), "bins: expected at least 1, got 0"),
    (lambda: calibration_error([0, 1], [0.2, 0.4], [0, 0.5, 0.5, 1]), "bins: expected two or more increasing edges"),
    (lambda: pw.hinges([[1.0]], [0]), "x: expected shape (m,), got (1, 1)"),
    (lambda: pw.hinges([1.0], []), "kinks: expected shape (m,), got (0,)"),
    (lambda: pw.weights_from_slopes([2, -1, 0]), "slopes: expected 0, for left of the first kink, and one slope after"),
    (lambda: pw.weights_from_slopes([0]), "slopes: expected 0, for left of the first kink, and one slope after each"),
    (lambda: pw.slopes_from_weights([np.inf]), "weights[0] is inf: expected finite numbers"),
    (lambda: pw.from_hinges([0, 1], [1]), "weights: expected shape (2,), got (1,)"),
    (lambda: pw.relu_interpolant(np.sin, [0, 1, 1]), "knots: expected two or more, increasing, got [0.0, 1.0, 1.0]"),
    (lambda: pw.relu_interpolant(np.sin, [0]), "knots: expected two or more, increasing, got [0.0]"),
    (lambda: pw.relu_interpolant(lambda x: np.inf if x else 0, [0, 1]), "f(knots)[1] is inf: expected finite numbers"),
    (lambda: pw.interpolation_bound(-1, 2), "h: expected a finite number >= 0, got -1"),
    (lambda: pw.interpolation_bound(1, -2), "curvature: expected a finite number >= 0, got -2"),
    (lambda: pw.sawtooth(0), "k: expected at least 1, got 0"),
    (lambda: pw.rbf_features([0], [0], 0), "width: expected a finite number > 0, got 0"),
    (lambda: pw.rbf_fit([0, 1], [0], [0], 1), "y: expected shape (2,), got (1,)"),
    (lambda: pw.kinks(Sequential([Dense(1)])), UNBUILT),
    (lambda: pw.kinks(model(Dense(3, "relu"), Dense(1))), "expected 1-N-1 with relu, linear, got 2-3-1 with relu"),
    (lambda: pw.kinks(model(Dense(3, "relu"), Dense(2), n=1)), "expected 1-N-1 with relu, linear, got 1-3-2"),
    (lambda: pw.kinks(model(Dense(3, "tanh"), Dense(1), n=1)), "got 1-3-1 with tanh, linear"),
    (lambda: pw.kinks(model(Dense(3, "relu"), Dense(1, "relu"), n=1)), "got 1-3-1 with relu, relu"),
    (lambda: pw.kinks(pw.sawtooth(2)), "got 1-2-2-1 with relu, relu, linear"),
    (lambda: collapse_linear(model(Dense(2), Dense(2, "tanh"))), "layer 2 is tanh: only linear layers collapse"),
    (lambda: collapse_linear(Sequential([Dense(1)])), UNBUILT),
    (lambda: layer_stats(model(), [[1.0]]), "X: expected shape (m, 2), got (1, 1)"),
    (lambda: dead_units([1.0, 2]), "Z: expected shape (m, n), got (2,); np.array(Z)[:, None] makes"),
    (lambda: dead_units([[np.nan]]), "Z[0, 0] is nan: expected finite numbers"),
    (lambda: conv2d(IMAGE[:, :, 0], KERNELS, SIX), "image: expected shape (h, w, c_in), got (4, 5)"),
    (lambda: conv2d(IMAGE, KERNELS[:2], SIX), "kernels: expected shape (k, k, 2, c_out), got (2, 3, 2, 6)"),
    (lambda: conv2d(IMAGE, KERNELS[:, :, :1], SIX), "kernels: expected shape (k, k, 2, c_out), got (3, 3, 1, 6)"),
    (lambda: conv2d(IMAGE, KERNELS, 0), "bias: expected shape (6,), got ()"),
    (lambda: conv2d(IMAGE[:2], KERNELS, SIX), "kernels: 3 x 3 does not fit into an image of 2 x 5"),
    (lambda: recurrent([1, 2], np.ones((1, 1)), [[1]], [1]), "X: expected shape (T, n), got (2,)"),
    (lambda: recurrent(X3, np.ones((3, 3)), np.eye(3), np.ones(3)), "U: expected shape (2, units), got (3, 3)"),
    (lambda: recurrent(X3, np.ones((2, 2)), np.ones((2, 3)), np.ones(2)), "V: expected shape (2, 2), got (2, 3)"),
    (lambda: recurrent(X3, np.ones((2, 2)), np.eye(2), np.ones(3)), "b: expected shape (2,), got (3,)"),
]  # fmt: skip

ALL = [(TypeError, *case) for case in WRONG_KIND] + [(ValueError, *case) for case in WRONG_VALUE]


@pytest.mark.parametrize(("error", "call", "message"), ALL, ids=[f"{i}: {case[2]}" for i, case in enumerate(ALL)])
def test_bad_input_gets_one_clear_line(error, call, message):
    with pytest.raises(error) as caught:
        call()
    text = str(caught.value)
    assert message in text and "\n" not in text and len(text) < 300


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_takes_numbers_only(name):
    for odd in (None, "text", [1, None]):
        with pytest.raises(TypeError, match="expected real numbers, got"):
            ACTIVATIONS[name].function(odd)


def test_a_function_of_the_same_name_is_not_mistaken_for_ours():
    def relu(z):
        return np.where(z > 0, z, 0.1 * z)

    with pytest.raises(ValueError, match="unknown activation <function"):
        Dense(1, relu)


def test_a_unit_is_counted_from_0_and_from_the_left_only():
    for j in (-1, 3):
        with pytest.raises(IndexError, match=f"has units 0 to 2, not {j}$"):
            model().layers[0].unit(j)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_every_place_of_a_bad_number_is_found(dtype, bad):
    net = model(Dense(2), n=4, dtype=dtype)
    for i, j in np.ndindex(3, 4):
        for given in (dtype, "float64"):
            X = np.ones((3, 4), given)
            X[i, j] = bad
            with pytest.raises(ValueError, match=rf"^X\[{i}, {j}\] is {bad}: expected finite numbers$"):
                net(X)


@pytest.mark.parametrize(("dtype", "large"), [("float32", 1e30), ("float64", 1e200)])
def test_numbers_are_finite_though_their_squares_are_not(dtype, large):
    net = model(Dense(1, kernel_initializer="zeros"), dtype=dtype)
    with np.errstate(all="raise"):
        assert net(np.array([[large, -large]] * 3, dtype)).tolist() == [[0]] * 3


def test_views_other_orders_and_byte_orders_are_read_as_they_are():
    table = np.arange(12.0).reshape(3, 4)
    table.flags.writeable = False
    for X in (table, table.T, table[::2, ::-1], np.asfortranarray(table), table.astype(">f8")):
        np.testing.assert_array_equal(data.add_bias_column(X)[:, 1:], X.tolist())


@pytest.mark.parametrize("kind", [list, tuple, np.array, np.uint8, lambda y: np.array(y)[:, None]])
def test_labels_of_any_kind(kind):
    for y in ([2, 0, 1], [2.0, 0.0, 1.0]):
        np.testing.assert_array_equal(data.one_hot(kind(y)), [[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    assert accuracy([True, False], kind([1, 0])) == 1
