"""Modules, losses, optimisers and tensors as PyTorch prints them, and tensor operations."""

import re

import torch
from torch import nn

from optimizers import snake

# Options that PyTorch has for its own kernels, and that the engine has not.
OTHERS = ("capturable", "differentiable", "foreach", "fused")

# Each layer: its type and options here, and PyTorch's.
LAYERS = [
    ("Linear", {"inFeatures": 2, "outFeatures": 4}, nn.Linear(2, 4)),
    ("Linear", {"inFeatures": 4, "outFeatures": 1, "bias": False}, nn.Linear(4, 1, bias=False)),
    ("Sigmoid", {}, nn.Sigmoid()),
    ("Tanh", {}, nn.Tanh()),
    ("ReLU", {}, nn.ReLU()),
    ("LeakyReLU", {}, nn.LeakyReLU()),
    ("LeakyReLU", {"negativeSlope": 1}, nn.LeakyReLU(1.0)),
    ("ELU", {}, nn.ELU()),
    ("ELU", {"alpha": 0.25}, nn.ELU(0.25)),
    ("GELU", {}, nn.GELU()),
    ("GELU", {"approximate": "tanh"}, nn.GELU(approximate="tanh")),
    ("SiLU", {}, nn.SiLU()),
    ("Softplus", {}, nn.Softplus()),
    ("Identity", {}, nn.Identity()),
    ("PReLU", {}, nn.PReLU()),
    ("SELU", {}, nn.SELU()),
    ("CELU", {"alpha": 2}, nn.CELU(2.0)),
    ("Mish", {}, nn.Mish()),
    ("Hardtanh", {}, nn.Hardtanh()),
    ("ReLU6", {}, nn.ReLU6()),
    ("Softsign", {}, nn.Softsign()),
    ("LogSigmoid", {}, nn.LogSigmoid()),
    ("Hardswish", {}, nn.Hardswish()),
    ("Softmax", {}, nn.Softmax(dim=-1)),
    ("LogSoftmax", {}, nn.LogSoftmax(dim=-1)),
    ("Dropout", {}, nn.Dropout()),
    ("Dropout", {"p": 0.125}, nn.Dropout(0.125)),
    ("LayerNorm", {"features": 4}, nn.LayerNorm(4)),
    ("LayerNorm", {"features": 4, "eps": 1e-12, "bias": False}, nn.LayerNorm(4, eps=1e-12, bias=False)),
    ("LayerNorm", {"features": 4, "elementwiseAffine": False}, nn.LayerNorm(4, elementwise_affine=False)),
    ("RMSNorm", {"features": 4}, nn.RMSNorm(4)),
    ("RMSNorm", {"features": 3, "eps": 1e-6}, nn.RMSNorm(3, eps=1e-6)),
    ("RMSNorm", {"features": 3, "eps": 0.5, "elementwiseAffine": False}, nn.RMSNorm(3, eps=0.5, elementwise_affine=False)),
    ("BatchNorm1d", {"features": 4}, nn.BatchNorm1d(4)),
    ("BatchNorm1d", {"features": 3, "eps": 1e-3, "momentum": 0.5}, nn.BatchNorm1d(3, eps=1e-3, momentum=0.5)),
    ("BatchNorm1d", {"features": 3, "momentum": 1, "affine": False}, nn.BatchNorm1d(3, momentum=1.0, affine=False)),
    ("BatchNorm1d", {"features": 3, "momentum": "none"}, nn.BatchNorm1d(3, momentum=None)),
    ("BatchNorm1d", {"features": 3, "trackRunningStats": False}, nn.BatchNorm1d(3, track_running_stats=False)),
    ("PReLU", {"numParameters": 4, "init": 0.5}, nn.PReLU(4, 0.5)),
    ("Hardtanh", {"minVal": -2, "maxVal": 0.5}, nn.Hardtanh(-2.0, 0.5)),
    ("CELU", {}, nn.CELU()),
    ("Flatten", {}, nn.Flatten()),
    ("Flatten", {"startDim": 2, "endDim": -2}, nn.Flatten(2, -2)),
    ("Embedding", {"numEmbeddings": 5, "embeddingDim": 3}, nn.Embedding(5, 3)),
]

LOSSES = [
    ("MSELoss", {"reduction": "sum"}, nn.MSELoss(reduction="sum")),
    ("L1Loss", {}, nn.L1Loss()),
    ("HuberLoss", {"delta": 0.5}, nn.HuberLoss(delta=0.5)),
    ("SmoothL1Loss", {"beta": 0.5}, nn.SmoothL1Loss(beta=0.5)),
    ("KLDivLoss", {"reduction": "batchmean", "logTarget": True}, nn.KLDivLoss(reduction="batchmean", log_target=True)),
    ("BCELoss", {"weight": [1, 2]}, nn.BCELoss(weight=torch.tensor([1.0, 2.0]))),
    ("BCEWithLogitsLoss", {"posWeight": [3]}, nn.BCEWithLogitsLoss(pos_weight=torch.tensor([3.0]))),
    ("CrossEntropyLoss", {"weight": [1, 2], "ignoreIndex": 0}, nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0]), ignore_index=0)),
    ("NLLLoss", {"weight": [1, 2]}, nn.NLLLoss(weight=torch.tensor([1.0, 2.0]))),
]

OPTIMIZERS = [
    ("SGD", {"lr": 0.1}, {}),
    ("SGD", {"lr": 0.01, "momentum": 0.9, "nesterov": True}, {}),
    ("Adam", {}, {}),
    ("Adam", {"lr": 1e-5, "betas": [0.5, 0.75]}, {"betas": (0.5, 0.75)}),
    ("AdamW", {}, {}),
    ("RMSprop", {"alpha": 0.5}, {}),
    ("Adagrad", {}, {}),
    ("NAdam", {}, {}),
    ("RAdam", {"decoupledWeightDecay": True}, {}),
]

inf, nan = float("inf"), float("nan")
TENSORS = [
    torch.tensor(values, dtype=torch.float64)
    for values in (
        [1, 2, 3], [[1.5, -2.25], [0, 1e-3]], 3.5, 7, [1e-9, 1], [123456.789, 1], [], [[], []], [[[0, 0], [0, 0]]],
        [nan, inf, 1], [-inf, 0.5], [1e10, 1], [12345678, 2], [0.1, 0.2], [0.03125, -0.09375, 0.5], [1, 1000.5], [-0.0, 0],
        [[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]], [1e-5], [99999.5, 1000], [123456789], [-1], [0], 1e300, -2.5,
    )
]  # fmt: skip


def tensors():
    torch.manual_seed(5)
    return [
        *TENSORS,
        torch.arange(60.0).reshape(2, 30),
        torch.arange(2000.0),
        torch.zeros(1001),
        torch.arange(4000.0).reshape(40, 100),
        torch.arange(3000.0).reshape(3, 10, 100) / 7,
        torch.randn(3, 4),
        torch.randn(30) * 1e3,
        torch.randn(2, 3, 2) / 1e3,
    ]


def finite(x):
    return [str(v) if v != v or v in (inf, -inf) else -0.0 if v == 0 and str(v) == "-0.0" else v for v in x.reshape(-1).tolist()]


def without_others(text):
    # Adam and AdamW differ in it; NAdam and RAdam have it as an option.
    others = OTHERS if text.startswith(("NAdam", "RAdam")) else (*OTHERS, "decoupled_weight_decay")
    return re.sub(rf"    ({'|'.join(others)}): .*\n", "", text)


def operations():
    """Results of operations on small tensors, with their arguments."""
    torch.manual_seed(11)
    a, b, v, c = torch.randn(2, 3), torch.randn(2, 3), torch.randn(3), torch.randn(4, 2, 3)
    pairs = [(a, b), (a, v), (v, a), (a, torch.randn(2, 1)), (c, a), (c, torch.randn(4, 1, 1)), (torch.tensor(2.0), a)]
    found = [(name, [x, y], [], getattr(x, name)(y)) for name in ("add", "sub", "mul", "div") for x, y in pairs]
    products = [(a, b.T.contiguous()), (a, v), (v, b.T.contiguous()), (v, v), (c, b.T.contiguous()), (c, torch.randn(4, 3, 2))]
    found += [("matmul", [x, y], [], x.matmul(y)) for x, y in products]
    for name in ("sum", "mean", "argmax"):
        found += [(name, [x], [], getattr(x, name)()) for x in (a, v, c)]
        found += [(name, [c], [dim, keep], getattr(c, name)(dim, keep)) for dim in (0, 1, 2, -1) for keep in (True, False)]
    found += [("slice", [a], [0, 1], a[0:1]), ("slice", [c], [-3, -1], c[-3:-1]), ("slice", [c], [1, 9, 2], c[:, :, 1:9])]
    found += [("slice", [c], [1, 1], c[1:1]), ("slice", [v], [1], v[1:])]
    found += [("reshape", [a], [3, 2], a.reshape(3, 2)), ("reshape", [c], [2, -1], c.reshape(2, -1)), ("reshape", [v], [-1], v)]
    found += [("transpose", [a], [0, 1], a.T), ("transpose", [c], [0, 2], c.transpose(0, 2)), ("transpose", [c], [-1, 1], c.transpose(-1, 1))]
    return found


def numbers(x):
    return {"shape": list(x.shape), "values": x.double().reshape(-1).tolist()}


def each_case():
    torch.set_default_dtype(torch.float64)
    try:
        everything = nn.Sequential(*(layer for _, _, layer in LAYERS))
        nested = nn.Sequential(nn.Sequential(nn.Linear(1, 2), nn.Sequential(nn.Tanh())), nn.Sequential())
        yield {"kind": "modules", "layers": [[kind, options] for kind, options, _ in LAYERS], "text": str(everything)}
        yield {"kind": "nested", "text": str(nested)}
        yield from ({"kind": "module", "layer": [kind, options], "text": str(layer)} for kind, options, layer in LAYERS)
        yield from ({"kind": "loss", "type": kind, "options": options, "text": str(loss)} for kind, options, loss in LOSSES)
        for kind, options, changed in OPTIMIZERS:
            optimizer = getattr(torch.optim, kind)([nn.Parameter(torch.zeros(2))], **{**snake(options), **changed})
            yield {"kind": "optimizer", "type": kind, "options": options, "text": without_others(str(optimizer))}
        for x in tensors():
            yield {"kind": "tensor", "shape": list(x.shape), "values": finite(x), "text": str(x.double())}
        yield {"kind": "parameter", "values": [1, 2.5], "text": str(nn.Parameter(torch.tensor([1, 2.5])))}
        for name, inputs, arguments, result in operations():
            yield {"kind": "operation", "name": name, "inputs": [numbers(x) for x in inputs], "arguments": arguments, "result": numbers(result)}
    finally:
        torch.set_default_dtype(torch.float32)
    for seed, shape in ((1, (2, 3)), (2, (20,)), (3, (4, 2, 5))):
        torch.manual_seed(seed)
        yield {"kind": "randn", "seed": seed, "result": numbers(torch.randn(shape))}
    for arguments in ((5,), (1, 4), (1, 2, 0.25), (3, 0, -1), (0, 1, 0.3), (2, 2)):
        yield {"kind": "arange", "arguments": list(arguments), "result": numbers(torch.arange(*map(float, arguments), dtype=torch.float64))}


def cases():
    return list(each_case())
