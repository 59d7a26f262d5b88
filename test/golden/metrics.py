"""scikit-learn's metrics for random outputs and targets: labels, probabilities, rows of probabilities."""

import warnings

import numpy as np
from sklearn import metrics as sk


def each_average(target, predicted, binary):
    averages = ["macro", "micro", "weighted", *(["binary"] if binary else [])]
    found = {}
    for average in averages:
        p, r, f, _ = sk.precision_recall_fscore_support(target, predicted, average=average, zero_division=0)
        found[average] = {"precision": p, "recall": r, "f1": f}
    return found


def case(name, output, target, predicted, classes, auc=None, log_loss=None):
    """`classes`: the number of classes; None for those that occur."""
    labels = sorted({*target, *predicted}) if classes is None else list(range(classes))
    p, r, f, support = sk.precision_recall_fscore_support(target, predicted, labels=labels, zero_division=0)
    return {
        "name": name,
        "output": output.tolist(),
        "target": target.tolist(),
        "accuracy": sk.accuracy_score(target, predicted),
        "confusion": sk.confusion_matrix(target, predicted, labels=labels).tolist(),
        "classes": [
            {"label": int(label), "precision": p[i], "recall": r[i], "f1": f[i], "support": int(support[i])}
            for i, label in enumerate(labels)
        ],
        "averages": each_average(target, predicted, {*target, *predicted} <= {0, 1} and classes in (None, 2)),
        "rocAuc": auc,
        "logLoss": log_loss,
    }


def labels_case(rng, number):
    classes = int(rng.integers(2, 6))
    n = int(rng.integers(1, 40))
    target, predicted = rng.integers(0, classes, n), rng.integers(0, classes, n)
    return case(f"labels {number}", predicted, target, predicted, None)


def binary_case(rng, number):
    n = int(rng.integers(4, 60))
    target = rng.integers(0, 2, n)
    target[:2] = [0, 1]
    # Few distinct values, so that there are ties.
    p = rng.random(n).round(1 if number % 2 else 6)
    p[0] = [0.0, 1.0, 0.25, 0.5][number % 4]
    p[1] = 0.3
    auc, loss = sk.roc_auc_score(target, p), sk.log_loss(target, p)
    return case(f"probabilities {number}", p.reshape(-1, 1), target, (p > 0.5).astype(int), None, auc, loss)


def rows_case(rng, number):
    classes = int(rng.integers(2, 6))
    n = int(rng.integers(classes, 60))
    target = rng.integers(0, classes, n)
    target[:classes] = range(classes)
    p = rng.dirichlet(np.ones(classes), n)
    if number % 3 == 0:
        p[0] = np.eye(classes)[(target[0] + 1) % classes]
    labels = list(range(classes))
    auc = sk.roc_auc_score(target, p[:, 1]) if classes == 2 else sk.roc_auc_score(target, p, multi_class="ovr", labels=labels)
    return case(f"rows {number}", p, target, p.argmax(1), classes, auc, sk.log_loss(target, p, labels=labels))


def cases():
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(4)
    return [kind(rng, number) for kind in (labels_case, binary_case, rows_case) for number in range(20)]
