"""Steps of every optimiser at which some parameters have no gradient: before any backward pass, after zero_grad, or
because a pass did not reach them. PyTorch skips them; a gradient of 0 it does not skip."""

import random

import torch

from optimizers import CAMEL, random_options, snake

KINDS = ("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "NAdam", "RAdam")
EVENTS = 16


def case(number, kind):
    rng = random.Random(1000 + number)
    torch.manual_seed(number)
    options = {**random_options(rng, kind), "weightDecay": 0.05}
    if kind in ("SGD", "RMSprop"):
        options["momentum"] = 0.8
    if kind == "SGD":
        options["dampening"] = 0 if options["nesterov"] else options["dampening"]
    parameters = [torch.nn.Parameter(torch.randn(3, dtype=torch.float64)) for _ in range(3)]
    start = [p.tolist() for p in parameters]
    other = {"lr": 0.02}
    optimizer = getattr(torch.optim, kind)(
        [{"params": parameters[:2]}, {"params": parameters[2:], **snake(other)}], **snake(options)
    )
    events = []
    for i in range(EVENTS):
        # The first step comes before any gradient. A pass reaches some parameters; one of them may get only zeros.
        grads = [None, None, None]
        if i > 0 and rng.random() < 0.7:
            grads = [rng.choice([None, [0.0] * 3, torch.randn(3, dtype=torch.float64).tolist()]) for _ in parameters]
        zero = rng.random() < 0.7
        if zero:
            optimizer.zero_grad()
        for parameter, grad in zip(parameters, grads):
            if grad is not None:
                # As backward does it: added, so that a gradient may stay from the step before.
                (parameter * torch.tensor(grad, dtype=torch.float64)).sum().backward()
        optimizer.step()
        state = [
            {CAMEL[name]: value.tolist() for name, value in optimizer.state[p].items() if torch.is_tensor(value)}
            if p in optimizer.state
            else {}
            for p in parameters
        ]
        events.append({"zero": zero, "grads": grads, "after": [p.tolist() for p in parameters], "state": state})
    return {"name": f"{kind} {number}", "type": kind, "options": options, "other": other, "start": start, "events": events}


def cases():
    # NAdam keeps the product of its momenta in the default type.
    torch.set_default_dtype(torch.float64)
    try:
        return [case(number, kind) for kind in KINDS for number in range(6)]
    finally:
        torch.set_default_dtype(torch.float32)
