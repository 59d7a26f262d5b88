"""Trains a network for five steps and records every output, gradient, momentum and weight."""

import torch
from torch import nn

ITERATIONS = 5
LOSSES = {"BCELoss": nn.BCELoss, "MSELoss": nn.MSELoss}


def layer(spec):
    """The torch module of a layer's spec; the spec's options have the engine's names."""
    if spec["type"] == "Linear":
        return nn.Linear(spec["inFeatures"], spec["outFeatures"], bias=spec["bias"]).double()
    if spec["type"] == "LeakyReLU":
        return nn.LeakyReLU(spec["negativeSlope"])
    return getattr(nn, spec["type"])()


def run(name, specs, loss, optimizer, zero_grad, x, target, scale=1, weights=None):
    """Trains for a few steps and records everything."""
    model = nn.Sequential()
    for spec in specs:
        model.add_module(spec["name"], layer(spec))
    with torch.no_grad():
        for i, p in enumerate(model.parameters()):
            p.copy_(weights[i] if weights else p * scale)
    criterion = LOSSES[loss["type"]](reduction=loss["reduction"])
    sgd = torch.optim.SGD(
        model.parameters(), **{k: v for k, v in optimizer.items() if k != "weightDecay"}, weight_decay=optimizer["weightDecay"]
    )
    case = {"name": name, "layers": specs, "loss": loss, "optimizer": optimizer, "zeroGrad": zero_grad}
    case |= {"input": x.tolist(), "target": target.tolist(), "state": named(model, lambda p: p), "iterations": []}
    for _ in range(ITERATIONS):
        case["iterations"].append(step(model, criterion, sgd, zero_grad, x, target))
    return case


def step(model, criterion, sgd, zero_grad, x, target):
    if zero_grad:
        sgd.zero_grad()
    # A copy, so that its gradient is that of this step only.
    a = x.clone().requires_grad_()
    flow = [("input", a)]
    for name, module in model.named_children():
        a = module(a)
        a.retain_grad()
        flow.append((name, a))
    loss = criterion(a, target)
    loss.backward()
    grads = named(model, lambda p: p.grad)
    sgd.step()
    return {
        "loss": loss.item(),
        "outputs": {name: tensor.tolist() for name, tensor in flow[1:]},
        # ∂L/∂output of each layer, which is ∂L/∂input of the next.
        "flowGrads": {name: tensor.grad.tolist() for name, tensor in flow},
        "grads": grads,
        "momentumBuffers": named(model, lambda p: sgd.state[p].get("momentum_buffer")),
        "after": named(model, lambda p: p),
    }


def named(model, of):
    """Nested lists by parameter name; None values are skipped."""
    found = ((name, of(p)) for name, p in model.named_parameters())
    return {name: tensor.detach().tolist() for name, tensor in found if tensor is not None}
