"""One library at a time, in a process of its own: `python bench/peers.py NAME` reads requests, a line of
JSON each, and answers with the CPU time it took and the accuracy it reached.

A peer is a class: `prepare(work, X, y)` compiles what can be compiled, `train(weights)` does all epochs from
these weights and is what gets timed, `scores(X)` gives the logits, `predict_one(x)` one prediction.
"""

import json
import os
import sys
import time

import numpy as np

from work import WORKS, accuracy, initial_weights, load


class NNLib:
    def prepare(self, work, X, y):
        self.work, self.X, self.y = work, X, y

    def build(self, weights):
        from nnlib import (
            SGD,
            Adam,
            BinaryCrossentropy,
            Dense,
            Sequential,
            SparseCategoricalCrossentropy,
        )

        work = self.work
        optimizer = {"sgd": SGD, "adam": Adam}[work.optimizer](work.learning_rate)
        loss = (
            BinaryCrossentropy if work.classes == 1 else SparseCategoricalCrossentropy
        )
        hidden = [Dense(units, work.hidden) for units in work.widths[1:-1]]
        self.model = Sequential([*hidden, Dense(work.classes)])
        self.model.build((None, work.widths[0]))
        self.model.set_weights(weights)
        self.model.compile(optimizer, loss(from_logits=True))

    def train(self, weights):
        self.build(weights)
        self.model.fit(
            self.X, self.y, self.work.batch_size, self.work.epochs, shuffle=False
        )

    def scores(self, X):
        return self.model(X)

    predict_one = scores


class HandUnrolled(NNLib):
    """The same steps written out for these very layers, without a check, a class or a recorded loss."""

    def train(self, weights):
        self.build(weights)
        theta = self.model.parameters
        views = [array for pair in self.model.unpack(theta) for array in pair]
        W, b = views[::2], views[1::2]
        gradient, m, v = (np.zeros_like(theta) for _ in range(3))
        slots = [array for pair in self.model.unpack(gradient) for array in pair]
        dW, db = slots[::2], slots[1::2]
        L, B, eta, t = len(W), self.work.batch_size, self.work.learning_rate, 0
        for _ in range(self.work.epochs):
            for start in range(0, len(self.X), B):
                A = [self.X[start : start + B]]
                y = self.y[start : start + B]
                for l in range(L - 1):
                    A.append(np.maximum(A[l] @ W[l] + b[l], 0))
                Z = A[-1] @ W[-1] + b[-1]
                e = np.exp(Z - Z.max(axis=1, keepdims=True))
                Delta = e / e.sum(axis=1, keepdims=True)
                Delta[np.arange(len(y)), y] -= 1
                Delta /= len(y)
                for l in range(L - 1, -1, -1):
                    np.matmul(A[l].T, Delta, out=dW[l])
                    Delta.sum(axis=0, out=db[l])
                    if l:
                        Delta = (Delta @ W[l].T) * (A[l] > 0)
                t += 1
                m += 0.1 * (gradient - m)
                v += 0.001 * (gradient * gradient - v)
                rate = eta * (1 - 0.999**t) ** 0.5 / (1 - 0.9**t)
                theta -= rate * m / (np.sqrt(v) + 1e-7)


class BareGEMM(NNLib):
    """The matrix products of a step and nothing else: no training."""

    def train(self, weights):
        self.build(weights)
        B, W = self.work.batch_size, weights[::2]
        A = [np.ones((B, n), np.float32) for n in self.work.widths]
        for _ in range(self.work.epochs * -(-len(self.X) // B)):
            for l, W_l in enumerate(W):
                A[l] @ W_l
                A[l].T @ A[l + 1]
                if l:
                    A[l + 1] @ W_l.T


class ScikitLearn:
    def prepare(self, work, X, y):
        from sklearn.neural_network import MLPClassifier

        self.work, self.X, self.y = work, X, y
        hidden = {"relu": "relu", "sigmoid": "logistic"}[work.hidden]
        self.model = MLPClassifier(
            work.widths[1:-1], activation=hidden, solver=work.optimizer, alpha=0, batch_size=work.batch_size,
            learning_rate_init=work.learning_rate, momentum=0, nesterovs_momentum=False, epsilon=1e-7,
            shuffle=False,
        )  # fmt: skip
        self.model.partial_fit(
            X[: work.batch_size], y[: work.batch_size], classes=np.unique(y)
        )

    def train(self, weights):
        from sklearn.neural_network._stochastic_optimizers import (
            AdamOptimizer,
            SGDOptimizer,
        )

        model, rate = self.model, self.work.learning_rate
        model.coefs_, model.intercepts_ = (
            [w.copy() for w in weights[::2]],
            [b.copy() for b in weights[1::2]],
        )
        parameters = model.coefs_ + model.intercepts_
        model._optimizer = (
            AdamOptimizer(parameters, rate, epsilon=1e-7)
            if self.work.optimizer == "adam"
            else SGDOptimizer(parameters, rate, momentum=0, nesterov=False)
        )
        for _ in range(self.work.epochs):
            model.partial_fit(self.X, self.y)

    def scores(self, X):
        P = self.model.predict_proba(X)
        return np.log(P[:, 1:] / P[:, :1]) if P.shape[1] == 2 else P

    def predict_one(self, x):
        return self.model.predict_proba(x)


class PyTorch:
    fused = False

    def prepare(self, work, X, y):
        import torch

        torch.set_num_threads(1)
        self.torch, self.work = torch, work
        target = torch.float32 if work.classes == 1 else torch.int64
        self.X = torch.from_numpy(X)
        self.y = (
            torch.from_numpy(y)
            .to(target)
            .reshape((-1, 1) if work.classes == 1 else (-1,))
        )

    def train(self, weights):
        torch, work = self.torch, self.work
        layers = []
        for i, (n_prev, units) in enumerate(
            zip(work.widths, work.widths[1:], strict=False)
        ):
            layer = torch.nn.Linear(n_prev, units)
            with torch.no_grad():
                layer.weight.copy_(torch.from_numpy(weights[2 * i].T))
                layer.bias.copy_(torch.from_numpy(weights[2 * i + 1]))
            layers += [
                layer,
                {"relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid}[work.hidden](),
            ]
        self.model = torch.nn.Sequential(*layers[:-1])
        loss = (
            torch.nn.BCEWithLogitsLoss()
            if work.classes == 1
            else torch.nn.CrossEntropyLoss()
        )
        fused = {"fused": True} if self.fused else {}
        optimizer = (
            torch.optim.Adam(
                self.model.parameters(), work.learning_rate, eps=1e-7, **fused
            )
            if work.optimizer == "adam"
            else torch.optim.SGD(self.model.parameters(), work.learning_rate, **fused)
        )
        for _ in range(work.epochs):
            for X, y in zip(
                self.X.split(work.batch_size),
                self.y.split(work.batch_size),
                strict=True,
            ):
                optimizer.zero_grad()
                loss(self.model(X), y).backward()
                optimizer.step()

    def scores(self, X):
        with self.torch.inference_mode():
            return self.model(self.torch.from_numpy(X)).numpy()

    predict_one = scores


class PyTorchFused(PyTorch):
    fused = True


class Keras:
    backend = None

    def prepare(self, work, X, y):
        os.environ["KERAS_BACKEND"] = self.backend
        import keras

        self.work, self.X, self.y = work, X, y
        hidden = [keras.layers.Dense(units, work.hidden) for units in work.widths[1:-1]]
        self.model = keras.Sequential(
            [keras.Input((work.widths[0],)), *hidden, keras.layers.Dense(work.classes)]
        )
        losses = keras.losses
        loss = (
            losses.BinaryCrossentropy
            if work.classes == 1
            else losses.SparseCategoricalCrossentropy
        )
        optimizer = {"sgd": keras.optimizers.SGD, "adam": keras.optimizers.Adam}[
            work.optimizer
        ]
        self.optimizer = optimizer(work.learning_rate)
        self.model.compile(self.optimizer, loss(from_logits=True))
        self.model.fit(X, y, work.batch_size, 1, shuffle=False, verbose=0)  # compiles
        self.start = [np.zeros(v.shape, v.dtype) for v in self.optimizer.variables]
        self.start[1] = np.asarray(work.learning_rate, np.float32)

    def train(self, weights):
        self.model.set_weights(weights)
        for variable, value in zip(self.optimizer.variables, self.start, strict=True):
            variable.assign(value)
        self.model.fit(
            self.X,
            self.y,
            self.work.batch_size,
            self.work.epochs,
            shuffle=False,
            verbose=0,
        )

    def scores(self, X):
        return self.model.predict(X, verbose=0)

    def predict_one(self, x):
        return self.model(x)


class KerasTF(Keras):
    backend = "tensorflow"


class KerasJAX(Keras):
    backend = "jax"


class JAX:
    """One compiled function for all epochs: `jit` of a `scan` over the batches."""

    def prepare(self, work, X, y):
        import jax
        import jax.numpy as jnp

        self.work, self.jax = work, jax
        B = work.batch_size
        full = len(X) // B * B
        hidden = {"relu": jax.nn.relu, "sigmoid": jax.nn.sigmoid}[work.hidden]
        X, y = jnp.asarray(X), jnp.asarray(y)
        batches = X[:full].reshape(-1, B, X.shape[1]), y[:full].reshape(-1, B)
        rest = X[full:], y[full:]

        def network(weights, X):
            for W, b in zip(weights[:-2:2], weights[1:-2:2], strict=True):
                X = hidden(X @ W + b)
            return X @ weights[-2] + weights[-1]

        def loss(weights, X, y):
            Z = network(weights, X)
            if work.classes == 1:
                return jnp.mean(jax.nn.softplus(Z[:, 0]) - y * Z[:, 0])
            return -jnp.mean(
                jnp.take_along_axis(jax.nn.log_softmax(Z), y[:, None], axis=1)
            )

        def step(state, batch):
            weights, m, v, t = state
            g = jax.grad(loss)(weights, *batch)
            if work.optimizer == "sgd":
                return (
                    [
                        w - work.learning_rate * g
                        for w, g in zip(weights, g, strict=True)
                    ],
                    m,
                    v,
                    t,
                ), None
            t += 1
            m = [m + 0.1 * (g - m) for m, g in zip(m, g, strict=True)]
            v = [v + 0.001 * (g * g - v) for v, g in zip(v, g, strict=True)]
            rate = work.learning_rate * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            weights = [
                w - rate * m / (jnp.sqrt(v) + 1e-7)
                for w, m, v in zip(weights, m, v, strict=True)
            ]
            return (weights, m, v, t), None

        def epoch(state, _):
            state, _ = jax.lax.scan(step, state, batches)
            return (step(state, rest)[0] if len(rest[0]) else state), None

        def run(weights):
            zeros = [jnp.zeros_like(w) for w in weights]
            return jax.lax.scan(epoch, (weights, zeros, zeros, 0.0), None, work.epochs)[
                0
            ][0]

        self.network, self.run = jax.jit(network), jax.jit(run)

    def train(self, weights):
        self.weights = self.jax.block_until_ready(
            self.run([self.jax.numpy.asarray(w) for w in weights])
        )

    def scores(self, X):
        return np.asarray(self.network(self.weights, X))

    predict_one = scores


PEERS = {
    "nnlib": NNLib,
    "hand-unrolled NumPy": HandUnrolled,
    "bare GEMM": BareGEMM,
    "scikit-learn": ScikitLearn,
    "PyTorch": PyTorch,
    "PyTorch, fused": PyTorchFused,
    "Keras, TensorFlow": KerasTF,
    "Keras, JAX": KerasJAX,
    "JAX, jit and scan": JAX,
}


def time_prediction(peer, x, repeats=300):
    """CPU time of one prediction in microseconds, the mean of many."""
    peer.predict_one(x)
    start = time.process_time()
    for _ in range(repeats):
        peer.predict_one(x)
    return (time.process_time() - start) / repeats * 1e6


def main(name):
    """Answer requests {"work": ..., "seed": ...} until there are no more."""
    answers = os.fdopen(os.dup(1), "w")  # whatever a library prints goes elsewhere
    os.dup2(2, 1)
    peers = {}
    for line in sys.stdin:
        request = json.loads(line)
        work = WORKS[request["work"]]
        X, X_test, y, y_test = load(work)
        weights = initial_weights(work, request["seed"])
        if work.name not in peers:
            peers[work.name] = PEERS[name]()
            peers[work.name].prepare(work, X, y)
            peers[work.name].train(weights)  # whatever is slow the first time only
        peer = peers[work.name]
        start = time.process_time()
        peer.train(weights)
        seconds = time.process_time() - start
        reply = {"step": seconds / work.epochs / -(-len(X) // work.batch_size) * 1e6}
        if name != "bare GEMM":
            reply["accuracy"] = accuracy(peer.scores(X_test), y_test)
            reply["prediction"] = time_prediction(peer, X_test[:1])
        print(json.dumps(reply), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
