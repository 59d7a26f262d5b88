"""PyTorch, eager, on one thread. Argument: float32 or float64."""

import sys

import torch
from serve import serve

torch.set_num_threads(1)
dtype = getattr(torch, sys.argv[2])


def make(workload, arrays):
    sizes, batch, loss = workload["sizes"], workload["batch"], workload["loss"]

    def tensor(name, *shape):
        return torch.tensor(arrays[name], dtype=dtype).reshape(shape)

    layers = []
    for i, (n, m) in enumerate(zip(sizes, sizes[1:])):
        linear = torch.nn.Linear(n, m, dtype=dtype)
        with torch.no_grad():
            linear.weight.copy_(tensor(f"w{i}", m, n))
            linear.bias.copy_(tensor(f"b{i}", m))
        layers.append(linear)
        bends = {"sigmoid": torch.nn.Sigmoid, "relu": torch.nn.ReLU}
        layers.append(bends.get(workload["activation"], lambda: torch.nn.GELU(approximate="tanh"))())
    if loss != "bce":
        layers.pop()
    model = torch.nn.Sequential(*layers)
    linears = [layer for layer in layers if isinstance(layer, torch.nn.Linear)]
    x = tensor("x", batch, sizes[0])

    def mean_squares(*tensors):
        return [float((t.double() ** 2).mean()) for t in tensors]

    if loss == "none":

        def forward():
            with torch.no_grad():
                return model(x)

        return forward, lambda: mean_squares(forward()), torch.__version__
    if loss == "backward":
        grad = tensor("y", batch, sizes[-1])
        x.requires_grad_()

        def both():
            x.grad = None
            model.zero_grad()
            out = model(x)
            out.backward(grad)
            return out

        return both, lambda: mean_squares(both(), x.grad, *(l.weight.grad for l in linears)), torch.__version__
    y = tensor("y", batch, 1) if loss == "bce" else torch.tensor(arrays["y"]).long()
    criterion = torch.nn.BCELoss() if loss == "bce" else torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=workload["lr"])

    def step():
        optimizer.zero_grad()
        value = criterion(model(x), y)
        value.backward()
        optimizer.step()
        return value

    return step, lambda: [float(step()) for _ in range(5)], torch.__version__


serve(make)
