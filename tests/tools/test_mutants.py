"""The mutants of tools/mutants.py still fit the code: each change is possible, and there are many."""

import ast

import pytest

import mutants
from places import ROOT

ALL = list(mutants.mutants())


@pytest.mark.parametrize("mutant", ALL, ids=lambda m: f"{m.module}: {m.old[:40]}")
def test_a_mutant_changes_one_place_and_can_be_run(mutant):
    source = mutants.source_of(mutant.module, ROOT / "nnlib").read_text("utf-8")
    assert source.count(mutant.old) == 1
    assert mutant.new != mutant.old
    ast.parse(source.replace(mutant.old, mutant.new))


def test_there_are_many_and_every_module_has_one():
    assert len(set(ALL)) == len(ALL) >= 60
    assert len({mutant.module for mutant in ALL}) >= 20


def test_the_tests_of_a_module_run_first():
    names = [path.name for path in mutants.tests_for("optimizers")]
    assert names[0] == "test_optimizers.py"
    assert {"test_losses.py", "test_data_preparation.py", "test_fit.py"} <= set(names)
    assert not {"test_site.py", "test_exercises.py", "test_figures.py"} & set(names)
