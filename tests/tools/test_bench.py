"""The benchmark compares like with like: same weights, same batches, the same training."""

from dataclasses import replace

import numpy as np
import pytest

import peers
import run
import work as bench

SMALL = {name: replace(work, epochs=2) for name, work in bench.WORKS.items() if "784" not in name}


def trained(peer, work, seed=0):
    """A peer after training, and the data it was trained and is tested on."""
    X, X_test, y, y_test = bench.load(work)
    peer.prepare(work, X, y)
    peer.train(bench.initial_weights(work, seed))
    return peer, X_test, y_test


@pytest.mark.parametrize("name", SMALL)
def test_scikit_learn_does_the_same_training(name):
    ours, X_test, _ = trained(peers.NNLib(), SMALL[name])
    theirs, *_ = trained(peers.ScikitLearn(), SMALL[name])
    for W, coefficients in zip(ours.model.get_weights()[::2], theirs.model.coefs_, strict=True):
        np.testing.assert_allclose(W, coefficients, atol=2e-4)
    assert ours.scores(X_test).shape == (len(X_test), SMALL[name].classes)


def test_the_hand_unrolled_step_does_the_same_training():
    work = SMALL["64-25-15-10, Adam, batch 32"]
    ours, *_ = trained(peers.NNLib(), work)
    theirs, *_ = trained(peers.HandUnrolled(), work)
    np.testing.assert_allclose(ours.model.parameters, theirs.model.parameters, atol=2e-5)


def test_starts_differ_by_seed_only():
    work = SMALL["2-3-1, Adam, batch 32"]
    first, again, other = (bench.initial_weights(work, seed) for seed in (0, 0, 1))
    assert all(map(np.array_equal, first, again))
    assert not np.array_equal(first[0], other[0])
    assert [w.shape for w in first] == [(2, 3), (3,), (3, 1), (1,)]


def test_accuracy_of_logits():
    assert bench.accuracy([[1, 2], [3, 0]], np.array([1, 1])) == 0.5
    assert bench.accuracy([[-1], [2], [0.1]], np.array([0, 1, 0])) == 2 / 3


def test_large_digits_are_the_digits_enlarged():
    X, *_ = bench.load(bench.WORKS["784-128-10, Adam, batch 128"])
    images, small = (
        X.reshape(-1, 28, 28),
        bench.load(SMALL["64-25-15-10, Adam, batch 32"])[0],
    )
    np.testing.assert_array_equal(images[:, 3:-2:3, 3:-2:3].reshape(small.shape), small)
    assert images[:, :2].max() == images[:, :, -2:].max() == 0


def replies(step, accuracy):
    """Twenty rounds of a library, with a little noise that is the same each time."""
    noise = np.random.default_rng(0).normal(size=20)
    return [{"step": step + x, "accuracy": accuracy + x / 1000, "prediction": step / 4} for x in noise]


def test_unequal_accuracy_is_refused():
    libraries = {"nnlib": replies(50, 0.97), "same": replies(90, 0.971)}
    assert list(run.unequal({"a": libraries})) == []
    libraries["worse"] = replies(40, 0.95)
    assert list(run.unequal({"a": libraries})) == ["a: worse differs from nnlib by -0.0200"]


def test_ratios_are_taken_within_a_round():
    libraries = {
        "nnlib": replies(50, 1),
        "twice": [{"step": 2 * r["step"]} for r in replies(50, 1)],
    }
    assert run.ratios(libraries, "twice") == [2] * 20
    assert run.spread([1, 2, 3, 4, 5]) == "3.00 (2.00 to 4.00)"


def test_a_page_is_written(monkeypatch):
    monkeypatch.setattr(run, "fresh", lambda code: (1.0, 50.0))
    monkeypatch.setattr(run, "version", lambda name: "1.0")
    names = ["nnlib", "hand-unrolled NumPy", "bare GEMM", *run.PEER_NAMES]
    results = {work: {name: replies(60, 0.97) for name in names} for work in bench.WORKS}
    text = run.page(results, 20)
    assert all(work in text for work in bench.WORKS)
    assert "{" not in text
    assert text.count("| 1.00 (1.00 to 1.00) |") > 0
