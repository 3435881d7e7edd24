"""Losses: J, one number for how wrong all outputs are, and its gradient.

J is the mean of the losses of single examples, plus penalties. The factor 1/m of
that mean is in `Loss` and nowhere else.
"""

import numpy as np

from nnlib import arrays
from nnlib import crossentropy as ce
from nnlib.closed import Closed
from nnlib.doors import checked, core
from nnlib.validation import at_least_0, choose, flag, labels, real_array


@checked(arrays.pair)
def squared_error(y, a):
    """l = (a - y)^2, entry by entry."""
    return (a - y) ** 2


@checked(arrays.pair)
def squared_error_derivative(y, a):
    """dl/da = 2 (a - y)."""
    return 2 * (a - y)


class Loss(Closed):
    """J = the mean of the losses of all examples, and of all outputs where each output
    has its own.

    `y_true` are the targets, `y_pred` the outputs (m, units), in the order of
    Keras. `activation` names the output activation whose values a loss expects;
    with `from_logits` it expects their scores Z, the logits, instead. `of_outputs` and
    `of_logits` are one example's loss and its slope, as functions. Raises ValueError for
    shapes that do not fit and for what is no target or no probability.
    """

    activation, by_row = None, False
    of_outputs = of_logits = ()
    _made = {"from_logits": flag}

    def __init__(self, from_logits=False):
        self.from_logits = from_logits

    def __repr__(self):
        return f"{type(self).__name__}({'from_logits=True' * self.from_logits})"

    @checked(arrays.targets_and_outputs)
    def __call__(self, y_true, y_pred):
        """J, a float."""
        losses, _ = self.losses_and_slopes(y_true, y_pred)
        return float(losses.mean())

    @checked(arrays.targets_and_outputs)
    def gradient(self, y_true, y_pred):
        """dJ/dy_pred, in the shape of y_pred: every slope over the number of losses."""
        losses, slopes = self.losses_and_slopes(y_true, y_pred)
        return slopes / losses.size

    @checked(arrays.targets_and_outputs)
    def losses_and_gradient(self, y_true, y_pred):
        """The losses before their mean, (m,) or (m, units), and `gradient`, in one go."""
        losses, slopes = self.losses_and_slopes(y_true, y_pred)
        return losses, slopes / losses.size

    def targets(self, y_true, a):
        """`y_true` checked, in shape and type of the outputs `a`; (m,) may be (m, 1)."""
        y = real_array("y_true", y_true, a.dtype)
        if a.shape not in (y.shape, (*y.shape, 1)) and y.shape != (*a.shape, 1):
            arrays.refuse_shape(a.shape, y, a)
        if self.activation:
            other = "labels 0, 1, 2, ... SparseCategoricalCrossentropy"
            hint = f"; two classes are 0 and 1, {other}, amounts MeanSquaredError"
            arrays.probabilities("y_true", y, hint)
        return y.reshape(a.shape)

    def losses_and_slopes(self, y, a):
        """The losses l, in the shape of y or of its rows, and dl/da in that of `a`."""
        # y and a have come through the door.
        loss, slope = self.of_logits if self.from_logits else self.of_outputs
        return core(loss)(y, a), core(slope)(y, a)


class MeanSquaredError(Loss):
    """J = (1 / (m units)) sum_i sum_j (a_ij - y_ij)^2."""

    of_outputs = squared_error, squared_error_derivative

    def __init__(self):
        super().__init__()


class BinaryCrossentropy(Loss):
    """J = -(1/m) sum_i [y_i ln p_i + (1 - y_i) ln(1 - p_i)], for labels 0 and 1."""

    activation = "sigmoid"
    of_outputs = ce.binary, ce.binary_derivative
    of_logits = ce.binary_from_logits, ce.binary_from_logits_derivative


class CategoricalCrossentropy(Loss):
    """J = -(1/m) sum_i sum_k Y_ik ln P_ik, for rows Y_i of sum 1, such as one-hot."""

    activation, by_row = "softmax", True
    of_outputs = ce.categorical, ce.categorical_derivative
    of_logits = ce.categorical_from_logits, ce.categorical_from_logits_derivative

    def targets(self, y_true, a):
        """`y_true` (m, K), checked: numbers from 0 to 1, in rows of sum 1."""
        Y = real_array("y_true", y_true, a.dtype)
        if Y.shape != a.shape:
            arrays.refuse_shape(a.shape, Y, a)
        several = "; for rows of several 1s use sigmoid and BinaryCrossentropy"
        arrays.require_rows_of_sum_1("y_true", super().targets(Y, a), several)
        return Y


class SparseCategoricalCrossentropy(Loss):
    """J = -(1/m) sum_i ln P_i,y_i, for labels y_i from 0 to K-1."""

    activation, by_row = "softmax", True
    of_outputs = ce.sparse, ce.sparse_derivative

    def losses_and_slopes(self, y, A):
        """l (m,) and dl/dP (m, K), with `from_logits` dl/dZ, both from one softmax."""
        if self.from_logits:
            return core(ce.sparse_from_logits_with_derivative)(y, A)
        return super().losses_and_slopes(y, A)

    def targets(self, y_true, a):
        """`y_true` (m,) or (m, 1), checked: whole numbers from 0 to K-1."""
        y, m = real_array("y_true", y_true), len(a)
        if y.shape not in ((m,), (m, 1)):
            arrays.refuse_shape((m,), y, a)
        other = "; they count from 0. For amounts use MeanSquaredError"
        return labels("y_true", y, *a.shape, other)


LOSSES = {
    "mse": MeanSquaredError,
    "mean_squared_error": MeanSquaredError,
    "binary_crossentropy": BinaryCrossentropy,
    "categorical_crossentropy": CategoricalCrossentropy,
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
}


def get(loss):
    """Return a `Loss` from one, or from its name in Keras, such as "mse"."""
    return loss if isinstance(loss, Loss) else choose("loss", loss, LOSSES)()


class L2(Closed):
    """J grows by l2 sum_ij W_ij^2 for every layer that carries this penalty.

    Its gradient is 2 l2 W. Biases are not penalised. Source: Krogh & Hertz (1992).
    """

    _made = {"l2": at_least_0}

    def __init__(self, l2=0.01):
        self.l2 = l2

    def __repr__(self):
        return f"L2({self.l2!r})"

    @checked(arrays.weights)
    def penalty(self, W):
        """l2 sum_ij W_ij^2, a float."""
        return self.l2 * float(np.square(W).sum())

    @checked(arrays.weights)
    def gradient(self, W):
        """2 l2 W, the part of dJ/dW that comes from the penalty."""
        return 2 * self.l2 * W
