"""The studies: their stored results are those of today's code, and a page refuses what lies outside of them."""

import json
from importlib.resources import files
from types import SimpleNamespace

import numpy as np
import pytest

from nnbook import studies, study
from nnbook.studies import noisy_labels, novikoff, roasters, trained_relus

each = pytest.mark.parametrize("name", studies.STUDIES)


@each
def test_stored_results_are_todays_and_hold_for_another_seed(name):
    found = studies.Study(name)
    assert found.nnlib == studies.package_hash(files("nnlib")), "nnlib is another: run `make studies`"
    again = found.again(found.seeds - 1)
    for key, x in again.items():
        assert found[key].shape == (found.seeds, *x.shape)


@each
@pytest.mark.long
def test_all_seeds_give_what_is_stored(name):
    found = studies.Study(name)
    again = [found.again(seed) for seed in range(found.seeds)]
    for key in again[0]:
        least, middle, most = np.quantile([run[key] for run in again], [0.25, 0.5, 0.75], axis=0)
        stored = np.quantile(found[key], [0.25, 0.5, 0.75], axis=0)
        room = 1e-5 * abs(middle)
        assert (stored[0] - room <= middle).all() and (middle <= stored[2] + room).all(), key
        assert (least - room <= stored[1]).all() and (stored[1] <= most + room).all(), key


def test_the_bound_and_the_two_kinds_of_unit():
    found = study("novikoff")
    assert found["mistakes"].shape == (found.seeds, len(novikoff.GAPS))
    assert (found["mistakes"] <= found["bound"]).all()
    accuracy = study("noisy_labels")["accuracy"]
    assert accuracy.shape[1] == len(noisy_labels.RULES)


def test_a_page_refuses_what_lies_outside(monkeypatch, capsys):
    found = studies.Study("novikoff")
    real = found.run(0)
    for key, wrong in (("mistakes", 400), ("bound", 1.0)):
        off = {**real, key: [*real[key][:-1], wrong]}
        monkeypatch.setattr(novikoff, "run", lambda seed, off=off: off)
        with pytest.raises(AssertionError, match=f"novikoff, seed 3: {key} = "):
            study("novikoff", seed=3)
    monkeypatch.setattr(novikoff, "run", lambda seed: {"mistakes": real["mistakes"]})
    with pytest.raises(AssertionError, match="other results"):
        study("novikoff")
    assert capsys.readouterr().out == ""


def test_what_is_written_can_be_read(tmp_path, monkeypatch):
    def run(seed):
        return {"one": seed / 3, "many": [seed, -seed / 7]}

    monkeypatch.setattr(studies, "_module", lambda name: SimpleNamespace(run=run, SEEDS=4))
    monkeypatch.setattr(studies, "_results", lambda name: tmp_path / name)
    studies.write("novikoff")
    assert json.loads((tmp_path / "novikoff").read_text("utf-8"))["results"]["one"][1] == 0.333333
    found = studies.Study("novikoff")
    np.testing.assert_allclose(found["many"], [run(seed)["many"] for seed in range(4)], rtol=1e-5)
    assert found.again(2)["one"] == 2 / 3


def test_names_that_there_are_not():
    with pytest.raises(ValueError, match="unknown study 'novikof': did you mean"):
        study("novikof")
    with pytest.raises(ValueError, match="unknown result 'mistake': did you mean"):
        study("novikoff")["mistake"]


def test_the_recorded_networks_are_those_that_were_measured():
    found = studies.Study("trained_relus")
    for start, frame in ((0, 0), (1, 20), (2, 13)):
        net = trained_relus.untrained("biases 0", seed=0)
        net.parameters[:] = found["theta"][3, start, frame]
        np.testing.assert_allclose(trained_relus.error(net), found["error"][3, start, frame], rtol=1e-3)
        assert trained_relus.inside(net) == found["inside"][3, start, frame]


def test_some_roasters_fail_and_one_line_repairs_them():
    found, kinds = studies.Study("roasters"), roasters.KINDS
    last = dict(zip(kinds, found["accuracy"][:, :, -1].T, strict=True))
    failed = last[3, True] < roasters.FAILED
    assert 0 < failed.sum() < found.seeds
    assert (last[3, True][~failed] > 0.96).all()
    assert (found["repaired"][failed] > 0.96).all()
    assert [h for h, standardise in kinds if (last[h, standardise] > 0.96).all()] == [4, 8]
    assert np.ptp(last[3, False]) == 0
    for kind, seed, frame in ((0, 0, 0), (1, 6, 40), (3, 5, 40), (4, 2, 31)):
        net = roasters.untrained(kinds[kind][0], seed=0)
        net.parameters[:] = found[roasters.name(*kinds[kind])][seed, frame]
        assert abs(roasters.accuracy(net, kinds[kind][1]) - found["accuracy"][seed, kind, frame]) < 1e-4
