"""A computation graph: every number remembers what it was computed from, and so
how it changes when they change.

    w, b = Node(0.5, "w"), Node(0.1, "b")
    p = (w * 2 + b).sigmoid()
    p.backward()        # now w.grad is dp/dw and b.grad is dp/db
"""

import numpy as np

from nnlib import activations as g
from nnlib.validation import number

RULES = {
    "+": (lambda a, b: a + b, lambda a, b, y: (1, 1)),
    "-": (lambda a, b: a - b, lambda a, b, y: (1, -1)),
    "*": (lambda a, b: a * b, lambda a, b, y: (b, a)),
    "/": (lambda a, b: a / b, lambda a, b, y: (1 / b, -y / b)),
    "neg": (lambda a: -a, lambda a, y: -1),
    "exp": (np.exp, lambda a, y: y),
    "log": (np.log, lambda a, y: 1 / a),
    "sigmoid": (g.sigmoid, g.sigmoid_derivative),
    "tanh": (g.tanh, g.tanh_derivative),
    "relu": (g.relu, g.relu_derivative),
    "softplus": (g.softplus, g.softplus_derivative),
}
"""What each operation makes of a and b: its value y, and the slopes dy/da, dy/db."""


def _between(operation):
    """The methods for node + other and, where other is a plain number, other + node."""
    return (
        lambda node, other: _compute(operation, node, other),
        lambda node, other: _compute(operation, other, node),
    )


class Node:
    """One number of a calculation, `value`, and the nodes it was computed from.

    `parents` are those nodes, `slopes` the slope dvalue/dparent of each,
    `operation` says how ("+", "log", ...; "" for a number that was given), `name`
    is for drawings, and `grad` is dy/dvalue after `y.backward()`, 0.0 before.
    Plain numbers that join in become nodes of their own. Raises TypeError for
    what is not a number, ValueError where a value or slope is not finite, as in
    1 / 0 or the log of -2.
    """

    __array_ufunc__ = None  # np.float64(2) * node is then left to Node.__rmul__

    def __init__(self, value, name=None):
        self.value, self.grad, self.name = number("value", value), 0.0, name
        self.operation, self.parents, self.slopes = "", (), ()

    def __repr__(self):
        return f"Node({self.value:.6g}{f', {self.name!r}' if self.name else ''})"

    __add__, __radd__ = _between("+")
    __sub__, __rsub__ = _between("-")
    __mul__, __rmul__ = _between("*")
    __truediv__, __rtruediv__ = _between("/")

    def __pow__(self, exponent):
        c = number("exponent", exponent)
        rule = (lambda a: a**c, lambda a, y: c * a ** (c - 1) if c else 0)
        return _compute(f"** {c:g}", self, rule=rule)

    def __neg__(self):
        return _compute("neg", self)

    def exp(self):
        """y = e^a, dy/da = y."""
        return _compute("exp", self)

    def log(self):
        """y = ln a for a > 0, dy/da = 1 / a."""
        return _compute("log", self)

    def sigmoid(self):
        """y = 1 / (1 + e^-a), dy/da = y (1 - y)."""
        return _compute("sigmoid", self)

    def tanh(self):
        """y = tanh a, dy/da = 1 - y^2."""
        return _compute("tanh", self)

    def relu(self):
        """y = max(0, a), dy/da = 1 where a > 0, else 0."""
        return _compute("relu", self)

    def softplus(self):
        """y = ln(1 + e^a), dy/da = sigmoid(a)."""
        return _compute("softplus", self)

    def topological_order(self):
        """All nodes that this one depends on, and it last: parents come before
        children.
        """
        done, path = {}, [self]
        while path:
            waiting = [parent for parent in path[-1].parents if parent not in done]
            if waiting:
                path.append(waiting[0])
            else:
                done[path.pop()] = True
        return list(done)

    def backward(self):
        """The chain rule: x.grad = dy/dx = sum over the children u of x of
        dy/du du/dx, for this node y and every node x that it depends on.

        From the last node to the first, each hands grad * slope to its parents:
        when a node's turn comes, its sum is complete. All these grads start at
        0, so calling it again changes nothing. Source: Linnainmaa (1970).
        """
        order = self.topological_order()
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += node.grad * slope


def _compute(operation, *operands, rule=None):
    """The node y = value(a, b) with its slopes dy/da, dy/db; or of a alone. The rule is
    that of RULES, if none is given.
    """
    parents = tuple(_operand(operation, operand) for operand in operands)
    numbers = [np.float64(parent.value) for parent in parents]
    value, slopes = rule or RULES[operation]
    with np.errstate(all="ignore"):  # what is not finite is refused below
        y = value(*numbers)
        steps = np.atleast_1d(slopes(*numbers, y)).astype(float)
    if not np.isfinite([y, *steps]).all():
        a, *b = (f"{x:g}" for x in numbers)
        what = f"{a} {operation} {b[0]}" if b else f"{operation} of {a}"
        raise ValueError(f"{what} has no finite value and slope")
    node = Node(y)
    node.operation, node.parents = operation, parents
    node.slopes = tuple(steps.tolist())
    return node


def _operand(operation, operand):
    """`operand` itself if it is a node, else a node for the number it must be."""
    if isinstance(operand, Node):
        return operand
    return Node(number(f"operand of {operation}", operand))
