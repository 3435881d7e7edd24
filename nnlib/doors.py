"""Doors: where what comes from outside is looked at, once.

A function that computes is written without a check. Its door, the decorator `checked`,
has them; code that has passed one door calls the `core` of the next function, which
is the same without its door.
"""

import functools
import types


def checked(check):
    """A door for a function: its first arguments are what `check` makes of them.

    It returns a tuple of as many as it takes, or refuses them. Further arguments
    pass as they are.
    """
    n = check.__code__.co_argcount

    def with_door(function):
        names = function.__code__.co_varnames[:n]

        @functools.wraps(function)
        def door(*args, **kwargs):
            named = [kwargs.pop(name) for name in names[len(args) :] if name in kwargs]
            args = (*args, *named)
            return function(*check(*args[:n]), *args[n:], **kwargs)

        function.__qualname__ += ".__wrapped__"  # where pickle finds it
        return door

    return with_door


def core(function):
    """`function`, or a method of an object, without its door, if it has one."""
    inside = getattr(function, "__wrapped__", function)
    owner = getattr(function, "__self__", None)
    if inside is function or owner is None:
        return inside
    return types.MethodType(inside, owner)
