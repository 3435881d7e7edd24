"""Metrics: what to count, beside the loss, when a classifier is judged.

Labels are whole numbers 0..K-1, of shape (m,) or (m, 1). Every function takes
what is true first and what was predicted second.
"""

import numpy as np

from nnlib.data.preparation import MOST_CLASSES
from nnlib.doors import calm
from nnlib.validation import choose, labels, positive_integer, real_array, short, vector


def accuracy(y_true, y_pred):
    """(1/m) sum_i 1[y_pred_i = y_true_i], the share of right labels.

    Raises ValueError for what are not labels and for unequal lengths.
    """
    y_true = labels("y_true", y_true)
    return float(np.mean(y_true == labels("y_pred", y_pred, y_true.size)))


def confusion_matrix(y_true, y_pred, K=None):
    """M_ij = number of examples of class i that were labelled j, whole numbers (K, K).

    Rows are true classes, columns predicted ones. K None means: up to the largest
    label that occurs. Raises ValueError for a label that is not below K.
    """
    K = None if K is None else positive_integer("K", K)
    y_true = labels("y_true", y_true, K=K)
    y_pred = labels("y_pred", y_pred, y_true.size, K)
    K = K or int(max(y_true.max(), y_pred.max())) + 1
    if K > MOST_CLASSES:
        raise ValueError(f"K: expected at most {MOST_CLASSES} classes, got {K}")
    return np.bincount(K * y_true + y_pred, minlength=K * K).reshape(K, K)


def precision(y_true, y_pred, average="binary"):
    """P = TP / (TP + FP): of the examples labelled k, the share that are of class k.

    `average` "binary" gives P of class 1 of two, None one P for each class, (K,),
    and "macro" their plain mean over the classes that occur in y_true or y_pred.
    0/0 counts as 0.0: nothing was labelled k.
    """
    M = confusion_matrix(y_true, y_pred)
    return _average(_share(M.diagonal(), M.sum(axis=0)), M, average)


def recall(y_true, y_pred, average="binary"):
    """R = TP / (TP + FN): of the examples of class k, the share that were found.

    `average` as in `precision`. 0/0 counts as 0.0: class k has no examples.
    """
    M = confusion_matrix(y_true, y_pred)
    return _average(_share(M.diagonal(), M.sum(axis=1)), M, average)


def f1(y_true, y_pred, average="binary"):
    """F1 = 2 P R / (P + R) = 2 TP / (2 TP + FP + FN), the harmonic mean of P and R.

    `average` as in `precision`; "macro" is the mean of the classes' F1. 0/0
    counts as 0.0. Source: van Rijsbergen (1979).
    """
    M = confusion_matrix(y_true, y_pred)
    return _average(_share(2 * M.diagonal(), M.sum(axis=0) + M.sum(axis=1)), M, average)


def _share(part, whole):
    # These are counts, and 0 of 0 gives 0 / 1.
    return part / np.maximum(whole, 1)


def _of_class_1(values, M):
    if len(M) > 2:
        hint = "'macro' averages over classes, None gives one value for each"
        got = f"labels 0 and 1, got labels up to {len(M) - 1}"
        raise ValueError(f"average: 'binary' expects {got}; {hint}")
    return values[1] if len(M) == 2 else 0.0


def _mean_over_classes(values, M):
    return values[(M + M.T).any(axis=0)].mean()


AVERAGES = {"binary": _of_class_1, "macro": _mean_over_classes}


def _average(values, M, average):
    if average is None:
        return values
    return float(choose("average", average, AVERAGES)(values, M))


def roc_curve(y_true, score):
    """FPR(t) = P(score >= t | class 0) and TPR(t) = P(score >= t | class 1), shares.

    Returns (fpr, tpr, thresholds), one point for each distinct score, from the
    largest to the smallest, after the point (0, 0) with threshold infinity.
    Raises ValueError unless both classes occur. Source: Fawcett (2006).
    """
    y, score = _two_classes(y_true, score)
    thresholds, place = np.unique(-score, return_inverse=True)
    positives = np.cumsum(np.bincount(place, weights=y))
    negatives = np.cumsum(np.bincount(place, weights=1 - y))
    fpr, tpr = negatives / negatives[-1], positives / positives[-1]
    return np.append(0, fpr), np.append(0, tpr), np.append(np.inf, -thresholds)


def auc(y_true, score):
    """AUC = P(score+ > score-) + P(score+ = score-) / 2 for a pair of one example of
    class 1 and one of class 0: the area under the ROC curve.

    Not pair by pair but from ranks, in O(m log m): with m+ positives and m-
    negatives, (sum of the positives' ranks - m+ (m+ + 1) / 2) / (m+ m-), where
    equal scores share their mean rank. Source: Hanley & McNeil (1982).
    """
    y, score = _two_classes(y_true, score)
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    ranks = np.cumsum(count) - (count - 1) / 2
    positives, negatives = int(y.sum()), int((1 - y).sum())
    surplus = ranks[place] @ y - positives * (positives + 1) / 2
    return float(surplus / (positives * negatives))


def _two_classes(y_true, score):
    y = labels("y_true", y_true, K=2)
    if y.min() == y.max():
        raise ValueError(f"y_true: expected both classes, 0 and 1, got only {y[0]}")
    return y, _column("score", score, y.size)


def _column(name, value, m):
    # A model's output has shape (m, 1).
    array = real_array(name, value)
    return vector(name, array[:, 0] if array.shape[1:] == (1,) else array, m)


@calm
def calibration_error(correct, confidence, bins=10):
    """ECE = sum over bins B of (m_B / m) |accuracy in B - mean confidence in B|, the
    expected calibration error: how far from its confidence a model's accuracy is.

    `correct` (m,) holds 0 and 1, `confidence` (m,) probabilities. `bins` is the
    number of equal bins of [0, 1] or their increasing edges; a bin is closed on
    the right, as in (.5, .75], and the first one on the left too. Raises
    ValueError for a confidence outside the bins. Source: Guo et al. (2017).
    """
    correct = labels("correct", correct, K=2)
    confidence = _column("confidence", confidence, correct.size)
    edges = _edges(bins)
    outside = (confidence < edges[0]) | (confidence > edges[-1])
    if outside.any():
        i, ends = int(outside.argmax()), f"{edges[0]:g} to {edges[-1]:g}"
        raise ValueError(f"confidence[{i}] is {confidence[i]:g}: expected {ends}")
    place = np.searchsorted(edges[1:], confidence, side="left")
    gaps = np.bincount(place, weights=correct - confidence)
    return float(np.abs(gaps).sum() / correct.size)


def _edges(bins):
    if np.isscalar(bins):
        B = positive_integer("bins", bins)
        # Not linspace: i / B is the very number that 0.3 is, for i = 3, B = 10.
        return np.arange(B + 1) / B
    edges = vector("bins", bins)
    if edges.size < 2 or (np.diff(edges) <= 0).any():
        got = short(edges.tolist())
        raise ValueError(f"bins: expected two or more increasing edges, got {got}")
    return edges
