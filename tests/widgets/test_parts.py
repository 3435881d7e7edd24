"""What a widget is made of: kit modules that it names, its own scripts and style; and folders found by looking."""

import json

import pytest

from nnbook import widgets
from nnbook.widgets import base


def test_parts_stand_once_and_after_what_they_need():
    texts = base.parts("// needs: goal, plot\nlet x;\n")
    assert len(set(texts)) == len(texts)
    places = [[f"function {name}(" in text for text in texts].index(True) for name in ("put", "goal", "plot")]
    assert places == sorted(places)
    assert texts[-1] == "// needs: goal, plot\nlet x;\n"
    with pytest.raises(ValueError, match="unknown kit module 'plott': did you mean"):
        base.parts("// needs: plott\n")


def test_nothing_ends_a_script_early():
    text = base._in_script(json.dumps({"label": "</script><!-- <script>"}))
    assert "<" not in text
    assert json.loads(text) == {"label": "</script><!-- <script>"}
    for own in ("let x = '</script>'", "let x = '<!-- <script>'"):
        with pytest.raises(ValueError, match="would end its own <script> block"):
            base.parts(own)


def test_every_widget_is_found_and_drawn_as_its_poster_says():
    assert {"CoffeeRoaster", "PerceptronTrainer"} <= set(widgets.__all__)
    with pytest.raises(ImportError, match="Roaster"):
        from nnbook.widgets import Roaster  # noqa: F401
    for name in widgets.__all__:
        kind = getattr(widgets, name)
        assert kind.poses()
        assert kind().poster().count(kind.alt) == 1
