"""Writes the golden files in this folder: results of PyTorch 2.13.0, with which the engine is compared.

    python -m venv /tmp/golden && /tmp/golden/bin/pip install torch==2.13.0 numpy scikit-learn==1.9.1
    /tmp/golden/bin/python test/golden/make.py
"""

import json
from pathlib import Path

import torch

import draws
import fits
import initialisers
import layers
import loaders
import metrics
import networks
import optimizers
import penguins
import reprs
import roundings
import schedules
import skipped
import splits

HERE = Path(__file__).parent


def write(name, cases):
    """Writes one case per line, so that a diff shows the changed cases. Every float64 is written in full."""
    lines = ",\n".join(json.dumps(case, allow_nan=False, separators=(",", ":")) for case in cases)
    (HERE / f"{name}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{name}.json: {len(cases)} cases")


if __name__ == "__main__":
    assert torch.__version__.startswith("2.13.0"), f"expected PyTorch 2.13.0, got {torch.__version__}"
    torch.set_num_threads(1)
    write("networks", networks.cases())
    write("draws", draws.cases())
    write("loaders", loaders.cases())
    write("penguins", penguins.cases())
    write("roundings", roundings.cases())
    write("reprs", reprs.cases())
    write("optimizers", optimizers.cases())
    write("skipped", skipped.cases())
    write("schedules", schedules.cases())
    write("splits", splits.cases())
    write("metrics", metrics.cases())
    write("layers", layers.cases())
    write("initialisers", initialisers.cases())
    write("fits", fits.cases())
