"""Metrics: against counts by hand, loops over pairs, and scikit-learn."""

from itertools import pairwise

import numpy as np
import pytest
import sklearn.metrics as sk
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib.metrics import accuracy, auc, calibration_error, confusion_matrix, f1, precision, recall, roc_curve

few = settings(max_examples=30)  # scikit-learn takes its time
PRF = {precision: sk.precision_score, recall: sk.recall_score, f1: sk.f1_score}
each_metric = pytest.mark.parametrize("metric", PRF, ids=lambda m: m.__name__)


def from_matrix(M):
    """Labels (y_true, y_pred) that have this confusion matrix."""
    M = np.array(M)
    true, predicted = np.indices(M.shape)
    return np.repeat(true, M.ravel()), np.repeat(predicted, M.ravel())


@st.composite
def label_pairs(draw, K):
    m = draw(st.integers(1, 12))
    column = st.lists(st.integers(0, K - 1), min_size=m, max_size=m)
    return draw(column), draw(column)


@st.composite
def scored(draw):
    """Labels of both classes and scores, many of them equal."""
    m = draw(st.integers(0, 12))
    y = [0, 1, *draw(st.lists(st.integers(0, 1), min_size=m, max_size=m))]
    values = st.sampled_from([-2.0, -0.0, 0.0, 0.25, 0.5, 1e-300, 3.0])
    return np.array(y), draw(st.lists(values, min_size=m + 2, max_size=m + 2))


# Labels


def test_the_detector_by_hand():
    y_true, y_pred = from_matrix([[320, 1], [12, 27]])
    np.testing.assert_array_equal(confusion_matrix(y_true, y_pred), [[320, 1], [12, 27]])
    assert accuracy(y_true, y_pred) == pytest.approx(347 / 360, rel=1e-15)
    assert accuracy(y_true, y_pred) == pytest.approx(0.963889, abs=5e-7)
    assert precision(y_true, y_pred) == pytest.approx(0.964286, abs=5e-7)
    assert recall(y_true, y_pred) == pytest.approx(0.692308, abs=5e-7)
    assert f1(y_true, y_pred) == pytest.approx(0.805970, abs=5e-7)


@few
@given(label_pairs(4))
def test_labels_against_scikit_learn(y):
    K = max(map(max, y)) + 1
    M = confusion_matrix(*y)
    assert M.dtype.kind == "i" and M.shape == (K, K)
    if K > 1:  # scikit-learn warns of a single class
        np.testing.assert_array_equal(M, sk.confusion_matrix(*y, labels=range(K)))
    assert accuracy(*y) == pytest.approx(sk.accuracy_score(*y), rel=1e-15)
    for ours, theirs in PRF.items():
        each = theirs(*y, labels=range(K), average=None, zero_division=0)
        np.testing.assert_allclose(ours(*y, average=None), each, rtol=1e-14)
        macro = theirs(*y, average="macro", zero_division=0)
        assert ours(*y, average="macro") == pytest.approx(macro, rel=1e-14)


@few
@given(label_pairs(2))
def test_two_classes_against_scikit_learn(y):
    for ours, theirs in PRF.items():
        assert ours(*y) == pytest.approx(theirs(*y, zero_division=0), rel=1e-14)
        assert type(ours(*y)) is float


@each_metric
@pytest.mark.parametrize("y", [([0, 0], [0, 0]), ([0], [1]), ([1], [0])])
def test_nothing_of_nothing_counts_as_0(metric, y):
    assert metric(*y) == 0.0


@each_metric
def test_a_class_that_does_not_occur_is_listed_but_not_averaged(metric):
    y = [0, 2, 2, 0]
    np.testing.assert_array_equal(metric(y, y, average=None), [1, 0, 1])
    assert metric(y, y, average="macro") == 1


# Scores


def test_auc_with_ties_by_hand():
    y, score = [1, 1, 0, 0, 0], [0.9, 0.4, 0.5, 0.1, 0.4]
    # Of six pairs .9 wins three; .4 wins one, loses one and ties one.
    assert auc(y, score) == 4.5 / 6 == 0.75
    fpr, tpr, thresholds = roc_curve(y, score)
    np.testing.assert_array_equal(thresholds, [np.inf, 0.9, 0.5, 0.4, 0.1])
    np.testing.assert_allclose(fpr, [0, 0, 1 / 3, 2 / 3, 1], rtol=1e-15)
    np.testing.assert_array_equal(tpr, [0, 0.5, 0.5, 1, 1])


@few
@given(scored())
def test_auc_is_won_pairs_and_half_the_ties_and_the_area_under_the_curve(case):
    y, score = case[0], np.array(case[1])
    gap = score[y == 1][:, None] - score[y == 0]
    pairs = np.mean((gap > 0) + (gap == 0) / 2)
    fpr, tpr, _ = roc_curve(y, score)
    assert auc(y, score) == pytest.approx(pairs, abs=1e-14)
    assert auc(y, score) == pytest.approx(np.trapezoid(tpr, fpr), abs=1e-14)
    assert auc(y, score) == pytest.approx(sk.roc_auc_score(y, score), abs=1e-14)
    assert auc(y, -score) == pytest.approx(1 - auc(y, score), abs=1e-14)


@few
@given(scored())
def test_a_point_of_the_curve_is_the_shares_at_or_above_its_threshold(case):
    y, score = case[0], np.array(case[1])
    curve = roc_curve(y, score)
    assert len(curve[0]) == len(set(score)) + 1
    for fpr, tpr, threshold in zip(*curve, strict=True):
        assert fpr == pytest.approx(np.mean(score[y == 0] >= threshold))
        assert tpr == pytest.approx(np.mean(score[y == 1] >= threshold))
    theirs = sk.roc_curve(y, score, drop_intermediate=False)
    np.testing.assert_allclose(curve, theirs, rtol=1e-14, atol=0)


# Calibration


def naive_calibration(correct, confidence, edges):
    total = 0
    for k, (low, high) in enumerate(pairwise(edges)):
        inside = [i for i, p in enumerate(confidence) if low < p <= high or (k == 0 and p == low)]
        if inside:
            right = np.mean([correct[i] for i in inside])
            sure = np.mean([confidence[i] for i in inside])
            total += len(inside) / len(correct) * abs(right - sure)
    return total


@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from(np.arange(21) / 20)), min_size=1),
    st.sampled_from([1, 2, 3, 5, 10]),
)
def test_calibration_is_the_loop_over_bins(examples, bins):
    correct, confidence = zip(*examples, strict=True)
    edges = [i / bins for i in range(bins + 1)]
    expected = naive_calibration(correct, confidence, edges)
    ece = calibration_error(correct, confidence, bins)
    assert ece == pytest.approx(expected, abs=1e-14)
    assert calibration_error(correct, confidence, edges) == ece


def test_bins_are_closed_on_the_right_and_the_first_on_both_sides():
    def apart(low, high):
        """Whether the confidences lie in two bins, where right and wrong do not cancel."""
        together = abs(1 - low - high) / 2
        ece = calibration_error([1, 0], [low, high])
        return ece != pytest.approx(together)

    assert apart(0.3, np.nextafter(0.3, 1))  # in linspace(0, 1, 11) the edge is higher
    assert not apart(np.nextafter(0.3, 0), 0.3)
    assert not apart(0.0, 0.1)
    assert apart(0.1, np.nextafter(0.1, 1))
    assert not apart(0.95, 1.0)


# Refusals
