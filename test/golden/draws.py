"""Random numbers after torch.manual_seed: raw draws, permutations and the initial weights of Linear."""

import torch
from torch import nn

SEEDS = [0, 1, 42, 2026, 2**32 - 1, 2**40 + 3, -7]
# The third stack needs more than 624 numbers, the size of the generator's state.
STACKS = [[[2, 4], [4, 1]], [[3, 5], [5, 5], [5, 2]], [[30, 21], [21, 3]]]


def raw(seed):
    torch.manual_seed(seed)
    return {"kind": "rand", "seed": seed, "values": torch.rand(40).tolist()}


def permutation(seed, n):
    torch.manual_seed(seed)
    return {"kind": "randperm", "seed": seed, "n": n, "values": torch.randperm(n).tolist(), "next": torch.rand(1).item()}


def stack(seed, shapes, bias):
    """Several layers from one seed, and the next random number. float32 numbers, written as float64."""
    torch.manual_seed(seed)
    layers = [nn.Linear(*shape, bias=bias) for shape in shapes]
    states = [{name: p.detach().double().tolist() for name, p in layer.named_parameters()} for layer in layers]
    return {"kind": "linear", "seed": seed, "bias": bias, "shapes": shapes, "states": states, "next": torch.rand(1).item()}


def bounds():
    """The first weight and the bias for many widths: ±1/√width must round as in PyTorch."""
    torch.manual_seed(7)
    layers = [nn.Linear(width, 1) for width in range(1, 129)]
    values = [[layer.weight[0, 0].item(), layer.bias.item()] for layer in layers]
    return {"kind": "bounds", "seed": 7, "values": values}


def cases():
    return [
        *(raw(seed) for seed in SEEDS),
        *(permutation(seed, n) for seed in SEEDS[:4] for n in (1, 2, 3, 10, 274)),
        permutation(5, 5000),
        *(stack(seed, shapes, bias) for seed in SEEDS[:4] for shapes in STACKS[:2] for bias in (True, False)),
        stack(3, STACKS[2], True),
        bounds(),
    ]
