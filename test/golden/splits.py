"""The parts made by torch.utils.data.random_split."""

import torch
from torch.utils.data import TensorDataset, random_split


def case(seed, samples, lengths):
    torch.manual_seed(seed)
    parts = random_split(TensorDataset(torch.arange(samples)), lengths)
    drawn = [[value.item() for (value,) in part] for part in parts]
    return {"seed": seed, "samples": samples, "lengths": lengths, "parts": drawn, "next": torch.rand(1).item()}


def cases():
    kinds = [(10, [7, 3]), (274, [0.8, 0.2]), (17, [0.7, 0.15, 0.15]), (11, [0.5, 0.25, 0.25]), (5, [5, 0]), (1, [1])]
    return [case(seed, *kind) for seed in (0, 1, 42) for kind in kinds]
