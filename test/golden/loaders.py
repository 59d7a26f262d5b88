"""The order in which a DataLoader yields samples, and its draws from the random generator."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def case(seed, samples, batch_size, shuffle):
    """As in a program: seed, model, loader, epochs. The next random number shows how many the epochs drew."""
    torch.manual_seed(seed)
    nn.Linear(2, 4)
    loader = DataLoader(TensorDataset(torch.arange(samples)), batch_size=batch_size, shuffle=shuffle)
    epochs = [[batch.tolist() for (batch,) in loader] for _ in range(3)]
    start = {"seed": seed, "samples": samples, "batchSize": batch_size, "shuffle": shuffle}
    return {**start, "epochs": epochs, "next": torch.rand(1).item()}


def cases():
    sizes = [(1, 1), (7, 3), (10, 10), (10, 20), (64, 1), (274, 10)]
    return [case(seed, *size, shuffle) for seed in (0, 1, 42, 2026) for size in sizes for shuffle in (True, False)]
