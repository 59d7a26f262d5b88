"""Whole training runs, epoch by epoch: training and validation results of PyTorch, which `fit` must reproduce."""

import csv
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

DATA = Path(__file__).parents[2] / "notebooks" / "data" / "digits.csv"
TRAIN, VALIDATION = 600, 200


def digits():
    """The first images, pixels from 0 to 1, and their digits."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [[int(cell) for cell in row] for row in list(csv.reader(file))[1 : TRAIN + VALIDATION + 1]]
    numbers = torch.tensor(rows)
    return numbers[:, 1:].double() / 16, numbers[:, 0]


def run(name, optimizer, options, shuffle, epochs, gamma=None):
    """Batches of 32. An epoch's last batch is smaller and has less weight in the epoch's loss."""
    x, y = digits()
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, 10)).double()
    criterion = nn.CrossEntropyLoss()
    stepper = getattr(torch.optim, optimizer)(model.parameters(), **options)
    schedule = gamma and torch.optim.lr_scheduler.StepLR(stepper, step_size=2, gamma=gamma)
    loader = DataLoader(TensorDataset(x[:TRAIN], y[:TRAIN]), batch_size=32, shuffle=shuffle)
    records = []
    for _ in range(epochs):
        total, lr = 0.0, stepper.param_groups[0]["lr"]
        model.train()
        for inputs, targets in loader:
            stepper.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            stepper.step()
            total += loss.item() * len(inputs)
        model.eval()
        with torch.no_grad():
            outputs = model(x[TRAIN:])
        right = (outputs.argmax(1) == y[TRAIN:]).double().mean().item()
        records.append({"loss": total / TRAIN, "valLoss": criterion(outputs, y[TRAIN:]).item(), "accuracy": right, "lr": lr})
        if schedule:
            schedule.step()
    return {
        "name": name,
        "samples": [TRAIN, VALIDATION],
        "optimizer": optimizer,
        "options": {{"weight_decay": "weightDecay"}.get(key, key): value for key, value in options.items()},
        "shuffle": shuffle,
        "gamma": gamma,
        "epochs": records,
        "bias": model[2].bias.tolist(),
    }


def cases():
    return [
        run("Adam, in order", "Adam", {"lr": 0.01}, False, 5),
        run("SGD with momentum, shuffled, with a schedule", "SGD", {"lr": 0.2, "momentum": 0.9, "weight_decay": 1e-4}, True, 6, 0.5),
    ]
