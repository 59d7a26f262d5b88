"""The source article's program on real data, line by line: its printed output, losses and final weights."""

import csv
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

DATA = Path(__file__).parents[2] / "notebooks" / "data" / "penguins.csv"


def load():
    """Bills, standardised over all rows; the target is 1 for a gentoo."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bills = [[float(row["bill_length_mm"]), float(row["bill_depth_mm"])] for row in rows]
    x = torch.tensor(bills, dtype=torch.float64)
    y = torch.tensor([[float(row["species"] == "Gentoo")] for row in rows], dtype=torch.float64)
    return (x - x.mean(0)) / x.std(0, correction=0), y


def train(lr, epochs):
    x, y = load()
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(2, 4), nn.Sigmoid(), nn.Linear(4, 1), nn.Sigmoid()).double()
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loader = DataLoader(TensorDataset(x, y), batch_size=10, shuffle=True)
    losses, printed = [], []
    for epoch in range(epochs):
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
        # The loss of the last batch, as such programs print it.
        losses.append(loss.item())
        if (epoch + 1) % 10 == 0:
            printed.append(f"Epoch [{epoch + 1}/{epochs}], Loss: {loss.item():.4f}")
    with torch.no_grad():
        outputs = model(x)
    return {
        "name": f"lr {lr}, {epochs} epochs",
        "lr": lr,
        "epochs": epochs,
        "printed": printed,
        "losses": losses,
        "state": {name: p.detach().tolist() for name, p in model.named_parameters()},
        "lossOverAll": criterion(outputs, y).item(),
        "accuracy": ((outputs > 0.5) == (y > 0.5)).double().mean().item(),
    }


def cases():
    return [train(0.01, 100), train(0.1, 100), train(1, 100)]
