"""Closed classes: what is set on their objects is used, or refused at once."""

from nnlib.validation import choose


class Closed:
    """A class whose objects take no attribute that they do not have.

    Setting another name raises AttributeError, for it would be ignored. `_made` has
    names whose value is made of what is set, in a constructor and later alike: by a
    function of name and value, which may refuse it. `_fixed` has names that are set but
    once, and what to do instead. Subclasses of your own take further names.
    """

    _made, _fixed = {}, {}

    def __setattr__(self, name, value):
        if name in self._fixed and hasattr(self, name):
            raise AttributeError(f"{name} is fixed: {self._fixed[name]}")
        if name not in vars(self):
            self._require_known(name)
        if name in self._made:
            value = self._made[name](name, value)
        super().__setattr__(name, value)

    def _require_known(self, name):
        made = getattr(type(self).__init__, "__code__", None)
        named = hasattr(self, name) or name in self._made
        if named or name[0] == "_" or (made and name in made.co_names):
            return
        if type(self).__module__.startswith("nnlib."):
            public = dict.fromkeys(n for n in dir(self) if n[0] != "_")
            kind = f"attribute of {type(self).__name__}"
            choose(kind, name, public, AttributeError)
