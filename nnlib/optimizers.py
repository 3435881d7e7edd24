"""Optimizers: how a gradient becomes a step.

`optimizer.step(theta, gradient)` changes `theta`, a vector of all parameters, in
place. All arithmetic is entry by entry: every parameter is treated alike and on
its own. What an optimizer remembers between steps is its own, and travels with it.
"""

import copy
from functools import partial
from math import sqrt

import numpy as np

from nnlib.closed import Closed
from nnlib.doors import checked
from nnlib.validation import at_least_0, choose, count, flag, number, shaped

_decay = partial(number, low=0, below=1)


def _vectors(optimizer, theta, gradient):
    floats = isinstance(theta, np.ndarray) and theta.dtype.kind == "f"
    if not floats or not theta.flags.writeable:
        raise TypeError("theta: expected a NumPy array of floats, changed in place")
    gradient = shaped("gradient", gradient, theta.shape, theta.dtype, finite=False)
    optimizer.build(theta)
    return optimizer, theta, gradient


class Optimizer(Closed):
    """What all optimizers share: a learning rate, a count of steps, and a memory.

    `iterations` is the number of steps taken, `learning_rate` may be changed
    between steps. `memory` names the running averages a subclass keeps, vectors
    like theta that start at zero. `in_model` says that a compiled model has it.
    """

    memory, iterations, in_model = (), 0, False
    _made = {"learning_rate": at_least_0, "iterations": count}

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate
        self.reset()

    def __getstate__(self):
        # A copy goes on from the same memory, but is in no model.
        return self.__dict__ | {"in_model": False}

    def __copy__(self):
        return copy.deepcopy(self)

    def reset(self):
        """Forget all steps taken."""
        self.iterations = 0
        vars(self).update(dict.fromkeys(self.memory))

    def build(self, theta):
        """The memory for the steps of `theta`, by name: zeros before the first one.

        Raises ValueError where the memory is of a vector of another shape or type.
        """
        if self.iterations == 0:
            vars(self).update({name: np.zeros_like(theta) for name in self.memory})
        memory = {name: getattr(self, name) for name in self.memory}
        for vector in memory.values():
            if (vector.shape, vector.dtype) != (theta.shape, theta.dtype):
                this = f"this {type(self).__name__}"
                raise ValueError(f"{this} moves another vector: make a new one")
        return memory


class SGD(Optimizer):
    """theta <- theta - eta g, gradient descent; with momentum mu, along a velocity v.

    v <- mu v + g, then theta <- theta - eta v, or, with `nesterov`, theta <- theta -
    eta (g + mu v). Here g is the gradient and eta the learning rate; with all data
    in one batch it is gradient descent, with mini-batches its stochastic form. (Keras
    keeps eta inside v: the same steps, unless eta is changed on the way.)
    Sources: Polyak (1964), Nesterov (1983).
    """

    memory = ("v",)
    _made = Optimizer._made | {"momentum": _decay, "nesterov": flag}

    def __init__(self, learning_rate=0.01, momentum=0.0, nesterov=False):
        super().__init__(learning_rate)
        self.momentum, self.nesterov = momentum, nesterov

    @checked(_vectors)
    def step(self, theta, gradient):
        """One step: theta (n,) is changed in place, gradient (n,) is not."""
        self.iterations += 1
        g, v, direction = gradient, self.v, gradient
        if self.momentum:
            v *= self.momentum
            v += g
            direction = g + self.momentum * v if self.nesterov else v
        theta -= self.learning_rate * direction


class RMSprop(Optimizer):
    """v <- rho v + (1 - rho) g^2, theta <- theta - eta g / sqrt(v + epsilon).

    v is a running average of the squared gradient g, so sqrt(v) is its usual size.
    epsilon is under the root, as in Keras; elsewhere it is often added to sqrt(v).
    Source: Tieleman & Hinton (2012).
    """

    memory = ("v",)
    _made = Optimizer._made | {"rho": _decay, "epsilon": at_least_0}

    def __init__(self, learning_rate=0.001, rho=0.9, *, epsilon=1e-7):
        super().__init__(learning_rate)
        self.rho, self.epsilon = rho, epsilon

    @checked(_vectors)
    def step(self, theta, gradient):
        """One step: theta (n,) is changed in place, gradient (n,) is not."""
        self.iterations += 1
        g, v = gradient, self.v
        v += (1 - self.rho) * (g * g - v)
        theta -= self.learning_rate * g / np.sqrt(v + self.epsilon)


class Adam(Optimizer):
    """m <- beta_1 m + (1 - beta_1) g, v <- beta_2 v + (1 - beta_2) g^2,
    theta <- theta - eta_t m / (sqrt(v) + epsilon).

    eta_t = eta sqrt(1 - beta_2^t) / (1 - beta_1^t) in step t = 1, 2, ... corrects
    for averages that started at zero: it is eta m_hat / (sqrt(v_hat) + epsilon) with
    m_hat = m / (1 - beta_1^t), v_hat = v / (1 - beta_2^t), but for epsilon, which
    is added to sqrt(v) and not to sqrt(v_hat). That is the faster order at the end
    of section 2 of the source, and what Keras computes. Source: Kingma & Ba (2015).
    """

    memory = ("m", "v")
    _made = Optimizer._made | {
        "beta_1": _decay,
        "beta_2": _decay,
        "epsilon": at_least_0,
    }

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        super().__init__(learning_rate)
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon

    @checked(_vectors)
    def step(self, theta, gradient):
        """One step: theta (n,) is changed in place, gradient (n,) is not."""
        m, v = self.m, self.v
        t = self.iterations = self.iterations + 1
        eta_t = self.learning_rate * sqrt(1 - self.beta_2**t) / (1 - self.beta_1**t)
        # In place, and the step is built up in one vector: `change`.
        # m <- beta_1 m + (1 - beta_1) g
        change = gradient - m
        change *= 1 - self.beta_1
        m += change
        # v <- beta_2 v + (1 - beta_2) g^2
        np.multiply(gradient, gradient, out=change)
        change -= v
        change *= 1 - self.beta_2
        v += change
        # theta <- theta - eta_t m / (sqrt(v) + epsilon)
        np.sqrt(v, out=change)
        change += self.epsilon
        np.divide(m, change, out=change)
        change *= eta_t
        theta -= change


OPTIMIZERS = {"sgd": SGD, "rmsprop": RMSprop, "adam": Adam}


def get(optimizer):
    """Return an `Optimizer` from one, or from its name in Keras, such as "adam"."""
    if isinstance(optimizer, Optimizer):
        return optimizer
    name = optimizer.lower() if isinstance(optimizer, str) else optimizer
    return choose("optimizer", name, OPTIMIZERS)()
