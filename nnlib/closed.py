"""Closed classes: what is set on their objects is used, or refused at once."""

from nnlib.validation import choose


class Closed:
    """A class whose objects take no attribute that they do not have.

    Setting another name raises AttributeError, for it would be ignored, and so does
    setting one of `_fixed` again. Subclasses of your own take what they like.
    """

    _fixed = ()

    def __setattr__(self, name, value):
        made = getattr(type(self).__init__, "__code__", None)
        named = hasattr(self, name) or (made and name in made.co_names)
        if name in self._fixed and name in vars(self):
            raise AttributeError(f"{name} is fixed: make a new {type(self).__name__}")
        if not named and name[0] != "_" and type(self).__module__.startswith("nnlib."):
            public = dict.fromkeys(n for n in dir(self) if n[0] != "_")
            kind = f"attribute of {type(self).__name__}"
            choose(kind, name, public, AttributeError)
        super().__setattr__(name, value)
