"""The learning rates of random schedules, single and chained, over 60 epochs."""

import random

import torch

from optimizers import make_schedule, random_schedule, step_schedules


def further_schedule(rng):
    if rng.random() < 0.6:
        milestones = sorted(rng.randint(0, 40) for _ in range(rng.randint(1, 5)))
        return {"type": "MultiStepLR", "milestones": milestones, "gamma": rng.choice([0.1, 0.5, rng.random()])}
    return {"type": "LambdaLR", "base": rng.choice([0.95, 0.5, 1, rng.random()])}


def case(number):
    rng = random.Random(1000 + number)
    lrs = [rng.choice([0.001, 0.1, 1, rng.random()]) for _ in range(rng.randint(1, 3))]
    specs = [random_schedule(rng) for _ in range(rng.choice([1, 1, 2]))]
    if number >= 60:
        specs[rng.randrange(len(specs))] = further_schedule(rng)
    groups = [{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in lrs]
    optimizer = torch.optim.SGD(groups, lr=1)
    schedules = [make_schedule(optimizer, spec) for spec in specs]
    metrics, seen = [], [[g["lr"] for g in optimizer.param_groups]]
    for _ in range(60):
        optimizer.step()
        metrics.append(round(rng.random(), 3))
        step_schedules(schedules, metrics[-1])
        seen.append([g["lr"] for g in optimizer.param_groups])
    name = " then ".join(spec["type"] for spec in specs)
    return {"name": f"{number}: {name}", "lrs": lrs, "schedules": specs, "metrics": metrics, "seen": seen}


def cases():
    return [case(number) for number in range(80)]
