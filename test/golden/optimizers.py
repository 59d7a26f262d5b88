"""Twenty steps of every optimiser with random options, in parameter groups, with clipping and schedules: the
gradients are given, random but of a size that changes, so that only the optimiser is compared."""

import random

import torch

STEPS = 20
SNAKE = {
    "lr": "lr",
    "momentum": "momentum",
    "dampening": "dampening",
    "weightDecay": "weight_decay",
    "nesterov": "nesterov",
    "maximize": "maximize",
    "betas": "betas",
    "eps": "eps",
    "amsgrad": "amsgrad",
    "alpha": "alpha",
    "centered": "centered",
    "momentumDecay": "momentum_decay",
    "decoupledWeightDecay": "decoupled_weight_decay",
    "lrDecay": "lr_decay",
    "initialAccumulatorValue": "initial_accumulator_value",
    "milestones": "milestones",
    "gamma": "gamma",
    "stepSize": "step_size",
    "tMax": "T_max",
    "etaMin": "eta_min",
    "startFactor": "start_factor",
    "endFactor": "end_factor",
    "totalIters": "total_iters",
    "mode": "mode",
    "factor": "factor",
    "patience": "patience",
    "threshold": "threshold",
    "thresholdMode": "threshold_mode",
    "cooldown": "cooldown",
    "minLr": "min_lr",
    "maxLr": "max_lr",
    "totalSteps": "total_steps",
    "epochs": "epochs",
    "stepsPerEpoch": "steps_per_epoch",
    "pctStart": "pct_start",
    "annealStrategy": "anneal_strategy",
    "divFactor": "div_factor",
    "finalDivFactor": "final_div_factor",
    "threePhase": "three_phase",
}
CAMEL = {
    "step": "step",
    "exp_avg": "expAvg",
    "exp_avg_sq": "expAvgSq",
    "max_exp_avg_sq": "maxExpAvgSq",
    "square_avg": "squareAvg",
    "grad_avg": "gradAvg",
    "momentum_buffer": "momentumBuffer",
    "mu_product": "muProduct",
    "sum": "sum",
}


def snake(options):
    return {SNAKE[name]: value for name, value in options.items()}


def random_options(rng, kind):
    common = {
        "lr": rng.choice([0.001, 0.01, 0.1, rng.random()]),
        "weightDecay": rng.choice([0, 0, 0.01, rng.random() / 10]),
        "maximize": rng.random() < 0.15,
    }
    if kind == "SGD":
        momentum = rng.choice([0, 0.9, rng.random()])
        nesterov = momentum > 0 and rng.random() < 0.4
        dampening = 0 if nesterov else rng.choice([0, 0, rng.random()])
        return {**common, "momentum": momentum, "nesterov": nesterov, "dampening": dampening}
    if kind in ("Adam", "AdamW"):
        betas = rng.choice([[0.9, 0.999], [0.9, 0.999], [0.0, 0.9], [rng.random(), rng.random()]])
        return {**common, "betas": betas, "eps": rng.choice([1e-8, 1e-3]), "amsgrad": rng.random() < 0.4}
    if kind in ("NAdam", "RAdam"):
        common |= {"betas": rng.choice([[0.9, 0.999], [0.9, 0.999], [0.0, 0.9], [rng.random(), rng.random()]])}
        common |= {"eps": rng.choice([1e-8, 1e-3]), "decoupledWeightDecay": rng.random() < 0.4}
        return {**common, "momentumDecay": rng.choice([0.004, 0, rng.random()])} if kind == "NAdam" else common
    if kind == "RMSprop":
        return {
            **common,
            "alpha": rng.choice([0.99, 0.9, rng.random()]),
            "eps": rng.choice([1e-8, 1e-3]),
            "momentum": rng.choice([0, 0.9, rng.random()]),
            "centered": rng.random() < 0.5,
        }
    return {
        **common,
        "lrDecay": rng.choice([0, 0.1, rng.random()]),
        "initialAccumulatorValue": rng.choice([0, 0.1]),
        "eps": rng.choice([1e-10, 1e-3]),
    }


def random_schedule(rng):
    kind = rng.choice(["StepLR", "ExponentialLR", "CosineAnnealingLR", "LinearLR", "ReduceLROnPlateau"])
    if kind == "StepLR":
        options = {"stepSize": rng.randint(1, 7), "gamma": rng.choice([0.1, 0.5, rng.random()])}
    elif kind == "ExponentialLR":
        options = {"gamma": rng.choice([0.9, 0.99, rng.random()])}
    elif kind == "CosineAnnealingLR":
        options = {"tMax": rng.randint(1, 25), "etaMin": rng.choice([0, 1e-4, 0.01])}
    elif kind == "LinearLR":
        options = {"startFactor": rng.choice([1 / 3, 0.1, 1]), "endFactor": rng.choice([1, 1, 0]), "totalIters": rng.randint(1, 12)}
    else:
        options = {
            "mode": rng.choice(["min", "max"]),
            "factor": rng.choice([0.1, 0.5]),
            "patience": rng.randint(0, 3),
            "threshold": rng.choice([1e-4, 0.2]),
            "thresholdMode": rng.choice(["rel", "abs"]),
            "cooldown": rng.randint(0, 2),
            "minLr": rng.choice([0, 0.005]),
        }
    return {"type": kind, **options}


def make_schedule(optimizer, spec):
    if spec["type"] == "LambdaLR":
        # JSON has no functions: the factor is a power of the base.
        return torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: spec["base"] ** epoch)
    if spec["type"] == "SequentialLR":
        inside = [make_schedule(optimizer, each) for each in spec["schedulers"]]
        return torch.optim.lr_scheduler.SequentialLR(optimizer, inside, spec["milestones"])
    options = snake({name: value for name, value in spec.items() if name != "type"})
    if spec["type"] == "OneCycleLR":
        options["cycle_momentum"] = False
    return getattr(torch.optim.lr_scheduler, spec["type"])(optimizer, **options)


def step_schedules(schedules, metric):
    for schedule in schedules:
        if isinstance(schedule, torch.optim.lr_scheduler.ReduceLROnPlateau):
            schedule.step(metric)
        else:
            schedule.step()


def random_case(number, kind):
    rng = random.Random(number)
    torch.manual_seed(number)
    groups = [{"shapes": [[2, 3], [2]], "options": {}}]
    if rng.random() < 0.5:
        # Options of a group of its own: some of another drawing. PyTorch passes over a group's own
        # initial_accumulator_value.
        other = random_options(rng, kind)
        fixed = ("nesterov", "momentum", "dampening", "initialAccumulatorValue")
        some = {name: value for name, value in other.items() if name not in fixed and rng.random() < 0.5}
        groups.append({"shapes": [[3, 1]], "options": some})
    options = random_options(rng, kind)
    clip = rng.choice([None, None, {"norm": rng.choice([0.5, 3])}, {"value": 0.5}, {"value": 1, "norm": 1}])
    schedules = [random_schedule(rng) for _ in range(rng.choice([0, 0, 1, 1, 2]))]
    params = [[torch.nn.Parameter(torch.randn(*shape, dtype=torch.float64)) for shape in g["shapes"]] for g in groups]
    every = [p for group in params for p in group]
    case = {"name": f"{kind} {number}", "type": kind, "options": options, "groups": groups, "clip": clip, "schedules": schedules}
    case["start"] = [p.tolist() for p in every]
    optimizer = getattr(torch.optim, kind)(
        [{"params": own, **snake(g["options"])} for own, g in zip(params, groups)], **snake(options)
    )
    made = [make_schedule(optimizer, spec) for spec in schedules]
    case["steps"] = []
    for _ in range(STEPS):
        size = rng.choice([0.1, 1, 1, 5])
        for p in every:
            p.grad = torch.randn_like(p) * size
        step = {"grads": [p.grad.tolist() for p in every], "lrs": [g["lr"] for g in optimizer.param_groups]}
        if clip and "value" in clip:
            torch.nn.utils.clip_grad_value_(every, clip["value"])
        if clip and "norm" in clip:
            step["norm"] = torch.nn.utils.clip_grad_norm_(every, clip["norm"]).item()
        optimizer.step()
        metric = round(rng.random(), 3)
        step_schedules(made, metric)
        step |= {"metric": metric, "after": [p.tolist() for p in every]}
        case["steps"].append(step)
    case["state"] = [
        {CAMEL[name]: value.tolist() for name, value in optimizer.state[p].items() if value is not None} for p in every
    ]
    return case


def cases():
    kinds = ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "NAdam", "RAdam"]
    # NAdam keeps the product of its momenta in the default type.
    torch.set_default_dtype(torch.float64)
    try:
        return [random_case(100 * i + n, kind) for i, kind in enumerate(kinds) for n in range(10)]
    finally:
        torch.set_default_dtype(torch.float32)
