"""The learning rates of random schedules, single, chained and in sequence, over 60 epochs."""

import random

import torch

from optimizers import make_schedule, random_schedule, step_schedules


def further_schedule(rng):
    if rng.random() < 0.6:
        milestones = sorted(rng.randint(0, 40) for _ in range(rng.randint(1, 5)))
        return {"type": "MultiStepLR", "milestones": milestones, "gamma": rng.choice([0.1, 0.5, rng.random()])}
    return {"type": "LambdaLR", "base": rng.choice([0.95, 0.5, 1, rng.random()])}


def one_cycle(rng, groups):
    pct = rng.choice([0.3, 0.25, 0.5, round(rng.uniform(0.05, 0.45), 2)])
    spec = {"type": "OneCycleLR", "maxLr": rng.choice([0.1, 1, [rng.random() for _ in range(groups)]]), "pctStart": pct}
    if rng.random() < 0.7:
        spec |= {"totalSteps": rng.choice([60, 61, 100])}
    else:
        spec |= {"epochs": 7, "stepsPerEpoch": 13}
    if rng.random() < 0.6:
        spec |= {"annealStrategy": rng.choice(["cos", "linear"]), "threePhase": rng.random() < 0.6}
    if rng.random() < 0.5:
        spec |= {"divFactor": rng.choice([10, 1, rng.uniform(1, 50)]), "finalDivFactor": rng.choice([100, 1, 1e4])}
    return spec


def sequence(rng, groups, depth=0):
    """Two to four schedules in sequence, the first of them sometimes a sequence: PyTorch fails for a later one."""

    def inside(index):
        if index == 0 and depth < 2 and rng.random() < 0.3:
            return sequence(rng, groups, depth + 1)
        if rng.random() < 0.15:
            return {**one_cycle(rng, groups), "totalSteps": 70}
        return further_schedule(rng) if rng.random() < 0.3 else without_metric(rng)

    specs = [inside(index) for index in range(rng.randint(2, 4))]
    # PyTorch keeps the highest rate in the groups: two cycles of one optimiser would share it.
    cycles = [i for i, spec in enumerate(specs) if "OneCycleLR" in str(spec)]
    for i in cycles[1:]:
        specs[i] = without_metric(rng)
    milestones = sorted(rng.randint(0 if rng.random() < 0.2 else 1, 45) for _ in specs[1:])
    return {"type": "SequentialLR", "schedulers": specs, "milestones": milestones}


def without_metric(rng):
    while (spec := random_schedule(rng))["type"] == "ReduceLROnPlateau":
        pass
    return spec


def case(number):
    rng = random.Random(1000 + number)
    lrs = [rng.choice([0.001, 0.1, 1, rng.random()]) for _ in range(rng.randint(1, 3))]
    specs = [random_schedule(rng) for _ in range(rng.choice([1, 1, 2]))]
    if number >= 130:
        specs = [sequence(rng, len(lrs))]
    elif number >= 80:
        specs = [one_cycle(rng, len(lrs))]
    elif number >= 60:
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
    return [case(number) for number in range(230)]
