"""Writes the data files in this folder; README.md lists the packages to install first."""

import csv
from importlib.resources import files
from pathlib import Path

from sklearn.datasets import load_digits


def write(name, rows):
    with Path(__file__).with_name(name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def penguins():
    """Two species, for a yes-or-no question; numbers are copied as text from the source."""
    columns = ["species", "bill_length_mm", "bill_depth_mm"]
    source = files("palmerpenguins") / "data" / "penguins.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = [[row[column] for column in columns] for row in csv.DictReader(file)]
    return [columns, *(r for r in rows if r[0] in ("Adelie", "Gentoo") and "" not in r and "NA" not in r)]


def digits():
    """All images in their original order. Pixels are whole numbers, which scikit-learn stores as floats."""
    images, labels = load_digits(return_X_y=True)
    header = ["digit", *(f"r{row}c{column}" for row in range(8) for column in range(8))]
    return [header, *([int(label), *map(int, pixels)] for label, pixels in zip(labels, images))]


write("penguins.csv", penguins())
write("digits.csv", digits())
