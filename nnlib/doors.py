"""Doors: where what comes from outside is looked at, once.

A function that computes is written without a check. Its door, the decorator `checked`,
has them; code that has passed one door calls the `core` of the next function, which
is the same without its door. Behind a door rounding to 0 and to infinity is no error,
whatever `np.seterr` says: results show both. A public function without a check is
`calm` instead.
"""

import functools
import types

import numpy as np

calm = np.errstate(all="ignore")


def checked(check, further=None):
    """A door for a function: its first arguments are what `check` makes of them.

    It returns a tuple of as many as it takes, or refuses them. Further arguments
    pass as they are, or `further(name, value)` is made of each.
    """
    n = check.__code__.co_argcount
    needed = n - len(check.__defaults__ or ())

    def with_door(function):
        names = function.__code__.co_varnames[:n]

        @functools.wraps(function)
        @calm
        def door(*args, **kwargs):
            if kwargs:
                named = names[len(args) :]
                args += tuple(kwargs.pop(name) for name in named if name in kwargs)
            if len(args) < needed:
                return function(*args, **kwargs)  # Python says what is missing
            if further:
                args = args[:n] + tuple(further("argument", x) for x in args[n:])
                kwargs = {name: further(name, x) for name, x in kwargs.items()}
            return function(*check(*args[:n]), *args[n:], **kwargs)

        return door

    return with_door


def core(function):
    """`function`, or a method of an object, without its door, if it has one."""
    inside = getattr(function, "__wrapped__", function)
    owner = getattr(function, "__self__", None)
    if inside is function or owner is None:
        return inside
    return types.MethodType(inside, owner)
