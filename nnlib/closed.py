"""Closed classes: what is set on their objects is used, or refused at once."""

from nnlib.validation import choose


class Closed:
    """A class whose objects take no attribute that they do not have.

    Setting another name raises AttributeError, for it would be ignored. Subclasses of
    your own take what they like.
    """

    def __setattr__(self, name, value):
        named = hasattr(self, name) or name in type(self).__init__.__code__.co_names
        if not named and name[0] != "_" and type(self).__module__.startswith("nnlib."):
            public = dict.fromkeys(n for n in dir(self) if n[0] != "_")
            kind = f"attribute of {type(self).__name__}"
            choose(kind, name, public, AttributeError)
        super().__setattr__(name, value)
