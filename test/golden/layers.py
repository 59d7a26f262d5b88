"""Twenty SGD steps of random networks of every layer and loss: the losses, and what has become of the weights."""

import json
import random

import torch
from torch import nn
from torch.nn import functional as F

STEPS = 20
WELL = 1e-12


class Residual(nn.Module):
    def __init__(self, block):
        super().__init__()
        self.block = block

    def forward(self, x):
        return x + self.block(x)


class FeedForward(nn.Module):
    """The part of torch.nn.TransformerEncoderLayer that the engine's layer is, with its names."""

    def __init__(self, width, hidden, activation, bias, dropout):
        super().__init__()
        self.linear1 = nn.Linear(width, hidden, bias=bias)
        self.linear2 = nn.Linear(hidden, width, bias=bias)
        self.activation = F.gelu if activation == "gelu" else F.relu
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return self.linear2(self.dropout(self.activation(self.linear1(x))))


class SwiGLU(nn.Module):
    """LLaMA's, with its names; F.silu replaced for the other gates."""

    def __init__(self, width, hidden, bias, dropout, f=F.silu):
        super().__init__()
        self.w1 = nn.Linear(width, hidden, bias=bias)
        self.w2 = nn.Linear(hidden, width, bias=bias)
        self.w3 = nn.Linear(width, hidden, bias=bias)
        self.dropout = nn.Dropout(dropout)
        self.f = f

    def forward(self, x):
        return self.w2(self.dropout(self.f(self.w1(x)) * self.w3(x)))


def layer(spec):
    """The torch module of a spec, which is what the engine's `specOf` writes."""
    if spec["type"] == "Sequential":
        return nn.Sequential(*(layer(inside) for _, inside in spec["layers"]))
    o = spec.get("options", {})
    match spec["type"]:
        case "Linear":
            return nn.Linear(o["inFeatures"], o["outFeatures"], bias=o["bias"])
        case "LayerNorm":
            affine = {"elementwise_affine": o["elementwiseAffine"], "bias": o["bias"]}
            return nn.LayerNorm(o["features"], eps=o["eps"], **affine)
        case "Embedding":
            return nn.Embedding(o["numEmbeddings"], o["embeddingDim"])
        case "Residual":
            return Residual(layer(json.loads(o["block"])))
        case "FeedForward" if o["activation"].endswith("glu"):
            gelu = nn.GELU(o.get("approximate", "none"))
            f = {"swiglu": F.silu, "geglu": gelu, "reglu": F.relu}[o["activation"]]
            return SwiGLU(o["dModel"], o["dHidden"], o["bias"], o["dropout"], f)
        case "FeedForward" if "approximate" in o:
            made = FeedForward(o["dModel"], o["dHidden"], o["activation"], o["bias"], o["dropout"])
            made.activation = nn.GELU(o["approximate"])
            return made
        case "RMSNorm":
            return nn.RMSNorm(o["features"], eps=o["eps"], elementwise_affine=o["elementwiseAffine"])
        case "BatchNorm1d":
            running = {"momentum": None if o["momentum"] == "none" else o["momentum"], "track_running_stats": o["trackRunningStats"]}
            return nn.BatchNorm1d(o["features"], eps=o["eps"], affine=o["affine"], **running)
        case "FeedForward":
            return FeedForward(o["dModel"], o["dHidden"], o["activation"], o["bias"], o["dropout"])
        case "LeakyReLU":
            return nn.LeakyReLU(o["negativeSlope"])
        case "PReLU":
            return nn.PReLU(o["numParameters"], init=o["init"])
        case "Flatten":
            return nn.Flatten(o["startDim"], o["endDim"])
        case "Hardtanh":
            return nn.Hardtanh(o["minVal"], o["maxVal"])
        case _:
            return getattr(nn, spec["type"])(**o)


MORE = ["SELU", "CELU", "Mish", "ReLU6", "Softsign", "LogSigmoid", "Hardswish"]
PLAIN = ["Identity", "Sigmoid", "Tanh", "ReLU", "SiLU"]
ROWS = ["LayerNorm", "FeedForward", "Residual", "Softmax", "LogSoftmax", "Dropout"]


def activation(rng):
    kind = rng.choice([*PLAIN, "LeakyReLU", "ELU", "ELU", "GELU", "GELU", "Softplus", "Softplus"])
    match kind:
        case "LeakyReLU":
            return of(kind, negativeSlope=rng.choice([0.01, 0.2]))
        case "ELU":
            return of(kind, alpha=rng.choice([1, 0.5, rng.random()]))
        case "GELU":
            return of(kind, approximate=rng.choice(["none", "tanh"]))
        case "Softplus":
            return of(kind, beta=rng.choice([1, 2.5]), threshold=rng.choice([20, 1, 0]))
    return of(kind)


def of(kind, **options):
    return {"type": kind, "options": options}


def linear(rng, inside, out):
    return of("Linear", inFeatures=inside, outFeatures=out, bias=rng.random() < 0.8)


def row_layer(rng, width, depth=0):
    kind = rng.choice(ROWS)
    match kind:
        case "LayerNorm":
            affine = rng.random() < 0.8
            bias = affine and rng.random() < 0.7
            return of(kind, features=width, eps=rng.choice([1e-5, 1e-3]), elementwiseAffine=affine, bias=bias)
        case "FeedForward":
            act = rng.choice(["gelu", "relu", "swiglu", "swiglu"])
            sizes = {"dModel": width, "dHidden": rng.randint(1, 7)}
            return of(kind, **sizes, activation=act, bias=rng.random() < 0.7, dropout=rng.choice([0, 0.3]))
        case "Residual" if depth < 2:
            inside = [block(rng, width, depth + 1) for _ in range(rng.randint(1, 2))]
            return of(kind, block=json.dumps(sequential(inside)))
        case "Softmax" | "LogSoftmax":
            return of(kind, dim=-1)
        case "Dropout":
            return of(kind, p=rng.choice([0.2, 0.5]))
    return activation(rng)


def block(rng, width, depth):
    return rng.choice([activation(rng), linear(rng, width, width), row_layer(rng, width, depth)])


def sequential(specs):
    return {"type": "Sequential", "layers": [[str(i), spec] for i, spec in enumerate(specs)]}


def network(rng, tokens, ending):
    """Linears with whatever may come between; some of the layers in a Sequential of their own."""
    widths = [rng.randint(1, 6) for _ in range(rng.randint(2, 4))]
    if ending in CLASSES:
        widths[-1] += 1
    specs = [of("Embedding", numEmbeddings=5, embeddingDim=widths[0])] if tokens else []
    for inside, out in zip(widths, widths[1:]):
        specs += [linear(rng, inside, out), activation(rng)]
        if rng.random() < 0.7:
            specs.append(row_layer(rng, out))
    if ending == "BCELoss":
        specs.append(of("Sigmoid"))
    elif ending == "NLLLoss":
        specs.append(of("LogSoftmax", dim=-1))
    if len(specs) > 3 and rng.random() < 0.4:
        specs[1:3] = [sequential(specs[1:3])]
    return sequential(specs), (5 if tokens else widths[0]), widths[-1]


CLASSES = ["CrossEntropyLoss", "NLLLoss"]
LOSSES = ["MSELoss", "L1Loss", "BCELoss", "BCEWithLogitsLoss", "CrossEntropyLoss", "CrossEntropyLoss", "NLLLoss"]


SNAKE = {
    "labelSmoothing": "label_smoothing",
    "ignoreIndex": "ignore_index",
    "posWeight": "pos_weight",
    "logTarget": "log_target",
}


def criterion(loss):
    options = {SNAKE.get(name, name): value for name, value in loss.items() if name != "type"}
    tensors = {name: torch.tensor(value, dtype=torch.float64) for name, value in options.items() if isinstance(value, list)}
    return getattr(nn, loss["type"])(**{**options, **tensors})


def targets(rng, kind, shape):
    if kind == "NLLLoss" or (kind == "CrossEntropyLoss" and rng.random() < 0.6):
        return torch.randint(shape[-1], shape[:-1])
    if kind == "CrossEntropyLoss":
        return torch.softmax(torch.randn(shape, dtype=torch.float64), -1)
    if kind.startswith("BCE"):
        return torch.rand(shape, dtype=torch.float64).round(decimals=rng.choice([0, 3]))
    return torch.randn(shape, dtype=torch.float64)


def random_case(number, nudge=0.0):
    rng = random.Random(number)
    torch.manual_seed(number)
    kind = rng.choice(LOSSES)
    loss = {"type": kind, "reduction": rng.choice(["mean", "mean", "sum"])}
    if kind == "CrossEntropyLoss":
        loss["labelSmoothing"] = rng.choice([0, 0, 0.1, 1, rng.random()])
    tokens = rng.random() < 0.25
    spec, inside, outside = network(rng, tokens, kind)
    lead = [rng.randint(1, 5), *([rng.randint(1, 4)] if rng.random() < 0.35 else [])]
    model = layer(spec).double()
    scale = rng.choice([1, 1, 3])
    with torch.no_grad():
        for p in model.parameters():
            p.mul_(scale * (1 + nudge))
    x = torch.randint(inside, lead) if tokens else torch.randn(*lead, inside, dtype=torch.float64)
    y = targets(rng, kind, [*lead, outside])
    lr = rng.choice([0.01, 0.05, 0.1]) / (1 if loss["reduction"] == "mean" else 4)
    return run(f"random {number}", spec, model, loss, lr, x, y)


def run(name, spec, model, loss, lr, x, y):
    case = {"name": name, "spec": spec, "loss": loss, "lr": lr, "input": x.tolist(), "target": y.tolist()}
    case["state"] = state(model)
    # For what is dropped: drawn as everywhere but on Intel's CPUs, see initialisers.py.
    torch.manual_seed(0)
    sgd = torch.optim.SGD(list(model.parameters()) or [torch.zeros(1)], lr=lr)
    case["losses"] = []
    for step in range(STEPS):
        sgd.zero_grad()
        given = x.clone() if x.dtype == torch.int64 else x.clone().requires_grad_()
        out = model(given)
        value = compare(criterion(loss), out, y)
        value.backward()
        if step == 0:
            case["output"] = out.tolist()
            case["gradInput"] = None if given.grad is None else given.grad.tolist()
            case["grads"] = named(model, lambda p: p.grad)
        case["losses"].append(value.item())
        sgd.step()
    case["after"] = state(model)
    return case


def compare(loss, out, y):
    """PyTorch has the classes second; the engine last."""
    if isinstance(loss, (nn.CrossEntropyLoss, nn.NLLLoss)) and out.dim() > 2:
        out, y = out.movedim(-1, 1), y.movedim(-1, 1) if y.dim() == out.dim() else y
    return loss(out, y)


def state(model):
    return {name: value.detach().tolist() for name, value in model.state_dict().items()}


def named(model, of):
    return {name: of(p).detach().tolist() for name, p in model.named_parameters()}


def distance(a, b):
    if isinstance(a, dict):
        return max((distance(a[key], b[key]) for key in a), default=0)
    if isinstance(a, list):
        return max((distance(*pair) for pair in zip(a, b)), default=0)
    return 0 if a is None else abs(a - b) / (1 + abs(b))


def well_conditioned(number):
    """Not so when a change of the weights' last bits changes the outcome: then agreement would be luck."""
    case, nudged = random_case(number), random_case(number, nudge=2**-50)
    keys = ("losses", "after", "output", "grads", "gradInput")
    far = distance([case[k] for k in keys], [nudged[k] for k in keys])
    return far < WELL


def logits():
    """One Linear with a weight of 1: extreme logits go straight to the loss."""
    spec = sequential([of("Identity")])
    extremes = torch.tensor([[-1e4, -800.0, -40], [-20, 0, 20], [40, 800, 1e4], [1e300, -1e300, 0]], dtype=torch.float64)
    for reduction in ("mean", "sum"):
        for target in (0.0, 1.0, 0.3):
            y = torch.full_like(extremes, target)
            yield run(
                f"BCEWithLogitsLoss of extreme logits, target {target}, {reduction}",
                spec, nn.Sequential(nn.Identity()), {"type": "BCEWithLogitsLoss", "reduction": reduction}, 0.1, extremes, y,
            )  # fmt: skip
        for smoothing in (0, 0.1):
            yield run(
                f"CrossEntropyLoss of extreme logits, smoothing {smoothing}, {reduction}",
                spec, nn.Sequential(nn.Identity()),
                {"type": "CrossEntropyLoss", "reduction": reduction, "labelSmoothing": smoothing},
                0.1, extremes, torch.tensor([0, 2, 1, 0]),
            )  # fmt: skip


def alone(name, spec, loss, x, y):
    torch.manual_seed(len(name))
    return run(name, sequential(spec), layer(sequential(spec)).double(), loss, 0.05, x, y)


def placed():
    """Layers between two Linears."""
    kinds = [*(of(kind) for kind in MORE), of("CELU", alpha=0.5), of("Hardtanh", minVal=-2, maxVal=0.5)]
    kinds += [of("PReLU", numParameters=n, init=0.25) for n in (1, 4)]
    sizes = {"dModel": 4, "dHidden": 5, "bias": True, "dropout": 0}
    kinds += [of("FeedForward", **sizes, activation=a) for a in ("geglu", "reglu")]
    kinds += [of("FeedForward", **sizes, activation=a, approximate="tanh") for a in ("gelu", "geglu")]
    kinds += [of("RMSNorm", features=4, eps=e, elementwiseAffine=w) for e, w in ((2**-52, True), (1e-3, False))]
    norm = {"features": 4, "eps": 1e-5, "momentum": 0.1, "affine": True, "trackRunningStats": True}
    kinds += [of("BatchNorm1d", **{**norm, **o}) for o in ({}, {"affine": False, "momentum": 0.3}, {"trackRunningStats": False, "eps": 1e-3}, {"momentum": "none"})]
    kinds += [of("Residual", block=json.dumps(of("BatchNorm1d", **norm)))]
    for number, kind in enumerate(kinds):
        torch.manual_seed(2000 + number)
        x, y = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 3, dtype=torch.float64)
        spec = [of("Linear", inFeatures=2, outFeatures=4, bias=True), kind, of("Linear", inFeatures=4, outFeatures=3, bias=True)]
        name = f"{kind['type']} {kind['options'] or ''} between two Linears"
        yield alone(name, spec, {"type": "MSELoss", "reduction": "mean"}, x, y)


def flattened():
    """Images and words that a Flatten joins."""
    linear = of("Linear", inFeatures=12, outFeatures=3, bias=True)
    images = torch.sin(torch.arange(4 * 2 * 6, dtype=torch.float64)).view(4, 2, 2, 3)
    words = torch.tensor([[0, 2, 1, 2], [4, 4, 3, 0]])
    loss = {"type": "MSELoss", "reduction": "mean"}
    for name, x, before, options in [
        ("images", images, [], {}),
        ("images, dimensions 1 to 2", images, [], {"endDim": 2}),
        ("images, dimensions 2 to -1", images, [], {"startDim": 2}),
        ("images, dimensions -2 to -1", images, [], {"startDim": -2}),
        ("words", words, [of("Embedding", numEmbeddings=5, embeddingDim=3)], {}),
    ]:
        options = {"startDim": 1, "endDim": -1, **options}
        width = nn.Flatten(options["startDim"], options["endDim"])(torch.zeros(*x.shape, *[3] * len(before))).shape[-1]
        torch.manual_seed(5000)
        after = {**linear, "options": {**linear["options"], "inFeatures": width}}
        spec = sequential([*before, of("Flatten", **options), after])
        model = layer(spec).double()
        y = torch.randn(model(x).shape, dtype=torch.float64)
        yield run(f"Flatten of {name}", spec, model, loss, 0.05, x, y)


def distances():
    """HuberLoss, SmoothL1Loss and KLDivLoss."""
    cases = [("HuberLoss", {"delta": d}) for d in (1, 0.3)] + [("SmoothL1Loss", {"beta": b}) for b in (1, 0.3, 0)]
    for kind, options in cases:
        for reduction in ("mean", "sum"):
            torch.manual_seed(3000)
            x, y = torch.randn(6, 2, dtype=torch.float64), torch.randn(6, 3, dtype=torch.float64) * 2
            loss = {"type": kind, "reduction": reduction, **options}
            yield alone(f"{kind} {options}, {reduction}", [of("Linear", inFeatures=2, outFeatures=3, bias=True)], loss, x, y)
    for log in (False, True):
        for reduction in ("mean", "batchmean", "sum"):
            torch.manual_seed(3001)
            x = torch.randn(4, 2, dtype=torch.float64)
            y = torch.softmax(torch.randn(4, 3, dtype=torch.float64), -1)
            if not log:
                y[0] = torch.tensor([0, 1, 0])
            loss = {"type": "KLDivLoss", "reduction": reduction, "logTarget": log}
            spec = [of("Linear", inFeatures=2, outFeatures=3, bias=True), of("LogSoftmax", dim=-1)]
            yield alone(f"KLDivLoss, log target {log}, {reduction}", spec, loss, x, y.log() if log else y)


def weighted():
    """Losses with weights, ignored classes and other options, behind a Linear."""
    rng = random.Random(7)
    weight = [0.5, 2.0, 1.25]
    classes = [{}, {"weight": weight}, {"ignoreIndex": 1}, {"weight": weight, "ignoreIndex": 1}, {"weight": [0.0, 1.0, 3.0]}]
    every = [("NLLLoss", options) for options in classes]
    every += [("CrossEntropyLoss", {**options, "labelSmoothing": s}) for options in classes for s in (0, 0.1)]
    every += [("CrossEntropyLoss", {"weight": weight, "labelSmoothing": s, "given": True}) for s in (0, 0.1)]
    every += [("BCELoss", {"weight": weight})]
    every += [("BCEWithLogitsLoss", o) for o in ({"weight": weight}, {"posWeight": [3.0]}, {"posWeight": weight, "weight": [1.0, 0.0, 2.0]})]
    for number, (kind, options) in enumerate(every):
        for reduction in ("mean", "sum"):
            torch.manual_seed(1000 + number)
            lead = [4, 3] if number % 3 == 2 else [6]
            x = torch.randn(*lead, 2, dtype=torch.float64)
            ends = {"BCELoss": ["Sigmoid"], "NLLLoss": ["LogSoftmax"]}.get(kind, [])
            specs = [of("Linear", inFeatures=2, outFeatures=3, bias=True), *(of(e, **({"dim": -1} if e == "LogSoftmax" else {})) for e in ends)]
            spec = sequential(specs)
            loss = {"type": kind, "reduction": reduction, **options}
            if loss.pop("given", False):
                y = torch.softmax(torch.randn(*lead, 3, dtype=torch.float64), -1)
            elif kind in CLASSES:
                y = torch.randint(3, lead)
                y.view(-1)[0] = 2
                if "ignoreIndex" not in options:
                    y.view(-1)[1] = -100
            else:
                y = torch.rand(*lead, 3, dtype=torch.float64).round(decimals=rng.choice([0, 3]))
            yield run(f"{kind} {options}, {reduction}, {len(lead) + 1} dimensions", spec, layer(spec).double(), loss, 0.05, x, y)
    extremes = torch.tensor([[-1e4, -800.0, -40], [-20, 0, 20], [40, 800, 1e4], [1e300, -1e300, 0]], dtype=torch.float64)
    for target in (0.0, 1.0, 0.3):
        loss = {"type": "BCEWithLogitsLoss", "reduction": "sum", "posWeight": [4.0]}
        spec = sequential([of("Identity")])
        yield run(f"BCEWithLogitsLoss of extreme logits, posWeight, target {target}", spec, layer(spec), loss, 0.1, extremes, torch.full_like(extremes, target))


def curves():
    """Every activation alone, over a range that reaches into its tails, and at exactly 0."""
    x = torch.cat([torch.linspace(-40, 40, 81, dtype=torch.float64), torch.tensor([0.0, -0.0, 1e-9, -1e-9, 700, -700])])
    x = torch.cat([x, torch.linspace(-6, 6, 97, dtype=torch.float64)])[:, None]
    kinds = [*(of(kind) for kind in PLAIN), of("LeakyReLU", negativeSlope=0.01), of("ELU", alpha=1), of("ELU", alpha=0.3)]
    kinds += [of("GELU", approximate=a) for a in ("none", "tanh")]
    kinds += [*(of(kind) for kind in MORE), of("CELU", alpha=0.5), of("Hardtanh", minVal=-2, maxVal=0.5)]
    kinds += [of("Softplus", beta=b, threshold=t) for b in (1, 3.5) for t in (20, 0.5)]
    for kind in kinds:
        spec = sequential([kind])
        title = f"{kind['type']} {kind['options'] or ''}".strip()
        yield run(title, spec, layer(spec), {"type": "MSELoss", "reduction": "sum"}, 0.1, x, torch.zeros_like(x))


def cases():
    numbers = [number for number in range(1, 160) if well_conditioned(number)][:110]
    print("left out, too sensitive to rounding:", [n for n in range(1, numbers[-1]) if n not in numbers])
    return [*(random_case(number) for number in numbers), *logits(), *weighted(), *placed(), *flattened(), *distances(), *curves()]
