"""micrograd: scalar by scalar. Its neurons have only tanh or ReLU, so sigmoid and BCE are built from its operations."""

import importlib.metadata
import math

from micrograd.engine import Value
from serve import serve


def exp(v):
    out = Value(math.exp(v.data), (v,), "exp")

    def back():
        v.grad += out.data * out.grad

    out._backward = back
    return out


def log(v):
    out = Value(math.log(v.data), (v,), "log")

    def back():
        v.grad += out.grad / v.data

    out._backward = back
    return out


def sigmoid(z):
    return (1 + exp(-z)) ** -1


def make(workload, arrays):
    sizes, batch = workload["sizes"], workload["batch"]
    if workload["loss"] != "bce":
        raise ValueError("not written for this workload")
    layers = []
    for i, (n, m) in enumerate(zip(sizes, sizes[1:])):
        w = [[Value(arrays[f"w{i}"][j * n + k]) for k in range(n)] for j in range(m)]
        layers.append((w, [Value(b) for b in arrays[f"b{i}"]]))
    parameters = [p for w, b in layers for p in [*(v for row in w for v in row), *b]]
    samples = [list(arrays["x"][s * sizes[0] : (s + 1) * sizes[0]]) for s in range(batch)]

    def step():
        total = Value(0.0)
        for x, y in zip(samples, arrays["y"]):
            a = x
            for w, b in layers:
                a = [sigmoid(sum((wi * xi for wi, xi in zip(row, a)), bias)) for row, bias in zip(w, b)]
            p = a[0]
            total = total - (log(p) if y == 1 else log(1 - p))
        loss = total * (1 / batch)
        for p in parameters:
            p.grad = 0.0
        loss.backward()
        for p in parameters:
            p.data -= workload["lr"] * p.grad
        return loss.data

    return step, lambda: [step() for _ in range(5)], importlib.metadata.version("micrograd")


serve(make)
