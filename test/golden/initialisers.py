"""Weights drawn by torch.nn.init and by layers, in float32, and the next random numbers."""

import torch
from torch import nn

SEEDS = [0, 1, 42, 2026]
# Fewer than 16 numbers, exactly 16, full and partial blocks of 16, more than the generator's state of 624.
SHAPES = [[1, 1], [3, 5], [5, 3], [4, 4], [17, 1], [6, 8], [7, 9], [2, 3, 4], [40, 33]]


def drawn(seed, shape, call, options):
    torch.manual_seed(seed)
    # A constant is not drawn, so it is not rounded to float32.
    tensor = torch.empty(*shape, dtype=torch.float64 if call == "constant" else None)
    getattr(nn.init, call + "_")(tensor, **options)
    names = {"nonlinearity": {"leaky_relu": "leakyReLU"}, "mode": {"fan_in": "fanIn", "fan_out": "fanOut"}}
    told = {key: names.get(key, {}).get(value, value) for key, value in options.items()}
    return {"seed": seed, "shape": shape, "call": call, "options": told, "values": tensor.flatten().tolist(), "next": after()}


def after():
    """The next uniform and the next normal number: a spare normal number belongs to the generator's state."""
    return [torch.rand(1).item(), torch.randn(1).item()]


def embedding(seed, shape):
    torch.manual_seed(seed)
    weight = nn.Embedding(*shape).weight
    return {"seed": seed, "shape": shape, "call": "Embedding", "options": {}, "values": weight.flatten().tolist(), "next": after()}


def dropout(seed, size, p, dtype):
    """Dropout of ones, on a CPU for which PyTorch does not use Intel's MKL."""
    torch.manual_seed(seed)
    values = nn.Dropout(p)(torch.ones(size, dtype=getattr(torch, dtype)))
    # In float32 1/(1 − p) is rounded, so only the mask is compared.
    kept = (values != 0).int().tolist() if dtype == "float32" else values.tolist()
    return {"seed": seed, "shape": [size], "call": "Dropout", "options": {"p": p, "dtype": dtype}, "values": kept, "next": after()}


def check_cpu():
    """Rejects Intel CPUs: there MKL draws the dropout mask, with its own generator."""
    torch.manual_seed(0)
    mask = torch.empty(64, dtype=torch.float64).bernoulli_(0.5)
    torch.manual_seed(0)
    assert torch.equal(mask, (torch.rand(64, dtype=torch.float64) < 0.5).double()), "this is an Intel CPU: run on another one"


def cases():
    check_cpu()
    options = [
        ("uniform", {}),
        ("uniform", {"a": -0.3, "b": 2.7}),
        ("normal", {}),
        ("normal", {"mean": 0.7, "std": 0.02}),
        ("constant", {"val": 0.1}),
        ("zeros", {}),
        ("ones", {}),
        ("xavier_uniform", {}),
        ("xavier_uniform", {"gain": 5 / 3}),
        ("xavier_normal", {"gain": 0.4}),
        ("kaiming_uniform", {}),
        ("kaiming_uniform", {"a": 0.2, "mode": "fan_out"}),
        ("kaiming_uniform", {"nonlinearity": "tanh"}),
        ("kaiming_normal", {"nonlinearity": "relu"}),
        ("kaiming_normal", {"a": 5**0.5, "mode": "fan_out", "nonlinearity": "leaky_relu"}),
        ("kaiming_normal", {"nonlinearity": "selu"}),
    ]
    small = [drawn(seed, shape, *option) for option in options for shape in SHAPES[:-1] for seed in SEEDS[:2]]
    large = [drawn(seed, SHAPES[-1], *option) for option in options[2:4] + options[-2:] for seed in SEEDS[2:]]
    tables = [embedding(seed, shape) for seed in SEEDS for shape in ([1, 3], [3, 5], [10, 8], [7, 11])]
    masks = [dropout(seed, 100, p, dtype) for seed in SEEDS[:2] for p in (0, 0.1, 0.5, 0.9, 1) for dtype in ("float64", "float32")]
    return [*small, *large, *tables, *masks]
